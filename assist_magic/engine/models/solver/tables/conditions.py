"""Which rows a question is about: "female penguins", "from Japan with horsepower over 100"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist_magic.engine.models.solver.tables.columns import Column
from assist_magic.engine.models.solver.tables.names import in_unit, name_words
from assist_magic.engine.models.solver.tables.table import Table

COMPARED = {
    "over": ">",
    "under": "<",
    "least_": ">=",
    "most_": "<=",
    "exactly": "==",
    "other": "!=",
}
"""The words of a skeleton that compare, and Python's signs for them."""

_MONTH_WORDS = """
january february march april may june july august september october november december
"""
_MONTHS = tuple(_MONTH_WORDS.split())
_JOINS = (
    "and|but|where|with|that|which|who|whose|have|has|had|having|are|is|was|were|if|when|only|for"
    "|of|in|on|from|at|about|during|live|lives|lived|come|comes|came|there"
)
_LEAD = rf"(?:,? ?\b(?:{_JOINS})\b )*"
_SOME_LEAD = rf"(?:,? ?\b(?:{_JOINS})\b )+"
_END = (
    r"(?=$| ?,| and | by | have | has | had | that | with | where | are | is | was | were | in "
    r"| from | of | for | on | plot | as | only)"
)
_NUMBER = r"-?\d+(?:\.\d+)?(?![\w.]*\d)"
_UNIT = r"(?: ?(?P<unit>(?!by |and |of |in |have |rows )[a-z]{1,12})(?=$| of | in | ?,| and ))?"
_SIGN = rf"(?:{'|'.join(COMPARED)})"
_BETWEEN = rf"between (?P<low>{_NUMBER}) and (?P<high>{_NUMBER})"
_IS = r"(?: (?:is|are|was|were|of|being))?"
_NOT = r"(?:not|excluding|except(?: for)?|without|other than|apart from|ignoring|leaving out)"
_CHOICE = r"\$\d+(?:(?: ?, (?:or )?| or )\$\d+)*"


@dataclass(frozen=True)
class Value:
    """A text that a question names, and the column that has it."""

    column: str
    text: str


@dataclass(frozen=True)
class Condition:
    """One condition on rows: as code on `table`, and as words."""

    code: str
    words: str
    column: str = ""

    def excludes(self, other: Condition) -> bool:
        """Whether no row can fit both, so that the question must have meant something else."""
        (own, *value), (others, *other_value) = (c.code.split(" == ") for c in (self, other))
        return own == others and value != other_value


def filtering(conditions: tuple[Condition, ...]) -> str:
    """Code that keeps the rows of all conditions; empty without any."""
    if not conditions:
        return ""
    lines = [f"table = table[{condition.code}]" for condition in conditions]
    before = 'everything = len(table)\nprint("rows in all =", everything)'
    kept = 'print("rows kept =", len(table))'
    head = "# Only the rows that the question is about"
    return "\n".join([before, "", head, *lines, kept]) + "\n\n"


def in_words(conditions: tuple[Condition, ...]) -> str:
    """The conditions for an answer: " where `Origin` is Japan and `Horsepower` > 100"."""
    joined = " and ".join(condition.words for condition in conditions)
    return f" where {joined}" if joined else ""


