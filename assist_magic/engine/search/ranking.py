"""Ranking: how well passages answer a question, going by their words; pure.

The score of a passage is BM25 as a share of the most that the question could get, so it lies
between 0 and 1 and can be compared between stores: it tells how often the passage has the
question's terms, rare ones counting most, and long passages less.
"""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assist_magic.engine.search.words import terms as terms_of
from assist_magic.engine.store import Candidate, Statistics

_SATURATION, _LENGTH_SHARE = 1.2, 0.75
_TITLE_COUNTS = 2
_UNKNOWN_WEIGHT = 0.3
"""What a term that no passage has counts: it lowers all scores alike."""
_GUESS_WEIGHT, _GUESS_LIKENESS, _GUESS_BEGINNING, _GUESS_LENGTH = 0.6, 0.82, 3, 5


@dataclass(frozen=True)
class Ranked:
    """A passage and its score."""

    passage: Candidate
    score: float


def spelled(
    question: Sequence[str], held: Mapping[str, int], vocabulary: Callable[[str], Sequence[str]]
) -> dict[str, tuple[str, float]]:
    """For each term of a question, the term to look for and what it counts.

    A term that no passage has is taken for the most similar one that some have, if there is one:
    it may be misspelt, or another form of the word.
    """
    found: dict[str, tuple[str, float]] = {}
    for term in question:
        found[term] = (term, 1.0)
        if term not in held and len(term) >= _GUESS_LENGTH and term.isalpha():
            known = vocabulary(term[:_GUESS_BEGINNING])
            if close := difflib.get_close_matches(term, known, 1, _GUESS_LIKENESS):
                found[term] = (close[0], _GUESS_WEIGHT)
    return found


def ranked(
    question: Sequence[str],
    spelling: Mapping[str, tuple[str, float]],
    candidates: Sequence[Candidate],
    statistics: Statistics,
) -> list[Ranked]:
    """The candidates with their scores, best first.

    Args:
        question: its terms in their order.
        spelling: for each term what to look for, as `spelled` says.
        candidates: passages that have some of these terms.
        statistics: of the terms that are looked for.
    """
    weights = {
        spelling[term][0]: spelling[term][1] * _rarity(spelling[term][0], statistics)
        for term in question
    }
    scored = [Ranked(each, _score(each, weights, statistics.mean_length)) for each in candidates]
    return sorted(scored, key=lambda each: -each.score)


def excerpt(text: str, question: Sequence[str], most: int) -> str:
    """The part of a passage, in whole lines, that has most of the question; for small readers.

    Args:
        text: the passage.
        question: the terms that matter.
        most: characters at most.
    """
    if len(text) <= most:
        return text
    lines = text.splitlines(keepends=True)
    if len(lines) < 3:
        lines = [f"{part}. " for part in text.split(". ")]
    wanted = set(question)
    values = [len(wanted.intersection(terms_of(line))) for line in lines]
    best, value = (0, 1), -1
    for first in range(len(lines)):
        last, size = first, 0
        while last < len(lines) and (last == first or size + len(lines[last]) <= most):
            size += len(lines[last])
            last += 1
        if sum(values[first:last]) > value:
            best, value = (first, last), sum(values[first:last])
    return "".join(lines[best[0] : best[1]])[:most].strip()


def _score(passage: Candidate, weights: Mapping[str, float], mean: float) -> float:
    counts: Counter[str] = Counter(passage.words)
    for term in passage.title:
        counts[term] += _TITLE_COUNTS
    longer = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(passage.words) / mean
    had = sum(
        weight * counts[term] / (counts[term] + _SATURATION * longer)
        for term, weight in weights.items()
    )
    # The root spreads the scores: a passage of usual length that has each term once gets 0.7.
    return math.sqrt(had / (sum(weights.values()) or 1.0))


def _rarity(term: str, statistics: Statistics) -> float:
    held = statistics.holders.get(term, 0)
    rarity = math.log(1 + (statistics.passages - held + 0.5) / (held + 0.5))
    return rarity if held else rarity * _UNKNOWN_WEIGHT
