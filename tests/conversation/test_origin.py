"""Notebooks that were renamed, moved or copied, and their threads."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import assist_magic
from assist_magic.config import Settings
from assist_magic.conversation.notebook import Notebook
from assist_magic.conversation.origin import Origin, origin
from assist_magic.conversation.registry import Entry, Key, Registry, Turn
from assist_magic.reply import Reply
from assist_magic.session import session
from assist_magic.view.outputs import outputs
from tests.conversation.test_talk import forget_kernel
from tests.test_kernel import Kernel


def save(path: Path, *threads: str | Reply) -> str:
    """Writes a notebook as a front end saves it after answers, or after answers of threads."""
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "source": "# Lesson"}]
    for each in threads:
        output = {
            "output_type": "display_data",
            "data": {"text/plain": "x"},
            "metadata": (
                outputs(each)[0].metadata
                if isinstance(each, Reply)
                else {"assist_magic": {"thread": each, "run": "run_1"}}
            ),
        }
        cells.append({"cell_type": "code", "source": "%%assistant", "outputs": [output]})
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    return str(path)


@pytest.fixture
def open_at(front: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes the cells that follow those of a fresh kernel for a notebook."""

    def opened(path: Path) -> None:
        forget_kernel()
        here = Notebook(str(path), str(path))
        monkeypatch.setattr("assist_magic.session.this_notebook", lambda _: here)

    return opened


def test_a_renamed_notebook_goes_on_in_its_threads(
    front: Path, open_at: Callable[[Path], None]
) -> None:
    lesson, renamed = front / "lesson.ipynb", front / "physics.ipynb"
    open_at(lesson)
    first = assist_magic.ask("How much is six times seven?")
    other = assist_magic.ask("hello", thread="homework")
    save(lesson, first, other)
    lesson.rename(renamed)
    open_at(renamed)
    after = assist_magic.ask("And what was x?")

    assert (after.thread_id, after.text, after.notes) == (first.thread_id, "x was 42.", ())
    assert assist_magic.ask("hello", thread="homework").thread_id == other.thread_id
    open_at(lesson)  # a new notebook by the old name
    assert assist_magic.ask("hello").thread_id != first.thread_id


def test_a_copy_has_a_thread_of_its_own_that_knows_what_was_said(
    front: Path, open_at: Callable[[Path], None]
) -> None:
    lesson, copy = front / "lesson.ipynb", front / "lesson-Copy1.ipynb"
    open_at(lesson)
    first = assist_magic.ask("hello")
    save(lesson, first)
    shutil.copy(lesson, copy)
    open_at(copy)
    begun = assist_magic.ask("hello again")
    wire = session.backend(Settings.from_environment()).wire
    said = wire.pages(f"/threads/{begun.thread_id}/messages")

    assert begun.thread_id != first.thread_id
    assert begun.notes == (
        "This notebook is a copy of lesson.ipynb. It has a thread of its own, begun with the last "
        "answer of the other.",
    )
    assert [each["content"][0]["text"]["value"] for each in said][:3] == [
        "hello",
        "Hello there, how are you?",
        "hello again",
    ]
    assert assist_magic.ask("hello").thread_id == begun.thread_id
    open_at(lesson)
    assert assist_magic.ask("hello").thread_id == first.thread_id


def test_a_copy_that_is_begun_anew_knows_nothing(
    front: Path, open_at: Callable[[Path], None]
) -> None:
    lesson, copy = front / "lesson.ipynb", front / "copy.ipynb"
    open_at(lesson)
    save(lesson, assist_magic.ask("hello").thread_id)
    shutil.copy(lesson, copy)
    open_at(copy)
    assert assist_magic.ask("hello", new=True).notes == ()
    settings = Settings.from_environment()
    key = Key(str(copy), session.backend(settings).server)
    session.registry(settings).forget_thread(key)
    assert assist_magic.ask("hello").notes == ()


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    made = Registry(tmp_path / "data")
    made.put_thread(Key(str(tmp_path / "a.ipynb"), "server"), Entry("thread_a"))
    made.add_turn("thread_a", Turn("q", "a"))
    return made


def found(registry: Registry, path: Path, server: str = "server") -> Origin:
    return origin(registry, Notebook(str(path), str(path)), Key(str(path), server))


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"cells": 3}', '{"cells": [1, {"outputs": [{"metadata": {"assist_magic": 1}}]}]}'],
)
def test_what_is_no_notebook_comes_from_nowhere(
    registry: Registry, tmp_path: Path, content: str
) -> None:
    (tmp_path / "b.ipynb").write_text(content)
    assert found(registry, tmp_path / "b.ipynb") == Origin()
    assert found(registry, tmp_path / "unsaved.ipynb") == Origin()


def test_threads_of_others_and_of_other_servers_do_not_count(
    registry: Registry, tmp_path: Path
) -> None:
    save(tmp_path / "b.ipynb", "thread_of_somebody")
    assert found(registry, tmp_path / "b.ipynb") == Origin()
    save(tmp_path / "b.ipynb", "thread_a")
    assert found(registry, tmp_path / "b.ipynb", "another") == Origin()


def test_the_thread_used_last_tells_the_origin(registry: Registry, tmp_path: Path) -> None:
    save(tmp_path / "a.ipynb", "thread_a")
    registry.put_thread(Key(str(tmp_path / "b.ipynb"), "server"), Entry("thread_b"))
    save(tmp_path / "c.ipynb", "thread_b", "thread_a")  # b was a copy of a, and is c now
    came = found(registry, tmp_path / "c.ipynb")

    assert came.entry is not None
    assert came.entry.thread_id == "thread_b"


def test_one_notebook_by_two_names_has_one_thread(registry: Registry, tmp_path: Path) -> None:
    os.symlink(save(tmp_path / "a.ipynb", "thread_a"), tmp_path / "b.ipynb")
    for name in ("b.ipynb", "a.ipynb"):
        if registry.thread(Key(str(tmp_path / name), "server")) is None:
            came = found(registry, tmp_path / name)
            assert came.entry is not None
            assert came.entry.thread_id == "thread_a"


@pytest.fixture
def kernel_at(front: Path) -> Iterator[Callable[[Path], Kernel]]:
    kernels: list[Kernel] = []

    def begin(path: Path) -> Kernel:
        kernels.append(Kernel(front, str(path)))
        kernels[-1].run("%load_ext assist_magic")
        return kernels[-1]

    yield begin
    for each in kernels:
        each.close()


def test_a_real_kernel_finds_the_thread_of_a_moved_notebook(
    front: Path, kernel_at: Callable[[Path], Kernel]
) -> None:
    """As a server starts kernels after a rename: with the new path, and the file as saved."""
    lesson, moved = front / "lesson.ipynb", front / "later" / "physics.ipynb"
    kernel = kernel_at(lesson)
    kernel.run("%%assistant -o reply\nHow much is six times seven?")
    first = kernel.run("print(reply.thread_id)")
    save(lesson, first)
    moved.parent.mkdir()
    lesson.rename(moved)
    kernel = kernel_at(moved)
    kernel.run("%%assistant -o reply\nAnd what was x?")

    assert kernel.run("print(reply.thread_id, reply.text)") == f"{first} x was 42."
