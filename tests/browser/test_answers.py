"""The corpus of answers as a reader sees it: in JupyterLab as it grows, and in nbconvert's page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.converted import open_converted
from tests.browser.lab import Lab, Notebook
from tests.corpora.answers import SAMPLES, Sample
from tests.corpora.mixed import formulas_in, mixed
from tests.corpora.shown import BATCHES, ERRORS, differences, drawn

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SHOW = "from tests.corpora.shown import show\nshow({}, live=True)"
WATCH = f"""() => {{
  window.broken = [];
  setInterval(() => {{
    for (const node of document.querySelectorAll("{ERRORS}")) window.broken.push(node.outerHTML);
  }}, 200);
}}"""
MIXED = mixed(1, 300)
TYPESET = "(count) => document.querySelectorAll('mjx-container').length >= count"
DRAWN = """(count) => document.querySelectorAll(".MathJax").length === count
  && window.MathJax.Hub.queue.pending === 0"""


def wrong(outputs: Locator, samples: Sequence[Sample]) -> list[str]:
    """What stays wrong when the page has had its time to typeset."""
    for _ in range(60):
        if not differences(outputs, samples):
            break
        outputs.page.wait_for_timeout(500)
    outputs.page.wait_for_timeout(300)
    return differences(outputs, samples)


def test_answers_are_seen_as_they_are_meant_in_jupyterlab(page: Page, lab: Lab) -> None:
    assert len(SAMPLES) >= 100
    cells = [SHOW.format(number) for number in range(len(BATCHES))]
    notebook = Notebook.create(page, lab, *cells, name="answers.ipynb")
    page.set_viewport_size({"width": 1100, "height": 9000})  # what is out of sight is not drawn
    page.evaluate(WATCH)
    for number, samples in enumerate(BATCHES):
        area = notebook.run(number)
        assert wrong(area.locator(".jp-OutputArea-output"), samples) == []
    assert page.evaluate("window.broken") == []


def test_mixed_answers_have_all_their_formulas_and_no_error(page: Page, lab: Lab) -> None:
    cell = "from tests.corpora.shown import show_mixed\nshow_mixed(1, 300)"
    notebook = Notebook.create(page, lab, cell, name="mixed.ipynb")
    notebook.show_all_outputs()
    outputs = notebook.run(0).locator(".jp-OutputArea-output")
    page.wait_for_function(TYPESET, arg=sum(formulas_in(text) for text in MIXED))
    assert_drawn(outputs)


def test_answers_are_seen_as_they_are_meant_in_the_page_of_nbconvert(page: Page) -> None:
    open_converted(page, [sample.text for sample in SAMPLES])
    page.wait_for_function(DRAWN, arg=sum(len(each.formulas) for each in SAMPLES), timeout=60_000)
    assert wrong(page.locator(".jp-OutputArea-output"), SAMPLES) == []

    open_converted(page, MIXED)
    page.wait_for_function(DRAWN, arg=sum(formulas_in(text) for text in MIXED), timeout=60_000)
    assert_drawn(page.locator(".jp-OutputArea-output"))


def assert_drawn(outputs: Locator) -> None:
    """Each mixed answer has the formulas that were found in it."""
    for text, found in zip(MIXED, drawn(outputs), strict=True):
        assert found == [formulas_in(text), 0], text
