"""The vector stores behind v1's files: they live as long as the assistant or thread that has them.

v1 clients never see a vector store, so they can neither renew one nor delete it. Stores made for
them are marked in their metadata; others are left alone. Everything here blocks: call it in a
thread.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Container, Sequence

from assist_magic.engine.objects import ProtocolError
from assist_magic.engine.routes.exchange import Parts
from assist_magic.engine.sources import named_stores

MARK = {"made_for": "assistants=v1"}
"""The metadata of such a store."""
_HOLDER = re.compile(r"(?:/v1)?/(assistants|threads)/([^/]+)")


def held(engine: Parts, path: str) -> list[str]:
    """The stores of the assistant or thread that a path begins with."""
    match = _HOLDER.match(path)
    if match is None:
        return []
    shelf = engine.store.assistants if match[1] == "assistants" else engine.store.threads
    return named_stores(shelf.find(match[2]))


def keep(engine: Parts, thread_id: str, before: Container[str]) -> None:
    """Marks the store that a thread has got beyond those, and takes its time limit away."""
    for store_id in named_stores(engine.store.threads.find(thread_id)):
        if store_id not in before and engine.store.vector_stores.find(store_id) is not None:
            engine.vector_stores.change(store_id, {"expires_after": None, "metadata": MARK})


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
