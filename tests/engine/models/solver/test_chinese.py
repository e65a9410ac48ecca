"""Questions in Chinese over all families, and the truths that their answers must hold."""

from __future__ import annotations

import re

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation, squeezed

VERTEX = ["(0.7,91.45)", r"(\frac{7}{10},\frac{1829}{20})"]
EQUATIONS = {
    "解方程组：x＋y＝10，x－y＝2": ["x=6", "y=4"],
    "已知 x+y=10，x-y=2，求 x 和 y": ["x=6", "y=4"],
    "求解一元二次方程 x^2-5x+6=0": ["x=2", "x=3"],
    "解方程 x²−5x＋6＝0": ["x=2", "x=3"],
    "一元二次方程 x^2-5x+6=0 的解是什么": ["x=2", "x=3"],
    "若 2x+3=7，求 x 的值": ["x=2"],
    "解方程 |x-1|=3": ["x=-2", "x=4"],
    "解方程 2^x=32": ["x=5"],
    "解方程 sqrt(x)=x-2": ["x=4"],
    "方程 x^2-2=0 的根": [r"x=\sqrt{2}", "1.414213562"],
    "解关于x的方程 ax+b=c": [r"\frac{-b+c}{a}"],
    "函数 y=x^2-4 与 x 轴的交点": ["x=-2", "x=2"],
    "求 y=x^2 与 y=2x+3 的交点": ["x=-1,y=1", "x=3,y=9"],
    "解不等式 2x+3<7": [r"(-\infty,2)"],
    "解不等式 x^2-5x+6>0": [r"(-\infty,2)", r"(3,\infty)"],
    "求不等式 2x-1≥5 的解集": [r"[3,\infty)"],
}
FUNCTIONS = {
    "请问 y=-5x^2+7x+89 的顶点坐标是什么？": VERTEX,
    "求 y=x^2-4 的顶点和零点": ["(0,-4)", "x=-2", "x=2"],
    "y=x^2-4x+3 的对称轴": ["x=2"],
    "x^2+2x-3=0 的判别式": ["=16"],
    "x^3-3x 的极值": ["(-1,2)", "(1,-2)"],
    "求 x^3-3x 的单调区间": [r"(-\infty,-1]", r"[-1,1]"],
    "y=1/(x-1) 的渐近线": ["x=1", "y=0"],
    "求 sqrt(x-2) 的定义域": [r"[2,\infty)"],
    "求 y=x^2+1 的值域": [r"[1,\infty)"],
    "y=x^2 在 x=1 处的切线方程": ["y=2x-1"],
    "设 f(x)=x^2+1，求 f(2)": ["=5"],
    "已知 f(x)=2x, g(x)=x+1, 求 f(g(2))": ["=6"],
    "当 x=3 时，x^2+1 的值是多少？": ["=10"],
    "画出 y = x^2 的图像": ["y=x^{2}"],
    "画出 y=x^2-4 和 y=x+1 的图像": ["x^{2}-4", "x+1"],
    "画出函数 y=x^2-4x 的图像，并标出顶点": ["(2,-4)"],
    "画出 y=x^2 在 [-3,3] 上的图像": [r"-3\lex\le3"],
}
ALGEBRA = {
    "把 x^2-5x+6 因式分解": ["(x-3)(x-2)"],
    "将 x^3-x 分解因式": ["x(x-1)(x+1)"],
    "展开 (x+1)^3": ["x^{3}+3x^{2}+3x+1"],
    "化简 (x^2-1)/(x-1)": ["=x+1"],
    "x^2+6x+5 配方": ["(x+3)^{2}-4"],
    "1/(x^2-1) 的部分分式": [r"\frac{1}{2(x-1)}"],
}
CALCULUS = {
    "对 x^3-3x 求导": ["3x^{2}-3"],
    "求导：x^2*sin(x)": [r"2\sin(x)"],
    "求 x^4 的二阶导数": ["12x^{2}"],
    "求 sin(x)*x^2 在 x=0 处的导数": [r"\[0\]"],
    "求 x^2 在 [0,1] 上的定积分": [r"\frac{1}{3}"],
    "求不定积分 cos(x)": [r"\sin(x)+C"],
    r"计算定积分 $\int_0^1 x^2 dx$": [r"\frac{1}{3}"],
    "求极限 lim x→0 sin(x)/x": ["=1"],
    "当x趋于无穷大时，(2x+1)/(x-3)的极限是多少？": ["=2"],
    "求 1/x 在 x=1 处的切线": ["y=2-x"],
}
NUMBERS = {
    "计算：１２×７＋３": ["87"],
    "1/3+1/4等于多少": [r"\frac{7}{12}"],
    "三分之一加四分之一等于多少": [r"\frac{7}{12}"],
    "2的平方根是多少？": ["1.414213562"],
    "27 的立方根": ["=3"],
    "2 的 10 次方是多少？": ["1024"],
    "5 的阶乘": ["120"],
    "-3 的绝对值是多少": ["=3"],
    "以 2 为底 8 的对数": ["=3"],
    "2340 的百分之十七是多少？": ["397.8"],
    "100 的 20% 是多少": ["=20"],
    "30 是 120 的百分之几？": ["=25"],
    "从 50 到 60 增长了百分之几": ["=20"],
    "原价 80 元打八折后是多少": ["=64"],
    "200 增加 15% 是多少？": ["230"],
    "12 和 18 的最大公约数是多少？": [r"\[6\]"],
    "求 12、18 和 24 的最小公倍数": [r"\[72\]"],
    "17除以5余几？": [r"\[2\]"],
    "91 是质数吗？": [r"7\cdot13"],
    "把 360 分解质因数": [r"2^{3}\cdot3^{2}\cdot5"],
    "12 的所有约数": [r"1,\;2,\;3,\;4,\;6,\;12"],
    "20以内的质数有哪些？": [r"2,\;3,\;5,\;7,\;11,\;13,\;17,\;19"],
    "144 能被 12 整除吗？": [r"\(0\)"],
    "3.14159 四舍五入到两位小数": ["3.14"],
    "0.75 化成分数": [r"\frac{3}{4}"],
    "2/3 和 0.6 哪个大？": [r"\[\frac{2}{3}\]"],
    "把 3, -1, 2 从小到大排列": [r"-1,\;2,\;3"],
    "把 255 转换成二进制": ["11111111"],
    "把二进制数 1011 转换为十进制": ["11"],
    "1到100的和": ["5050"],
}
COUNTED = {
    "从 10 个人中选 3 个人有多少种选法？": ["120"],
    "5 个人排成一排，有多少种排法？": ["120"],
    "1, 2, 3, 4, 10 的平均数是多少？": ["=4"],
    "求 3、1、2、9 的中位数": [r"\frac{5}{2}=2.5"],
    "求 2, 4, 4, 6 的方差和标准差": ["=2", r"\sqrt{2}"],
    "求 1, 2, 2, 9 的众数": ["=2"],
    "数列 2, 5, 8, 11 的下一项是什么？": [r"\[14\]"],
    "数列 2, 5, 8, 11 的通项公式": ["3n-1"],
    "数列 2, 5, 8, 11 的第10项": [r"\[29\]"],
    "矩阵 [[1,2],[3,4]] 的行列式": ["=-2"],
    "求矩阵 [[1,2],[3,4]] 的逆矩阵": ["-2&1"],
    "点 (1,2) 和 (4,6) 之间的距离": ["=5"],
    "向量 (1,2) 和 (3,4) 的点积": ["=11"],
    "3.5 千米等于多少米？": ["3500"],
    "2小时是多少分钟？": ["120"],
    "100摄氏度是多少华氏度？": ["212"],
    "上午 11:15 过 90 分钟是几点？": ["12:45 PM"],
    "从 9:40 到 12:05 有多少分钟？": ["145"],
}
ALL = {**EQUATIONS, **FUNCTIONS, **ALGEBRA, **CALCULUS, **NUMBERS, **COUNTED}
ASKED = list(ALL.items())
THREADS = [
    [
        ("y=-5x^2+7x+89 顶点是多少?", VERTEX),
        ("画出它的图像", ["-5x^{2}+7x+89"]),
        ("把它画出来，并标出顶点", ["(0.7,91.45)"]),
        ("再求导", ["7-10x"]),
        ("再对它求导", ["=-10"]),
    ],
    [
        ("设 f(x)=x^2+1，g(x)=2x", ["x^{2}+1"]),
        ("f(g(2)) 是多少", ["=17"]),
        ("求 f'(3)", ["6"]),
        ("解方程 f(x)=5", ["x=-2", "x=2"]),
        ("把两个函数都画出来", ["x^{2}+1", "2x"]),
    ],
    [("展开 (x+1)^2", ["x^{2}+2x+1"]), ("对这个结果积分", [r"\frac{x^{3}}{3}"])],
    [("求 x^2-4 的导数", ["2x"]), ("当 x=3 时呢？", ["=6"]), ("它的零点是什么？", ["x=0"])],
]
UNCLEAR = [
    "能被整除吗",
    "小明有 5 个苹果，吃了 2 个，还剩几个？",
    "为什么天空是蓝色的？",
    "10 的 20 是多少",
    "2 的 3 倍是多少",
    "12 和 18 的公约数",
    "30 比 20 多百分之几",
    "x^2 不等于 4",
    "1 到 100 的质数的和",
    "不是质数的数有哪些",
]


