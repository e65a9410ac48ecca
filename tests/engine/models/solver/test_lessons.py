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
    # Lines and circles by their equations
    "slope of 2x+3y=6": [r"y = 2 - \frac{2x}{3}", r"m = -\frac{2}{3}"],
    "What are the x- and y-intercepts of 2x + 3y = 6?": ["(3, 0)", "(0, 2)"],
    "centre and radius of x^2+y^2-4x+6y-12=0": ["(2, -3)", "r = 5"],
    "equation of circle centre (2,-1) radius 3": ["(x - 2)^{2} + (y + 1)^{2} = 9"],
    "y = x^2 sin(x), find dy/dx": [r"x (x \cos(x) + 2 \sin(x))"],
    # Equations
    "solve sin(x) = 1/2 for x between 0 and 2pi": [r"\frac{\pi}{6}", r"\frac{5 \pi}{6}"],
    "solve sin(x)=0 for x in [0, 2pi)": [r"x = \pi \approx 3.141592654\]"],
    "solve log_2(x) + log_2(x-2) = 3": [r"\[x = 4\]"],
    "for which k does x^2 + kx + 9 = 0 have exactly one solution?": [r"k = -6,\; 6"],
    "find k such that x^2+kx+9=0 has no real roots": [r"k \in (-6, 6)"],
    # Numbers and money
    "100 - 20%": ["= 80", "20% was read as 20% of 100"],
    "Write 0.1666... (recurring) as a fraction": [r"100x - 10x = 15", r"= \frac{1}{6}"],
    r"$0.\overline{27}$ as a fraction": [r"100x - x = 27", r"= \frac{3}{11}"],
    "five number summary of 1, 3, 5, 7, 9, 11, 13": ["minimum} = 1", "upper quartile} = 11"],
    "find the quartiles of 2 4 6 8 10 12 14": ["lower quartile} = 4", "upper quartile} = 12"],
    "A jacket costs $80 and is reduced by 25%. What is the new price?": ["= 60"],
    "Price rose from 40 to 50, what's the percentage increase?": [r"= 25\,\%"],
    "I invest $1000 at 5% compound interest for 3 years. How much do I have?": ["1157.625"],
    "simple interest on 500 at 4% for 2 years": ["= 40"],
    "Divide 60 in the ratio 2:3": [r"24,\; 36"],
    "hi, can u help me factorise 6x^2 + 11x + 3 pls": ["(2x + 3) (3x + 1)"],
    "what is 20% of 30% of 200": ["= 12"],
    "simplify the ratio 12:18": ["= 2 : 3"],
    "z-score of 85 when mean is 70 and sd is 10": ["= 1.5"],
    "The legs of a right triangle are 5 and 12. How long is the hypotenuse?": ["= 13"],
    "Two angles of a triangle are 35 and 75 degrees. Find the third": [r"= 70^\circ"],
    "what is the third angle of a triangle with angles 100 and 90": ["**no such triangle**"],
    "A bag has 3 red and 5 blue balls. Two are drawn without replacement. Probability both are "
    "red?": [r"\frac{3}{28}"],
    "A train leaves at 9:40 and arrives at 13:15. How long is the trip?": ["3 h 35 min"],
    "what's the slope between (1,2) and (3,8)": ["m = 3"],
    "(3+2i)(1-4i)": [r"= 11 - 10i\]"],
    # Series and polynomials
    "does the series sum 1/n^2 converge?": ["**converges**", r"\frac{\pi^{2}}{6}"],
    r"Does \sum_{n=1}^\infty \frac{1}{n} converge or diverge?": ["**diverges**"],
    "does the series n/(n+1) converge": ["**diverges**", "only if its terms go to 0"],
    "divide x^3 - 2x + 4 by x + 2": ["quotient} = x^{2} - 2x + 2", "remainder} = 0"],
    "remainder when x^3 - 2x + 4 is divided by x-1": ["remainder} = 3"],
    # In Chinese
    "直线 2x+3y=6 的斜率": ["直线", r"m = -\frac{2}{3}"],
    "过点(1,2)和(3,8)的直线方程": ["y = 3x - 1"],
    "求 f(x)=2x+3 的反函数": [r"\frac{x}{2} - \frac{3}{2}"],
    "求 e^x 的泰勒展开到4次": [r"\frac{x^{4}}{24}"],
    "求和 1+2+3+…+100": ["5050"],
    "级数 1/n^2 收敛吗": ["**收敛**", "求和从"],
    "一件衣服原价200元，打八折后多少钱": ["= 160"],
    "100减去20%是多少": ["= 80", "与计算器相同"],
    "画出 y=x^2 在 -3 到 3 之间的图像": [r"-3 \le x \le 3"],
    "掷两个骰子，点数和为7的概率是多少": [r"\frac{1}{6}"],
    "一个圆的半径是5厘米，求面积": [r"25 \pi"],
    "直角三角形两条直角边是3和4，斜边是多少": ["= 5"],
    "长方形长5宽3，面积是多少": ["= 15"],
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
    (("what is 5!", ["120"]), ("and 6!?", ["720"]), ("and 7", ["5040"])),
    (("plot x^2", []), ("and x^3", ["x^{2}", "x^{3}"]), ("from -1 to 1", [r"-1 \le x"])),
    (("integral of sin(x)", []), ("from 0 to pi", ["= 2"])),
    (("solve x^2=9", []), ("what about x^2 = -1", [r"x = -i \quad"])),
    (("求y=sin(2x)的导数", []), ("在x=0处呢？", [r"\right)\right|_{x = 0} = 2"])),
    (("12和18的最大公约数", []), ("最小公倍数呢？", ["[36"]), ("那24和36呢？", ["[72"])),
    (("factor x^2-4", []), ("expand it again", [r"+ 2\right) = x^{2} - 4"])),
    (("240的15%是多少", ["= 36"]), ("那20%呢？", ["= 48"])),
    (("求 x^4 的导数", ["4x^{3}"]), ("再求一次导数", ["12x^{2}"])),
    (("求矩阵[[1,2],[3,4]]的逆", ["A^{-1}"]), ("行列式呢？", [r"\det A = -2"])),
]
UNCLEAR = [
    ("what is 3 + 4 * 5", "and 20?"),
    ("solve x^2 - 5x + 5 = 0", "with 7 instead of 5"),
    ("mean of 3, 4 and 5", "and 20%?"),
    ("what is 3 + 4", "why?"),
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
