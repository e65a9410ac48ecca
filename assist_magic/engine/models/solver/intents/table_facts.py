"""Questions on a table that are answered in numbers: its size, gaps, summary, and measures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.table_words import MEASURES, TableQuestion
from assist_magic.engine.models.solver.tables import Table
from assist_magic.engine.models.solver.task import NotSure, Task, pattern, said

_TABLE = "(?: table)?"
_ROWS = "rows|records|entries|observations|samples|lines|data points|cases|examples"
_SHAPE = pattern(
    f"(?:find )?(?:shape|size|dimensions?)(?: of)?{_TABLE}",
    f"(?:find )?count (?:{_ROWS}|columns)(?: and (?:count )?(?:{_ROWS}|columns))?"
    f"(?: are(?: there)?| is(?: there)?| does{_TABLE} have| there are)?{_TABLE}(?: have| contain)?",
    "how (?:big|large|long) is table",
)
_COLUMNS = pattern(
    f"(?:find )?(?:all |list of |list )?(?:columns?|column names|names of columns|variables"
    f"|column types|types of columns|data types|dtypes)(?: are(?: there)?)?(?: of)?{_TABLE}",
    f"(?:what|which) (?:columns|variables|fields) (?:are(?: there)?|does{_TABLE} have|do we have"
    f"|has){_TABLE}(?: have| contain)?",
)
_MISSING = pattern(
    "(?:find |check (?:for )?|are there |is there |any |does table have |list )*"
    f"(?:count )?(?:any )?(?:missing|null|nan|empty|na) (?:values?|data|cells|entries)"
    f"(?: are(?: there)?| is| by columns?| by| does)?{_TABLE}(?: have| by columns?)?",
    f"(?:which|what) columns (?:have|contain) (?:missing|null|nan|empty) values?{_TABLE}",
    "(?:find )?(?:count )?(?:missing|null|nan|empty) (?:values?|data|cells|entries) "
    f"(?:are(?: there)? |does )?(?:in |of |for )?{{column: @\\d+}}(?: have)?{_TABLE}",
    f"does{_TABLE} (?:have|contain) (?:any )?(?:missing|null|nan|empty) (?:values?|data|cells)",
)
_SUMMARY = pattern(
    "(?:find )?(?:summary|descriptive|basic)?(?: of)? ?"
    f"(?:summary|statistics|summary statistics|overview|describe|summari[sz]e)(?: of)?{_TABLE}",
    "(?:describe|summari[sz]e|summary of|summary statistics of|statistics of|find "
    f"(?:summary(?: statistics)?|statistics) (?:of|for)) {{column: @\\d+}}{_TABLE}",
)
_MEASURE = "|".join(MEASURES)
_BY = "(?:by|for|in|of|and)"
_AGGREGATE = pattern(
    f"(?:find )?{{measure: {_MEASURE}}} (?:of |for |in )?{{value: @\\d+}}(?: is| are)?"
    f"(?: by {{group: @\\d+}})?{_TABLE}",
    f"(?:for )?by {{group: @\\d+}} ?,? ?(?:find )?{{measure: {_MEASURE}}} (?:of )?{{value: @\\d+}}"
    f"{_TABLE}",
    f"(?:find )?{{group: @\\d+}} by {{measure: {_MEASURE}}} {{value: @\\d+}}{_TABLE}",
    f"how does (?:find )?{{measure: {_MEASURE}}} (?:of )?{{value: @\\d+}} (?:differ|vary|change) "
    f"(?:by|with|between) {{group: @\\d+}}{_TABLE}",
)
_COUNTS = pattern(
    f"(?:find )?count (?:of )?(?:{_ROWS})?(?: are(?: there)?)?(?: table)? ?(?:by|for|in|of) "
    f"{{group: @\\d+}}(?: have)?{_TABLE}",
    f"count (?:{_ROWS}) (?:does )?by {{group: @\\d+}}(?: have)?{_TABLE}",
    f"(?:find )?(?:frequency|frequencies|value counts) (?:of|for|by) {{group: @\\d+}}{_TABLE}",
)
_WHICH = pattern(
    f"(?:which|what|find) {{group: @\\d+}} (?:has|have|with|is|had|shows) (?:find )?"
    f"{{end: max|min}} {{measure: {_MEASURE}}} (?:of )?{{value: @\\d+}}{_TABLE}",
)


def recognise(question: TableQuestion) -> Task | None:
    """ "mean body mass by species", "how many rows?", "any missing values?"."""
    for known, make in _FACTS:
        match = known.match(question.skeleton)
        if match is not None:
            column = match.get("column")
            name = question.table.columns[question.column(column)].name if column else ""
            return Facts(question.table, make, name)
    return _measured(question)


def _measured(question: TableQuestion) -> Task | None:
    skeleton, columns = question.skeleton, question.table.columns
    if match := _COUNTS.match(skeleton):
        return Counts(question.table, columns[question.column(match["group"])].name)
    match = _WHICH.match(skeleton) or _AGGREGATE.match(skeleton)
    if not match:
        return None
    value = columns[question.column(match["value"])]
    if not value.is_number and match["measure"] != "count":
        raise NotSure(f"the column {value.name} does not hold numbers")
    group = columns[question.column(match["group"])].name if "group" in match else ""
    if group == value.name:
        raise NotSure("the groups and the values are the same column")
    return Measure(question.table, match["measure"], value.name, group, match.get("end", ""))


class TableTask(Task):
    """A task whose code is pandas code."""

    library = "pandas"


def table_script(table: Table, body: str) -> str:
    """A program that reads a table and goes on with `body`."""
    imports = "import matplotlib.pyplot as plt\n" if "plt." in body else ""
    return f"{imports}import pandas as pd\n\n{table.load}\n\n{body.strip()}\n"


def markdown_table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; numbers keep the form in which they were printed."""
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"([|\\`*_<>\[\]$])", r"\\\1", text)