def told_in_chinese(text: str) -> bool:
    """Whether no English is left outside formulas, save the names of programs."""
    inside = " ".join(re.findall(r"\\text\{([^{}]*)\}", text))
    outside = re.sub(
        r"\\\[.+?\\\]|\\\(.+?\\\)|\bSymPy\b|\b[AP]M\b|\*\*.+?\*\*", "", text, flags=re.DOTALL
    )
    assert not re.search(r"[A-Za-z]{2,}", inside + outside), text
    return True


@pytest.mark.parametrize(("question", "truths"), ASKED, ids=[question for question, _ in ASKED])
def test_answer_holds_the_truth(talk: Conversation, question: str, truths: list[str]) -> None:
    answer = talk.ask(question)
    for truth in truths:
        assert squeezed(truth) in answer.squeezed, answer.text
    assert "Traceback" not in answer.printed
    assert told_in_chinese(answer.text)


@pytest.mark.parametrize("thread", THREADS, ids=[thread[0][0] for thread in THREADS])
def test_follow_ups(talk: Conversation, thread: list[tuple[str, list[str]]]) -> None:
    for question, truths in thread:
        answer = talk.ask(question)
        for truth in truths:
            assert squeezed(truth) in answer.squeezed, f"{question}\n{answer.text}"
        assert told_in_chinese(answer.text)


