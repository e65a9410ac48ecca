"""Uploaded tables as the solver needs them: where they are, their columns, how to read them.

Only the beginning of a file is read here; its contents are worked on by code in the sandbox.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from assist_magic.engine.models.solver.tables import typed
from assist_magic.engine.models.solver.tables.columns import Column, column, fit_for_code
from assist_magic.engine.models.solver.tables.footers import footer, footer_note

BEGINNING = 256 * 1024
"""How many bytes of a file are looked at."""

WORKBOOKS = (".xlsx", ".xlsm")
SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".parquet", *WORKBOOKS)


@dataclass(frozen=True)
class Table:
    """A readable table: the file's path, its columns, and the code that reads it as `table`.

    `sheet` is its name within a workbook that has several; `note` is what every answer tells.
    """

    path: str
    columns: tuple[Column, ...]
    load: str
    sheet: str = ""
    note: str = ""

    @property
    def file(self) -> str:
        """The file's name without its folder."""
        return PurePosixPath(self.path).name

    @property
    def title(self) -> str:
        """What tells it from other tables: its sheet, or else its file."""
        return self.sheet or self.file

    def is_named_in(self, text: str) -> bool:
        """Whether a text speaks of its file, or of its sheet where the file has several."""
        if not self.sheet:
            return self.file in text
        return re.search(rf"\b{re.escape(self.sheet)}\b", text, re.IGNORECASE) is not None

    @property
    def label(self) -> str:
        """What answers call it."""
        return f"`{self.sheet}` of `{self.file}`" if self.sheet else f"`{self.file}`"

    def named(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)

    def dates(self) -> list[Column]:
        """The columns of dates."""
        return [column for column in self.columns if column.is_date]


def tables_in(files: Mapping[str, Path]) -> tuple[Table, ...]:
    """The tables among a thread's files; what is not readable as one is left out."""
    return tuple(table for path, real in files.items() for table in _tables(path, real))


def _tables(path: str, real: Path) -> tuple[Table, ...]:
    if not path.lower().endswith(SUFFIXES) or '"' in path or "\\" in path:
        return ()
    try:
        status = real.stat()
        return _looked_at(path, real, status.st_mtime_ns, status.st_size)
    except OSError:
        return ()


@lru_cache(maxsize=64)
def _looked_at(path: str, real: Path, changed: int, length: int) -> tuple[Table, ...]:
    """The tables at `real`; `changed` and `length` make a new version a new entry."""
    if path.lower().endswith(WORKBOOKS):
        return _of_workbook(path, typed.sheets(real))
    if path.lower().endswith(".parquet"):
        columns = typed.parquet(real)
        fit = bool(columns) and all(fit_for_code(column.name) for column in columns)
        return (Table(path, columns, f'table = pd.read_parquet("{path}")'),) if fit else ()
    found = _of_text(path, real, length)
    return (found,) if found else ()


def _of_workbook(path: str, sheets: Sequence[typed.Sheet]) -> tuple[Table, ...]:
    found = []
    for sheet in sheets:
        name = sheet.name if len(sheets) > 1 else ""
        if not all(map(fit_for_code, [sheet.name, *(column.name for column in sheet.columns)])):
            continue
        options = f', sheet_name="{sheet.name}"' + _without(sheet.above, sheet.below)
        load = f'table = pd.read_excel("{path}"{options})'
        note = footer_note(path) if sheet.below else ""
        found.append(Table(path, sheet.columns, load, name, note))
    return tuple(found)


def _of_text(path: str, real: Path, length: int) -> Table | None:
    with real.open("rb") as file:
        beginning = file.read(BEGINNING)
    text, encoding = _decoded(beginning)
    if "\x00" in text:
        return None
    is_whole = length <= len(beginning)
    if path.lower().endswith((".json", ".jsonl")):
        return _of_records(path, text)
    return _of_lines(path, text, encoding, is_whole)