def printed_series(printed: Printed, label: str) -> list[tuple[str, str]]:
    """The pairs of a Series that the code printed under a heading.

    Raises:
        Unexpected: it is not there.
    """
    lines = printed.text.split(f"{label}:\n", 1)
    if len(lines) != 2:
        raise Unexpected(f"the code did not print “{label}”")
    block = lines[1].split("\n\n", 1)[0].rstrip().splitlines()
    pairs = [line.rsplit(None, 1) for line in block[1:]]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise Unexpected(f"the code printed “{label}” in another form")
    return [(name.strip(), value) for name, value in pairs]


_SHOWN = 40


def _listed(pairs: list[tuple[str, str]], header: tuple[str, str]) -> str:
    more = f"\n\n… and {len(pairs) - _SHOWN} more." if len(pairs) > _SHOWN else ""
    return markdown_table(header, list(pairs[:_SHOWN])) + more


@dataclass(frozen=True)
class Measure(TableTask):
    """One measure of one column, for the whole table or for each group."""

    table: Table
    measure: str
    value: str
    group: str = ""
    end: str = ""

    def code(self) -> str:
        if not self.group:
            return table_script(self.table, _ONE.format(value=self.value, measure=self.measure))
        order = {"max": ".sort_values(ascending=False)", "min": ".sort_values()"}.get(self.end, "")
        body = _GROUPED.format(
            value=self.value, group=self.group, measure=self.measure, order=order
        )
        return table_script(self.table, body)

    def answer(self, printed: Printed) -> str:
        words = f"{_NAMES[self.measure]} of `{self.value}`"
        gaps = printed.value("rows without a value").exact
        note = f"Rows without a value left out: {gaps}." if gaps != "0" else ""
        checked = "Check: worked out again in another way, the result is the same."
        if not printed.value("check").is_true:
            checked = "**The check failed**: worked out in another way, the result differs."
        if not self.group:
            found = printed.value("result").exact
            return said(f"The {words} in `{self.table.file}` is **{found}**.", note, checked)
        pairs = printed_series(printed, "result")
        best = f"The highest is **{pairs[0][0]}**." if self.end == "max" else ""
        best = f"The lowest is **{pairs[0][0]}**." if self.end == "min" else best
        intro = f"The {words} for each `{self.group}` in `{self.table.file}`:"
        header = (self.group, f"{self.measure} of {self.value}")
        return said(best, intro, _listed(pairs, header), note, checked)


