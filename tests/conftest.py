"""The front before a real engine with a scripted model, in a clean environment."""

from __future__ import annotations

import atexit
import json
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import assist_magic
from assist_magic import functions
from assist_magic.backend import connect as backend_room
from assist_magic.backend.discovery import engine_place, own_engine
from assist_magic.config import Preferences, Settings
from assist_magic.conversation import notebook
from assist_magic.engine import process
from assist_magic.engine.process import Engine
from assist_magic.reply import Reply
from assist_magic.session import session
from tests.proxy import Proxy
from tests.scripts import FRONT_SCRIPT

Door = Callable[..., Reply]


@pytest.fixture(scope="session")
def front_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of everything that the front and its engine keep."""
    return tmp_path_factory.mktemp("front")


@pytest.fixture(scope="session")
def front_model(front_home: Path) -> str:
    """The name of the scripted model."""
    script = front_home / "script.json"
    script.write_text(json.dumps(FRONT_SCRIPT))
    return f"scripted:{script}"


@pytest.fixture(scope="session")
def front_engine(front_home: Path) -> Iterator[Engine]:
    """The user's own engine, as the first cell would start it."""
    settings = Settings(home=front_home)
    yield own_engine(settings)
    process.stop(engine_place(settings))


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A fresh kernel in an empty folder, whose environment says nothing."""
    for name in list(os.environ):
        if name.startswith(("ASSIST_MAGIC_", "OPENAI_", "JPY_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ASSIST_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ASSIST_MAGIC_MODE", "static")
    monkeypatch.setattr(backend_room, "_places", {})
    monkeypatch.setattr(notebook, "_KERNEL", f"kernel:{uuid.uuid4().hex}")
    for choice in ("model", "thread", "instructions"):
        monkeypatch.setattr(session, choice, None)
    monkeypatch.setattr(session, "preferences", Preferences())
    monkeypatch.setattr(session, "_registries", {})
    monkeypatch.setattr(functions, "_registered", {})
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def front(
    bare: Path,
    monkeypatch: pytest.MonkeyPatch,
    front_home: Path,
    front_model: str,
    front_engine: Engine,
) -> Path:
    """A fresh kernel whose own engine runs the scripted model; its folder."""
    monkeypatch.setenv("ASSIST_MAGIC_HOME", str(front_home))
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", front_model)
    return bare


@pytest.fixture
def proxy(
    front: Path, monkeypatch: pytest.MonkeyPatch, front_engine: Engine, tmp_path: Path
) -> Iterator[Proxy]:
    """The same engine as a server elsewhere, behind a proxy that counts and fails."""
    made = Proxy(front_engine.base_url)
    monkeypatch.setenv("ASSIST_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", made.base_url)
    monkeypatch.setenv("ASSIST_MAGIC_API_KEY", front_engine.token)
    yield made
    made.close()


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """A real IPython shell with the extension loaded."""
    config = Config()
    config.HistoryManager.enabled = False
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance(config=config)
    made.run_line_magic("load_ext", "assist_magic")
    yield made
    InteractiveShell.clear_instance()
    # Else every shell of the session stays, and each takes a second at the end to clean up.
    atexit.unregister(made.atexit_operations)


@pytest.fixture(params=["magic", "function"])
def door(request: pytest.FixtureRequest) -> Door:
    """Asks through the magic or through the function; raises what they raise."""
    if request.param == "function":
        return assist_magic.ask
    made: InteractiveShell = request.getfixturevalue("shell")

    def ask(text: str, **options: Any) -> Reply:
        made.user_ns.update(options.get("inputs") or {}, schema=options.get("schema"))
        made.user_ns.update({each.__name__: each for each in options.get("tools") or ()})
        cell = f"%%assistant -o reply {flags(options)}\n{text}\n"
        return run_cell(made, cell).user_ns["reply"]

    return ask


def run_cell(shell: InteractiveShell, cell: str) -> InteractiveShell:
    """Runs a cell and raises what it raised."""
    result = shell.run_cell(cell)
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        raise error
    return shell


def flags(options: dict[str, Any]) -> str:
    """Keyword arguments of ask() as the magic's options."""
    words = []
    for name, value in options.items():
        if value is True:
            words.append(f"--{name}")
        elif name == "files":
            words += [f"-f '{each}'" for each in value]
        elif name == "inputs":
            words += [f"-i {each}" for each in value]
        elif name == "tools":
            words += [f"--tool {each.__name__}" for each in value]
        elif name == "schema":
            words.append("--schema schema")
        elif value:
            words.append(f"--{name} '{value}'")
    return " ".join(words)
