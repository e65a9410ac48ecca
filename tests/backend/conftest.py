"""Other servers in the place of the user's own engine, and what a restarted kernel forgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from assist_magic.backend import connect as backend_room
from assist_magic.conversation.notebook import Notebook
from assist_magic.engine.process import Engine
from assist_magic.run import opening
from assist_magic.session import session
from tests.proxy import Proxy
from tests.servers import Foundry, Relay

Server = TypeVar("Server", bound=Proxy)
Serve = Callable[[type[Server]], Server]


@pytest.fixture
def serve(
    front: Path, monkeypatch: pytest.MonkeyPatch, front_engine: Engine, tmp_path: Path
) -> Iterator[Serve[Proxy]]:
    """Puts a server before the engine, and into the settings of a notebook with a path."""
    path = str(front / "lesson.ipynb")
    monkeypatch.setattr("assist_magic.session.this_notebook", lambda _: Notebook(path, path))
    made: list[Proxy] = []

    def begin(kind: type[Server]) -> Server:
        server = kind(front_engine.base_url)
        made.append(server)
        monkeypatch.setenv("ASSIST_MAGIC_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", server.base_url)
        monkeypatch.setenv("ASSIST_MAGIC_API_KEY", front_engine.token)
        return server

    yield begin  # type: ignore[misc]
    for each in made:
        each.close()


@pytest.fixture
def relay(serve: Serve[Relay]) -> Relay:
    return serve(Relay)


@pytest.fixture
def foundry(serve: Serve[Foundry]) -> Foundry:
    return serve(Foundry)


def restart() -> None:
    """What a restarted kernel does not know any more."""
    backend_room._places.clear()
    session._registries.clear()
    opening.at_work.clear()
