"""From snapshot to snapshot: what a live view has to be told next, and when.

A Progress compares each Reply with what it has told before and gives the difference, as small as
it can be: the traffic of an answer grows with its length, not with its square.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

from assist_magic.plain import plain
from assist_magic.reply import File, Image, Reply, Step, Text
from assist_magic.view.citations import numbered, with_numbers
from assist_magic.view.code import pieces
from assist_magic.view.steps import plain_log, step_name

_PAUSE = 0.1  # seconds between two changes at least, so that ten a second are the most
_PATIENCE = 2.5  # seconds after which even one held-back character is shown
_SETTLED = 0.3  # seconds after which code that has not grown is taken for whole, and coloured
_LARGEST_IMAGE = 2_000_000  # bytes; larger ones are shown with the final outputs only
_STATUS_WORDS = {
    "requires_action": "Calling a function of this notebook",
    "cancelling": "Stopping",
}
_STEP_WORDS = {
    "in_progress": "working",
    "completed": "done",
    "failed": "failed",
    "cancelled": "stopped",
    "expired": "expired",
}


class Progress:
    """Follows one reply; `next` gives the change to draw, None while there is none to draw."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[str, Any] = {}
        self._answers: dict[int, _Answer] = {}
        self._code: dict[int, tuple[str, float]] = {}
        self._told_length = 0
        self._told_at = float("-inf")

    def next(self, reply: Reply) -> dict[str, Any] | None:
        """What to tell for `reply`: `head`, `steps` and `images` by key where they are new, and
        `edits` as [key, offset, addition], the offset in UTF-16 units as JavaScript counts."""
        now = self._clock()
        length = _length(reply)
        facts = {**dict(_facts(reply)), **dict(self._colours(reply, now))}
        news = {key: value for key, value in facts.items() if self._told.get(key) != value}
        if not news and not self._text_is_due(now, length):
            return None
        if now - self._told_at < _PAUSE and (self._told_length or not length):
            return None
        change = {key: _wire(fact) for key, fact in news.items()}
        edits = [edit for key, text in self._texts(reply) for edit in self._edit(key, text)]
        if edits:
            change["edits"] = edits
        self._told.update(news)
        self._told_at, self._told_length = now, length
        return change or None

    def _text_is_due(self, now: float, length: int) -> bool:
        fresh = abs(length - self._told_length)
        enough = min(176, 24 + self._told_length // 12) if self._told_length else 1
        return fresh >= enough or (fresh > 0 and now - self._told_at >= _PATIENCE)

    def _colours(self, reply: Reply, now: float) -> Iterator[tuple[str, list[list[Any]]]]:
        """Class and length of each piece of the Python that is whole."""
        for number, step in enumerate(reply.steps):
            code = step.input.rstrip()
            if step.kind != "code_interpreter" or not code:
                continue
            known, since = self._code.get(number, ("", now))
            if code != known:
                since = now
                self._code[number] = (code, now)
            if step.status != "in_progress" or step.logs or now - since >= _SETTLED:
                runs = [[kind, _units(text)] for kind, text in pieces(code)]
                yield f"colours {number}", runs

    def _texts(self, reply: Reply) -> Iterator[tuple[str, str]]:
        for number, step in enumerate(reply.steps):
            yield f"code {number}", step.input.rstrip()
            yield f"log {number}", plain_log(step.logs)
        footnotes = numbered(reply)
        for number, part in enumerate(reply.parts):
            if isinstance(part, Text):
                answer = self._answers.setdefault(number, _Answer())
                shown = with_numbers(part.value, footnotes)
                for block, text in answer.blocks(shown, part.files):
                    yield f"text {number} {block}", text

    def _edit(self, key: str, text: str) -> Iterator[list[Any]]:
        before = self._told.get(key, "")
        if text != before:
            kept = commonprefix([before, text])
            yield [key, len(kept.encode("utf-16-le")) // 2, text[len(kept) :]]
            self._told[key] = text


@dataclass
class _Answer:
    """One text part cut into blocks, of which all but the last are rendered once and for all."""

    frozen: str = ""
    count: int = 0

    def blocks(self, text: str, files: tuple[File, ...]) -> Iterator[tuple[int, str]]:
        """The blocks that can have changed, each as safe Markdown with its number."""
        # Parsing costs an import that need not happen before there is text.
        from assist_magic.view.render import growing_blocks

        if not text.startswith(self.frozen):
            yield from ((number, "") for number in range(self.count + 1))
            self.frozen, self.count = "", 0
        *done, (_, last) = growing_blocks(text[len(self.frozen) :], files)
        for source, safe in done:
            yield self.count, safe
            self.frozen += source
            self.count += 1
        yield self.count, last


def _units(text: str) -> int:
    """The length of a text as JavaScript counts it."""
    return len(text.encode("utf-16-le")) // 2


def _length(reply: Reply) -> int:
    """Characters of all that grows."""
    parts = sum(len(part.value) for part in reply.parts if isinstance(part, Text))
    return parts + sum(len(step.input) + len(step.logs) for step in reply.steps)


def _facts(reply: Reply) -> Iterator[tuple[str, Any]]:
    """What does not grow but changes as a whole, by key."""
    spent = [f"{reply.usage.total_tokens:,} tokens"] if reply.usage else []
    tokens = " · ".join([*spent, str(reply.cost)] if reply.cost else spent)
    yield "head", {"state": state_words(reply), "model": plain(reply.model), "tokens": tokens}
    if reply.notes:
        yield "notes", [plain(note) for note in reply.notes]
    plots: dict[str, str] = {}
    for number, step in enumerate(reply.steps):
        yield f"step {number}", {"name": step_name(step), "state": _STEP_WORDS[step.status]}
        for place, image in enumerate(step.images):
            if _can_be_told(image):
                plots[image.file_id] = f"plot {number} {place}"
                yield f"plot {number} {place}", image
    for number, part in enumerate(reply.parts):
        if isinstance(part, Image) and part.file_id in plots:
            yield f"image {number} 0", plots[part.file_id]  # it has been told: it moves
        elif isinstance(part, Image) and _can_be_told(part):
            yield f"image {number} 0", part


def _can_be_told(image: Image) -> bool:
    return image.data is not None and len(image.data) <= _LARGEST_IMAGE


def _wire(fact: Any) -> Any:
    """A fact as JSON; an image as its URL, encoded only when it is told."""
    if not isinstance(fact, Image):
        return fact
    encoded = base64.b64encode(fact.data or b"").decode("ascii")
    return f"data:{fact.media_type};base64,{encoded}"


def state_words(reply: Reply) -> str:
    """What is going on, in a few words that change only when it does."""
    if reply.status in _STATUS_WORDS:
        return _STATUS_WORDS[reply.status]
    if reply.ended:
        return "Finishing"
    working = _working(reply.steps)
    if working is not None:
        return {"code_interpreter": "Running Python", "file_search": "Searching the files"}.get(
            working.kind, f"Calling {step_name(working)}"
        )
    if any(isinstance(part, Text) and part.value for part in reply.parts):
        return "Writing the answer"
    return "Thinking" if reply.run_id else "Sending the question"


def _working(steps: tuple[Step, ...]) -> Step | None:
    return next((step for step in reversed(steps) if step.status == "in_progress"), None)
