"""Run: follows a question as whole Reply snapshots, at a pace that a cell can draw.

The worker thread of the turn does the HTTP; this is what the notebook's main thread does in the
meantime: it draws, and calls the notebook's functions. An interrupt cancels the run and keeps
what has been said; a second one is an ordinary KeyboardInterrupt.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType

from assist_magic.backend.connect import Backend
from assist_magic.backend.refusals import Missing, Refused
from assist_magic.conversation.registry import Registry
from assist_magic.conversation.talk import Talk
from assist_magic.errors import RunFailed
from assist_magic.progress.snapshots import Progress
from assist_magic.reply import Reply
from assist_magic.run.calls import Calls
from assist_magic.run.question import Question
from assist_magic.run.turn import Turn
from assist_magic.stop import Stop

INTERVAL_SECONDS = 0.1
"""Time between two snapshots; views draw long texts more seldom than that."""
_TICK_SECONDS = 0.05
_LAST_WORDS_SECONDS = 0.25
"""How long an interrupted cell waits for the server to say that the run has ended."""


def follow(
    backend: Backend, registry: Registry, talk: Talk, question: Question, stop: Stop
) -> Generator[Reply]:
    """Asks the question and yields the snapshot of now ten times a second; the last has ended.

    Raises:
        AssistantError: the question could not be asked or its run not be followed. How a run
            ended is no exception here: the last snapshot says it.
    """
    progress = Progress(backend.model, talk.notes, backend.settings.prices)
    turn = Turn(backend, registry, talk, question, progress, stop)
    with _interrupts_ask(stop, turn.calls):
        threading.Thread(target=turn.take, name="assist_magic turn", daemon=True).start()
        try:
            yield from _snapshots(turn, progress, stop, question.timeout)
        finally:
            if not turn.done:  # whoever draws has failed or given up
                _cancel(turn, stop)
    yield from _last(turn, progress, stop)


def _snapshots(
    turn: Turn, progress: Progress, stop: Stop, timeout: float | None
) -> Iterator[Reply]:
    yielded_at, text_shown, cancelling = 0.0, False, False
    until = time.monotonic() + timeout if timeout else float("inf")
    while not turn.done:
        if time.monotonic() > until and not stop.asked:
            stop.ask(f"The run took longer than {timeout:g} s and was stopped.")
        if stop.asked and not cancelling:
            cancelling = True
            _cancel(turn, stop)
        if stop.asked_at and time.monotonic() - stop.asked_at > _LAST_WORDS_SECONDS:
            return
        begins_to_speak = progress.text_length > 0 and not text_shown
        if (
            begins_to_speak
            or turn.calls.waiting
            or time.monotonic() - yielded_at >= INTERVAL_SECONDS
        ):
            yielded_at, text_shown = time.monotonic(), progress.text_length > 0
            yield progress.reply()
        turn.calls.serve()
        stop.listen(_TICK_SECONDS)


def _last(turn: Turn, progress: Progress, stop: Stop) -> Iterator[Reply]:
    if stop.asked and not progress.ended:
        progress.end("cancelled", stop.why or "The run was stopped.")
    elif turn.error is not None:
        progress.end("failed", str(turn.error))
    reply = progress.reply()
    yield reply
    if isinstance(turn.error, Refused | Missing):
        raise RunFailed(str(turn.error), reply) from None
    if turn.error is not None and not stop.asked:
        raise turn.error


def _cancel(turn: Turn, stop: Stop) -> None:
    stop.ask()
    turn.let_go()
    threading.Thread(target=turn.cancel, name="assist_magic cancel", daemon=True).start()


@contextmanager
def _interrupts_ask(stop: Stop, calls: Calls) -> Iterator[None]:
    """Turns the first interrupt into a request to stop; elsewhere than in the main thread,
    where Python allows no handlers, into nothing. A function that runs gets it too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        if stop.asked:
            signal.signal(signal.SIGINT, before)
            raise KeyboardInterrupt
        stop.ask()
        if calls.busy:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
