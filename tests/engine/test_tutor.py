"""Hint mode for any client of the protocol: an assistant whose metadata say that it is a tutor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openai import OpenAI

from assist_magic import __version__
from assist_magic.engine import process
from assist_magic.engine.process import Engine
from tests.engine.asking import Asked, ask
from tests.engine.conftest import place_in


@pytest.fixture
def tutor_id(client: OpenAI) -> str:
    made = client.beta.assistants.create(
        model="solver",
        tools=[{"type": "code_interpreter"}],
        instructions="Give hints.",
        metadata={"preset": "tutor"},
    )
    return made.id


def shown(asked: Asked) -> str:
    """Everything that a client can show of a run."""
    parts = [asked.text]
    for step in asked.steps:
        if step.step_details.type == "tool_calls":
            for call in step.step_details.tool_calls:
                assert call.type == "code_interpreter"
                parts.append(call.code_interpreter.input)
                parts += [getattr(each, "logs", "") for each in call.code_interpreter.outputs]
    return "\n".join(parts)


@pytest.mark.parametrize("way", ["stream", "poll"])
def test_hint_after_hint_then_the_answer(client: OpenAI, tutor_id: str, way: str) -> None:
    thread = client.beta.threads.create().id
    hints = [
        ask(client, way, tutor_id, thread, text)
        for text in ("Solve 4x + 25 = 81", "another hint", "I'm stuck", "hint")
    ]
    for number, hint in enumerate(hints[:3], start=1):
        assert f"hint {number} of 3" in hint.text
    assert [step.type for step in hints[0].steps] == ["message_creation"]
    assert [step.type for step in hints[2].steps] == ["tool_calls", "message_creation"]
    assert "4x = 81 - 25" in hints[2].text
    assert not any("14" in shown(hint) for hint in hints)
    assert "the next thing is the answer" in hints[3].text
    answer = ask(client, way, tutor_id, thread, "Show me the answer")
    assert r"\[x = 14\]" in answer.text


def test_a_run_alone_can_be_a_tutors(client: OpenAI) -> None:
    assistant = client.beta.assistants.create(model="solver", tools=[{"type": "code_interpreter"}])
    thread = client.beta.threads.create().id
    mine = {"metadata": {"preset": "tutor"}}
    assert "hint 1 of 3" in ask(client, "poll", assistant.id, thread, "Solve 2x = 6", **mine).text
    assert r"\[x = 3\]" in ask(client, "poll", assistant.id, thread, "show me the answer").text
    assert r"\[x = 4\]" in ask(client, "poll", assistant.id, thread, "Solve 2x = 8").text


def test_hints_go_on_whoever_is_asked_for_the_next(client: OpenAI, tutor_id: str) -> None:
    other = client.beta.assistants.create(model="solver", tools=[{"type": "code_interpreter"}]).id
    thread = client.beta.threads.create().id
    first = ask(client, "poll", tutor_id, thread, "Solve 4x + 25 = 81")
    second = ask(client, "poll", other, thread, "another hint")
    assert "hint 1 of 3" in first.text
    assert "hint 2 of 3" in second.text
    answer = ask(client, "poll", other, thread, "Show me the answer")
    assert r"\[x = 14\]" in answer.text


def test_work_is_checked_line_by_line(client: OpenAI, tutor_id: str) -> None:
    thread = client.beta.threads.create().id
    asked = ask(client, "poll", tutor_id, thread, "2x+3=7, 2x=10, x=5. Is this right?")
    assert "Line 2 is the first that goes wrong" in asked.text
    assert r"\(x = 5\) makes line 2 true, but not line 1" in asked.text
    assert "x = 2 " not in shown(asked)


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[tuple[Path, Engine]]:
    place = place_in(tmp_path)
    yield tmp_path, process.ensure(place, __version__)
    process.stop(place)


def test_the_hints_go_on_after_a_restart(own_engine: tuple[Path, Engine]) -> None:
    home, engine = own_engine
    with OpenAI(base_url=engine.base_url, api_key=engine.token) as client:
        made = client.beta.assistants.create(
            model="solver", tools=[{"type": "code_interpreter"}], metadata={"preset": "tutor"}
        )
        thread = client.beta.threads.create().id
        ask(client, "poll", made.id, thread, "Solve x^2 - 5x + 6 = 0")
        assert "hint 2 of 3" in ask(client, "poll", made.id, thread, "another hint").text
    process.stop(place_in(home))
    again = process.ensure(place_in(home), __version__)
    with OpenAI(base_url=again.base_url, api_key=again.token) as client:
        assert "hint 3 of 3" in ask(client, "poll", made.id, thread, "another hint").text
        answer = ask(client, "poll", made.id, thread, "I give up").text
        assert r"x = 2 \quad\text{or}\quad x = 3" in answer
