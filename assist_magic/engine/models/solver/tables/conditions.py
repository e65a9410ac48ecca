"""Which rows a question is about: "female penguins", "from Japan with horsepower over 100"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from assist_magic.engine.models.solver.tables import moments, names
from assist_magic.engine.models.solver.tables.columns import Column
from assist_magic.engine.models.solver.tables.condition import Condition
from assist_magic.engine.models.solver.tables.names import in_unit
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

_JOINS = (
    "and|but|where|with|that|which|who|whose|have|has|had|having|are|is|was|were|if|when|only|for"
    "|of|in|on|from|at|about|during|live|lives|lived|come|comes|came|there|made|placed|sold|built"
    "|scored|score|got|get|received|achieved|reached|earned|produced|located|based|grown"
    "|measured|studying|enrolled|shipped"
)
_LEAD = rf"(?:,? ?\b(?:{_JOINS})\b )*"
_SOME_LEAD = rf"(?:,? ?\b(?:{_JOINS})\b )+"
_END = (
    r"(?=$| ?,| and | by | have | has | had | that | with | where | are | is | was | were | in "
    r"| from | of | for | on | plot | as | only| sort| order| rank| against|: )"
)
_EMPTY = r"(?:missing|empty|null|nan|blank|unknown)"
_PARTS = r"contains_|begins_|ends_"
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


class Conditions:
    """Takes the conditions out of a skeleton, one after the other."""

    def __init__(
        self, table: Table, values: tuple[Value, ...], texts: tuple[str, ...] = ()
    ) -> None:
        self.found: list[Condition] = []
        self._table = table
        self._values = values
        self._texts = texts

    def taken(self, skeleton: str) -> str:
        """The skeleton without its conditions, which are in `found` then."""
        skeleton = self._compared_values(skeleton.strip())
        skeleton = self._taken_by(_HAVING_BETWEEN, self.between, skeleton)
        for pattern, made in moments.FORMS:
            skeleton = self._taken_by(pattern, partial(made, self._table), skeleton)
        for pattern, make in _FORMS:
            skeleton = self._taken_by(pattern, partial(make, self), skeleton)
        skeleton = skeleton.strip(" ,")
        if not self.found:
            return skeleton
        return re.sub(r" (?:and|where|that|with|who|which|only)$", "", skeleton)

    def _compared_values(self, skeleton: str) -> str:
        """ "compare mean @5 of $0 and $1" as the measure by their column, for these two alone."""
        match = _COMPARE.search(skeleton)
        if not match or not _COMPARES.search(skeleton):
            return skeleton
        values = [self._values[int(match[side])] for side in ("one", "two")]
        if values[0].column != values[1].column or values[0] == values[1]:
            return skeleton
        self.found.append(_equal(values, negative=False))
        names = [column.name for column in self._table.columns]
        rest = f"{skeleton[: match.start()]} {skeleton[match.end() :]}"
        rest = _COMPARES.sub(" ", rest, count=1)
        return re.sub(r" +", " ", f"{rest} by @{names.index(values[0].column)}").strip()

    def _taken_by(
        self,
        pattern: re.Pattern[str],
        make: Callable[[re.Match[str]], Condition | None],
        skeleton: str,
    ) -> str:
        place = 0
        while match := pattern.search(skeleton, place):
            condition = make(match)
            if condition is None or any(map(condition.excludes, self.found)):
                place = match.end()
                continue
            self.found.append(condition)
            rest = f"{skeleton[: match.start()]} {skeleton[match.end() :]}"
            skeleton = re.sub(r" +", " ", rest).strip()
        return skeleton

    def between(self, match: re.Match[str]) -> Condition | None:
        column = self._column(match["column"]) if match["column"] else self._in(match["unit"])
        if column is None or not column.is_number:
            return None
        if not in_unit(column.name, match["unit"] or None):
            return None
        name, low, high = column.name, match["low"], match["high"]
        code = f'table["{name}"].between({low}, {high})'
        return Condition(code, f"`{name}` is from {low} to {high}", name)

    def compared(self, match: re.Match[str]) -> Condition | None:
        column = self._column(match["column"])
        is_year = re.fullmatch(r"(?:19|20)\d\d", match["number"]) and not match["sign"]
        if (
            is_year
            and self._table.dates()
            and not re.search(rf"{match['column']}.*\d{{4}}", match[0])
        ):
            return None
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
        made = _equal(values, negative=bool(groups.get("negative")))
        if groups.get("negative") and self._table.named(made.column).gaps:
            made = replace(made, words=f"{made.words} (or missing)")
        return made

    def adjectives(self, match: re.Match[str]) -> Condition | None:
        return _equal([self._values[int(match["value"])]], negative=False)

    def texts(self, match: re.Match[str]) -> Condition | None:
        """A part of a text: "name contains ford", "starting with An"."""
        column, text = self._column(match["column"]), self._texts[int(match["text"])]
        if not column.is_text:
            return None
        name, how = column.name, match["how"]
        small = f'table["{name}"].str.lower()'
        code = {
            "contains_": f'{small}.str.contains("{text.lower()}", regex=False, na=False)',
            "begins_": f'{small}.str.startswith("{text.lower()}", na=False)',
            "ends_": f'{small}.str.endswith("{text.lower()}", na=False)',
        }[how]
        words = {"contains_": "contains", "begins_": "begins with", "ends_": "ends with"}[how]
        return Condition(code, f"`{name}` {words} “{text}”", name)

    def missing(self, match: re.Match[str]) -> Condition | None:
        """Rows without a value: "with a missing region", "sex is not empty"."""
        column = self._column(match["column"])
        name = column.name
        if match.groupdict().get("none") and not column.is_text:
            return None  # "no discount" may as well be a discount of 0
        if match.groupdict().get("negative"):
            return Condition(f'table["{name}"].notna()', f"`{name}` is known", name)
        return Condition(f'table["{name}"].isna()', f"`{name}` is missing", name)

    def typical(self, match: re.Match[str]) -> Condition | None:
        """Above or below the mean or median of all rows."""
        column = self._column(match["column"])
        if not column.is_number:
            return None
        sign = ">" if match["side"] in ("above", "over", "over_") else "<"
        own, measure = f'table["{column.name}"]', match["measure"]
        words = f"`{column.name}` {sign} its {measure} over all rows"
        return Condition(f"{own} {sign} {own}.{measure}()", words, column.name, of_all=True)

    def fraction(self, match: re.Match[str]) -> Condition | None:
        """ "top 10 % by price": from the 90th percentile on."""
        column = self._column(match["column"])
        part = int(match["part"])
        if not column.is_number or not 0 < part < 100:
            return None
        share = (100 - part if match["side"] == "top" else part) / 100
        sign, shown = (">=", "≥") if match["side"] == "top" else ("<=", "≤")
        own = f'table["{column.name}"]'
        words = f"`{column.name}` {shown} its {100 * share:.0f}th percentile"
        return Condition(f"{own} {sign} {own}.quantile({share})", words, column.name, of_all=True)

    def _in(self, unit: str) -> Column | None:
        """The only column of numbers in a unit."""
        found = [c for c in self._table.columns if c.is_number and names.has_unit(c.name, unit)]
        return found[0] if len(found) == 1 else None

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


_COMPARE = re.compile(
    r" (?:of|between|for|from|in) \$(?P<one>\d+)(?: rows)? (?:and|against|to"
    r"|with) \$(?P<two>\d+)(?: rows)?$"
)
_COMPARES = re.compile(
    r"(?:is there |find |was there |what )*\b(?:any )?(?:compare|comparison of|differences? "
    r"(?:in|of|between))\b"
)
_AT = r"(?P<column>@\d+)"
_VALUES = rf"(?P<values>{_CHOICE})"
_HAVING_BETWEEN = re.compile(
    rf"{_LEAD}(?:with|have|has|had|having|whose|where) {_AT}{_IS} {_BETWEEN}{_UNIT}"
)
"""Before dates are looked for: a price between 1900 and 2000 is no year."""
_FORMS = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"{_LEAD}{_AT} (?P<how>{_PARTS}) %(?P<text>\d+)", Conditions.texts),
        (rf"{_LEAD}(?P<how>{_PARTS}) %(?P<text>\d+) in {_AT}", Conditions.texts),
        (
            rf"(?:values? )?{_LEAD}(?:{_EMPTY}|no values?)(?: values?)?(?: of| in| for)? "
            rf"{_AT}(?! by)",
            Conditions.missing,
        ),
        (rf"{_LEAD}(?P<none>no) {_AT}(?! by)", Conditions.missing),
        (rf"{_LEAD}{_AT} (?:is|are|was|=|==) (?P<negative>not )?{_EMPTY}", Conditions.missing),
        (
            rf"{_LEAD}(?P<side>above|below|over|under) (?P<measure>mean|median)(?: in| of| for| "
            rf"on)? {_AT}",
            Conditions.typical,
        ),
        (
            rf"{_LEAD}{_AT}{_IS} (?P<side>above|below|over|under) (?P<measure>mean|median)(?! @)",
            Conditions.typical,
        ),
        (
            rf"(?P<side>top|bottom) (?P<part>\d+) ?(?:%|percent)(?: of)?(?: rows)? (?:by|of|in"
            rf"|with) {_AT}",
            Conditions.fraction,
        ),
        (rf"{_LEAD}{_AT}{_IS} {_BETWEEN}{_UNIT}", Conditions.between),
        (rf"{_LEAD}{_BETWEEN}{_UNIT}(?: of| in)? {_AT}", Conditions.between),
        (rf"{_LEAD}{_AT}{_IS} (?P<sign>{_SIGN}) (?P<number>{_NUMBER}){_UNIT}", Conditions.compared),
        (rf"{_LEAD}{_BETWEEN} ?(?P<unit>[a-z]{{1,12}})(?P<column>){_END}", Conditions.between),
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
        (
            rf"{_LEAD}(?P<values>\$\d+(?:(?: ?, (?:and )?| and )\$\d+)+)(?: rows)?"
            r" (?:together|combined|altogether|taken together)",
            Conditions.named,
        ),
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
