"""Plots of functions: what the figures show."""

from __future__ import annotations

import math

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation

AXES = 2
"""The two lines of the axes are drawn too."""

ONE = [
    "Plot y = x^2",
    "plot x^2",
    "Can you draw the graph of y = x^2?",
    "Please sketch f(x) = x^2",
    "graph the function `x**2`",
    "Show me a plot of $x^2$",
    "make a plot of x^2",
    "visualize y = x^2",
    "I want to plot the parabola y = x²",
]


@pytest.mark.parametrize("question", ONE)
def test_one_function(talk: Conversation, question: str) -> None:
    answer = talk.ask(question)
    (picture,) = answer.pictures
    assert picture["lines"] == 1 + AXES
    assert picture["x"] == "x"
    assert picture["y"] in ("y", "f(x)")
    assert picture["grid"]
    low, high = picture["limits"]
    assert low < 0 < high
    assert "The plot shows" in answer.text
    assert "x^{2}" in answer.text


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("plot x^2 from -3 to 3", -3, 3),
        ("Plot y = x^2 for x from -3 to 3", -3, 3),
        ("plot x^2 for x in [-3, 3]", -3, 3),
        ("plot x^2 on the interval [-3, 3]", -3, 3),
        ("plot x^2 between -3 and 3", -3, 3),
        ("plot x^2 for -3 <= x <= 3", -3, 3),
        ("plot sin(x) from 0 to 2π", 0, 2 * math.pi),
        ("plot sin(x) and cos(x) between -pi and pi", -math.pi, math.pi),
        ("plot x^2, x from 0 to 10", 0, 10),
    ],
)
def test_range(talk: Conversation, question: str, low: float, high: float) -> None:
    (picture,) = talk.ask(question).pictures
    assert picture["limits"] == pytest.approx([low, high])


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("plot x^2 and 2x + 1", 2),
        ("Plot y = x^2 and y = 2x on the same axes", 2),
        ("plot sin(x), cos(x) and tan(x)", 3),
        ("draw the graphs of `x^2`, `x^3`", 2),
    ],
)
def test_several_functions_share_a_picture(talk: Conversation, question: str, count: int) -> None:
    (picture,) = talk.ask(question).pictures
    assert picture["lines"] == count + AXES


def test_the_vertex_is_marked(talk: Conversation) -> None:
    answer = talk.ask("Plot y = x^2 - 4x and mark the vertex")
    (picture,) = answer.pictures
    assert picture["labels"] == ["vertex (2, -4)"]
    assert "(2, -4)" in answer.text


def test_the_roots_are_marked(talk: Conversation) -> None:
    answer = talk.ask("plot x^2 - 4 with its roots marked")
    (picture,) = answer.pictures
    assert picture["labels"] == ["-2", "2"]
    assert "(-2, 0)" in answer.text


def test_the_default_range_shows_roots_and_vertex(talk: Conversation) -> None:
    (picture,) = talk.ask("plot y = x^2 - 100x + 2400").pictures
    low, high = picture["limits"]
    assert low < 40
    assert high > 60


def test_a_plot_after_a_question(talk: Conversation) -> None:
    talk.ask("What is the vertex of y = -5x^2 + 7x + 89?")
    (picture,) = talk.ask("Now plot it, please").pictures
    assert picture["lines"] == 1 + AXES


def test_constants_logarithms_and_poles_can_be_plotted(talk: Conversation) -> None:
    for question in ("plot y = 3", "plot ln(x) from 0.1 to 5", "plot 1/x", "plot tan(x)"):
        assert len(talk.ask(question).pictures) == 1


@pytest.mark.parametrize(
    ("question", "curves"),
    [
        ("Plot y = x^2, y = x^2 + 2 and y = (x-3)^2 in one graph", 3),
        ("Plot y = 2x + 1 and y = -x + 4 in the same coordinate system", 2),
        ("Compare the graphs of y=x^2, y=2x^2 and y=0.5x^2", 3),
        ("Plot y = ax^2 for a = 1, 2, 3 and -1", 4),
        ("Draw y = x^2 + c for c = -2, 0, 2", 3),
        ("plot y = 2x+1 and y=2x+3", 2),
        ("plot y=3 and y=x^2", 2),
    ],
)
def test_several_curves(talk: Conversation, question: str, curves: int) -> None:
    (picture,) = talk.ask(question).pictures
    assert picture["lines"] == curves + AXES


def test_a_family_is_written_as_one_would(talk: Conversation) -> None:
    text = talk.ask("Plot y = x^2 + c for c = -2, 0, 2").squeezed
    assert "y=x^{2}-2\\),\\(y=x^{2}\\)and\\(y=x^{2}+2" in text


def test_where_curves_meet_is_in_the_picture(talk: Conversation) -> None:
    (picture,) = talk.ask("Plot y = x^2 and y = 2x + 3").pictures
    low, high = picture["limits"]
    assert -6 < low < -1
    assert 3 < high < 8


@pytest.mark.parametrize(
    ("question", "follow_up", "curves", "shown"),
    [
        ("Solve x^2 - 5x + 6 = 0", "plot that", 1, "x^{2}-5x+6"),
        ("Solve x^2 = 2x + 3", "sketch it, please", 2, "y=2x+3"),
        ("Solve 2x + 1 = 7", "and the graph?", 2, "y=7"),
        ("Where do y = x^2 and y = 2x + 3 intersect?", "plot both", 2, "y=2x+3"),
        ("Solve 2x + 3y = 7, x - y = 1", "plot both lines", 2, r"\frac{2}{3}x+\frac{7}{3}"),
        ("Solve x/2 + y/4 = 1, y = 3", "draw the lines", 2, "y=-2x+4"),
    ],
)
def test_picture_of_what_was_solved(
    talk: Conversation, question: str, follow_up: str, curves: int, shown: str
) -> None:
    talk.ask(question)
    answer = talk.ask(follow_up)
    marked = answer.text.count("Marked roots") * 2
    assert answer.pictures[0]["lines"] == curves + AXES + marked
    assert shown in answer.squeezed


@pytest.mark.parametrize("question", ["Solve x = 3, x + y = 5", "Solve ax + 2 = 5 for x"])
def test_no_picture(talk: Conversation, question: str) -> None:
    talk.ask(question)
    with pytest.raises(Declined):
        talk.ask("plot it")
