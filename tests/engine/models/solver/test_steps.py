"""The steps of a solution: those that a teacher would write, in a short list."""

from __future__ import annotations

import re

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation, squeezed

DERIVATIVES = {
    "derivative of x^3 - 3x": ["Power rule", "(x^{3})'=3x^{2}", "(-3x)'=-3"],
    "differentiate x^2*e^x": ["Product rule", "u=x^{2};v=e^{x}", "u'=2x;v'=e^{x}"],
    "d/dx sin(x^2)": ["Chain rule", r"(\sin(u))'=\cos(u)", "u'=2x"],
    "derivative of x/(x+1)": ["Quotient rule", "u=x;v=x+1", "u'=1;v'=1"],
    "derivative of sqrt(x)": ["table of derivatives"],
    "derivative of ln(x^2+1) + x sin(x)": ["Chain rule", "Product rule", "Put together"],
    "second derivative of x^4": ["The first derivative", "4x^{3}"],
}
INTEGRALS = {
    "integrate x^2 + cos(x)": ["Sum rule", r"\intx^{2}dx=\frac{x^{3}}{3}", "table of integrals"],
    "integrate x*e^x": ["By parts", "u=x;v'=e^{x}"],
    "integrate x*cos(x^2)": ["Substitution", "u=x^{2}"],
    "integrate sin(x)^2": ["Rewritten", r"\frac{\cos(2x)}{2}"],
    "integrate x^2 from 0 to 1": [r"F(x)=\frac{x^{3}}{3}", r"F(1)=\frac{1}{3}", "F(0)=0"],
    "integrate 1/x^2 from 1 to infinity": [r"F(\infty)=0", "F(1)=-1"],
}
EQUATIONS = {
    "solve 4x + 11 = 19": ["4x=8", "Divide both sides by \\(4\\)"],
    "solve 2x^2 - 3x - 2 = 0": ["D=b^2-4ac=25", r"\frac{3\pm\sqrt{25}}{4}"],
    "solve x^3 - 6x^2 + 11x - 6 = 0": ["(x-3)(x-2)(x-1)=0", "A product is zero"],
    "solve (x^2-1)/(x-1) = 0": ["x^{2}-1=0", "x=1", "makes the denominator zero"],
    "solve sqrt(x) = x - 2": ["-x^{2}+5x-4=0", "x=1", "does not solve the given equation"],
    "solve |x - 1| = 3": ["x-1=3", "x=4", "x-1=-3", "x=-2"],
    "solve 2^x = 32": [r"\frac{\ln(32)}{\ln(2)}=5"],
    "solve ln(x) = 3": ["x=e^{3}"],
    "solve 2x + 3y = 7, x - y = 1": ["5y=5", "y=1", "2x+3=7", "x=2"],
    "solve y = x^2 and y = 2x + 3": ["y=2x+3", "=0", "-1;3"],
    "solve `x + y + z = 6, x - y = 0, 2x - z = 2`": ["-2y-z=-6", "z=2"],
    "solve 3 - 2x >= 7": [r"-2x\ge4", "the sign turns", r"x\le-2"],
    "solve x^2 - 5x + 6 > 0": ["(x-3)(x-2)>0", "zeros", r"x=1;\frac{5}{2};4"],
}
LIMITS = {
    "limit of x^2+1 as x approaches 2": ["Put in", "5"],
    "limit of (x^2-1)/(x-1) as x approaches 1": ["Cancel the common factor", "x+1"],
    "limit of (1-cos(x))/x^2 as x approaches 0": ["l'Hôpital", r"\frac{\sin(x)}{2x}"],
}
NUMBERS = {
    "What is 17% of 2340?": [r"17\%=\frac{17}{100}", r"\frac{17}{100}\cdot2340"],
    "1/3 + 1/4": [r"\frac{4}{12}+\frac{3}{12}", r"\frac{7}{12}"],
    "12*7 + 3": ["84+3"],
    "gcd of 84 and 36": [r"84=2\cdot36+12", r"36=3\cdot12+0", "12"],
    "lcm of 4, 6 and 10": ["4=2^{2}", r"10=2\cdot5", "largest power"],
    "prime factorization of 360": [r"360=2\cdot180", r"5=5\cdot1"],
    "remainder when 47 is divided by 9": [r"47=5\cdot9+2"],
    "convert 11 to binary": [r"11=5\cdot2+1", "read backwards"],
    "convert binary 1011 to decimal": [r"1\cdot2^{3}", "=11"],
    "average of 4, 8 and 15": ["27", r"\frac{27}{3}"],
    "median of 9, 1, 4": ["1;4;9"],
    "standard deviation of 1, 1, 5, 5": ["3", "16"],
}
FORMS = {
    "factor 6x^3 + 9x^2": ["common factor", "3x^{2}", "2x+3"],
    "factor 2x^2 + 7x + 3": ["product", "6;1", "2x^{2}+6x+x+3"],
    "factor x^3 - 6x^2 + 11x - 6": ["x=1", "x-1", "x^{2}-5x+6"],
    "simplify (x^2-1)/(x-1)": [r"\frac{(x-1)(x+1)}{x-1}", "Cancel the common factor"],
    "partial fractions of 1/(x^2-1)": ["(x-1)(x+1)"],
    "complete the square: x^2 - 8x + 3": ["-4", "16"],
    "tangent to y = x^3 at x = 1": ["3x^{2}", "slope", "3"],
    "extrema of x^3 - 3x": ["3x^{2}-3", "-1;1"],
    "determinant of [[1, 2], [3, 4]]": [r"1\cdot4-2\cdot3"],
    "determinant of [[1, 2, 3], [0, 1, 4], [5, 6, 0]]": [r"1(1\cdot0-4\cdot6)"],
    "inverse of [[1, 2], [3, 4]]": ["-2", r"4&-2\\-3&1"],
}
ALL = {**FORMS, **DERIVATIVES, **INTEGRALS, **EQUATIONS, **LIMITS, **NUMBERS}
ASKED = list(ALL.items())
MOST = 8
"""More steps than this are a wall."""


