"""Listing: names that a server lists, asked for behind the user's back and never waited for long.

Completion must not hang on a network: it takes what is there, and has the rest the next time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from assist_magic.errors import AssistantError

WAIT_SECONDS = 0.06
_FRESH_SECONDS = 30.0


class Listing:
    """One list; `fetch` may take its time, and fail."""

    def __init__(self, fetch: Callable[[], list[str]]) -> None:
        self._fetch = fetch
        self._names: tuple[str, ...] = ()
        self._asked: threading.Thread | None = None
        self._asked_at = float("-inf")

    def names(self) -> tuple[str, ...]:
        """What is known after at most `WAIT_SECONDS`."""
        idle = self._asked is None or not self._asked.is_alive()
        if idle and time.monotonic() - self._asked_at > _FRESH_SECONDS:
            self._asked_at = time.monotonic()
            self._asked = threading.Thread(target=self._ask, name="assist_magic list", daemon=True)
            self._asked.start()
        if self._asked is not None:
            self._asked.join(WAIT_SECONDS)
        return self._names

    def _ask(self) -> None:
        try:
            self._names = tuple(self._fetch())
        except AssistantError:
            self._asked_at = float("-inf")
