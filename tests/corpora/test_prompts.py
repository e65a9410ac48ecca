"""Prompts arrive to the letter: from a cell, through a real kernel, in the engine's thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.blocking import BlockingKernelClient
from nbclient import NotebookClient

from assist_magic.engine.process import Engine
from tests.corpora.noting import asked, noting
from tests.corpora.prompts import FORMULAS, LETTERS, PROMPTS, SHELL, SPACES
from tests.view.kernels import run, running_kernel

# How a cell may begin: none of this changes what is sent.
HEADS = ("%%assistant", "%%assistant --quiet", "%%assistant -o reply", "\n\n%%assistant --quiet ")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine of its own; kernels that are started meanwhile ask it."""
    with (
        noting(tmp_path_factory.mktemp("corpora")) as (running, environment),
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in environment.items():
            patch.setenv(name, value)
        yield running


@pytest.fixture(scope="module")
def kernel(engine: Engine) -> Iterator[BlockingKernelClient]:
    """A kernel with the extension loaded."""
    with running_kernel() as client:
        run(client, "%load_ext assist_magic")
        yield client


def printed(client: BlockingKernelClient, code: str) -> str:
    return "".join(message["content"]["text"] for message in run(client, code))


def test_every_prompt_arrives_to_the_letter(engine: Engine, kernel: BlockingKernelClient) -> None:
    assert len(PROMPTS) >= 200
    run(kernel, "%assistant new")
    for number, prompt in enumerate(PROMPTS):
        # A cell may end with its last line or with an empty one: a kernel cannot tell them apart.
        end = "\n" if number % 2 or prompt.endswith("\n") else ""
        run(kernel, f"{HEADS[number % len(HEADS)]}\n{prompt}{end}")
    run(kernel, "%%assistant -o reply\nLast.")

    arrived = asked(engine, printed(kernel, "print(reply.thread_id, end='')"))
    assert len(arrived) == len(PROMPTS) + 1
    for prompt, text in zip(PROMPTS, arrived, strict=False):
        assert text == prompt


def test_what_is_cut_is_one_line_end_and_what_nbval_reads(
    engine: Engine, kernel: BlockingKernelClient
) -> None:
    bodies = {
        "$x$": "$x$",
        "$x$\n": "$x$",
        "$x$\n\n": "$x$\n",
        "$x$\r\n": "$x$",
        "a\r\n$x$\r\n\r\n": "a\r\n$x$\r\n",
        "# NBVAL_IGNORE_OUTPUT\n$x$": "$x$",
        "# NBVAL_IGNORE_OUTPUT\r\n$x$\r\n": "$x$",
        "$x$\n# NBVAL_CHECK_OUTPUT": "$x$",
        "$x$\n# PYTEST_VALIDATE_IGNORE_OUTPUT  \n\n$y$\n": "$x$\n\n$y$",
    }
    run(kernel, "%assistant new")
    for body in bodies:
        run(kernel, f"%%assistant -o reply\n{body}")
    run(kernel, "%%assistant -o reply\r\nlines\r\nof another\r\nsystem\r\n")

    arrived = asked(engine, printed(kernel, "print(reply.thread_id, end='')"))
    assert arrived == [*bodies.values(), "lines\r\nof another\r\nsystem"]


def test_cells_within_cells_and_lines_arrive_to_the_letter(
    engine: Engine, kernel: BlockingKernelClient
) -> None:
    run(kernel, "%assistant new")
    inner = [prompt for prompt in FORMULAS if "\n" not in prompt]
    for number, prompt in enumerate(inner):
        head = ("%%capture taken", "%%time", "%%capture taken\n%%time")[number % 3]
        run(kernel, f"{head}\n%%assistant -o reply\n{prompt}\n")

    assert asked(engine, printed(kernel, "print(reply.thread_id, end='')")) == inner


def test_prompts_arrive_to_the_letter_from_nbclient(engine: Engine, tmp_path: Path) -> None:
    prompts = [*FORMULAS[4:8], *SHELL[:6], *LETTERS[11:14], *SPACES[:14]]
    sources = [f"%%assistant -o reply\n{prompt}\n" for prompt in prompts]
    cells = ["%load_ext assist_magic", *sources, "print(reply.thread_id)"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    path = tmp_path / "prompts.ipynb"
    nbformat.write(notebook, path)
    done = NotebookClient(nbformat.read(path, as_version=4), timeout=60).execute()

    assert asked(engine, done.cells[-1].outputs[0]["text"].strip()) == prompts
