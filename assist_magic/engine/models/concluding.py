"""The end of a computed answer: the number that its programs found, and how far to trust it.

A small model may garble the number that its own code printed, so the engine sees to it that the
answer says that number, and tells by itself whether the programs agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assist_magic.engine.models.attempts import Attempt, number, numbers_in, same

_AGREED = "Check: a second program, written apart from the first, gives the same."
_DISAGREED = (
    "Check: a second program, written apart from the first, gives {number} instead. One of them is "
    "wrong, if not both: read their code before you rely on this answer."
)
_UNCHECKED = "Check: a second program came to no number, so this answer is unchecked."
_MARKED = re.compile(r"\\[(\[a-z]|\*\*|`")
_SIGNS = "$£€¥"
_WORD = re.compile(r"[^\W\d_]{2,}")
_LABEL_WORDS = 2
_LONGEST = 6
"""More decimals than these are what binary fractions leave behind."""


def chosen(attempts: Sequence[Attempt]) -> Attempt | None:
    """The attempt to be answered from: the first that found a number, unless that is odd."""
    known = [each for each in attempts if each.found is not None]
    return min(known, key=lambda each: _oddness(each.found or ""), default=None)


def speaks(answer: Attempt) -> bool:
    """Whether all that was printed is one line that says in words what its number is."""
    printed = answer.output.content.strip()
    return "\n" not in printed and len(_WORD.findall(printed)) >= _LABEL_WORDS


def concluded(text: str, attempts: Sequence[Attempt], answer: Attempt) -> str:
    """The model's words with the number in bold, or what was printed if they do not say it.

    Args:
        text: the model's words; may be empty.
        attempts: the programs of the question.
        answer: the one that is answered from.
    """
    found = answer.found or ""
    printed = "  \n".join(answer.output.content.strip().splitlines())
    said = emphasised(text.strip(), found) or emphasised(printed, found) or found
    return "\n\n".join(filter(None, [said, checked(attempts, answer)]))


def checked(attempts: Sequence[Attempt], answer: Attempt) -> str:
    """One line on what the other program says; nothing if none was written for a check."""
    first = next(n for n, each in enumerate(attempts) if each.found is not None)
    others = [each for each in attempts[first:] if each is not answer]
    if not others:
        return ""
    found = others[-1].found
    if found is None:
        return _UNCHECKED
    return _AGREED if same(found, answer.found or "") else _DISAGREED.format(number=tidy(found))


def emphasised(text: str, found: str) -> str:
    """The text with the last mention of a number in bold; empty if it does not mention it."""
    places = [match for match in numbers_in(text) if same(match[0], found)]
    if not places:
        return ""
    if _MARKED.search(text):  # formulas, or bold already
        return text
    start, end = places[-1].span()
    shown = tidy(text[start:end])
    if text[start - 1 : start] and text[start - 1] in _SIGNS:
        start, shown = start - 1, text[start - 1] + shown
    if text[end : end + 1] == "%":
        end, shown = end + 1, f"{shown}%"
    return f"{text[:start]}**{shown}**{text[end:]}"


def tidy(text: str) -> str:
    """A number without ".0" and without the noise of binary fractions."""
    whole, _, places = text.partition(".")
    if not places or "e" in places:
        return text
    if len(places) > _LONGEST:
        whole, _, places = f"{number(text):.{_LONGEST}f}".partition(".")
        places = places.rstrip("0")
    return f"{whole}.{places}" if places.strip("0") else whole


def _oddness(found: str) -> tuple[bool, bool]:
    """What makes a number an unlikely answer of a word problem: a sign, then decimals."""
    value = number(found)
    return value < 0, not value.is_integer()
