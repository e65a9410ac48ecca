"""Files whose cells have types of their own: the sheets of an Excel workbook, and Parquet.

Only what code is to read again is found out here: the names of columns and what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from assist_magic.engine.models.solver.tables.columns import MISSING, Column, column
from assist_magic.engine.models.solver.tables.footers import footer

ROWS = 5000
"""How many rows of a sheet or a file are looked at."""

LARGEST = 30 * 1024 * 1024
"""Workbooks with more bytes take too long to look at."""


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook: its name, how many rows above its header and below, its columns."""

    name: str
    above: int
    below: int
    columns: tuple[Column, ...]


def sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook that are tables; none if it cannot be read."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if path.stat().st_size > LARGEST:
        return []
    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True)
            found = [_sheet(sheet.title, list(_rows(sheet))) for sheet in book.worksheets]
            book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        return []
    return [sheet for sheet in found if sheet is not None]


def _rows(sheet: Any) -> Iterator[tuple[object, ...]]:
    return islice(sheet.iter_rows(values_only=True), ROWS)


def _sheet(name: str, rows: Sequence[tuple[object, ...]]) -> Sheet | None:
    """The table of a sheet, whose header is its first row that is as wide as any."""
    widths = [sum(cell is not None for cell in row) for row in rows]
    while widths and not widths[-1]:
        widths.pop()
    rows = rows[: len(widths)]  # pandas leaves out empty rows at the end, too
    if not rows:
        return None
    above = widths.index(max(widths[:50] or widths))
    header = [cell for cell in rows[above] if cell is not None]
    names = [cell.strip() for cell in header if isinstance(cell, str)]
    if len(names) != len(header) or len(set(names)) != len(names) or names != header:
        return None
    if rows[above][: len(names)] != tuple(header):
        return None  # empty cells before or among the names
    below = footer(rows[above + 1 :]) if len(rows) < ROWS else 0
    kept = rows[above + 1 : len(rows) - below]
    body = [row for row in kept if any(cell is not None for cell in row)]
    columns = [of_cells(name, [row[i] for row in body]) for i, name in enumerate(names)]
    return Sheet(name, above, below, tuple(columns)) if body else None


def parquet(path: Path) -> tuple[Column, ...]:
    """The columns of a Parquet file; none if it, or pyarrow, is not to be had."""
    if find_spec("pyarrow") is None:
        return ()
    import pyarrow
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as file:
            kinds = {field.name: field.type for field in file.schema_arrow}
            batch = next(file.iter_batches(ROWS), None)
    except (pyarrow.ArrowException, OSError):
        return ()
    if batch is None or any(name.startswith("__index") for name in kinds):
        return ()
    cells = {name: batch.column(i).to_pylist() for i, name in enumerate(batch.schema.names)}
    return tuple(_of_kind(of_cells(name, cells[name]), str(kinds[name])) for name in kinds)


def _of_kind(found: Column, kind: str) -> Column:
    """A column of Parquet as pandas reads its type."""
    own = "<column>"
    if kind.startswith("dictionary"):
        prepare = found.prepare.replace(own, f"{own}.astype(object)") or f"{own}.astype(object)"
        return replace(found, prepare=prepare)
    if kind.startswith("date") and found.is_date:
        return replace(found, prepare=f"pd.to_datetime({own})")
    if "tz=" in kind or kind.startswith(("list", "struct", "map", "duration", "time")):
        return Column(found.name) if not kind.startswith("timestamp[") or "tz=" in kind else found
    if kind.startswith("decimal"):
        return Column(found.name, True, unique=found.unique, prepare=f"{own}.astype(float)")
    return found


def of_cells(name: str, cells: Sequence[object]) -> Column:
    """The column of cells that have types; mixed ones make a column that nothing is known of."""
    filled = [cell for cell in cells if cell is not None and str(cell) not in MISSING]
    if all(isinstance(cell, str) for cell in filled):
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        found = column(name, texts, comma=False)
        is_plain = found.is_number and not found.prepare
        return replace(found, prepare="pd.to_numeric(<column>)") if is_plain else found
    unique = len(set(map(str, filled))) == len(cells)
    kinds = {type(cell) for cell in filled}
    if kinds <= {int, float}:
        few = len(set(filled)) <= 20
        return Column(name, is_number=True, unique=unique, few=few)
    if all(issubclass(kind, datetime | date) for kind in kinds):
        return Column(name, is_date=True, unique=unique)
    return Column(name, unique=unique)
