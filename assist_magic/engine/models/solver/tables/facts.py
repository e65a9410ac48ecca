"""Questions on a table as a whole: its size, columns, gaps and summary."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.tables.code import (
    TableTask,
    checked,
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
    f"|column types|types of columns|(?:data |table )?types|dtypes)(?: are(?: there)?)?"
    f"(?: (?:of|by|has))?(?: columns?)?{_TABLE}(?: have)?",
    "(?:what|which) (?:columns|variables)(?: are there| does (?:it|this)(?: table)? have| "
    "table has)? and"
    " (?:what|which) (?:data )?types?(?: (?:are|do|is|they|of|have|it|each|by|columns?))*",
    f"(?:find )?columns? (?:names )?and (?:their )?(?:data )?types{_TABLE}",
    f"(?:what|which) (?:columns|variables|fields) (?:are(?: there)?|does{_TABLE} have|do we have"
    f"|has){_TABLE}(?: have| contain)?",
)
_MISSING = pattern(
    "(?:find |check (?:for )?|are there |is there |any |does table have |list )*"
    f"(?:count (?:of )?)?(?:any )?(?:missing|null|nan|empty|na) (?:values?|data|cells|entries)"
    f"(?: are(?: there)?| is| by columns?| by| does)?{_TABLE}(?: have| by columns?)?",
    f"(?:which|what) columns (?:have|contain) (?:missing|null|nan|empty) values?{_TABLE}",
    "(?:find )?count values? (?:are|is) (?:missing|null|empty)(?: in| for)? {column: @\\d+}",
    "(?:are there |find |any )*(?:count )?(?:missing|null|nan|empty) (?:values?|data|cells) "
    f"(?:are(?: there)? |does )?(?:in |of |for )?{{column: @\\d+}}(?: have)?{_TABLE}",
    f"does{_TABLE} (?:have|contain) (?:any )?(?:missing|null|nan|empty) (?:values?|data|cells)",
)
_DUPLICATES = pattern(
    "(?:(?:find|count|are there|is there|any|table|does table have|how many|list|has|of|does it "
    "have) ?)*"
    f"(?:duplicates?|duplicated?|repeated|identical)(?: rows)?(?: (?:are|is|there|in|does"
    f"|have))*{_TABLE}"
    f"(?: have| contain)?",
)
_COMPLETE = pattern(
    "(?:drop|remove|delete|after (?:dropping|removing|deleting)|without) rows with"
    " (?:missing|empty|null|nan) (?:values?|data|cells)(?: ?,)?(?: and)?(?: then)?"
    "(?: find)?(?: count(?: of)?)?(?: rows)?(?: (?:are|is|remain|left|there|remaining|do|have))*",
    "(?:find )?count (?:of )?(?:rows )?(?:complete|without (?:any )?(?:missing|empty|null|nan) "
    "values?)"
    "(?: rows)?(?: (?:are|is|there|remain|left|have))*",
    "count (?:of )?rows (?:are|is|remain|left|would (?:be|remain)|remaining)(?: left)?(?: if| "
    "when| after)?"
    "(?: i| we| you)? (?:drop|remove|dropping|removing|delete)(?: all)?(?: rows(?: with)?)?"
    " (?:missing|empty|null|nan)(?: values?| rows| data)?",
    "count rows (?:have|with|without) no (?:missing|empty) values?(?: at all)?",
)
_SPAN = pattern(
    "(?:find |what |which )*(?:first and last|earliest and (?:latest|last)|min and max|oldest and"
    " (?:newest|latest)|(?:full )?(?:range|span|period) of|time span of) {column: @\\d+}(?: "
    "table)?",
    "(?:what|which) (?:dates?|period|time(?: span| range| period)?|{column: @\\d+}) "
    "(?:range )?(?:does|do)"
    "(?: table| rows| it)? (?:cover|span|have)(?: table)?",
    "(?:find )?(?:date|time) (?:range|span|period)(?: of)?(?: table)?",
    "(?:find )?(?P<end>first|earliest|last|latest|most recent|newest|oldest) "
    "{column: @\\d+}".replace("(?P<end>", "(?:"),
)
_SUMMARY = pattern(
    "(?:find )?(?:summary|descriptive|basic)?(?: of)? ?"
    f"(?:summary|statistics|summary statistics|overview|describe|summari[sz]e)(?: of)?{_TABLE}",
    "(?:find )*in (?:it|table|there)",
    "(?:find |what )*(?:overview |does )?(?:of |about )?table (?:about|contain|have|hold"
    "|look like)",
    "(?:find |take )*(?:first |quick )?(?:overview|look|explore)(?: (?:of|at|on))?(?: table)?",
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
            if make == "span" and not (name := _of_dates(question.table, name)):
                continue
            return Facts(question.table, make, name)
    return None


def _of_dates(table: Table, name: str) -> str:
    """The column of dates that is named, or the only one; empty if there is none."""
    dates = [column.name for column in table.dates()]
    if name:
        return name if name in dates else ""
    return dates[0] if len(dates) == 1 else ""


@dataclass(frozen=True)
class Facts(TableTask):
    """Shape, columns, gaps or a summary of a table, or of one of its columns."""

    table: Table
    kind: str
    column: str = ""

    def code(self) -> str:
        chosen = f'table[["{self.column}"]]' if self.column else "table"
        body = _FACT_CODE[self.kind].replace("<chosen>", chosen).replace("<column>", self.column)
        return table_script(self.table, body)

    def answer(self, printed: Printed) -> str:
        if make := {
            "duplicates": self._repeated,
            "complete": self._complete,
            "span": self._span,
        }.get(self.kind):
            return make(printed)
        rows, columns = printed.value("rows").exact, printed.value("columns").exact
        nouns = ["row" if rows == "1" else "rows", "column" if columns == "1" else "columns"]
        size = f"{self.table.label} has **{rows} {nouns[0]}** and **{columns} {nouns[1]}**."
        return {"shape": lambda _: size, "missing": self._gaps}.get(
            self.kind, lambda found: said(size, *self._lists(found))
        )(printed)

    def _repeated(self, printed: Printed) -> str:
        count = printed.value("result").exact
        what = "row is a repetition" if count == "1" else "rows are repetitions"
        text = f"**{count}** {what} of an earlier row of {self.table.label}, in all columns."
        return said(text, checked(printed))

    def _complete(self, printed: Printed) -> str:
        count, rows = printed.value("result").exact, printed.value("rows").exact
        verb = "row has" if count == "1" else "rows have"
        text = f"**{count}** of the {rows} {verb} no missing value in {self.table.label}."
        return said(text.replace(f"{rows} row has", f"{rows} rows has"), checked(printed))

    def _span(self, printed: Printed) -> str:
        first, last = (
            printed.value(end).exact.removesuffix(" 00:00:00") for end in ("first", "last")
        )
        text = f"`{self.column}` in {self.table.label} goes from **{first}** to **{last}**."
        return said(text, checked(printed))

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
                found.append(markdown_table(header, lines, alike=False))
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
    "duplicates": """
