"""What is asked in lessons beyond the core families, with what each answer must show."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation, squeezed

SHOWN = {
    # Limits, numbers, matrices
    "limit of sin x as x goes to infinity": ["does not exist", r"from \(-1\) to \(1\)"],
    "is 1 prime?": ["**No**", "neither prime nor composite"],
    "is 97 prime": ["**Yes**", "no divisors but"],
    "gcd of 12 and 18": [r"18 = 1 \cdot 12 + 6"],
    "convert 5 km to miles": [r"\approx 3.106855961\ "],
    "angle between vectors (1,0) and (1,1)": [r"\frac{\pi}{4}", r"45^\circ"],
    "inverse of [[1, 2], [2, 4]]": ["**no inverse**: its determinant is 0"],
    "eigenvectors of [[2,1],[1,2]]": [r"\lambda = 3: \quad \left[\begin{matrix}1\\1"],
    "cross product of <1,0,0> and <0,1,0>": [r"\begin{matrix}0\\0\\1\end"],
    "矩阵 [[2,1],[1,2]] 的特征值和特征向量": [r"\lambda = 1", "特征向量"],
    # Functions put into one another
    "f(x)=3x-2, g(x)=x^2+1. Find (f∘g)(2)": ["= 13"],
    "f(x)=3x-2, g(x)=x^2+1. Find f∘g": [r"= 3x^{2} + 1\]"],
    "If f(x) = 2x+1 and g(x) = x^2, what is f(g(x))?": ["Put in:", r"= 2x^{2} + 1\]"],
    # Several questions in one prompt
    "a) derivative of x^2 b) integral of x^3": ["= 2x", r"= \frac{x^{4}}{4} + C"],
    "Simplify: (i) 3x+2x-x (ii) (2x^3)(4x^2)": ["= 4x", "= 8x^{5}"],
    "(1) 3+4×5 (2) 18÷3-2": ["= 23", "= 4"],
    "f(x)=x^2+1. (a) f(2) (b) f(-1) (c) f(a+1)": ["= 5", "= 2", "= a^{2} + 2a + 2"],
    "For the list 3,5,5,9: mean, median, mode, range": ["5.5", "median} = 5", "range} = 6"],
    "What are the gcd and lcm of 24 and 36?": [r"\[12\]", r"\[72\]"],
    "Find the roots, the vertex and the y-intercept of y = x^2 - 2x - 3": [
        "x = -1",
        "(1, -4)",
        "(0, -3)",
    ],
    "area and circumference of a circle with radius 7": [r"49 \pi", r"14 \pi"],
    "For A=[[1,2],[3,4]] find det, trace, inverse": [r"\det A = -2", "A = 5", "A^{-1}"],
}
THREADS = [
    (
        ("solve x^2 - 5x + 6 = 0", []),
        ("now with 7 instead of 5", ["x = 1", "x = 6", "read as “solve x^2 - 7x + 6 = 0”"]),
    ),
    (("derivative of x^3", []), ("and the second derivative?", ["6x"]), ("at x=2?", ["12"])),
    (("integrate x^2 from 0 to 3", []), ("now from 0 to 2", [r"\frac{8}{3}"])),
    (("2x+y=7, x-y=2", []), ("what about y?", ["y = 1"])),
    (
        ("what is 15% of 80", ["= 12"]),
        ("and of 120?", ["= 18"]),
        ("and 20%?", ["= 24"]),
    ),
    (("plot sin(x)", []), ("add cos(x)", [r"\cos"]), ("now from 0 to 2pi", [r"0 \le x \le 6.28"])),
    (("determinant of [[1,2],[3,4]]", []), ("and its inverse", ["A^{-1}"]), ("rank?", ["= 2"])),
    (("mean of 3, 5, 8, 12", ["7"]), ("median?", ["6.5"]), ("and the range", ["9"])),
    (
        ("area of circle with radius 3", [r"9 \pi"]),
        ("and with radius 5", [r"25 \pi"]),
        ("and the circumference?", [r"10 \pi"]),
    ),
    (("lim x->0 sin(x)/x", ["= 1"]), ("and at infinity?", ["= 0"])),
    (("gcd of 12 and 18", []), ("lcm?", [r"\[36\]"]), ("and of 24 and 36", [r"\[72\]"])),
    (("convert 5 km to miles", []), ("and 10 km?", ["6.21"]), ("in meters?", ["10000"])),
    (("is 91 prime?", ["**No**"]), ("and 97?", ["**Yes**"])),
    (("tangent to y=x^2 at x=1", ["2x - 1"]), ("and at x=3", ["6x - 9"])),
    (("3/4 + 1/6", []), ("as a decimal", ["0.91"]), ("times 2", [r"\frac{11}{6}"])),
    (("sum of the first 10 terms of 2, 5, 8, ...", ["155"]), ("and 20 terms?", ["610"])),
    (("factor x^2-4", []), ("expand it again", [r"+ 2\right) = x^{2} - 4"])),
    (("240的15%是多少", ["= 36"]), ("那20%呢？", ["= 48"])),
    (("求 x^4 的导数", ["4x^{3}"]), ("再求一次导数", ["12x^{2}"])),
    (("求矩阵[[1,2],[3,4]]的逆", ["A^{-1}"]), ("行列式呢？", [r"\det A = -2"])),
]
UNCLEAR = [
    ("what is 3 + 4 * 5", "and 20?"),
    ("solve x^2 - 5x + 5 = 0", "with 7 instead of 5"),
    ("mean of 3, 4 and 5", "and 20%?"),
    ("derivative of x^3", "why?"),
    ("gcd of 12 and 18", "and 7?"),
]


@pytest.mark.parametrize(("question", "truths"), SHOWN.items(), ids=list(SHOWN))
def test_the_answer_shows_it(talk: Conversation, question: str, truths: list[str]) -> None:
    answer = talk.ask(question)
    for truth in truths:
        assert squeezed(truth) in answer.squeezed, answer.text
    assert "check failed" not in answer.text
    assert "Traceback" not in answer.printed


@pytest.mark.parametrize("thread", THREADS, ids=[thread[0][0] for thread in THREADS])
def test_follow_ups_that_say_only_what_changes(
    talk: Conversation, thread: tuple[tuple[str, list[str]], ...]
) -> None:
    for question, truths in thread:
        answer = talk.ask(question)
        for truth in truths:
            assert squeezed(truth) in answer.squeezed, f"{question}\n{answer.text}"


@pytest.mark.parametrize(("first", "then"), UNCLEAR)
def test_a_follow_up_with_two_readings_is_declined(
    talk: Conversation, first: str, then: str
) -> None:
    talk.ask(first)
    with pytest.raises(Declined):
        talk.ask(then)
