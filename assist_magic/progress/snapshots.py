"""Progress: what a run has brought so far, from stream events or from whole objects → Reply.

The only place of the front that reads runs, messages and steps as the wire carries them.
It fetches nothing: `wanted` says which images are missing, `put` brings them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Literal, cast

from assist_magic.prices import NO_PRICES, Prices
from assist_magic.progress.citations import Searches, citations_of, names_of, searches_of
from assist_magic.progress.pieces import (
    CallPart,
    ImagePart,
    Json,
    StepPart,
    TextPart,
    add_call,
    add_content,
    images_of,
)
from assist_magic.reply import ENDED, File, Image, Reply, Status, Step, Text, Usage

_NEXT_STEP = {
    "rate_limit_exceeded": "Wait a moment, then run the cell again.",
    "invalid_prompt": "Ask in other words.",
    "server_error": "Run the cell again; `%assistant status` shows which model answers.",
}
_DECLINED = "No model can take this question."  # how the own engine says it
_CUT_OFF = {
    "max_completion_tokens": "the answer reached its limit of tokens. Ask it to go on.",
    "max_prompt_tokens": "the thread is too long for the model. Begin a new one with --new.",
}


class Progress:
    """Grows in one thread and is read in another; `version` rises with every change.

    `settled` is set by the reader of the run when nothing more will come, `begins_thread` where
    the run is the first of its thread: the fee of that is part of its cost.
    """

    def __init__(self, model: str, notes: tuple[str, ...] = (), prices: Prices = NO_PRICES) -> None:
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._run: Json = {"status": "queued"}
        self._model = model
        self._notes = list(notes)
        self._messages: dict[str, dict[int, TextPart | ImagePart]] = {}
        self._steps: dict[str, StepPart] = {}
        self._bytes: dict[str, bytes] = {}
        self._paths: dict[str, tuple[str, str]] = {}
        self._error: str | None = None
        self._prices = prices
        self.begins_thread = False
        self.version = 0
        self.text_length = 0

    # -- what comes in ---------------------------------------------------------------------

    def feed(self, name: str, data: Json) -> None:
        """Takes one stream event; kinds that are unknown change nothing."""
        kind = data.get("object")
        with self._lock:
            if kind == "thread.run":
                self._take_run(data)
            elif kind == "thread.message.delta":
                self._add_to_message(data)
            elif kind == "thread.message":
                self._take_message(data, name.endswith((".completed", ".incomplete")))
            elif kind == "thread.run.step.delta":
                self._add_to_step(data)
            elif kind == "thread.run.step":
                self._take_step(data, name.endswith((".created", ".in_progress")))
            self.version += 1

    def load(self, run: Json, steps: list[Json], messages: list[Json]) -> None:
        """Takes the state of a run as a whole, lists oldest first; empty lists add nothing."""
        with self._lock:
            self._take_run(run)
            for step in steps:
                self._take_step(step, False)
            for message in messages:
                if message.get("role") == "assistant":
                    self._take_message(message, True)
            self.version += 1

    def put(self, file_id: str, data: bytes) -> None:
        """The bytes of an image."""
        with self._lock:
            self._bytes[file_id] = data
            self.version += 1

    def place(self, file_id: str, path: str, folder: str) -> None:
        """Where the copy of a linked file lies in the notebook's folder."""
        with self._lock:
            self._paths[file_id] = path, folder
            self.version += 1

    def note(self, words: str) -> None:
        """Something that the user should know; said once."""
        with self._lock:
            if words not in self._notes:
                self._notes.append(words)
            self.version += 1

    def end(self, status: Status, error: str | None = None) -> None:
        """Ends it from this side, where the server's own last word will not be waited for."""
        with self._lock:
            self._run = {**self._run, "status": status}
            self._error = error or self._error
            for step in self._steps.values():
                if step.status == "in_progress":
                    step.status = "cancelled" if status == "cancelled" else "failed"
            self.version += 1

    # -- what comes out --------------------------------------------------------------------

    @property
    def run(self) -> Json:
        """The run as last seen; without `id` as long as the server has not named it."""
        return self._run

    @property
    def run_id(self) -> str:
        return str(self._run.get("id") or "")

    @property
    def thread_id(self) -> str:
        return str(self._run.get("thread_id") or "")

    @property
    def status(self) -> Status:
        return cast(Status, self._run.get("status") or "queued")

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    def wanted(self) -> list[str]:
        """The images that are named but not yet here."""
        with self._lock:
            named = [image for step in self._steps.values() for image in images_of(step)]
            named += [
                part.file_id
                for message in self._messages.values()
                for part in message.values()
                if isinstance(part, ImagePart)
            ]
            return [each for each in dict.fromkeys(named) if each not in self._bytes]

    def links(self) -> tuple[File, ...]:
        """The files that the texts link."""
        return self.reply().files

    def reply(self) -> Reply:
        """The snapshot of now."""
        with self._lock:
            run = self._run
            model, usage = str(run.get("model") or self._model), _usage(run.get("usage"))
            return Reply(
                thread_id=self.thread_id,
                run_id=self.run_id,
                assistant_id=str(run.get("assistant_id") or ""),
                model=model,
                status=self.status,
                parts=self._parts(),
                steps=self._step_values(),
                usage=usage,
                error=self._error or _failure(run),
                notes=tuple(self._notes),
                seconds=time.monotonic() - self._began,
                cost=self._prices.cost(model, usage, self.begins_thread),
            )

    def _parts(self) -> tuple[Text | Image, ...]:
        parts: list[Text | Image] = []
        searches = searches_of(self._steps.values())
        for message in self._messages.values():
            for index in sorted(message):
                part = message[index]
                if isinstance(part, ImagePart):
                    parts.append(self._image(part.file_id))
                elif part.pieces:
                    parts.append(self._text(part, searches))
        return tuple(parts)

    def _text(self, part: TextPart, searches: Searches) -> Text:
        citations = citations_of(part.annotations.values(), searches)
        return Text("".join(part.pieces), self._files(part), citations)

    def _files(self, part: TextPart) -> tuple[File, ...]:
        found = []
        for annotation in part.annotations.values():
            file_id = (annotation.get("file_path") or {}).get("file_id")
            if file_id:
                marker = str(annotation.get("text") or "")
                name = PurePosixPath(marker.removeprefix("sandbox:")).name or file_id
                found.append(File(file_id, name, marker, *self._paths.get(file_id, ())))
        return tuple(found)

    def _image(self, file_id: str) -> Image:
        data = self._bytes.get(file_id)
        return Image(file_id, data or None, _media_type(data or b""))

    def _step_values(self) -> tuple[Step, ...]:
        return tuple(
            self._step_value(step_id, step, index, call)
            for step_id, step in sorted(self._steps.items(), key=lambda item: item[1].order)
            for index, call in sorted(step.calls.items())
        )

    def _step_value(self, step_id: str, step: StepPart, index: int, call: CallPart) -> Step:
        kinds = Literal["code_interpreter", "function", "file_search"]
        states = Literal["in_progress", "completed", "failed", "cancelled", "expired"]
        return Step(
            id=f"{step_id}:{index}" if index else step_id,
            kind=cast(kinds, call.kind),
            status=cast(states, step.status),
            name=call.name,
            input="".join(call.input),
            logs="".join(call.logs) or names_of(call.found),
            images=tuple(self._image(each) for each in call.images),
            seconds=step.seconds,
        )

    # -- how the wire is read --------------------------------------------------------------

    def _take_run(self, run: Json) -> None:
        # A run that this side has ended stays ended.
        if not (self.ended and run.get("status") not in ENDED):
            self._run = run

    def _take_message(self, message: Json, whole: bool) -> None:
        parts = self._messages.setdefault(message["id"], {})
        if not whole:
            return
        for index, content in enumerate(message.get("content") or []):
            fresh: dict[int, TextPart | ImagePart] = {}
            add_content(fresh, {**content, "index": index})
            parts.update(fresh)
        self._count()

    def _add_to_message(self, data: Json) -> None:
        parts = self._messages.setdefault(data["id"], {})
        for content in (data.get("delta") or {}).get("content") or []:
            self.text_length += add_content(parts, content)

    def _count(self) -> None:
        self.text_length = sum(
            len(piece)
            for message in self._messages.values()
            for part in message.values()
            if isinstance(part, TextPart)
            for piece in part.pieces
        )

    def _take_step(self, data: Json, young: bool) -> None:
        step = self._steps.setdefault(data["id"], StepPart(order=len(self._steps)))
        step.status = data.get("status") or step.status
        step.seconds = _seconds(data)
        calls = (data.get("step_details") or {}).get("tool_calls") or []
        if calls and not young:
            step.calls = {}
        if not (young and step.calls):
            for index, call in enumerate(calls):
                add_call(step.calls, {"index": index, **call})

    def _add_to_step(self, data: Json) -> None:
        step = self._steps.setdefault(data["id"], StepPart(order=len(self._steps)))
        details = (data.get("delta") or {}).get("step_details") or {}
        for call in details.get("tool_calls") or []:
            add_call(step.calls, call)


