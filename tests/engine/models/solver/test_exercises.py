"""Exercises to practise with: how they are asked for, and that their solutions are right."""

from __future__ import annotations

import re
from math import gcd, lcm
from statistics import mean, median

import pytest
import sympy
from sympy.parsing.sympy_parser import (
    implicit_multiplication_application,
    parse_expr,
    standard_transformations,
)

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Answer, Conversation, Python

X, Y = sympy.symbols("x y")
ITEM = re.compile(r"^\d+\. (.+)$", re.MULTILINE)


def sheet(answer: Answer) -> tuple[list[str], list[str]]:
    asked, _, found = answer.text.partition("**Solutions**")
    return ITEM.findall(asked), ITEM.findall(found)


def read(tex: str) -> sympy.Expr:
    """The expression that a piece of LaTeX stands for, read without the solver."""
    text = tex.replace(r"\(", "").replace(r"\)", "").replace(r"\left", "").replace(r"\right", "")
    text = re.sub(r"\\sqrt\{(\d+)\}", r"sqrt(\1)", text)
    text = re.sub(r"\^\{(\d+)\}", r"**(\1)", text)
    text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
    text = text.replace(r"\cdot", "*").replace(r"\div", "/")
    ways = (*standard_transformations, implicit_multiplication_application)
    return parse_expr(text, transformations=ways)


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"-?\d+", text)]


def is_equation_solved(asked: str, found: str) -> bool:
    left, right = (read(side) for side in asked.strip("\\()").split("="))
    roots = {sympy.sympify(int(root)) for root in re.findall(r"x = (-?\d+)", found)}
    return set(sympy.solve(left - right, X)) == roots or "frac" in found


def is_system_solved(asked: str, found: str) -> bool:
    values = dict(zip((X, Y), numbers(found), strict=True))
    sides = [each.split("=") for each in asked.strip("\\()").split(r",\quad")]
    return all(read(left).subs(values) == read(right) for left, right in sides)


def is_inequality_solved(asked: str, found: str) -> bool:
    (edge,) = numbers(found)
    sign = r"\lt" if r"\lt" in asked else r"\gt"
    left, right = (read(side) for side in asked.strip("\\()").split(sign))

    def holds(value: int) -> bool:
        difference = left.subs(X, value) - right
        return bool(difference < 0 if sign == r"\lt" else difference > 0)

    inside = 1 if r"\gt" in found else -1
    return holds(edge + inside) and not holds(edge) and not holds(edge - inside)


def are_equal(asked: str, found: str) -> bool:
    return bool(sympy.expand(read(asked) - read(found)) == 0)


def is_derivative(asked: str, found: str) -> bool:
    return bool(sympy.diff(read(asked.split(" = ")[1]), X) == read(found.split(" = ")[1]))


def is_integral(asked: str, found: str) -> bool:
    inside = asked.removeprefix(r"\(\int ").removesuffix(r"\,dx\)")
    difference = sympy.diff(read(found.replace("+ C", "")), X) - read(inside)
    return bool(sympy.expand(difference) == 0)


def is_vertex(asked: str, found: str) -> bool:
    form = sympy.expand(read(asked.strip("\\()").split("=")[1]))
    place, height = numbers(found)
    squared = form.coeff(X, 2) * (X - place) ** 2 + height
    return bool(sympy.expand(form - squared) == 0)


def is_percentage(asked: str, found: str) -> bool:
    one, two = numbers(asked)
    (result,) = numbers(found)
    return one * 100 == result * two if "what" in asked else one * two == 100 * result


def is_triangle(asked: str, found: str) -> bool:
    one, two = numbers(asked)
    (third,) = numbers(found)
    legs = (one, two) if asked.startswith("Legs") else (two, third)
    return legs[0] ** 2 + legs[1] ** 2 == (third if asked.startswith("Legs") else one) ** 2


def is_mean(asked: str, found: str) -> bool:
    values = numbers(asked)
    said = [read(part) for part in re.findall(r"\\\(.+?\\\)", found)]
    return said == [mean(values), sympy.Rational(str(median(values)))]


TOPICS = [
    ("linear equations", is_equation_solved),
    ("quadratic equations", is_equation_solved),
    ("quadratic equations that can be factored", is_equation_solved),
    ("simultaneous equations", is_system_solved),
    ("linear inequalities", is_inequality_solved),
    ("expanding brackets", are_equal),
    ("factorising", are_equal),
    ("adding and subtracting fractions", are_equal),
    ("multiplying fractions", are_equal),
    ("fractions", are_equal),
    ("percentages", is_percentage),
    ("derivatives", is_derivative),
    ("integrals", is_integral),
    ("square roots", are_equal),
    ("the vertex of a parabola", is_vertex),
    ("Pythagoras' theorem", is_triangle),
    ("mean and median", is_mean),
    ("the highest common factor", lambda asked, found: gcd(*numbers(asked)) == int(found[2:-2])),
    ("the lcm", lambda asked, found: lcm(*numbers(asked)) == int(found[2:-2])),
]


