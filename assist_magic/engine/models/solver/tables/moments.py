"""Conditions on dates: "in July", "in the first quarter of 2024", "last month", "since March"."""

from __future__ import annotations

import re
from collections.abc import Callable

from assist_magic.engine.models.solver.tables.condition import Condition
from assist_magic.engine.models.solver.tables.names import name_words
from assist_magic.engine.models.solver.tables.table import Table

_MONTH_WORDS = """
january february march april may june july august september october november december
"""
MONTHS = tuple(_MONTH_WORDS.split())
_MONTH = rf"{'|'.join(MONTHS)}|{'|'.join(f'{name[:3]}(?![a-z])' for name in MONTHS)}"
_DATE = rf"(?:\d{{4}}-\d\d?-\d\d?|(?:(?:{_MONTH}) )?[12]\d{{3}}(?!-))"
_JOINS = (
    "and|but|where|with|that|which|are|is|was|were|when|only|for|of|in|on|from|at|during|placed"
    "|made|sold|there|recorded|dated|between|order date|date|happened|came|come"
)
_LEAD = rf"(?:,? ?\b(?:{_JOINS})\b )*"
_SOME_LEAD = rf"(?:,? ?\b(?:{_JOINS})\b )+"
_END = (
    r"(?= ?$| ?,| (?:and|by|have|has|had|that|with|where|are|is|was|were|in|from|of|for|on"
    r"|plot|as|only|rows|compared)\b)"
)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_QUARTERS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def _date_column(table: Table) -> str:
    dates = table.dates()
    return dates[0].name if len(dates) == 1 else ""


def _year(table: Table, match: re.Match[str]) -> Condition | None:
    year = match["year"]
    dates = table.dates()
    numbers = [column.name for column in table.columns if column.is_number]
    years = [name for name in numbers if name_words(name)[-1] == "year"]
    if len(years) == 1 and not dates:
        return Condition(f'table["{years[0]}"] == {year}', f"`{years[0]}` is {year}", years[0])
    if len(dates) != 1:
        return None
    name = dates[0].name
    return Condition(f'table["{name}"].dt.year == {year}', f"`{name}` is in {year}", name)


def _month(table: Table, match: re.Match[str]) -> Condition | None:
    if not (name := _date_column(table)):
        return None
    number, words = _number_of(match["month"]), MONTHS[_number_of(match["month"]) - 1].title()
    code = f'table["{name}"].dt.month == {number}'
    if match["year"]:
        words = f"{words} {match['year']}"
        code = f'table["{name}"].dt.strftime("%Y-%m") == "{match["year"]}-{number:02}"'
    return Condition(code, f"`{name}` is in {words}", name)


def _number_of(month: str) -> int:
    return next(i for i, name in enumerate(MONTHS, start=1) if name.startswith(month[:3]))


def _quarter(table: Table, match: re.Match[str]) -> Condition | None:
    if not (name := _date_column(table)) or match["nth"] == "last" and not match["year"]:
        return None
    quarter = int(match["q"]) if match["q"] else _QUARTERS[match["nth"]]
    if match["year"]:
        words = f"quarter {quarter} of {match['year']}"
        code = f'table["{name}"].dt.to_period("Q") == "{match["year"]}Q{quarter}"'
        return Condition(code, f"`{name}` is in {words}", name)
    code = f'table["{name}"].dt.quarter == {quarter}'
    return Condition(code, f"`{name}` is in quarter {quarter} of any year", name)


def _last(table: Table, match: re.Match[str]) -> Condition | None:
    if not (name := _date_column(table)):
        return None
    part = match["part"]
    periods = f'table["{name}"].dt.to_period("{part[0].upper()}")'
    words = f"`{name}` is in the last {part} that the table has"
    return Condition(f"{periods} == {periods}.max()", words, name)


def _since(table: Table, match: re.Match[str]) -> Condition | None:
    if not (name := _date_column(table)):
        return None
    word, date = match["word"], match["date"]
    is_last_day_in = word in ("after", "until", "till", "up to", "through")
    moment = _moment(date, end=is_last_day_in)
    sign = {"since": ">=", "from": ">=", "after": ">", "before": "<"}.get(word, "<=")
    words = f"`{name}` is {'on or ' if sign[1:] else ''}{'after' if '>' in sign else 'before'}"
    return Condition(f'table["{name}"] {sign} "{moment}"', f"{words} {moment[:10]}", name)


def _range(table: Table, match: re.Match[str]) -> Condition | None:
    name = _date_column(table)
    years = [int(match[end]) for end in ("low", "high") if match[end].isdigit()]
    if not name or not all(1800 <= year <= 2100 for year in years):
        return None
    low, high = _moment(match["low"]), _moment(match["high"], end=True)
    code = f'table["{name}"].between("{low}", "{high}")'
    return Condition(code, f"`{name}` is from {low} to {high[:10]}", name)


def _half(table: Table, match: re.Match[str]) -> Condition | None:
    if not (name := _date_column(table)):
        return None
    year = match["year"]
    low, high = ("01-01", "06-30") if match["half"] in ("first", "1st") else ("07-01", "12-31")
    code = f'table["{name}"].between("{year}-{low}", "{year}-{high} 23:59:59")'
    return Condition(code, f"`{name}` is in the {match['half']} half of {year}", name)


def _moment(date: str, end: bool = False) -> str:
    """A date, a month or a year as its first day, or as the end of its last one."""
    if re.match(r"\d{4}-", date):
        year, month, day = map(int, date.split("-"))
        return f"{year}-{month:02}-{day:02}" + (" 23:59:59" if end else "")
    *month_word, year_word = date.split()
    month = _number_of(month_word[0]) if month_word else (12 if end else 1)
    days = {2: 29 if int(year_word) % 4 == 0 else 28}.get(
        month, 30 if month in (4, 6, 9, 11) else 31
    )
    return f"{year_word}-{month:02}-{days:02} 23:59:59" if end else f"{year_word}-{month:02}-01"


_Make = Callable[[Table, re.Match[str]], Condition | None]
FORMS: tuple[tuple[re.Pattern[str], _Make], ...] = tuple(
    (re.compile(form), make)
    for form, make in (
        (
            rf"{_LEAD}(?:between|from) (?P<low>{_DATE}) (?:and|to|until|till|through) "
            rf"(?P<high>{_DATE}){_END}",
            _range,
        ),
        (
            rf"{_LEAD}(?P<word>since|from|after|before|until|till|up to|through) (?P<date>{_DATE})"
            rf"(?: on| onwards?)?{_END}",
            _since,
        ),
        (
            rf"{_LEAD}(?:q(?P<q>[1-4])|(?P<nth>{'|'.join(_QUARTERS)}) quarter)"
            rf"(?: (?:of |in )?(?P<year>[12]\d{{3}}))?{_END}",
            _quarter,
        ),
        (
            rf"{_LEAD}(?P<half>first|second|1st|2nd) half (?:of )?(?P<year>[12]\d{{3}}){_END}",
            _half,
        ),
        (rf"{_LEAD}(?:last|latest|most recent) (?P<part>month|year|quarter|week){_END}", _last),
        (rf"{_SOME_LEAD}(?P<month>{_MONTH})(?: (?:of )?(?P<year>[12]\d{{3}}))?{_END}", _month),
        (rf"{_SOME_LEAD}(?<!between )(?P<year>(?:1[89]|20)\d\d){_END}", _year),
        (r"(?:(?<=^find )|^)(?P<year>[12]\d{3}) (?=sum|mean|count|@)", _year),
    )
)
"""The forms of a skeleton, and what makes a condition of each."""
