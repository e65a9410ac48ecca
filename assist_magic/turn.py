"""Turn: one question taken to the server and followed to its end, in a thread of its own.

It feeds a Progress and does all the HTTP of a turn; it draws nothing and reads no signals.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from assist_magic import conversation, downloads, uploads
from assist_magic.backend import Backend, reconnect
from assist_magic.conversation import Talk
from assist_magic.errors import AssistantError, BackendUnavailable, RunFailed, ThreadBusy
from assist_magic.progress import Progress
from assist_magic.registry import Registry
from assist_magic.registry import Turn as Said
from assist_magic.wire import (
    Event,
    Json,
    LockedThread,
    Missing,
    Refused,
    TooManyRequests,
    Unreachable,
    WrongKey,
)

LOCK_SECONDS = 60.0
"""How long to wait for another run of the same thread."""
RUN_SECONDS = 600.0
"""How long a run may take where the server names no time of expiry."""
_GRACE_SECONDS = 30.0
_MOST_TRIES = 8
_FIRST_POLL, _LONGEST_POLL, _POLL_GROWTH = 0.1, 2.0, 1.5
_NO_FUNCTION = "Error: no such function is registered in this notebook."

_at_work: set[str] = set()
"""The runs that turns of this kernel are still listening to."""


@dataclass(frozen=True)
class Question:
    """What is asked, and how. `model_given`: the model was named for this very question."""

    text: str
    files: tuple[uploads.Upload, ...] = ()
    poll: bool = False
    model_given: bool = False


class Stop:
    """Whether the user wants the run to end, and a bell that wakes who waits for news.

    A signal handler may ring: SimpleQueue.put is safe there, where an Event's lock is not.
    """

    def __init__(self) -> None:
        self.asked_at: float | None = None
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()

    @property
    def asked(self) -> bool:
        return self.asked_at is not None

    def ask(self) -> None:
        """Asks for the end."""
        self.asked_at = self.asked_at or time.monotonic()
        self.ring()

    def ring(self) -> None:
        """Tells that there is news."""
        self._bell.put(None)

    def listen(self, seconds: float) -> None:
        """Waits for the bell, at most so long."""
        try:
            self._bell.get(timeout=seconds)
        except queue.Empty:
            return

    def sleep(self, seconds: float) -> None:
        """Waits so long, or until the end is asked for."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))


