"""Enclosures: what stands in a user's message below his words.

A front gives tables and images as lines in brackets, "[in: sales.csv, 12 rows × 3 columns …]";
the engine itself adds the line "[attached: …]" with the paths of the message's files.
"""

from __future__ import annotations

import re

_ATTACHED = re.compile(r"\s*\[attached: (?P<paths>[^\n]*)\]\s*\Z")
_IN = re.compile(r"\s*^\[in: .*\]\s*\Z", re.DOTALL | re.MULTILINE)


def words_of(text: str) -> str:
    """The user's own words."""
    return _IN.sub("", _ATTACHED.sub("", text))


def paths_in(text: str) -> list[str]:
    """The paths of the files that are attached to the message."""
    match = _ATTACHED.search(text)
    return match["paths"].split(", ") if match else []
