"""Finding: the passages of vector stores that answer a question best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assist_magic.engine.objects import StoredFile
from assist_magic.engine.search.filters import Comparison, Compound
from assist_magic.engine.search.ranking import Ranked, ranked, spelled
from assist_magic.engine.search.words import question_terms
from assist_magic.engine.store import PassageIndex, Store

_CANDIDATES = 200


@dataclass(frozen=True)
class Found:
    """A passage that was found: its file, its text, and how well it fits, from 0 to 1."""

    file_id: str
    filename: str
    score: float
    text: str
    attributes: dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """What is looked for: the best `most` passages for any of the queries.

    `threshold` is the least score; `filters` says which files are looked at.
    """

    queries: tuple[str, ...]
    most: int
    threshold: float = 0.0
    filters: Comparison | Compound | None = None


class Finder:
    """Searches vector stores. Its methods block; call them in a thread."""

    def __init__(self, store: Store, index: PassageIndex) -> None:
        self._store, self._index = store, index

    def find(self, store_ids: Sequence[str], wish: Wish) -> list[Found]:
        """The best passages of these stores, best first."""
        best: dict[tuple[str, str, int], Ranked] = {}
        for store_id in store_ids:
            file_ids = self._admitted(store_id, wish)
            for query in wish.queries:
                for each in self._ranked(store_id, query, file_ids):
                    place = (store_id, each.passage.file_id, each.passage.start)
                    if place not in best or best[place].score < each.score:
                        best[place] = each
        chosen = sorted(best.items(), key=lambda item: -item[1].score)
        return self._described(
            [(place[0], each) for place, each in chosen if each.score >= wish.threshold], wish.most
        )

    def _admitted(self, store_id: str, wish: Wish) -> list[str] | None:
        """The files that pass the filter; None where there is none."""
        if wish.filters is None:
            return None
        files = self._store.stored_files.every(vector_store_id=store_id)
        return [file.id for file in files if wish.filters.admits(file.attributes or {})]

    def _ranked(self, store_id: str, query: str, file_ids: list[str] | None) -> list[Ranked]:
        question = question_terms(query)
        held = self._index.statistics(store_id, question).holders
        spelling = spelled(question, held, lambda start: self._index.vocabulary(store_id, start))
        wanted = list(dict.fromkeys(term for term, _ in spelling.values()))
        candidates = self._index.candidates(store_id, wanted, file_ids, _CANDIDATES)
        statistics = self._index.statistics(store_id, wanted)
        return ranked(question, spelling, candidates, statistics)

    def _described(self, chosen: Sequence[tuple[str, Ranked]], most: int) -> list[Found]:
        files: dict[tuple[str, str], StoredFile | None] = {}
        found: list[Found] = []
        for store_id, each in chosen:
            key = (store_id, each.passage.file_id)
            if key not in files:
                files[key] = self._store.stored_files.find(key[1], vector_store_id=store_id)
            file = files[key]
            if file is None:  # removed this very moment
                continue
            score, text = round(each.score, 6), each.passage.text
            found.append(Found(file.id, file.filename, score, text, file.attributes or {}))
            if len(found) == most:
                break
        return found
