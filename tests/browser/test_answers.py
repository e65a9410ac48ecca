"""The corpus of answers as a reader sees it: in JupyterLab as it grows, and in nbconvert's page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import jupyter_server_mathjax
import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Locator, Page, Route

from assist_magic.view.outputs import outputs
from tests.browser.lab import Lab, Notebook
from tests.corpora.answers import SAMPLES, Sample
from tests.corpora.mixed import formulas_in, mixed
from tests.corpora.shown import BATCHES, ERRORS, differences, drawn, final

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SHOW = "from tests.corpora.shown import show\nshow({}, live=True)"
WATCH = f"""() => {{
  window.broken = [];
  setInterval(() => {{
    for (const node of document.querySelectorAll("{ERRORS}")) window.broken.push(node.outerHTML);
  }}, 200);
}}"""
MATHJAX = Path(jupyter_server_mathjax.__file__).parent / "static"
# The package ships these fonts alone.
FONTS = """window.MathJax = { "HTML-CSS": { availableFonts: [], imageFont: null,
  preferredFont: null, webFont: "STIX-Web" } };"""
MIXED = mixed(1, 300)
TYPESET = "(count) => document.querySelectorAll('mjx-container').length >= count"
DRAWN = """(count) => document.querySelectorAll(".MathJax").length === count
  && window.MathJax.Hub.queue.pending === 0"""
ORIGIN = "http://127.0.0.1:9"  # answered by the test itself


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
    serve(page, [sample.text for sample in SAMPLES])
    page.wait_for_function(DRAWN, arg=sum(len(each.formulas) for each in SAMPLES), timeout=60_000)
    assert wrong(page.locator(".jp-OutputArea-output"), SAMPLES) == []

    serve(page, MIXED)
    page.wait_for_function(DRAWN, arg=sum(formulas_in(text) for text in MIXED), timeout=60_000)
    assert_drawn(page.locator(".jp-OutputArea-output"))


def assert_drawn(outputs: Locator) -> None:
    """Each mixed answer has the formulas that were found in it."""
    for text, found in zip(MIXED, drawn(outputs), strict=True):
        assert found == [formulas_in(text), 0], text


def serve(page: Page, texts: Sequence[str]) -> None:
    """Open the page that nbconvert makes of answers, with what it fetches."""
    html = converted(texts)

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = MATHJAX / path.removeprefix("/mathjax/")
        if path == "/answers.html":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith("/mathjax/") and file.is_file():
            route.fulfill(path=file)
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", answer)
    page.add_init_script(FONTS)
    page.goto(f"{ORIGIN}/answers.html", wait_until="domcontentloaded")


def converted(texts: Sequence[str]) -> str:
    """A notebook whose one cell has all answers, as nbconvert makes a page of it."""
    shown = [
        nbformat.v4.new_output("display_data", data=output.data, metadata=output.metadata)
        for text in texts
        for output in outputs(final(text))
    ]
    cell = nbformat.v4.new_code_cell("%%assistant\nall", outputs=shown)
    exporter = HTMLExporter(
        mathjax_url=f"{ORIGIN}/mathjax/MathJax.js?config=TeX-AMS-MML_HTMLorMML-full,Safe"
    )
    html, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    return str(html)
