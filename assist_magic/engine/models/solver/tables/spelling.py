"""Misspelt words of a question, as words of the table or of the grammar that they must mean."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.tables.names import name_words
from assist_magic.engine.models.solver.tables.table import Table

_KNOWN_WORDS = """
average median total minimum maximum standard deviation variance number count share percentage
correlation histogram scatter boxplot chart table column columns missing values summary describe
highest lowest largest smallest between greater smaller above below group grouped sorted
descending ascending monthly yearly quarterly growth cumulative running outliers distinct
different unique plot draw show which where what many month quarter year weekday
"""
_KNOWN = frozenset(_KNOWN_WORDS.split())


def corrected(text: str, table: Table) -> tuple[str, list[tuple[str, str]]]:
    """The text with each misspelt word replaced, and what was replaced by what.

    A word is misspelt if it is none that is known and one slip of the pen away from just one that
    is: two letters exchanged, one doubled, left out or added, and in long words one wrong.
    """
    names = {word for column in table.columns for word in name_words(column.name)}
    values = {
        word.lower()
        for column in table.columns
        for value in column.values
        for word in re.findall(r"[^\W\d_]+", value)
    }
    targets = {word for word in {*_KNOWN, *names, *values} if len(word) > 3}
    changes: list[tuple[str, str]] = []

    def right(match: re.Match[str]) -> str:
        said: str = match.group()
        word = said.lower()
        if word in targets or word.removesuffix("s") in targets or len(word) < 4:
            return said
        found = {target for target in targets if _is_slip(word, target)}
        if len(found) != 1:
            return said
        changes.append((said, *found))
        return changes[-1][1]

    return re.sub(r"[A-Za-z]+", right, text), changes


def _is_slip(wrong: str, right: str) -> bool:
    """Whether one slip of the pen makes `wrong` of `right`; the first letter is never wrong."""
    if wrong[0] != right[0] or abs(len(wrong) - len(right)) > 1:
        return False
    if len(wrong) == len(right):
        places = [i for i, pair in enumerate(zip(wrong, right, strict=True)) if len({*pair}) > 1]
        if len(places) == 1:
            return len(right) > 6
        is_turned = len(places) == 2 and places[1] - places[0] == 1
        return is_turned and wrong[places[0]] == right[places[1]] and sorted(wrong) == sorted(right)
    longer, shorter = sorted((wrong, right), key=len, reverse=True)
    if len(shorter) < 4:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
