"""Questions on a table as a whole: its size, columns, gaps and summary."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.tables.code import (
    TableTask,
    markdown_table,
    number,
    printed_rows,
    table_script,
)
from assist_magic.engine.models.solver.tables.finish import Finish
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import Task, pattern, said

_TABLE = "(?: table)?"
_SHAPE = pattern(
    f"(?:find )?(?:shape|size|dimensions?)(?: of)?{_TABLE}",
    f"(?:find )?count (?:rows and (?:count )?columns|columns(?: and (?:count )?rows)?)"
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
    "(?:find )?count values? (?:are|is) (?:missing|null|empty)(?: in| for)? {column: @\\d+}",
    "(?:are there |find |any )*(?:count )?(?:missing|null|nan|empty) (?:values?|data|cells) "
    f"(?:are(?: there)? |does )?(?:in |of |for )?{{column: @\\d+}}(?: have)?{_TABLE}",
    f"does{_TABLE} (?:have|contain) (?:any )?(?:missing|null|nan|empty) (?:values?|data|cells)",
)
_SUMMARY = pattern(
    "(?:find )?(?:summary|descriptive|basic)?(?: of)? ?"
    f"(?:summary|statistics|summary statistics|overview|describe|summari[sz]e)(?: of)?{_TABLE}",
    "(?:describe|summari[sz]e|summary of|summary statistics of|statistics of|find "
    f"(?:summary(?: statistics)?|statistics) (?:of|for)) {{column: @\\d+}}{_TABLE}",
)


def recognise(question: TableQuestion) -> Task | None:
    """ "what columns are there?", "any missing values?", "summarise the data"."""
    if question.where or question.finish != Finish():
        return None
    for known, make in _FACTS:
        match = known.match(question.skeleton)
        if match is not None:
            column = match.get("column")
            name = question.table.columns[question.column(column)].name if column else ""
            return Facts(question.table, make, name)
    return None


@dataclass(frozen=True)
class Facts(TableTask):
    """Shape, columns, gaps or a summary of a table, or of one of its columns."""

    table: Table
    kind: str
    column: str = ""

    def code(self) -> str:
        chosen = f'table[["{self.column}"]]' if self.column else "table"
        return table_script(self.table, _FACT_CODE[self.kind].replace("<chosen>", chosen))

    def answer(self, printed: Printed) -> str:
        rows, columns = printed.value("rows").exact, printed.value("columns").exact
        size = f"{self.table.label} has **{rows} rows** and **{columns} columns**."
        return {"shape": lambda _: size, "missing": self._gaps}.get(
            self.kind, lambda found: said(size, *self._lists(found))
        )(printed)

    def _gaps(self, printed: Printed) -> str:
        total = printed.value("missing in all").exact
        where = f"`{self.column}`" if self.column else self.table.label
        if self.column:
            return f"Missing values in {where}: **{total}**."
        _, gaps = printed_rows(printed, "missing values")
        shown = [gap for gap in gaps if gap[1] != "0"]
        listed = markdown_table(("column", "missing values"), shown) if shown else ""
        return said(f"Missing values in {where}: **{total}** in all.", listed)

    def _lists(self, printed: Printed) -> list[str]:
        found = []
        for label, header in _LISTS[self.kind]:
            if f"{label}:\n" in printed.text:
                _, rows = printed_rows(printed, label)
                lines = [(row[0], *map(number, row[1:])) for row in rows]
                found.append(markdown_table(header, lines))
        return found


_SIZE = 'print("rows =", table.shape[0])\nprint("columns =", table.shape[1])\n'
_FACT_CODE = {
    "shape": _SIZE,
    "columns": f"""{_SIZE}
kinds = pd.DataFrame({{"type": table.dtypes.astype(str), "different": table.nunique()}})
print("types:")
print(kinds.to_csv())
""",
    "missing": f"""{_SIZE}
# Missing values of each column
missing = <chosen>.isna().sum()
print("missing in all =", missing.sum())
print("missing values:")
print(missing.to_csv())
""",
    "summary": f"""{_SIZE}
chosen = <chosen>
numbers = chosen.select_dtypes("number")
if numbers.shape[1]:
    print("numbers:")
    print(numbers.agg(["count", "mean", "min", "median", "max"]).T.to_csv())

# All other columns: how many different values, and the most frequent one
others = chosen.drop(columns=numbers.columns)
lines = []
for name in others:
    counts = others[name].value_counts()
    if len(counts):
        lines.append([name, counts.sum(), len(counts), counts.index[0], counts.iloc[0]])
if lines:
    names = ["column", "count", "different", "most frequent", "rows"]
    print("others:")
    print(pd.DataFrame(lines, columns=names).to_csv(index=False))
""",
}
_NUMBERS = ("column of numbers", "count", "mean", "min", "median", "max")
_OTHERS = ("other column", "count", "different values", "most frequent", "its rows")
_LISTS = {
    "columns": (("types", ("column", "type", "different values")),),
    "summary": (("numbers", _NUMBERS), ("others", _OTHERS)),
}
_FACTS = ((_SHAPE, "shape"), (_COLUMNS, "columns"), (_MISSING, "missing"), (_SUMMARY, "summary"))
