"""The live view and its final outputs in a real JupyterLab."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, Notebook

pytestmark = pytest.mark.browser

PLAY = "from tests.browser.scenes import play\nplay(pause={pause}, hold={hold})"
STOPPABLE = """
import time
from dataclasses import replace
from assist_magic.errors import RunCancelled
from assist_magic.reply import Reply, Text
from assist_magic.view import open_view
going = Reply("t", "r", "a", "a-model", "in_progress", (Text("Half of the **answer**"),))
with open_view() as view:
    view.show(going)
    try:
        for _ in range(300):
            time.sleep(0.1)
    except KeyboardInterrupt:
        view.finish(replace(going, status="cancelled"))
        raise RunCancelled("The run was stopped.") from None
"""
HEIGHTS = """(node) => {
  window.heights = [];
  const sample = () => { window.heights.push(node.offsetHeight); requestAnimationFrame(sample); };
  sample();
}"""


def is_whole(outputs: Locator) -> None:
    """The final outputs are all there, visible and typeset."""
    expect(outputs.locator("details summary")).to_have_text("Worked in 1 step: Python")
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
    page: Page, lab: Lab, foreign: list[str]
) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    notebook = Notebook.create(page, lab, PLAY.format(pause=0.05, hold=1.5), name="live.ipynb")
    outputs = notebook.run(0, wait=False)

    live = outputs.locator(".am-run")
    expect(live.locator(".am-step .am-code")).to_contain_text("import numpy as np")
    expect(live.get_by_role("status").first).to_have_text("Running Python")
    expect(live.locator(".am-about")).to_have_text("qwen2.5-coder-1.5b")
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
    assert problems == []
    assert foreign == []


def test_cancel_interrupts_the_kernel_and_the_partial_text_stays(page: Page, lab: Lab) -> None:
    notebook = Notebook.create(page, lab, STOPPABLE, "print('next')", name="cancel.ipynb")
    outputs = notebook.run(0, wait=False)
    button = outputs.get_by_role("button", name="Cancel this run")
    expect(outputs.locator(".am-answer strong")).to_have_text("answer")
    button.focus()
    page.keyboard.press("Enter")
    expect(outputs).to_contain_text("RunCancelled: The run was stopped.", timeout=5_000)
    expect(outputs).to_contain_text("Half of the answer")
    expect(outputs).to_contain_text("(stopped)")
    expect(outputs.locator(".am-run")).to_have_count(0)
    notebook.wait()
    expect(notebook.run(1)).to_have_text("next")


def test_the_live_view_and_its_cancel_work_in_notebook_7(page: Page, notebook_server: Lab) -> None:
    code = (PLAY.format(pause=0.02, hold=0.5), STOPPABLE)
    notebook = Notebook.create(page, notebook_server, *code, name="seven.ipynb")
    outputs = notebook.run(0, wait=False)
    expect(outputs.locator(".am-run .am-step .am-code")).to_contain_text("import numpy as np")
    expect(outputs.locator(".am-run mjx-container").first).to_be_visible()
    notebook.wait()
    is_whole(outputs)
    outputs = notebook.run(1, wait=False)
    outputs.get_by_role("button", name="Cancel this run").click()
    expect(outputs).to_contain_text("RunCancelled: The run was stopped.", timeout=5_000)


def test_where_the_button_cannot_interrupt_it_says_what_can(page: Page, lab: Lab) -> None:
    notebook = Notebook.create(page, lab, STOPPABLE, name="no-cancel.ipynb")
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


def test_the_live_view_can_be_read_in_the_dark_theme(page: Page, lab: Lab) -> None:
    notebook = Notebook.create(page, lab, STOPPABLE, name="dark.ipynb")
    theme = {"theme": "JupyterLab Dark"}
    run = "([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)"
    page.evaluate(run, ["apputils:change-theme", theme])
    outputs = notebook.run(0, wait=False)
    expect(outputs.locator(".am-status")).to_be_visible()
    for part in (".am-status", ".am-clock", ".am-about", ".am-cancel", ".am-answer strong"):
        assert contrast(outputs.locator(part)) >= 4.5, part
    outputs.get_by_role("button", name="Cancel this run").click()
    expect(outputs).to_contain_text("RunCancelled")
    page.evaluate(run, ["apputils:change-theme", {"theme": "JupyterLab Light"}])


def contrast(node: Locator) -> float:
    """The contrast ratio of WCAG between a text and what lies behind it."""
    colours: dict[str, Any] = node.first.evaluate(
        """(node) => {
          const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
          let behind = node;
          while (behind && (rgb(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) {
            behind = behind.parentElement;
          }
          return { text: rgb(getComputedStyle(node).color),
            behind: rgb(getComputedStyle(behind ?? document.body).backgroundColor) };
        }"""
    )
    lights = sorted(luminance(colours[name]) for name in ("text", "behind"))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: list[float]) -> float:
    shares = [value / 255 for value in colour[:3]]
    red, green, blue = (
        share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
