"""Files that were to be kept for a while only: forgotten when their time is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from assist_magic.engine.objects import FileObject, now
from assist_magic.engine.store import Store

logger = logging.getLogger(__name__)

_EVERY_SECONDS = 30.0


def is_over(file: FileObject) -> bool:
    """Whether the file's time is over."""
    return file.expires_at is not None and file.expires_at <= now()


async def watch_files(store: Store, forget: Callable[[str], None]) -> None:
    """Forgets every file whose time is over, now and then, for as long as the engine runs.

    Args:
        store: where the files are kept.
        forget: deletes the file of that id with all that belongs to it; it may block.
    """
    while True:
        try:
            for file in await asyncio.to_thread(store.files.expired, now()):
                await asyncio.to_thread(forget, file.id)
        except Exception:  # say a full disk; the watch must go on
            logger.exception("expired files could not be forgotten")
        await asyncio.sleep(_EVERY_SECONDS)
