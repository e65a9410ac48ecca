"""Runs through the official SDK: each followed by stream and by poll."""

from __future__ import annotations

import time
from typing import Any

import pytest
from openai import OpenAI

from tests.engine.asking import ask, result


@pytest.fixture(params=["stream", "poll"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def thread_id(client: OpenAI) -> str:
    return client.beta.threads.create().id


def test_plot_without_words_still_reaches_the_user(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "silent plot")
    assert [part.type for part in asked.messages[0].content] == ["image_file"]


def test_written_files_are_linked_exactly(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "shuffle")
    text = asked.messages[0].content[0].text  # type: ignore[union-attr]
    assert [text.value[each.start_index : each.end_index] for each in text.annotations] == [
        "sandbox:/mnt/data/a b.csv",
        "sandbox:/mnt/data/other.txt",  # written, and forgotten by the model's text
    ]
    bodies = [client.files.content(each.file_path.file_id).read() for each in text.annotations]  # type: ignore[union-attr]
    assert bodies == [b"x\n1\n", b"more"]


def test_call_that_cannot_be_read_is_told_to_the_model(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    text = ask(client, way, assistant_id, thread_id, "broken call").text
    assert text.startswith("Told: No code was run: the arguments must be JSON")


def test_attached_file_is_read_by_code(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    file = client.files.create(file=("data.csv", b"v\n1\n2\n39\n"), purpose="assistants")
    message: Any = {
        "role": "user",
        "content": "read data.csv",
        "attachments": [{"file_id": file.id, "tools": [{"type": "code_interpreter"}]}],
    }
    asked = ask(client, way, assistant_id, thread_id, "", additional_messages=[message])
    assert asked.text == "The sum is 42."
    resources = client.beta.threads.retrieve(thread_id).tool_resources
    assert resources is not None
    assert resources.code_interpreter is not None
    assert resources.code_interpreter.file_ids == [file.id]


def test_unknown_tool_is_told_to_the_model(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    text = ask(client, way, assistant_id, thread_id, "no such tool").text
    assert text == "Told: There is no tool named 'teleport'. Tools: code_interpreter."


def test_dead_kernel_is_told_and_the_thread_goes_on(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    assert "It said: " in ask(client, way, assistant_id, thread_id, "die").text
    assert "42" in ask(client, way, assistant_id, thread_id, "six times seven").text


def test_interrupted_code_keeps_its_state(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    ask(client, "poll", assistant_id, thread_id, "six times seven")
    runs = client.beta.threads.runs
    run = runs.create(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": "loop forever"}],
    )
    time.sleep(0.7)
    runs.cancel(run.id, thread_id=thread_id)
    runs.poll(run.id, thread_id=thread_id)
    assert ask(client, "poll", assistant_id, thread_id, "what was x").text == "x is 42"


def test_every_text_delta_can_be_printed(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    events = list(
        client.beta.threads.runs.create(
            thread_id=thread_id,
            assistant_id=assistant_id,
            additional_messages=[{"role": "user", "content": "shuffle"}],
            stream=True,
        )
    )
    deltas = [each.data.delta for each in events if each.event == "thread.message.delta"]
    texts = [part.text for delta in deltas for part in delta.content or ()]  # type: ignore[union-attr]
    assert texts[-1].annotations
    (whole,) = [each.data for each in events if each.event == "thread.message.completed"]
    assert "".join(text.value for text in texts) == whole.content[0].text.value  # type: ignore[union-attr]


def test_growing_answer_is_seen_by_those_who_poll(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    run = client.beta.threads.runs.create(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": "slowly"}],
    )
    seen: set[str] = set()
    while client.beta.threads.runs.retrieve(run.id, thread_id=thread_id).status != "completed":
        seen.add(result(client, run).text)
        time.sleep(0.1)
    assert len(seen) >= 3


def test_run_cancelled_before_it_could_begin_still_ends(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    """Cancelled in the same breath, again and again: none stays in "cancelling"."""
    runs = client.beta.threads.runs
    for _ in range(10):
        run = runs.create(
            thread_id=thread_id,
            assistant_id=assistant_id,
            additional_messages=[{"role": "user", "content": "slowly"}],
        )
        runs.cancel(run.id, thread_id=thread_id)
        assert runs.poll(run.id, thread_id=thread_id).status == "cancelled"
