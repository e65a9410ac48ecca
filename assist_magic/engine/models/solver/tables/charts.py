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
    rest = re.sub(rf" over (?=(?:{MARKS})$)", " by ", rest)
    task = queries.measured(replace(question, skeleton=rest))
    if not isinstance(task, Query) or not task.groups or kind == "stacked" and len(task.groups) < 2:
        return None
    task = replace(task, finish=replace(task.finish, chart=""))
    return chart(task, "" if kind == "auto" else kind)


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
    if len(groups) > 1 and _has_few_lines(query) and not query.finish.file:
        query = replace(query, finish=replace(query.finish, crossed=True))
    return Chart(query, kind or ("line" if groups[0].in_order else "bar"))


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
        body = _TWO[self.kind] if len(query.groups) > 1 else _ONE[self.kind]
        filled = {
            "axis": query.groups[0].axis,
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
    "line": f'\nfig, ax = plt.subplots()\nax.plot(<axis>, result, marker="o")\n{_FINISH}',
    "pie": f"""
fig, ax = plt.subplots()
result = result.dropna()
ax.pie(result, labels=result.index.astype(str), autopct="%.1f%%")
{_PIE_FINISH}""",
}
_TWO = {
    kind: f"""
fig, ax = plt.subplots()
<laid out>.plot({options}ax=ax)
ax.legend(title="<second>", loc="upper left", bbox_to_anchor=(1, 1))
{_FINISH}"""
    for kind, options in (
        ("bar", 'kind="bar", '),
        ("line", 'marker="o", '),
        ("stacked", 'kind="bar", stacked=True, '),
    )
}