_NAMES = {"mean": "mean", "median": "median", "sum": "sum", "min": "minimum", "max": "maximum"}
_NAMES |= {"std": "standard deviation", "count": "number of values"}

_ONE = """
# The {measure} of the column {value}
values = table["{value}"]
result = values.{measure}()
print("result =", round(result, 6))
print("rows without a value =", values.isna().sum())

# Check: from the list of its values, without the gaps
print("check =", abs(pd.Series(values.dropna().tolist()).{measure}() - result) < 1e-6)
"""

_GROUPED = """
# The {measure} of {value} in each group of {group}
result = table.groupby("{group}")["{value}"].{measure}(){order}
print("result:")
print(result.to_string())
print()
print("rows without a value =", table["{value}"].isna().sum())

# Check: select the rows of each group by hand
again = {{g: table.loc[table["{group}"] == g, "{value}"].{measure}() for g in result.index}}
print("check =", all(pd.isna(again[g]) or abs(again[g] - result[g]) < 1e-6 for g in result.index))
"""


@dataclass(frozen=True)
class Counts(TableTask):
    """How many rows each value of a column has."""

    table: Table
    group: str

    def code(self) -> str:
        return table_script(self.table, _COUNTED.format(group=self.group))

    def answer(self, printed: Printed) -> str:
        pairs = printed_series(printed, "result")
        total = printed.value("rows in all").exact
        return said(
            f"The number of rows for each `{self.group}` in `{self.table.file}`:",
            _listed(pairs, (self.group, "rows")),
            f"Rows in all: {total}.",
        )


_COUNTED = """
# The number of rows for each value of {group} (rows without one are counted too)
result = table["{group}"].value_counts(dropna=False)
print("result:")
print(result.to_string())
print()
print("rows in all =", len(table))
"""


@dataclass(frozen=True)
class Facts(TableTask):
    """Shape, columns, gaps or a summary of a table."""

    table: Table
    kind: str
    column: str = ""

    def code(self) -> str:
        chosen = f'table[["{self.column}"]]' if self.column else "table"
        return table_script(self.table, _FACT_CODE[self.kind].format(chosen=chosen))

    def answer(self, printed: Printed) -> str:
        rows, columns = printed.value("rows").exact, printed.value("columns").exact
        size = f"`{self.table.file}` has **{rows} rows** and **{columns} columns**."
        if self.kind == "shape":
            return size
        if self.kind == "columns":
            types = printed_series(printed, "types")
            return said(size, _listed(types, ("column", "type")))
        if self.kind == "missing":
            gaps = printed_series(printed, "missing values")
            total = printed.value("missing in all").exact
            where = f"`{self.column}`" if self.column else f"`{self.table.file}`"
            intro = f"Missing values in {where}: **{total}** in all."
            return said(intro, _listed(gaps, ("column", "missing values")))
        return said(size, self._summary(printed))

    def _summary(self, printed: Printed) -> str:
        parts = printed.text.split("summary:\n", 1)
        if len(parts) != 2:
            raise Unexpected("the code did not print a summary")
        return f"```text\n{parts[1].rstrip()}\n```"


_SIZE = 'print("rows =", table.shape[0])\nprint("columns =", table.shape[1])\n'
_FACT_CODE = {
    "shape": _SIZE,
    "columns": _SIZE + '\nprint("types:")\nprint(table.dtypes.to_frame("type").to_string())\n',
    "missing": _SIZE
    + "\n# Missing values of each column\nmissing = {chosen}.isna().sum()\n"
    + 'print("missing in all =", missing.sum())\nprint("missing values:")\n'
    + 'print(missing.to_frame("missing").to_string())\n',
    "summary": _SIZE
    + '\nprint("summary:")\nprint({chosen}.describe(include="all").T.to_string())\n',
}
_FACTS = ((_SHAPE, "shape"), (_COLUMNS, "columns"), (_MISSING, "missing"), (_SUMMARY, "summary"))
