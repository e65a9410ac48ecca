"""Previews of table files that an answer links: the first rows and the size, from the copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assist_magic.plain import plain
from assist_magic.reply import File
from assist_magic.tables import Top, top_of
from assist_magic.view.render import escape

_MOST_PREVIEWS = 3
_MOST_CHARACTERS = 40


def previews(files: Sequence[File]) -> Iterator[tuple[str, str]]:
    """The first few table files among `files`, each as Markdown and as text.

    What cannot be read has none: the link is what counts.
    """
    shown = 0
    for file in dict.fromkeys(files):
        top = top_of(file.copy) if file.copy else None
        if top is not None and shown < _MOST_PREVIEWS:
            shown += 1
            yield _markdown(file.name, top), _text(file.name, top)


def _markdown(name: str, top: Top) -> str:
    rows = [[escape(each) for each in row] for row in _rows(top)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, f"|{' --- |' * len(rows[0])}")
    return "\n".join([*lines, "", f"*{escape(_size(name, top))}*"])


def _text(name: str, top: Top) -> str:
    rows = _rows(top)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join([*lines, "", _size(name, top)])


def _rows(top: Top) -> list[list[str]]:
    """Header and rows as short words; dots stand for the columns and rows that are left out."""
    rows = [[_short(each) for each in row] for row in (top.columns, *top.rows)]
    if top.width > len(top.columns):
        rows = [[*row, "…"] for row in rows]
    if top.count is None or top.count > len(top.rows):
        rows.append(["…"] * len(rows[0]))
    return rows


def _short(cell: str) -> str:
    words = " ".join(plain(cell).split())
    return words if len(words) <= _MOST_CHARACTERS else words[: _MOST_CHARACTERS - 1] + "…"


def _size(name: str, top: Top) -> str:
    counted = f"{_number(top.count, 'row')} × " if top.count is not None else ""
    return f"{_short(name)}: {counted}{_number(top.width, 'column')}, {_bytes(top.size)}"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _bytes(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.1f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
