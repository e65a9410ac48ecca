"""A real engine in a process of its own, and the official SDK over loopback."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pytest
from openai import OpenAI

from assist_magic import __version__
from assist_magic.engine import process
from assist_magic.engine.process import Engine, EnginePlace
from tests import postgresql

SCRIPT = {
    "turns": [
        {"when": "hello", "text": "Hello there, how are you?"},
        {"when": "told to go by", "text": "{instructions}"},
        {"when": "slowly", "text": "one two three four five six seven eight nine ten", "pace": 0.3},
        {
            "when": "six times seven",
            "text": "Let me compute it.",
            "calls": [
                {"name": "code_interpreter", "arguments": {"code": "x = 6 * 7\nprint(x)\nx + 1"}}
            ],
            "then": [{"text": "It printed {output}."}],
        },
        {
            "when": "what was x",
            "calls": [{"name": "code_interpreter", "arguments": {"code": "print('x is', x)"}}],
            "then": [{"text": "{output}"}],
        },
        {
            "when": "draw",
            "calls": [
                {
                    "name": "python",
                    "arguments": {
                        "code": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
                    },
                }
            ],
            "then": [{"text": "Here is the plot."}],
        },
        {
            "when": "silent plot",
            "calls": [
                {
                    "name": "code_interpreter",
                    "arguments": {"code": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"},
                }
            ],
            "then": [{"text": ""}],
        },
        {
            "when": "shuffle",
            "calls": [
                {
                    "name": "code_interpreter",
                    "arguments": {
                        "code": "open('/mnt/data/a b.csv', 'w').write('x\\n1\\n')\n"
                        "open('other.txt', 'w').write('more');"
                    },
                }
            ],
            "then": [
                {"text": "Ωμέγα 🎲: [the file](sandbox:/mnt/data/a b.csv) and no more of it."}
            ],
        },
        {
            "when": "read data.csv",
            "calls": [
                {
                    "name": "code_interpreter",
                    "arguments": {
                        "code": "import pandas as pd\n"
                        "print(pd.read_csv('/mnt/data/data.csv').sum().v)"
                    },
                }
            ],
            "then": [{"text": "The sum is {output}."}],
        },
        {
            "when": "loop forever",
            "calls": [
                {
                    "name": "code_interpreter",
                    "arguments": {"code": "y = 5\nimport time\nwhile True: time.sleep(0.01)"},
                }
            ],
            "then": [{"text": "never"}],
        },
        {
            "when": "die",
            "calls": [
                {"name": "code_interpreter", "arguments": {"code": "import os; os._exit(3)"}}
            ],
            "then": [{"text": "It said: {output}"}],
        },
        {
            "when": "weather",
            "calls": [
                {"name": "get_weather", "arguments": {"city": "Paris"}},
                {"name": "get_weather", "arguments": {"city": "Rome"}},
            ],
            "then": [{"text": "It is {output} in Rome."}],
        },
        {
            "when": "odd name",
            "calls": [
                {
                    "name": "code_interpreter",
                    "arguments": {"code": "open('/mnt/data/it (1).txt', 'w').write('odd');"},
                }
            ],
            "then": [{"text": "Take [it](sandbox:/mnt/data/it (1).txt)."}],
        },
        {
            "when": "broken call",
            "calls": [{"name": "code_interpreter", "arguments": '{"kode": 1'}],
            "then": [{"text": "Told: {output}"}],
        },
        {"when": "withheld", "text": "It begins", "finish": "content_filter"},
        {
            "when": "both kinds",
            "calls": [
                {"name": "code_interpreter", "arguments": {"code": "print('from code')"}},
                {"name": "get_weather", "arguments": {"city": "Oslo"}},
            ],
            "then": [{"text": "Last: {output}"}],
        },
        {
            "when": "no such tool",
            "calls": [{"name": "teleport", "arguments": {}}],
            "then": [{"text": "Told: {output}"}],
        },
        {"when": "break down", "text": "I was", "fail": {"message": "The model is gone."}},
        {
            "when": "too much",
            "fail": {"message": "Slow down.", "code": "rate_limit_exceeded"},
        },
        {"when": "cut short", "text": "It goes on and", "finish": "length"},
    ]
}


@pytest.fixture(scope="session")
def engine_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")


def place_in(home: Path, **variables: str) -> EnginePlace:
    """Where an engine of its own lives, away from the user's; it sees no key of the user's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "ASSIST_MAGIC_"))}
    environment = {**kept, "ASSIST_MAGIC_HOME": str(home), **variables}
    return EnginePlace(home / "runtime", home / "data" / "engine.log", environment)


@contextlib.contextmanager
def serving(home: Path, *arguments: str, log: Path = Path(os.devnull)) -> Iterator[str]:
    """A hand-started server on loopback, its log kept in a file; its URL without /v1."""
    with log.open("w") as errors:
        yield from _serving(home, arguments, errors)


def _serving(home: Path, arguments: Sequence[str], errors: IO[str]) -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "assist_magic", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        env=dict(place_in(home).environment),
    )
    assert server.stdout is not None
    try:
        line = server.stdout.readline()
        yield line.split(" at ")[1].split("/v1")[0]
    finally:
        server.terminate()
        ended = server.wait(20)
    assert ended == 0


@pytest.fixture(scope="session")
def engine(engine_home: Path) -> Iterator[Engine]:
    place = place_in(engine_home)
    yield process.ensure(place, __version__)
    process.stop(place)


@pytest.fixture(scope="session")
def client(engine: Engine) -> Iterator[OpenAI]:
    with OpenAI(base_url=engine.base_url, api_key=engine.token, max_retries=0) as made:
        yield made


@pytest.fixture(scope="session")
def scripted(engine_home: Path) -> str:
    """The name of the scripted model."""
    path = engine_home / "script.json"
    path.write_text(json.dumps(SCRIPT))
    return f"scripted:{path}"


@pytest.fixture(scope="session")
def assistant_id(client: OpenAI, scripted: str) -> str:
    made = client.beta.assistants.create(model=scripted, tools=[{"type": "code_interpreter"}])
    return made.id


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with postgresql.running() as url:
        yield url
