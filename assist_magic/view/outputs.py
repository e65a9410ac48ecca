"""The outputs that a finished reply leaves in the notebook: the same in every mode.

Data holds nothing that changes from run to run (no ids, times or token counts), because tools
that compare notebooks compare data; all of that goes into the output's metadata.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import chain, groupby
from typing import Any

from assist_magic.plain import plain
from assist_magic.reply import File, Image, Reply, Text
from assist_magic.view.citations import Numbers, numbered, sources, with_numbers
from assist_magic.view.previews import previews
from assist_magic.view.render import escape, markdown
from assist_magic.view.steps import steps_html, steps_text
from assist_magic.view.words import words_with_marks

_Bundle = tuple[dict[str, str], dict[str, Any]]  # data, and what more the metadata holds

_ENDINGS = {
    "cancelled": "stopped",
    "failed": "failed",
    "expired": "expired",
    "incomplete": "cut short",
}


@dataclass(frozen=True)
class Output:
    """One output of a cell: a MIME bundle and its metadata."""

    data: dict[str, str]
    metadata: dict[str, Any]


def outputs(reply: Reply) -> list[Output]:
    """What `reply` leaves in the cell, in order.

    A reply that has not completed ends with a line that says so, like "(stopped)"; one of a run
    that was never begun leaves nothing.
    """
    record = _record(reply)
    return [Output(data, {"assist_magic": {**record, **extra}}) for data, extra in _bundles(reply)]


def _bundles(reply: Reply) -> Iterator[_Bundle]:
    for note in reply.notes:
        yield _line(note), {}
    if reply.steps:
        yield from _steps(reply)
    numbers = numbered(reply)
    for is_text, parts in groupby(reply.parts, lambda part: isinstance(part, Text)):
        if is_text:
            yield from _texts([part for part in parts if isinstance(part, Text)], numbers)
        else:
            yield from chain(*(_image(part) for part in parts if isinstance(part, Image)))
    if numbers:
        yield _sources(reply)
    mark = ending(reply)
    if mark:
        yield _line(f"({mark})"), {}


def _steps(reply: Reply) -> Iterator[_Bundle]:
    """The steps, and those of their images that the answer does not show again."""
    yield {"text/html": steps_html(reply.steps), "text/plain": steps_text(reply.steps)}, {}
    shown = {part.file_id for part in reply.parts if isinstance(part, Image)}
    for image in (image for step in reply.steps for image in step.images):
        if image.file_id not in shown:
            yield from _image(image)


def ending(reply: Reply) -> str:
    """The word that marks a reply that has not completed, "" for one that has."""
    if not reply.ended:
        return "stopped"
    if reply.status == "failed" and not (reply.run_id or reply.parts or reply.steps):
        return ""  # nothing was begun: the error says it all
    if reply.status == "completed":
        return "" if reply.parts or reply.steps else "no answer"
    return _ENDINGS[reply.status]


def _line(text: str) -> dict[str, str]:
    line = plain(text).strip()
    return {"text/markdown": f"*{escape(line)}*", "text/plain": line}


def _texts(parts: list[Text], numbers: Numbers) -> Iterator[_Bundle]:
    texts = [(with_numbers(part.value, numbers), part.files) for part in parts]
    if not any(text.strip() for text, _ in texts):
        return
    files = tuple(file for part in parts for file in part.files)
    safe = "\n\n".join(markdown(plain(text), linked) for text, linked in texts)
    read = "\n\n".join(words_with_marks(text, linked) for text, linked in texts)
    extra = {"files": [_file_record(file) for file in files]} if files else {}
    yield {"text/markdown": safe, "text/plain": read}, extra
    for table, words in previews(files):
        yield {"text/markdown": table, "text/plain": words}, {}


def _file_record(file: File) -> dict[str, Any]:
    """A file as the notebook remembers it: not where on this machine the notebook lies."""
    return {name: value for name, value in asdict(file).items() if name != "folder"}


def _sources(reply: Reply) -> _Bundle:
    """The list of sources under an answer, a line for each footnote."""
    lines = list(sources(reply))
    safe = "  \n".join(f"[{number}] {escape(words)}" for number, words in lines)
    read = "\n".join(f"[{number}] {words}" for number, words in lines)
    cited = [{"file_id": each.file_id, "name": each.name} for each in reply.citations]
    return {"text/markdown": safe, "text/plain": read}, {"citations": cited}


def _image(image: Image) -> Iterator[_Bundle]:
    if image.data is None:
        yield _line("(an image that could not be fetched)"), {}
        return
    encoded = base64.b64encode(image.data).decode("ascii")
    yield {image.media_type: encoded, "text/plain": "<assistant image>"}, {"file": image.file_id}


def _record(reply: Reply) -> dict[str, Any]:
    """Where the reply came from and what it cost, for the metadata of each output."""
    record: dict[str, Any] = {
        "thread": reply.thread_id,
        "run": reply.run_id,
        "assistant": reply.assistant_id,
        "model": reply.model,
        "status": reply.status,
        "seconds": round(reply.seconds, 2),
    }
    if reply.usage is not None:
        record["usage"] = {**asdict(reply.usage), "total_tokens": reply.usage.total_tokens}
    if reply.cost is not None:
        record["cost"] = asdict(reply.cost)
    timed = [step.seconds for step in reply.steps]
    return {**record, "step_seconds": timed} if timed else record
