"""Files that were to be kept for a while only: forgotten when their time is over."""

from __future__ import annotations

import asyncio
import logging

from assist_magic.engine.bodies import Bodies
from assist_magic.engine.objects import FileObject, now
from assist_magic.engine.search.vector_stores import VectorStores
from assist_magic.engine.store import Store

logger = logging.getLogger(__name__)

_EVERY_SECONDS = 30.0


def is_over(file: FileObject) -> bool:
    """Whether the file's time is over."""
    return file.expires_at is not None and file.expires_at <= now()


def forget_file(file_id: str, store: Store, bodies: Bodies, vector_stores: VectorStores) -> None:
    """Deletes a file with all that belongs to it. Blocks."""
    vector_stores.forget_file(file_id)
    store.files.remove(id=file_id)
    bodies.remove(file_id)


async def watch_files(store: Store, bodies: Bodies, vector_stores: VectorStores) -> None:
    """Forgets every file whose time is over, now and then, for as long as the engine runs."""
    while True:
        try:
            for file in await asyncio.to_thread(store.files.expired, now()):
                await asyncio.to_thread(forget_file, file.id, store, bodies, vector_stores)
        except Exception:  # say a full disk; the watch must go on
            logger.exception("expired files could not be forgotten")
        await asyncio.sleep(_EVERY_SECONDS)
