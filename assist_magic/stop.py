"""Stop: how the notebook's main thread and the threads that work for it wake and end each other."""

from __future__ import annotations

import queue
import time


class Stopped(Exception):
    """Work was given up because the user wants it to end."""


class Stop:
    """Whether the user wants the run to end, and a bell that wakes who waits for news.

    A signal handler may ring: SimpleQueue.put is safe there, where an Event's lock is not.
    """

    def __init__(self) -> None:
        self.asked_at: float | None = None
        self.why = ""
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()

    @property
    def asked(self) -> bool:
        return self.asked_at is not None

    def ask(self, why: str = "") -> None:
        """Asks for the end; `why` is for the user, where it was not he who asked."""
        self.why = self.why or why
        self.asked_at = self.asked_at or time.monotonic()
        self.ring()

    def check(self) -> None:
        """Raises Stopped if the end was asked for."""
        if self.asked:
            raise Stopped

    def ring(self) -> None:
        """Tells that there is news."""
        self._bell.put(None)

    def listen(self, seconds: float) -> None:
        """Waits for the bell, at most so long."""
        try:
            self._bell.get(timeout=seconds)
        except queue.Empty:
            return

    def sleep(self, seconds: float) -> None:
        """Waits so long, or until the end is asked for."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))
