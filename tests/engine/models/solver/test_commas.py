"""Numbers as they are written elsewhere: decimal commas, fractions of one sign."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation

READ = {
    "plot y = 0,5x^2": "y=0.5x^{2}",
    "Solve 0,2x + 1,3 = 2,5": "x=6",
    "Solve x + y = 2,5 and x - y = 0,5": "y=1",
    "Solve 3x = 1,5": "=0.5",
    "simplify 1,5x + 2,5x": "=4x",
    "Convert 2,5 km to m": "2500",
    "12,5% of 80": "=10",
    "area of a square with side 1,5 m": "=2.25",
    "What is 2,5 · 4?": "=10",
    "1.234,5 + 2,5": "=1237",
    "Is 0,5 = 1/2?": "**Yes**",
    "Check: 0,5x + 1,5 = 4 ⇒ 0,5x = 2,5 ⇒ x = 5": "Everylinefollows",
    "Compute 1½ + 2": "=3.5",
    "Compute 2½ × 4": "=10",
    "Compute ½ + ¼": "=0.75",
    "Compute ⅔ + 1/3": "=1",
}


@pytest.mark.parametrize(("question", "shown"), READ.items(), ids=list(READ))
def test_decimals(talk: Conversation, question: str, shown: str) -> None:
    answer = talk.ask(question)
    assert shown in answer.squeezed
    is_comma = "," in question
    assert ("was read as a decimal point" in answer.text) == is_comma


LISTS = {
    "mean of 1,2,3 and 4": "=2.5",
    "gcd of 12,18": "[6",
    "gcd of 12,18 and 30": "[6",
    "distance between (1,5) and (2,7)": r"\sqrt{5}",
    "Compute 1,000 + 2,500": "=3500",
    "Convert 1,500 m to km": "=1.5",
    "2x+3=7,2x=10,x=5, is this right?": "**doesnotfollow**",
}


@pytest.mark.parametrize(("question", "shown"), LISTS.items(), ids=list(LISTS))
def test_commas_that_part(talk: Conversation, question: str, shown: str) -> None:
    answer = talk.ask(question)
    assert shown in answer.squeezed
    assert "decimal point" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Find the mean of 1,5 and 2,5",
        "What is the mean of 2,5 and 3?",
        "Sum of 0,5 and 7",
        "evaluate 2x at x = 1,5",
        "Check: x^2=2x, x=0,2",
        "Round 2,345 to one decimal place",
        "Convert 2,5 furlongs to m",
    ],
)
def test_unclear_commas(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)


def test_a_follow_up_after_a_comma(talk: Conversation) -> None:
    talk.ask("Solve 0,5x = 3")
    assert "x=8" in talk.ask("and for 0,5x = 4?").squeezed
    assert talk.ask("explain step 2").text.startswith("Step 2: Divide both sides by")
