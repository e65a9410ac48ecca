"""Questions followed to their end, by stream and by poll, through both doors."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import assist_magic
from assist_magic.config import Settings
from assist_magic.errors import RunCancelled, RunFailed, UsageError
from assist_magic.files import downloads
from assist_magic.reply import Text
from assist_magic.session import session
from tests.conftest import Door
from tests.proxy import Fault, Proxy


@pytest.fixture(params=["stream", "poll"])
def poll(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "poll")


def test_answers_with_steps_and_usage(front: Path, door: Door, poll: bool) -> None:
    reply = door("How much is six times seven?", poll=poll)

    assert reply.status == "completed"
    assert reply.text.endswith("It is 42.")
    (step,) = reply.steps
    assert (step.kind, step.status) == ("code_interpreter", "completed")
    assert (step.input, step.logs) == ("x = 6 * 7\nprint(x)", "42\n")
    assert reply.code == "x = 6 * 7\nprint(x)"
    assert reply.usage is not None
    assert reply.usage.total_tokens > 0


def test_the_thread_goes_on_from_cell_to_cell(front: Path, door: Door, poll: bool) -> None:
    first = door("How much is six times seven?", poll=poll)
    second = door("And what was x?", poll=poll)

    assert second.text == "x was 42."
    assert second.thread_id == first.thread_id


def test_images_come_with_their_bytes(front: Path, door: Door, poll: bool) -> None:
    reply = door("Please draw.", poll=poll)

    (image,) = reply.images
    assert image.startswith(b"\x89PNG")
    assert reply.steps[0].images[0].data == image


def test_linked_files_lie_beside_the_notebook(front: Path, door: Door, poll: bool) -> None:
    reply = door("Please write a table.", poll=poll)

    (file,) = reply.files
    assert file.path == "assistant_files/table.csv"
    assert file.marker == "sandbox:/mnt/data/table.csv"
    assert (front / file.path).read_text() == "x\n1\n"


def test_a_linked_file_never_replaces_another(front: Path, door: Door) -> None:
    door("Please write a table.")
    again = door("Please write a table.")
    other = door("Please write the other table.")

    assert again.files[0].path == "assistant_files/table.csv"
    assert other.files[0].path == "assistant_files/table-2.csv"
    names = sorted(each.name for each in (front / "assistant_files").iterdir())
    assert names == ["table-2.csv", "table.csv"]


def test_a_file_that_cannot_be_laid_down_is_noted(front: Path, door: Door) -> None:
    (front / "assistant_files").write_text("in the way")
    reply = door("Please write a table.")

    assert reply.status == "completed"
    assert reply.files[0].path is None
    assert "The file table.csv could not be fetched" in reply.notes[0]


def test_an_image_that_is_gone_is_noted(proxy: Proxy, door: Door, poll: bool) -> None:
    proxy.faults.append(Fault("GET .*/content$", status=404, message="No such File object"))
    reply = door("Please draw.", poll=poll)

    assert reply.status == "completed"
    assert reply.images == ()
    assert "could not be fetched: No such File object" in reply.notes[0]


def test_a_failed_run_fails_with_its_reason_and_keeps_what_came(
    front: Path, door: Door, poll: bool
) -> None:
    with pytest.raises(RunFailed, match=r"The model is gone\..*[Rr]un the cell again") as failed:
        door("Please break down.", poll=poll)

    assert failed.value.reply is not None
    assert failed.value.reply.text == "I was"
    assert door("hello", poll=poll).status == "completed"


def test_a_limited_rate_says_to_wait(front: Path, door: Door, poll: bool) -> None:
    with pytest.raises(RunFailed, match=r"Slow down\. Wait a moment"):
        door("too fast", poll=poll)


def test_a_cut_answer_is_kept_and_told(front: Path, door: Door, poll: bool) -> None:
    with pytest.raises(RunFailed, match="incomplete") as failed:
        door("cut short", poll=poll)

    assert failed.value.reply is not None
    assert failed.value.reply.text == "It goes on and"


def test_an_empty_question_is_refused(front: Path, door: Door) -> None:
    with pytest.raises(UsageError, match="no question"):
        door("  \n ")


def test_a_question_that_is_none_or_too_long_is_refused(front: Path) -> None:
    with pytest.raises(UsageError, match="The question is None, which is no text"):
        assist_magic.ask(None)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"300,000 characters; at most 256,000 .* -f FILE"):
        assist_magic.ask("x" * 300_000)


def test_what_the_solver_declines_is_not_to_be_asked_again(front: Path) -> None:
    with pytest.raises(RunFailed, match="assistant model default") as failed:
        assist_magic.ask("Who was the third president?", model="solver")
    assert "Run the cell again" not in str(failed.value)


def test_only_so_many_and_so_large_files_are_copied(
    front: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST_BYTES", 3)
    reply = assist_magic.ask("Please write a table.")
    assert reply.files[0].path is None
    assert "The file table.csv has 0 MB, more than" in reply.notes[0]
    assert list(Path("assistant_files").iterdir()) == []

    monkeypatch.setattr(downloads, "MOST_FILES", 1)
    reply = assist_magic.ask("Please write two lists.")
    assert {each.name: each.path for each in reply.files} == {
        "b.csv": None,
        "a.csv": "assistant_files/a.csv",
    }
    assert "links 2 files; the first 1 by name" in reply.notes[0]


def test_a_streamed_turn_is_one_request(proxy: Proxy, door: Door) -> None:
    door("hello")
    assert [each.split("?")[0] for each in proxy.requests] == [
        "GET /v1/assistants",
        "POST /v1/assistants",
        "POST /v1/threads/runs",
    ]
    proxy.requests.clear()

    door("hello again")
    (request,) = proxy.requests
    assert request.startswith("POST /v1/threads/thread_")


def test_a_slow_run_is_polled_seldom(proxy: Proxy) -> None:
    assist_magic.ask("hello")
    proxy.requests.clear()
    reply = assist_magic.ask("long wait", poll=True)

    assert reply.text == "At last."
    assert proxy.count(r"GET .*/runs/run_\w+$") <= 9
    assert proxy.count() <= 16


def test_a_run_that_takes_too_long_is_stopped(front: Path, door: Door, poll: bool) -> None:
    before = door("hello")
    with pytest.raises(RunCancelled, match="longer than 0.5 s"):
        door("long wait", poll=poll, timeout=0.5)
    assert door("hello").thread_id == before.thread_id


def test_what_is_set_for_one_question_reaches_its_run(proxy: Proxy) -> None:
    reply = assist_magic.ask("hello", instructions="Be very brief.", temperature=0.25)

    settings = Settings.from_environment()
    run, _ = session.backend(settings).wire.run(reply.thread_id, reply.run_id)
    assert run["temperature"] == 0.25
    assert run["instructions"].endswith("Be very brief.")


@pytest.mark.parametrize(
    ("given", "told"),
    [({"temperature": 3}, "from 0 to 2"), ({"timeout": 0}, "above 0"), ({"timeout": -1}, "above")],
)
def test_a_number_that_cannot_be_is_refused(
    front: Path, given: dict[str, float], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        assist_magic.ask("hello", **given)  # type: ignore[arg-type]


def test_a_quiet_question_shows_nothing(front: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply = assist_magic.ask("hello", quiet=True)

    assert reply.text
    assert capsys.readouterr().out == ""


def test_a_short_run_is_polled_soon(front: Path) -> None:
    assist_magic.ask("hello")
    begun = time.monotonic()
    assist_magic.ask("hello", poll=True)

    assert time.monotonic() - begun < 0.5


@pytest.mark.parametrize("events", [1, 3, 12])
def test_a_broken_stream_is_polled_on(proxy: Proxy, door: Door, events: int) -> None:
    door("hello")
    proxy.faults.append(Fault(r"POST .*/runs$", cut_after=events))
    reply = door("How much is six times seven?")

    assert reply.status == "completed"
    assert reply.text.endswith("It is 42.")
    assert [type(part) for part in reply.parts] == [Text] * len(reply.parts)
    assert proxy.count(r"POST .*/thread_\w+/runs$") == 1


def test_a_request_without_an_answer_is_not_asked_twice(proxy: Proxy) -> None:
    assist_magic.ask("hello")
    proxy.faults.append(Fault(r"POST .*/runs$", drop=True))
    reply = assist_magic.ask("How much is six times seven?")

    assert reply.text.endswith("It is 42.")
    assert proxy.count(r"POST .*/threads/thread_\w+/runs$") == 1


def test_too_many_requests_are_waited_for_and_told(proxy: Proxy, poll: bool) -> None:
    proxy.faults.append(Fault(r"/threads/runs$", status=429, headers={"retry-after": "0"}))
    reply = assist_magic.ask("hello", poll=poll)

    assert reply.text.startswith("Hello")
    assert reply.notes == ("The server had too much to do; tried again after 0 s (1 of 3).",)


def test_unknown_functions_are_answered_so_that_the_run_goes_on(
    front: Path, front_model: str, door: Door, poll: bool
) -> None:
    wire = session.backend(Settings.from_environment()).wire
    function = {"name": "get_weather", "parameters": {}}
    tools = [{"type": "function", "function": function}]
    made = wire.post("/assistants", {"model": front_model, "tools": tools})
    reply = door("How is the weather?", assistant=made["id"], poll=poll)

    assert reply.text == ("The tool said: Error: no such function is registered in this notebook.")
    assert [(each.kind, each.name) for each in reply.steps] == [("function", "get_weather")]