@pytest.mark.parametrize(("topic", "is_right"), TOPICS, ids=[topic for topic, _ in TOPICS])
def test_every_solution_is_right(talk: Conversation, topic: str, is_right: object) -> None:
    asked, found = sheet(talk.ask(f"Give me 20 exercises on {topic} with solutions"))
    assert len(set(asked)) == len(found) == 20
    wrong = [pair for pair in zip(asked, found, strict=True) if not is_right(*pair)]  # type: ignore[operator]
    assert wrong == []


def test_roots_by_the_formula(talk: Conversation) -> None:
    answer = talk.ask("Write 10 exercises on the quadratic formula, with solutions")
    for asked, found in zip(*sheet(answer), strict=True):
        form = read(asked.strip("\\()").split("=")[0])
        roots = re.findall(r"x = (.+?) \\approx (-?[\d.]+)", found)
        assert len(roots) == 2
        for exact, decimal in roots:
            assert sympy.expand(form.subs(X, read(exact))) == 0
            assert float(read(exact)) == pytest.approx(float(decimal), rel=1e-3)


@pytest.mark.parametrize(
    ("text", "count", "is_solved"),
    [
        ("Give me 5 exercises on quadratic equations with solutions", 5, True),
        ("Give me five quadratic equations", 5, False),
        ("ten linear equations with answers, please", 10, True),
        ("Make a test on quadratic equations with solutions", 8, True),
        ("Create a worksheet with 10 quadratic equations that can be factored", 10, False),
        ("practice problems on percentages for grade 7 and their solutions", 5, True),
        ("Please write an exercise on linear equations", 1, False),
        ("I need 4 exercises about adding fractions for my class, without answers", 4, False),
    ],
)
def test_ways_of_asking(talk: Conversation, text: str, count: int, is_solved: bool) -> None:
    asked, found = sheet(talk.ask(text))
    assert len(asked) == count
    assert len(found) == (count if is_solved else 0)


def test_more_are_others(talk: Conversation) -> None:
    talk.ask("Solve x^2 - 5x + 6 = 0")
    first, solutions = sheet(talk.ask("give me five more of these, with solutions"))
    assert len(solutions) == 5
    second, _ = sheet(talk.ask("what about five more?"))
    third, _ = sheet(talk.ask("another one"))
    fourth, _ = sheet(talk.ask("more"))
    assert len({*first, *second, *third, *fourth}) == 5 + 5 + 1 + 5


def test_solutions_afterwards(talk: Conversation) -> None:
    answer = talk.ask("Give me 3 exercises on linear equations")
    asked, found = sheet(answer)
    assert not found
    assert "solution =" not in answer.printed
    again, found = sheet(talk.ask("show me the solutions"))
    assert not again
    assert all(is_equation_solved(*pair) for pair in zip(asked, found, strict=True))


def test_a_tutor_keeps_the_solutions(python: Python) -> None:
    talk = Conversation(python, hints=True)
    answer = talk.ask("Give me 3 exercises on linear equations with solutions")
    assert len(sheet(answer)[0]) == 3
    assert "Solutions" not in answer.text
    assert "solution =" not in answer.printed
    assert len(sheet(talk.ask("Show me the answer"))[1]) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Find the mean of these",
        "Give me the average of the test",
        "Find the derivative of this problem",
        "How many quadratic equations have two solutions?",
        "What is a quadratic equation?",
        "Give me a fraction between 1/2 and 2/3",
        "Give me a hard exercise on calculus",
        "Give me a test",
        "five more",
        "Give me 500 exercises on linear equations",
    ],
)
def test_left_alone(talk: Conversation, text: str) -> None:
    with pytest.raises(Declined):
        talk.ask(text)


@pytest.mark.parametrize(
    ("text", "count", "is_solved"),
    [
        ("出五道一元二次方程的练习题", 5, False),
        ("请出10道百分数的题目，带答案", 10, True),
        ("给我出两道勾股定理的题，附答案", 2, True),
        ("设计一份关于平均数和中位数的测验，附答案", 8, True),
    ],
)
def test_in_chinese(talk: Conversation, text: str, count: int, is_solved: bool) -> None:
    answer = talk.ask(text)
    asked, _, found = answer.text.partition("**答案**")
    assert len(ITEM.findall(asked)) == count
    assert len(ITEM.findall(found)) == (count if is_solved else 0)
    assert not re.search(r"[A-Za-z]{4}", re.sub(r"\\\(.+?\\\)|SymPy", "", answer.text))


def test_more_in_chinese(talk: Conversation) -> None:
    talk.ask("解方程 x²-5x+6=0")
    first = ITEM.findall(talk.ask("再出五道类似的题").text)
    solutions = ITEM.findall(talk.ask("答案").text)
    second = ITEM.findall(talk.ask("再出三道").text)
    assert len({*first, *second}) == 8
    assert all(is_equation_solved(*pair) for pair in zip(first, solutions, strict=True))


@pytest.mark.parametrize("text", ["这道题怎么做", "出一道难题", "什么是练习", "再出五道"])
def test_left_alone_in_chinese(talk: Conversation, text: str) -> None:
    with pytest.raises(Declined):
        talk.ask(text)
