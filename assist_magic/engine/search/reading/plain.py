"""Plain text of any kind, and notebooks, which are JSON."""

from __future__ import annotations

import codecs
import json
import unicodedata
from typing import Any, BinaryIO

from assist_magic.engine.search.reading.document import READABLE, Kind, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4000
_ODD_SHARE = 0.02


def read(source: BinaryIO, kind: Kind) -> str:
    """The text as it is; of a notebook, its cells."""
    text = decoded(source.read())
    return _cells(text) if kind == "notebook" else text


def decoded(data: bytes) -> str:
    """The text of bytes in UTF-8, in what their first bytes name, or in Windows' Western code.

    Raises:
        Unreadable: they are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    sample = text[:_SAMPLE]
    odd = sum(char not in "\n\r\t\f\x1b" and _is_control(char) for char in sample)
    if odd > len(sample) * _ODD_SHARE:
        words = f"The file is neither text nor a known document. These can be read: {READABLE}."
        raise Unreadable("unsupported_file", words)
    return text


def _is_control(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) == "Cc"


def _cells(text: str) -> str:
    cells: list[dict[str, Any]] = json.loads(text)["cells"]
    sources = [cell.get("source", "") for cell in cells]
    return "\n\n".join(source if isinstance(source, str) else "".join(source) for source in sources)
