"""Opening: gets a question's run going, past whatever can be put right on the way.

A lost thread, assistant or file is made again, a busy thread waited for, a busy server asked
again, the own engine found again, another dialect taken where the server wants it; documents are
left to code where no file_search is to be had. One request brings question and run, but on a v1
server, where a question can be left in its thread without a run: that is told, and the next try
uses it. What the requests hold is asked's, following the run turn's.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from assist_magic.backend.connect import Backend, corrected, forget, reconnect
from assist_magic.backend.refusals import (
    LockedThread,
    Missing,
    Refused,
    TooManyRequests,
    Unreachable,
    WrongKey,
)
from assist_magic.backend.wire import Event, Json
from assist_magic.conversation import talk as conversation
from assist_magic.conversation.notebook import is_another_kernel
from assist_magic.conversation.registry import Registry
from assist_magic.conversation.talk import Talk
from assist_magic.errors import AssistantError, BackendUnavailable, RunFailed, ThreadBusy
from assist_magic.files import uploads
from assist_magic.progress.snapshots import Progress
from assist_magic.reply import ENDED
from assist_magic.run import stepwise
from assist_magic.run.asked import Asked
from assist_magic.run.question import Question
from assist_magic.stop import Stop

LOCK_SECONDS = 60.0
"""How long to wait for another run of the same thread."""
_MOST_TRIES = 8
_FIRST_POLL, _LONGEST_POLL, _POLL_GROWTH = 0.1, 2.0, 1.5
_STANDS = (
    "The question stands in the thread: run the cell again, and it is answered there, not sent "
    "once more."
)

at_work: set[str] = set()
"""The runs that turns of this kernel are listening to."""


class Opening:
    """`begin` changes `backend` and `talk` to what has proved to work.

    `run` is the run itself where it is to be polled, None where its stream will name it.
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
        self.backend = backend
        self.talk = talk
        self.run: Json | None = None
        self._registry = registry
        self._question = question
        self._progress = progress
        self._stop = stop
        self._reconnected = False
        self._dialects = {backend.dialect}
        self._stands = False
        self._remade = False
        self._may_search = True
        self._searches = False

    def begin(self) -> Iterator[Event] | None:
        """Gets the run going, past whatever can be put right; None: it is to be polled."""
        try:
            return self._begin()
        except AssistantError as error:
            if self._stands:
                error.args = (f"{error} {_STANDS}",)
            raise

    def _begin(self) -> Iterator[Event] | None:
        for attempt in range(_MOST_TRIES):
            self._stop.check()
            try:
                return self._start()
            except Missing as error:
                self._replace_missing(str(error))
            except Refused as error:
                self._ask_otherwise(error)
            except LockedThread as busy:
                self._wait_for(busy)
            except TooManyRequests as error:
                self._wait_and_say(error, attempt)
            except (Unreachable, WrongKey) as error:
                if self._reach_again(error):
                    return None
        raise RunFailed("The question could not be asked, though tried again and again.")

    def _start(self) -> Iterator[Event] | None:
        self.talk = conversation.with_assistant(self.backend, self._registry, self.talk)
        wire, talk = self.backend.wire, self.talk
        self._question = self._question.beside(talk.uploads)
        known = uploads.send(wire, self._question.sent, talk.uploads, self._stop)
        self.talk = replace(talk, uploads=known)
        self._stop.check()
        if self.backend.dialect.is_v1:
            self.run = self._run_stepwise()
            return None
        path, body = self._asked().whole
        if self._question.poll:
            self.run = wire.post(path, body, self.backend.headers)
            return None
        return wire.stream(path, body, self.backend.headers)

    def _run_stepwise(self) -> Json:
        """The run that is made by v1's three requests: thread, message, run."""
        wire, message = self.backend.wire, self._question.message_v1(self.talk.uploads)
        is_new = not self.talk.thread_id
        if is_new:
            thread_id = stepwise.begin_thread(wire, self.talk.before)
            self.talk = conversation.arrived(self._registry, self.talk, thread_id)
        path = f"/threads/{self.talk.thread_id}"
        if is_new or not stepwise.stands(wire, self.talk.thread_id, message):
            wire.post(f"{path}/messages", message)
        self._stands = True
        return wire.post(f"{path}/runs", self._asked().run_v1)

    def _asked(self) -> Asked:
        """What is asked of the server as things stand."""
        asked = Asked(self.backend, self.talk, self._question, self._may_search)
        self._searches = asked.searches
        return asked

    def _ask_otherwise(self, error: Refused) -> None:
        """Takes the dialect that a refusal asks for, or leaves documents to the assistant's code,
        if it may be file_search that was refused."""
        if self._takes_dialect(str(error)):
            return
        if not self._searches:
            raise error
        self._may_search = self._searches = False
        self._progress.note(f"The server will not search the documents of this thread ({error})")

    def _takes_dialect(self, refusal: str) -> bool:
        """Whether these words ask for a dialect that was not tried; it is taken then."""
        other = corrected(self.backend, refusal)
        if other is None or other.dialect in self._dialects:
            return False
        self._dialects.add(other.dialect)
        self.backend = other
        self._question.check(other)
        return True

    def _replace_missing(self, words: str) -> None:
        """Makes again what the server has lost: the assistant, the files, or the thread.

        What it does not name is taken for the thread, unless the question just got into that.
        """
        talk, lowered = self.talk, words.lower()
        if not talk.assistant_id:
            forget(self.backend)
            raise BackendUnavailable(
                f"{self.backend.name} ({self.backend.base_url}) does not serve assistants: "
                f"{words} Name a server that does in ASSIST_MAGIC_BASE_URL."
            )
        if talk.assistant_id in words or "assistant" in lowered:
            self._replace_assistant(words)
        elif "file" in lowered and talk.uploads:
            self.talk = replace(talk, uploads={})
        elif talk.thread_id and ("thread" in lowered or not self._stands):
            self._stands = False
            self.talk = conversation.begin_again(self._registry, talk)
            self._progress.note(self.talk.notes[-1])
        else:
            self._replace_assistant(words)

    def _replace_assistant(self, words: str) -> None:
        if self._remade:
            raise RunFailed(f"The server does not know what it was asked for: {words}")
        self._remade = True
        self.talk = conversation.without_assistant(self.backend, self.talk)
        self._progress.note("The server no longer knows the assistant; it was made again.")

    def _wait_for(self, busy: LockedThread) -> None:
        """Waits for the run that holds the thread; ends it first if it is a left-over of ours."""
        wire, run_id = self.backend.wire, busy.run_id
        if self._is_left_over(run_id):
            wire.cancel(self.talk.thread_id, run_id)
        else:
            self._progress.note("Another question held the thread; this one waited for it.")
        until = time.monotonic() + LOCK_SECONDS
        delay = _FIRST_POLL
        while time.monotonic() < until:
            self._stop.sleep(delay)
            self._stop.check()
            try:
                run, _ = wire.run(self.talk.thread_id, run_id)
            except Missing:  # a run that the server has lost may hold the thread all the same
                self._stop.sleep(_LONGEST_POLL)
                return
            if run.get("status") in ENDED:
                return
            delay = min(delay * _POLL_GROWTH, _LONGEST_POLL)
        raise ThreadBusy(
            f"{run_id} still holds the thread after {LOCK_SECONDS:.0f} s. Run the cell again "
            "later, or ask beside it with `-t NAME`, or begin anew with `--new`."
        )

    def _is_left_over(self, run_id: str) -> bool:
        """Whether a run is ours and nobody listens to it: its kernel is gone, or has let go."""
        if run_id != self.talk.run_id or run_id in at_work:
            return False
        return not is_another_kernel(self.talk.pid)

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
        if self.backend.own and not self._reconnected:
            self._reconnected = True
            self.backend = reconnect(self.backend)
        elif untouched:
            raise error
        if untouched:
            return False
        if self._adopt():
            return True
        raise error

    def _adopt(self) -> bool:
        """Looks whether the run was made although no answer came; then it is to be polled."""
        if not self.talk.thread_id or (self.backend.dialect.is_v1 and not self._stands):
            return False
        path = f"/threads/{self.talk.thread_id}/runs"
        newest = self.backend.wire.get(path, limit=1, order="desc").get("data") or []
        if not newest or newest[0]["id"] == self.talk.run_id:
            return False
        self.run = newest[0]
        return True
