"""Prompts: what a user wrote in a message, told apart from what was sent along with it.

A message carries more than the prompt: values that were given stand below it as text, files are
attached, and `--expand` has put values into it. What was written then goes along as metadata.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_KEY = "written_{}"
_PIECE, _MOST_PIECES = 512, 16
"""How long the metadata of a message may be: characters of a value, and values."""
_PLAIN = re.compile(r"^([^\W\d]\w*) = ", re.MULTILINE)
_TABLE = re.compile(r"\[in: ([^\n\],]+), .*\]\Z", re.DOTALL)
_COUNTED = re.compile(r"-\d+\Z")


@dataclass(frozen=True)
class Prompt:
    """`text` is what was written, `values` the names of variables and `files` of files that were
    given with it; `is_expanded`: its `@{…}` were put in before it was sent."""

    text: str
    values: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    is_expanded: bool = False

    @property
    def given(self) -> tuple[str, ...]:
        """The names of all that was given with it."""
        return (*self.files, *self.values)

    @property
    def cell(self) -> str:
        """The cell that asks it again, where its files and variables are at hand."""
        words = [f"-f {shlex.quote(each)}" for each in self.files]
        words += [f"-i {each}" for each in self.values]
        words += ["--expand"] if self.is_expanded else []
        return "\n".join([" ".join(["%%assistant", *words]), self.text])


def metadata_of(written: str | None, sent: str) -> dict[str, str]:
    """What a message says of the prompt as it was written; nothing where it was sent so, or where
    it is too long to be said."""
    if written is None or written == sent or len(written) > _PIECE * _MOST_PIECES:
        return {}
    starts = range(0, len(written), _PIECE)
    return {
        _KEY.format(number): written[start : start + _PIECE]
        for number, start in enumerate(starts, start=1)
    }


def prompt_in(message: Mapping[str, Any], names: Mapping[str, str]) -> Prompt:
    """The prompt of a message as the server has it; `names` are those of its files, by id."""
    texts = [
        str(value)
        for part in message.get("content") or []
        if (value := (part.get("text") or {}).get("value"))
    ]
    words, values = _parted(texts)
    files = [names.get(each, each) for each in files_of(message)]
    written = _written(message.get("metadata") or {})
    return Prompt(
        written or words,
        tuple(variable_of(each) for each in values),
        tuple(each for each in files if each not in values),
        bool(written),
    )


def joined(prompts: Iterable[Prompt]) -> Prompt:
    """Several in a row that were answered together, as one."""
    found = list(prompts)
    return Prompt(
        "\n\n".join(each.text for each in found if each.text),
        tuple(dict.fromkeys(name for each in found for name in each.values)),
        tuple(dict.fromkeys(name for each in found for name in each.files)),
        any(each.is_expanded for each in found),
    )


def variable_of(name: str) -> str:
    """The variable that a file was made of: "sales-2.csv" is another state of sales."""
    return _COUNTED.sub("", name.rpartition(".")[0] or name)


def files_of(message: Mapping[str, Any]) -> list[str]:
    """The ids of the files that are attached to a message, in either dialect."""
    attached = [each.get("file_id") for each in message.get("attachments") or []]
    return [each for each in [*attached, *(message.get("file_ids") or [])] if each]


def _parted(texts: list[str]) -> tuple[str, list[str]]:
    """The words of the user, and the values that stand below them, by variable or file."""
    if len(texts) > 1:
        values = _values_in(texts[-1])
        return ("\n\n".join(texts[:-1]), values) if values else ("\n\n".join(texts), [])
    # A v1 server has all of it in one text; lines like "x = 5" there may be the user's own.
    blocks, values = "".join(texts).split("\n\n"), []
    while len(blocks) > 1 and (table := _TABLE.fullmatch(blocks[-1])):
        values.insert(0, table[1])
        blocks.pop()
    return "\n\n".join(blocks), values


def _values_in(text: str) -> list[str]:
    """The values of which alone a text tells, by variable or file; none if it tells of more."""
    names: list[str] = []
    for number, block in enumerate(text.split("\n\n")):
        table, plain = _TABLE.fullmatch(block), _PLAIN.findall(block)
        if table:
            names.append(table[1])
        elif number == 0 and plain and _PLAIN.match(block):
            names += plain
        else:
            return []
    return names


def _written(metadata: Mapping[str, Any]) -> str:
    pieces = [metadata.get(_KEY.format(number)) for number in range(1, _MOST_PIECES + 1)]
    return "".join(str(each) for each in pieces if each)
