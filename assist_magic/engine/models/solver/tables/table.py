"""Uploaded tables as the solver needs them: where they are, their columns, how to read them.

Only the beginning of a file is read here; its contents are worked on by code in the sandbox.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

BEGINNING = 256 * 1024
"""How many bytes of a file are looked at."""

MOST_VALUES = 60
"""A column with more different texts than this has no values that a question may name."""

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")

_UNITS_WORDS = """
g kg mg lb lbs mm cm m km in ft mi s sec min h hr hrs ms kmh mph usd eur gbp pct percent c f
k l ml hp cc ha degc degf
"""
_UNITS = frozenset(_UNITS_WORDS.split())


_MISSING = frozenset(
    ["", "#N/A", "#NA", "N/A", "NA", "NULL", "NaN", "None", "<NA>", "n/a", "nan", "null", "-nan"]
)
"""What pandas reads as a missing value."""

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"\d{{4}}([-/])\d\d?\1\d\d?(?:[ T].*)?|(?:{_MONTHS})[a-z]* \d\d?,? \d{{4}}", re.I
)
"""Dates that can be read in one way only: not 03/04/2012."""


@dataclass(frozen=True)
class Column:
    """A column: its name, and what the beginning of the file has in it.

    Numbers or dates throughout, or else a few texts, which are its `values`; `unique` if no two
    rows have the same.
    """

    name: str
    is_number: bool = False
    is_date: bool = False
    unique: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A readable table. `path` is where code finds it; `options` are read_csv's, as source."""

    path: str
    columns: tuple[Column, ...]
    options: str = ""

    @property
    def file(self) -> str:
        """The file's name without its folder."""
        return PurePosixPath(self.path).name

    @property
    def load(self) -> str:
        """The line of code that reads it."""
        return f'table = pd.read_csv("{self.path}"{self.options})'


def tables_in(files: Mapping[str, Path]) -> tuple[Table, ...]:
    """The tables among a thread's files; what is not readable as one is left out."""
    found = (_table(path, real) for path, real in files.items())
    return tuple(table for table in found if table is not None)


def _table(path: str, real: Path) -> Table | None:
    if not path.lower().endswith(SUFFIXES) or '"' in path or "\\" in path:
        return None
    try:
        status = real.stat()
        return _looked_at(path, real, status.st_mtime_ns, status.st_size)
    except OSError:
        return None


@lru_cache(maxsize=64)
def _looked_at(path: str, real: Path, changed: int, length: int) -> Table | None:
    """The table at `real`; `changed` and `length` make a new version a new entry."""
    with real.open("rb") as file:
        beginning = file.read(BEGINNING)
    text, encoding = _decoded(beginning)
    lines = text.splitlines()
    if length > len(beginning):
        lines = lines[:-1]
    if not lines or "\x00" in text:
        return None
    separator = _separator(lines)
    rows = [row for row in csv.reader(lines, delimiter=separator) if row]
    header, body = rows[0], rows[1:]
    if not body or len(set(header)) != len(header) or not all(map(_fit_for_code, header)):
        return None
    comma = separator != "," and any(re.fullmatch(r"-?\d+,\d+", x) for row in body for x in row)
    cells = [[row[i] for row in body if i < len(row)] for i in range(len(header))]
    columns = tuple(_column(name, found, comma) for name, found in zip(header, cells, strict=True))
    return Table(path, columns, _options(separator, encoding, comma))


def _fit_for_code(name: str) -> bool:
    return bool(name) and name.isprintable() and not set(name) & set('"\\')


def _decoded(beginning: bytes) -> tuple[str, str]:
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return beginning.decode("utf-16", errors="replace"), "utf-16"
    try:
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        return decoder.decode(beginning), "utf-8"
    except UnicodeDecodeError:
        return beginning.decode("cp1252", errors="replace"), "cp1252"


def _separator(lines: Sequence[str]) -> str:
    """The sign that divides the first lines most evenly."""
    head = lines[:10]
    counts = {
        sign: [len(next(csv.reader([line], delimiter=sign))) for line in head if line]
        for sign in ",;\t|"
    }
    even = {sign: found[0] for sign, found in counts.items() if min(found) == max(found) > 1}
    best = even or {sign: found[0] for sign, found in counts.items()}
    return max(best, key=lambda sign: best[sign])


def _column(name: str, cells: Sequence[str], comma: bool) -> Column:
    filled = [cell for cell in cells if cell.strip() not in _MISSING]
    unique = len(set(filled)) == len(cells)
    plain = [cell.strip().replace(",", ".") if comma else cell.strip() for cell in filled]
    if not filled or all(map(_is_number, plain)):
        return Column(name, is_number=bool(filled), unique=unique)
    if all(map(_DATE.fullmatch, plain)):
        return Column(name, is_date=True, unique=unique)
    values = dict.fromkeys(filled)
    texts = tuple(values) if len(values) <= MOST_VALUES else ()
    return Column(name, unique=unique, values=tuple(filter(_fit_as_value, texts)))


def _fit_as_value(text: str) -> bool:
    """Whether code can compare with a text: pandas reads true and false as what they mean."""
    return _fit_for_code(text) and text.strip().lower() not in ("true", "false")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _options(separator: str, encoding: str, comma: bool) -> str:
    options = "" if separator == "," else f", sep={separator!r}".replace("'", '"')
    options += "" if encoding == "utf-8" else f', encoding="{encoding}"'
    return options + (', decimal=","' if comma else "")


def mentioned(text: str, table: Table, reserved: frozenset[str]) -> str:
    """The text with the columns that it names as @0, @1, … (their places in the table).

    Column names match in any case, with spaces or underscores, in the plural, without a unit, and
    by a single word that only one column has. Words in `reserved` are names only in quotes.
    """
    text = _quoted(text, table)
    for words, place in _spellings(table, reserved):
        pattern = r"[\s_.-]+".join(re.escape(word) for word in words)
        text = re.sub(
            rf"(?<![\w@]){pattern}(?:s|es)?(?!\w)(?:\s*\([^()]*\))?", f"@{place}", text, flags=re.I
        )
    return text


def _quoted(text: str, table: Table) -> str:
    for place, column in enumerate(table.columns):
        name = re.escape(column.name)
        text = re.sub(rf"([`\"'])\s*{name}\s*\1", f" @{place} ", text, flags=re.IGNORECASE)
        if re.search(r"[\W_]", column.name):
            text = re.sub(rf"(?<!\w){name}(?!\w)", f"@{place}", text, flags=re.IGNORECASE)
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
    for place, column in enumerate(table.columns):
        for word in name_words(column.name):
            holders = {i for i, other in enumerate(table.columns) if word in name_words(other.name)}
            if len(word) > 3 and holders == {place} and not word.isdigit():
                full.setdefault((word,), place)
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


def name_words(name: str) -> tuple[str, ...]:
    """The words of a column's name, small, without what stands in brackets."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name).strip() or name
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare)
    return tuple(re.findall(r"[^\W_]+", split.lower())) or (name.lower(),)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
