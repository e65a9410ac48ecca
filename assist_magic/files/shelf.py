"""Shelf: the vector store of a thread, where documents lie that are given to it for search."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assist_magic.backend.refusals import Missing, Refused
from assist_magic.backend.wire import Json, Wire

_READ_SECONDS = 60.0
_POLL_SECONDS = 0.2
_KEPT = {"anchor": "last_active_at", "days": 7}
"""How long a store lives unused: what threads' own ones do."""


@dataclass(frozen=True)
class Shelf:
    """`resource` is what the thread has to name, `words` what the user should know."""

    resource: Json = field(default_factory=dict)
    words: str = ""


def searchable(wire: Wire, thread: Mapping[str, Any], documents: Mapping[str, str]) -> Shelf:
    """Puts documents where file_search finds them: into the store of the thread, or a new one.

    Args:
        thread: as the server has it; empty for one that is still to be made.
        documents: their names, by file id.
    """
    held = (thread.get("tool_resources") or {}).get("file_search") or {}
    stores = list(held.get("vector_store_ids") or [])
    if not documents:
        return Shelf(_resource(stores))
    try:
        stores = stores or [_made(wire)]
        unread = [words for each in documents.items() if (words := _put(wire, stores[0], *each))]
    except (Missing, Refused) as error:
        words = f"They cannot be searched here, but code can read them: {error}"
        return Shelf(_resource(stores), words)
    return Shelf(_resource(stores), " ".join(unread) or "Documents among them can be searched.")


def _resource(stores: list[str]) -> Json:
    return {"file_search": {"vector_store_ids": stores}} if stores else {}


def _made(wire: Wire) -> str:
    return str(wire.post("/vector_stores", {"expires_after": _KEPT})["id"])


def _put(wire: Wire, store: str, file_id: str, name: str) -> str:
    """Puts a document into a store, and waits until it is read; says so where it cannot be."""
    path = f"/vector_stores/{store}/files"
    file = wire.post(path, {"file_id": file_id})
    until = time.monotonic() + _READ_SECONDS
    while file.get("status") == "in_progress" and time.monotonic() < until:
        time.sleep(_POLL_SECONDS)
        file = wire.get(f"{path}/{file_id}")
    if file.get("status") == "completed":
        return ""
    why = (file.get("last_error") or {}).get("message") or "it is not read yet."
    return f"{name} cannot be searched: {why}"
