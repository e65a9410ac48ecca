"""DOCX, by python-docx: paragraphs, headings and tables in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from assist_magic.engine.search.reading.document import Kind

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph


def read(source: BinaryIO, _kind: Kind) -> str:
    """The text of the body; headings marked, a line for each row of a table."""
    from docx import Document

    return "\n\n".join(_blocks(Document(source)))


def _blocks(container: Any) -> Iterator[str]:
    for item in container.iter_inner_content():
        text = _table(item) if hasattr(item, "rows") else _paragraph(item)
        if text.strip():
            yield text


def _paragraph(paragraph: Paragraph) -> str:
    text = paragraph.text.strip()
    style = paragraph.style.name if paragraph.style else ""
    if style == "Title":
        return f"# {text}"
    match = re.fullmatch(r"Heading (\d)", style or "")
    return f"{'#' * min(int(match[1]), 6)} {text}" if match and text else text


def _table(table: Table) -> str:
    return "\n".join(" | ".join(_cells(row.cells)) for row in table.rows)


def _cells(cells: Any) -> list[str]:
    """The texts of a row; a cell that spans several columns counts once."""
    return [
        " ".join(cell.text.split())
        for number, cell in enumerate(cells)
        if number == 0 or cell._tc is not cells[number - 1]._tc
    ]
