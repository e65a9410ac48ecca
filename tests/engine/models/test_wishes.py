"""What a student wants of a tutor, by the words."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.wishes import Wish, wish_of


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("another hint", Wish("hint")),
        ("Another hint please!", Wish("hint")),
        ("hint?", Wish("hint")),
        ("next hint", Wish("hint")),
        ("再给个提示", Wish("hint")),
        ("提示", Wish("hint")),
        ("I'm stuck", Wish("more")),
        ("i am still stuck.", Wish("more")),
        ("I don't know how to start", Wish("more")),
        ("ok, next step?", Wish("more")),
        ("what next?", Wish("more")),
        ("继续", Wish("more")),
        ("show me the answer", Wish("answer")),
        ("Show me the solution please, step by step", Wish("answer")),
        ("what is the answer?", Wish("answer")),
        ("I give up", Wish("answer")),
        ("告诉我答案", Wish("answer")),
        ("我放弃", Wish("answer")),
        ("just tell me the answer: solve 2x=4", Wish("answer", "solve 2x=4")),
        ("Solve 2x = 4 and show me the answer", Wish("answer", "Solve 2x = 4")),
        ("Give me a hint: solve 2x = 4", Wish("hint", "solve 2x = 4")),
        ("Solve 2x = 4, just a hint please", Wish("hint", "Solve 2x = 4")),
        ("hint for the derivative of x^2", Wish("hint", "the derivative of x^2")),
        ("don't tell me the answer", Wish("hint")),
        ("不要告诉我答案", Wish("hint")),
        ("Solve 2x = 4 but don't show me the answer", Wish("none", "Solve 2x = 4")),
        ("What is the answer to 3*4+5?", Wish("none", "What is the answer to 3*4+5?")),
        ("What comes next: 1, 2, 3?", Wish("none", "What comes next: 1, 2, 3?")),
        ("help me solve 2x = 3", Wish("none", "help me solve 2x = 3")),
        ("another hint\n\n[attached: /mnt/data/a.csv]", Wish("hint")),
    ],
)
def test_wishes(text: str, wish: Wish) -> None:
    assert wish_of(text) == wish
