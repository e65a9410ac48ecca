"""Words: what of a text counts when it is searched, and how many tokens it takes.

The same analysis serves passages and questions: words in lower case without accents, reduced to
their English stem, without the words that every text has; names in code also by their parts;
Chinese, Japanese and Korean, which leave no spaces, by pairs of characters.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|[{_CJK}]+|[^\W_{_CJK}]+(?:['’][^\W_{_CJK}]+)*|_")
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_PIECE = re.compile(rf"[{_CJK}]|\d{{1,3}}|[^\W\d_{_CJK}]+|[^\w\s]|_")
_LETTERS_PER_TOKEN = 8
_COMMON_TEXT = """
    a about above after again against all also am an and any are arent as at be because been
    before being below between both but by can cant cannot could couldnt did didnt do does
    doesnt doing dont down during each few for from further had hadnt has hasnt have havent
    having he her here hers herself him himself his how i if in into is isnt it its itself
    just let lets me more most must mustnt my myself no nor not of off on once only or other ought
    our ours ourselves out over own same shall she should shouldnt so some such than that thats
    the their theirs them themselves then there theres these they this those through to too under
    until up upon us very was wasnt we were werent what whats when where which while who whom
    whose why will with wont would wouldnt you your yours yourself yourselves
    according document documents file files find give please say says tell
"""
_COMMON = frozenset(_COMMON_TEXT.split())
"""Words that a question has whatever it is about."""


def terms(text: str) -> list[str]:
    """The terms of a text in their order, common words left out."""
    return [stem(word) for word in _words(text) if word not in _COMMON]


def question_terms(text: str) -> list[str]:
    """The terms of a question; one of common words alone keeps them, so that it finds something."""
    return terms(text) or [stem(word) for word in _words(text)]


def tokens(text: str) -> int:
    """About how many tokens a language model takes for the text.

    Counted as the usual tokenizers cut: a word is one token, long ones one for each eight letters
    or part of them; numbers go by three digits, punctuation and CJK by the character, and letters
    of other scripts by two. It needs no vocabulary, and on English prose and code it lies within
    a fifth or so of theirs.
    """
    return sum(_pieces(match[0]) for match in _PIECE.finditer(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in lower case; numbers, names with digits and other scripts stay."""
    if not (word.isascii() and word.isalpha()) or len(word) < 3:
        return word
    return str(_stemmer().stemWord(word))


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text)):
        word = match[0]
        if "\u3040" <= word[0] <= "\uffdc" and not word[0].isascii():
            yield from _pairs(word)
        elif word[0].isdigit() and ("," in word or "." in word):
            yield word.replace(",", "")
        elif word != "_":
            yield from _forms(word)


def _forms(word: str) -> Iterator[str]:
    """A word; a name as code writes it (camelCase, utf8) also by its parts."""
    whole = _plain(word)
    yield whole
    if word.isascii() and not (word.islower() or word.isdigit() or word.istitle()):
        parts = [part.lower() for part in _PARTS.findall(word)]
        if len(parts) > 1:
            yield from parts


def _plain(word: str) -> str:
    word = word.casefold().replace("’", "'").removesuffix("'s").replace("'", "")
    if word.isascii():
        return word
    bare = [char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char)]
    return "".join(bare)


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for first, second in zip(run, run[1:], strict=False):
        yield first + second


def _pieces(piece: str) -> int:
    if piece.isascii():
        return math.ceil(len(piece) / _LETTERS_PER_TOKEN) if piece.isalpha() else 1
    return max(1, len(piece) // 2)


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
