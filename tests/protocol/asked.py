"""One question to the served engine, asked in each of the ways that clients have."""

from __future__ import annotations

from typing import Any

from openai import OpenAI
from openai.types.beta.threads import Run

from tests.engine.asking import Asked, result
from tests.protocol.strict import EVENTS, checked


def ask(
    client: OpenAI, way: str, assistant_id: str, thread_id: str, text: str, **more: Any
) -> Asked:
    """Asks by "stream" or "poll"; every event is checked like an answer."""
    asked: dict[str, Any] = {
        "thread_id": thread_id,
        "assistant_id": assistant_id,
        "additional_messages": [{"role": "user", "content": text}] if text else [],
        **more,
    }
    return finished(client, way, client.beta.threads.runs.create, asked)


def submit(client: OpenAI, way: str, run: Run, outputs: dict[str, str]) -> Asked:
    """Gives the outputs of a run's functions, by call id."""
    asked: dict[str, Any] = {
        "run_id": run.id,
        "thread_id": run.thread_id,
        "tool_outputs": [{"tool_call_id": call, "output": out} for call, out in outputs.items()],
    }
    return finished(client, way, client.beta.threads.runs.submit_tool_outputs, asked)


def finished(client: OpenAI, way: str, call: Any, asked: dict[str, Any]) -> Asked:
    """What came of a call that begins or continues a run."""
    if way == "poll":
        begun = call(**asked)
        run = client.beta.threads.runs.poll(begun.id, thread_id=begun.thread_id)
        return result(client, run)
    events = list(call(**asked, stream=True))
    for event in events:
        assert event.event in EVENTS
        checked(event.data.to_dict())
    run = next(each.data for each in reversed(events) if each.event.startswith("thread.run."))
    return result(client, run)


def calls_of(run: Run) -> list[Any]:
    """The functions that a run waits for."""
    assert run.required_action is not None
    return list(run.required_action.submit_tool_outputs.tool_calls)
