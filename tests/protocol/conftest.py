"""A served engine, and official clients that check every answer strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openai import OpenAI

from assist_magic import __version__
from assist_magic.engine import process
from assist_magic.engine.process import Engine
from tests.engine.conftest import place_in
from tests.protocol.script import SCRIPT
from tests.protocol.strict import strict_client


@pytest.fixture(scope="session")
def protocol_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("protocol")


@pytest.fixture(scope="session")
def engine(protocol_home: Path) -> Iterator[Engine]:
    place = place_in(protocol_home)
    yield process.ensure(place, __version__)
    process.stop(place)


@pytest.fixture(scope="session")
def client(engine: Engine) -> Iterator[OpenAI]:
    with strict_client(engine.base_url, engine.token) as made:
        yield made


@pytest.fixture(scope="session")
def model(protocol_home: Path) -> str:
    """The name of the scripted model."""
    path = protocol_home / "script.json"
    path.write_text(json.dumps(SCRIPT))
    return f"scripted:{path}"


@pytest.fixture(scope="session")
def assistant_id(client: OpenAI, model: str) -> str:
    made = client.beta.assistants.create(model=model, tools=[{"type": "code_interpreter"}])
    return made.id


@pytest.fixture
def thread_id(client: OpenAI) -> str:
    return client.beta.threads.create().id


@pytest.fixture(params=["stream", "poll"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)
