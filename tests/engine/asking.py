"""One question to the engine, asked in each of the ways that clients have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openai import OpenAI
from openai.types.beta.threads import Message, Run
from openai.types.beta.threads.runs import RunStep

TERMINAL = {"completed", "failed", "cancelled", "expired", "incomplete", "requires_action"}


@dataclass
class Asked:
    """What came of a question, as the server keeps it."""

    run: Run
    messages: list[Message]
    steps: list[RunStep]

    @property
    def text(self) -> str:
        return "\n".join(
            part.text.value
            for message in self.messages
            for part in message.content
            if part.type == "text"
        )


def ask(
    client: OpenAI, way: str, assistant_id: str, thread_id: str, text: str, **more: Any
) -> Asked:
    """Asks by "stream" or "poll"."""
    runs = client.beta.threads.runs
    asked: dict[str, Any] = {
        "thread_id": thread_id,
        "assistant_id": assistant_id,
        "additional_messages": [{"role": "user", "content": text}],
        **more,
    }
    if way == "stream":
        with runs.stream(**asked) as stream:
            stream.until_done()
            run = stream.current_run
        assert run is not None
    else:
        run = runs.create_and_poll(**asked)
    return result(client, run)


def result(client: OpenAI, run: Run) -> Asked:
    """The run's messages and steps, oldest first."""
    threads = client.beta.threads
    messages = threads.messages.list(run.thread_id, run_id=run.id, order="asc").data
    steps = threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc").data
    return Asked(threads.runs.retrieve(run.id, thread_id=run.thread_id), messages, steps)
