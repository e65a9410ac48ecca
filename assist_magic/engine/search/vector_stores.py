"""Vector stores: made, filled, changed, seen and deleted; what routes and runs ask of them.

Methods that are not async block; call them in a thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from assist_magic.engine.bodies import Bodies
from assist_magic.engine.objects import (
    Assistant,
    ProtocolError,
    StoredFile,
    Thread,
    VectorStore,
    VectorStoreFileBatch,
    evolve,
    new_id,
    now,
)
from assist_magic.engine.requests import ChunkingStrategy, FileSearchStores
from assist_magic.engine.search import drafts
from assist_magic.engine.search.finding import Finder
from assist_magic.engine.search.indexing import Indexer
from assist_magic.engine.search.reader import Reader
from assist_magic.engine.search.requests import BatchCreate, FileAdd, VectorStoreCreate
from assist_magic.engine.store import PassageIndex, Store, Tally

MAX_FILES = 10_000
THREAD_DAYS = 7
Holder = TypeVar("Holder", Assistant, Thread)


class VectorStores:
    """All vector stores; `finder` searches them, `indexer` reads what is put into them."""

    def __init__(self, store: Store, bodies: Bodies, index: PassageIndex, reader: Reader) -> None:
        self._store, self._index = store, index
        self.finder = Finder(store, index)
        self.indexer = Indexer(store, bodies, index, reader)

    def create(self, wanted: VectorStoreCreate) -> VectorStore:
        """Makes a store; its files are still to be indexed.

        Raises:
            ProtocolError: a file does not exist.
        """
        made = drafts.new_store(wanted.given())
        self._store.add([made, *self._files(made.id, wanted.file_ids, wanted.chunking_strategy)])
        return self.shown([made])[0]

    def change(self, store_id: str, given: Mapping[str, Any]) -> VectorStore:
        """Sets the fields that a client has given."""

        def changed(store: VectorStore) -> VectorStore:
            new = evolve(store, **given)
            renewed = "expires_after" in given and new.status != "expired"
            return drafts.active(new) if renewed else new

        self.get(store_id)
        return self.shown([self._store.vector_stores.alter(store_id, changed)])[0]

    def delete(self, store_id: str) -> None:
        """Deletes a store with its index; the files themselves stay."""
        self._store.vector_stores.get(store_id)
        self._store.drop_vector_store(store_id)
        self._index.drop(store_id)

    def get(self, store_id: str) -> VectorStore:
        """The store as it is kept; one whose time has come is marked, and its index given up.

        Raises:
            ProtocolError: there is none.
        """
        return self._noticed(self._store.vector_stores.get(store_id))

    def usable(self, store_id: str) -> VectorStore:
        """The store, used now.

        Raises:
            ProtocolError: there is none, or it has expired.
        """
        found = self.get(store_id)
        if found.status == "expired":
            raise drafts.expired(found)
        return self._store.vector_stores.alter(store_id, drafts.active)

    def shown(self, stores: Sequence[VectorStore]) -> list[VectorStore]:
        """The stores as clients see them: with the counts and the status of now."""
        noticed = [self._noticed(each) for each in stores]
        tallies = self._store.stored_files.tallies("vector_store_id", [each.id for each in noticed])
        return [_with_counts(each, tallies[each.id]) for each in noticed]

    def sweep(self) -> None:
        """Gives up the indexes of stores that have expired while nobody looked."""
        for each in self._store.vector_stores.every():
            self._noticed(each)

    def add_file(self, store_id: str, wanted: FileAdd) -> StoredFile:
        """Puts a file into a store, or indexes it anew.

        Raises:
            ProtocolError: no such store or file, or the store is full or has expired.
        """
        self._check_room(self.usable(store_id), 1)
        file = self._store.files.get(wanted.file_id)
        made = drafts.new_file(store_id, file, wanted.chunking_strategy, wanted.attributes)
        self._store.add([made])
        return made

    def add_batch(self, store_id: str, wanted: BatchCreate) -> VectorStoreFileBatch:
        """Puts files into a store, all or none.

        Raises:
            ProtocolError: no such store or file, or the store is full or has expired.
        """
        files = wanted.every_file()
        self._check_room(self.usable(store_id), len(files))
        batch = VectorStoreFileBatch.model_validate(
            {
                "id": new_id("vsfb"),
                "object": "vector_store.files_batch",
                "created_at": now(),
                "vector_store_id": store_id,
                "status": "in_progress",
                "file_counts": _counts(Tally({}, 0)),
            }
        )
        found = {each.file_id: self._store.files.get(each.file_id) for each in files}
        made = {
            each.file_id: drafts.new_file(
                store_id,
                found[each.file_id],
                each.chunking_strategy,
                each.attributes,
                batch.id,
            )
            for each in files
        }
        self._store.add([batch, *made.values()])
        return self.shown_batch(batch)

    def shown_batch(self, batch: VectorStoreFileBatch) -> VectorStoreFileBatch:
        """The batch as clients see it: with the counts and the status of now."""
        tally = self._store.stored_files.tallies("batch_id", [batch.id])[batch.id]
        counts = _counts(tally)
        status: str = batch.status
        if status == "in_progress" and not counts["in_progress"]:
            only_failures = counts["failed"] == counts["total"] > 0
            status = "failed" if only_failures else "completed"
        return evolve(batch, status=status, file_counts=counts)

    def remove_file(self, store_id: str, file_id: str) -> None:
        """Takes a file out of a store."""
        self._store.stored_files.get(file_id, vector_store_id=store_id)
        self._store.stored_files.remove(id=file_id, vector_store_id=store_id)
        self._index.remove(store_id, file_id)

    def forget_file(self, file_id: str) -> None:
        """Takes a file that is deleted out of every store."""
        for each in self._store.stored_files.every(id=file_id):
            self.remove_file(each.vector_store_id, file_id)

    def content(self, store_id: str, file_id: str) -> list[str]:
        """The text of a file, in pieces.

        Raises:
            ProtocolError: there is no such file, or the store has expired.
        """
        self._store.stored_files.get(file_id, vector_store_id=store_id)
        found = self.get(store_id)
        if found.status == "expired":
            raise drafts.expired(found)
        return self._index.pieces(store_id, file_id)

    def resources(self, wanted: FileSearchStores) -> tuple[dict[str, list[str]], list[BaseModel]]:
        """What an assistant or thread names for file_search, and the store to be made for it.

        Raises:
            ProtocolError: a named store or file does not exist, or both ways were taken.
        """
        if wanted.vector_store_ids and wanted.vector_stores:
            text = "Only one of 'vector_store_ids' and 'vector_stores' may be given."
            name = "tool_resources.file_search"
            raise ProtocolError(400, text, name, "mutually_exclusive_parameters")
        for store_id in wanted.vector_store_ids:
            self.get(store_id)
        made: list[BaseModel] = []
        ids = list(wanted.vector_store_ids)
        for each in wanted.vector_stores:
            store = drafts.new_store(each.given())
            made += [store, *self._files(store.id, each.file_ids, each.chunking_strategy)]
            ids.append(store.id)
        return {"vector_store_ids": ids}, made

    def attached(
        self, store_id: str | None, file_ids: Sequence[str]
    ) -> tuple[str | None, list[BaseModel]]:
        """The store that a thread has when these files are attached to it, and what is new in it.

        A thread without a store, or whose store has expired, gets one that lives for seven days
        after it was last used.

        Raises:
            ProtocolError: a file does not exist, or the store is full.
        """
        made: list[BaseModel] = []
        known = self._store.vector_stores.find(store_id) if store_id else None
        if known is None or drafts.has_expired(known):
            after = {"anchor": "last_active_at", "days": THREAD_DAYS}
            known = drafts.new_store({"expires_after": after})
            made.append(known)
        stored = self._store.stored_files
        fresh = [each for each in file_ids if stored.find(each, vector_store_id=known.id) is None]
        self._check_room(known, len(fresh))
        return known.id, [*made, *self._files(known.id, fresh, None)]

    def _files(
        self, store_id: str, file_ids: Sequence[str], chunking: ChunkingStrategy | None
    ) -> list[StoredFile]:
        return [
            drafts.new_file(store_id, self._store.files.get(each), chunking)
            for each in dict.fromkeys(file_ids)
        ]

    def _noticed(self, store: VectorStore) -> VectorStore:
        if store.status == "expired" or not drafts.has_expired(store):
            return store
        self._index.drop(store.id)
        ended = self._store.vector_stores.alter
        return ended(store.id, lambda known: evolve(known, status="expired"))

    def _check_room(self, store: VectorStore, more: int) -> None:
        count = self._store.stored_files.count(vector_store_id=store.id) + more
        if count > MAX_FILES:
            text = f"Vector store '{store.id}' would have {count} files; {MAX_FILES} is the limit."
            raise ProtocolError(400, text, "file_ids", "array_above_max_length")


def _with_counts(store: VectorStore, tally: Tally) -> VectorStore:
    counts = _counts(tally)
    status = store.status
    if status != "expired":
        status = "in_progress" if counts["in_progress"] else "completed"
    return evolve(store, status=status, file_counts=counts, usage_bytes=tally.usage_bytes)


def _counts(tally: Tally) -> dict[str, int]:
    names = ("in_progress", "completed", "failed", "cancelled")
    counts = {name: tally.statuses.get(name, 0) for name in names}
    return {**counts, "total": sum(counts.values())}
