"""Which thread a notebook talks in, whatever happens to its kernel, its file and the server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, Notebook
from tests.browser.story import Assistant, record

pytestmark = pytest.mark.browser

SET, ASK = "%%assistant\nset x", "%%assistant\nwhat was x?"


def test_thread_goes_with_its_notebook_and_with_no_other(
    page: Page, front_end: Lab, assistant: Assistant
) -> None:
    cells = (assistant.load, SET, ASK)
    notebook = Notebook.create(page, front_end, *cells, name="Untitled.ipynb")
    notebook.run(0)
    expect(notebook.run(1)).to_contain_text("x is 42")
    thread = record(notebook, 1)["thread"]

    # Renamed while its kernel runs; then another gets the old name, and both are open at once.
    notebook.rename("lesson.ipynb")
    fresh = Notebook.create(page.context.new_page(), front_end, *cells, name="Untitled.ipynb")
    fresh.run(0)
    fresh.run(1)
    own = record(fresh, 1)["thread"]
    assert own != thread
    expect(notebook.run(2)).to_contain_text("x was 42")
    assert record(notebook, 2)["thread"] == thread
    fresh.run(2)
    assert record(fresh, 2)["thread"] == own

    notebook.restart()
    notebook.run(0)
    expect(notebook.run(2)).to_contain_text("x was 42")
    assert record(notebook, 2)["thread"] == thread

    copy = Notebook(fresh.page, front_end, notebook.duplicate()).open()
    copy.run(0)
    expect(copy.run(1)).to_contain_text("This notebook is a copy of lesson.ipynb.")
    begun = record(copy, 1)["thread"]
    assert begun not in (thread, own)
    assert assistant.said(begun)[:4] == ["set x", "x is 42.", "what was x?", "x was 42."]
    expect(notebook.run(2)).to_contain_text("x was 42")
    assert record(notebook, 2)["thread"] == thread


def test_thread_that_is_held_is_waited_for_and_one_that_is_lost_made_again(
    page: Page, front_end: Lab, assistant: Assistant
) -> None:
    cells = (assistant.load, SET, ASK, "%%assistant\nset x")
    notebook = Notebook.create(page, front_end, *cells, name="held.ipynb")
    notebook.run(0)
    notebook.run(1)
    made = record(notebook, 1)
    threads = assistant.client.beta.threads
    other = threads.runs.create(
        made["thread"],
        assistant_id=made["assistant"],
        additional_messages=[{"role": "user", "content": "slowly"}],
    )
    outputs = notebook.run(2, wait=False)
    expect(outputs.locator(".am-note")).to_contain_text("Another question held the thread")
    expect(outputs.get_by_role("button", name="Cancel")).to_be_enabled()
    threads.runs.cancel(other.id, thread_id=made["thread"])
    notebook.wait()
    expect(outputs).to_contain_text("x was 42")
    assert record(notebook, 2)["thread"] == made["thread"]

    threads.delete(made["thread"])
    outputs = notebook.run(3)
    expect(outputs).to_contain_text("x is 42")
    lines = outputs.locator("em").all_inner_texts()
    assert lines == [
        "The server no longer knows this notebook's thread; a new one was begun with the last 2 "
        "answers of it."
    ]
    again = record(notebook, 3)["thread"]
    assert again != made["thread"]
    assert assistant.said(again)[:2] == ["set x", "x is 42."]
