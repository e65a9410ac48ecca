"""How columns go together, and which of their values stand out: correlation and outliers."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.tables.code import (
    TableTask,
    checked,
    markdown_table,
    number,
    plain,
    printed_rows,
    table_script,
)
from assist_magic.engine.models.solver.tables.condition import Condition, in_words
from assist_magic.engine.models.solver.tables.finish import Finish
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import NotSure, Task, pattern, said

_A, _B = "{a: @\\d+}", "{b: @\\d+}"
_CORRELATION = pattern(
    f"(?:find |is there )*(?:(?:pearson |linear )?correlation(?: coefficient)?|correlate)"
    f"(?: between| of| from)? {_A} (?:and|with|to|against|,) {_B}",
    f"(?:are|is|how (?:strongly |closely |well )?(?:are|is)) {_A} (?:and|with) {_B} "
    "(?:related|correlated)",
    f"(?:how (?:strongly |closely |well )?)?(?:does|do) {_A} (?:and|with) {_B} correlate",
    f"(?:does|do) {_A} (?:correlate|go together) with {_B}",
    f"(?:find )?{_A}(?: and)? {_B} correlation",
    f"(?:how (?:strongly |closely )?)?(?:is|are) {_A} correlated (?:with|to) {_B}",
)
_MATRIX = pattern(
    "(?:find |plot )?correlation(?:s)?(?: matrix| table)?(?: (?:between|of|for|among|by))*"
    "(?: (?:all|numeric|numerical|number|columns?|variables?|pairs?|of|other|each|table))*"
)
_STRONGEST = pattern(
    "(?:find |which |what |are |is |2 |two |pairs? |pair of |columns? |variables? "
    "|numeric )*(?:are |is |has )?"
    "(?:find )?{end: max|min|most|least|strongest|highest} (?:strongly |highly |positively "
    "|closely )?"
    "(?:correlated|correlation|related)(?: (?:columns?|variables?|pairs?|with|each|other|by|between"
    "|table|of|two|numeric|and|how|strong))*",
)
_OUTLIERS = pattern(
    "(?:(?:find|count|any|are there|detect|is there|which|what|are|does|rows|list|have) )*outliers?"
    f"(?: are there| are| is)?(?: in| of| for)? {_A}",
    f"does {_A} have (?:any )?outliers?",
)


def recognise(question: TableQuestion) -> Task | None:
    """ "correlation of weight and mileage", "outliers in body mass"."""
    table, where = question.table, question.where
    if question.finish != Finish():
        return None
    if match := _CORRELATION.match(question.skeleton):
        columns = [table.columns[question.column(match[each])] for each in ("a", "b")]
        if columns[0] == columns[1] or not all(column.is_number for column in columns):
            raise NotSure("a correlation needs two columns of numbers")
        return Correlation(table, columns[0].name, columns[1].name, where)
    if (match := _STRONGEST.match(question.skeleton)) and match["end"] in ("max", "most"):
        return Strongest(table, where)
    if _MATRIX.match(question.skeleton) is not None:
        return Matrix(table, where)
    if match := _OUTLIERS.match(question.skeleton):
        column = table.columns[question.column(match["a"])]
        if not column.is_number:
            raise NotSure(f"the column {column.name} does not hold numbers")
        return Outliers(table, column.name, where)
    return None


@dataclass(frozen=True)
class Correlation(TableTask):
    """Pearson's correlation of two columns."""

    table: Table
    first: str
    second: str
    where: tuple[Condition, ...] = ()

    def code(self) -> str:
        body = _CORRELATION_CODE.replace("<a>", self.first).replace("<b>", self.second)
        return table_script(self.table, body, self.where)

    def answer(self, printed: Printed) -> str:
        value = float(printed.value("result").exact)
        strength = "strong" if abs(value) >= 0.7 else "moderate" if abs(value) >= 0.4 else "weak"
        way = "rises" if value > 0 else "falls"
        rows = printed.value("rows with both").exact
        about = f"{self.table.label}{in_words(self.where)}"
        return said(
            f"The correlation of `{self.first}` and `{self.second}` in {about} is "
            f"**{number(str(value))}** (Pearson, {rows} rows): {strength}"
            + (f"; as one rises, the other mostly {way}" if strength != "weak" else "")
            + ". That alone says nothing of a cause.",
            checked(printed),
        )


