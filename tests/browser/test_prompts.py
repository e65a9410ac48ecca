"""Questions typed into JupyterLab arrive to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.lab import Lab, Notebook
from tests.corpora.noting import asked, noting
from tests.corpora.prompts import FORMULAS, LETTERS, SHELL, SPACES

pytestmark = pytest.mark.browser

PASTED = [*FORMULAS[4:6], SHELL[4], LETTERS[1], LETTERS[11], SPACES[3], SPACES[9], SPACES[17]]
TYPED = [
    r"Is $\frac{1}{2} = \{x\}$ or \(y\), {a} or $HOME?",
    "\"quotes\" 'and' `ticks` (with [brackets] {in} them) # !ls %x",
]


def test_what_is_typed_and_pasted_arrives(page: Page, lab: Lab, tmp_path: Path) -> None:
    with noting(tmp_path) as (engine, environment):
        load = f"import os\nos.environ.update({environment!r})\n%load_ext assist_magic"
        cells = [load, *[""] * len(TYPED + PASTED), "print(reply.thread_id)"]
        notebook = Notebook.create(page, lab, *cells, name="prompts.ipynb")
        notebook.run(0)
        for number, prompt in enumerate(TYPED + PASTED, 1):
            page.locator(".jp-CodeCell .cm-content").nth(number).click()
            head = "%%assistant -o reply\n"
            page.keyboard.insert_text(head if prompt in TYPED else f"{head}{prompt}\n")
            if prompt in TYPED:
                page.keyboard.type(prompt)
            page.keyboard.press("Control+Enter")
            notebook.wait()
        thread = notebook.run(len(cells) - 1).inner_text().strip()
        assert asked(engine, thread) == TYPED + PASTED
