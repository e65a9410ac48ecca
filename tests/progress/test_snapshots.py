"""What the wire brings, as a Reply: events in any order that servers send them."""

from __future__ import annotations

from typing import Any

import pytest

from assist_magic.progress.snapshots import Progress
from assist_magic.reply import File, Image, Text

RUN: dict[str, Any] = {"object": "thread.run", "id": "run_1", "thread_id": "thread_1"}


def delta(*content: dict[str, Any], message: str = "msg_1") -> dict[str, Any]:
    return {"object": "thread.message.delta", "id": message, "delta": {"content": list(content)}}


def text(value: str, index: int = 0, **more: Any) -> dict[str, Any]:
    return {"index": index, "type": "text", "text": {"value": value, **more}}


def test_text_grows_and_stands_behind_its_image() -> None:
    progress = Progress("m")
    progress.feed("thread.message.delta", delta(text("Hel", 1)))
    progress.feed(
        "thread.message.delta",
        delta({"index": 0, "type": "image_file", "image_file": {"file_id": "file-1"}}),
    )
    progress.feed("thread.message.delta", delta(text("lo", 1)))

    assert progress.reply().parts == (Image("file-1"), Text("Hello"))
    assert progress.text_length == 5
    assert progress.wanted() == ["file-1"]
    progress.put("file-1", b"\xff\xd8jpeg")
    assert progress.wanted() == []
    assert progress.reply().parts[0] == Image("file-1", b"\xff\xd8jpeg", "image/jpeg")


def test_annotations_come_late_and_once() -> None:
    mark = {
        "index": 0,
        "type": "file_path",
        "text": "sandbox:/mnt/data/x.csv",
        "file_path": {"file_id": "file-1"},
    }
    cite = {"index": 1, "type": "file_citation", "text": "【0:1†a】", "file_citation": {}}
    progress = Progress("m")
    progress.feed("thread.message.delta", delta(text("[x](sandbox:/mnt/data/x.csv)")))
    progress.feed("thread.message.delta", delta(text("", annotations=[mark, cite])))
    progress.place("file-1", "assistant_files/x.csv", "/home/ada")

    link, path = "sandbox:/mnt/data/x.csv", "assistant_files/x.csv"
    file = File("file-1", "x.csv", link, path, "/home/ada")
    assert progress.reply().files == (file,)


def test_the_whole_message_replaces_its_deltas() -> None:
    progress = Progress("m")
    progress.feed("thread.message.delta", delta(text("Helo")))
    whole = {"object": "thread.message", "id": "msg_1", "content": [{**text("Hello"), "index": 9}]}
    progress.feed("thread.message.completed", whole)

    assert progress.reply().text == "Hello"
    assert progress.text_length == 5


def test_steps_keep_their_order_and_their_calls() -> None:
    progress = Progress("m")
    for step in ("step_1", "step_2"):
        progress.feed(
            "thread.run.step.created",
            {"object": "thread.run.step", "id": step, "status": "in_progress"},
        )
    for code in ({"input": "", "outputs": []}, {"input": "pri"}, {"input": "nt(1)"}):
        calls = [{"index": 0, "type": "code_interpreter", "code_interpreter": code}]
        details = {"type": "tool_calls", "tool_calls": calls}
        progress.feed(
            "thread.run.step.delta",
            {
                "object": "thread.run.step.delta",
                "id": "step_1",
                "delta": {"step_details": details},
            },
        )
    progress.feed(
        "thread.run.step.delta",
        {
            "object": "thread.run.step.delta",
            "id": "step_2",
            "delta": {
                "step_details": {
                    "tool_calls": [
                        {"index": 0, "type": "function", "function": {"name": "f"}},
                        {"index": 1, "type": "function", "function": {"name": "g"}},
                    ]
                }
            },
        },
    )
    first, second, third = progress.reply().steps

    assert (first.id, first.kind, first.input) == ("step_1", "code_interpreter", "print(1)")
    assert [(each.id, each.name) for each in (second, third)] == [
        ("step_2", "f"),
        ("step_2:1", "g"),
    ]


def test_unknown_events_change_nothing() -> None:
    progress = Progress("m")
    progress.feed("thread.created", {"object": "thread", "id": "thread_1"})
    progress.feed("thread.run.step.novelty", {"object": "novelty"})

    reply = progress.reply()
    assert (reply.parts, reply.steps, reply.status) == ((), (), "queued")


def test_a_run_that_was_ended_here_stays_ended() -> None:
    progress = Progress("m")
    progress.feed("thread.run.created", {**RUN, "status": "in_progress"})
    progress.end("cancelled", "The run was stopped.")
    progress.feed("thread.run.in_progress", {**RUN, "status": "in_progress"})

    assert progress.reply().status == "cancelled"
    assert progress.reply().error == "The run was stopped."


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ({"status": "failed"}, "gave no reason"),
        ({"status": "failed", "last_error": {"code": "new_code", "message": "Odd."}}, "Odd. Run"),
        (
            {"status": "failed", "last_error": {"code": "invalid_prompt", "message": "No."}},
            "Ask in",
        ),
        ({"status": "expired"}, "longer than the server allows"),
        (
            {"status": "incomplete", "incomplete_details": {"reason": "max_prompt_tokens"}},
            "--new",
        ),
        ({"status": "incomplete", "incomplete_details": None}, "unknown limit"),
    ],
)
def test_every_bad_end_has_words_and_a_next_step(run: dict[str, Any], words: str) -> None:
    progress = Progress("m")
    progress.feed("thread.run.failed", {**RUN, **run})

    assert words in (progress.reply().error or "")


def test_notes_are_said_once() -> None:
    progress = Progress("m", ("first",))
    progress.note("second")
    progress.note("second")

    assert progress.reply().notes == ("first", "second")