_CORRELATION_CODE = """
# Pearson's correlation, from the rows that have both values
pairs = table[["<a>", "<b>"]].dropna()
result = pairs["<a>"].corr(pairs["<b>"])
print("result =", result)
print("rows with both =", len(pairs))

# Check: by plain Python
again = statistics.correlation(pairs["<a>"].tolist(), pairs["<b>"].tolist())
print("check =", abs(again - result) < 1e-9)
"""


@dataclass(frozen=True)
class Matrix(TableTask):
    """The correlations of all columns of numbers."""

    table: Table
    where: tuple[Condition, ...] = ()

    def code(self) -> str:
        body = 'print("result:")\nprint(table.corr(numeric_only=True).to_csv())\n'
        return table_script(self.table, f"# Pearson's correlations\n{body}", self.where)

    def answer(self, printed: Printed) -> str:
        names, rows = printed_rows(printed, "result")
        lines = [(row[0], *map(number, row[1:])) for row in rows]
        intro = f"Pearson's correlations in {self.table.label}{in_words(self.where)}:"
        return said(intro, markdown_table(("", *names[1:]), lines))


@dataclass(frozen=True)
class Strongest(TableTask):
    """The two columns of numbers that go together most closely."""

    table: Table
    where: tuple[Condition, ...] = ()

    def code(self) -> str:
        return table_script(self.table, _STRONGEST_CODE, self.where)

    def answer(self, printed: Printed) -> str:
        _, rows = printed_rows(printed, "pairs")
        first, second, value = rows[0]
        about = f"{self.table.label}{in_words(self.where)}"
        intro = (
            f"The strongest correlation in {about} is that of **{plain(first)}** and "
            f"**{plain(second)}**: **{number(value)}** (Pearson)."
        )
        lines = [(*row[:2], number(row[2])) for row in rows]
        listed = markdown_table(("column", "and column", "correlation"), lines)
        return said(intro, "The strongest pairs, whatever their sign:", listed, checked(printed))


_STRONGEST_CODE = """
# Pearson's correlation of every pair of columns of numbers
numbers = table.select_dtypes("number")
pairs = [
    (first, second, numbers[first].corr(numbers[second]))
    for first, second in combinations(numbers.columns, 2)
]
pairs = pd.DataFrame(pairs, columns=["first", "second", "correlation"]).dropna()
pairs = pairs.sort_values("correlation", key=abs, ascending=False)
print("pairs:")
print(pairs.head(5).to_csv(index=False))

# Check: the strongest again by plain Python
first, second, result = pairs.iloc[0]
both = numbers[[first, second]].dropna()
again = statistics.correlation(both[first].tolist(), both[second].tolist())
print("check =", abs(again - result) < 1e-9)
"""


@dataclass(frozen=True)
class Outliers(TableTask):
    """Values beyond 1.5 interquartile ranges from the quartiles."""

    table: Table
    value: str
    where: tuple[Condition, ...] = ()

    def code(self) -> str:
        return table_script(self.table, _OUTLIER_CODE.replace("<value>", self.value), self.where)

    def answer(self, printed: Printed) -> str:
        low, high = (number(printed.value(end).exact) for end in ("low", "high"))
        found = [number(value.exact) for value in printed.values("outlier")]
        count = printed.value("result").exact
        about = f"{self.table.label}{in_words(self.where)}"
        listed = f"They are {', '.join(found)}" if found else ""
        more = " and more." if len(found) < int(count) else "."
        return said(
            f"`{self.value}` in {about} has **{count}** "
            f"{'outlier' if count == '1' else 'outliers'}.",
            f"{listed}{more}" if listed else "",
            "An outlier here is a value more than 1.5 interquartile ranges (IQR) outside the "
            "quartiles: "
            f"below {low} or above {high}.",
        )


_OUTLIER_CODE = """
# Outliers: more than 1.5 interquartile ranges outside the quartiles
values = table["<value>"].dropna()
first, third = values.quantile(0.25), values.quantile(0.75)
low, high = first - 1.5 * (third - first), third + 1.5 * (third - first)
outliers = values[(values < low) | (values > high)].sort_values()
print("low =", low)
print("high =", high)
print("result =", len(outliers))
for value in outliers.head(20):
    print("outlier =", value)
"""
