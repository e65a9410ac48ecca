"""Indexing: files of vector stores are read and put into their index, some at a time.

What is to be done stands in the database: an engine that ended in between goes on at its start.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any
from weakref import WeakValueDictionary

from assist_magic.engine.bodies import Bodies
from assist_magic.engine.objects import StoredFile
from assist_magic.engine.search.drafts import OVERLAP, SIZE
from assist_magic.engine.search.reader import Reader
from assist_magic.engine.search.reading.document import Unreadable
from assist_magic.engine.store import PassageIndex, Store

logger = logging.getLogger(__name__)

_AT_ONCE = 2


class Indexer:
    """Indexes what is in progress. `wake` it when there is more."""

    def __init__(self, store: Store, bodies: Bodies, index: PassageIndex, reader: Reader) -> None:
        self._store, self._bodies, self._index, self._reader = store, bodies, index, reader
        self._waiting: asyncio.Queue[StoredFile] = asyncio.Queue()
        self._tickets: set[str] = set()
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._settled = asyncio.Event()
        self._workers: list[asyncio.Task[None]] = []

    async def wake(self) -> None:
        """Takes up the files that are in progress and not yet waiting."""
        if not self._workers:
            self._workers = [asyncio.create_task(self._work()) for _ in range(_AT_ONCE)]
        files = await asyncio.to_thread(self._store.stored_files.every, status="in_progress")
        for file in files:
            if file.ticket not in self._tickets:
                self._tickets.add(file.ticket)
                self._waiting.put_nowait(file)

    async def until_settled(self, store_ids: Sequence[str], seconds: float) -> bool:
        """Waits until no file of these stores is in progress, or so long; whether none is."""
        end = time.monotonic() + seconds
        while any(await asyncio.gather(*map(self._in_progress, store_ids))):
            left = end - time.monotonic()
            if left <= 0:
                return False
            settled = self._settled
            try:
                await asyncio.wait_for(settled.wait(), min(left, 1.0))
            except TimeoutError:
                continue
        return True

    async def close(self) -> None:
        """Ends the work; what was under way is begun again by the next engine."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _in_progress(self, store_id: str) -> int:
        count = self._store.stored_files.count
        return await asyncio.to_thread(count, vector_store_id=store_id, status="in_progress")

    async def _work(self) -> None:
        while True:
            file = await self._waiting.get()
            lock = self._locks.setdefault((file.vector_store_id, file.id), asyncio.Lock())
            try:
                async with lock:
                    await self._index_one(file)
            except Exception:  # the others must go on
                logger.exception("%s of %s was not indexed", file.id, file.vector_store_id)
            finally:
                self._tickets.discard(file.ticket)
                self._settled.set()
                self._settled = asyncio.Event()

    async def _index_one(self, file: StoredFile) -> None:
        if not await asyncio.to_thread(self._is_wanted, file):
            return
        size, overlap = _cut(file)
        path = self._bodies.path(file.id)
        try:
            passages = await self._reader.read(path, file.filename, size, overlap)
            used = await asyncio.to_thread(
                self._index.replace, file.vector_store_id, file.id, passages
            )
            changes: dict[str, Any] = {"status": "completed", "usage_bytes": used}
        except Unreadable as error:
            changes = _failed(error.code, str(error))
        except Exception as error:
            logger.exception("%s could not be indexed", file.id)
            changes = _failed("server_error", f"The file could not be indexed: {error}")
        await asyncio.to_thread(self._settle, file, changes)

    def _is_wanted(self, file: StoredFile) -> bool:
        known = self._store.stored_files.find(file.id, vector_store_id=file.vector_store_id)
        return (known is not None) and (known.ticket, known.status) == (file.ticket, "in_progress")

    def _settle(self, file: StoredFile, changes: dict[str, Any]) -> None:
        if self._store.settle(file, **changes):
            return
        # Cancelled or removed meanwhile, or its whole store was.
        if self._store.vector_stores.find(file.vector_store_id) is None:
            self._index.drop(file.vector_store_id)
        else:
            self._index.remove(file.vector_store_id, file.id)


def _cut(file: StoredFile) -> tuple[int, int]:
    strategy = file.chunking_strategy
    if strategy is None or strategy.type != "static":
        return SIZE, OVERLAP
    return strategy.static.max_chunk_size_tokens, strategy.static.chunk_overlap_tokens


def _failed(code: str, message: str) -> dict[str, Any]:
    return {"status": "failed", "last_error": {"code": code, "message": message}}
