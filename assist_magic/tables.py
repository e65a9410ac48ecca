"""Tables: files on this machine as DataFrames, each read when it is asked for, and their tops."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_READERS = {".csv": "read_csv", ".tsv": "read_table", ".parquet": "read_parquet"}
_TOP_ROWS, _TOP_COLUMNS = 5, 8
_MOST_COUNTED_BYTES = 16 * 1024 * 1024


class Tables(Mapping[str, "pd.DataFrame"]):
    """Maps the names of table files to DataFrames; each look reads the file anew.

    `files` are names and paths; what is no CSV, TSV or Parquet is left out. Of two files with
    one name, the later goes by the last part of its path.
    """

    def __init__(self, files: Iterable[tuple[str, str | Path]]) -> None:
        self._paths: dict[str, Path] = {}
        for name, text in files:
            path = Path(text)
            if path.suffix.lower() in _READERS:
                self._paths[path.name if name in self._paths else name] = path

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of this name; raises what pandas does where it cannot read the file."""
        path = self._paths[name]
        import pandas as pd

        table: pd.DataFrame = getattr(pd, _READERS[path.suffix.lower()])(path)
        return table

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __repr__(self) -> str:
        return f"<Tables {', '.join(self._paths) or 'none'}>"


@dataclass(frozen=True)
class Top:
    """The first rows of a table file, as text, and how large it is.

    `columns` and `rows` are cut to a few; `count` and `width` are how many rows and columns the
    whole has, `count` None for a text too long to be counted; `size` is in bytes.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int | None
    width: int
    size: int


def top_of(path: Path) -> Top | None:
    """The top of a CSV, TSV or Parquet file; None for other files, and where it has no rows that
    can be read. Parquet needs pyarrow."""
    reader = {".csv": _top_of_text, ".tsv": _top_of_text, ".parquet": _top_of_parquet}.get(
        path.suffix.lower()
    )
    try:
        return reader(path) if reader else None
    except (OSError, ValueError, csv.Error, ImportError):  # pyarrow's own errors are ValueErrors
        return None


def _top_of_text(path: Path) -> Top | None:
    size = path.stat().st_size
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = (row for row in csv.reader(file, _dialect(path, file.readline())) if row)
        file.seek(0)
        names = next(rows, [])
        head = list(islice(rows, _TOP_ROWS))
        count = None
        if size <= _MOST_COUNTED_BYTES:
            count = len(head) + sum(1 for _ in rows)
    return _top(names, head, count, size) if head else None


def _dialect(path: Path, first: str) -> type[csv.Dialect]:
    """How a file separates its values, told by its first line."""
    if path.suffix.lower() == ".tsv":
        return csv.excel_tab
    semicolons = type("Semicolons", (csv.excel,), {"delimiter": ";"})
    return semicolons if first.count(";") >= max(1, first.count(",")) else csv.excel


def _top_of_parquet(path: Path) -> Top | None:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        names = list(file.schema_arrow.names)
        batch = next(file.iter_batches(_TOP_ROWS, columns=names[:_TOP_COLUMNS]), None)
        found = batch.to_pylist() if batch is not None else []
        count = file.metadata.num_rows
    rows = [["" if each is None else str(each) for each in row.values()] for row in found]
    return _top(names, rows, count, path.stat().st_size) if rows else None


def _top(names: Sequence[str], rows: Sequence[Sequence[str]], count: int | None, size: int) -> Top:
    columns = tuple(names[:_TOP_COLUMNS])
    blank = ("",) * len(columns)
    cut = tuple((*row, *blank)[: len(columns)] for row in rows)
    return Top(columns, cut, count, len(names), size)
