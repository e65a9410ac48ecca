"""Bars, lines and pies of a measure for each group: "bar chart of mean body mass by species"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.tables import queries
from assist_magic.engine.models.solver.tables.code import TableTask
from assist_magic.engine.models.solver.tables.meaning import adds_up
from assist_magic.engine.models.solver.tables.periods import MARKS
from assist_magic.engine.models.solver.tables.query import Query
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import NotSure, Task, said


def recognise(question: TableQuestion) -> Task | None:
    """A measure by groups, or the rows of each value of a column, to be drawn."""
    kind, rest = question.finish.chart, question.skeleton
    if not kind:
        return None
    if match := re.fullmatch(r"(?:by )?(?P<group>@\d+)(?: counts?)?", rest):
        column = question.table.columns[question.column(match["group"])]
        if column.is_number and not adds_up(column) or column.is_text:
            rest = f"count rows by {match['group']}"
    rest = re.sub(rf" over (?=(?:{MARKS})$)", " by ", _over_time(rest, question.table))
    task = queries.measured(replace(question, skeleton=rest))
    if not isinstance(task, Query) or not task.groups:
        return None
    if kind in ("stacked", "heat") and len(task.groups) < 2:
        return None
    task = replace(task, finish=replace(task.finish, chart=""))
    return chart(task, "" if kind == "auto" else kind)


def _over_time(rest: str, table: Table) -> str:
    """ "@2 over time by @0" with the column of dates in the place of time."""
    match = re.fullmatch(r"(?P<y>@\d+) over (?P<x>time|@\d+) by (?P<group>@\d+)", rest)
    dates = [f"@{place}" for place, column in enumerate(table.columns) if column.is_date]
    if not match or match["x"] == "time" and len(dates) != 1:
        return rest
    x = dates[0] if match["x"] == "time" else match["x"]
    return f"{match['y']} by {x} and {match['group']}"


def chart(query: Query, kind: str = "") -> Chart:
    """The picture of a query by groups: a line over what has an order, else bars.

    Raises:
        NotSure: the picture would not show what its kind promises.
    """
    if kind == "pie" and (query.measure.name not in ("sum", "rows", "share") or query.groups[1:]):
        raise NotSure("a pie shows parts of one whole")
    if query.within or query.is_crossed:
        raise NotSure("there is no plot of this layout")
    groups = tuple(sorted(query.groups, key=lambda group: not group.in_order))
    query = replace(query, groups=groups)
    kind = kind or ("line" if groups[0].in_order else "bar")
    if kind == "line" and groups[0].in_order and not query.finish.top:
        query = replace(query, finish=replace(query.finish, end=""))
    if len(groups) > 1 and _has_few_lines(query) and not query.finish.file:
        query = replace(query, finish=replace(query.finish, crossed=True))
    return Chart(query, kind)


def _has_few_lines(query: Query) -> bool:
    """Whether the second group makes few enough columns of a table that is easy to read."""
    found = [c for c in query.table.columns if c.name == query.groups[1].name]
    return bool(found) and 0 < len(found[0].values) <= _MOST_LINES


_MOST_LINES = 8


@dataclass(frozen=True)
class Chart(TableTask):
    """A query by groups and the picture of its result."""

    query: Query
    kind: str

    def code(self) -> str:
        query = self.query
        laid_out = "result" if query.is_crossed else "result.unstack()"
        label = query.heading if query.measure.name != "rows" else "number of rows"
        of_days = self.kind == "line" and query.groups[0].axis == "result.index"
        kind = "line of days" if of_days and len(query.groups) > 1 else self.kind
        body = _TWO[kind] if len(query.groups) > 1 else _ONE[kind]
        filled = {
            "axis": query.groups[0].axis,
            "axis of cells": query.groups[0].axis.replace("result", "cells"),
            "label": label,
            "first": query.groups[0].name,
            "laid out": laid_out,
            "second": query.groups[-1].name,
            "names": " and ".join(group.name for group in query.groups),
        }
        for name, text in filled.items():
            body = body.replace(f"<{name}>", text)
        code = query.code().replace("import pandas as pd", f"{_IMPORT}\nimport pandas as pd", 1)
        return f"{code}{body}"

    def answer(self, printed: Printed) -> str:
        drawn = _DRAWN[self.kind]
        return said(f"The plot shows the result as {drawn}.", self.query.answer(printed))

    def results(self) -> Results:
        return self.query.results()

    @property
    def notes(self) -> tuple[str, ...]:  # type: ignore[override]
        """The conventions of the query."""
        return self.query.notes


_IMPORT = "import matplotlib.pyplot as plt"
_DRAWN = {"bar": "bars", "line": "a line", "pie": "a pie", "stacked": "stacked bars"}
_DRAWN["heat"] = "a heat map"
_FINISH = """ax.set(title="<label> by <names>", xlabel="<first>", ylabel="<label>")
ax.yaxis.set_major_formatter("{x:,.10g}")
ax.grid(True, alpha=0.3)
ax.set_axisbelow(True)
fig.autofmt_xdate(rotation=45)
fig.tight_layout()
plt.show()
"""
_PIE_FINISH = """ax.set(title="<label> by <names>")
fig.tight_layout()
plt.show()
"""
_ONE = {
    "bar": f"\nfig, ax = plt.subplots()\nax.bar(result.index.astype(str), result)\n{_FINISH}",
    "line": f"""
result = result.sort_index()
fig, ax = plt.subplots()
ax.plot(<axis>, result, marker="o")
{_FINISH}""",
    "pie": f"""
fig, ax = plt.subplots()
result = result.dropna()
ax.pie(result, labels=result.index.astype(str), autopct="%.1f%%")
{_PIE_FINISH}""",
}
_LEGEND = 'ax.legend(title="<second>", loc="upper left", bbox_to_anchor=(1, 1))'
_TWO = {
    kind: f"""
fig, ax = plt.subplots()
<laid out>.plot(kind="bar", {options}ax=ax)
{_LEGEND}
{_FINISH}"""
    for kind, options in (("bar", ""), ("stacked", "stacked=True, "))
}
_TWO["line"] = f"""
fig, ax = plt.subplots()
cells = <laid out>
for name, values in cells.items():
    ax.plot(<axis of cells>, values, marker="o", label=str(name))
{_LEGEND}
{_FINISH}"""
_TWO["heat"] = """
cells = <laid out>
fig, ax = plt.subplots()
image = ax.imshow(cells, aspect="auto", cmap="Blues")
ax.set_xticks(range(cells.shape[1]), cells.columns.astype(str))
ax.set_yticks(range(cells.shape[0]), cells.index.astype(str))
if cells.size <= 80:
    for row, values in enumerate(cells.to_numpy(dtype=float)):
        for column, value in enumerate(values):
            shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
            shown = "" if value != value else shown
            color = "white" if image.norm(value) > 0.6 else "black"
            ax.text(column, row, shown, ha="center", va="center", color=color)
fig.colorbar(image, format="{x:,.10g}")
ax.set(title="<label> by <names>", xlabel="<second>", ylabel="<first>")
fig.autofmt_xdate(rotation=45)
fig.tight_layout()
plt.show()
"""
_TWO["line of days"] = f"""
fig, ax = plt.subplots()
for name, values in <laid out>.items():
    known = values.dropna()  # a line goes on over days without a value
    ax.plot(known.index, known, marker=".", label=str(name))
{_LEGEND}
{_FINISH}"""