def _seconds(data: Mapping[str, Any]) -> float | None:
    begun, done = data.get("created_at"), data.get("completed_at")
    return float(done - begun) if begun and done else None


def _usage(usage: Json | None) -> Usage | None:
    if not usage:
        return None
    return Usage(usage.get("prompt_tokens") or 0, usage.get("completion_tokens") or 0)


def _failure(run: Json) -> str | None:
    """Why a run has ended without a whole answer, with the next step; None if it has not."""
    status = run.get("status")
    if status == "failed":
        error = run.get("last_error") or {}
        words = str(error.get("message") or "The server gave no reason.").rstrip()
        return f"{words} {_next_step(words, error.get('code', ''), run.get('model') or '')}"
    if status == "incomplete":
        reason = (run.get("incomplete_details") or {}).get("reason") or "of an unknown limit"
        return f"The answer is incomplete: {_CUT_OFF.get(reason, reason)}"
    if status == "expired":
        told = (run.get("last_error") or {}).get("message")
        return f"{told or 'The run took longer than the server allows.'} Run the cell again."
    if status == "cancelled":
        return "The run was stopped."
    return None


def _next_step(words: str, code: str, model: str) -> str:
    """What helps; the same question once more is of no use where it was declined."""
    if not words.startswith(_DECLINED):
        return _NEXT_STEP.get(code, _NEXT_STEP["server_error"])
    if model == "solver":
        return "Let another model answer: `%assistant model default`."
    return "Ask in other words, or choose a model with `%assistant model NAME`."


def _media_type(data: bytes) -> str:
    if data.startswith(b"\xff\xd8"):
        return "image/jpeg"
    if data.startswith(b"GIF8"):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/png"
