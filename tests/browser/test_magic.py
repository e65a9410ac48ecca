"""The whole way in JupyterLab and Notebook 7: a cell, the engine, a sandboxed kernel, and what a
person sees."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, Notebook
from tests.browser.story import NOTES, Assistant, record

pytestmark = pytest.mark.browser

SOON_SECONDS = 0.5
"""From the click to the idle kernel. Measured: 0.05 to 0.18; no fixed wait of the product's own
fits in beside that."""
WATCH_STOPS = """() => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  const { kernel } = sessionContext.session;
  let pressed = null;
  let ended = false;
  window.stops = [];
  const settle = () => {
    if (pressed === null || !ended || kernel.status !== "idle") return;
    window.stops.push((performance.now() - pressed) / 1000);
    pressed = null;
  };
  const press = () => { pressed = performance.now(); ended = false; };
  document.addEventListener("click", press, true);
  sessionContext.statusChanged.connect(settle);
  sessionContext.iopubMessage.connect((_, message) => {
    ended ||= message.parent_header.msg_type === "execute_request"
      && message.content.execution_state === "idle";
    settle();
  });
}"""


def is_whole(outputs: Locator) -> None:
    """Answer, steps, image, formulas, tables, link and footnote are there."""
    expect(outputs.locator("details summary")).to_have_text(
        "Worked in 2 steps: File search, Python"
    )
    expect(outputs.locator("details pre").filter(has_text="plt.plot")).to_have_count(1)
    expect(outputs.locator("img")).to_have_count(1)
    assert outputs.locator("img").evaluate("(node) => node.naturalWidth > 100")
    expect(outputs.locator("mjx-container")).to_have_count(4)
    expect(outputs).to_contain_text("costs $5")
    expect(outputs.locator("sup")).to_have_text("[1]")
    expect(outputs).to_contain_text("[1] notes.md: “# Notes The parabola opens upwards")
    expect(outputs.locator("table")).to_have_count(2)
    expect(outputs.locator("table td").nth(5)).to_have_text("1")  # the preview of the CSV
    expect(outputs).to_contain_text("squares.csv: 12 rows × 2 columns")
    expect(outputs.locator("a", has_text="the squares")).to_have_attribute(
        "href", re.compile(r"/files/assistant_files/squares\.csv")
    )
    expect(outputs).not_to_contain_text("Error displaying widget")
    expect(outputs.locator(".am-run")).to_have_count(0)


def test_question_answer_and_what_stays(
    page: Page, front_end: Lab, assistant: Assistant, foreign: list[str]
) -> None:
    (front_end.root / "notes.md").write_text(NOTES)
    cells = (assistant.load, "%%assistant -f notes.md\ndraw it")
    notebook = Notebook.create(page, front_end, *cells, name="story.ipynb")
    notebook.run(0)
    outputs = notebook.run(1, wait=False)
    # While the cell runs: the step, its code, and what it has printed so far.
    expect(outputs.get_by_role("status").first).to_have_text("Running Python", timeout=20_000)
    expect(outputs).to_contain_text("plt.plot", timeout=10_000)
    expect(outputs).to_contain_text("drawing", timeout=10_000)
    expect(outputs.get_by_role("button", name="Cancel")).to_be_visible()
    notebook.wait()
    is_whole(outputs)

    saved = notebook.saved()
    kinds = [list(output["data"]) for output in saved["cells"][1]["outputs"]]
    assert kinds == [
        ["text/html", "text/plain"],
        ["image/png", "text/plain"],
        *[["text/markdown", "text/plain"]] * 3,
    ]
    assert "widgets" not in saved["metadata"]
    reopened = notebook.open()
    assert reopened.trusted() == [True, True]
    is_whole(reopened.outputs(1))

    # The same notebook, as somebody else gets it.
    sent = {**saved, "metadata": {**saved["metadata"], "title": "from a friend"}}
    (front_end.root / "sent.ipynb").write_text(json.dumps(sent))
    received = Notebook(page, front_end, "sent.ipynb").open()
    assert received.trusted()[1] is False
    is_whole(received.outputs(1))
    link = received.outputs(1).locator("a", has_text="the squares").get_attribute("href")
    assert page.request.get(str(link)).text().startswith("x,y\n0,0\n1,1\n")
    assert foreign == []


def test_stopping_is_quick_and_frees_the_thread(
    page: Page, front_end: Lab, assistant: Assistant, kernel: str
) -> None:
    cells = (assistant.load, *["%%assistant\nslowly"] * 2, "%%assistant\nset x")
    name = f"stop-{kernel}.ipynb"
    notebook = Notebook.create(page, front_end, *cells, name=name, kernel=kernel)
    notebook.run(0)
    page.evaluate(WATCH_STOPS)
    for index, by in ((1, ".am-cancel"), (2, "[data-command='notebook:interrupt-kernel']")):
        assert quickest_stop(notebook, index, by) <= SOON_SECONDS, by
        outputs = notebook.outputs(index)
        expect(outputs).to_contain_text("RunCancelled")
        expect(outputs).to_contain_text("word word")  # what had come stays
        expect(outputs.locator(".am-run")).to_have_count(0)
        assert assistant.status(record(notebook, index)) == "cancelled"
    expect(notebook.run(3)).to_contain_text("x is 42")
    assert "notes" not in record(notebook, 3)


def quickest_stop(notebook: Notebook, index: int, button: str) -> float:
    """Seconds from the click to the idle kernel, as the page sees them.

    The best of up to three: a busy machine can delay one, but what the product itself waits for
    would delay each.
    """
    best = float("inf")
    for _ in range(3):
        outputs = notebook.run(index, wait=False)
        expect(outputs.locator(".am-answer")).to_contain_text("word word", timeout=20_000)
        notebook.page.evaluate("window.stops = []")
        notebook.page.locator(button).click()
        notebook.page.wait_for_function("window.stops.length > 0", timeout=20_000)
        best = min(best, *notebook.page.evaluate("window.stops"))
        notebook.wait()
        if best <= SOON_SECONDS:
            break
    return best


def test_answer_comes_back_after_a_reload(page: Page, front_end: Lab, assistant: Assistant) -> None:
    cells = (assistant.load, "%%assistant -f notes.md\ndraw it", "%assistant show")
    (front_end.root / "notes.md").write_text(NOTES)
    notebook = Notebook.create(page, front_end, *cells, name="reload.ipynb")
    notebook.run(0)
    outputs = notebook.run(1, wait=False)
    expect(outputs).to_contain_text("drawing", timeout=20_000)
    notebook.saved()
    page.reload()
    notebook.open()
    is_whole(notebook.run(2))


def test_tab_shows_what_fits_and_code_becomes_a_cell(
    page: Page, front_end: Lab, assistant: Assistant
) -> None:
    cells = (
        assistant.load,
        "%%assistant\nset x",
        "%assistant ",
        "%%assistant -",
        "%assistant code",
    )
    notebook = Notebook.create(page, front_end, *cells, name="completion.ipynb")
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
