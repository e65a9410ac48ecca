"""Enclosures: what stands in a user's message below his words.

A front gives plain values as lines like "x = 2340", and tables and images as lines in brackets,
"[in: sales.csv, 12 rows × 3 columns …]"; the engine itself adds the line "[attached: …]" with
the paths of the message's files.
"""

from __future__ import annotations

import re

_ATTACHED = re.compile(r"\s*\[attached: (?P<paths>[^\n]*)\]\s*\Z")
_NUMBER = r"-?\d+(?:\.\d+)?"
_ROW = rf"\[{_NUMBER}(?:, {_NUMBER})*\]"
_VALUE = rf"[A-Za-z]\w* = (?:{_NUMBER}|\[{_ROW}(?:, {_ROW})*\])"
_VALUES = re.compile(rf"\n\n(?P<lines>{_VALUE}(?:\n{_VALUE})*)\Z")
_IN = re.compile(r"\s*^\[in: .*\]\s*\Z", re.DOTALL | re.MULTILINE)


def words_of(text: str) -> str:
    """The user's own words."""
    return _IN.sub("", _ATTACHED.sub("", text))


def with_values_first(words: str) -> str:
    """A question with the numbers and matrices that stand below it told before it is asked."""
    match = _VALUES.search(words)
    if match is None:
        return words
    stated = "".join(f"Let {line}. " for line in match["lines"].splitlines())
    return stated + words[: match.start()]


def paths_in(text: str) -> list[str]:
    """The paths of the files that are attached to the message."""
    match = _ATTACHED.search(text)
    return match["paths"].split(", ") if match else []
