"""Whole numbers, rounding, comparing, sequences, arithmetic in words."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation
from tests.engine.models.solver.truths import Truths, assert_true

INTEGERS: Truths = {
    "What is the greatest common divisor of 84 and 36?": [r"\[12\]", "Check"],
    "hcf of 18, 24 and 60": [r"\[6\]"],
    "lcm of 4, 6 and 10": [r"\[60\]"],
    "Find the lowest common multiple of 21 and 6": [r"\[42\]"],
    "common denominator of 5/12 and 7/18": [r"\[36\]"],
    "remainder when 47 is divided by 9": [r"\[2\]"],
    "What is 47 mod 9?": [r"\[2\]"],
    "quotient and remainder when 47 is divided by 9": [r"\[2\]", r"quotient\(5\)"],
    "Is 6 a factor of 54?": ["**Yes**"],
    "Does 7 divide 50?": ["**No**", r"\(1\)"],
    "Is 144 divisible by 9?": ["**Yes**"],
    "Is 97 prime?": ["**Yes**"],
    "Is 51 a prime number?": ["**No**", r"3\cdot17"],
    "Is 51 composite?": ["**Yes**"],
    "List the prime factors of 126": [r"2,\;3,\;7"],
    "prime factorization of 126": [r"2\cdot3^{2}\cdot7"],
    "factors of 18": [r"1,\;2,\;3,\;6,\;9,\;18"],
    "primes up to 13": [r"2,\;3,\;5,\;7,\;11,\;13"],
    "What is the hundreds digit of 40725?": [r"\[7\]"],
    "What is the ten thousands digit of 40725?": [r"\[4\]"],
    "Is 38 even?": ["**Yes**"],
    "Is 38 an odd number?": ["**No**"],
    "list the first 5 primes": [r"2,\;3,\;5,\;7,\;11"],
    "digit sum of 40725": [r"\[18\]"],
    "求 84 和 36 的最大公约数": [r"\[12\]"],
    "4 和 6 的最小公倍数": [r"\[12\]"],
    "97 是质数吗？": ["**是**"],
    "47 除以 9 的余数": [r"\[2\]"],
    "分解质因数 126": [r"2\cdot3^{2}\cdot7"],
}
ROUNDED: Truths = {
    "Round 7.0549 to 2 decimal places": ["**7.05**"],
    "Round 2.5 to the nearest integer": ["**3**"],
    "Round -2.5 to the nearest integer": ["**-3**"],
    "round 0.00449 to three dps": ["**0.004**"],
    "What is 6251 rounded to the nearest hundred?": ["**6300**"],
    "What is 62517 rounded to the nearest ten thousand?": ["**60000**"],
    "Round 84 to the nearest 25": ["**75**"],
    "What is the cube root of 30 to the nearest integer?": ["**3**"],
    "What is 90 to the power of 1/4, to the nearest integer?": ["**3**"],
    "Round 9.99 to one decimal place": ["**10.0**"],
    "Round 3.14159 to the nearest hundredth": ["**3.14**"],
}
COMPARED: Truths = {
    "Is 2/3 > 0.66?": ["**Yes**"],
    "Is -3 greater than -2?": ["**No**"],
    "Is 0.5 at most 1/2?": ["**Yes**"],
    "Is 5 less than or equal to 4?": ["**No**"],
    "Is 1/2 equal to 0.5?": ["**Yes**"],
    "Do 1/2 and 0.5 have the same value?": ["**Yes**"],
    "Are 1/3 and 0.3 non-equal?": ["**Yes**"],
    "Which is bigger, 5/7 or 7/10?": [r"\[\frac{5}{7}\]"],
    "Which is smaller: -1.5 or -1.25?": [r"\[-1.5\]"],
    "What is the second biggest value in 4, -1, 9, 0.5?": [r"\[4\]"],
    "Which is the third smallest value?  (a) 3  (b) -2  (c) 8  (d) 0": ["**a**", r"\[3\]"],
    "What is the closest to 2 in 7, -1, 3.5?": [r"\[3.5\]"],
    "Sort 3, -7/2, 0.1": [r"-\frac{7}{2},\;0.1,\;3"],
    "Put 3, -4, 0.1 in descending order": [r"3,\;0.1,\;-4"],
    "largest of 3, 8, 5": [r"\[8\]"],
}
SEQUENCES: Truths = {
    "What comes next: 5, 9, 13?": [r"\[17\]", "4n+1"],
    "What is the next term in 2, 6, 12, 20, 30?": [r"\[42\]"],
    "What is the n'th term of 2, 6, 12, 20?": ["n^{2}+n"],
    "nth term of 3, 8, 13, 18": ["5n-2"],
    "What comes next: 3, 6, 12, 24?": [r"\[48\]"],
    "What is the 12th term of 5, 9, 13, 17?": [r"\[49\]"],
}
WORDED: Truths = {
    "Sum of 12 and 30": ["=42"],
    "Add 3 to 9": ["=12"],
    "Subtract 7 from 19": ["=12"],
    "What is 3 less than 10?": ["=7"],
    "What is 20 take away 6?": ["=14"],
    "Multiply 6 and 7": ["=42"],
    "product of 2, 3 and 4": ["=24"],
    "Divide 45 by 6": [r"\frac{15}{2}"],
    "What is the difference between 4 and 11?": ["=7"],
    "25% off 60": ["=45"],
    "Increase 40 by 15%": ["=46"],
    "decrease 40 by 15%": ["=34"],
    "What percent of 50 is 8?": [r"=16\,\%"],
    "15 is what percent of 60?": [r"=25\,\%"],
    "percent change from 40 to 50": [r"=25\,\%"],
    "9 is 25% of what number?": ["=36"],
    "Convert 3/8 to a percentage": [r"\frac{3}{8}=37.5\,\%"],
    "Convert 0.375 to a fraction": [r"\frac{3}{8}"],
    "What is a third of 90?": ["=30"],
    "three quarters of 80": ["=60"],
    "fourth root of 81": ["=3"],
    "the square of 15": ["=225"],
    "absolute value of -4.5": ["4.5"],
}
ALL = {**INTEGERS, **ROUNDED, **COMPARED, **SEQUENCES, **WORDED}
DECLINED = [
    "gcd of 12",
    "gcd of x and 12",
    "gcd of 1/2 and 3",
    "Is 7.5 prime?",
    "Is x prime?",
    "What comes next: 1, 2?",
    "What comes next: a, b, c?",
    "round 3.7",
    "Round 5 to the nearest friend",
    "Sort 3, x, 1",
    "Sort the words 3, 4, 5 by length",
    "Which is biggest: red or blue?",
    "What is the fifth biggest value in 1, 2, 3?",
    "closest to 3 in 1, 5",
    "20% off",
    "25 off 80",
    "the hundreds digit of 12.5",
    "Is x even?",
]


@pytest.mark.parametrize(("question", "truths"), ALL.items(), ids=list(ALL))
def test_numbers(talk: Conversation, question: str, truths: list[str]) -> None:
    assert_true(talk, question, truths)


@pytest.mark.parametrize("question", DECLINED)
def test_declined(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)
