"""An engine served from within the test's own process, so that its clocks can be set."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from openai import OpenAI

from assist_magic.engine.interpreter.base import RuntimeSettings
from assist_magic.engine.models.catalogue import ModelSettings
from assist_magic.engine.server import EngineSettings, build_app, listen
from tests.protocol.strict import strict_client

KEY = "key-of-the-test"


@contextlib.contextmanager
def in_process(folder: Path, model: str) -> Iterator[OpenAI]:
    """A client of an engine whose default model is `model`."""
    settings = EngineSettings(
        folder,
        "0",
        RuntimeSettings(folder / "kernels"),
        ModelSettings(folder / "weights", model),
        key=KEY,
    )
    config = uvicorn.Config(build_app(settings), log_config=None, timeout_graceful_shutdown=1)
    server, listener = uvicorn.Server(config), listen("127.0.0.1", 0)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        with strict_client(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", KEY) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
