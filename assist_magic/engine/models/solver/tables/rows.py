"""Single rows of a table: which one is highest, the top few, sorted, or those that fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.tables.code import (
    TableTask,
    kept,
    linked,
    markdown_table,
    number,
    plain,
    printed_rows,
    saving,
    table_script,
)
from assist_magic.engine.models.solver.tables.condition import Condition, in_words
from assist_magic.engine.models.solver.tables.finish import Finish
from assist_magic.engine.models.solver.tables.names import name_words
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern, said

_V = "{value: @\\d+}"
_N = "{name: @\\d+}"
_END = "{end: max|min}"
_IS = "(?:(?:is|are|was|were|has|have|had|with|find) )*"
_BEST = pattern(
    f"(?:(?:which|what|find) )?(?:rows|{_N}) {_IS}{_END} (?:of )?{_V}",
    f"(?:on |in )?(?:which|what) (?:rows|{_N}) {_IS}{_V} {_IS}{_END}",
    f"(?:on |in )?(?:which|what) (?:rows|{_N}) {_IS}{_END} (?:of )?{_V}",
    f"(?:find )?{_END} of {_V} rows",
    f"when was (?:{_V} {_END}|{_END} (?:of )?{_V})",
    f"(?:find )?(?:rows|{_N}) of (?:rows )?with {_END} (?:of )?{_V}",
)
_ASKED = "(?:(?:which|what|find|list) )?(?:are )?"
_TOP = pattern(
    f"{_ASKED}(?:top )?{{n: \\d+}} (?:rows|{_N}) {_IS}{_END} (?:of )?{_V}",
    f"{_ASKED}(?:top )?{{n: \\d+}} {_END} of {_V} (?:rows|{_N})",
    f"{_ASKED}{{n: \\d+}} {_END} (?:rows|{_N}) (?:by|in|on|with|of) {_V}",
    f"{_ASKED}{{n: \\d+}} {_END} {_V}(?: rows)?",
    f"(?:find )?{{side: top|bottom}} {{n: \\d+}}(?: rows| {_N})? (?:by|with|in|of) {_V}",
)
_SORT = pattern(
    f"(?:find )?(?:sort|order|rank)(?:ed)?(?: table| rows)? by {_V}(?: in)?"
    f"(?: {{order: descending|decreasing|desc|ascending|increasing|asc}})?(?: order)?",
    f"(?:find |list |which |what )*rows (?:sorted|ordered|ranked) by {_V}(?: in)?"
    f"(?: {{order: descending|decreasing|desc|ascending|increasing|asc}})?(?: order)?",
)
_WITHIN = pattern(
    f"(?:find )?{{side: top|bottom}} {{n: \\d+}} (?:rows|{_N}) (?:by|in) {{a: @\\d+}} (?:by|in"
    f"|with) {{b: @\\d+}}",
    f"(?:find )?{{n: \\d+}} {{end: max|min}} (?:rows|{_N}) (?:by|in) {{a: @\\d+}} (?:by|in) "
    f"{{b: @\\d+}}",
    f"by {{a: @\\d+}} ?,? (?:find )?{{side: top|bottom}} {{n: \\d+}} (?:rows|{_N}) by {{b: @\\d+}}",
)
_LIST = pattern("(?:find |list |filter |which |what )*rows(?: are| have| has| is| there)*")
_FIRST = pattern(
    "(?:find |list )?(?:first|head|preview|sample|peek at)(?: {n: \\d+})?(?: rows)?"
    "(?: of)?(?: table)?"
)
_WORD_OF_ROWS = ("name", "title", "model", "id", "date", "country", "city", "product")
_COLUMNS_SHOWN = 6


def recognise(question: TableQuestion) -> Task | None:
    """ "which car has the highest horsepower?", "top 5 by price", "cars from Japan"."""
    finish = question.finish
    if finish.step or finish.chart or finish.crossed:
        return None
    made = _made(question)
    if made is None or made.is_best and finish != Finish():
        return None
    return replace(
        made,
        end=finish.end or made.end,
        top=finish.top or made.top,
        file=finish.file,
    )


def _made(question: TableQuestion) -> Rows | None:
    for form, make in ((_BEST, _best), (_TOP, _top), (_SORT, _sorted), (_WITHIN, _each_top)):
        if match := form.match(question.skeleton):
            return make(question, match)
    table, match = question.table, _FIRST.match(question.skeleton)
    if question.where and not question.finish.end and _LIST.match(question.skeleton) is not None:
        return Rows(table, where=question.where, shown=_shown(question, ""))
    is_first = match is not None or not question.skeleton and question.finish.top
    if question.finish.end or question.where or not is_first:
        return None
    every = tuple(column.name for column in table.columns)
    return Rows(table, top=int((match or {}).get("n", "5")), shown=every)


def _best(question: TableQuestion, match: Groups) -> Rows:
    return _extreme(question, match, 1, match["end"])


def _top(question: TableQuestion, match: Groups) -> Rows:
    end = match.get("end") or {"top": "max", "bottom": "min"}[match["side"]]
    return _extreme(question, match, int(match["n"]), end)


def _each_top(question: TableQuestion, match: Groups) -> Rows:
    """ "top 2 students in each class by math": whichever of the two is the one of groups."""
    columns = [question.table.columns[question.column(match[each])] for each in ("a", "b")]
    groups = [c for c in columns if not c.is_number or c.few and not all(x.few for x in columns)]
    if len(groups) != 1:
        raise NotSure("it is not clear which of the columns has the groups")
    (value,) = (column for column in columns if column != groups[0])
    name = question.table.columns[question.column(match["name"])].name if "name" in match else ""
    end = match.get("end") or {"top": "max", "bottom": "min"}[match["side"]]
    first = tuple(dict.fromkeys([groups[0].name, *_shown(question, value.name, name)]))
    rows = Rows(question.table, value.name, end, int(match["n"]), question.where, first)
    return replace(rows, within=groups[0].name)


def _extreme(question: TableQuestion, match: Groups, count: int, end: str) -> Rows:
    table = question.table
    column = table.columns[question.column(match["value"])]
    if not column.is_number and not column.is_date:
        raise NotSure(f"the column {column.name} does not hold numbers")
    name = table.columns[question.column(match["name"])].name if "name" in match else ""
    if not 1 <= count <= 1000 or name == column.name:
        raise NotSure("it is not clear which rows are meant")
    shown = _shown(question, column.name, name)
    return Rows(table, column.name, end, count, question.where, shown, is_best=count == 1)


def _sorted(question: TableQuestion, match: Groups) -> Rows:
    name = question.table.columns[question.column(match["value"])].name
    is_rank = re.match(r"(?:find )?rank", question.skeleton) is not None
    down = match.get("order", "desc" if is_rank else "asc").startswith("de")
    end = "max" if down or question.finish.end == "max" else "min"
    return Rows(question.table, name, end, 0, question.where, _shown(question, name))


def _shown(question: TableQuestion, value: str, name: str = "") -> tuple[str, ...]:
    """The columns that tell a row: its name, its value, what it was chosen by, the first others."""
    table = question.table
    names = [column.name for column in table.columns]
    called = [n for word in _WORD_OF_ROWS for n in names if word in name_words(n)]
    called += [column.name for column in table.columns if column.unique]
    first = [name] if name else called[:1]
    chosen = [condition.column for condition in question.where if condition.column in names]
    wanted = dict.fromkeys([*first, *([value] if value else []), *chosen, *names])
    return tuple(list(wanted)[:_COLUMNS_SHOWN])


@dataclass(frozen=True)
class Rows(TableTask):
    """Rows in the order of a column (or of the file), cut to the first ones."""

    table: Table
    value: str = ""
    end: str = ""
    top: int = 0
    where: tuple[Condition, ...] = ()
    shown: tuple[str, ...] = ()
    is_best: bool = False
    file: str = ""
    within: str = ""

    def code(self) -> str:
        body = _BEST_CODE if self.is_best else _EACH_CODE if self.within else _LIST_CODE
        order = f", ascending={self.end == 'min'}".replace(", ascending=True", "")
        filled = {
            "value": self.value,
            "end": self.end,
            "within": self.within,
            "sign": "<=" if self.end == "max" else ">=",
            "sorted": f'.sort_values("{self.value}"{order})' if self.value else "",
            "head": f".head({self.top})" if self.top else "",
            "cut": "" if self.top else ".head(20)",
            "shown": ", ".join(f'"{name}"' for name in self.shown),
            "only": "[[<shown>]]" if self.file else "",
            "columns": "" if self.file else "[[<shown>]]",
        }
        for name in ("columns", "only", *filled):
            text = filled[name]
            body = body.replace(f"<{name}>", text)
        if self.file:
            body = f"{body}{saving('result', self.file)}"
        return table_script(self.table, body, self.where)

    def results(self) -> Results:
        return Results(query=self)

    def answer(self, printed: Printed) -> str:
        about = f"{self.table.label}{in_words(self.where)}"
        if not kept(printed, self.where):
            return f"No row of {self.table.label} fits:{in_words(self.where)}."
        names, rows = printed_rows(printed, "result")
        listed = markdown_table(names, [tuple(map(number, row)) for row in rows])
        if self.is_best:
            return self._one(printed, about, rows, listed)
        found = int(printed.value("rows found").exact)
        first = {"max": "highest", "min": "lowest"}.get(self.end, "")
        order = f", the {first} `{self.value}` first" if self.value else ""
        noun = "row" if found == 1 else "rows"
        more = f"The first {len(rows)} are shown." if found > len(rows) else ""
        if self.within:
            about += f", for each `{self.within}`"
            return said(f"The first {self.top} of {about}{order}:", listed, linked(printed))
        if self.top:
            total = f"The first {len(rows)} of" if len(rows) > 1 else "The first row of"
            return said(f"{total} {about}{order}:", listed, linked(printed))
        return said(f"**{found} {noun}** of {about}{order}:", listed, more, linked(printed))

    def _one(self, printed: Printed, about: str, rows: list[tuple[str, ...]], listed: str) -> str:
        first = {"max": "highest", "min": "lowest"}[self.end]
        value = number(printed.value("best").exact)
        place = self.shown.index(self.value)
        called = list(dict.fromkeys(row[0] for row in rows))[:5]
        names = " and ".join(f"**{plain(each)}**" for each in called)
        where = f", for {names}" if place else ""
        fine = printed.value("check").is_true
        check = "Check: no other row goes beyond it." if fine else "**The check failed.**"
        return said(f"The {first} `{self.value}` in {about} is **{value}**{where}.", listed, check)


_BEST_CODE = """
# The rows with the <end> of the column <value>
values = table["<value>"]
best = values.<end>()
result = table[values == best][[<shown>]]
print("best =", best)
print("result:")
print(result.to_csv(index=False))

# Check: no other row goes beyond it
print("check =", bool((values.dropna() <sign> best).all()))
"""

_EACH_CODE = """
# The first ones of each <within>
result = table<sorted>.groupby("<within>")<head>.sort_values("<within>", kind="stable")[[<shown>]]
print("rows found =", len(result))
print("result:")
print(result.to_csv(index=False))
"""

_LIST_CODE = """
result = table<sorted><columns><head>
print("rows found =", len(result))
print("result:")
print(result<only><cut>.to_csv(index=False))
"""
