"""What a question says of the one before it: "now by island", "plot that", "only females"."""

from __future__ import annotations

import re
from dataclasses import replace

from assist_magic.engine.models.solver.tables.charts import chart
from assist_magic.engine.models.solver.tables.finish import Finish
from assist_magic.engine.models.solver.tables.meaning import measure_of
from assist_magic.engine.models.solver.tables.periods import MARKS, group_of
from assist_magic.engine.models.solver.tables.queries import can_finish
from assist_magic.engine.models.solver.tables.query import Query
from assist_magic.engine.models.solver.tables.rows import Rows
from assist_magic.engine.models.solver.tables.words import MEASURES as SAID
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import NotSure, Task

_ABOUT = r"(?:(?:and|but|same|what|how|about|only|find|do|it|that|this|now|plot|result|them) ?)*"
_BY = re.compile(
    rf"{_ABOUT}by (?P<first>{MARKS})(?: (?:and|by|,) (?P<second>{MARKS}))?(?: instead)?"
)
_MEASURE = re.compile(rf"{_ABOUT}(?P<measure>{'|'.join(SAID)})(?: of (?:it|that))?(?: instead)?")
_VALUE = re.compile(rf"{_ABOUT}(?:for |of )?(?P<value>@\d+)(?: instead)?")
_ROWS = re.compile(rf"(?!(?:find|list) rows){_ABOUT}(?:for |of )?(?:rows)?(?: instead)?")


def recognise(question: TableQuestion) -> Task | None:
    """A change of the last query, or its picture."""
    last, finish = question.last, question.finish
    if isinstance(last, Rows) and last.table == question.table:
        return _rows(last, question)
    if not isinstance(last, Query) or last.table != question.table:
        return None
    changed = _changed(last, question)
    if changed is None:
        return None
    columns = {condition.column for condition in question.where}
    kept = [condition for condition in last.where if condition.column not in columns]
    wished = {
        name: getattr(finish, name) or getattr(last.finish, name)
        for name in ("end", "top", "step", "crossed", "file")
    }
    if finish.file == "":
        wished["file"] = ""
    if changed.groups != last.groups and changed.groups[0].in_order and not wished["top"]:
        wished["end"] = finish.end
    made = replace(changed, where=(*kept, *question.where), finish=Finish(**wished))
    if not can_finish(made):
        return None
    return chart(made, finish.chart.replace("auto", "")) if finish.chart else made


def _rows(last: Rows, question: TableQuestion) -> Rows | None:
    """Fewer of the rows that were listed, or the same ones as a file."""
    finish = question.finish
    if last.is_best or replace(finish, top=0, file="", end="") != Finish():
        return None
    if not (question.where or finish.top or finish.file) or not _ROWS.fullmatch(question.skeleton):
        return None
    if finish.end and not last.value:
        return None
    where = (*last.where, *question.where)
    end, top = finish.end or last.end, finish.top or last.top
    return replace(last, where=where, end=end, top=top, file=finish.file)


def _changed(last: Query, question: TableQuestion) -> Query | None:
    skeleton, table = question.skeleton, question.table
    if match := _BY.fullmatch(skeleton):
        marks = [match[name] for name in ("first", "second") if match[name]]
        groups = tuple(group_of(table, mark) for mark in marks)
        if last.value in [group.name for group in groups]:
            raise NotSure("the groups and the values are the same column")
        return replace(last, groups=groups)
    if last.value and (match := _MEASURE.fullmatch(skeleton)):
        column = next(column for column in table.columns if column.name == last.value)
        return replace(last, measure=measure_of(match["measure"], column))
    if last.value and (match := _VALUE.fullmatch(skeleton)):
        column = table.columns[question.column(match["value"])]
        if not column.is_number or column.name in [group.name for group in last.groups]:
            raise NotSure(f"the column {column.name} cannot take the place of {last.value}")
        return replace(last, value=column.name)
    wants = question.where or question.finish != Finish()
    return last if wants and _ROWS.fullmatch(skeleton) else None
