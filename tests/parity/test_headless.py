"""The cell where nobody watches: nbclient, nbconvert and papermill; and a cell that fails there."""

from __future__ import annotations

import base64
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import nbformat
import pytest
from playwright.sync_api import Page, expect

from assist_magic.plain import plain
from tests.parity.cell import CELL, ERROR, FAILING, KINDS, LOAD, Bundle, Ran, write_notebook
from tests.parity.conftest import run

PARAMETERS = "question = 'nothing'"
EXPANDED = "%%assistant --expand\n@{question}"
NEVER = "print('after the error')"


def test_nbclient_leaves_all_of_it(executed: Ran) -> None:
    assert executed.exit_code == 0
    assert [list(each) for each in executed.bundles()] == KINDS
    steps, image, answer, table = executed.bundles()
    assert steps["text/html"].startswith("<details><summary>Worked in 1 step: Python</summary>")
    assert base64.b64decode(image["image/png"]).startswith(b"\x89PNG")
    assert "[the points](assistant_files/points.csv)" in answer["text/markdown"]
    assert table["text/plain"].endswith("points.csv: 3 rows × 2 columns, 19 bytes")
    assert (executed.path.parent / "assistant_files" / "points.csv").is_file()
    assert "widgets" not in nbformat.read(executed.path, as_version=4).metadata


@pytest.mark.browser
def test_nbconvert_leaves_the_same_and_makes_a_page_that_stands_alone(
    tmp_path: Path, reference: list[Bundle], page: Page, foreign: list[str]
) -> None:
    write_notebook(tmp_path / "cell.ipynb", LOAD, CELL)
    words = ("jupyter", "nbconvert", "cell.ipynb", "--execute", "--to", "notebook", "--inplace")
    done = run(tmp_path, *words)
    assert done.returncode == 0, done.stdout
    assert Ran(tmp_path / "cell.ipynb").bundles() == reference
    done = run(tmp_path, "jupyter", "nbconvert", "cell.ipynb", "--to", "html")
    assert done.returncode == 0, done.stdout

    handler = partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/cell.html")
        is_whole(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="the points").click()
        assert download.value.path().read_text() == "x,y\n0,89\n1,91\n2,83\n"
        server.shutdown()
    assert not [each for each in foreign if "widget" in each]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


def is_whole(page: Page) -> None:
    """A page of a notebook shows all that the cell has left."""
    picture = page.locator(".jp-OutputArea img")
    expect(picture).to_have_count(1)
    assert picture.evaluate("(node) => node.decode().then(() => node.naturalWidth > 100)")
    steps = page.locator("details")
    expect(steps.locator("pre").last).not_to_be_visible()
    steps.locator("summary").click()
    expect(steps.locator("pre").last).to_have_text("91")
    shown = page.locator(".jp-OutputArea")
    for words in ("is 91:", "A copy costs $5 and ten cost $10; see", "3 rows × 2 columns"):
        expect(shown).to_contain_text(words)
    expect(shown.locator("strong").first).to_have_text("largest")
    expect(shown.locator("table")).to_have_count(2)


def test_papermill_leaves_the_same_with_and_without_parameters(
    tmp_path: Path, reference: list[Bundle]
) -> None:
    path = write_notebook(tmp_path / "cell.ipynb", PARAMETERS, LOAD, CELL, EXPANDED)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, path)
    question = CELL.partition("\n")[2]
    words = ("papermill", "cell.ipynb", "ran.ipynb", "-p", "question", question)
    done = run(tmp_path, *words)
    assert done.returncode == 0, done.stdout
    ran = Ran(tmp_path / "ran.ipynb")
    assert ran.bundles() == reference
    assert ran.bundles(EXPANDED) == reference


def test_a_failed_cell_stops_papermill_and_its_error_is_short(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "failing.ipynb", LOAD, FAILING, NEVER)
    done = run(tmp_path, "papermill", path.name, path.name)
    assert done.returncode == 1
    assert "The model is gone." in done.stdout
    is_short_failure(Ran(path))
    assert Ran(path).outputs(NEVER) == []


def test_a_failed_cell_stops_jupyter_execute(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "failing.ipynb", LOAD, FAILING, NEVER)
    done = run(tmp_path, "jupyter", "execute", path.name)
    assert done.returncode == 1
    assert plain(done.stdout).rstrip().endswith(ERROR)


def test_where_errors_are_allowed_nbconvert_goes_on(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "failing.ipynb", LOAD, FAILING, NEVER)
    words = ("--execute", "--allow-errors", "--to", "notebook", "--inplace")
    done = run(tmp_path, "jupyter", "nbconvert", path.name, *words)
    assert done.returncode == 0, done.stdout
    is_short_failure(Ran(path))
    assert Ran(path).outputs(NEVER)[0].text == "after the error\n"


def is_short_failure(ran: Ran) -> None:
    """The cell has kept what had come, and its error is one line of less than 1 KB."""
    had_come, mark, error = ran.outputs(FAILING)
    assert had_come.data["text/plain"] == "I was"
    assert mark.data["text/plain"] == "(failed)"
    assert [plain(line) for line in error.traceback] == [ERROR]
    assert len(str(error)) < 1024
