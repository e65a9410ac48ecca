"""Completion of commands, options and their values, in a terminal's shell."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from IPython.terminal.ptutils import IPythonPTCompleter
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from assist_magic.errors import BackendUnavailable
from assist_magic.line import listing
from assist_magic.line.listing import Listing
from assist_magic.line.options import COMMANDS, OPTIONS
from assist_magic.session import session
from tests.conftest import run_cell
from tests.proxy import Proxy


def offered(shell: InteractiveShell, code: str) -> list[str]:
    """What the cell would be with each completion at its end."""
    completer: Any = shell.Completer
    with provisionalcompleter():
        return [code[: each.start] + each.text for each in completer.completions(code, len(code))]


def test_commands_and_options_are_completed(bare: Path, shell: InteractiveShell) -> None:
    assert offered(shell, "%assistant thr") == ["%assistant threads"]
    assert offered(shell, "x = 1\n%assistant sta") == ["x = 1\n%assistant status"]
    assert offered(shell, "%%assistant --mo") == ["%%assistant --model"]
    assert offered(shell, "%%assistant -t a --po") == ["%%assistant -t a --poll"]
    every = offered(shell, "%assistant ")
    assert [f"%assistant {each.name}" for each in COMMANDS] == every[: len(COMMANDS)]
    flags = [flag for each in OPTIONS for flag in each.flags]
    assert offered(shell, "%%assistant ") == [f"%%assistant {each}" for each in flags]


def test_an_option_that_stands_there_is_not_offered_again(
    bare: Path, shell: InteractiveShell
) -> None:
    assert "%%assistant --poll --poll" not in offered(shell, "%%assistant --poll --po")
    assert offered(shell, "%%assistant --file a --fi") == ["%%assistant --file a --file"]


def test_questions_and_cells_below_the_first_line_are_left_alone(
    bare: Path, shell: InteractiveShell
) -> None:
    shell.user_ns["statistics_of_mine"] = 1
    assert "%assistant what is statistics_of_mine" in offered(shell, "%assistant what is stati")
    below = offered(shell, "%%assistant\nstati")
    assert "%%assistant\nstatus" not in below
    assert "%%assistant\nstatistics_of_mine" in below


def test_variables_of_the_notebook(bare: Path, shell: InteractiveShell) -> None:
    run_cell(shell, "cars = {}\nimport csv as cars_module\ndef carry(): pass\nclass Car: pass")
    assert offered(shell, "%%assistant -i ca") == ["%%assistant -i cars"]
    assert offered(shell, "%%assistant --in=ca") == ["%%assistant --in=cars"]
    assert offered(shell, "%%assistant -o ca") == ["%%assistant -o cars"]
    assert offered(shell, "%%assistant --tool ca") == ["%%assistant --tool carry"]
    assert offered(shell, "%%assistant --schema Ca") == ["%%assistant --schema Car"]
    assert "%%assistant -i In" not in offered(shell, "%%assistant -i ")


def test_files_of_the_folder(bare: Path, shell: InteractiveShell) -> None:
    (bare / "data").mkdir()
    for name in ("data/cars.csv", "my cars.csv", "it's.csv", ".hidden", "mine.txt"):
        (bare / name).write_text("x")
    assert offered(shell, "%%assistant -f da") == ["%%assistant -f data/"]
    assert offered(shell, "%%assistant -f data/") == ["%%assistant -f data/cars.csv"]
    assert offered(shell, "%%assistant -f my") == ["%%assistant -f 'my cars.csv'"]
    assert offered(shell, "%%assistant -f 'my c") == ["%%assistant -f 'my cars.csv'"]
    assert offered(shell, "%%assistant -f .h") == ["%%assistant -f .hidden"]
    assert offered(shell, "%%assistant -f it") == ["%%assistant -f 'it'\"'\"'s.csv'"]
    assert offered(shell, "%assistant upload mine.txt da") == ["%assistant upload mine.txt data/"]


def test_threads_models_and_assistants_that_are_known(front: Path, shell: InteractiveShell) -> None:
    assert offered(shell, "%%assistant -t ") == ["%%assistant -t default"]
    assert offered(shell, "%%assistant -a ") == ["%%assistant -a default", "%%assistant -a tutor"]
    run_cell(shell, "%%assistant -t 'my homework' --quiet\nhello")
    assert offered(shell, "%assistant use m") == ["%assistant use 'my homework'"]
    wire = session.backend(session.settings()).wire
    wire.post("/assistants", {"name": "Poet", "model": "default"})
    eventually(shell, "%%assistant -a Po", "%%assistant -a Poet")
    eventually(shell, "%assistant model local:", "%assistant model local:0.5b")
    assert "%%assistant -m solver" in offered(shell, "%%assistant -m ")


def eventually(shell: InteractiveShell, code: str, expected: str) -> None:
    for _ in range(50):
        if expected in offered(shell, code):
            return
    raise AssertionError(f"{expected} is never offered: {offered(shell, code)}")


def test_nothing_is_asked_of_a_server_that_was_not_found_yet(
    proxy: Proxy, shell: InteractiveShell
) -> None:
    offered(shell, "%%assistant -m ")
    offered(shell, "%%assistant -a ")
    assert proxy.requests == []


def test_settings_that_cannot_be_read_are_no_error_here(
    bare: Path, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", "nowhere")
    assert offered(shell, "%%assistant -m solv") == []


def test_a_slow_server_is_not_waited_for() -> None:
    def fetch() -> list[str]:
        time.sleep(0.4)
        return ["late"]

    slow = Listing(fetch)
    begun = time.monotonic()
    assert slow.names() == ()
    assert time.monotonic() - begun < 0.3
    while not slow.names():
        assert time.monotonic() - begun < 10
    assert slow.names() == ("late",)


def test_a_server_that_fails_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "WAIT_SECONDS", 5.0)
    answers = [["one"]]
    failures = [BackendUnavailable("gone")]

    def fetch() -> list[str]:
        if failures:
            raise failures.pop()
        return answers.pop()

    flaky = Listing(fetch)
    assert flaky.names() == ()
    assert flaky.names() == ("one",)
    assert flaky.names() == ("one",)  # and is not asked while the answer is fresh


def test_the_terminals_own_completer(bare: Path, shell: InteractiveShell) -> None:
    fake: Any = SimpleNamespace(Completer=shell.Completer, min_elide=30)
    completer: Any = IPythonPTCompleter(shell=fake)
    document = Document("%assistant hist", 15)
    found = list(completer.get_completions(document, CompleteEvent()))
    assert [(each.text, each.start_position) for each in found] == [("history", -4)]


def test_unloading_ends_it(bare: Path, shell: InteractiveShell) -> None:
    shell.run_line_magic("reload_ext", "assist_magic")
    assert offered(shell, "%assistant thr") == ["%assistant threads"]
    completer: Any = shell.Completer
    assert len(completer.custom_matchers) == 1
    shell.run_line_magic("unload_ext", "assist_magic")
    assert completer.custom_matchers == []
