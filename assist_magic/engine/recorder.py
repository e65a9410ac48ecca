"""Recorder: one run as it is written down; each change goes to the store and out as an event.

It knows what may follow what, and nothing of models or code; messages and steps are written by
the writers that it opens.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Container
from typing import Any, TypeVar

from pydantic import BaseModel

from assist_magic.engine.events import RunEvents
from assist_magic.engine.inclusion import CONTENT, without_content
from assist_magic.engine.objects import ACTIVE, Message, Run, RunStep, dump, evolve, now
from assist_magic.engine.store import Store
from assist_magic.engine.writing import STAMPS, CallsWriter, MessageWriter

R = TypeVar("R")


async def settled(call: Callable[..., R], *args: Any) -> R:
    """Runs a blocking call in a thread; when cancelled, lets it end first.

    Otherwise a write that is still on its way could land behind a later one.
    """
    task = asyncio.ensure_future(asyncio.to_thread(call, *args))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


class Recorder:
    """Writes down one run. `run` is its newest state."""

    def __init__(
        self, run: Run, store: Store, events: RunEvents, include: Container[str] = ()
    ) -> None:
        """`include` names what its events show of steps beyond the usual."""
        self.run, self._include = run, include
        self._store, self.events = store, events
        self._moving = asyncio.Lock()
        self._open: list[MessageWriter | CallsWriter] = []
        self.used = (0, 0)
        """The tokens that the run has read and written; its usage when it ends."""
        self.pictures: list[str] = []
        """File ids of images that the next message shows."""

    async def move(self, status: str, **changes: Any) -> bool:
        """Moves the run on and tells it; False when it had already ended, or is about to."""
        async with self._moving:
            if self.run.status not in ACTIVE:
                return False
            if self.run.status == "cancelling" and status in ACTIVE:
                return False
            if status not in ACTIVE:
                changes = {
                    "expires_at": None,
                    "required_action": None,
                    "usage": usage_of(*self.used),
                    **changes,
                }
                if status in ("completed", "failed", "cancelled"):
                    changes[STAMPS[status]] = now()
            self.run = evolve(self.run, status=status, **changes)
            await settled(self._store.runs.put, self.run)
        self.tell(f"thread.run.{status}", self.run)
        if status == "requires_action" or status not in ACTIVE:
            self.events.pause()
        return True

    async def annotate(self, metadata: dict[str, str]) -> Run:
        """Sets the run's metadata."""
        async with self._moving:
            self.run = evolve(self.run, metadata=metadata)
            return await settled(self._store.runs.put, self.run)

    def count(self, prompt_tokens: int, completion_tokens: int) -> None:
        """Adds a turn's tokens to what the run has used."""
        prompt, completion = self.used
        self.used = (prompt + prompt_tokens, completion + completion_tokens)

    async def open_message(self) -> MessageWriter:
        """Begins a message, with its step; the images since the last message come first."""
        pictures, self.pictures = self.pictures, []
        writer = MessageWriter(self, pictures)
        await self._begin(writer)
        return writer

    async def open_calls(self) -> CallsWriter:
        """Begins a step of tool calls."""
        writer = CallsWriter(self)
        await self._begin(writer)
        return writer

    def waiting_calls(self) -> CallsWriter | None:
        """The step that waits for tool outputs, to be closed with them."""
        return next((each for each in self._open if isinstance(each, CallsWriter)), None)

    async def abandon(self, status: str, error: dict[str, str] | None = None) -> None:
        """Closes what is still open as the run ends without finishing it."""
        for writer in list(self._open):
            await writer.abandon(status, error)

    def tell(self, name: str, value: BaseModel) -> None:
        """Publishes an event that carries an object."""
        if isinstance(value, RunStep) and CONTENT not in self._include:
            value = without_content(value)
        self.events.publish(name, dump(value))

    async def save(self, value: Message | RunStep, new: bool = False) -> None:
        """Keeps a message or step."""
        shelf: Any = self._store.messages if isinstance(value, Message) else self._store.steps
        await settled(shelf.add if new else shelf.put, value)

    def closed(self, writer: MessageWriter | CallsWriter) -> None:
        """Forgets a writer that is done."""
        with contextlib.suppress(ValueError):
            self._open.remove(writer)

    async def _begin(self, writer: MessageWriter | CallsWriter) -> None:
        self._open.append(writer)
        await writer.begin()


def usage_of(prompt: int, completion: int) -> dict[str, int]:
    """Tokens in the protocol's shape."""
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }
