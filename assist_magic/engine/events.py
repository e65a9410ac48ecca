"""Stream events: published by the run loop, read by any number of clients, sent as SSE bytes.

The events of a live run are kept in one list that every reader walks at its own pace: a slow
reader delays nobody and costs no memory of its own, one that leaves is not missed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

DONE = b"event: done\ndata: [DONE]\n\n"


@dataclass(frozen=True)
class Event:
    """One frame: its name, such as thread.message.delta, and its JSON."""

    name: str
    data: dict[str, Any]

    def frame(self) -> bytes:
        """The bytes of a server-sent event."""
        data = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return f"event: {self.name}\ndata: {data}\n\n".encode()


class RunEvents:
    """The events of one run since it began, and a signal that there are more."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._paused = False
        self._more = asyncio.Event()

    def publish(self, name: str, data: dict[str, Any]) -> None:
        """Adds an event and wakes the readers."""
        self._events.append(Event(name, data))
        self._wake()

    def pause(self) -> None:
        """Ends the readers that have caught up: the run has ended, or waits for tool outputs."""
        self._paused = True
        self._wake()

    def resume(self) -> int:
        """Goes on after a pause; gives back where a reader of the new part begins."""
        self._paused = False
        return len(self._events)

    async def read(self, start: int = 0) -> AsyncIterator[Event]:
        """The events from number `start` on, until the run pauses or ends."""
        position = start
        while True:
            while position < len(self._events):
                yield self._events[position]
                position += 1
            if self._paused:
                return
            await self._more.wait()

    def _wake(self) -> None:
        # Each waiter holds the event object that it waits on; the next one gets a fresh one.
        self._more.set()
        self._more = asyncio.Event()


async def sse(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    """The events as server-sent bytes, closed by the protocol's `done` frame."""
    async for event in events:
        yield event.frame()
    yield DONE
