"""Hostile answers in a real JupyterLab: no script runs or waits for a click, nothing is fetched.

The number of answers is small enough for every run of the tests; ASSIST_MAGIC_HOSTILE makes it
larger.
"""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hostile import answers
from tests.browser.lab import Lab, Notebook

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]

BATCH = 49  # JupyterLab shows 50 outputs of a cell
BATCHES = int(os.environ.get("ASSIST_MAGIC_HOSTILE", "1000")) // BATCH
COUNTING = "from tests.browser.hostile import show\nseeds = iter(range(10**6))"
AUDIT = """() => {
  const found = [];
  const banned = "script,iframe,object,embed,form,link,meta,style,video,audio,base,"
    + "svg:not(mjx-container svg)";
  for (const area of document.querySelectorAll(".jp-OutputArea-output")) {
    for (const node of area.querySelectorAll(banned)) found.push(node.outerHTML);
    for (const node of area.querySelectorAll("img:not([src^='data:'])")) found.push(node.outerHTML);
    for (const node of area.querySelectorAll("a[href]")) {
      if (!/^(https?:|mailto:|#)/.test(node.getAttribute("href"))) found.push(node.outerHTML);
    }
    for (const node of area.querySelectorAll("*")) {
      for (const { name, value } of node.attributes) {
        if (name.startsWith("on") || /url\\(/i.test(name === "style" ? value : "")) {
          found.push(node.outerHTML);
        }
      }
    }
  }
  return [...found.map((html) => html.slice(0, 300)), ...(window.harmed ? ["a script ran"] : [])];
}"""


def test_hostile_answers_do_no_harm(page: Page, lab: Lab, foreign: list[str]) -> None:
    notebook = Notebook.create(page, lab, COUNTING, "show(next(seeds))", name="hostile.ipynb")
    notebook.run(0)
    for seed in range(BATCHES):
        outputs = notebook.run(1)
        expect(outputs).to_contain_text(f"shown {seed}", timeout=30_000)
        page.wait_for_timeout(300)
        assert page.evaluate(AUDIT) == [], seed
    assert page.evaluate("window.harmed") is None
    assert foreign == []


def test_hostile_answers_do_no_harm_while_they_grow(
    page: Page, lab: Lab, foreign: list[str]
) -> None:
    cell = "show(next(seeds), count=10, live=True)"
    notebook = Notebook.create(page, lab, COUNTING, cell, name="growing.ipynb")
    notebook.run(0)
    page.evaluate(
        f"""() => {{
          const audit = {AUDIT};
          window.seen = [];
          const look = () => {{ window.seen.push(...audit()); }};
          new MutationObserver(look).observe(document.body, {{ childList: true, subtree: true }});
        }}"""
    )
    for seed in range(3):
        expect(notebook.run(1)).to_contain_text(f"shown {seed}", timeout=30_000)
        page.wait_for_timeout(300)
    assert page.evaluate("window.seen") == []
    assert foreign == []


def test_the_same_answers_do_harm_when_they_are_shown_as_they_are(
    page: Page, lab: Lab, foreign: list[str]
) -> None:
    code = (
        "from IPython.display import Markdown, display\nfrom tests.browser.hostile import answers\n"
    )
    cell = code + f"for answer in answers(0, {BATCH}): display(Markdown(answer))"
    notebook = Notebook.create(page, lab, cell, name="unsafe.ipynb")
    notebook.run(0)
    page.wait_for_timeout(1000)
    assert len(list(answers(0, BATCH))) == BATCH
    assert page.evaluate("window.harmed") > 0
    assert page.evaluate(AUDIT) != []
    assert foreign != []
