"""The shipped notebooks, executed on real kernels with the scripted model."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from assist_magic.engine import process
from tests.engine.conftest import place_in
from tests.notebooks.record import NOTEBOOKS, SCRIPT, asks

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    home = tmp_path_factory.mktemp("notebooks")
    place = place_in(home, ASSIST_MAGIC_MODEL=f"scripted:{SCRIPT}")
    yield dict(place.environment)
    process.stop(place)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nbval_finds_no_difference(path: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    copy = shutil.copy(path, tmp_path)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q", "-p",
         "no:cacheprovider", "-W", "default", str(copy)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=170,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-3000:]
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    assert f"{len(cells)} passed" in run.stdout


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_question_has_its_answer(
    path: Path, tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in set(os.environ) - set(environment):
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.pop("outputs", None)
        if cell.cell_type == "code":
            cell.outputs = []
    NotebookClient(notebook, timeout=120).execute(cwd=str(tmp_path))
    for cell in notebook.cells:
        if asks(cell):
            assert any("text/markdown" in data for data in bundles(cell)), cell.source
        if asks(cell) and any(word in cell.source.lower() for word in ("plot", "histogram")):
            (image,) = [data["image/png"] for data in bundles(cell) if "image/png" in data]
            assert base64.b64decode(image).startswith(b"\x89PNG")
    assert "widgets" not in notebook.metadata


def bundles(cell: Any) -> list[dict[str, Any]]:
    return [output.data for output in cell.outputs if output.output_type == "display_data"]
