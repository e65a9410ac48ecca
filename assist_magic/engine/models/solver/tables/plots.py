"""Plots of a table's columns: histogram, scatter, line, bar and box."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.tables.code import TableTask, number, table_script
from assist_magic.engine.models.solver.tables.columns import Column
from assist_magic.engine.models.solver.tables.condition import Condition, in_words
from assist_magic.engine.models.solver.tables.finish import Finish
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import NotSure, Task, pattern

_TABLE = "(?: table)?"
_Y = "{y: @\\d+}"
_X = "{x: @\\d+|time}"
_C = "{color: @\\d+}"
_HISTOGRAM = pattern(
    f"(?:plot )?histogram (?:of |for )?{_Y} by {_C}",
    f"(?:plot )?histogram (?:of |for )?{_Y}{_TABLE}",
    f"plot {_Y} (?:as |in )?histogram{_TABLE}",
    f"(?:plot |find )?distribution of {_Y}{_TABLE}",
)
_SCATTER = pattern(
    f"(?:plot )?scatter (?:of |for )?{_Y} against {_X} by {_C}",
    f"(?:plot )?scatter (?:of |for |with |between )?{_X} (?:and|,) {_Y} by {_C}",
    f"(?:plot )?scatter (?:of |for )?{_Y} against {_X}{_TABLE}",
    f"(?:plot )?scatter (?:of |for |with |between )?{_X} (?:and|,|by|with) {_Y}{_TABLE}",
    f"plot {_Y} against {_X}(?: (?:as|in|with) scatter)?{_TABLE}",
    f"plot (?:relation(?:ship)? )(?:between|of) {_X} and {_Y}{_TABLE}",
)
_LINE = pattern(
    f"(?:plot )?line (?:of |for )?{_Y} (?:over|by|against|with|through) {_X}{_TABLE}",
    f"plot {_Y} (?:over|through) {_X}(?: as line)?{_TABLE}",
    f"plot {_Y} (?:by|against) {_X} as line{_TABLE}",
)
_BOX = pattern(
    f"(?:plot )?box (?:of |for )?{_Y}(?: by {_X})?{_TABLE}",
    f"plot {_Y} by {_X}(?: as box)?{_TABLE}",
)
_BEFORE = {"": "", "auto": "plot ", "line": "line "}
_KINDS = (
    ("histogram", _HISTOGRAM),
    ("scatter", _SCATTER),
    ("line", _LINE),
    ("box", _BOX),
)


def recognise(question: TableQuestion) -> Task | None:
    """ "histogram of body mass", "plot flipper length against body mass"."""
    finish = question.finish
    if replace(finish, bins=0, trend=False, color="") != Finish(chart=finish.chart):
        return None
    for kind, known in _KINDS if finish.chart in _BEFORE else ():
        if match := known.match(_BEFORE[finish.chart] + question.skeleton):
            y, x = (_column(question, match.get(axis)) for axis in ("y", "x"))
            _check(kind, y, x)
            names = [column.name if column else "" for column in (y, x)]
            if color := match.get("color"):
                question = replace(question, finish=replace(finish, color=color))
            return _drawn(question, TablePlot(question.table, kind, names[0], names[1]))
    return None


def _drawn(question: TableQuestion, plot: TablePlot) -> TablePlot | None:
    """The plot with what was wished of its looks; None if it cannot have that."""
    finish = question.finish
    is_histogram, is_scatter = plot.kind == "histogram", plot.kind == "scatter"
    if finish.bins and not is_histogram or finish.trend and not is_scatter:
        return None
    if finish.color and not (is_scatter or is_histogram):
        return None
    color = question.table.columns[question.column(finish.color)].name if finish.color else ""
    return replace(plot, where=question.where, bins=finish.bins, trend=finish.trend, color=color)


def _column(question: TableQuestion, mark: str | None) -> Column | None:
    if mark != "time":
        return question.table.columns[question.column(mark)] if mark else None
    dates = [column for column in question.table.columns if column.is_date]
    if len(dates) != 1:
        raise NotSure("it is not clear which column has the time")
    return dates[0]


def _check(kind: str, y: Column | None, x: Column | None) -> None:
    if y is None or not y.is_number or kind == "scatter" and not (x and x.is_number):
        raise NotSure(f"a {kind} plot needs columns of numbers")
    if kind == "box" and x is not None and not x.few:
        raise NotSure(f"the column {x.name} has no few groups that boxes could stand for")


@dataclass(frozen=True)
class TablePlot(TableTask):
    """One plot of one or two columns; `y` and `x` are column names, or empty."""

    table: Table
    kind: str
    y: str
    x: str = ""
    where: tuple[Condition, ...] = ()
    bins: int = 0
    trend: bool = False
    color: str = ""

    def code(self) -> str:
        kind = "box by group" if self.kind == "box" and self.x else self.kind
        kind = f"coloured {kind}" if self.color else kind
        body = _DRAW[kind] + (_TREND if self.trend else "")
        filled = {"y": self.y, "x": self.x, "color": self.color, "bins": str(self.bins or 20)}
        for name, text in filled.items():
            body = body.replace(f"<{name}>", text)
        return table_script(self.table, f"fig, ax = plt.subplots()\n{body}{_FINISH}", self.where)

    def answer(self, printed: Printed) -> str:
        rows = printed.value("rows plotted").exact
        what = {
            "histogram": f"a histogram of `{self.y}`",
            "scatter": f"`{self.y}` against `{self.x}`, a point for each row",
            "line": f"`{self.y}` over `{self.x}`",
            "box": f"a box plot of `{self.y}`" + (f" for each `{self.x}`" if self.x else ""),
        }[self.kind]
        if any(value.is_true for value in printed.values("mean drawn")):
            what = f"the mean of {what}"
        if self.color:
            what += f", coloured by `{self.color}`"
        if self.trend:
            slope, start = (number(printed.value(each).exact) for each in ("slope", "intercept"))
            what += f", with the line of least squares `{self.y}` = {slope} · `{self.x}` + {start}"
            what = what.replace("+ -", "- ")
        return (
            f"The plot shows {what}, from {rows} rows of {self.table.label}{in_words(self.where)}."
        )


_DRAW = {
    "histogram": """values = table["<y>"].dropna()
