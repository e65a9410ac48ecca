from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from assist_magic.engine.models.base import ChatMessage, Declined, ModelError, TextDelta
from assist_magic.engine.models.scripted import Scripted
from tests.engine.models.turns import CODE, Taken, asking, called, printed, take


def script(folder: Path, *turns: dict[str, Any]) -> Scripted:
    path = folder / "turns.json"
    path.write_text(json.dumps({"turns": turns}), encoding="utf-8")
    return Scripted(path)


def ask(model: Scripted, *messages: ChatMessage) -> Taken:
    return asyncio.run(take(model, asking(messages, CODE)))


VERTEX = {
    "when": "vertex",
    "text": "Let me see.",
    "calls": [{"name": "code_interpreter", "arguments": {"code": 'print("0.7")\n'}}],
    "then": [{"text": "It is {output}, exactly."}],
}


def test_the_question_picks_its_turn_in_any_order(tmp_path: Path) -> None:
    model = script(tmp_path, VERTEX, {"when": "hello", "text": "Hello  to\nyou."})
    assert ask(model, ChatMessage("user", "Say Hello")).text == "Hello  to\nyou."
    first = ask(model, ChatMessage("user", "The VERTEX?"))
    assert (first.text, first.code, first.finish.reason) == (
        "Let me see.",
        'print("0.7")\n',
        "tool_calls",
    )
    assert ask(model, ChatMessage("user", "hello again")).finish.reason == "stop"


def test_a_tool_output_picks_the_turn_that_follows(tmp_path: Path) -> None:
    model = script(tmp_path, VERTEX)
    asked = [ChatMessage("user", "vertex?"), called("print(0.7)"), printed("0.7\n")]
    assert ask(model, *asked).text == "It is 0.7, exactly."
    again = [*asked, ChatMessage("assistant", "It is 0.7."), ChatMessage("user", "vertex again?")]
    assert ask(model, *again).calls, "an earlier question's calls do not count"


def test_a_pattern_may_choose_and_an_entry_without_when_answers_the_rest(tmp_path: Path) -> None:
    model = script(tmp_path, {"when": "/^4x.*19$/", "text": "2"}, {"text": "Anything."})
    assert ask(model, ChatMessage("user", "4x+11=19")).text == "2"
    assert ask(model, ChatMessage("user", "5x+11=20")).text == "Anything."


def test_text_comes_word_by_word_at_the_pace_of_the_script(tmp_path: Path) -> None:
    model = script(tmp_path, {"text": "one two three", "after": 0.1, "pace": 0.05})
    began = time.monotonic()
    taken = ask(model, ChatMessage("user", "?"))
    assert [d.text for d in taken.deltas if isinstance(d, TextDelta)] == ["one", " two", " three"]
    assert time.monotonic() - began >= 0.2
    assert (taken.finish.prompt_tokens, taken.finish.completion_tokens) == (1, 3)


def test_a_turn_may_fail_or_decline_or_be_cut(tmp_path: Path) -> None:
    model = script(
        tmp_path,
        {
            "when": "luck",
            "text": "I was",
            "fail": {"code": "rate_limit_exceeded", "message": "No."},
        },
        {"when": "hard", "decline": "Too hard."},
        {"when": "long", "text": "And so", "finish": "length"},
    )
    with pytest.raises(ModelError, match=r"No\.") as failed:
        ask(model, ChatMessage("user", "luck"))
    assert failed.value.code == "rate_limit_exceeded"
    with pytest.raises(Declined, match="Too hard"):
        ask(model, ChatMessage("user", "hard"))
    assert ask(model, ChatMessage("user", "long")).finish.reason == "length"


def test_a_question_or_turn_that_is_missing_is_named(tmp_path: Path) -> None:
    model = script(tmp_path, VERTEX)
    with pytest.raises(ModelError, match=r"no answer to the question 'Who\?'"):
        ask(model, ChatMessage("user", "Who?"))
    outputs = [called("1"), printed("1"), called("2", "call_2"), printed("2", "call_2")]
    with pytest.raises(ModelError, match=r"no turn 3 of the question 'vertex'"):
        ask(model, ChatMessage("user", "vertex"), *outputs)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read"),
        ("{", "is no script"),
        ('{"turns": [{"txet": "?"}]}', r"turns\.0\.txet"),
    ],
)
def test_a_file_that_is_no_script_is_refused(
    tmp_path: Path, content: str | None, complaint: str
) -> None:
    path = tmp_path / "turns.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ModelError, match=complaint):
        Scripted(path)
