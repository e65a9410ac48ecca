"""What a user is told of the uploaded tables where a question on them is declined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import PurePosixPath

from assist_magic.engine.models.solver.tables.table import SUFFIXES, Table

_MOST_TABLES, _MOST_COLUMNS = 3, 15
_NEVER_NAMED = (".txt", ".json", ".jsonl")
"""Files that need not be tables."""


def hint(paths: Iterable[str], tables: Sequence[Table]) -> str:
    """Which uploads were not read and why, and what columns the others have; may be empty."""
    read = {table.path for table in tables}
    missed = [
        path
        for path in paths
        if path.lower().endswith(SUFFIXES) and not path.lower().endswith(_NEVER_NAMED)
    ]
    parts = [_why(path) for path in missed if path not in read]
    parts += [_columns(table) for table in tables[:_MOST_TABLES]]
    return "".join(f"; {part}" for part in parts)


def _why(path: str) -> str:
    name = f"`{PurePosixPath(path).name}`"
    if path.lower().endswith(".parquet") and find_spec("pyarrow") is None:
        return f"{name} is read by pyarrow, which is not installed (`pip install pyarrow`)"
    return f"{name} has no rows below a header that it could read as a table"


def _columns(table: Table) -> str:
    names = [f"`{column.name}`" for column in table.columns]
    more = ", …" if len(names) > _MOST_COLUMNS else ""
    return f"the columns of {table.label} are {', '.join(names[:_MOST_COLUMNS])}{more}"
