"""Parts of dates that rows can be grouped by, and that a question can ask for."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.tables.names import name_words
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.task import NotSure

MARKS = r"@\d+|year|quarter|month(?: of year)?|week|(?:day of )?week ?day|day|hour"
"""What rows can be grouped by, in a skeleton."""


@dataclass(frozen=True)
class Group:
    """What rows are grouped by: a column, or a part of its dates, made by `code` first.

    `axis` is how a line's axis shows the groups of `result`, `freq` the frequency of periods.
    """

    name: str
    code: str = ""
    in_order: bool = False
    axis: str = "result.index.astype(str)"
    freq: str = ""


_STAMPS = "result.index.to_timestamp()"
_PARTS = {
    "year": (".dt.year", "", ""),
    "quarter": ('.dt.to_period("Q")', _STAMPS, "Q"),
    "month": ('.dt.to_period("M")', _STAMPS, "M"),
    "month of year": (".dt.month", "", ""),
    "week": ('.dt.to_period("W").dt.start_time', "result.index", ""),
    "day": (".dt.normalize()", "result.index", ""),
    "weekday": (".dt.day_name()", "", ""),
    "hour": (".dt.hour", "", ""),
}
WEEKDAYS = '["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]'


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
        if column.is_date:
            return Group(column.name, in_order=True, axis="result.index")
        is_time = name in ("year", "month", "quarter", "week")
        return Group(column.name, in_order=is_time, axis="result.index" if is_time else Group.axis)
    part = "weekday" if mark.replace(" ", "").endswith("weekday") else mark
    dates = table.dates()
    if not dates and part == "year":
        numbers = [c.name for c in table.columns if c.is_number and name_words(c.name)[-1] == part]
        if len(numbers) == 1:
            return Group(numbers[0], in_order=True, axis="result.index")
    if len(dates) != 1:
        raise NotSure(f"it is not clear which column has the {mark}")
    return _part(dates[0].name, part)


def _part(column: str, part: str) -> Group:
    name = f"{part} of {column}" if part != column.lower() else part
    made, axis, freq = _PARTS[part]
    code = f'table["{name}"] = table["{column}"]{made}'
    return Group(name, code, part != "weekday", axis or Group.axis, freq)
