"""The live view and its final outputs in JupyterLab and Notebook 7."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, Notebook

pytestmark = pytest.mark.browser

PLAY = "from tests.browser.scenes import play\nplay(pause={pause}, hold={hold})"
HOLD = "from tests.browser.scenes import hold\nhold()"
# What a screen reader is told: each change inside the polite live region.
LISTEN = """() => {
  window.told = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const node = target instanceof Element ? target : target.parentElement;
      const region = node?.closest(".am-run [role=status][aria-live=polite]");
      if (region) window.told.push(region.textContent);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
HEIGHTS = """(node) => {
  window.heights = [];
  const sample = () => { window.heights.push(node.offsetHeight); requestAnimationFrame(sample); };
  sample();
}"""


COLOUR = "(node) => getComputedStyle(node).color"


def is_coloured(code: Locator) -> None:
    """Keywords have another colour than the code around them."""
    keyword = code.locator("span.k").first
    expect(keyword).to_have_text("import")
    assert keyword.evaluate(COLOUR) != code.evaluate(COLOUR)


def is_whole(outputs: Locator) -> None:
    """The final outputs are all there, visible and typeset."""
    expect(outputs.locator("details summary")).to_have_text("Worked in 1 step: Python")
    is_coloured(outputs.locator("details code"))
    picture = outputs.locator("img")
    expect(picture).to_have_count(1)
    assert picture.evaluate("(node) => node.complete && node.naturalWidth > 100")
    expect(outputs.locator("h2")).to_contain_text("The vertex")
    expect(outputs.locator("mjx-container").first).to_be_visible()
    expect(outputs.locator("mjx-container")).to_have_count(9)
    expect(outputs.locator("table td")).to_have_count(6)
    expect(outputs).to_contain_text("A copy costs $5 and ten cost $10")
    expect(outputs.locator("a[href*='points.csv']")).to_have_text("the data")
    expect(outputs.locator(".am-run")).to_have_count(0)


def test_steps_and_text_come_live_and_give_way_to_outputs_that_last(
    page: Page, front_end: Lab, foreign: list[str]
) -> None:
    notebook = Notebook.create(
        page, front_end, PLAY.format(pause=0.05, hold=1.5), name="live.ipynb"
    )
    problems: list[str] = []  # those of the view: Notebook 7 has one of its own while it opens
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.evaluate(LISTEN)
    outputs = notebook.run(0, wait=False)

    live = outputs.locator(".am-run")
    expect(live.locator(".am-step .am-code")).to_contain_text("import numpy as np")
    expect(live.get_by_role("status").first).to_have_text("Running Python")
    expect(live.locator(".am-about")).to_have_text("qwen2.5-coder-1.5b")
    is_coloured(live.locator(".am-step .am-code"))
    expect(live.locator(".am-answer h2")).to_contain_text("The vertex")
    expect(live.locator(".am-answer img")).to_be_visible()
    expect(live.locator("mjx-container").first).to_be_visible()
    expect(live.get_by_role("status").first).to_have_text("Writing the answer")
    expect(live.locator(".am-step details")).not_to_have_attribute("open", "")
    outputs.evaluate(HEIGHTS)

    notebook.wait()
    is_whole(outputs)
    page.wait_for_timeout(800)
    lowest, last = page.evaluate("[Math.min(...window.heights), window.heights.at(-1)]")
    assert lowest > last / 2, "the cell's height collapsed on the way"
    # Told when the state changes, and not when the clock or the text does.
    told = page.evaluate("window.told")
    assert [told[0], told[-1]] == ["Sending the question", "Writing the answer"]
    assert "Running Python" in told
    assert all(state != after for state, after in zip(told, told[1:], strict=False))
    assert problems == []

    saved = notebook.saved()["cells"][0]["outputs"]
    assert [sorted(output["data"]) for output in saved] == [
        ["text/html", "text/plain"],
        ["image/png", "text/plain"],
        ["text/markdown", "text/plain"],
    ]
    assert "widgets" not in notebook.saved()["metadata"]
    assert saved[2]["metadata"]["assist_magic"]["thread"] == "thread_1"
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    notebook.open()
    is_whole(notebook.outputs(0))
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
    assert foreign == []


def test_where_the_button_cannot_interrupt_it_says_what_can(page: Page, front_end: Lab) -> None:
    notebook = Notebook.create(page, front_end, HOLD, name="no-cancel.ipynb")
    outputs = notebook.run(0, wait=False)
    button = outputs.get_by_role("button", name="Cancel this run")
    expect(button).to_be_visible()
    page.evaluate(
        """() => {
          const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
          Object.getPrototypeOf(kernel).interrupt = () => Promise.reject(new Error("no"));
        }"""
    )
    button.click()
    expect(outputs.locator(".am-hint")).to_have_text(
        "The button cannot stop the run here: use the notebook's Stop button."
    )
    interrupt = """async () => {
      const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
      const url = `${kernel.serverSettings.baseUrl}api/kernels/${kernel.id}/interrupt`;
      await fetch(url, { method: "POST",
        headers: { Authorization: `token ${kernel.serverSettings.token}` } });
    }"""
    page.evaluate(interrupt)
    expect(outputs).to_contain_text("RunCancelled", timeout=5_000)
