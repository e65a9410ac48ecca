"""The texts that columns hold, as a question names them: "Japanese" for Japan, "class A"."""

from __future__ import annotations

import re
from functools import partial

from assist_magic.engine.models.solver.tables.conditions import Value
from assist_magic.engine.models.solver.tables.names import BEGINS, ENDS
from assist_magic.engine.models.solver.tables.table import Table

_ENDING = r"(?:s|es|n|an|ese|ian|y|ish)?"


def valued(text: str, table: Table, reserved: frozenset[str]) -> tuple[str, tuple[Value, ...]]:
    """The text with the texts of columns as $0, $1, …, and what they stand for.

    What two columns have is left alone; `reserved` words are values only in quotes.
    """
    holders: dict[str, list[Value]] = {}
    for column in table.columns:
        for value in column.values:
            holders.setdefault(value.strip().casefold(), []).append(Value(column.name, value))
    found: list[Value] = []
    small = text.casefold()
    for said in sorted(holders, key=len, reverse=True):
        parts = re.split(r"[\s_-]+", said)
        is_in = all(part in small for part in parts) or "american" in small
        if not is_in or len(holders[said]) != 1 or not re.search(r"[^\W_]", said):
            continue
        form = r"[\s_-]+".join(map(re.escape, parts))
        ending = rf"{_ENDING}(?:{said[-1]}y)?" if said[-1].isalpha() and len(said) > 2 else ""
        form = f"(?:{form}|american)" if said in ("usa", "united states", "us") else form
        quoted = rf"[\"'`]\s*{form}\s*[\"'`]"
        bare = rf"(?<![@$.\-]){BEGINS}{form}{ending}{ENDS}"
        is_plain = said not in reserved and len(said) > 1 and not said.isdigit()
        pattern = rf"{quoted}|{bare}" if is_plain else quoted
        text, count = re.subn(pattern, f" ${len(found)} ", text, flags=re.IGNORECASE)
        if count:
            found.append(holders[said][0])
    text = _beside_columns(text, table, found)
    return text, tuple(found)


_BEGINS = r"(?:start(?:s|ing)?|begin(?:s|ning)?) with(?: the letters?)?"
_CONTAINS = r"contain(?:s|ing)?(?: the (?:word|text|letters?))?|includ(?:es|ing) the (?:word|text)"
_ENDS = r"end(?:s|ing)? (?:with|in|on)(?: the letters?)?"
_TEXT = r"(?:[\"'`](?P<quoted>[^\"'`]+)[\"'`]|(?P<bare>[^\W\d_]\w*))"
_PARTS = tuple(
    (re.compile(rf"\b(?:{form}) {_TEXT}", re.IGNORECASE), name)
    for form, name in ((_BEGINS, "begins_"), (_CONTAINS, "contains_"), (_ENDS, "ends_"))
)


def texts_taken(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with "containing 'desk'" as "contains_ %0", and the texts that it speaks of."""
    found: list[str] = []

    def mark(match: re.Match[str], name: str) -> str:
        said = match["quoted"] or match["bare"]
        if not said.isprintable() or set(said) & set('"\\') or said in _NO_TEXTS:
            return match.group()
        found.append(said)
        return f"{name} %{len(found) - 1} "

    for form, name in _PARTS:
        text = form.sub(partial(mark, name=name), text)
    return text, tuple(found)


_NO_TEXTS = frozenset({"a", "an", "the", "missing", "null", "no", "any", "empty", "more", "at"})


def _beside_columns(text: str, table: Table, found: list[Value]) -> str:
    """The text with values that are too short to stand alone: "class A"."""
    for place, column in enumerate(table.columns):
        for value in column.values:
            form = rf"(@{place}(?: is| =)?) +{re.escape(value.strip())}(?!\w)"
            text, count = re.subn(form, rf"\1 ${len(found)} ", text)
            if count:
                found.append(Value(column.name, value))
    return text
