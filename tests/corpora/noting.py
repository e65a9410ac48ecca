"""An engine whose every answer is "Noted.", and what was asked in one of its threads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openai import OpenAI

from assist_magic import __version__
from assist_magic.engine import process
from assist_magic.engine.process import Engine
from tests.engine.conftest import place_in


@contextmanager
def noting(home: Path) -> Iterator[tuple[Engine, dict[str, str]]]:
    """The engine, with what kernels need in their environment to ask it."""
    script = home / "script.json"
    script.write_text(json.dumps({"turns": [{"text": "Noted."}]}))
    place = place_in(home)
    running = process.ensure(place, __version__)
    yield running, {"ASSIST_MAGIC_HOME": str(home), "ASSIST_MAGIC_MODEL": f"scripted:{script}"}
    process.stop(place)


def asked(engine: Engine, thread: str) -> list[str]:
    """The texts of the user's messages of a thread, as the official client reads them."""
    with OpenAI(base_url=engine.base_url, api_key=engine.token) as client:
        messages = client.beta.threads.messages.list(thread, order="asc", limit=100)
        return [
            part.text.value
            for message in messages
            if message.role == "user"
            for part in message.content
            if part.type == "text"
        ]