ax.hist(values, bins=<bins>, edgecolor="white")
ax.set(title="Distribution of <y>", xlabel="<y>", ylabel="number of rows")
print("rows plotted =", len(values))
""",
    "coloured histogram": """points = table[["<y>", "<color>"]].dropna()
edges = np.histogram_bin_edges(points["<y>"], bins=<bins>)
for name, part in points.groupby("<color>"):
    ax.hist(part["<y>"], bins=edges, alpha=0.5, label=str(name))
ax.legend(title="<color>")
ax.set(title="Distribution of <y> by <color>", xlabel="<y>", ylabel="number of rows")
print("rows plotted =", len(points))
""",
    "scatter": """points = table[["<x>", "<y>"]].dropna()
ax.scatter(points["<x>"], points["<y>"], s=15, alpha=0.7)
ax.set(title="<y> against <x>", xlabel="<x>", ylabel="<y>")
print("rows plotted =", len(points))
""",
    "coloured scatter": """points = table[["<x>", "<y>", "<color>"]].dropna()
for name, part in points.groupby("<color>"):
    ax.scatter(part["<x>"], part["<y>"], s=15, alpha=0.7, label=str(name))
ax.legend(title="<color>")
ax.set(title="<y> against <x>", xlabel="<x>", ylabel="<y>")
print("rows plotted =", len(points))
""",
    "line": """points = table[["<x>", "<y>"]].dropna()
print("rows plotted =", len(points))
print("mean drawn =", points["<x>"].duplicated().any())
if points["<x>"].duplicated().any():
    # Several rows share a place on the axis: draw their mean
    points = points.groupby("<x>", as_index=False)["<y>"].mean()
points = points.sort_values("<x>")
ax.plot(points["<x>"], points["<y>"])
ax.set(title="<y> over <x>", xlabel="<x>", ylabel="<y>")
""",
    "box": """values = table["<y>"].dropna()
ax.boxplot(values)
ax.set(title="<y>", ylabel="<y>")
print("rows plotted =", len(values))
""",
    "box by group": """groups = table[["<x>", "<y>"]].dropna().groupby("<x>")["<y>"]
ax.boxplot([values for _, values in groups])
ax.set_xticks(range(1, len(groups) + 1), [str(name) for name, _ in groups])
ax.set(title="<y> by <x>", xlabel="<x>", ylabel="<y>")
print("rows plotted =", groups.size().sum())
""",
}

_TREND = """slope, intercept = np.polyfit(points["<x>"], points["<y>"], 1)
ends = np.array([points["<x>"].min(), points["<x>"].max()])
ax.plot(ends, slope * ends + intercept, color="black")
print("slope =", slope)
print("intercept =", intercept)
"""
_FINISH = """ax.grid(True, alpha=0.3)
fig.tight_layout()
plt.show()
"""
