"""Refining: passages in a better order, by what they mean, where an endpoint gives embeddings.

Half of a score is then the likeness of the vectors. Those of passages are kept in the index.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assist_magic.engine.store import Candidate, PassageIndex

MOST = 100
"""How many passages are compared by meaning; a store of no more is compared as a whole."""


@dataclass(frozen=True)
class Hit:
    """A passage of a store, and its score."""

    store_id: str
    passage: Candidate
    score: float


class Embedder(Protocol):
    """Gives vectors for texts."""

    async def model(self) -> str:
        """The name of the model that makes them; empty where there is none."""
        ...

    async def embed(self, texts: Sequence[str]) -> list[list[float]] | None:
        """A vector for each text; None where that fails."""
        ...


async def refined(
    hits: Sequence[Hit], queries: Sequence[str], embedder: Embedder, index: PassageIndex
) -> list[Hit]:
    """The hits with scores that know what is meant, best first; as they were where that fails."""
    model = await embedder.model()
    if not model or not hits or not queries:
        return list(hits)
    known = await asyncio.to_thread(_known, hits, model, index)
    missing = [hit for hit in hits if _place(hit) not in known]
    vectors = await embedder.embed([*queries, *(hit.passage.text for hit in missing)])
    if vectors is None:
        return list(hits)
    asked, fresh = vectors[: len(queries)], vectors[len(queries) :]
    known |= {_place(hit): vector for hit, vector in zip(missing, fresh, strict=True)}
    await asyncio.to_thread(_keep, missing, fresh, model, index)
    likeness = await asyncio.to_thread(_likeness, asked, [known[_place(hit)] for hit in hits])
    scored = [
        replace(hit, score=(hit.score + like) / 2) for hit, like in zip(hits, likeness, strict=True)
    ]
    return sorted(scored, key=lambda hit: -hit.score)


def _place(hit: Hit) -> tuple[str, str, int]:
    return hit.store_id, hit.passage.file_id, hit.passage.start


def _known(
    hits: Sequence[Hit], model: str, index: PassageIndex
) -> dict[tuple[str, str, int], list[float]]:
    found: dict[tuple[str, str, int], list[float]] = {}
    for store_id in dict.fromkeys(hit.store_id for hit in hits):
        places = [_place(hit)[1:] for hit in hits if hit.store_id == store_id]
        for place, vector in index.vectors(store_id, model, places).items():
            found[(store_id, *place)] = vector
    return found


def _keep(
    hits: Sequence[Hit], vectors: Sequence[Sequence[float]], model: str, index: PassageIndex
) -> None:
    for store_id in dict.fromkeys(hit.store_id for hit in hits):
        made = {
            _place(hit)[1:]: vector
            for hit, vector in zip(hits, vectors, strict=True)
            if hit.store_id == store_id
        }
        index.keep_vectors(store_id, model, made)


def _likeness(asked: Sequence[Sequence[float]], given: Sequence[Sequence[float]]) -> list[float]:
    """For each passage, the cosine to the question that it is most like; 0 where they disagree."""
    import numpy as np

    questions, passages = np.asarray(asked), np.asarray(given)
    lengths = np.linalg.norm(questions, axis=1)[:, None] * np.linalg.norm(passages, axis=1)
    cosines = questions @ passages.T / np.maximum(lengths, 1e-12)
    return [float(each) for each in np.clip(cosines.max(axis=0), 0.0, 1.0)]
