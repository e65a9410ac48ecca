"""Asks a question and looks for its truths in the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.engine.models.solver.conversation import Conversation, squeezed

Truths = Mapping[str, Sequence[str]]


def assert_true(talk: Conversation, question: str, truths: Sequence[str]) -> None:
    answer = talk.ask(question)
    for truth in truths:
        assert squeezed(truth) in answer.squeezed, f"{answer.text}\n{answer.code}"
    assert "Traceback" not in answer.printed
    assert "check failed" not in answer.text
    assert "did not confirm" not in answer.text
