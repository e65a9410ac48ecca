"""What a column of a file holds, as its first cells tell: numbers, dates, money, or texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

MOST_VALUES = 60
"""A column with more different texts than this has no values that a question may name."""

MOST_GROUPS = 20
"""A column of numbers with more different ones than this makes no groups."""

MISSING = frozenset(
    ["", "#N/A", "#NA", "N/A", "NA", "NULL", "NaN", "None", "<NA>", "n/a", "nan", "null", "-nan"]
)
"""What pandas reads as a missing value."""


@dataclass(frozen=True)
class Column:
    """A column: its name, and what the beginning of the file has in it.

    Numbers or dates throughout, or else texts; if they are few, they are its `values`. `unique`
    if no two rows have the same, `few` if they have few different ones, `gaps` if cells are empty.
    `prepare` is what code does first to work with it, an expression of <column>; `note` the
    convention in that.
    """

    name: str
    is_number: bool = False
    is_date: bool = False
    unique: bool = False
    few: bool = False
    gaps: bool = False
    values: tuple[str, ...] = ()
    prepare: str = ""
    note: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it holds neither numbers nor dates."""
        return not self.is_number and not self.is_date

    @property
    def preparation(self) -> str:
        """The line of code that makes it ready; empty if nothing is to be done."""
        own = f'table["{self.name}"]'
        return f"{own} = {self.prepare.replace('<column>', own)}" if self.prepare else ""


def column(name: str, cells: Sequence[str], comma: bool) -> Column:
    """The column of these cells; `comma` if the file writes decimals with one."""
    filled = [cell.strip() for cell in cells if cell.strip() not in MISSING]
    unique = len(set(filled)) == len(cells)
    few = len(set(filled)) <= MOST_GROUPS
    plain = [cell.replace(",", ".") for cell in filled] if comma else filled
    if not filled or all(map(_is_number, plain)):
        return Column(name, is_number=bool(filled), unique=unique, few=few)
    for holds, prepare in _NUMBERS:
        if all(holds(cell, comma) for cell in filled):
            code = prepare(comma)
            return Column(name, is_number=True, unique=unique, few=few, prepare=code)
    if (found := _date(filled, comma)) is not None:
        return Column(name, is_date=True, unique=unique, prepare=found[0], note=found[1])
    spelt = Counter(cell for cell in cells if cell.strip() not in MISSING)
    if len(spelt) > MOST_VALUES:
        return Column(name, unique=unique, gaps=len(filled) < len(cells))
    others = _other_spellings(spelt)
    return Column(
        name,
        unique=unique,
        gaps=len(filled) < len(cells),
        few=bool(spelt),
        values=tuple(
            text.strip() if others else text
            for text in spelt
            if _fit_as_value(text) and text not in others
        ),
        prepare=_as_one(others),
        note=f"spellings of `{name}` that differ in capitals or spaces count as one"
        if others
        else "",
    )


def _other_spellings(spelt: Counter[str]) -> dict[str, str]:
    """Texts that differ from another in capitals or outer spaces, each with the one to keep."""
    alike: dict[str, list[str]] = {}
    for text in sorted(spelt, key=lambda text: (text.isupper() or text.islower(), -spelt[text])):
        alike.setdefault(text.strip().casefold(), []).append(text)
    if not all(map(_fit_as_value, spelt)):
        return {}
    return {other: same[0].strip() for same in alike.values() for other in same[1:]}


def _as_one(others: Mapping[str, str]) -> str:
    """Code that writes them alike."""
    written = {text.strip(): one for text, one in others.items() if text.strip() != one}
    pairs = ", ".join(f'"{text}": "{one}"' for text, one in written.items())
    strip = "<column>.str.strip()" if others else ""
    return f"{strip}.replace({{{pairs}}})" if pairs else strip


def fit_for_code(name: str) -> bool:
    """Whether code can name a column or a text so, in double quotes."""
    return bool(name) and name.isprintable() and not set(name) & set('"\\')


def _fit_as_value(text: str) -> bool:
    """Whether code can compare with a text: pandas reads true and false as what they mean."""
    return fit_for_code(text) and text.strip().lower() not in ("true", "false")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell


_GROUPED = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_GROUPED_COMMA = r"(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?"
_MONEY = r"[-+]?(?:[$€£¥]|USD|EUR|GBP) ?[-+]?{number}|[-+]?{number} ?(?:[$€£¥]|USD|EUR|GBP)"


def _written(form: str) -> Callable[[str, bool], bool]:
    """Whether a cell is a number in this form, in the file's way of writing numbers."""
    patterns = [
        re.compile(form.replace("{number}", number)) for number in (_GROUPED, _GROUPED_COMMA)
    ]
    return lambda cell, comma: patterns[comma].fullmatch(cell) is not None


def _without(signs: str) -> Callable[[bool], str]:
    """Code that takes signs out of the cells, and what groups their digits."""

    def code(comma: bool) -> str:
        bare = f'<column>.str.replace(r"[{signs}{"." if comma else ","}]", "", regex=True)'
        return f"pd.to_numeric({bare}{_POINT if comma else ''})"

    return code


_POINT = '.str.replace(",", ".")'
_NUMBERS = (
    (_written(r"[-+]?{number}"), _without(" ")),
    (_written(r"[-+]?{number} ?%"), _without("% ")),
    (_written(_MONEY), _without("$€£¥A-Z ")),
)
"""Ways of writing numbers that pandas reads as text, and how code makes numbers of them."""

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_TIME = r"(?:[ T]\d\d?:\d\d.*)?"
_CLEAR = re.compile(
    rf"\d{{4}}([-/])\d\d?\1\d\d?{_TIME}|\d{{4}}-\d\d|(?:{_MONTHS})[a-z]* \d\d?,? \d{{4}}"
    rf"|\d\d?[ -](?:{_MONTHS})[a-z]*[ -]\d{{4}}",
    re.IGNORECASE,
)
"""Dates that can be read in one way only."""
_DOTTED = re.compile(r"\d\d?\.\d\d?\.\d{4}")
_SLASHED = re.compile(r"(\d\d?)([/-])(\d\d?)\2\d{4}")


def _date(cells: Sequence[str], comma: bool) -> tuple[str, str] | None:
    """How code reads dates, and the convention in it; None if the cells are none."""
    if all(map(_CLEAR.fullmatch, cells)):
        return "pd.to_datetime(<column>)", ""
    if all(map(_DOTTED.fullmatch, cells)):
        return 'pd.to_datetime(<column>, format="%d.%m.%Y")', ""
    found = [match for match in map(_SLASHED.fullmatch, cells) if match]
    if len(found) != len(cells) or len({match[2] for match in found}) != 1:
        return None
    first, second = (max(int(match[place]) for match in found) for place in (1, 3))
    if min(first, second) > 12:
        return None
    sign = found[0][2]
    days_first = first > 12 or (second <= 12 and comma)
    form = sign.join(("%d", "%m", "%Y") if days_first else ("%m", "%d", "%Y"))
    order = "day/month/year" if days_first else "month/day/year"
    note = "" if max(first, second) > 12 else f"dates are read as {order}; the file does not tell"
    return f'pd.to_datetime(<column>, format="{form}")', note
