"""Inputs: values of the notebook → what the assistant gets of them.

A table becomes a CSV file with a preview, a picture an image, anything plainer a line of text.
pandas, numpy, matplotlib and Pillow are known by the names of their types: none is imported
unless such a value is given.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assist_magic.errors import UsageError
from assist_magic.files.uploads import MOST_BYTES, Upload, name_in

MOST_CHARACTERS = 100_000
"""How long the text of all values of one question may be."""
MOST_IMAGE_BYTES = 20 * 1024 * 1024
_ROWS, _COLUMNS, _CELL = 3, 30, 40
"""What a preview shows: so many rows and columns, and so many characters of a cell."""
_PLAIN = (str, int, float, bool, dict, list, tuple, type(None))
_SCALARS: dict[str, Callable[[Any], object]] = {
    "b": bool, "i": int, "u": int, "f": float, "U": str,
}  # fmt: skip
_KNOWN = (
    "DataFrames and Series of pandas, arrays and numbers of numpy, figures of matplotlib, images "
    "of Pillow, dicts, lists, texts, numbers, booleans and None can be given"
)


@dataclass(frozen=True)
class Input:
    """One value: `text` is said of it in the message, `file` and `image` are what is sent."""

    text: str
    file: Upload | None = None
    image: Upload | None = None

    def beside(self, stamps: Iterable[str]) -> Input:
        """The same under a name of its own among files of these stamps: a variable that has
        changed since it was last given is another file, "sales-2.csv"."""
        if self.file is None:
            return self
        old, digest = self.file.stamp.rsplit("|", 1)
        others = {name_in(stamp) for stamp in stamps if not stamp.endswith(f"|{digest}")}
        stem, suffix = os.path.splitext(old)
        names = chain([old], (f"{stem}-{number}{suffix}" for number in count(2)))
        new = next(name for name in names if name not in others)
        text = self.text.replace(f"[in: {old},", f"[in: {new},", 1)
        return Input(text, Upload(self.file.path, f"{new}|{digest}"))


@contextmanager
def taken(values: Mapping[str, object]) -> Iterator[tuple[Input, ...]]:
    """What each value by name becomes; the files are there until the context ends.

    Raises:
        UsageError: a value is of a type that cannot be given, empty or too large; names it and
            its type.
    """
    if not values:
        yield ()
        return
    with TemporaryDirectory(prefix="assist_magic") as folder:
        inputs = tuple(_Value(name, value, Path(folder)).taken() for name, value in values.items())
        length = sum(len(each.text) for each in inputs)
        if length > MOST_CHARACTERS:
            raise UsageError(
                f"The values given ({', '.join(values)}) have {length:,} characters as text; at "
                f"most {MOST_CHARACTERS:,} can be given. Save the long ones to files and send "
                "those with -f."
            )
        yield inputs


def told(inputs: tuple[Input, ...]) -> str:
    """What the message says of the values: the plain ones first, then files and images."""
    plain = [each.text for each in inputs if not (each.file or each.image)]
    enclosed = [each.text for each in inputs if each.file or each.image]
    return "\n\n".join(["\n".join(plain), *enclosed] if plain else enclosed)


class _TooLarge(Exception):
    """More was written than may be sent."""


class _Bounded:
    """A text file of at most `most` bytes, and the hash of what was written."""

    def __init__(self, file: io.BufferedWriter, most: int) -> None:
        self._file = file
        self._left = most
        self.hash = hashlib.sha256()

    def write(self, text: str) -> int:
        piece = text.encode("utf-8", "replace")
        self._left -= len(piece)
        if self._left < 0:
            raise _TooLarge
        self.hash.update(piece)
        self._file.write(piece)
        return len(text)


class _Value:
    """A value with its name, on its way into `folder` or into a text."""

    def __init__(self, name: str, value: object, folder: Path) -> None:
        self._name = name
        self._value: Any = value
        self._folder = folder

    def taken(self) -> Input:
        if not self._name.isidentifier():
            raise UsageError(f"A value is given as {self._name!r}, which is no name of a variable.")
        for (room, kind), take in _TAKERS.items():
            if _is_of(self._value, room, kind):
                return take(self)
        if isinstance(self._value, _PLAIN):
            return self._text()
        raise self._refused(f"cannot be given: {_KNOWN}")

    def _text(self) -> Input:
        try:
            text = self._json() or repr(self._value)
        except RecursionError:
            raise self._refused("is nested too deeply") from None
        except Exception as error:  # what is inside says itself how it is told
            raise self._refused(f"cannot be told: {type(error).__name__}: {error}") from None
        if len(text) > MOST_CHARACTERS:
            raise self._refused(
                f"has {len(text):,} characters as text, and at most {MOST_CHARACTERS:,} can be "
                "given. Save it to a file and send that with -f FILE"
            )
        return Input(f"{self._name} = {text}")

    def _json(self) -> str | None:
        try:
            return json.dumps(self._value, ensure_ascii=False)
        except (TypeError, ValueError):
            return None

    def scalar(self) -> Input:
        plain = _SCALARS.get(self._value.dtype.kind)
        if plain is None:
            raise self._refused(f"cannot be given: {_KNOWN}")
        return _Value(self._name, plain(self._value), self._folder).taken()

    def array(self) -> Input:
        import pandas as pd

        array, name = self._value, self._name
        if array.ndim == 0:
            return _Value(name, array[()], self._folder).scalar()
        if array.ndim > 2:
            raise self._refused(
                f"has {array.ndim} dimensions, and a table has at most 2. Give a slice of it"
            )
        columns = None if array.dtype.names else [name]
        if array.ndim == 2:
            columns = [f"{name}_{number}" for number in range(array.shape[1])]
        return self._table(pd.DataFrame(array, columns=columns))

    def series(self) -> Input:
        named = self._value.name is not None
        return self._table(self._value.to_frame() if named else self._value.to_frame(self._name))

    def frame(self) -> Input:
        return self._table(self._value)

    def _table(self, given: Any) -> Input:
        if not given.shape[0] or not given.shape[1]:
            rows, columns = given.shape
            raise self._refused(f"is empty ({_size(rows, columns)}). Give one with rows")
        try:
            table = _flat(given)
            upload = self._written(table)
        except _TooLarge:
            raise self._refused(
                f"is too large: as CSV it has more than {MOST_BYTES >> 20} MB "
                f"({_size(*given.shape)}). Give a part of it"
            ) from None
        except (TypeError, ValueError, OSError) as error:
            raise self._refused(f"cannot be written as CSV: {error}") from None
        return Input(_preview(upload.path.name, table), file=upload)

    def _written(self, table: Any) -> Upload:
        path = self._folder / f"{self._name}.csv"
        with path.open("wb") as file:
            bounded = _Bounded(file, MOST_BYTES)
            table.to_csv(bounded, index=False)
        return Upload(path, f"{path.name}|{bounded.hash.hexdigest()}")

    def figure(self) -> Input:
        return self._picture(lambda out: self._value.savefig(out, format="png"))

    def image(self) -> Input:
        return self._picture(lambda out: self._value.save(out, format="PNG"))

    def _picture(self, draw: Callable[[io.BytesIO], object]) -> Input:
        out = io.BytesIO()
        try:
            draw(out)
        except Exception as error:  # a figure is drawn by code of many hands
            raise self._refused(f"cannot be drawn: {type(error).__name__}: {error}") from None
        data = out.getvalue()
        if len(data) > MOST_IMAGE_BYTES:
            raise self._refused(
                f"is too large: as PNG it has {len(data) / 2**20:.0f} MB, and an image may have "
                f"at most {MOST_IMAGE_BYTES >> 20} MB. Make it smaller"
            )
        path = self._folder / f"{self._name}.png"
        path.write_bytes(data)
        width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
        stamp = f"{path.name}|{hashlib.sha256(data).hexdigest()}"
        text = f"[in: {path.name}, image of {width} × {height} pixels]"
        return Input(text, image=Upload(path, stamp, "vision"))

    def _refused(self, why: str) -> UsageError:
        kind = type(self._value)
        room = "" if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}."
        return UsageError(f"-i {self._name}: the {room}{kind.__qualname__} {why}.")


_TAKERS: dict[tuple[str, str], Callable[[_Value], Input]] = {
    ("pandas", "DataFrame"): _Value.frame,
    ("pandas", "Series"): _Value.series,
    ("numpy", "ndarray"): _Value.array,
    ("numpy", "generic"): _Value.scalar,
    ("matplotlib", "Figure"): _Value.figure,
    ("PIL", "Image"): _Value.image,
}


def _is_of(value: object, room: str, kind: str) -> bool:
    return any(
        each.__name__ == kind and each.__module__.split(".")[0] == room
        for each in type(value).__mro__
    )


def _flat(given: Any) -> Any:
    """The same table with one line of text as its header, and an index that says something as
    columns."""
    import pandas as pd

    index = given.index
    counts = isinstance(index, pd.RangeIndex) and index.name is None
    table = given.copy(deep=False)
    if isinstance(table.columns, pd.MultiIndex):
        table.columns = [" ".join(str(word) for word in each if word != "") for each in table]
    return table if counts else table.reset_index(allow_duplicates=True)


def _preview(name: str, table: Any) -> str:
    """The table in short, in the brackets by which the engine knows it from the user's words."""
    shown = table.iloc[:_ROWS, :_COLUMNS]
    heads = [_short(each) for each in shown.columns]
    kinds = [f"{head}: {kind}" for head, kind in zip(heads, shown.dtypes, strict=True)]
    if table.shape[1] > _COLUMNS:
        kinds.append(f"… and {table.shape[1] - _COLUMNS} more columns")
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(heads)
    missing = shown.isna().to_numpy()
    for cells, gaps in zip(shown.itertuples(index=False, name=None), missing, strict=True):
        writer.writerow(
            ["" if gap else _short(cell) for cell, gap in zip(cells, gaps, strict=True)]
        )
    rows = f"First {len(shown)} rows" if table.shape[0] > _ROWS else "All rows"
    return f"[in: {name}, {_size(*table.shape)}\n{', '.join(kinds)}\n{rows}:\n{lines.getvalue()}]"


def _short(cell: object) -> str:
    text = cell if isinstance(cell, str) else reprlib.repr(cell) if _is_long(cell) else str(cell)
    line = " ".join(text.split())
    return line if len(line) <= _CELL else f"{line[: _CELL - 1]}…"


def _is_long(cell: object) -> bool:
    return isinstance(cell, dict | list | tuple | set)


def _size(rows: int, columns: int) -> str:
    return " × ".join(
        f"{count:,} {noun}{'' if count == 1 else 's'}"
        for count, noun in ((rows, "row"), (columns, "column"))
    )
