"""Several uploads of one form as one table: the sales of three years, a file for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.tables.columns import MOST_VALUES, Column
from assist_magic.engine.models.solver.tables.table import Table


@dataclass(frozen=True)
class Stacked(Table):
    """The rows of several files, one after the other."""

    files: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return " + ".join(f"`{file}`" for file in self.files)


def stacked(tables: Sequence[Table]) -> Stacked | None:
    """The tables one below the other; None if their columns are not all of one kind."""
    kinds = [
        [(c.name, c.is_number, c.is_date, c.prepare, c.note) for c in t.columns] for t in tables
    ]
    if len(tables) < 2 or len({table.path for table in tables}) < len(tables):
        return None
    if any(kind != kinds[0] for kind in kinds):
        return None
    columns = tuple(_column(alike) for alike in zip(*(t.columns for t in tables), strict=True))
    reads = [table.load.removeprefix("table = ") for table in tables]
    parts = "".join(f"        {read},\n" for read in reads)
    load = f"table = pd.concat(\n    [\n{parts}    ],\n    ignore_index=True,\n)"
    notes = "; ".join(filter(None, (table.note for table in tables)))
    files = tuple(table.file for table in tables)
    return Stacked(tables[0].path, columns, load, note=notes, files=files)


def _column(alike: Sequence[Column]) -> Column:
    """One column of all of them."""
    values = tuple(dict.fromkeys(value for column in alike for value in column.values))
    fits = len(values) <= MOST_VALUES and all(bool(column.values) for column in alike)
    return replace(
        alike[0],
        unique=all(column.unique for column in alike),
        few=all(column.few for column in alike),
        gaps=any(column.gaps for column in alike),
        values=values if fits else (),
    )