def steps_in(text: str) -> list[str]:
    return re.findall(r"^\d+\. (.+)$", text, flags=re.MULTILINE)


@pytest.mark.parametrize(("question", "truths"), ASKED, ids=[question for question, _ in ASKED])
def test_steps_hold_the_stages(talk: Conversation, question: str, truths: list[str]) -> None:
    answer = talk.ask(question)
    steps = steps_in(answer.text)
    told = squeezed(" ".join(steps)).replace(r"\;", ";").replace(r",;", ";")
    for truth in truths:
        assert squeezed(truth) in told, answer.text
    assert 1 <= len(steps) <= MOST
    assert "Traceback" not in answer.printed
    assert "check failed" not in answer.text
    assert not re.search(r"<[a-z ]+!?>", answer.text)


def test_one_complex_root_is_no_roots(talk: Conversation) -> None:
    assert "1 roots" not in talk.ask("solve x^3 - 2x^2 + x = 0").text
    assert "Rounded to 1 decimal place:" in talk.ask("355/113 to 1 decimal places").text


def test_a_derivative_is_compared_with_secants(talk: Conversation) -> None:
    answer = talk.ask("derivative of x^5 * ln(x)")
    assert "Check: short secants of the graph have the same slopes." in answer.text


def test_a_wrong_derivative_would_be_told(talk: Conversation) -> None:
    answer = talk.ask("derivative of x^5")
    printed = answer.printed.replace("check = True", "check = False", 1)
    message = talk.messages[-2]
    talk.messages[-2:] = [type(message)("tool", printed, tool_call_id=message.tool_call_id)]
    text = talk.turn()[0]
    assert "**The check failed**" in getattr(text, "text", "")


BY_METHOD = {
    "Solve 2x^2 - 7x + 3 = 0 with the quadratic formula, step by step": r"{7 \pm \sqrt{25}}{4}",
    "Use the quadratic formula to solve 3x^2 + 2x - 1 = 0": r"\frac{-2 \pm \sqrt{16}}{6}",
    "Solve x^2 - x - 12 = 0 by factoring": r"\left(x - 4\right) \left(x + 3\right) = 0",
    "Solve by factorising: x^2 - 9 = 0": r"\left(x - 3\right) \left(x + 3\right) = 0",
    "Solve x^2 - 3 = 0 by factorising": "no factors with rational numbers",
    "Solve x^2 + 6x + 2 = 0 by completing the square": r"\left(x + 3\right)^2 = 7",
    "Solve 2x^2 + 3x + 5 = 0 by completing the square": r"= -\frac{31}{16}",
    "Solve 3x^2 - 12x + 7 = 0 using the completing the square method, show all steps": (
        r"\left(x - 2\right)^2 = \frac{5}{3}"
    ),
}


@pytest.mark.parametrize(("question", "step"), BY_METHOD.items(), ids=list(BY_METHOD))
def test_the_method_that_is_asked_for(talk: Conversation, question: str, step: str) -> None:
    answer = talk.ask(question).text
    assert step in answer
    assert "The check failed" not in answer


def test_a_method_for_another_kind_of_equation(talk: Conversation) -> None:
    with pytest.raises(Declined):
        talk.ask("Solve x^3 - x = 0 with the quadratic formula")
