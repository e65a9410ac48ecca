"""Embeddings: the vectors that an endpoint gives for texts, where it has a model for that."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import MutableMapping, Sequence

from assist_magic.engine.models.connection import Connection

logger = logging.getLogger(__name__)

_PREFERRED = "text-embedding-3-small"
_NAMES = ("embed", "minilm", "bge-", "gte-", "e5-")
_AT_ONCE = 50
_SECONDS = 20.0


class Embeddings:
    """The embedding model of the endpoint behind `connection`.

    `known` remembers which one it is, "" for none, by the address of the endpoint.
    """

    def __init__(self, connection: Connection, known: MutableMapping[str, str]) -> None:
        self._connection, self._known = connection, known

    async def model(self) -> str:
        """The name of the model; empty where the endpoint has none, or does not say."""
        place = self._connection.base_url
        if place not in self._known:
            try:
                async with asyncio.timeout(_SECONDS):
                    names = [model.id async for model in self._connection.client.models.list()]
            except Exception as error:  # searching goes on without it
                logger.info("no embeddings: %s", self._connection.explained(error, began=False))
                return ""
            fitting = [name for name in names if any(part in name.lower() for part in _NAMES)]
            self._known[place] = _PREFERRED if _PREFERRED in fitting else (fitting or [""])[0]
        return self._known[place]

    async def embed(self, texts: Sequence[str]) -> list[list[float]] | None:
        """A vector for each text; None where the endpoint gives none."""
        create, model = self._connection.client.embeddings.create, await self.model()
        vectors: list[list[float]] = []
        try:
            async with asyncio.timeout(_SECONDS):
                for first in range(0, len(texts), _AT_ONCE):
                    some = list(texts[first : first + _AT_ONCE])
                    made = await create(model=model, input=some, encoding_format="float")
                    vectors += [each.embedding for each in made.data]
        except Exception as error:
            logger.info("no embeddings: %s", self._connection.explained(error, began=False))
            return None
        return vectors if len(vectors) == len(texts) else None
