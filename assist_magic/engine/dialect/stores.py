"""The vector stores behind v1's files: they live as long as the assistant or thread that has them.

v1 clients never see a vector store, so they can neither renew one nor delete it. Stores made for
them are marked in their metadata; others are left alone. Everything here blocks: call it in a
thread.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from typing import Any

from assist_magic.engine.drafts import merged_resources
from assist_magic.engine.objects import Assistant, ProtocolError, Thread, evolve
from assist_magic.engine.requests import check
from assist_magic.engine.routes.exchange import Parts
from assist_magic.engine.search.requests import VectorStoreCreate
from assist_magic.engine.sources import named_stores

MARK = {"made_for": "assistants=v1"}
"""The metadata of such a store."""
_HOLDER = re.compile(r"(?:/v1)?/(assistants|threads)/([^/]+)")


def held(engine: Parts, path: str) -> list[str]:
    """The stores of the assistant or thread at this path; none at others."""
    match = _HOLDER.fullmatch(path)
    if match is None:
        return []
    shelf = engine.store.assistants if match[1] == "assistants" else engine.store.threads
    return named_stores(shelf.find(match[2]))


def inline(file_ids: Sequence[str]) -> dict[str, Any]:
    """What makes a marked store with these files along with the object that it is for."""
    return {"vector_stores": [{"file_ids": list(file_ids), "metadata": MARK}]}


def living(engine: Parts, holder: Assistant | Thread) -> str | None:
    """The store of an assistant or thread, if it has one that has not expired."""
    for store_id in named_stores(holder):
        found = engine.store.vector_stores.find(store_id)
        if found is not None and engine.vector_stores.get(store_id).status != "expired":
            return store_id
    return None


def prepare(engine: Parts, thread_id: str) -> None:
    """Gives a thread that has no store a marked one, for files that are about to be attached.

    `attaching` must be held.
    """
    thread = engine.store.threads.find(thread_id)
    if thread is None or living(engine, thread) is not None:
        return
    made = engine.vector_stores.create(check(VectorStoreCreate, {"metadata": MARK}))
    named = {"file_search": {"vector_store_ids": [made.id]}}

    def with_store(known: Thread) -> Thread:
        return evolve(known, tool_resources=merged_resources(known, named))

    engine.store.threads.alter(thread_id, with_store)


def drop(engine: Parts, store_ids: Sequence[str]) -> None:
    """Deletes those of the stores that are marked and that nobody names any more."""
    for store_id in store_ids:
        found = engine.store.vector_stores.find(store_id)
        if found is None or found.metadata != MARK:
            continue
        if engine.store.assistants.holding(store_id) or engine.store.threads.holding(store_id):
            continue
        with contextlib.suppress(ProtocolError):  # somebody was faster
            engine.vector_stores.delete(store_id)
