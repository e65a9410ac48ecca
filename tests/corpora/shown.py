"""Shows answers of the corpus in a notebook's cell, and reads from a page what a reader sees."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator

from assist_magic.reply import Reply, Text
from assist_magic.view import View, open_view
from tests.corpora.answers import SAMPLES, Sample
from tests.corpora.mixed import mixed

BATCH = 48  # JupyterLab shows 50 outputs of a cell
BATCHES = tuple(SAMPLES[begin : begin + BATCH] for begin in range(0, len(SAMPLES), BATCH))
ERRORS = "mjx-merror, [data-mjx-error], .merror, .noError, .MathJax_Error"
_SEEN = """(outputs) => outputs.map((output) => {
  const page = output.cloneNode(true);
  const all = (selector) => [...page.querySelectorAll(selector)];
  const errors = all(ERRORS);
  const sources = all("script[type^='math/tex']").map((node) => node.textContent.trim());
  const marks = all("mjx-container, script[type^='math/tex']");
  const code = all("pre code, .highlight pre").map((node) => node.textContent.trimEnd());
  marks.forEach((node) => node.replaceWith("◆"));
  all(".jp-InternalAnchorLink, .anchor-link, [class^='MathJax'], style").forEach((node) =>
    node.remove());
  all("input[type=checkbox]").forEach((node) => node.replaceWith(node.checked ? "[x] " : "[ ] "));
  all("p, li, td, th, h1, h2, h3, pre, br, hr, blockquote, div").forEach((node) =>
    { node.before(" "); node.after(" "); });
  return { seen: page.textContent.replace(/[ \\n\\t]+/g, " ").trim(), code, sources,
    formulas: marks.length, errors: errors.map((node) => node.outerHTML) };
})""".replace("ERRORS", repr(ERRORS))
_HELD = """(outputs, selectors) => outputs.map((output, n) => Object.fromEntries(
  selectors[n].map((each) => [each, output.querySelectorAll(each).length])))"""
_PIECES = 4  # in which a growing answer comes


def final(text: str) -> Reply:
    """The reply whose answer it is."""
    return Reply(status="completed", run_id="r", parts=(Text(text),))


def show(batch: int, live: bool = False) -> None:
    """Show a batch of the answers as outputs of this cell; `live` while they grow, all at once."""
    samples = BATCHES[batch]
    views = [open_view("rich" if live else "static") for _ in samples]
    for piece in range(1, _PIECES) if live else ():
        for view, sample in zip(views, samples, strict=True):
            _grow(view, sample.text, piece)
        time.sleep(0.3)
    for view, sample in zip(views, samples, strict=True):
        view.finish(final(sample.text))


def show_mixed(seed: int, count: int) -> None:
    """Show mixed answers as outputs of this cell."""
    for text in mixed(seed, count):
        with open_view("static") as view:
            view.finish(final(text))


def _grow(view: View, text: str, piece: int) -> None:
    beginning = text[: piece * len(text) // _PIECES]
    view.show(Reply(run_id="r", status="in_progress", parts=(Text(beginning),)))


def drawn(outputs: Locator) -> list[list[int]]:
    """How many formulas each output has, and how many of them are errors."""
    found: list[dict[str, Any]] = outputs.evaluate_all(_SEEN)
    return [[each["formulas"], len(each["errors"])] for each in found]


def differences(outputs: Locator, samples: Sequence[Sample]) -> list[str]:
    """What the outputs show other than they should; there is one for each sample, in order.

    The LaTeX is compared where the page tells it.
    """
    found: list[dict[str, Any]] = outputs.evaluate_all(_SEEN)
    held = outputs.evaluate_all(_HELD, [list(sample.holds) for sample in samples])
    assert len(found) == len(samples)
    return [
        f"{sample.text!r}: {name}: {value!r} instead of {meant!r}"
        for sample, each, holds in zip(samples, found, held, strict=True)
        for name, value, meant in (
            ("seen", each["seen"], sample.seen),
            ("formulas", each["formulas"], len(sample.formulas)),
            ("sources", each["sources"] or list(sample.formulas), list(sample.formulas)),
            ("code", each["code"], list(sample.code)),
            ("holds", holds, dict(sample.holds)),
            ("errors", each["errors"], []),
        )
        if value != meant
    ]
