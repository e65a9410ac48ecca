"""Bars and lines of a measure for each group: "bar chart of mean body mass by species"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.tables import queries
from assist_magic.engine.models.solver.tables.code import TableTask
from assist_magic.engine.models.solver.tables.queries import Query
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import Task, said

_FORMS = (
    re.compile(r"(?:plot )?(?P<kind>bar|line) (?:of |for |with |showing )?(?P<rest>.+)"),
    re.compile(r"plot (?P<rest>.+?) (?:as|in|with|using) (?P<kind>bar|line)"),
    re.compile(r"plot (?P<rest>.+)"),
)


def recognise(question: TableQuestion) -> Task | None:
    """A measure by groups, or the rows of each value of a column, to be drawn."""
    for form in _FORMS:
        match = form.fullmatch(question.skeleton)
        if match is None:
            continue
        rest, kind = match["rest"], match.groupdict().get("kind", "")
        if kind == "bar" and re.fullmatch(r"(?:by )?@\d+", rest):
            rest = f"count rows by {rest.removeprefix('by ')}"
        rest = re.sub(r" over (?=@\d+$|year$|month$)", " by ", rest)
        task = queries.recognise(replace(question, skeleton=rest))
        if isinstance(task, Query) and task.groups:
            return chart(task, kind)
    return None


def chart(query: Query, kind: str = "") -> Chart:
    """The picture of a query by groups: a line over what has an order, else bars."""
    return Chart(query, kind or ("line" if query.groups[0].in_order else "bar"))


@dataclass(frozen=True)
class Chart(TableTask):
    """A query by groups and the picture of its result."""

    query: Query
    kind: str

    def code(self) -> str:
        query = self.query
        measured = query.measure.short if query.measure.name != "rows" else query.measure.words
        label = f"{measured} of {query.value}" if query.value else measured
        body = _TWO if len(query.groups) > 1 else _ONE
        names = " and ".join(group.name for group in query.groups)
        filled = {
            "draw": {"bar": "bar", "line": "plot"}[self.kind],
            "marker": ', marker="o"' if self.kind == "line" else "",
            "kind": self.kind,
            "label": f"change of {label} (%)" if query.growth else label,
            "first": query.groups[0].name,
            "names": names,
        }
        for name, text in filled.items():
            body = body.replace(f"<{name}>", text)
        code = query.code().replace("import pandas as pd", f"{_IMPORT}\nimport pandas as pd", 1)
        return f"{code}{body}"

    def answer(self, printed: Printed) -> str:
        drawn = {"bar": "bars", "line": "a line"}[self.kind]
        return said(f"The plot shows the result as {drawn}.", self.query.answer(printed))

    def results(self) -> Results:
        return self.query.results()

    @property
    def notes(self) -> tuple[str, ...]:  # type: ignore[override]
        """The conventions of the query."""
        return self.query.notes


_IMPORT = "import matplotlib.pyplot as plt"
_FINISH = """ax.set(title="<label> by <names>", xlabel="<first>", ylabel="<label>")
ax.tick_params(axis="x", rotation=45)
ax.grid(True, alpha=0.3)
fig.tight_layout()
plt.show()
"""
_ONE = f"""
fig, ax = plt.subplots()
ax.<draw>(result.index.astype(str), result<marker>)
{_FINISH}"""
_TWO = f"""
fig, ax = plt.subplots()
result.unstack().plot(kind="<kind>", ax=ax)
{_FINISH}"""
