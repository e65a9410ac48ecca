"""Questions that state values, functions and equations before they ask."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation
from tests.engine.models.solver.truths import Truths, assert_true

GIVEN: Truths = {
    "Let f(x) = 2x + 3. What is f(4)?": ["=11"],
    "Let p(t) = t^2 - t. Let q(s) = 3*s. What is p(q(2))?": ["=30"],
    "Let p(t) = t^2 - t. Let q(s) = 3*s. Give p(q(u)).": ["9u^{2}-3u"],
    "Let w(k) = k^2. Let v(k) = 2*k. Calculate 2*w(m) - 3*v(m).": ["2m^{2}-6m"],
    "Let a be 3 + 4*2. What is a - 1?": ["a=11", "=10"],
    "Let a be 7. Is a a factor of 21?": ["**Yes**"],
    "Let i be 6/4. Which is bigger: i or 1?": [r"\[i\]"],
    "Let e = 12. Let i = e - 3. Calculate the greatest common divisor of e and i.": [r"\[3\]"],
    "Suppose 2*u - 6 = 0. Solve u*y = 12 for y.": ["u=3", "y=4"],
    "Suppose u + v = 7, u - v = 1. What is the remainder when 30 is divided by u?": [
        "u=4",
        "v=3",
        r"\[2\]",
    ],
    "Suppose 3*a - b = 5 and a + b = 3. Let c = a*b. Round c/3 to two decimal places.": [
        "**0.67**"
    ],
    "Let h(b) be the first derivative of b^3 - 12*b. Suppose h(m) = 0. What is m?": ["m=-2", "m=2"],
    "Let h(b) be the second derivative of b^4/12. Let c = h(5). What is c + 1?": ["c=25", "=26"],
    "Let r(n) be the third derivative of n^5. Factor r(k) - 15.": ["15(2k-1)(2k+1)"],
    "Let z = 4. Let g(z) = z + 1. What is g(z)?": ["=5"],
    "Let m(t) = 5*t. Let n be m(-2). Solve -n*x - 3 = 17 for x.": ["n=-10", "x=2"],
    "Suppose x = 3. Find the second derivative of x*t^3 with respect to t.": ["18t"],
    "Let k = 91. Is k prime?": ["**No**", "7", "13"],
    "Let k = 10.3 - 10. Sort 1, k, -2 in decreasing order.": [r"1,\;k,\;-2"],
    "Let k = -1. Which is the closest to 0?  (a) 5  (b) k  (c) 2": ["**b**"],
    "Let f(x) = x^2. Find the extrema of f.": ["(0,0)"],
    "Suppose 2*x = 3*y, x + y = 5. Solve x*s + y*t = 12, s - t = -1 for t.": ["t=3", "s=2"],
}
DECLINED = [
    "Suppose x^2 = 9. What is x + 1?",
    "Let a = 2. What is the capital of Spain?",
    "Suppose x + y = 4. What is x?",
    "Let a = b + 1. What is a?",
    "Let f(x) = a*x. What is f(2)?",
    "Suppose 0*x = 1. What is x + 2?",
    "Let x = 3. Let q be quick. What is x?",
    "Suppose 2*x = 6. Is x happy?",
]


@pytest.mark.parametrize(("question", "truths"), GIVEN.items(), ids=list(GIVEN))
def test_given(talk: Conversation, question: str, truths: list[str]) -> None:
    assert_true(talk, question, truths)


@pytest.mark.parametrize("question", DECLINED)
def test_declined(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)


def test_each_value_is_worked_out_by_a_line_of_its_own(talk: Conversation) -> None:
    code = talk.ask("Let a be 3 + 4. Suppose a*b = 21. What is b^2?").code
    assert "a = sympify(3 + 4)\n" in code
    assert "[found] = solve([Eq(a*b, 21)], [b], dict=True)" in code
    assert code.count("from sympy import") == 1


def test_definitions_are_known_afterwards(talk: Conversation) -> None:
    talk.ask("Let p(t) = t^2 + 1. What is p(2)?")
    assert "=10" in talk.ask("What is p(3)?").squeezed
    assert "=2" in talk.ask("and p(1)?").squeezed
