"""Measures and counts, of the rows that are meant, for the whole table or for each group."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.tables.code import (
    TableTask,
    checked,
    kept,
    markdown_table,
    number,
    plain,
    printed_rows,
    table_script,
)
from assist_magic.engine.models.solver.tables.conditions import Condition, in_words
from assist_magic.engine.models.solver.tables.measures import MEASURES, Measure, percentile
from assist_magic.engine.models.solver.tables.table import Column, Table, name_words
from assist_magic.engine.models.solver.tables.words import MEASURES as SAID
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import Groups, NotSure, Several, Task, pattern, said

_M = f"{{measure: {'|'.join(SAID)}|\\d+(?:st|nd|rd|th) percentile}}"
_G = "{group: @\\d+|year|month(?: of year)?|(?:day of )?week ?day}"
_H = "{second: @\\d+|year|month}"
_BY = f"(?: ?,? by {_G}(?:(?: and|,| ,| and by| by) {_H})?)?"
_V = "{value: @\\d+}"
_THERE = "(?: (?:is|are|was|were|has|have|had|there|do we|do|does|in|of|total|exist|table))*"
_MEASURED = pattern(
    f"(?:find )?{_M} (?:of |for |in )?{_V}{_THERE}{_BY}(?: is)?(?: sorted {{end: max|min}})?",
    "(?:which|what|find) (?:are )?{value: @\\d+} (?:are|is|exist|table)(?: there| in)?(?: table)?",
    f"(?:for |find )?by {_G}(?: and {_H})? ?,? ?(?:find )?{_M} (?:of )?{_V}{_THERE}",
    f"(?:find )?{_G} by {_M} {_V}",
    f"how does (?:find )?{_M} (?:of )?{_V} (?:differ|vary|change) (?:by|with|between|over) {_G}",
)
_MUCH = pattern(f"how much {_V}{_THERE}{_BY}")
_COUNTED = pattern(
    f"(?:find |on )?count (?:of )?rows{_THERE}{_BY}",
    f"(?:find )?count{_THERE} by {_G}(?: (?:and|by) {_H})?{_THERE}",
    f"(?:find )?(?:frequency|frequencies|frequency table|value counts) (?:of|for|by) {_G}",
    f"(?:for )?by {_G} ?,? ?(?:find )?count (?:of )?rows{_THERE}",
)
_WHICH = pattern(
    f"(?:which|what|find|in which|on which) {_G} (?:has|have|with|is|had|was|shows|of) (?:find )?"
    f"{{end: max|min}} (?:of )?{_M} (?:of )?{_V}",
    f"(?:which|what) {_G} (?:is|are|was|has|have) {{end: max|min}} (?:of )?{_V} (?:on|in|by) {_M}",
    f"(?:find )?top {{top: \\d+}} {_G} by {_M} (?:of )?{_V}",
)
_MOST = pattern(
    f"(?:which|what|find) {_G} (?:has|have|with|is|had|was) {{end: max|min}} (?:count of )?rows",
    f"(?:which|what|find) (?:is |are )?(?:find )?{{end: max|min}} (?:common|frequent) {_G}",
    f"(?:which|what) {_G} (?:is|are|was) (?:find )?{{end: max|min}} (?:common|frequent)",
)
_SHARE = pattern(
    "(?:find |what )*(?:share|percentage|percent|proportion|fraction)(?: of)?(?: rows)?"
    f"(?: (?:is|are|was|were|comes|come|has|have))*{_BY}",
)
_GROWTH = pattern(
    f"(?:find )?(?:growth|growth rate|(?:percentage |percent |relative )?change) (?:of |in )?"
    f"(?:find )?{_M} (?:of )?{_V} by {_G}"
)


def recognise(question: TableQuestion) -> Task | None:
    """ "mean body mass by species", "how many cars from Japan", "which island has most rows"."""
    if parts := _parts(question.skeleton):
        tasks = [recognise(replace(question, skeleton=part)) for part in parts]
        return Measures(tuple(task for task in tasks if task)) if all(tasks) else None
    for form, make in _FORMS:
        if (match := form.match(question.skeleton)) is not None:
            return make(question, match)
    return None


_NAMES = "|".join(SAID)
_MEASURES_OF = re.compile(
    rf"(?:find )?(?P<all>(?:{_NAMES})(?:(?: ?, (?:and )?| and )(?:find )?(?:{_NAMES}))+)"
    r"(?P<rest> (?:of |for )?@\d+.*)"
)
_OF_COLUMNS = re.compile(
    rf"(?:find )?(?P<first>(?!sum|range)(?:{_NAMES}) (?:of |for )?)"
    rf"(?P<all>@\d+(?:(?: ?, (?:and )?| and )@\d+)+)(?P<rest>(?: by .*)?)"
)


def _parts(skeleton: str) -> list[str]:
    """ "mean and median of @5", "mean of @2 and @3 by @0" as one question for each."""
    if match := _MEASURES_OF.fullmatch(skeleton):
        return [f"{name}{match['rest']}" for name in re.findall(_NAMES, match["all"])]
    if match := _OF_COLUMNS.fullmatch(skeleton):
        marks = re.findall(r"@\d+", match["all"])
        return [f"{match['first']}{mark}{match['rest']}" for mark in marks]
    return []


def _measured(question: TableQuestion, match: Groups) -> Task:
    column = question.table.columns[question.column(match["value"])]
    usual = "sum" if question.skeleton.startswith("how much") else "distinct"
    measure = measure_of(match.get("measure", usual), column)
    query = _query(question, match, measure, column.name)
    if query.end or not match.get("top"):
        return query
    return replace(query, end="max", top=int(match["top"]))


def _much(question: TableQuestion, match: Groups) -> Task:
    query = _measured(question, match)
    assert isinstance(query, Query)
    return replace(query, notes=("“how much” is read as the sum",))


def _counted(question: TableQuestion, match: Groups) -> Task:
    return _query(question, match, MEASURES["rows"], "")


def _shared(question: TableQuestion, match: Groups) -> Task | None:
    if bool(question.where) == ("group" in match) or "second" in match:
        return None
    return _query(question, match, MEASURES["share"], "")


def _growing(question: TableQuestion, match: Groups) -> Task | None:
    query = _measured(question, match)
    assert isinstance(query, Query)
    return replace(query, growth=True) if query.groups[0].in_order else None


_FORMS = (
    (_COUNTED, _counted),
    (_MEASURED, _measured),
    (_MUCH, _much),
    (_WHICH, _measured),
    (_MOST, _counted),
    (_SHARE, _shared),
    (_GROWTH, _growing),
)


def measure_of(said_as: str, column: Column) -> Measure:
    """The measure that a word of the skeleton means for a column.

    Raises:
        NotSure: the column does not have it.
    """
    if said_as.endswith("percentile"):
        measure = percentile(said_as.split()[0])
    elif said_as == "count":
        # "How many islands are there?" asks for the different ones.
        if column.is_number:
            raise NotSure(f"it is not clear what of {column.name} is to be counted")
        measure = MEASURES["distinct"]
    else:
        measure = MEASURES[said_as]
    if not column.is_number and measure is not MEASURES["distinct"]:
        raise NotSure(f"the column {column.name} does not hold numbers")
    return measure


@dataclass(frozen=True)
class Group:
    """What rows are grouped by: a column, or a part of its dates, made by `code` first."""

    name: str
    code: str = ""
    in_order: bool = False


def _query(question: TableQuestion, match: Groups, measure: Measure, value: str) -> Query:
    groups = tuple(
        group_of(question.table, match[each]) for each in ("group", "second") if each in match
    )
    if value in [group.name for group in groups] or len(set(groups)) != len(groups):
        raise NotSure("the groups and the values are the same column")
    return Query(question.table, measure, value, groups, question.where, match.get("end", ""))


_PARTS = {
    "year": ".dt.year",
    "month": '.dt.strftime("%Y-%m")',
    "month of year": ".dt.month",
    "weekday": ".dt.day_name()",
}


def group_of(table: Table, mark: str) -> Group:
    """The groups that a mark or a part of a date means.

    Raises:
        NotSure: the table has no dates, or more than one column of them.
    """
    if mark.startswith("@"):
        column = table.columns[int(mark[1:])]
        name = name_words(column.name)[-1]
        if column.is_date and name in ("year", "month"):
            return _part(column.name, name)
        return Group(column.name, in_order=column.is_date or name in ("year", "month"))
    dates = [column.name for column in table.columns if column.is_date]
    if len(dates) != 1:
        raise NotSure(f"it is not clear which column has the {mark}")
    return _part(dates[0], "weekday" if mark.endswith("day") else mark)


def _part(column: str, part: str) -> Group:
    name = f"{part} of {column}" if part != column.lower() else part
    code = f'table["{name}"] = pd.to_datetime(table["{column}"]){_PARTS[part]}'
    return Group(name, code, in_order=part != "weekday")


@dataclass(frozen=True)
class Query(TableTask):
    """One measure of one column (or of the rows), for the whole table or for each group."""

    table: Table
    measure: Measure
    value: str = ""
    groups: tuple[Group, ...] = ()
    where: tuple[Condition, ...] = ()
    end: str = ""
    top: int = 0
    growth: bool = False
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        body = self.measure.grouped if self.groups else self.measure.single
        keys = [f'table["{group.name}"]' for group in self.groups]
        names = [f'"{group.name}"' for group in self.groups]
        parts = "\n".join(group.code for group in self.groups if group.code)
        filled = {
            "value": self.value,
            "label": " and ".join(group.name for group in self.groups),
            "names": names[0] if len(names) == 1 else f"[{', '.join(names)}]",
            "list": ", ".join(names),
            "keys": keys[0] if len(keys) == 1 else f"zip({', '.join(keys)})",
            "order": self._order(),
        }
        for name, text in filled.items():
            body = body.replace(f"<{name}>", text)
        return table_script(self.table, f"{parts}\n{body}" if parts else body, self.where)

    def _order(self) -> str:
        order = {"max": ".sort_values(ascending=False)", "min": ".sort_values()"}.get(self.end, "")
        by_size = self.groups and self.measure.name in ("rows", "share")
        if not order and by_size and not self.groups[0].in_order:
            order = ".sort_values(ascending=False)"
        order += f".head({self.top})" if self.top else ""
        return f"{order}.pct_change() * 100" if self.growth else order

    def results(self) -> Results:
        return Results(query=self)

    @property
    def _subject(self) -> str:
        words = self.measure.words
        return f"{words} of `{self.value}`" if self.value else words

    def answer(self, printed: Printed) -> str:
        if not kept(printed, self.where):
            return f"No row of `{self.table.file}` fits:{in_words(self.where)}."
        if self.groups:
            return self._by_groups(printed)
        result = number(printed.value("result").exact)
        if self.measure.name == "rows":
            return self._count(printed, result)
        if self.measure.name == "share":
            part, whole = (printed.value(name).exact for name in ("rows kept", "rows in all"))
            return f"{part} of {whole} rows{in_words(self.where)}: **{result} %**."
        about = f"in `{self.table.file}`{in_words(self.where)}"
        listed = ", ".join(plain(each.exact) for each in printed.values("value"))
        return said(
            f"The {self._subject} {about} is **{result}**.",
            listed,
            _gaps(printed),
            checked(printed),
        )

    def _count(self, printed: Printed, result: str) -> str:
        if not self.where:
            return f"`{self.table.file}` has **{result} rows**."
        whole = printed.value("rows in all").exact
        noun = "row" if result == "1" else "rows"
        return f"**{result}** of the {whole} rows of `{self.table.file}`" + (
            f": the {noun}{in_words(self.where)}."
        )

    def _by_groups(self, printed: Printed) -> str:
        _, rows = printed_rows(printed, "result")
        shown = [(*row[:-1], number(row[-1])) for row in rows]
        best = {"max": "highest", "min": "lowest"}.get(self.end)
        first = [", ".join(map(plain, row[:-1])) for row in rows if row[-1] == rows[0][-1]]
        leaders = " and ".join(f"**{name}**" for name in first)
        verb = "is" if len(first) == 1 else "are, with the same value,"
        leader = f"The {best} {verb} {leaders}." if best and not self.top else ""
        unit = " (%)" if self.growth or self.measure.name == "share" else ""
        change = "change of the " if self.growth else ""
        names = tuple(group.name for group in self.groups)
        each = " and ".join(f"`{name}`" for name in names)
        about = f"for each {each} in `{self.table.file}`{in_words(self.where)}"
        column = f"{self.measure.short} of {self.value}" if self.value else self.measure.short
        return said(
            leader,
            f"The {change}{self._subject} {about}:",
            markdown_table((*names, f"{change}{column}{unit}"), shown),
            _gaps(printed),
            "" if self.growth else checked(printed),
        )


class Measures(Several):
    """Several queries of one sentence."""

    library = "pandas"


def _gaps(printed: Printed) -> str:
    gaps = [value.exact for value in printed.values("rows without a value")]
    return f"Rows without a value left out: {gaps[0]}." if gaps and gaps != ["0"] else ""
