"""Turn: one question taken to the server and followed to its end, in a thread of its own.

It feeds a Progress and does all the HTTP of a turn; it draws nothing and reads no signals.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

from assist_magic.backend.connect import Backend, reconnect
from assist_magic.backend.refusals import Missing, Refused, TooManyRequests, Unreachable, WrongKey
from assist_magic.backend.wire import Event, Json
from assist_magic.conversation import talk as conversation
from assist_magic.conversation.registry import Registry
from assist_magic.conversation.registry import Turn as Said
from assist_magic.conversation.talk import Talk
from assist_magic.errors import AssistantError, RunFailed
from assist_magic.files import downloads
from assist_magic.progress.snapshots import Progress
from assist_magic.run.calls import Calls
from assist_magic.run.opening import Opening, at_work
from assist_magic.run.question import Question
from assist_magic.stop import Stop, Stopped

RUN_SECONDS = 600.0
"""How long a run may take where the server names no time of expiry."""
_GRACE_SECONDS = 30.0
_MOST_SUBMITS_LOST = 3
_FIRST_POLL, _LONGEST_POLL, _POLL_GROWTH = 0.1, 2.0, 1.5
_RESTARTED = "The engine ended in mid-run and was started again; run the cell again."


class Turn:
    """`take` runs in a worker thread, `cancel` in another; `error` is why it could not be taken.

    `calls` are functions of the notebook that wait to be called, by neither of these threads.
    """

    def __init__(
        self,
        backend: Backend,
        registry: Registry,
        talk: Talk,
        question: Question,
        progress: Progress,
        stop: Stop,
    ) -> None:
        self._opening = Opening(backend, registry, talk, question, progress, stop)
        self._backend = backend
        self._registry = registry
        self._talk = talk
        self._question = question
        self._progress = progress
        self._stop = stop
        self.calls = Calls(question.functions, stop)
        self._named = threading.Event()
        self._reconnected = False
        self._submits_lost = 0
        self.done = False
        self.error: BaseException | None = None

    def take(self) -> None:
        """Takes the turn from the question to the last word of its run."""
        try:
            self._attend(self._open())
            while self._progress.status == "requires_action":
                self._attend(self._submit())
            self._finish()
        except Stopped:
            self._end_stopped()
        except Missing as error:
            self.error = _lost(self._talk.run_id, error) if self._named.is_set() else error
        except BaseException as error:
            self.error = error
        finally:
            self.let_go()
            self.done = True
            self._stop.ring()

    def cancel(self) -> None:
        """Ends the run on the server, as soon as it has a name there."""
        if self._named.wait(_GRACE_SECONDS):
            try:
                self._backend.wire.cancel(self._talk.thread_id, self._talk.run_id)
            except AssistantError as error:
                self._progress.note(f"The server could not be told to stop: {error}")

    def _end_stopped(self) -> None:
        if not self._named.is_set():
            self._progress.end("cancelled", "The run was stopped before it began.")
            return
        self.cancel()
        self._progress.end("cancelled", "The run was stopped.")

    def let_go(self) -> None:
        """Declares that nobody listens any more: a later question may cancel this run."""
        at_work.discard(self._talk.run_id)

    def _open(self) -> Iterator[Event] | None:
        events = self._opening.begin()
        self._backend, self._talk = self._opening.backend, self._opening.talk
        if self._opening.run is not None:
            self._know(self._opening.run)
        return events

    def _attend(self, events: Iterator[Event] | None) -> None:
        """Follows the run until it ends or wants something; a broken stream is polled on."""
        try:
            for name, data in events or ():
                self._hear(name, data)
        except (Unreachable, Refused):
            if not self._named.is_set():
                raise
        if not self._named.is_set():
            raise RunFailed("The server ended the stream before the run began. Ask again.")
        unfinished = events is None or not self._progress.ended
        if unfinished and self._progress.status != "requires_action":
            self._poll()

    def _hear(self, name: str, data: Json) -> None:
        first = self._progress.text_length == 0
        self._progress.feed(name, data)
        if data.get("object") == "thread.run":
            self._know(data)
        if data.get("object") != "thread.message.delta":
            downloads.fetch_images(self._backend.wire, self._progress)
        if first and self._progress.text_length:
            self._stop.ring()

    def _know(self, run: Json) -> None:
        """Keeps the run's name as soon as there is one, so that it is found again and ended."""
        if self._named.is_set():
            return
        self._progress.begins_thread = self._talk.is_unasked
        self._progress.feed("thread.run.created", run)
        thread_id, run_id = str(run["thread_id"]), str(run["id"])
        self._talk = conversation.arrived(self._registry, self._talk, thread_id, run_id)
        for note in self._registry.take_notes():
            self._progress.note(note)
        at_work.add(self._talk.run_id)
        self._named.set()

    def _poll(self) -> None:
        delay, wish = _FIRST_POLL, 0.0
        until = time.monotonic() + _lifetime(self._progress.run) + _GRACE_SECONDS
        while time.monotonic() < until:
            time.sleep(_FIRST_POLL) if self._stop.asked else self._stop.sleep(max(delay, wish))
            run, asked_for = self._retrieve()
            wish = min(asked_for or 0.0, _GRACE_SECONDS)
            if run.get("status") not in {"queued", "in_progress", "cancelling"}:
                self._load(run, whole=True)
                # An engine that starts finds runs that nobody works on, and lets them expire.
                if self._reconnected and run.get("status") == "expired":
                    self._progress.end("failed", _RESTARTED)
                return
            # A look at the steps doubles the cost of a poll; only slow runs are worth it.
            self._load(run, whole=False, steps=delay >= 1.0)
            delay = min(delay * _POLL_GROWTH, _LONGEST_POLL)
        self._backend.wire.cancel(self._talk.thread_id, self._talk.run_id)
        self._progress.end("expired", "The run did not end in time and was stopped. Ask again.")

    def _retrieve(self) -> tuple[Json, float | None]:
        thread_id, run_id = self._talk.thread_id, self._talk.run_id
        for attempt in range(3):
            try:
                return self._backend.wire.run(thread_id, run_id)
            except Missing:  # perhaps one of several servers that does not know it yet
                self._stop.sleep(_FIRST_POLL * 2**attempt)
            except (Unreachable, TooManyRequests, WrongKey) as error:
                if self._backend.own and isinstance(error, Unreachable | WrongKey):
                    self._backend = reconnect(self._backend)
                    self._reconnected = True
                else:
                    self._stop.sleep(2.0**attempt)
        return self._backend.wire.run(thread_id, run_id)

    def _load(self, run: Json, whole: bool, steps: bool = False) -> None:
        wire = self._backend.wire
        found: list[Json] = []
        said: list[Json] = []
        if whole or steps:
            found = self._steps()
        if whole:
            said = wire.said(self._talk.thread_id, self._talk.run_id)
        self._progress.load(run, found, said)
        downloads.fetch_images(wire, self._progress)
        self._stop.ring()

    def _steps(self) -> list[Json]:
        path = f"/threads/{self._talk.thread_id}/runs/{self._talk.run_id}/steps"
        try:
            return self._backend.wire.pages(path)
        except (Missing, Refused):
            if not self._backend.dialect.is_v1:
                raise
            return []  # a relay may have no steps; the answer counts

    def _submit(self) -> Iterator[Event] | None:
        """Answers function calls with what the notebook's functions give back."""
        outputs = self.calls.outputs(_required(self._progress.run))
        path = f"/threads/{self._talk.thread_id}/runs/{self._talk.run_id}/submit_tool_outputs"
        body: Json = {"tool_outputs": outputs}
        events: Iterator[Event] | None = None
        try:
            if self._question.poll or self._backend.dialect.is_v1:
                self._backend.wire.post(path, body)
            else:
                events = self._backend.wire.stream(path, body)
        except Unreachable as error:
            self._submits_lost += 1
            if error.untouched or self._submits_lost > _MOST_SUBMITS_LOST:
                raise
        # If they have not arrived, or their stream breaks off, asking for the run tells it.
        self._progress.load({**self._progress.run, "status": "in_progress"}, [], [])
        return events

    def _finish(self) -> None:
        downloads.fetch_images(self._backend.wire, self._progress)
        downloads.fetch_passages(self._backend.wire, self._progress)
        downloads.fetch_links(self._backend.wire, self._progress, self._talk.folder)
        reply = self._progress.reply()
        if reply.text and reply.status in {"completed", "incomplete"}:
            self._registry.add_turn(reply.thread_id, Said(self._question.text, reply.text))


def _lost(run_id: str, error: Missing) -> RunFailed:
    return RunFailed(
        f"The server lost {run_id} in mid-work: {str(error).rstrip('.')}. Run the cell again: the "
        "question is asked anew, and if the thread is lost too, in a new one with what was said."
    )


def _required(run: Json) -> list[dict[str, Any]]:
    action = run.get("required_action") or {}
    return list((action.get("submit_tool_outputs") or {}).get("tool_calls") or [])


def _lifetime(run: Json) -> float:
    begun, ends = run.get("created_at"), run.get("expires_at")
    return float(ends - begun) if begun and ends else RUN_SECONDS
