"""Which thread a notebook talks in, whatever happens to its kernel and its file."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, Notebook
from tests.browser.story import Assistant, record

pytestmark = pytest.mark.browser


def test_thread_outlives_its_kernel(page: Page, front_end: Lab, assistant: Assistant) -> None:
    cells = (assistant.load, "%%assistant\nset x", "%%assistant\nwhat was x?")
    notebook = Notebook.create(page, front_end, *cells, name="restart.ipynb")
    notebook.run(0)
    notebook.run(1)
    thread = record(notebook, 1)["thread"]
    notebook.restart()
    notebook.run(0)
    expect(notebook.run(2)).to_contain_text("x was 42")
    assert record(notebook, 2)["thread"] == thread
