"""Cleaning a table: rows and columns that go, gaps that are filled, and the file it becomes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.tables.code import (
    TableTask,
    linked,
    markdown_table,
    number,
    printed_rows,
    saving,
    table_script,
)
from assist_magic.engine.models.solver.tables.condition import Condition, in_words
from assist_magic.engine.models.solver.tables.finish import Finish
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import NotSure, Task, said

_GO = "(?:(?:please|then|now) )?(?:remove|drop|delete|filter out|get rid of|exclude)"
_FILL = "(?:(?:please|then|now) )?(?:fill|replace|impute)(?: in)?"
_GAPS = "(?:missing|empty|null|nan|na)(?: values?| cells?| entries)?"
_DUPLICATES = "(?:all )?(?:duplicates?|duplicated?|repeated)(?: rows)?"
_ROWS_OF_GAPS = f"rows (?:with|that have|having|containing) (?:any )?{_GAPS}"
_WITH = r"(?:with|by) (?:its |their )?"
_REPEATED = re.compile(rf"{_GO} {_DUPLICATES}(?P<more> (?:and )?rows)?")
_INCOMPLETE = re.compile(
    rf"{_GO} (?:{_ROWS_OF_GAPS}|{_GAPS})|drop ?na|keep (?:only )?complete rows"
)
_ROWS = re.compile(rf"(?:{_GO}|(?P<keep>keep)(?: only)?) rows(?: of| from| in)?")
_WITHOUT = re.compile(rf"{_GO} rows (?:without|with no) (?:any )?(?P<column>@\d+)")
_COLUMNS = re.compile(rf"{_GO} (?P<columns>@\d+(?:(?: ?, (?:and )?| and )@\d+)*)(?: from)?")
_FILLED = re.compile(
    rf"{_FILL}(?: {_GAPS})?(?: (?:of |in |for )?(?P<column>@\d+))?(?: {_GAPS})? {_WITH}"
    r"(?P<by>mean|median|mode|-?\d+(?:\.\d+)?|[a-z]\w*)(?: by (?P<group>@\d+))?"
)


def recognise(question: TableQuestion) -> Task | None:
    """ "remove duplicates", "drop rows without a price and save as clean.csv", "fill …"."""
    if replace(question.finish, file="") != Finish():
        return None
    step = _step(question)
    if step is None:
        return None
    stem = re.sub(r"\W+", "_", question.table.title.rsplit(".", 1)[0]).strip("_") or "table"
    return Cleaning(question.table, *step, question.finish.file or f"{stem}_clean.csv")


Step = tuple[str, str]
"""The code of what is to be done, and what it makes of the table in words."""


def _step(question: TableQuestion) -> Step | None:
    for form, make in _FORMS:
        if match := form.fullmatch(question.skeleton):
            return make(question, match)
    return None


def _repeated(question: TableQuestion, match: re.Match[str]) -> Step | None:
    if bool(match["more"]) != bool(question.where):
        return None
    code, words = "table = table.drop_duplicates()\n", "without rows that repeat an earlier one"
    if not question.where:
        return code, words
    more, told = _dropped(question.where, keep=False)
    return code + more, f"{words} and {told}"


def _chosen(question: TableQuestion, match: re.Match[str]) -> Step | None:
    return _dropped(question.where, keep=bool(match["keep"])) if question.where else None


def _incomplete(question: TableQuestion, match: re.Match[str]) -> Step | None:
    done = ("table = table.dropna()\n", "without rows that have a missing value")
    return None if question.where else done


def _without(question: TableQuestion, match: re.Match[str]) -> Step | None:
    name = question.table.columns[question.column(match["column"])].name
    done = (_DROP_GAPS.replace("<column>", name), f"without rows where `{name}` is missing")
    return None if question.where else done


def _dropped(where: tuple[Condition, ...], keep: bool) -> Step:
    if len(where) > 1 and any(".isna()" in condition.code for condition in where):
        raise NotSure("it is not clear whether rows go that fit all of this, or any of it")
    several = " & ".join(f"({condition.code})" for condition in where)
    fits = several if len(where) > 1 else where[0].code
    kept = fits if keep else f"~({fits})"
    return f"table = table[{kept}]\n", f"{'with only' if keep else 'without'} rows{in_words(where)}"


def _columns(question: TableQuestion, match: re.Match[str]) -> Step | None:
    if question.where:
        return None
    marks = re.findall(r"@\d+", match["columns"])
    names = [question.table.columns[question.column(mark)].name for mark in marks]
    listed = ", ".join(f'"{name}"' for name in names)
    told = " and ".join(f"`{name}`" for name in names)
    return f"table = table.drop(columns=[{listed}])\n", f"without {told}"


def _filled(question: TableQuestion, match: re.Match[str]) -> Step | None:
    table, marked, by = question.table, match["column"], match["by"]
    gaps = [c.column for c in question.where if c.code == f'table["{c.column}"].isna()']
    if len(gaps) != len(question.where) or gaps and marked:
        return None
    is_number = re.fullmatch(r"-?[\d.]+", by) is not None
    names = [table.columns[question.column(marked)].name] if marked else gaps
    if not names:
        numbers = (_FILL_NUMBERS.replace("<by>", by), f"with {by} for missing numbers")
        return numbers if is_number else None
    is_measure = by in ("mean", "median")
    columns = [table.named(name) for name in names]
    if by != "mode" and any(c.is_number != (is_measure or is_number) for c in columns):
        raise NotSure(f"`{names[0]}` cannot be filled with {by}")
    if any(column.is_date for column in columns) or match["group"] and not is_measure:
        return None
    group = table.columns[question.column(match["group"])].name if match["group"] else ""
    value = _value(by, group) or f'"{_as_said(by, question.text)}"'
    lines = [_FILL_ONE.replace("<value>", value).replace("<column>", name) for name in names]
    what = f"the {by}" if is_measure or by == "mode" else value.strip('"')
    each = f" of each `{group}`" if group else ""
    told = " and ".join(f"`{name}`" for name in names)
    return "".join(lines), f"with {what}{each} where {told} was missing"


def _as_said(word: str, text: str) -> str:
    """A word of the skeleton with its capitals."""
    found = re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    return found.group() if found else word


def _value(by: str, group: str) -> str:
    """The code of a measure or a number; empty for a word."""
    if group:
        return f'table.groupby("{group}")["<column>"].transform("{by}")'
    if by in ("mean", "median"):
        return f'table["<column>"].{by}()'
    if by == "mode":
        return 'table["<column>"].mode()[0]'
    return by if re.fullmatch(r"-?[\d.]+", by) else ""


_Make = Callable[[TableQuestion, re.Match[str]], Step | None]
_FORMS: tuple[tuple[re.Pattern[str], _Make], ...] = (
    (_REPEATED, _repeated),
    (_ROWS, _chosen),
    (_FILLED, _filled),
    (_INCOMPLETE, _incomplete),
    (_WITHOUT, _without),
    (_COLUMNS, _columns),
)


@dataclass(frozen=True)
class Cleaning(TableTask):
    """What is done to the table (as code and in words), and the file that it is saved as."""

    table: Table
    body: str
    words: str
    file: str

    def code(self) -> str:
        body = _CLEAN.replace("<body>", self.body.rstrip()) + saving("table", self.file)
        return table_script(self.table, body)

    def answer(self, printed: Printed) -> str:
        before, after, gaps = (
            printed.value(label).exact for label in ("rows before", "rows after", "missing after")
        )
        names, rows = printed_rows(printed, "first rows")
        listed = markdown_table(names, [tuple(map(number, row)) for row in rows])
        gone = int(before) - int(after)
        noun = "row is" if gone == 1 else "rows are"
        change = (
            f"**{gone} {noun} gone**, {after} of {before} are left"
            if gone
            else (f"all {before} rows are left")
        )
        intro = f"{self.table.label} {self.words}: {change}; {gaps} values are missing."
        return said(intro, listed, linked(printed))


_DROP_GAPS = 'table = table[table["<column>"].notna()]\n'
_FILL_ONE = 'table["<column>"] = table["<column>"].fillna(<value>)\n'
_FILL_NUMBERS = """numbers = table.select_dtypes("number").columns
table[numbers] = table[numbers].fillna(<by>)
"""
_CLEAN = """
print("rows before =", len(table))
<body>
print("rows after =", len(table))
print("missing after =", table.isna().sum().sum())
print("first rows:")
print(table.head(5).to_csv(index=False))
"""
