"""Counting ways and chances, in the words of pupils; truths worked out without SymPy."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation
from tests.engine.models.solver.truths import assert_true

WAYS = {
    "In how many ways can a committee of 3 be chosen from 10 people?": [r"\[120\]"],
    "In how many ways can 2 books be chosen from 14?": [r"\[91\]"],
    "How many combinations of 4 items can be made from 10 items?": [r"\[210\]"],
    "combinations of 4 items from 10": [r"\[210\]"],
    "C(8,3)": ["=56"],
    "8P3": ["=336"],
    "nCr(10, 4)": ["=210"],
    "math.comb(52, 5)": ["=2598960"],
    r"Compute $ \binom{14}{2} $": ["=91"],
    r"$\binom{6}{2} + \binom{6}{3}$": ["=35"],
    "number of permutations of 7 objects taken 3 at a time": ["=210"],
    "How many ways can 5 books be arranged on a shelf?": [r"\[120\]"],
    "in how many ways can six people sit around a round table": ["=120"],
    "how many different arrangements of the letters of MISSISSIPPI are there": ["=34650"],
    "How many anagrams of the word banana are there?": ["=60"],
    "12 people each shake hands with each other once. How many handshakes?": ["=66"],
    "how many subsets does a set with 5 elements have": ["=32"],
    "how many 4-digit PINs are there": ["=10000", "begin with 0"],
    "How many 3-digit numbers are there?": ["=900", "doesnotbeginwith0"],
}
CHANCES = {
    "What is the probability of rolling a 6 with a fair die?": [r"\frac{1}{6}"],
    "prob of not rolling a 3 with one die": [r"\frac{5}{6}"],
    "A die is rolled. What is the probability of getting a number greater than 4?": [
        r"\frac{1}{3}"
    ],
    "Two dice are rolled. What is the probability that the sum is 7?": [r"\frac{1}{6}"],
    "if I roll 2 dice what is the chance of doubles?": [r"\frac{1}{6}"],
    "Two dice are thrown. Find the probability that both show a six.": [r"\frac{1}{36}"],
    "probability of getting 2 heads in 3 coin flips": [r"\frac{3}{8}"],
    "probability of at least one head in 4 tosses of a coin": [r"\frac{15}{16}"],
    "chance of tails on a coin flip": [r"\frac{1}{2}"],
    "What is the probability of drawing an ace from a standard deck of 52 cards?": [
        r"\frac{1}{13}"
    ],
    "A card is drawn from a standard deck. What's the probability it is a king or a heart?": [
        r"\frac{4}{13}"
    ],
    "A bag contains 3 red and 5 blue balls. One ball is drawn at random. "
    "What is the probability that it is red?": [r"\frac{3}{8}"],
    "A bag has 4 red and 6 green marbles. Two are drawn without replacement. "
    "What is the probability that both are red?": [r"\frac{2}{15}"],
    "A bag contains 6 red and 4 blue balls. Two balls are drawn with replacement. "
    "What is the probability that both are blue?": [r"\frac{4}{25}"],
    "A bag contains 5 red and 5 green balls. 2 balls are drawn without replacement. "
    "What is the probability of one red and one green?": [r"\frac{5}{9}"],
}
SHAPES = {
    "area of a circle with radius 5": [r"25\pi"],
    "A circle has diameter 12. What is its area?": [r"36\pi"],
    "What is the area of a circle with a radius of 7 cm?": [r"49\pi", r"\text{cm}^2"],
    "hypotenuse of a right triangle with legs 6 and 8": ["=10"],
    "area of a triangle with sides 3, 4, 5": ["=6"],
    "area of a 6 by 4 rectangle": ["=24"],
    "volume of a cylinder with radius 2 and height 5": [r"20\pi"],
    "Find the area of a trapezoid with bases 6 and 10 and height 4": ["=32"],
    "sum of interior angles of a hexagon": ["720"],
    "equation of the circle with center (2, -1) and radius 3": ["=9", "(x-2)^{2}", "(y+1)^{2}"],
    "line with slope 2 through (1, 3)": ["y=2x+1"],
    "the line perpendicular to y = 2x passing through (2, 3)": [r"y=4-\frac{x}{2}"],
    "area of the triangle with vertices (0,0), (4,0) and (0,3)": ["=6"],
    "midpoint of (2, 3) and (8, 11)": ["5", "7"],
}
PROGRESSIONS = {
    "1 + 2 + 3 + ... + 100": [r"\[5050\]"],
    "What is the sum of the arithmetic series 1+3+5+...+99?": [r"\[2500\]"],
    "Sum of the geometric series 1 + 1/2 + 1/4 + ...": ["=2"],
    r"$1 + \frac{1}{3} + \frac{1}{9} + \dots$": [r"\frac{3}{2}"],
    "a_1 = 3, d = 4, find a_10": ["=39"],
    "first term 5, common ratio 2: find the 6th term": ["=160"],
    "sum to infinity of a geometric series with first term 4 and common ratio 1/2": ["=8"],
    "sum of the first 10 terms of 2, 4, 6, 8": [r"\[110\]"],
    "What is the 20th term of the arithmetic sequence 3, 7, 11, ...?": [r"\[79\]"],
    "continue the sequence 4, 7, 10, 13 by one term": [r"\[16\]"],
    "1, 4, 9, 16, ... what comes next?": [r"\[25\]"],
    "1, 1, 2, 3, 5, 8, 13, next?": [r"\[21\]"],
}
UNCLEAR = [
    "In how many ways can 3 books be chosen from 10 if one must be the atlas?",
    "How many ways are there to choose 3 balls from 10 with repetition?",
    "A bag contains 3 red and 5 blue balls. What is the probability that both are red?",
    "What is the probability that it rains tomorrow?",
    "Two dice are rolled. What is the probability that the product is 12?",
    "area of a circle with side 5",
    "area of a rectangle with length 3 cm and width 2 m",
    "sum to infinity of a geometric series with first term 4 and common ratio 2",
    "the 10th term of the geometric sequence with first term 1 and common difference 2",
]


@pytest.mark.parametrize("question", WAYS | CHANCES)
def test_ways_and_chances(talk: Conversation, question: str) -> None:
    assert_true(talk, question, (WAYS | CHANCES)[question])


@pytest.mark.parametrize("question", SHAPES | PROGRESSIONS)
def test_shapes_and_progressions(talk: Conversation, question: str) -> None:
    assert_true(talk, question, (SHAPES | PROGRESSIONS)[question])


@pytest.mark.parametrize("question", UNCLEAR)
def test_unclear(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)
