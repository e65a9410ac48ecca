"""Stopping a run: at once here, on the server too, and with nothing in the way afterwards."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

import assist_magic
from assist_magic.config import Settings
from assist_magic.errors import RunCancelled
from assist_magic.reply import Reply
from assist_magic.session import session
from tests.conftest import Door
from tests.proxy import Fault, Proxy

SOON_SECONDS = 1.0
"""Measured: 0.1 to 0.3. The runs that are stopped would last for 4 s and more."""


@pytest.fixture(params=["stream", "poll"])
def poll(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "poll")


def interrupt_after(*seconds: float) -> None:
    """Interrupts this process as the Stop button does."""
    for each in seconds:
        threading.Timer(each, os.kill, (os.getpid(), signal.SIGINT)).start()


def run_status(thread_id: str, run_id: str) -> str:
    wire = session.backend(Settings.from_environment()).wire
    until = time.monotonic() + 5
    while (status := wire.run(thread_id, run_id)[0]["status"]) == "cancelling":
        assert time.monotonic() < until
        time.sleep(0.05)
    return str(status)


@pytest.mark.parametrize("question", ["slowly", "loop forever", "long wait"])
def test_an_interrupt_cancels_and_keeps_what_came(
    front: Path, door: Door, poll: bool, question: str
) -> None:
    before = signal.getsignal(signal.SIGINT)
    door("hello")
    interrupt_after(1.0)
    begun = time.monotonic()
    with pytest.raises(RunCancelled, match="stopped") as stopped:
        door(question, poll=poll)

    assert time.monotonic() - begun < 1.0 + SOON_SECONDS
    reply = stopped.value.reply
    assert reply is not None
    assert reply.status == "cancelled"
    if question == "slowly" and not poll:
        assert reply.text.startswith("word0 word1")
    assert run_status(reply.thread_id, reply.run_id) == "cancelled"
    assert signal.getsignal(signal.SIGINT) is before


def test_the_next_question_finds_the_thread_free(front: Path, door: Door, poll: bool) -> None:
    first = door("hello")
    interrupt_after(0.6)
    with pytest.raises(RunCancelled):
        door("loop forever", poll=poll)
    after = door("hello", poll=poll)

    assert after.status == "completed"
    assert after.thread_id == first.thread_id
    assert after.notes == ()


def test_a_server_that_does_not_cancel_does_not_hold_the_cell(proxy: Proxy) -> None:
    assist_magic.ask("hello")
    proxy.faults.append(Fault("/cancel$", times=99, instead=lambda: time.sleep(4)))
    interrupt_after(0.6)
    begun = time.monotonic()
    with pytest.raises(RunCancelled):
        assist_magic.ask("slowly")
    assert time.monotonic() - begun < 0.6 + SOON_SECONDS

    reply = assist_magic.ask("hello")
    assert reply.status == "completed"


def test_a_second_interrupt_is_an_ordinary_one(proxy: Proxy) -> None:
    before = signal.getsignal(signal.SIGINT)
    assist_magic.ask("hello")
    proxy.faults.append(Fault("/cancel$", instead=lambda: time.sleep(1)))
    interrupt_after(0.6, 0.7)
    with pytest.raises(KeyboardInterrupt):
        assist_magic.ask("slowly")
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_before_the_run_has_a_name(proxy: Proxy, poll: bool) -> None:
    first = assist_magic.ask("hello")
    proxy.faults.append(Fault(r"POST .*/runs$", instead=lambda: time.sleep(1)))
    interrupt_after(0.4)
    with pytest.raises(RunCancelled):
        assist_magic.ask("slowly", poll=poll)
    time.sleep(1.0)

    newest = session.backend(Settings.from_environment()).wire.get(
        f"/threads/{first.thread_id}/runs", limit=1
    )
    assert run_status(first.thread_id, newest["data"][0]["id"]) == "cancelled"
    assert assist_magic.ask("hello").status == "completed"


def test_a_view_that_fails_ends_the_run(front: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Reply] = []

    class Broken:
        def __enter__(self) -> Broken:
            return self

        def __exit__(self, *_: object) -> None:
            """Leaves nothing."""

        def show(self, reply: Reply) -> None:
            shown.append(reply)
            if reply.text:
                raise ZeroDivisionError

    monkeypatch.setattr("assist_magic.asking.open_view", lambda _: Broken())
    with pytest.raises(ZeroDivisionError):
        assist_magic.ask("slowly")
    time.sleep(0.3)

    assert run_status(shown[-1].thread_id, shown[-1].run_id) == "cancelled"


def test_the_first_words_come_at_once_and_then_ten_times_a_second(
    front: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Reply] = []

    class Noting:
        def __enter__(self) -> Noting:
            return self

        def __exit__(self, *_: object) -> None:
            """Leaves nothing."""

        def show(self, reply: Reply) -> None:
            shown.append(reply)

    monkeypatch.setattr("assist_magic.asking.open_view", lambda _: Noting())
    interrupt_after(2.0)
    with pytest.raises(AttributeError):  # it has no finish
        assist_magic.ask("slowly")

    texts = [each.text for each in shown if each.text]
    assert len(texts[0].split()) <= 6  # a word every 0.05 s
    assert 5 <= len(texts) <= 25
    assert all(len(a) <= len(b) for a, b in zip(texts, texts[1:], strict=False))


def test_questions_can_be_asked_beside_the_main_thread(front: Path) -> None:
    replies = []
    worker = threading.Thread(target=lambda: replies.append(assist_magic.ask("hello")))
    worker.start()
    worker.join(20)

    assert replies[0].status == "completed"
