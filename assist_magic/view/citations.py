"""Citations as footnotes: marks such as 【4:0†paper.pdf】 become numbers, with a list of sources.

A number is written as ⸤1⸥ into the text that a view is to draw; render and words make of it what
their readers see. The marks of the wire are never shown, nor those that nothing was found for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assist_magic.plain import plain
from assist_magic.reply import Citation, Reply

NUMBER = re.compile(r"⸤(\d+)⸥")
_MARK = r"【(?:\d+:\d+(?:†[^【】\n]*)?|\d+†[^【】\n]*)】"
_BEGUN = r"【(?:\d+(?::\d*)?(?:†[^【】\n]*)?)?\Z"
_QUOTE_CHARACTERS = 120

Numbers = Mapping[str, int]
"""The footnote of each mark."""


def numbered(reply: Reply) -> dict[str, int]:
    """The footnotes of a reply, from 1 in reading order; one for each passage, however often it
    is cited, and one for each file where the passages are not known."""
    passages: dict[tuple[str, str], int] = {}
    return {
        each.marker: passages.setdefault((each.file_id, each.quote), len(passages) + 1)
        for each in reply.citations
        if each.marker
    }


def with_numbers(text: str, numbers: Numbers) -> str:
    """The text with ⸤1⸥ for its marks; those that stand for nothing, or have only begun, go."""

    def shown(found: re.Match[str]) -> str:
        number = numbers.get(found["mark"])
        return f"{found['space']}⸤{number}⸥" if number else ""

    return _pattern(numbers).sub(shown, text)


def settled(text: str, numbers: Numbers) -> str:
    """As much of a growing text as comes before a mark that nothing is known of yet."""
    for found in _pattern(numbers).finditer(text):
        if found["mark"] not in numbers:
            return text[: found.start()]
    return text


def sources(reply: Reply) -> Iterator[tuple[int, str]]:
    """The list of sources: the number, and the file's name with the beginning of the passage."""
    numbers = numbered(reply)
    cited: Sequence[Citation] = [each for each in reply.citations if each.marker]
    first = {numbers[each.marker]: each for each in reversed(cited)}
    for number, each in sorted(first.items()):
        name, quote = " ".join(plain(each.name).split()), _beginning(each.quote)
        yield number, f"{name}: “{quote}”" if quote else name


def _pattern(numbers: Numbers) -> re.Pattern[str]:
    known = [re.escape(each) for each in sorted(numbers, key=len, reverse=True)]
    return re.compile(rf"(?P<space> ?)(?P<mark>{'|'.join([*known, _MARK, _BEGUN])})")


def _beginning(passage: str) -> str:
    words = " ".join(plain(passage).split())
    if len(words) <= _QUOTE_CHARACTERS:
        return words
    return words[:_QUOTE_CHARACTERS].rpartition(" ")[0].rstrip(",;:") + " …"