def _of_lines(path: str, text: str, encoding: str, is_whole: bool) -> Table | None:
    separator = _separator(text.splitlines()[:20])
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    above = _above(lines)
    below = footer(lines[above + 1 :]) if is_whole else 0
    rows = [row for row in lines[above : len(lines) - below] if row]
    rows = rows if is_whole else rows[:-1]
    if len(rows) < 2:
        return None
    header, body = _distinct(rows[0]), rows[1:]
    if not all(map(fit_for_code, header)) or any(len(row) > len(header) for row in body):
        return None
    comma = separator != "," and any(re.fullmatch(_COMMA, x.strip()) for row in body for x in row)
    cells = [[row[i] for row in body if i < len(row)] for i in range(len(header))]
    columns = tuple(column(name, found, comma) for name, found in zip(header, cells, strict=True))
    options = _options(separator, encoding, comma) + _without(above, below)
    options += ', engine="python"' if below else ""
    load = f'table = pd.read_csv("{path}"{options})'
    return Table(path, columns, load, note=footer_note(path) if below else "")


def _without(above: int, below: int) -> str:
    """The options that leave out lines above the header and rows at the end."""
    return f", skiprows={above}" * bool(above) + f", skipfooter={below}" * bool(below)


def _above(lines: Sequence[Sequence[str]]) -> int:
    """How many lines stand above the header: titles have fewer cells than the rows."""
    widths = Counter(len(line) for line in lines if line)
    if not widths:
        return 0
    (width, _), first = widths.most_common(1)[0], lines[0]
    if len(first) >= width or width < 2:
        return 0
    found = [place for place, line in enumerate(lines[:20]) if len(line) == width]
    return found[0] if found else 0


_COMMA = r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+"


def _distinct(header: Sequence[str]) -> list[str]:
    """The names of columns as pandas has them: empty and repeated ones get names of their own."""
    found: list[str] = []
    for place, name in enumerate(header):
        name = name or f"Unnamed: {place}"
        count, own = 0, name
        while own in found:
            count += 1
            own = f"{name}.{count}"
        found.append(own)
    return found


def _of_records(path: str, text: str) -> Table | None:
    """The table of a JSON file that is a list of flat records, or of one record a line."""
    by_line = path.lower().endswith(".jsonl") or not text.lstrip().startswith("[")
    records: list[dict[str, object]] = []
    decoder, place = json.JSONDecoder(), 0
    while (match := _NEXT.match(text, place)) and match.end() < len(text):
        try:
            record, place = decoder.raw_decode(text, match.end())
        except ValueError:
            break
        if not isinstance(record, dict) or any(isinstance(x, dict | list) for x in record.values()):
            return None
        records.append(record)
    names = list(dict.fromkeys(name for record in records for name in record))
    if len(records) < 2 or not all(map(fit_for_code, names)):
        return None
    cells = [[_as_cell(record.get(name)) for record in records] for name in names]
    columns = tuple(column(name, found, False) for name, found in zip(names, cells, strict=True))
    options = ", lines=True" if by_line else ""
    load = f'table = pd.read_json("{path}"{options}, convert_dates=False)'
    return Table(path, columns, load)


_NEXT = re.compile(r"[\s,\[]*")


def _as_cell(value: object) -> str:
    return "" if value is None else str(value)


def _decoded(beginning: bytes) -> tuple[str, str]:
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return beginning.decode("utf-16", errors="replace"), "utf-16"
    for encoding, known in (("utf-8-sig", "utf-8"), ("gb18030", "gb18030")):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(beginning)
        except UnicodeDecodeError:
            continue
        if known == "utf-8" or len(re.findall(r"[\u4e00-\u9fff]{2}", text)) > 1:
            return text, known
    return beginning.decode("cp1252", errors="replace"), "cp1252"


def _separator(lines: Sequence[str]) -> str:
    """The sign that divides the first lines most evenly."""
    counts = {
        sign: [len(next(csv.reader([line], delimiter=sign))) for line in lines if line]
        for sign in ",;\t|"
    }
    even = {
        sign: found[0] for sign, found in counts.items() if found and min(found) == max(found) > 1
    }
    common = {sign: Counter(found).most_common(1)[0][0] for sign, found in counts.items() if found}
    best = even or common
    return max(best, key=lambda sign: best[sign], default=",")


def _options(separator: str, encoding: str, comma: bool) -> str:
    options = "" if separator == "," else f", sep={separator!r}".replace("'", '"')
    options += "" if encoding == "utf-8" else f', encoding="{encoding}"'
    return options + (', decimal=","' if comma else "")
