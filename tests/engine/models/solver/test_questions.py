"""Questions in many phrasings, and the truths that their answers must hold."""

from __future__ import annotations

import pytest

from tests.engine.models.solver.conversation import Conversation, squeezed

VERTEX = ["(0.7,91.45)", r"(\frac{7}{10},\frac{1829}{20})", "maximum"]
EQUATIONS = {
    "Solve 4x + 11 = 19": ["x=2"],
    "I need to solve the equation `4x + 11 = 19`. Can you help me?": ["x=2", "4x=8"],
    "Please solve the equation 4x+11=19 for x.": ["x=2"],
    "Could you solve 4*x + 11 = 19, please?": ["x=2"],
    "4x+11=19": ["x=2"],
    "What is x if 4x + 11 = 19?": ["x=2"],
    "For what value of x is 4x+11=19?": ["x=2"],
    "What value of x satisfies 4x + 11 = 19?": ["x=2"],
    "find x such that 4x+11=19": ["x=2"],
    "Find the solution of \\(4x + 11 = 19\\).": ["x=2"],
    "How do I solve $4x + 11 = 19$?": ["x=2"],
    "solve for x: 4x + 11 = 19": ["x=2"],
    "Hi! Can you please help me to solve 4x+11=19? Thanks!": ["x=2"],
    "If 4x+11=19, what is x?": ["x=2"],
    "4x plus 11 equals 19, find x": ["x=2"],
    "解方程 4x+11=19": ["x=2"],
    "求方程 4x+11=19 的解": ["x=2"],
    "4x+11=19,求x": ["x=2"],
    "Solve this: 4x+11=19": ["x=2"],
    "solve this equation for me: 4x+11=19": ["x=2"],
    "What does x equal if 4x+11=19?": ["x=2"],
    "Determine x: 4x+11=19": ["x=2"],
    "I don't know how to solve 4x + 11 = 19": ["x=2"],
    "Solve x² − 5x + 6 = 0": ["x=2", "x=3"],
    "Find the solutions of x^2 = 2": [r"x=-\sqrt{2}", r"x=\sqrt{2}", "1.414213562"],
    "Solve the quadratic equation 2x^2 - 3x - 2 = 0": [
        "x=2",
        r"x=-\frac{1}{2}=-0.5",
        "D=b^2-4ac=25",
    ],
    "solve x^2 + 1 = 0": ["nosolution", "x=-i", "x=i"],
    "solve x^3 - 6x^2 + 11x - 6 = 0": ["x=1", "x=2", "x=3"],
    "solve x^5 - x - 1 = 0": ["1.167303978", "Theother4rootsarecomplex."],
    "solve x^3 = 8": ["x=2", "Theother2rootsarecomplex."],
    "roots of x^4 + 1": ["nosolution", "amongtherealnumbers.The4rootsarecomplex."],
    "Solve 2x + 1 = 2x + 3": ["nosolution"],
    "Solve 2(x + 1) = 2x + 2": ["**every**"],
    "solve 3/x = 5": [r"x=\frac{3}{5}=0.6"],
    "solve sqrt(x) = x - 2": ["x=4"],
    "solve |x - 1| = 3": ["x=-2", "x=4"],
    "solve e^x = 5": [r"x=\ln(5)", "1.609437912"],
    "Solve 2^x = 32": ["x=5"],
    "solve sin(x) = 1/2": [r"2\pin+\frac{\pi}{6}", r"2\pin+\frac{5\pi}{6}", "anyinteger"],
    "solve ax + b = c for x": [r"x=\frac{-b+c}{a}"],
    "solve 0.5x + 0.25 = 1": [r"x=\frac{3}{2}=1.5"],
    "solve t^2 = 9 for t": ["t=-3", "t=3"],
    "Solve 1/2x = 3": ["x=6", r"1/2xis(1/2)·x"],
    "solve 2a + 3 = 7": ["a=2"],
    "solve b^2 - 5b + 6 = 0": ["b=2", "b=3"],
    "solve s^2 = 9": ["s=-3", "s=3"],
    "solve sin(n) = 0": [r"n=2\pik", "anyinteger"],
    "solve N^2 = 4": ["N=-2", "N=2"],
    "solve E = m c^2 for m": [r"m=\frac{E}{c^{2}}", "nodenominator"],
    "solve x^2 = x": ["x=0", "x=1"],
    "solve cos(x) = 2": ["nosolution"],
    "solve (x^2-1)/(x-1) = 0": [r"\[x=-1\]"],
    "solve log(x) = 2": ["x=100", "base10"],
    "solve x^4 = 16": [r"x=-2\text{or}x=2"],
    "What are the roots of x^2 - 4?": ["x=-2", "x=2"],
    "Find the zeros of f(x) = x^2 - x - 6": ["x=-2", "x=3"],
    "x-intercepts of y = x^2 - 9": ["x=-3", "x=3"],
    "y = x^2 - 1 的零点是多少?": ["x=-1", "x=1"],
}
SYSTEMS = {
    "solve x + y = 10, x - y = 2": ["x=6", "y=4"],
    "Solve the system of equations 2x + 3y = 7 and x - y = 1": ["x=2", "y=1"],
    "Find x and y if x + y = 3 and xy = 2": ["x=1,y=2", "x=2,y=1"],
    r"Solve $\begin{cases} x+y=3 \\ x-y=1 \end{cases}$": ["x=2", "y=1"],
    "solve `x + y + z = 6, x - y = 0, z = 2`": ["x=2", "y=2", "z=2"],
    "x+y=10, x-y=2 solve for x and y": ["x=6", "y=4"],
    "Solve simultaneously: x+y=10, x-y=2": ["x=6", "y=4"],
    "解方程组 x+y=10, x-y=2": ["x=6", "y=4"],
    "solve s + k = 10, s - k = 2": ["s=6", "k=4"],
    "solve x^2 + y^2 = 25 and x + y = 7": ["x=3,y=4", "x=4,y=3"],
    "solve x + y = 1 and x + y = 2": ["nosolution"],
    "solve x + y = 1 and 2x + 2y = 2": ["infinitelymany"],
    "Where do y = x^2 and y = 2x + 3 intersect?": ["x=-1,y=1", "x=3,y=9"],
}
VALUES = {
    "What is 17% of 2340?": ["397.8"],
    "what's 15 percent of 80": ["=12"],
    "12*7+3": ["87"],
    "12*7+3=?": ["87"],
    "What does 2+2 equal?": ["=4"],
    "Calculate 12 × 7 + 3": ["87"],
    "What is 3/4 of 20?": ["=15"],
    "How much is 1/3 + 1/4?": [r"\frac{7}{12}"],
    "What is the square root of 2?": [r"\sqrt{2}\approx1.414213562"],
    "sqrt(2) to 20 digits": ["1.4142135623730950488"],
    "What is √16?": ["=4"],
    "cube root of 27": ["=3"],
    "2^10": ["1024"],
    "2**-3": [r"\frac{1}{8}=0.125"],
    "Compute 5!": ["120"],
    "What is 10 divided by 4?": ["2.5"],
    "What is 7 times 8?": ["=56"],
    "What is 2 to the power of 8?": ["256"],
    "0.1 + 0.2": ["=0.3"],
    "355/113 to 3 decimal places": ["**3.142**"],
    "compute 2.675 to 2 decimal places": ["**2.68**"],
    "sin(30°)": [r"\frac{1}{2}"],
    "sin(pi/6)": [r"\frac{1}{2}"],
    "cos(1)": ["0.5403023059", "radians"],
    "log(100)": ["=2", "base10"],
    "ln(e^3)": ["=3"],
    "1,234 + 766": ["2000"],
    r"What is $\frac{1}{2} + \frac{1}{3}$?": [r"\frac{5}{6}"],
    "cbrt(-8)": ["=-2"],
    "10% of (50 + 5)": ["=5.5"],
    "What is half of 30?": ["=15"],
    "log base 2 of 8": ["=3"],
    "value of x^2 when x is 3": ["=9"],
    "round 3.14159 to 2 decimal places": ["**3.14**"],
    "What is 22/7 as a decimal?": ["3.142857143"],
    "square root of 4/9": [r"\frac{2}{3}"],
    "sqrt(-4)": ["2i", "notarealnumber"],
    "value of x^2+1 at x=3": ["=10"],
    "Evaluate x^2 + y when x = 3 and y = 4": ["=13"],
    "If x = 3, what is x^2 + 1?": ["=10"],
    "substitute x = 2 into x^3 - 1": ["=7"],
    "Let f(x) = x^2 + 1. What is f(3)?": ["=10"],
    "If f(x) = 2x and g(x) = x + 1, find f(g(2))": ["=6"],
    "2的平方根是多少?": ["1.414213562"],
}
ALGEBRA = {
    "Expand (x+1)^3": ["x^{3}+3x^{2}+3x+1"],
    "factorise x^2 - 5x + 6": ["(x-3)(x-2)"],
    "Factor x^4 - 1": ["(x-1)(x+1)(x^{2}+1)"],
    "Simplify (x^2-1)/(x-1)": ["=x+1"],
    "simplify sin(x)^2 + cos(x)^2": ["=1"],
    "Please multiply out (a+b)(a-b)": ["a^{2}-b^{2}"],
    "化简 2x+3x": ["5x"],
}
CALCULUS = {
    "What is the derivative of x^3?": ["3x^{2}"],
    "Differentiate x^2 * e^x": [r"x(x+2)e^{x}"],
    "d/dx sin(x^2)": [r"2x\cos(x^{2})"],
    "second derivative of x^4 at x = 2": ["12x^{2}", "48"],
    "Find f'(2) if f(x) = x^3 - 2x": ["3x^{2}-2", "10"],
    "find dy/dx if y = x^2 + 3x": ["2x+3"],
    "What is the slope of y = x^2 at x = 3?": ["6"],
    "differentiate a*x^2 with respect to x": ["2ax"],
    "derivative of log(x)": [r"\frac{1}{x}", "naturallogarithm"],
    r"Find the derivative of $\frac{x}{x+1}$": [r"\frac{1}{(x+1)^{2}}"],
    "Integrate x^2 from 0 to 1": [r"\frac{1}{3}"],
    "What is the integral of cos(x)?": [r"\sin(x)+C"],
    "integrate 3x^2 dx": ["x^{3}+C"],
    "Compute the integral of 0.5x dx from 0 to 2": ["=1"],
    "∫ x^2 dx": [r"\frac{x^{3}}{3}+C"],
    r"Evaluate $\int_0^1 x^2 dx$": [r"\frac{1}{3}"],
    "integrate e^(-x^2) from -oo to oo": [r"\sqrt{\pi}"],
    "integrate exp(-x^2)": [r"\frac{\sqrt{\pi}\operatorname{erf}(x)}{2}+C"],
    "integrate sin(x)/x": [r"\operatorname{Si}(x)+C"],
    "integrate x^(1/3)*exp(-x) from 0 to oo": [r"\frac{\Gamma(\frac{1}{3})}{3}"],
    "integrate 1/x": [r"\ln(x)+C", "absolutevalue"],
    "derivative of t^2 + h t with respect to h": ["=t"],
    "integrate 1/x from 0 to 1": [r"\infty", "diverges"],
    "antiderivative of 2x": ["x^{2}+C"],
    "integrate 1/x^2 from 1 to infinity": ["=1"],
    "x^3 求导": ["3x^{2}"],
    "求 x^3 的导数": ["3x^{2}"],
    "x^2 从 0 到 1 的积分": [r"\frac{1}{3}"],
}
VERTICES = {
    "What is the vertex of y=-5x^2+7x+89?": VERTEX,
    "y=-5x^2+7x+89 顶点是多少?": VERTEX[:2],
    "请问 y=-5x^2+7x+89 的顶点坐标是什么?": VERTEX[:2],
    "y=-5x^2+4x+89 定点是多少?": [r"(\frac{2}{5},\frac{449}{5})=(0.4,89.8)"],
    "Find the vertex of the parabola $y = -5x^2 + 7x + 89$.": VERTEX,
    "Could you compute the vertex of `y = -5*x**2 + 7*x + 89` please?": VERTEX,
    "For y = -5x² + 7x + 89, find the vertex": VERTEX,
    "求 y=-5x^2+7x+89 的顶点": VERTEX[:2],
    "y = -5x^2 + 7x + 89. What is the vertex?": VERTEX,
    "y=-5x^2+7x+89, find the vertex": VERTEX,
    "Find the vertex of the graph of y=-5x^2+7x+89": VERTEX,
    "where is the vertex of f(x) = (x-1)^2 + 4": ["(1,4)", "minimum"],
    "What is the turning point of y = x^2 - 4x?": ["(2,-4)"],
    "Find the vertex and the roots of y = x^2 - 4": ["(0,-4)", "x=-2", "x=2"],
}
ALL = {**EQUATIONS, **SYSTEMS, **VALUES, **ALGEBRA, **CALCULUS, **VERTICES}
ASKED = list(ALL.items())


