"""Tables: XLSX by openpyxl, CSV by the standard library; each row with the names of its columns.

So a row says what it means wherever a passage begins.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO

from assist_magic.engine.search.reading.document import Kind
from assist_magic.engine.search.reading.plain import decoded

_MOST_COLUMNS = 60
_SAMPLE = 8192


def read(source: BinaryIO, kind: Kind) -> str:
    """The rows of the table, or of each sheet under its name."""
    if kind == "csv":
        return "\n".join(_lines(_csv_rows(decoded(source.read()))))
    from openpyxl import load_workbook

    book = load_workbook(source, read_only=True, data_only=True)
    sheets = [
        "\n".join([f"# {sheet.title}", "", *_lines(_texts(sheet.iter_rows(values_only=True)))])
        for sheet in book.worksheets
    ]
    return "\n\n".join(sheets)


def _csv_rows(text: str) -> Iterator[list[str]]:
    csv.field_size_limit(2**31 - 1)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:_SAMPLE], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    for row in csv.reader(io.StringIO(text, newline=""), dialect):
        yield [" ".join(cell.split()) for cell in row]


def _texts(rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield ["" if cell is None else " ".join(str(cell).split()) for cell in row]


def _lines(rows: Iterable[list[str]]) -> Iterator[str]:
    filled = (row for row in rows if any(row))
    first = next(filled, None)
    if first is None:
        return
    if _names_columns(first):
        for row in filled:
            pairs = zip(first, row, strict=False)
            yield "; ".join(f"{name}: {cell}" for name, cell in pairs if cell)
        return
    for row in chain([first], filled):
        yield " | ".join(row).strip(" |")


def _names_columns(row: Sequence[str]) -> bool:
    """Whether the first row is a head: every cell a different text, none of them a number."""
    if not 1 < len(row) <= _MOST_COLUMNS or len(set(row)) < len(row):
        return False
    return all(cell and not _is_number(cell) for cell in row)


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True
