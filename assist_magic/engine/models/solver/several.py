"""Prompts of several questions: "a) … b) …", "the mean, median and mode of …"."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.chinese.questions import english
from assist_magic.engine.models.solver.notation.signs import plain
from assist_magic.engine.models.solver.nouns import ASKED, NOUN, OF

_MOST = 8
_LONGEST = 2000
_SEQUENCES = ("abcdefgh", "12345678", ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"))
_ITEM = re.compile(
    r"(?:^|(?<=[\s,;:.?!]))\(?(?P<name>[a-h]|[1-8]|[iv]{1,4})\)[ \t]*"
    r"|(?:^|\n)\s*(?P<line>[1-8])\. +"
)
_LIST = rf"(?:the )?{NOUN}(?: of it)?(?:(?: ?, ?(?:and )?| and | & )(?:the )?{NOUN})+"
_NOUNS_OF = re.compile(rf"\s*(?:{ASKED} )*(?P<nouns>{_LIST}) {OF} (?P<of>.+)", re.IGNORECASE)
_OF_NOUNS = re.compile(
    rf"\s*(?:(?:for|of|given|let|consider|if) )(?P<of>.+?)(?:[,:;.] ?| )(?:{ASKED}:? )?"
    rf"(?P<nouns>{_LIST})",
    re.IGNORECASE,
)
_NOUN = re.compile(NOUN, re.IGNORECASE)


def parts(text: str) -> list[str]:
    """The questions of a prompt, each whole; empty where it is but one."""
    if len(text) > _LONGEST:
        return []
    text = english(plain(text)).strip()
    return _items(text) or _nouns(text)


def _items(text: str) -> list[str]:
    marks = list(_ITEM.finditer(text))
    names = [match["name"] or match["line"] for match in marks]
    if not 2 <= len(marks) <= _MOST or not any(names == list(s[: len(names)]) for s in _SEQUENCES):
        return []
    head = text[: marks[0].start()].strip(" :")
    ends = [*(match.start() for match in marks[1:]), len(text)]
    asked = [text[m.end() : end].strip(" ,;.\n") for m, end in zip(marks, ends, strict=True)]
    return [f"{head} {part}".strip() for part in asked] if all(asked) else []


def _nouns(text: str) -> list[str]:
    text = text.strip(" ?.!")
    match = _NOUNS_OF.fullmatch(text) or _OF_NOUNS.fullmatch(text)
    if not match:
        return []
    nouns = [found.group() for found in _NOUN.finditer(match["nouns"])]
    thing = re.sub(
        r"^(?:the )?(?:matrix|list|data(?: set)?|numbers)? ?(?:[A-Z] ?= ?(?=\[))?", "", match["of"]
    )
    return [f"find {noun} of {thing}" for noun in nouns] if len(nouns) <= _MOST else []
