"""How people write the names of columns: in any case, in the plural, shortened, without a unit."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assist_magic.engine.models.solver.tables.table import Table

_UNITS_WORDS = """
g kg mg lb lbs mm cm m km in ft mi s sec min h hr hrs ms kmh mph usd eur gbp pct percent c f
k l ml hp cc ha degc degf
"""
_UNITS = frozenset(_UNITS_WORDS.split())


BEGINS, ENDS = r"(?<![^\W\u3400-\u9fff])", r"(?![^\W\u3400-\u9fff])"
"""The bounds of a word; Chinese has none between words."""


def mentioned(text: str, table: Table, reserved: frozenset[str]) -> str:
    """The text with the columns that it names as @0, @1, … (their places in the table).

    Column names match in any case, with spaces or underscores, in the plural, without a unit, and
    by a single word that only one column has. Words in `reserved` are names only in quotes.
    """
    text = _measured(_quoted(text, table), table, reserved)
    small = text.lower()
    for words, place in _spellings(table, reserved):
        if not all(word.removesuffix("y") in small for word in words):
            continue  # what is not in the text needs no pattern: tables can be wide
        pattern = r"[\s_.-]+".join(re.escape(word) for word in words)
        pattern = re.sub(r"(?<=[^aeiou])y$", "(?:y|ies)", pattern)
        text = re.sub(
            rf"(?<!@){BEGINS}{pattern}(?:s|es)?{ENDS}(?:\s*\([^()\s]{{1,6}}\))?",
            f" @{place} ",
            text,
            flags=re.I,
        )
    return text


_MEASURE = "mean|average|avg|median|total|sum|max|maximum|min|minimum|highest|lowest"


def _measured(text: str, table: Table, reserved: frozenset[str]) -> str:
    """The text with columns that are called as words of the grammar: "mean value"."""
    for place, column in enumerate(table.columns):
        name = column.name.lower()
        if column.is_number and name in reserved and len(name) > 1:
            form = rf"\b({_MEASURE})( of)?( the)? {re.escape(name)}\b"
            text = re.sub(form, rf"\1\2 @{place} ", text, flags=re.IGNORECASE)
    return text


def _quoted(text: str, table: Table) -> str:
    small = text.lower()
    for place, column in enumerate(table.columns):
        if column.name.lower() not in small:
            continue
        name = re.escape(column.name)
        text = re.sub(rf"([`\"'])\s*{name}\s*\1", f" @{place} ", text, flags=re.IGNORECASE)
        if re.search(r"[\W_]", column.name):
            text = re.sub(rf"{BEGINS}{name}{ENDS}", f" @{place} ", text, flags=re.IGNORECASE)
    return text


def _spellings(table: Table, reserved: frozenset[str]) -> list[tuple[tuple[str, ...], int]]:
    """What stands for each column, longest first; what could stand for two is left out."""
    found: dict[tuple[str, ...], set[int]] = {}
    for place, column in enumerate(table.columns):
        words = name_words(column.name)
        shorter = _without_unit(words, table)
        long, full_length = (_in_full(each) for each in (shorter, words))
        singular = (*shorter[:-1], _singular(shorter[-1]))
        turned = full_length[::-1] if full_length[-1] in _LONG.values() else full_length
        initials = ("".join(word[0] for word in words),) if len(words) > 2 else words
        for spelling in {words, shorter, singular, long, full_length, turned, initials}:
            found.setdefault(spelling, set()).add(place)
    full = {words: next(iter(places)) for words, places in found.items() if len(places) == 1}
    holders: dict[str, set[int]] = {}
    for place, column in enumerate(table.columns):
        for word in name_words(column.name):
            holders.setdefault(word, set()).add(place)
    for word, places in holders.items():
        if len(word) > 3 and word != "unit" and len(places) == 1 and not word.isdigit():
            full.setdefault((word,), *places)
    kept = [(words, place) for words, place in full.items() if not _is_reserved(words, reserved)]
    return sorted(kept, key=lambda item: -sum(map(len, item[0])))


def _without_unit(words: tuple[str, ...], table: Table) -> tuple[str, ...]:
    """A name without its unit, unless another one begins alike: temp_min beside temp_max."""
    if len(words) < 2 or words[-1] not in _UNITS:
        return words
    alike = [name_words(column.name)[: len(words) - 1] == words[:-1] for column in table.columns]
    return words[:-1] if sum(alike) == 1 else words


def _in_full(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_LONG.get(word, word) for word in words)


_LONG = {"temp": "temperature", "max": "maximum", "min": "minimum", "avg": "average"}
"""Words that names of columns shorten."""


def _is_reserved(words: tuple[str, ...], reserved: frozenset[str]) -> bool:
    return len(words) == 1 and words[0] in reserved


_SAME_UNIT = (
    {"g", "gram", "grams"},
    {"kg", "kilo", "kilos", "kilogram", "kilograms"},
    {"lb", "lbs", "pound", "pounds"},
    {"mm", "millimetre", "millimetres", "millimeter", "millimeters"},
    {"cm", "centimetre", "centimetres", "centimeter", "centimeters"},
    {"m", "metre", "metres", "meter", "meters"},
    {"km", "kilometre", "kilometres", "kilometer", "kilometers"},
    {"in", "inch", "inches"},
    {"mi", "mile", "miles"},
    {"c", "degc", "celsius", "degrees"},
    {"f", "degf", "fahrenheit", "degrees"},
    {"s", "sec", "second", "seconds"},
    {"min", "mins", "minute", "minutes"},
    {"h", "hr", "hrs", "hour", "hours"},
    {"usd", "dollar", "dollars"},
    {"eur", "euro", "euros"},
    {"hp"},
    {"mph"},
    {"years", "year"},
)


def in_unit(name: str, unit: str | None) -> bool:
    """Whether numbers of a column are in a unit, as far as its name tells; nothing is converted."""
    if unit is None:
        return True
    same = [units for units in _SAME_UNIT if unit in units]
    inside = re.search(r"[(\[]\W*([a-z]+)\W*[)\]]", name.lower())
    own = inside[1] if inside else name_words(name)[-1]
    if own in _UNITS or inside:
        return any(own in units for units in same)
    return bool(same)


def row_words(table: Table) -> set[str]:
    """What a row of a table is called: as its file, or as what its own id is the id of."""
    stem = name_words(table.title.rsplit(".", 1)[0])
    stem = tuple(word for word in stem if not word.isdigit()) or ("table",)  # 2023 is a year
    words = {" ".join(stem), stem[-1]}
    words |= {word.removesuffix("s") for word in words if len(word) > 3}
    unique = [name_words(column.name) for column in table.columns if column.unique]
    for name in unique:
        if len(name) == 2 and name[1] in ("id", "number", "no", "nr", "key", "code"):
            words |= {name[0], f"{name[0]}s"}
    return words


def has_unit(name: str, unit: str) -> bool:
    """Whether the name of a column says that it is in this unit."""
    said = name_words(name)[-1]
    inside = re.search(r"[(\[]\W*([a-z]+)\W*[)\]]", name.lower())
    own = inside[1] if inside else said
    return any(own in units and unit in units for units in _SAME_UNIT)


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a column's name, small, without what stands in brackets."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name).strip() or name
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare)
    return tuple(re.findall(r"[^\W_]+", split.lower())) or (name.lower(),)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
