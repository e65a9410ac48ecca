"""Fixtures of the room: an engine for its notebooks, and what each program made of the notebook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist_magic import __version__
from assist_magic.engine import process
from tests.browser.conftest import chromium, foreign, page
from tests.browser.lab import Lab, running_lab
from tests.engine.conftest import place_in
from tests.parity.cell import CELL, LOAD, SCRIPT, Bundle, Ran, write_notebook

__all__ = ["chromium", "foreign", "page"]

_SECONDS = 150


@pytest.fixture(scope="package", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The environment of every program of the room: an engine of its own, the scripted model."""
    home = tmp_path_factory.mktemp("parity")
    script = home / "script.json"
    script.write_text(json.dumps(SCRIPT))
    place = place_in(home)
    process.ensure(place, __version__)
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("ASSIST_MAGIC_", "OPENAI_", "JPY_", "TMUX", "TERM")):
                patch.delenv(name)
        patch.setenv("ASSIST_MAGIC_HOME", str(home))
        patch.setenv("ASSIST_MAGIC_MODEL", f"scripted:{script}")
        patch.setenv("IPYTHONDIR", str(home / "ipython"))
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        yield
    process.stop(place)


@pytest.fixture(scope="package")
def lab(surroundings: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab whose kernels have the room's environment."""
    with running_lab(tmp_path_factory.mktemp("parity-lab")) as running:
        yield running


@pytest.fixture(scope="package")
def notebook_server(surroundings: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server of Notebook 7, likewise."""
    with running_lab(tmp_path_factory.mktemp("parity-notebook"), "notebook") as running:
        yield running


@pytest.fixture(scope="package")
def executed(surroundings: None, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The cell as nbclient runs it."""
    path = write_notebook(tmp_path_factory.mktemp("nbclient") / "cell.ipynb", LOAD, CELL)
    done = run(path.parent, "jupyter", "execute", path.name, "--inplace")
    return Ran(path, done.returncode)


@pytest.fixture(scope="package")
def reference(executed: Ran) -> list[Bundle]:
    """The data that the cell has to leave in every front end."""
    return executed.bundles()


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m words...` in a folder as in a terminal; both its streams are in stdout."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_SECONDS,
    )
