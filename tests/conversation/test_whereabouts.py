"""Notebooks that are renamed while their kernel runs, and those that get their old names."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assist_magic.conversation.whereabouts import left, moved_to, number
from tests.conversation.test_origin import save
from tests.test_kernel import Kernel


class Open:
    """A notebook that is open in a kernel, as a server starts it."""

    def __init__(self, path: Path, kernel: Kernel) -> None:
        self.path, self.kernel = path, kernel
        kernel.run("%load_ext assist_magic")

    def ask(self, question: str) -> str:
        """The thread of the answer, and the answer."""
        self.kernel.run(f"%%assistant -o reply\n{question}")
        return self.kernel.run("print(reply.thread_id, reply.text)")

    def thread(self) -> str:
        return self.ask("hello").split()[0]

    def rename(self, name: str) -> None:
        self.path = self.path.rename(self.path.with_name(name))


@pytest.fixture
def open_new(front: Path) -> Iterator[Callable[..., Open]]:
    """Makes a notebook, as "Untitled" is made, and opens it."""
    kernels: list[Kernel] = []

    def opened(name: str = "Untitled.ipynb") -> Open:
        path = front / name
        if not path.exists():
            save(path)
        kernels.append(Kernel(front, str(path)))
        return Open(path, kernels[-1])

    yield opened
    for each in kernels:
        each.close()


def test_a_new_notebook_by_the_old_name_begins_a_thread_of_its_own(
    open_new: Callable[..., Open],
) -> None:
    lesson = open_new()
    first = lesson.ask("How much is six times seven?").split()[0]
    lesson.rename("lesson.ipynb")
    fresh = open_new()
    own = fresh.thread()
    assert own != first
    assert lesson.ask("And what was x?") == f"{first} x was 42."
    assert fresh.thread() == own
    # Nothing of this was saved, and its kernel is started again where it lies now.
    assert open_new("lesson.ipynb").thread() == first


def test_notebooks_that_are_renamed_before_their_first_question_share_nothing(
    open_new: Callable[..., Open],
) -> None:
    threads = []
    for name in ("algebra.ipynb", "biology.ipynb"):
        notebook = open_new()
        notebook.rename(name)
        threads.append(notebook.thread())
        assert notebook.thread() == threads[-1]
        save(notebook.path, threads[-1])
    assert open_new().thread() not in threads
    assert threads[0] != threads[1]
    (copy := notebook.path.with_name("copy.ipynb")).write_text(notebook.path.read_text())
    assert open_new(copy.name).thread() not in threads
    assert notebook.thread() == threads[1]
    notebook.kernel.close()
    assert open_new("biology.ipynb").thread() == threads[1]


def test_a_copy_of_a_renamed_notebook_does_not_take_its_thread(
    open_new: Callable[..., Open],
) -> None:
    lesson = open_new()
    first = lesson.thread()
    save(lesson.path, first)
    lesson.rename("lesson.ipynb")
    copy = lesson.path.with_name("lesson-Copy1.ipynb")
    copy.write_text(lesson.path.read_text())
    copied = open_new(copy.name)
    assert copied.thread() != first
    assert copied.kernel.run("print(reply.notes[0])").startswith(
        "This notebook is a copy of lesson.ipynb. It has a thread of its own"
    )
    assert lesson.thread() == first


def test_files_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    old, new = tmp_path / "old.ipynb", tmp_path / "new.ipynb"
    assert number(str(old)) == ""
    old.write_text("{}")
    known = number(str(old))
    old.write_text('{"cells": []}')
    assert number(str(old)) == known
    assert moved_to(str(old), known) is None
    assert moved_to(str(old), None) is None
    old.rename(new)
    assert moved_to(str(old), known) == str(new)
    old.write_text("{}")
    assert moved_to(str(old), known) == str(new)
    assert moved_to(str(tmp_path / "nowhere" / "old.ipynb"), known) is None


def test_a_notebook_leaves_a_path_only_where_another_has_changed_since(tmp_path: Path) -> None:
    old, new = tmp_path / "old.ipynb", tmp_path / "new.ipynb"
    assert not left(str(old), since=0)  # a folder without notebooks: they are kept elsewhere
    begun = time.time() - 1
    old.write_text("{}")
    assert not left(str(old), since=begun)
    old.rename(new)
    assert left(str(old), since=begun)
    assert not left(str(old), since=time.time() + 60)
