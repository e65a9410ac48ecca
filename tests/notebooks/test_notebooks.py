"""The shipped notebooks: executed again, they bring what they hold, and that can be kept."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from assist_magic.engine import process
from tests.engine.conftest import place_in
from tests.notebooks.record import NOTEBOOKS, WORDED, asks, script_of

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
PERISHABLE = re.compile(
    r"\b(?:thread|run|asst|msg|step|call|req)_\w{16,}|\bfile-\w{16,}|\bsk-\w{16,}"
    r"|(?:127\.0\.0\.1|localhost):\d|/(?:tmp|home|root|Users)/|ipykernel_\d"
)
"""What differs from one run to the next, or tells of the machine that it was."""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """One engine answers all notebooks: each names its model with its questions."""
    place = place_in(tmp_path_factory.mktemp("notebooks"))
    yield dict(place.environment)
    process.stop(place)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nbval_finds_no_difference(path: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """If one is meant: `python -m tests.notebooks.record` records the notebook again."""
    copy = shutil.copy(path, tmp_path)
    model = f"scripted:{script_of(path)}" if path.stem in WORDED else "solver"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q", "-p",
         "no:cacheprovider", "-W", "default", str(copy)],
        cwd=tmp_path,
        env={**environment, "ASSIST_MAGIC_MODEL": model},
        capture_output=True,
        text=True,
        timeout=170,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-3000:]
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    assert f"{len(cells)} passed" in run.stdout


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_is_stored_can_be_kept(path: Path) -> None:
    """nbval compares with it, but does not look at images."""
    notebook = nbformat.read(path, as_version=4)
    assert "widgets" not in notebook.metadata
    assert PERISHABLE.findall(nbformat.writes(without_images(notebook))) == []
    for cell in nbformat.read(path, as_version=4).cells:
        pictures = [base64.b64decode(each["image/png"]) for each in bundles(cell, "image/png")]
        assert all(each.startswith(b"\x89PNG") for each in pictures)
        if asks(cell):
            assert list(bundles(cell, "text/markdown")), cell.source
            is_drawn = re.search("plot|histogram", cell.source, re.IGNORECASE) is not None
            assert len(pictures) == is_drawn, cell.source


def bundles(cell: Any, kind: str) -> Iterator[dict[str, Any]]:
    """The data of each output of a cell that has this kind; a notebook that is kept has no
    errors."""
    for output in cell.get("outputs", []):
        assert output.output_type != "error", output.evalue
        if kind in output.get("data", {}):
            yield output.data


def without_images(notebook: Any) -> Any:
    for cell in notebook.cells:
        for data in bundles(cell, "image/png"):
            del data["image/png"]
    return notebook
