"""The page that nbconvert makes of a notebook with answers, open in a browser without a network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import jupyter_server_mathjax
import nbformat
from nbconvert import HTMLExporter
from playwright.sync_api import Page, Route

from assist_magic.view.outputs import outputs
from tests.corpora.shown import final

_MATHJAX = Path(jupyter_server_mathjax.__file__).parent / "static"
# The package ships these fonts alone.
_FONTS = """window.MathJax = { "HTML-CSS": { availableFonts: [], imageFont: null,
  preferredFont: null, webFont: "STIX-Web" } };"""
_ORIGIN = "http://127.0.0.1:9"  # answered by the test itself


def open_converted(page: Page, texts: Sequence[str]) -> list[str]:
    """Open the page that nbconvert makes of answers, with its MathJax from this machine.

    The addresses of what else it asks for come into the list, and are not answered.
    """
    html = _converted(texts)
    others: list[str] = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = _MATHJAX / path.removeprefix("/mathjax/")
        if path == "/answers.html":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith("/mathjax/") and file.is_file():
            route.fulfill(path=file)
        else:
            others.append(route.request.url)
            route.abort()

    page.unroute_all()
    page.route("**/*", answer)
    page.add_init_script(_FONTS)
    page.goto(f"{_ORIGIN}/answers.html", wait_until="domcontentloaded")
    return others


def _converted(texts: Sequence[str]) -> str:
    """A notebook whose one cell has all answers, as nbconvert makes a page of it."""
    shown = [
        nbformat.v4.new_output("display_data", data=output.data, metadata=output.metadata)
        for text in texts
        for output in outputs(final(text))
    ]
    cell = nbformat.v4.new_code_cell("%%assistant\nall", outputs=shown)
    exporter = HTMLExporter(
        mathjax_url=f"{_ORIGIN}/mathjax/MathJax.js?config=TeX-AMS-MML_HTMLorMML-full,Safe"
    )
    html, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    return str(html)