# Rows that repeat an earlier one in all columns
result = table.duplicated().sum()
print("result =", result)

# Check: count the rows that are left as different ones
print("check =", len(table) - len(set(table.astype(str).itertuples(index=False))) == result)
""",
    "complete": f"""{_SIZE}
# Rows without any missing value
result = len(table.dropna())
print("result =", result)

# Check: count the rows that have a gap
print("check =", len(table) - table.isna().any(axis=1).sum() == result)
""",
    "span": """
# From when to when
dates = table["<column>"].dropna()
print("first =", dates.min())
print("last =", dates.max())

# Check: by sorting
ordered = sorted(dates)
print("check =", ordered[0] == dates.min() and ordered[-1] == dates.max())
""",
    "summary": f"""{_SIZE}
chosen = <chosen>
numbers = chosen.select_dtypes("number")
if numbers.shape[1]:
    print("numbers:")
    print(numbers.describe().T.to_csv())

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
_NUMBERS = ("column of numbers", "count", "mean", "std", "min", "25 %", "median", "75 %", "max")
_OTHERS = ("other column", "count", "different values", "most frequent", "its rows")
_LISTS = {
    "columns": (("types", ("column", "type", "different values")),),
    "summary": (("numbers", _NUMBERS), ("others", _OTHERS)),
}
_FACTS = (
    (_DUPLICATES, "duplicates"),
    (_COMPLETE, "complete"),
    (_SPAN, "span"),
    (_SHAPE, "shape"),
    (_COLUMNS, "columns"),
    (_MISSING, "missing"),
    (_SUMMARY, "summary"),
)
