"""Which of the uploaded tables a question is about, alone, joined, or sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.notes import Noted
from assist_magic.engine.models.solver.tables import follow_ups, joins, words
from assist_magic.engine.models.solver.tables.condition import Condition
from assist_magic.engine.models.solver.tables.intents import TABLE_INTENTS
from assist_magic.engine.models.solver.tables.joins import Joined, OnJoined
from assist_magic.engine.models.solver.tables.queries import Measures
from assist_magic.engine.models.solver.tables.spelling import corrected
from assist_magic.engine.models.solver.tables.stacked import Stacked, stacked
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.tables.unmatched import unmatched
from assist_magic.engine.models.solver.task import NotSure, Task


@dataclass(frozen=True)
class Fit:
    """A table that a question can be about; `is_named` if it speaks of the file or a column."""

    table: Table
    task: Task
    is_named: bool


def fitting(text: str, tables: Sequence[Table], last: Task | None) -> list[Fit]:
    """The tables that a question fits, each with its task; the last query may be gone on with."""
    if not tables:
        return []
    if found := _on_both(text, tables, last):
        return [found]
    fits = [fit for table in tables if (fit := _on(text, table, last))]
    if len(fits) > 1 and (whole := _on_all(text, tables, last)):
        return [whole]
    if fits or re.search(_MATHS, text):
        return fits
    if isinstance(getattr(last, "table", None), Stacked) and (whole := _on_all(text, tables, last)):
        return [whole]
    if joined := joins.possible(tables):
        question = words.read(text, joined)
        if _is_of_both(question.skeleton, question.where, joined, tables):
            task = _task(text, joined, last)
            return [Fit(joined, OnJoined(task, joined, is_asked=False), True)] if task else []
    fits = [fit for table in tables if (fit := _in_sentences(text, table, last))]
    return fits or [fit for table in tables if (fit := _corrected(text, table, last))]


_MATHS = r"\w ?= ?-?\w|\d ?[-+*/^] ?\d"


def _on(text: str, table: Table, last: Task | None) -> Fit | None:
    question = replace(words.read(text, table), last=last)
    if question.finish.file == table.file:
        raise NotSure(f"`{table.file}` is the table itself; name another file to save it as")
    goes_on = follow_ups.recognise(question)
    others = (task for intent in TABLE_INTENTS if (task := intent(question)))
    task = goes_on or next(others, None)
    if task is None:
        return None
    used = [c.note for c in table.columns if c.note and c.preparation in task.code()]
    notes = tuple(note for note in (table.note, *used) if note)
    is_named = bool(goes_on) or table.is_named_in(text) or "@" in question.skeleton
    return Fit(table, Noted(task, notes) if notes else task, is_named)


def _on_all(text: str, tables: Sequence[Table], last: Task | None) -> Fit | None:
    """A question on files of one form that names none of them: on the rows of them all."""
    if any(table.is_named_in(text) or table.title.rsplit(".", 1)[0] in text for table in tables):
        return None
    whole = stacked(tables)
    found = _on(text, whole, last) if whole else None
    return replace(found, is_named=True) if found else None


def _task(text: str, table: Table, last: Task | None) -> Task | None:
    fit = _on(text, table, last)
    return fit.task if fit else None


def _on_both(text: str, tables: Sequence[Table], last: Task | None) -> Fit | None:
    """A question that names a join of two tables, or goes on with one."""
    if found := unmatched(text, tables):
        return Fit(found.table, found, True)
    if merge := joins.merging(text, tables):
        return Fit(merge.table, OnJoined(merge, merge.table), True)
    if asked := joins.asked(text, tables) if len(tables) > 1 else None:
        table, rest = asked
        if (task := _task(rest, table, last)) is None:
            raise NotSure("it is not known what is asked of the joined tables")
        return Fit(table, OnJoined(task, table), True)
    before = getattr(last, "table", None)
    if isinstance(before, Joined) and (task := _task(text, before, last)):
        return Fit(before, OnJoined(task, before), True)
    return None


def _is_of_both(
    skeleton: str, where: Sequence[Condition], joined: Joined, tables: Sequence[Table]
) -> bool:
    """Whether a question speaks of columns that no single one of the tables has."""
    marks = {int(mark) for mark in re.findall(r"@(\d+)", skeleton)}
    named = {joined.columns[mark].name for mark in marks}
    named |= {condition.column for condition in where if condition.column}
    return not any(named <= {column.name for column in table.columns} for table in tables)


_STOP = re.compile(
    r"(?:(?<=[^\d\W])|(?<=\d))[?!.;]+\s+|[?？。！；]+\s*|\n+|,? and (?=what|how|which|plot)|, "
    r"(?=how many|what is|which)"
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear \w+|thanks?(?: you)?(?: very much)?|please|(?:please )?help me"
    r"|(?:here (?:is|are)|this is|i have|i(?: have)?(?: just)? uploaded|attached is)"
    r"(?: (?:my|the|our|a|an|some|this))?(?: [\w.]+){0,3} (?:file|data|table|csv|dataset"
    r"|[\w-]+\.\w+))"
    r"[,.! ]*",
    re.IGNORECASE,
)


def _in_sentences(text: str, table: Table, last: Task | None) -> Fit | None:
    """A prompt of several sentences, all of which are questions on one table."""
    parts = [part.strip(" ,") for part in _STOP.split(text) if part.strip(" ,?.!")]
    parts = [part for part in parts if not _GREETING.fullmatch(part)]
    fits: list[Fit] = []
    for part in parts[:9]:
        fit = _on(part, table, last) if part != text else None
        if fit is None:
            return None
        fits.append(fit)
        last = fit.task.results().query
    if not fits or len(parts) > 8:
        return None
    is_named = table.is_named_in(text) or any(fit.is_named for fit in fits)
    if len(fits) == 1:
        return replace(fits[0], is_named=is_named)
    return Fit(table, Measures(tuple(fit.task for fit in fits)), is_named)


def _corrected(text: str, table: Table, last: Task | None) -> Fit | None:
    """A question with misspelt words, read as those of the table and of the grammar."""
    right, changes = corrected(text, table)
    if not changes:
        return None
    fit = _on(right, table, last) or _in_sentences(right, table, last)
    if fit is None:
        return None
    notes = tuple(f"“{wrong}” is read as “{word}”" for wrong, word in changes)
    return replace(fit, task=Noted(fit.task, notes), is_named=True)
