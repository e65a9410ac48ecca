"""Finding: the passages of vector stores that answer a question best."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assist_magic.engine.objects import StoredFile
from assist_magic.engine.search.filters import Comparison, Compound
from assist_magic.engine.search.ranking import ranked, spelled
from assist_magic.engine.search.refining import MOST, Embedder, Hit, refined
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
    """Searches vector stores."""

    def __init__(self, store: Store, index: PassageIndex) -> None:
        self._store, self._index = store, index

    async def find(
        self, store_ids: Sequence[str], wish: Wish, embedder: Embedder | None = None
    ) -> list[Found]:
        """The best passages of these stores, best first; by their meaning too with an embedder."""
        hits = await asyncio.to_thread(self._hits, store_ids, wish, embedder is not None)
        if embedder is not None:
            hits = await refined(hits[:MOST], wish.queries, embedder, self._index)
        return await asyncio.to_thread(self._described, hits, wish)

    def _hits(self, store_ids: Sequence[str], wish: Wish, by_meaning: bool) -> list[Hit]:
        """The passages that have words of a query, best first; then the others of a small store."""
        best: dict[tuple[str, str, int], Hit] = {}
        for store_id in store_ids:
            file_ids = self._admitted(store_id, wish)
            hits: list[Hit] = []
            for query in wish.queries:
                hits += self._ranked(store_id, query, file_ids)
            if by_meaning:
                others = self._index.every(store_id, file_ids, MOST)
                hits += [Hit(store_id, each, 0.0) for each in others]
            for hit in hits:
                place = (store_id, hit.passage.file_id, hit.passage.start)
                if place not in best or best[place].score < hit.score:
                    best[place] = hit
        return sorted(best.values(), key=lambda hit: -hit.score)

    def _admitted(self, store_id: str, wish: Wish) -> list[str] | None:
        """The files that pass the filter; None where there is none."""
        if wish.filters is None:
            return None
        files = self._store.stored_files.every(vector_store_id=store_id)
        return [file.id for file in files if wish.filters.admits(file.attributes or {})]

    def _ranked(self, store_id: str, query: str, file_ids: list[str] | None) -> list[Hit]:
        question = question_terms(query)
        held = self._index.statistics(store_id, question).holders
        spelling = spelled(question, held, lambda start: self._index.vocabulary(store_id, start))
        wanted = list(dict.fromkeys(term for term, _ in spelling.values()))
        candidates = self._index.candidates(store_id, wanted, file_ids, _CANDIDATES)
        statistics = self._index.statistics(store_id, wanted)
        found = ranked(question, spelling, candidates, statistics)
        return [Hit(store_id, each.passage, each.score) for each in found]

    def _described(self, hits: Sequence[Hit], wish: Wish) -> list[Found]:
        files: dict[tuple[str, str], StoredFile | None] = {}
        found: list[Found] = []
        for hit in hits:
            if len(found) == wish.most or hit.score < wish.threshold:
                break
            key = (hit.store_id, hit.passage.file_id)
            if key not in files:
                files[key] = self._store.stored_files.find(key[1], vector_store_id=key[0])
            file = files[key]
            if file is not None:  # else it was removed this very moment
                score, text = round(hit.score, 6), hit.passage.text
                found.append(Found(file.id, file.filename, score, text, file.attributes or {}))
        return found
