"""Polynomials in wanted forms, inequalities, limits, curves, statistics, vectors, matrices."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation
from tests.engine.models.solver.truths import Truths, assert_true

FORMS: Truths = {
    "Collect the terms in 4*t - 9 + 2*t + 1": ["6t-8"],
    "Expand (t - 2)*(3*t + 1) - 3*t**2": ["-5t-2"],
    "Simplify w**2*w**(1/3)/w assuming w is positive": [r"w^{\frac{4}{3}}"],
    "Simplify (sqrt(12) + sqrt(3))**2": ["27"],
    "Rearrange (2*y - 1)*(y + 3) to p + q*y + r*y**2 and give q": ["q=5"],
    "Express 3*c + 4 - c in the form m*c + k and give k.": ["k=4"],
    "partial fractions of 1/(x^2 - 1)": [r"\frac{1}{2(x-1)}"],
    "coefficient of x^2 in (x + 2)^3": [r"\[6\]"],
    "Solve 3*a + b = 1, a - b = 7 for b.": [r"\[b=-5\]", "a=2"],
    "Find the third derivative of 2*i*s**4 + i**2*s wrt s": ["48is"],
    "Determine c, given that c**2 - 4*c = 0": ["c=0", "c=4"],
}
INEQUALITIES: Truths = {
    "Solve 3x - 1 < 8": [r"(-\infty,3)"],
    "solve x^2 >= 9": [r"(-\infty,-3]", r"[3,\infty)"],
    "solve |x - 1| < 2": ["(-1,3)"],
    "solve 1 < 2x + 3 <= 7": ["(-1,2]"],
    "solve x^2 + 1 < 0": [r"\emptyset"],
    "解不等式 3x - 1 < 8": [r"(-\infty,3)"],
    "domain of sqrt(x + 4)": [r"[-4,\infty)"],
    "range of x^2 - 3": [r"[-3,\infty)"],
    "求 ln(x - 2) 的定义域": [r"(2,\infty)"],
}
LIMITS: Truths = {
    "limit of sin(3x)/x as x approaches 0": ["=3"],
    "lim x->2 (x^2 - 4)/(x - 2)": ["=4"],
    "limit of (2n + 1)/(n - 3) as n goes to infinity": ["=2"],
    "limit of 1/x as x approaches 0 from the right": [r"=\infty"],
    "求 sin(3x)/x 在 x 趋于 0 的极限": ["=3"],
    "Taylor series of e^x at 0 up to order 3": [r"\frac{x^{3}}{6}+\frac{x^{2}}{2}+x+1"],
    "sum of 1/2^k from k=0 to infinity": ["=2"],
    "sum of the integers from 1 to 50": ["=1275"],
}
CURVES: Truths = {
    "Find the extrema of x^3 - 12x": ["(-2,16)", "(2,-16)"],
    "minimum of x^2 - 6x + 10": ["localminimum", "(3,1)"],
    "求 x^3-12x 的极值": ["(-2,16)", "(2,-16)"],
    "critical points of x^2 - 4x": ["(2,-4)"],
    "inflection points of x^3 - 6x^2": ["(2,-16)"],
    "Where is x^2 - 6x increasing?": [r"[3,\infty)"],
    "asymptotes of (2x + 1)/(x - 3)": ["x=3", "y=2"],
    "tangent to y = x^3 at x = 1": ["y=3x-2"],
    "equation of the tangent line to x^2 at (3, 9)": ["y=6x-9"],
    "normal line to y = x^2 at x = 1": [r"\frac{3}{2}-\frac{x}{2}"],
    "y-intercept of y = 4x - 7": ["(0,-7)"],
    "intercepts of y = 2x - 6": ["(3,0)", "(0,-6)"],
    "complete the square: x^2 - 8x + 3": ["(x-4)^{2}-13"],
    "discriminant of 2x^2 - 3x + 1": ["=1"],
    "axis of symmetry of y = x^2 + 10x": ["x=-5"],
    "inverse function of 4x - 8": [r"\frac{x}{4}+2"],
}
LISTS: Truths = {
    "average of 4, 8 and 15": ["mean}=9"],
    "mean, median and mode of 2, 2, 7, 9": ["mean}=5", r"median}=\frac{9}{2}", "mode}=2"],
    "standard deviation of 1, 1, 5, 5": ["deviation}=2", "dividedbyn"],
    "sample variance of 1, 3": ["variance}=2"],
    "range of 3, 11, 6": ["range}=8"],
    "1, 2, 6 的平均数": ["平均数}=3"],
    "dot product of (1, 2) and (3, 4)": ["=11"],
    "cross product of [1, 0, 0] and [0, 1, 0]": [r"0\\0\\1"],
    "determinant of [[2, 1], [5, 3]]": ["=1"],
    "inverse of [[2, 1], [5, 3]]": [r"3&-1\\-5&2"],
    "eigenvalues of [[2, 0], [0, 7]]": [r"\[2\]", r"\[7\]"],
    "magnitude of (5, 12)": ["=13"],
    "distance between (1, 1) and (4, 5)": ["=5"],
    "line through (0, 1) and (2, 5)": ["y=2x+1"],
}
ALL = {**FORMS, **INEQUALITIES, **LIMITS, **CURVES, **LISTS}
DECLINED = [
    "solve x + y < 3",
    "solve sin(x) > 0",
    "limit of x*y as x approaches 0",
    "limit of sin(x)",
    "extrema of sin(x)",
    "extrema of x*y",
    "tangent to x^2",
    "tangent to x^2 at (3, 8)",
    "inverse function of x^2",
    "mode of 1, 2, 3",
    "average of x and 3",
    "mean of the class",
    "dot product of (1, 2) and (3, 4, 5)",
    "determinant of [[1, 2, 3], [4, 5, 6]]",
    "Rearrange 3*c + 4 to m*c + k and give z",
    "Simplify w**(1/2) assuming the moon is full",
]


@pytest.mark.parametrize(("question", "truths"), ALL.items(), ids=list(ALL))
def test_analysis(talk: Conversation, question: str, truths: list[str]) -> None:
    assert_true(talk, question, truths)


@pytest.mark.parametrize("question", DECLINED)
def test_declined(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)