class Conditions:
    """Takes the conditions out of a skeleton, one after the other."""

    def __init__(self, table: Table, values: tuple[Value, ...]) -> None:
        self.found: list[Condition] = []
        self._table = table
        self._values = values

    def taken(self, skeleton: str) -> str:
        """The skeleton without its conditions, which are in `found` then."""
        skeleton = skeleton.strip()
        for pattern, make in _FORMS:
            place = 0
            while match := pattern.search(skeleton, place):
                condition = make(self, match)
                if condition is None or any(map(condition.excludes, self.found)):
                    place = match.end()
                    continue
                self.found.append(condition)
                rest = f"{skeleton[: match.start()]} {skeleton[match.end() :]}"
                skeleton = re.sub(r" +", " ", rest).strip()
        skeleton = skeleton.strip(" ,")
        if not self.found:
            return skeleton
        return re.sub(r" (?:and|where|that|with|who|which|only)$", "", skeleton)

    def between(self, match: re.Match[str]) -> Condition | None:
        column = self._column(match["column"])
        if not column.is_number or not in_unit(column.name, match["unit"] or None):
            return None
        name, low, high = column.name, match["low"], match["high"]
        code = f'table["{name}"].between({low}, {high})'
        return Condition(code, f"`{name}` is from {low} to {high}", name)

    def compared(self, match: re.Match[str]) -> Condition | None:
        column = self._column(match["column"])
        if not column.is_number or not in_unit(column.name, match["unit"] or None):
            return None
        sign = COMPARED.get(match["sign"] or "exactly", "==")
        shown = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}.get(sign, sign)
        code = f'table["{column.name}"] {sign} {match["number"]}'
        return Condition(code, f"`{column.name}` {shown} {match['number']}", column.name)

    def named(self, match: re.Match[str]) -> Condition | None:
        groups = match.groupdict()
        values = [self._values[int(mark)] for mark in re.findall(r"\$(\d+)", match["values"])]
        columns = {value.column for value in values}
        if groups.get("column"):
            columns.add(self._column(match["column"]).name)
        if len(columns) != 1:
            return None
        return _equal(values, negative=bool(groups.get("negative")))

    def adjectives(self, match: re.Match[str]) -> Condition | None:
        return _equal([self._values[int(match["value"])]], negative=False)

    def year(self, match: re.Match[str]) -> Condition | None:
        year = match["year"]
        dates = [column.name for column in self._table.columns if column.is_date]
        numbers = [column.name for column in self._table.columns if column.is_number]
        years = [name for name in numbers if name_words(name) == ("year",)]
        if len(years) == 1 and not dates:
            return Condition(f'table["{years[0]}"] == {year}', f"`{years[0]}` is {year}", years[0])
        if len(dates) != 1:
            return None
        code = f'table["{dates[0]}"].dt.year == {year}'
        return Condition(code, f"`{dates[0]}` is in {year}")

    def month(self, match: re.Match[str]) -> Condition | None:
        dates = [column.name for column in self._table.columns if column.is_date]
        if len(dates) != 1:
            return None
        number, words = _MONTHS.index(match["month"]) + 1, match["month"].title()
        code = f'table["{dates[0]}"].dt.month == {number}'
        if match["year"]:
            words = f"{words} {match['year']}"
            wanted = f"{match['year']}-{number:02}"
            code = f'table["{dates[0]}"].dt.strftime("%Y-%m") == "{wanted}"'
        return Condition(code, f"`{dates[0]}` is in {words}")

    def _column(self, mark: str) -> Column:
        return self._table.columns[int(mark[1:])]


def _equal(values: list[Value], negative: bool) -> Condition:
    name, texts = values[0].column, [value.text for value in values]
    verb = "is not" if negative else "is"
    words = f"`{name}` {verb} {' or '.join(texts)}"
    if len(texts) == 1:
        sign = "!=" if negative else "=="
        return Condition(f'table["{name}"] {sign} "{texts[0]}"', words, name)
    listed = ", ".join(f'"{text}"' for text in texts)
    code = f'table["{name}"].isin([{listed}])'
    return Condition(f"~{code}" if negative else code, words, name)


_AT = r"(?P<column>@\d+)"
_VALUES = rf"(?P<values>{_CHOICE})"
_FORMS = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (
            rf"{_SOME_LEAD}(?P<month>{'|'.join(_MONTHS)})(?: (?P<year>[12]\d{{3}}))?{_END}",
            Conditions.month,
        ),
        (rf"{_SOME_LEAD}(?P<year>[12]\d{{3}}){_END}", Conditions.year),
        (rf"{_LEAD}{_AT}{_IS} {_BETWEEN}{_UNIT}", Conditions.between),
        (rf"{_LEAD}{_BETWEEN}{_UNIT}(?: of| in)? {_AT}", Conditions.between),
        (rf"{_LEAD}{_AT}{_IS} (?P<sign>{_SIGN}) (?P<number>{_NUMBER}){_UNIT}", Conditions.compared),
        (
            rf"{_LEAD}(?P<sign>{_SIGN}) (?P<number>{_NUMBER}){_UNIT}(?: of| in)? {_AT}",
            Conditions.compared,
        ),
        (
            rf"{_LEAD}{_AT} (?:is|are|was|were|of|=|==)(?P<sign>) (?P<number>{_NUMBER}){_UNIT}",
            Conditions.compared,
        ),
        (
            rf"{_LEAD}(?:with|have|has|had|having|and)(?P<sign>) (?P<number>{_NUMBER}){_UNIT} "
            rf"{_AT}",
            Conditions.compared,
        ),
        (rf"{_LEAD}{_AT}{_IS} (?P<negative>not|other(?: than)?) {_VALUES}", Conditions.named),
        (
            rf"{_LEAD}(?P<negative>{_NOT}) (?:from |in |on |of )?(?:{_AT}{_IS} )?{_VALUES}"
            r"(?: rows)?",
            Conditions.named,
        ),
        (rf"{_LEAD}{_AT}(?:{_IS}| equals| ==?| exactly) {_VALUES}", Conditions.named),
        (rf"{_VALUES} (?=rows\b)", Conditions.named),
        (r"\$(?P<value>\d+) (?=(?:\$\d+ )*rows\b)", Conditions.adjectives),
        (
            rf"(?:for|of|in)(?P<sign>) (?P<number>{_NUMBER})(?P<unit>) {_AT} rows\b",
            Conditions.compared,
        ),
        (rf"{_SOME_LEAD}{_VALUES}(?: {_AT})?(?: rows)?{_END}", Conditions.named),
        (r"(?<=count )\$(?P<value>\d+)(?= are| is|$| have| do| does)", Conditions.adjectives),
    )
)
