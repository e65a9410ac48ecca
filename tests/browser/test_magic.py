"""The whole way in JupyterLab: a cell, the engine, a sandboxed kernel, and what a person sees."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assist_magic import __version__
from assist_magic.engine import process
from tests.browser.lab import Lab, Notebook
from tests.engine.conftest import place_in

pytestmark = pytest.mark.browser

RESTART = """() => window.jupyterapp.shell.currentWidget.sessionContext
  .restartKernel().then(() => null)"""
PLOT = """import matplotlib.pyplot as plt
import time
print('drawing')
plt.plot([0, 1, 2], [0, 1, 4])
time.sleep(2)
plt.show()"""
SCRIPT: dict[str, Any] = {
    "turns": [
        {
            "when": "draw",
            "calls": [{"name": "code_interpreter", "arguments": {"code": PLOT}}],
            "then": [{"text": "It opens upwards: \\(y = x^2\\), and costs $5.", "pace": 0.05}],
        },
        {"when": "slowly", "text": "word " * 400, "pace": 0.1},
        {
            "when": "set x",
            "calls": [{"name": "code_interpreter", "arguments": {"code": "x = 42\nprint(x)"}}],
            "then": [{"text": "x is {output}."}],
        },
        {
            "when": "what was x",
            "calls": [{"name": "code_interpreter", "arguments": {"code": "print(x)"}}],
            "then": [{"text": "x was {output}."}],
        },
    ]
}


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The first cell of each notebook: an engine of the tests' own, and the extension."""
    home = tmp_path_factory.mktemp("magic")
    script = Path(home, "script.json")
    script.write_text(json.dumps(SCRIPT))
    place = place_in(home)
    process.ensure(place, __version__)
    variables = {"ASSIST_MAGIC_HOME": str(home), "ASSIST_MAGIC_MODEL": f"scripted:{script}"}
    yield f"import os\nos.environ.update({variables!r})\n%load_ext assist_magic"
    process.stop(place)


def test_question_answer_and_what_stays(page: Page, lab: Lab, load: str) -> None:
    notebook = Notebook.create(page, lab, load, "%%assistant\ndraw it", name="story.ipynb")
    notebook.run(0)
    outputs = notebook.run(1, wait=False)
    # While the cell runs: the step, its code, and what it has printed so far.
    expect(outputs.get_by_role("status")).to_contain_text("Python", timeout=20_000)
    expect(outputs).to_contain_text("plt.plot", timeout=10_000)
    expect(outputs).to_contain_text("drawing", timeout=10_000)
    expect(outputs.get_by_role("button", name="Cancel")).to_be_visible()
    notebook.wait()

    def whole(shown: Any) -> None:
        expect(shown.locator("details summary")).to_have_text("Worked in 1 step: Python")
        expect(shown.locator("img")).to_have_count(1)
        assert shown.locator("img").evaluate("(node) => node.naturalWidth > 100")
        expect(shown.locator("mjx-container")).to_have_count(1)
        expect(shown).to_contain_text("costs $5")
        expect(shown).not_to_contain_text("Error displaying widget")

    whole(outputs)
    saved = notebook.saved()
    kinds = [list(output["data"]) for output in saved["cells"][1]["outputs"]]
    assert kinds == [
        ["text/html", "text/plain"],
        ["image/png", "text/plain"],
        ["text/markdown", "text/plain"],
    ]
    assert "widgets" not in saved["metadata"]
    notebook.open()
    whole(notebook.outputs(1))


@pytest.mark.parametrize("by", ["stop", "button"])
def test_stopping_frees_the_thread(page: Page, lab: Lab, load: str, by: str, kernel: str) -> None:
    cells = (load, "%%assistant\nslowly", "%%assistant\nset x")
    name = f"stop-{by}-{kernel}.ipynb"
    notebook = Notebook.create(page, lab, *cells, name=name, kernel=kernel)
    notebook.run(0)
    outputs = notebook.run(1, wait=False)
    expect(outputs).to_contain_text("word word", timeout=20_000)
    pressed = time.monotonic()
    if by == "stop":
        notebook.command("notebook:interrupt-kernel")
    else:
        outputs.get_by_role("button", name="Cancel").click()
    notebook.wait()
    assert time.monotonic() - pressed < 3
    expect(outputs).to_contain_text("RunCancelled")
    expect(outputs).to_contain_text("word word")  # what had come stays
    expect(outputs.locator(".am-run")).to_have_count(0)
    expect(notebook.run(2)).to_contain_text("x is 42")


def test_thread_outlives_its_kernel(page: Page, lab: Lab, load: str) -> None:
    cells = (load, "%%assistant\nset x", "%%assistant\nwhat was x?")
    notebook = Notebook.create(page, lab, *cells, name="restart.ipynb")
    notebook.run(0)
    notebook.run(1)
    before = notebook.saved()["cells"][1]["outputs"][0]["metadata"]["assist_magic"]["thread"]
    page.evaluate(RESTART)
    notebook.wait()
    notebook.run(0)
    expect(notebook.run(2)).to_contain_text("x was 42")
    after = notebook.saved()["cells"][2]["outputs"][0]["metadata"]["assist_magic"]["thread"]
    assert after == before


def test_answer_comes_back_after_a_reload(page: Page, lab: Lab, load: str) -> None:
    cells = (load, "%%assistant\ndraw it", "%assistant show")
    notebook = Notebook.create(page, lab, *cells, name="reload.ipynb")
    notebook.run(0)
    outputs = notebook.run(1, wait=False)
    expect(outputs).to_contain_text("drawing", timeout=20_000)
    notebook.saved()
    page.reload()
    notebook.open()
    shown = notebook.run(2)
    expect(shown).to_contain_text("It opens upwards")
    expect(shown.locator("img")).to_have_count(1)
    expect(shown.locator("mjx-container")).to_have_count(1)


def test_tab_shows_what_fits_and_code_becomes_a_cell(page: Page, lab: Lab, load: str) -> None:
    cells = (load, "%%assistant\nset x", "%assistant ", "%%assistant -", "%assistant code")
    notebook = Notebook.create(page, lab, *cells, name="completion.ipynb")
    notebook.run(0)
    notebook.run(1)
    editors = page.locator(".jp-Notebook .jp-CodeCell .cm-content")
    for number, key, choices in ((2, "s", ["show", "steps"]), (3, "-", ["--thread", "--tool"])):
        editors.nth(number).click()
        page.keyboard.press("End")
        page.keyboard.press(key)
        page.wait_for_selector(".jp-mod-completer-enabled")
        page.keyboard.press("Tab")
        for choice in choices:
            shown = page.locator(".jp-Completer code").filter(has_text=re.compile(f"^{choice}$"))
            expect(shown).to_be_visible()
        page.keyboard.press("Escape")
    notebook.run(4)
    expect(editors.nth(5)).to_have_text("x = 42print(x)")
