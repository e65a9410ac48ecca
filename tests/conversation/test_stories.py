"""What can happen to the thread of a notebook, each story told by real kernels."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assist_magic.config import Settings
from assist_magic.engine.process import Engine
from assist_magic.session import session
from tests.proxy import Proxy
from tests.test_kernel import Kernel

MADE_AGAIN = "The server no longer knows the assistant; it was made again."
Start = Callable[..., Kernel]


@pytest.fixture
def start(front: Path) -> Iterator[Start]:
    """Starts a kernel for a notebook of this name, or for none, with the extension loaded."""
    kernels: list[Kernel] = []

    def begin(name: str | None = None) -> Kernel:
        kernels.append(Kernel(front, str(front / name) if name else None))
        kernels[-1].run("%load_ext assist_magic")
        return kernels[-1]

    yield begin
    for each in kernels:
        each.close()


def wire() -> Any:
    return session.backend(Settings.from_environment()).wire


def asked(kernel: Kernel, question: str) -> tuple[str, str, str]:
    """The answer to a question, its thread, and what the user is told beside."""
    kernel.run(f"%%assistant -o reply\n{question}")
    told = kernel.run("print(reply.text, reply.thread_id, ' '.join(reply.notes), sep=' ~ ')")
    text, thread_id, notes = f"{told} ".split(" ~ ")
    return text, thread_id, notes.strip()


def begun(kernel: Kernel, question: str, thread_id: str) -> str:
    """Asks without waiting for the answer; gives back the run that works on it."""
    known = {each["id"] for each in wire().pages(f"/threads/{thread_id}/runs")}
    kernel.begin(f"%%assistant -o reply\n{question}")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        runs = wire().pages(f"/threads/{thread_id}/runs")
        if fresh := [each["id"] for each in runs if each["id"] not in known]:
            return str(fresh[0])
        time.sleep(0.1)
    raise AssertionError("No run was begun.")


def test_what_the_server_has_lost_is_begun_again(start: Start, front: Path) -> None:
    kernel = start("lesson.ipynb")
    _, first, _ = asked(kernel, "How much is six times seven?")
    wire().delete(f"/threads/{first}")
    text, second, notes = asked(kernel, "What are you told to go by?")

    assert second != first
    assert "no longer knows this notebook's thread; a new one was begun with the last answer" in (
        notes
    )
    assert "told from a record of an earlier thread" in text
    said = wire().pages(f"/threads/{second}/messages")
    assert said[0]["content"][0]["text"]["value"] == "How much is six times seven?"

    wire().delete(f"/assistants/{kernel.run('print(reply.assistant_id)')}")
    assert asked(kernel, "hello") == ("Hello there, how are you?", second, MADE_AGAIN)
    kernel.restart()
    kernel.run("%load_ext assist_magic")
    wire().delete(f"/assistants/{wire().pages(f'/threads/{second}/runs')[-1]['assistant_id']}")
    assert asked(kernel, "hello") == ("Hello there, how are you?", second, MADE_AGAIN)
    assert "NameError" in asked(kernel, "And what was x?")[0]


def test_a_run_that_a_killed_kernel_has_left_is_ended(start: Start, front: Path) -> None:
    kernel = start("lesson.ipynb")
    _, thread_id, _ = asked(kernel, "hello")
    left = begun(kernel, "loop forever", thread_id)
    kernel.restart()
    kernel.run("%load_ext assist_magic")
    began = time.monotonic()

    assert asked(kernel, "hello") == ("Hello there, how are you?", thread_id, "")
    assert time.monotonic() - began < 20
    assert wire().run(thread_id, left)[0]["status"] == "cancelled"


def test_two_kernels_of_a_notebook_take_turns_in_its_thread(start: Start, front: Path) -> None:
    one, other = start("lesson.ipynb"), start("lesson.ipynb")
    _, thread_id, _ = asked(one, "How much is six times seven?")
    assert asked(other, "And what was x?")[:2] == ("x was 42.", thread_id)
    run_id = begun(one, "long wait", thread_id)
    text, same, notes = asked(other, "hello")

    assert (text, same) == ("Hello there, how are you?", thread_id)
    assert notes == "Another question held the thread; this one waited for it."
    assert wire().run(thread_id, run_id)[0]["status"] == "completed"


def test_each_server_has_a_thread_of_the_notebook(
    start: Start, front: Path, front_engine: Engine, tmp_path: Path
) -> None:
    kernel = start("lesson.ipynb")
    _, here, _ = asked(kernel, "How much is six times seven?")
    proxy = Proxy(front_engine.base_url)
    try:
        kernel.run(f"import os; os.environ['ASSIST_MAGIC_API_KEY'] = {front_engine.token!r}")
        kernel.run(f"%config AssistantMagics.base_url = {proxy.base_url!r}")
        text, there, notes = asked(kernel, "And what was x?")
        assert "NameError" in text
        assert (there != here, notes) == (True, "")
        kernel.run("%config AssistantMagics.base_url = None")
        assert asked(kernel, "And what was x?") == ("x was 42.", here, "")
        kernel.restart()
        kernel.run("%load_ext assist_magic")
        kernel.run(f"import os; os.environ['ASSIST_MAGIC_API_KEY'] = {front_engine.token!r}")
        kernel.run(f"%config AssistantMagics.base_url = {proxy.base_url!r}")
        assert asked(kernel, "hello")[1] == there
    finally:
        proxy.close()


def test_without_a_path_a_thread_ends_with_its_kernel(start: Start, front: Path) -> None:
    kernel = start()
    _, first, _ = asked(kernel, "How much is six times seven?")
    assert asked(kernel, "And what was x?")[:2] == ("x was 42.", first)
    kernel.restart()
    kernel.run("%load_ext assist_magic")
    text, second, notes = asked(kernel, "hello")
    assert (second != first, notes) == (True, "")
    kernel.run(f"%%assistant -t {first} -o reply\nAnd what was x?")
    assert kernel.run("print(reply.text)") == "x was 42."
