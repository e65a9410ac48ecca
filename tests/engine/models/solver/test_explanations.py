"""Follow-ups that ask why: "explain step 2", "in simpler words", "why?"."""

from __future__ import annotations

import contextlib

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation


@pytest.mark.parametrize(
    "text",
    [
        "explain step 2",
        "Can you explain the second step?",
        "I don't understand step 2",
        "why step two?",
        "what about step 2?",
        "explain step 2 in simpler words, please",
    ],
)
def test_one_step(talk: Conversation, text: str) -> None:
    talk.ask("Solve x^2 - 5x + 6 = 0")
    answer = talk.ask(text).text
    assert answer.startswith("Step 2: Discriminant:")
    assert r"D = \left(-5\right)^2 - 4 \cdot 1 \cdot 6 = 1" in answer
    assert "two solutions" in answer


QUESTION = "Solve 2x + 3 = 7"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (QUESTION, "explain it"),
        (QUESTION, "in simpler words"),
        (QUESTION, "I don't get it"),
        (QUESTION, "explain that to my pupils"),
        ("Solve x^2 + 4x + 13 = 0", "why?"),
        ("Solve x + 2y = 3, x - y = 1", "why?"),
        ("Where do y = x^2 and y = 2x + 3 meet?", "why?"),
        ("Factor 6x^2 + x - 2", "why?"),
        ("Solve x^2 - 6x + 5 < 0", "why?"),
        ("Solve |x - 3| = 5", "why?"),
        ("Solve sqrt(x+3) = x - 3", "why?"),
        ("Solve (x+1)/(x-2) = 3", "why?"),
        ("Simplify (x^2-4)/(x-2)", "why?"),
        ("Work out 3/4 + 5/6", "why?"),
        ("What is 15% of 80?", "why?"),
        ("Mean and median of 2, 4, 9", "why?"),
        ("LCM of 12 and 18", "why?"),
    ],
)
def test_all_steps(talk: Conversation, question: str, text: str) -> None:
    steps = [
        line for line in talk.ask(question).text.splitlines() if line[:2] in ("1.", "2.", "3.")
    ]
    explained = talk.ask(text).text.splitlines()
    told = [line for line in explained if line[:2] in ("1.", "2.", "3.")]
    assert len(told) == len(steps) > 0
    assert all(
        line.startswith(step) and len(line) > len(step) + 20
        for line, step in zip(told, steps, strict=True)
    )


def test_a_step_that_is_not_there(talk: Conversation) -> None:
    talk.ask("Solve x^2 - 5x + 6 = 0")
    assert "only 3 steps" in talk.ask("explain step 7").text


def test_the_talk_goes_on(talk: Conversation) -> None:
    talk.ask("Solve x^2 - 5x + 6 = 0")
    talk.ask("explain step 2")
    assert talk.ask("explain the last step").text.startswith("Step 3: Quadratic formula:")
    assert "x = 2" in talk.ask("and for x^2 - 4x + 4 = 0?").text


@pytest.mark.parametrize("question", ["What is 3 + 4?", "Plot y = x^2", "Tell me a joke"])
def test_nothing_to_explain(talk: Conversation, question: str) -> None:
    with contextlib.suppress(Declined):
        talk.ask(question)
    with pytest.raises(Declined):
        talk.ask("explain step 2")
