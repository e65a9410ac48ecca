"""Rows at the end of a file that are no data: exports close with a row of totals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath


def footer(rows: Sequence[Sequence[object]]) -> int:
    """How many rows at the end are no data: a row of totals, and empty ones after it."""
    for count, row in enumerate(reversed(rows), start=1):
        filled = [str(cell).strip() for cell in row if cell is not None and str(cell).strip()]
        if filled:
            return count if filled[0].casefold().rstrip(":") in _TOTALS and rows[1:] else 0
    return 0


def footer_note(path: str) -> str:
    """What an answer tells of that."""
    return f"the row of totals at the end of `{PurePosixPath(path).name}` is left out"


_TOTALS_WORDS = "total|totals|grand total|sum|overall|summe|gesamt|insgesamt|合计|总计|总和"
_TOTALS = frozenset(_TOTALS_WORDS.split("|"))
