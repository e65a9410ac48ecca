"""Readers of a run's events: each at its own pace."""

from __future__ import annotations

import asyncio
import json

from assist_magic.engine.events import DONE, Event, RunEvents, sse


async def names(events: RunEvents, start: int = 0, pause: float = 0.0) -> list[str]:
    found = []
    async for event in events.read(start):
        found.append(event.name)
        await asyncio.sleep(pause)
    return found


def test_slow_and_late_readers_see_everything() -> None:
    async def story() -> tuple[list[str], ...]:
        events = RunEvents()
        events.publish("a", {})
        fast, slow = (asyncio.create_task(names(events, pause=each)) for each in (0, 0.02))
        for name in "bcd":
            events.publish(name, {})
            await asyncio.sleep(0.005)
        late = asyncio.create_task(names(events))
        events.pause()
        return tuple(await asyncio.gather(fast, slow, late))

    assert asyncio.run(story()) == (["a", "b", "c", "d"],) * 3


def test_a_reader_that_leaves_disturbs_nobody() -> None:
    async def story() -> list[str]:
        events = RunEvents()
        leaving = asyncio.create_task(names(events))
        staying = asyncio.create_task(names(events))
        await asyncio.sleep(0)
        leaving.cancel()
        events.publish("a", {})
        events.pause()
        return await staying

    assert asyncio.run(story()) == ["a"]


def test_continuation_begins_where_the_pause_was() -> None:
    async def story() -> list[str]:
        events = RunEvents()
        events.publish("a", {})
        events.pause()
        start = events.resume()
        events.publish("b", {})
        events.pause()
        return await names(events, start)

    assert asyncio.run(story()) == ["b"]


def test_frames() -> None:
    assert Event("x", {"text": "a\nü"}).frame() == 'event: x\ndata: {"text":"a\\nü"}\n\n'.encode()

    async def story() -> list[bytes]:
        events = RunEvents()
        events.publish("x", json.loads("{}"))
        events.pause()
        return [frame async for frame in sse(events.read())]

    assert asyncio.run(story()) == [b"event: x\ndata: {}\n\n", DONE]
