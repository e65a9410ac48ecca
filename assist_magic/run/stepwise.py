"""Stepwise: what opening needs on a v1 server, where thread, message and run are made one by one.

A question whose run could not be made, or was lost, stands in its thread without an answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from assist_magic.backend.wire import Json, Wire
from assist_magic.conversation.exchanges import text_of
from assist_magic.conversation.registry import Turn

_MOST_CHARACTERS = 30_000
"""How long the message may be that tells what was said before: v1's first day took 32,768."""
_BEFORE = "For your memory, this is what was said in this conversation before:"


def begin_thread(wire: Wire, before: Sequence[Turn]) -> str:
    """Makes a thread that begins with what was said before, and gives back its id."""
    told = _told(before)
    # v1 takes messages of the user alone, and nothing but a text.
    body: Json = {"messages": [{"role": "user", "content": told}]} if told else {}
    return str(wire.post("/threads", body)["id"])


def stands(wire: Wire, thread_id: str, message: Json) -> bool:
    """Whether a message is the last thing said in a thread, so that it has no answer yet."""
    path = f"/threads/{thread_id}/messages"
    newest = wire.get(path, limit=1, order="desc").get("data") or []
    return bool(newest) and _is(newest[0], message)


def _is(found: Json, message: Json) -> bool:
    return (
        found.get("role") == "user"
        and text_of(found) == message["content"]
        and set(found.get("file_ids") or []) == set(message.get("file_ids") or [])
    )


def _told(before: Sequence[Turn]) -> str:
    """What was said, the newest turns that there is room for."""
    told: list[str] = []
    room = _MOST_CHARACTERS - len(_BEFORE)
    for turn in reversed(before):
        words = f"\n\nUser: {turn.question}\n\nAssistant: {turn.answer}"
        room -= len(words)
        if room < 0:
            break
        told.append(words)
    return "".join([_BEFORE, *reversed(told)]) if told else ""
