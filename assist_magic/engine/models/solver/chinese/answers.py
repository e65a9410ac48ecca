"""Tells an answer in Chinese: sentence by sentence, by a catalogue.

Formulas, code and values stay as they are; so does a sentence that the catalogue does not know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assist_magic.engine.models.solver.chinese.sentences import SENTENCES
from assist_magic.engine.models.solver.chinese.terms import WORDS
from assist_magic.engine.models.solver.chinese.vocabulary import UNITS

_KEPT = re.compile(
    r"\\\[.+?\\\]|\\\(.+?\\\)|```.+?```|`[^`\n]+`|!?\[[^\]\n]*\]\([^)\n]*\)", re.DOTALL
)
"""Formulas, code and links."""
_TEXT = re.compile(r"\\text\{([^{}]*)\}")
_SLOT = re.compile("\ue000\\d+\ue001")
_SEVERAL = re.compile(
    "\ue000\\d+\ue001(?:(?:, \ue000\\d+\ue001)+(?:,? (?:and|or) \ue000\\d+\ue001)?"
    "| (?:and|or) \ue000\\d+\ue001)"
)
_LINE = re.compile(r"(?P<head>\s*(?:\d+\. |[-*] )?)(?P<body>.*)")
_BOLD = re.compile(r"\*\*[^*\n]+\*\*")
_NUMBER = re.compile(r"(?<![\w\ue000])[-+]?\d+(?:[.,:/]\d+)*(?: [AP]M\b)?(?![\w\ue001])")
_UNIT = re.compile(rf"\b(?:{'|'.join(UNITS.values())})\b")
_UNITS = {
    english: re.sub(r"个\?|\?.*|\|.*", "", words) or words for words, english in UNITS.items()
}
_NAMES = {**WORDS, **_UNITS}
_JOINTS = {" and ": "和", " or ": "或"}
_END = re.compile(r"(?<=[.:;,]) (?=\S)")


def chinese(text: str) -> str:
    """The answer in Chinese, as far as its sentences are known."""
    slots = _Slots()
    text = _KEPT.sub(lambda match: slots.put(_formula(match.group())), text)
    return slots.back("\n".join(_line(line, slots) for line in text.split("\n")))


class _Slots:
    """What stays as it is, with marks in its places."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def put(self, piece: str) -> str:
        self.pieces.append(piece)
        return f"\ue000{len(self.pieces) - 1}\ue001"

    def back(self, text: str) -> str:
        """The text with the pieces in their places; pieces may hold others."""
        while _SLOT.search(text):
            text = _SLOT.sub(lambda match: self.pieces[int(match.group()[1:-1])], text)
        return text


def _formula(text: str) -> str:
    """A formula with its words told in Chinese."""

    def word(match: re.Match[str]) -> str:
        words = match[1].strip()
        spaces = match[1].replace(words, "\ue000") if words else match[1]
        return rf"\text{{{spaces.replace(chr(0xE000), _NAMES.get(words, words))}}}"

    return _TEXT.sub(word, text)


def _line(line: str, slots: _Slots) -> str:
    match = _LINE.fullmatch(line)
    if match is None or not match["body"] or match["body"].startswith("|"):
        return line
    return match["head"] + _told(match["body"], slots)


def _told(body: str, slots: _Slots) -> str:
    """The longest known runs of sentences, one after the other."""
    pieces = _END.split(body)
    told: list[str] = []
    while pieces:
        for count in range(len(pieces), 0, -1):
            found = _sentence(" ".join(pieces[:count]), slots)
            if found is not None:
                break
        told.append(pieces[0] if found is None else found)
        del pieces[: count if found is not None else 1]
    return re.sub(r"(?<=[：。；，]) ", "", " ".join(told))


def _sentence(text: str, slots: _Slots) -> str | None:
    if text.startswith("*") and text.endswith("*") and not text.startswith("**"):
        inner = _sentence(text.strip("*"), slots)
        return None if inner is None else f"*{inner}*"
    masked = _BOLD.sub(lambda m: m.group() if m.group() in _BOLDS else slots.put(m.group()), text)
    masked = _NUMBER.sub(lambda match: slots.put(match.group()), masked)
    masked = _UNIT.sub(lambda match: slots.put(_UNITS[match.group()]), masked)
    masked = _SEVERAL.sub(lambda match: slots.put(_listed(match.group())), masked)
    form = _CATALOGUE.get(_SLOT.sub("{}", masked))
    return None if form is None else form.format(*_SLOT.findall(masked))


def _listed(text: str) -> str:
    *first, last = _SLOT.findall(text)
    joint = next((told for word, told in _JOINTS.items() if word in text), "、")
    return f"{'、'.join(first)}{joint}{last}"


def _keys(sentences: Mapping[str, str]) -> dict[str, str]:
    """The catalogue by what is left of a sentence when its slots are masked."""
    several = re.compile(r"\{\}(?:(?:, \{\})+(?:,? (?:and|or) \{\})?| (?:and|or) \{\})")
    return {several.sub("{}", sentence): told for sentence, told in sentences.items()}


_CATALOGUE = _keys(SENTENCES)
_BOLDS = frozenset(bold for key in SENTENCES for bold in _BOLD.findall(key))
