"""Chunks: a document's text cut into passages of some size, each overlapping the one before.

Cuts fall between lines or sentences where they can. A passage knows the heading that it stands
under.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from assist_magic.engine.search.words import tokens

_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…][\"'”’)\]]*(?=\s)\s*|[。！？]|\n+|$)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +(.{1,200}?) *#*$", re.MULTILINE)
_WORDS = re.compile(r"\S{1,200}\s*|\s+")


@dataclass(frozen=True)
class Passage:
    """Part of a document: where it starts in the text (in characters), and what stands there."""

    start: int
    text: str
    heading: str = ""


@dataclass(frozen=True)
class _Segment:
    """What is not cut: a sentence or line, or a few words of one that is too long."""

    start: int
    end: int
    size: int


def passages(text: str, size: int, overlap: int) -> list[Passage]:
    """Cuts the text into passages of at most `size` tokens that share about `overlap` tokens.

    Together they hold the whole text.
    """
    segments = list(_segments(text, max(1, size // 4)))
    headings = [(match.start(), match[1]) for match in _HEADING.finditer(text)]
    found: list[Passage] = []
    first = 0
    while first < len(segments):
        last = _filled(segments, first, size)
        start, end = segments[first].start, segments[last - 1].end
        if text[start:end].strip():
            found.append(Passage(start, text[start:end], _heading_at(headings, start, end)))
        if last == len(segments):
            break
        first = _stepped_back(segments, first, last, overlap)
    return found


def _filled(segments: list[_Segment], first: int, size: int) -> int:
    """The end of the passage that begins at `first`: as many segments as fit, at least one."""
    last, used = first + 1, segments[first].size
    while last < len(segments) and used + segments[last].size <= size:
        used += segments[last].size
        last += 1
    return last


def _stepped_back(segments: list[_Segment], first: int, last: int, overlap: int) -> int:
    """Where the next passage begins: some way back from `last`, but always further than `first`."""
    shared = 0
    start = last
    while start - 1 > first and shared + segments[start - 1].size <= overlap:
        start -= 1
        shared += segments[start].size
    return start


def _segments(text: str, most: int) -> Iterator[_Segment]:
    position = 0
    while position < len(text):
        match = _SENTENCE.match(text, position)
        end = match.end() if match and match.end() > position else len(text)
        size = tokens(text[position:end])
        if size <= most:
            yield _Segment(position, end, size)
        else:
            yield from _pieces(text, position, end, most)
        position = end


def _pieces(text: str, start: int, end: int, most: int) -> Iterator[_Segment]:
    """A sentence that is too long, by words."""
    begun, used = start, 0
    for match in _WORDS.finditer(text, start, end):
        size = tokens(match[0])
        if used and used + size > most:
            yield _Segment(begun, match.start(), used)
            begun, used = match.start(), 0
        used += size
    if begun < end:
        yield _Segment(begun, end, used)


def _heading_at(headings: list[tuple[int, str]], start: int, end: int) -> str:
    """The heading above the passage, or the first one in it."""
    above = bisect_right(headings, start, key=lambda each: each[0])
    if above:
        return headings[above - 1][1]
    return headings[0][1] if headings and headings[0][0] < end else ""