class Turn:
    """`take` runs in a worker thread, `cancel` in another; `error` is why it could not be taken."""

    def __init__(
        self,
        backend: Backend,
        registry: Registry,
        talk: Talk,
        question: Question,
        progress: Progress,
        stop: Stop,
    ) -> None:
        self._backend = backend
        self._registry = registry
        self._talk = talk
        self._question = question
        self._progress = progress
        self._stop = stop
        self._named = threading.Event()
        self._reconnected = False
        self.done = False
        self.error: BaseException | None = None

    def take(self) -> None:
        """Takes the turn from the question to the last word of its run."""
        try:
            self._attend(self._begin())
            while self._progress.status == "requires_action":
                self._attend(self._submit())
            self._finish()
        except uploads.Stopped:
            self._progress.end("cancelled", "The run was stopped before it began.")
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

    def let_go(self) -> None:
        """Declares that nobody listens any more: a later question may cancel this run."""
        _at_work.discard(self._talk.run_id)

    # -- beginning -------------------------------------------------------------------------

    def _begin(self) -> Iterator[Event] | None:
        """Gets the run going, past whatever can be put right; None: it is to be polled."""
        for attempt in range(_MOST_TRIES):
            self._check_stop()
            try:
                return self._start()
            except Missing as error:
                self._replace_missing(str(error))
            except LockedThread as busy:
                self._wait_for(busy)
            except TooManyRequests as error:
                self._wait_and_say(error, attempt)
            except (Unreachable, WrongKey) as error:
                if self._reach_again(error):
                    return None
        raise RunFailed("The question could not be asked, though tried again and again.")

    def _start(self) -> Iterator[Event] | None:
        self._talk = conversation.with_assistant(self._backend, self._registry, self._talk)
        wire, talk = self._backend.wire, self._talk
        attachments, known = uploads.attach(
            wire, self._question.files, talk.uploads, lambda: self._stop.asked
        )
        self._talk = talk = replace(talk, uploads=known)
        self._check_stop()
        path, body = self._request(attachments)
        if self._question.poll:
            self._know(wire.post(path, body, self._backend.headers))
            return None
        return wire.stream(path, body, self._backend.headers)

    def _request(self, attachments: list[Json]) -> tuple[str, Json]:
        """One request brings question and run together, so that neither is left without."""
        talk = self._talk
        message: Json = {"role": "user", "content": self._question.text}
        if attachments:
            message["attachments"] = attachments
        body: Json = {"assistant_id": talk.assistant_id}
        if self._question.model_given or not talk.chosen:
            body["model"] = self._backend.model
        if talk.thread_id:
            return f"/threads/{talk.thread_id}/runs", {**body, "additional_messages": [message]}
        thread = {"messages": [*conversation.opening(talk), message]}
        return "/threads/runs", {**body, "thread": thread}

    def _replace_missing(self, words: str) -> None:
        """Makes again what the server has lost: the assistant, the files, or the thread."""
        talk = self._talk
        lowered = words.lower()
        if not talk.assistant_id:
            raise BackendUnavailable(
                f"{self._backend.name} ({self._backend.base_url}) does not serve assistants: "
                f"{words} Name a server that does in ASSIST_MAGIC_BASE_URL."
            )
        if talk.assistant_id in words or "assistant" in lowered:
            self._talk = conversation.without_assistant(self._backend, talk)
        elif "file" in lowered and talk.uploads:
            self._talk = replace(talk, uploads={})
        elif talk.thread_id:
            self._talk = conversation.begin_again(self._registry, talk)
            self._progress.note(self._talk.notes[-1])
        else:
            raise RunFailed(f"The server does not know what it was asked for: {words}")

    def _wait_for(self, busy: LockedThread) -> None:
        """Waits for the run that holds the thread; ends it first if it is a left-over of ours."""
        wire, run_id = self._backend.wire, busy.run_id
        if self._is_left_over(run_id):
            wire.cancel(self._talk.thread_id, run_id)
        else:
            self._progress.note("Another question held the thread; this one waited for it.")
        until = time.monotonic() + LOCK_SECONDS
        delay = _FIRST_POLL
        while time.monotonic() < until:
            self._stop.sleep(delay)
            self._check_stop()
            run, _ = wire.run(self._talk.thread_id, run_id)
            if run.get("status") not in {"queued", "in_progress", "requires_action", "cancelling"}:
                return
            delay = min(delay * _POLL_GROWTH, _LONGEST_POLL)
        raise ThreadBusy(
            f"{run_id} still holds the thread after {LOCK_SECONDS:.0f} s. Run the cell again "
            "later, or ask beside it with `-t NAME`, or begin anew with `--new`."
        )

    def _is_left_over(self, run_id: str) -> bool:
        """Whether a run is ours and nobody listens to it: its kernel is gone, or has let go."""
        import psutil

        talk = self._talk
        if run_id != talk.run_id or run_id in _at_work:
            return False
        return talk.pid == os.getpid() or not psutil.pid_exists(talk.pid)

    def _wait_and_say(self, error: TooManyRequests, attempt: int) -> None:
        if attempt >= 3:
            raise error
        seconds = min(error.seconds if error.seconds is not None else 2.0**attempt, 30.0)
        self._progress.note(
            f"The server had too much to do; tried again after {seconds:.0f} s "
            f"({attempt + 1} of 3)."
        )
        self._stop.ring()
        self._stop.sleep(seconds)

    def _reach_again(self, error: BackendUnavailable) -> bool:
        """Finds the own engine once more: it may have ended, or come back on another port.

        Gives back whether the run was made all the same, though no answer came, and is to be
        polled; otherwise it is safe to ask again.
        """
        untouched = getattr(error, "untouched", True)
        if self._backend.own and not self._reconnected:
            self._reconnected = True
            self._backend = reconnect(self._backend)
        elif untouched:
            raise error
        if untouched:
            return False
        if self._adopt():
            return True
        raise error

    def _adopt(self) -> bool:
        """Looks whether the run was made although no answer came; then it is to be polled."""
        if not self._talk.thread_id:
            return False
        path = f"/threads/{self._talk.thread_id}/runs"
        newest = self._backend.wire.get(path, limit=1, order="desc").get("data") or []
        if not newest or newest[0]["id"] == self._talk.run_id:
            return False
        self._know(newest[0])
        return True

    # -- following -------------------------------------------------------------------------

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
        self._progress.feed("thread.run.created", run)
        self._talk = replace(
            self._talk, thread_id=str(run["thread_id"]), run_id=str(run["id"]), before=()
        )
        conversation.remember(self._registry, self._talk)
        for note in self._registry.take_notes():
            self._progress.note(note)
        _at_work.add(self._talk.run_id)
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
            except (Unreachable, TooManyRequests, WrongKey) as error:
                if self._backend.own and isinstance(error, Unreachable | WrongKey):
                    self._backend = reconnect(self._backend)
                else:
                    self._stop.sleep(2.0**attempt)
        return self._backend.wire.run(thread_id, run_id)

    def _load(self, run: Json, whole: bool, steps: bool = False) -> None:
        wire, base = self._backend.wire, f"/threads/{self._talk.thread_id}"
        found: list[Json] = []
        said: list[Json] = []
        if whole or steps:
            found = wire.pages(f"{base}/runs/{self._talk.run_id}/steps")
        if whole:
            said = [
                each
                for each in wire.pages(f"{base}/messages", run_id=self._talk.run_id)
                if each.get("run_id") == self._talk.run_id
            ]
        self._progress.load(run, found, said)
        downloads.fetch_images(wire, self._progress)
        self._stop.ring()

    def _submit(self) -> Iterator[Event] | None:
        """Answers function calls; without registered functions each is told that it is none."""
        calls = _required(self._progress.run)
        outputs = [{"tool_call_id": each["id"], "output": _NO_FUNCTION} for each in calls]
        path = f"/threads/{self._talk.thread_id}/runs/{self._talk.run_id}/submit_tool_outputs"
        body: Json = {"tool_outputs": outputs}
        if self._question.poll:
            self._progress.load(self._backend.wire.post(path, body), [], [])
            return None
        return self._backend.wire.stream(path, body)

    def _finish(self) -> None:
        downloads.fetch_images(self._backend.wire, self._progress)
        downloads.fetch_links(self._backend.wire, self._progress)
        reply = self._progress.reply()
        if reply.text and reply.status in {"completed", "incomplete"}:
            self._registry.add_turn(reply.thread_id, Said(self._question.text, reply.text))

    def _check_stop(self) -> None:
        if self._stop.asked:
            raise uploads.Stopped


def _required(run: Json) -> list[dict[str, Any]]:
    action = run.get("required_action") or {}
    return list((action.get("submit_tool_outputs") or {}).get("tool_calls") or [])


def _lifetime(run: Json) -> float:
    begun, ends = run.get("created_at"), run.get("expires_at")
    return float(ends - begun) if begun and ends else RUN_SECONDS
