"""Hostile answers in a real JupyterLab: no script runs or waits for a click, nothing is fetched.

ASSIST_MAGIC_HOSTILE sets how many answers are tried.
"""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.converted import open_converted
from tests.browser.hostile import answers
from tests.browser.lab import Lab, Notebook

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]

BATCH = 625
BATCHES = int(os.environ.get("ASSIST_MAGIC_HOSTILE", "5000")) // BATCH
COUNTING = """from tests.browser.hostile import show
from tests.browser.doors import show_everywhere
seeds = iter(range(10**6))"""
AUDIT = """() => {
  const found = [];
  const banned = "script,iframe,object,embed,form,link,meta,style,video,audio,base,"
    + "svg:not(mjx-container svg)";
  for (const area of document.querySelectorAll(".jp-OutputArea-output")) {
    for (const node of area.querySelectorAll(banned)) found.push(node.outerHTML);
    for (const node of area.querySelectorAll("img:not([src^='data:'])")) found.push(node.outerHTML);
    for (const node of area.querySelectorAll("a[href]")) {
      if (!/^(https?:|ftp:|mailto:|#)/.test(node.getAttribute("href"))) found.push(node.outerHTML);
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


# A look at the whole page at every change would take longer than drawing it.
WATCH = f"""() => {{
  const audit = {AUDIT};
  window.seen = [];
  let changed = false;
  new MutationObserver(() => {{ changed = true; }})
    .observe(document.body, {{ childList: true, subtree: true }});
  setInterval(() => {{
    if (changed) window.seen.push(...audit());
    changed = false;
  }}, 100);
}}"""


# A link to a file beside the notebook; no character of its name means anything in an address.
TO_A_COPY = re.compile(r'<a href="[\w%./~-]+" target="_blank" rel="noopener">')


OF_MATHJAX = re.compile(r'<script type="math/tex(; mode=display)?" id="MathJax-Element-\d+">')


def opened(page: Page, lab: Lab, cell: str, name: str) -> Notebook:
    """A notebook that is ready to run a cell that shows the next seed, as often as needed."""
    notebook = Notebook.create(page, lab, COUNTING, cell, name=name)
    notebook.show_all_outputs()
    notebook.run(0)
    return notebook


def shown(notebook: Notebook, seed: int) -> Locator:
    """The outputs for a seed, when all of them are drawn."""
    outputs = notebook.run(1)
    expect(outputs.last).to_contain_text(f"shown {seed}\n", timeout=60_000)
    notebook.page.wait_for_timeout(300)
    return outputs.locator(".jp-OutputArea-output")


def test_hostile_answers_do_no_harm(page: Page, lab: Lab, foreign: list[str]) -> None:
    notebook = opened(page, lab, f"show(next(seeds), {BATCH})", "hostile.ipynb")
    for seed in range(BATCHES):
        assert shown(notebook, seed).count() > BATCH
        assert page.evaluate(AUDIT) == [], seed
    assert page.evaluate("window.harmed") is None
    assert foreign == []


def test_hostile_answers_do_no_harm_while_they_grow(
    page: Page, lab: Lab, foreign: list[str]
) -> None:
    notebook = opened(page, lab, "show(next(seeds), 40, live=True)", "growing.ipynb")
    page.evaluate(WATCH)
    for seed in range(2):
        shown(notebook, seed)
    assert page.evaluate("window.seen") == []
    assert foreign == []


def test_hostile_words_do_no_harm_at_any_other_door(
    page: Page, lab: Lab, foreign: list[str]
) -> None:
    notebook = opened(page, lab, "show_everywhere(next(seeds), 25, live=True)", "doors.ipynb")
    page.evaluate(WATCH)
    assert shown(notebook, 0).count() > 25 * 6
    assert [each for each in page.evaluate("window.seen") if not TO_A_COPY.match(each)] == []
    assert foreign == []


def test_hostile_answers_do_no_harm_in_the_page_of_nbconvert(page: Page) -> None:
    others = open_converted(page, list(answers(0, BATCH)))
    page.wait_for_function("document.querySelectorAll('.MathJax').length > 100")
    page.wait_for_timeout(1000)
    found = [each for each in page.evaluate(AUDIT) if not OF_MATHJAX.match(each)]
    assert found == []
    assert page.evaluate("window.harmed") is None
    assert [each for each in others if "require.js" not in each] == []


def test_the_same_answers_do_harm_when_they_are_shown_as_they_are(
    page: Page, lab: Lab, foreign: list[str]
) -> None:
    code = (
        "from IPython.display import Markdown, display\nfrom tests.browser.hostile import answers\n"
    )
    cell = code + "for answer in answers(0, 49): display(Markdown(answer))"
    notebook = Notebook.create(page, lab, cell, name="unsafe.ipynb")
    notebook.run(0)
    page.wait_for_timeout(1000)
    assert page.evaluate("window.harmed") > 0
    assert page.evaluate(AUDIT) != []
    assert foreign != []
