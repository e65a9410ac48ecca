"""Drafts of vector stores and of the files in them: made from what a client asked for, not kept."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from assist_magic.engine.objects import (
    FileObject,
    ProtocolError,
    StoredFile,
    VectorStore,
    evolve,
    new_id,
    now,
)
from assist_magic.engine.requests import ChunkingStrategy

SIZE, OVERLAP = 800, 400
DAY = 24 * 3600
_NO_FILES = {"in_progress": 0, "completed": 0, "failed": 0, "cancelled": 0, "total": 0}


def new_store(given: Mapping[str, Any]) -> VectorStore:
    """An empty vector store with the fields that a client has set."""
    made = VectorStore.model_validate(
        {
            "id": new_id("vs"),
            "object": "vector_store",
            "created_at": now(),
            "name": given.get("name") or "",
            "description": given.get("description"),
            "expires_after": given.get("expires_after"),
            "metadata": given.get("metadata", {}),
            "file_counts": _NO_FILES,
            "status": "completed",
            "usage_bytes": 0,
        }
    )
    return active(made)


def active(store: VectorStore) -> VectorStore:
    """The store as it is after it has been used now: its expiry moves."""
    moment = now()
    after = store.expires_after
    expires = moment + after.days * DAY if after else None
    return evolve(store, last_active_at=moment, expires_at=expires)


def has_expired(store: VectorStore) -> bool:
    """Whether nobody used the store for as long as it was to live."""
    return store.status == "expired" or (store.expires_at is not None and now() >= store.expires_at)


def expired(store: VectorStore) -> ProtocolError:
    """What is told to those who want to use such a store."""
    text = f"Vector store '{store.id}' has expired. Create a new one from its files."
    return ProtocolError(400, text, "vector_store_id", "vector_store_expired")


def new_file(
    store_id: str,
    file: FileObject,
    chunking: ChunkingStrategy | None = None,
    attributes: Mapping[str, Any] | None = None,
    batch_id: str | None = None,
) -> StoredFile:
    """A file of a vector store that is still to be indexed."""
    cut = chunking.static if chunking else None
    static = {
        "max_chunk_size_tokens": cut.max_chunk_size_tokens if cut else SIZE,
        "chunk_overlap_tokens": cut.chunk_overlap_tokens if cut else OVERLAP,
    }
    return StoredFile.model_validate(
        {
            "id": file.id,
            "object": "vector_store.file",
            "created_at": now(),
            "vector_store_id": store_id,
            "status": "in_progress",
            "usage_bytes": 0,
            "attributes": dict(attributes or {}),
            "chunking_strategy": {"type": "static", "static": static},
            "filename": file.filename,
            "ticket": token_hex(8),
            "batch_id": batch_id,
        }
    )
