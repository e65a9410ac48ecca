"""The cell in JupyterLab and Notebook 7, on the installed ipykernel and on the oldest claimed."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import older_ipykernel
from tests.browser.lab import Lab, Notebook
from tests.parity.cell import CELL, LOAD, Bundle, Ran

pytestmark = pytest.mark.browser

VERSION = "import ipykernel; print(ipykernel.__version__)"
WATCHED = "%%assistant\nwatch"
SLOWLY = "%%assistant\nslowly"
FUNCTION = """
import threading
from assist_magic import assistant_tool

@assistant_tool
def convert(degrees: float) -> str:
    print("on the main thread:", threading.current_thread() is threading.main_thread())
    return f"{degrees * 1.8 + 32:g} °F"
"""
CONVERT = "%%assistant\nPlease convert."


@pytest.fixture(params=["lab", "notebook_server"])
def server(request: pytest.FixtureRequest) -> Lab:
    """A server of either front end, which knows the older kernel."""
    made: Lab = request.getfixturevalue(request.param)
    older_ipykernel.add_kernelspec(made.kernels)
    return made


def saved(notebook: Notebook) -> Ran:
    """The notebook as its front end saves it."""
    content = notebook.saved()
    assert "widgets" not in content["metadata"]
    return Ran(notebook.lab.root / notebook.name)


@pytest.mark.parametrize("kernel", ["python3", older_ipykernel.NAME])
def test_the_cell_leaves_the_same(
    page: Page, server: Lab, kernel: str, reference: list[Bundle]
) -> None:
    cells = (LOAD, CELL, VERSION)
    notebook = Notebook.create(page, server, *cells, name=f"{kernel}.ipynb", kernel=kernel)
    notebook.run(0)
    outputs = notebook.run(1)
    expect(outputs.locator(".am-run")).to_have_count(0)
    expect(outputs.locator("img")).to_have_count(1)
    assert outputs.locator("img").evaluate(
        "(node) => node.decode().then(() => node.naturalWidth > 100)"
    )
    expect(outputs).to_contain_text("A copy costs $5 and ten cost $10; see the points.")
    expect(outputs.locator("mjx-container")).to_have_count(3, timeout=30_000)
    shown = notebook.run(2)
    if kernel == older_ipykernel.NAME:
        expect(shown).to_have_text(older_ipykernel.version())
    assert saved(notebook).bundles() == reference


def test_the_older_kernel_shows_steps_stops_runs_and_calls_functions(
    page: Page, server: Lab
) -> None:
    cells = (LOAD, WATCHED, SLOWLY, SLOWLY, FUNCTION, CONVERT)
    name, kernel = "older-story.ipynb", older_ipykernel.NAME
    notebook = Notebook.create(page, server, *cells, name=name, kernel=kernel)
    notebook.run(0)

    outputs = notebook.run(1, wait=False)
    live = outputs.locator(".am-run")
    expect(live.get_by_role("status").first).to_have_text("Running Python", timeout=20_000)
    expect(live.locator(".am-step")).to_contain_text("time.sleep(3)")
    expect(live.locator(".am-step")).to_contain_text("begun")
    notebook.wait()
    expect(outputs).to_contain_text("It is over.")

    outputs = running(notebook, 2)
    outputs.get_by_role("button", name="Cancel this run").click()
    stopped(notebook, outputs)
    outputs = running(notebook, 3)
    notebook.command("notebook:interrupt-kernel")
    stopped(notebook, outputs)

    notebook.run(4)
    outputs = notebook.run(5)
    expect(outputs).to_contain_text("on the main thread: True")
    expect(outputs).to_contain_text("That is 212 °F.")


def running(notebook: Notebook, index: int) -> Locator:
    """The outputs of a cell whose answer has begun."""
    outputs = notebook.run(index, wait=False)
    expect(outputs.locator(".am-run")).to_contain_text("word word", timeout=20_000)
    return outputs


def stopped(notebook: Notebook, outputs: Locator) -> None:
    """The cell ends soon, in words; what had come stays."""
    pressed = time.monotonic()
    notebook.wait()
    assert time.monotonic() - pressed < 3
    expect(outputs).to_contain_text("RunCancelled: The run was stopped.")
    expect(outputs).to_contain_text("word word")
    expect(outputs.locator(".am-run")).to_have_count(0)
