"""An engine in this very process, whose clock and limits a test can change; asked over HTTP."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from openai import OpenAI
from openai.types import VectorStore

from assist_magic.config import code_environment
from assist_magic.engine.interpreter.base import RuntimeSettings
from assist_magic.engine.models.catalogue import ModelSettings
from assist_magic.engine.routes.exchange import Parts
from assist_magic.engine.server import EngineSettings, build_app, listen

SEARCH = {"name": "file_search", "arguments": {"query": "seals on the northern reef"}}
SCRIPT = {
    "turns": [
        {
            "when": "how many seals",
            "calls": [SEARCH],
            "then": [
                {"text": "🎲🎲 It is 41【0:0†log.md】, says the log【0:0†log.md】【7:7†no】."}
            ],
        },
        {
            "when": "again",
            "calls": [SEARCH],
            "then": [{"text": "Still forty-one【2:0†log.md】."}],
        },
        {
            "when": "read it back",
            "calls": [SEARCH],
            "then": [{"text": "{output}"}],
        },
        {
            "when": "nothing there",
            "calls": [{"name": "msearch", "arguments": {"queries": ["zeppelin"]}}],
            "then": [{"text": "{output}"}],
        },
        {
            "when": "search and weather",
            "calls": [SEARCH, {"name": "get_weather", "arguments": {"city": "Oslo"}}],
            "then": [{"text": "Seals【0:0†log.md】 and {output}."}],
        },
        {
            "when": "search and compute",
            "calls": [SEARCH],
            "then": [
                {
                    "text": "There are 41【0:0†log.md】.",
                    "calls": [{"name": "code_interpreter", "arguments": {"code": "print(41 * 2)"}}],
                },
                {"text": "Twice that is {output}."},
            ],
        },
        {"when": "hello", "text": "Hello."},
    ]
}


class Here:
    """An engine in a thread of the test's own process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        script = folder / "script.json"
        script.write_text(json.dumps(SCRIPT))
        self.model = f"scripted:{script}"
        self._settings = EngineSettings(
            folder=folder,
            version="test",
            runtime=RuntimeSettings(folder=folder / "code", environment=code_environment()),
            models=ModelSettings(weights=folder, default=self.model, allow_paths=True),
        )
        self._begin()

    def _begin(self) -> None:
        self._listener: socket.socket = listen("127.0.0.1", 0)
        self.app = build_app(self._settings)
        config = uvicorn.Config(self.app, log_config=None, lifespan="on")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._listener],), daemon=True
        )
        self._thread.start()
        until(lambda: self._server.started)
        port = self._listener.getsockname()[1]
        self.client = OpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="none", max_retries=0)

    @property
    def parts(self) -> Parts:
        found: Parts = self.app.state.parts
        return found

    def stop(self) -> None:
        self.client.close()
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()

    def restart(self) -> None:
        self.stop()
        self._begin()

    def store(self, *files: tuple[str, bytes], **more: Any) -> VectorStore:
        """A vector store with these files, indexed."""
        uploads = [self.client.files.create(file=each, purpose="assistants").id for each in files]
        made = self.client.vector_stores.create(file_ids=uploads, **more)
        return self.settled(made.id)

    def settled(self, store_id: str) -> VectorStore:
        """The store once nothing in it is in progress."""
        until(lambda: self.client.vector_stores.retrieve(store_id).status != "in_progress")
        return self.client.vector_stores.retrieve(store_id)

    def assistant(self, *store_ids: str, **more: Any) -> str:
        """An assistant that searches these stores; its id."""
        made: Any = {
            "model": self.model,
            "tools": [{"type": "file_search"}],
            "tool_resources": {"file_search": {"vector_store_ids": list(store_ids)}},
            **more,
        }
        return self.client.beta.assistants.create(**made).id


def until(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


@pytest.fixture(scope="package")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    made = Here(tmp_path_factory.mktemp("here"))
    yield made
    made.stop()