@pytest.mark.parametrize(("question", "truths"), ASKED, ids=[question for question, _ in ASKED])
def test_answer_holds_the_truth(talk: Conversation, question: str, truths: list[str]) -> None:
    answer = talk.ask(question)
    for truth in truths:
        assert squeezed(truth) in answer.squeezed, answer.text
    assert "Traceback" not in answer.printed
    assert "check failed" not in answer.text
    assert "did not confirm" not in answer.text
    assert answer.text.count("SymPy") == 1


def test_there_are_enough_phrasings() -> None:
    assert len(ASKED) >= 80


def test_no_complex_roots_are_told_where_all_are_real(talk: Conversation) -> None:
    assert "complex" not in talk.ask("solve x^3 - x^2 = 0").text


@pytest.mark.parametrize(
    ("question", "truth"),
    [
        ("simplify (x^2-1)/(x-1)", r"Thisholdsfor\(x\ne1\)"),
        ("simplify (x^2-4)/(x^2+5x+6)", r"Thisholdsfor\(x\ne-2\)"),
        ("simplify (x^3-x)/(x^2-1)", r"\(x\ne-1,x\ne1\)"),
        ("simplify (a^2-b^2)/(a-b)", "wherenodenominatorofthegivenformiszero"),
    ],
)
def test_simplifying_tells_what_it_fills(talk: Conversation, question: str, truth: str) -> None:
    assert truth in talk.ask(question).squeezed


@pytest.mark.parametrize("question", ["simplify 2/(x-1) + 1/(x-1)", "simplify 3x/5 + x/5"])
def test_simplifying_without_gaps_tells_of_none(talk: Conversation, question: str) -> None:
    assert "This holds" not in talk.ask(question).text


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("1/0", "division by zero"),
        ("What is 5/(3-3)?", "division by zero"),
        (r"$\frac{0}{0}$", "division by zero"),
        ("value of 1/x at x = 0", "division by zero"),
        ("tan(pi/2)", "not defined there"),
        ("log(0)", "not defined there"),
    ],
)
def test_no_value_is_told(talk: Conversation, question: str, why: str) -> None:
    answer = talk.ask(question).text
    assert "**no value**" in answer
    assert why in answer
