"""Reply: what one question has brought so far, as pure values; only `tables` reads files.

A run is followed as a series of whole Reply snapshots, each newer than the last. Whether they
came by stream, by poll or out of a finished thread, they have this one shape.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, log10
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from assist_magic.tables import Tables

Status = Literal[
    "queued", "in_progress", "requires_action", "cancelling",
    "completed", "incomplete", "failed", "cancelled", "expired",
]  # fmt: skip
ENDED: frozenset[str] = frozenset({"completed", "incomplete", "failed", "cancelled", "expired"})


@dataclass(frozen=True)
class File:
    """A file that the assistant made and its text links.

    `marker` is the text that stands for it in the message ("sandbox:/mnt/data/x.csv"), `path`
    where its copy lies, as the notebook links it: relative to the notebook's `folder`.
    """

    file_id: str
    name: str
    marker: str = ""
    path: str | None = None
    folder: str = field(default="", repr=False)

    @property
    def copy(self) -> Path | None:
        """Where its copy lies, wherever one works now; None if there is none."""
        return Path(self.folder, self.path) if self.path else None


@dataclass(frozen=True)
class Citation:
    """A passage of a document that the answer rests on.

    `marker` is what stands for it in the text ("【4:0†paper.pdf】"), `quote` the passage itself,
    "" where the server does not tell it.
    """

    file_id: str
    name: str
    marker: str = ""
    quote: str = field(default="", repr=False)


@dataclass(frozen=True)
class Text:
    """One text part of an answer: Markdown as the model wrote it, the files it links, and the
    passages it cites."""

    value: str
    files: tuple[File, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Image:
    """One image part; `data` are the bytes of a PNG or JPEG, None until they are fetched."""

    file_id: str
    data: bytes | None = field(default=None, repr=False)
    media_type: str = "image/png"


@dataclass(frozen=True)
class Step:
    """One tool call of a run.

    `input` is the Python of code_interpreter, the JSON arguments of a function, or what
    file_search looked for, where the server says it; `logs` what it printed, returned or found.
    `seconds` is None while it works or where the server does not say.
    """

    id: str
    kind: Literal["code_interpreter", "function", "file_search"]
    status: Literal["in_progress", "completed", "failed", "cancelled", "expired"]
    name: str = ""
    input: str = ""
    logs: str = ""
    images: tuple[Image, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True)
class Usage:
    """Tokens, as the server counted them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def total_tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True)
class Cost:
    """An amount of money; as a text, with as many digits as say something."""

    amount: float
    currency: str

    def __str__(self) -> str:
        digits = 2 if self.amount >= 1 or not self.amount else 1 - floor(log10(self.amount))
        return f"{self.amount:,.{max(digits, 2)}f} {self.currency}"


@dataclass(frozen=True, repr=False)
class Reply:
    """The answer to one question, so far.

    `parts` are its texts and images in reading order, `steps` its tool calls in order of
    creation, `notes` what the user should know about how it came (a thread that was lost and
    begun again, a retry), `error` the run's own failure in words, `parsed` the value in an answer
    that was asked for with a schema, `cost` what the run has cost, with the fee of a thread that
    it began, where the model has a price in `AssistantMagics.prices`.
    """

    thread_id: str = ""
    run_id: str = ""
    assistant_id: str = ""
    model: str = ""
    status: Status = "queued"
    parts: tuple[Text | Image, ...] = ()
    steps: tuple[Step, ...] = ()
    usage: Usage | None = None
    error: str | None = None
    notes: tuple[str, ...] = field(default=())
    seconds: float = 0.0
    parsed: Any = None
    cost: Cost | None = None

    def __repr__(self) -> str:
        counts = (("part", len(self.parts)), ("step", len(self.steps)))
        words = [f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts]
        return f"<Reply {', '.join([self.status, *words, *filter(None, [self.thread_id])])}>"

    @property
    def ended(self) -> bool:
        """Whether the run has reached a terminal status."""
        return self.status in ENDED

    @property
    def text(self) -> str:
        """All text parts, joined by blank lines."""
        return "\n\n".join(part.value for part in self.parts if isinstance(part, Text))

    @property
    def images(self) -> tuple[bytes, ...]:
        """The bytes of each image of the answer."""
        return tuple(
            part.data for part in self.parts if isinstance(part, Image) and part.data is not None
        )

    @property
    def files(self) -> tuple[File, ...]:
        """Each file that the answer links, once."""
        found = {
            file.file_id: file
            for part in self.parts
            if isinstance(part, Text)
            for file in part.files
        }
        return tuple(found.values())

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each passage of a document that the answer cites, once, in reading order."""
        texts = (part for part in self.parts if isinstance(part, Text))
        return tuple(dict.fromkeys(each for text in texts for each in text.citations))

    @property
    def tables(self) -> Tables:
        """The CSV, TSV and Parquet files of the answer by name, as DataFrames once looked at."""
        from assist_magic.tables import Tables

        return Tables((file.name, file.copy) for file in self.files if file.copy)

    @property
    def code(self) -> str:
        """The Python that code_interpreter ran, in order, as one text."""
        cells = (step.input for step in self.steps if step.kind == "code_interpreter")
        return "\n\n".join(cell.rstrip() for cell in cells)