def test_an_answer_in_chinese_reads_like_one(talk: Conversation) -> None:
    text = talk.ask("y=-5x^2+4x+89 定点是多少?").text
    assert text == (
        "抛物线 \\(y = -5x^{2} + 4x + 89\\) 的顶点：\n\n"
        "1. 顶点的横坐标为 \\(h = -\\frac{b}{2a}\\)，其中 \\(a = -5\\)和\\(b = 4\\)："
        "\\(h = \\frac{2}{5} = 0.4\\)。\n"
        "2. 纵坐标是该处的函数值：\\(k = \\frac{449}{5} = 89.8\\)。\n\n"
        "\\[\\text{顶点} = \\left(\\frac{2}{5}, \\frac{449}{5}\\right) = "
        "\\left(0.4, 89.8\\right)\\]\n\n"
        "它是最高点：抛物线开口向下。\n\n"
        "验算：顶点处的斜率为 0。\n\n"
        "*精确求解器：由 SymPy 计算。*"
    )


def test_a_question_in_english_is_answered_in_english(talk: Conversation) -> None:
    talk.ask("y=-5x^2+7x+89 顶点是多少?")
    assert "The roots of" in talk.ask("What are its roots?").text


@pytest.mark.parametrize("question", UNCLEAR)
def test_words_only_are_left_alone(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)
