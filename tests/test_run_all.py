"""Run All over a notebook whose third question fails: it stops there, and says why in short."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from assist_magic.engine.routes import runs as runs_room
from assist_magic.errors import AssistantError, RunFailed
from tests.protocol.served import KEY, in_process
from tests.proxy import Fault, Proxy

TOOL = """\
from assist_magic import assistant_tool

@assistant_tool
def convert(degrees: float) -> str:
    raise KeyboardInterrupt
"""
LONG = "The server has a long story to tell about this. " * 200
REFUSED = Fault(r"/runs$", status=400, message=LONG)
BUSY = Fault(r"/runs$", status=429, message="Slow down.", headers={"retry-after": "0"}, times=99)
BROKEN = Fault(r"/runs$", status=500, message="Oh no.", times=99)
KEYLESS = Fault(r"/runs$", status=401, message="Who are you?", times=99)
GONE = "%config AssistantMagics.base_url = 'http://127.0.0.1:9/v1'"
FAILURES: dict[str, tuple[str, str, Fault | None, str, str]] = {
    # what is set up before, the third question, what the network does, the error, what is kept
    "failed": ("", "\nbreak down", None, "RunFailed", "I was"),
    "incomplete": ("", "\ncut short", None, "RunFailed", "It goes on and"),
    "expired": ("", "\nslowly", None, "RunFailed", "word1"),
    "timeout": ("", "--timeout 0.5\nslowly", None, "RunCancelled", "word1"),
    "interrupted function": (TOOL, "\nplease convert", None, "RunCancelled", "stopped"),
    "wrong option": ("", "--temprature 1\nhello", None, "UsageError", ""),
    "wrong value": ("", "--timeout soon\nhello", None, "UsageError", ""),
    "wrong file": ("", "-f nowhere.csv\nhello", None, "UsageError", ""),
    "wrong variable": ("", "-i nothing\nhello", None, "UsageError", ""),
    "nothing asked": ("", "\n\n", None, "UsageError", ""),
    "refused at length": ("", "\nhello", REFUSED, "RunFailed", ""),
    "busy for ever": ("", "\nhello", BUSY, "TooManyRequests", ""),
    "broken server": ("", "\nhello", BROKEN, "", ""),
    "wrong key": ("", "\nhello", KEYLESS, "WrongKey", ""),
    "server gone": (GONE, "\nhello", None, "Unreachable", ""),
}


@pytest.fixture
def proxy(
    front: Path, front_model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Proxy]:
    """A server elsewhere whose runs last for three seconds, and what can happen on the way."""
    monkeypatch.setattr(runs_room, "RUN_SECONDS", 3)
    (tmp_path / "server").mkdir()
    with in_process(tmp_path / "server", front_model) as client:
        made = Proxy(str(client.base_url).rstrip("/"))
        monkeypatch.setenv("ASSIST_MAGIC_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", made.base_url)
        monkeypatch.setenv("ASSIST_MAGIC_API_KEY", KEY)
        yield made
        made.close()


@pytest.fixture
def run_all(proxy: Proxy) -> Iterator[Callable[..., Any]]:
    """Runs the cells of a notebook in one kernel, as nbclient does; gives back the notebook, and
    whether an error has stopped it."""
    manager = KernelManager()
    manager.start_kernel()

    def run(*cells: str) -> tuple[Any, bool]:
        made = [nbformat.v4.new_code_cell(each) for each in cells]
        notebook = nbformat.v4.new_notebook(cells=made)
        client = NotebookClient(notebook, km=manager, timeout=60)
        try:
            client.execute()
        except CellExecutionError:
            return notebook, True
        return notebook, False

    yield run
    manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


def test_a_notebook_stops_where_a_question_fails(proxy: Proxy, run_all: Callable[..., Any]) -> None:
    hello = "%%assistant\nhello"
    for name, (before, question, fault, error, kept) in FAILURES.items():
        # The two questions before it have two runs, which nothing happens to.
        proxy.faults = [Fault(fault.pattern, times=2), replace(fault)] if fault else []
        failing = f"%%assistant {question}"
        notebook, stopped = run_all("%load_ext assist_magic", hello, hello, before, failing, hello)
        assert notebook.cells[4].outputs, (name, [each.outputs for each in notebook.cells])
        *shown, last = notebook.cells[4].outputs

        assert stopped, name
        assert last.output_type == "error", name
        assert error in ("", last.ename), (name, last)
        assert len(json.dumps(last, ensure_ascii=False).encode()) <= 1024, (name, last)
        assert kept in str([each.get("data") for each in shown]), (name, shown)
        assert all("Hello there" in str(each.outputs) for each in notebook.cells[1:3]), name
        assert notebook.cells[5].outputs == [], name
        assert notebook.cells[5].execution_count is None, name


def test_a_long_message_keeps_its_two_ends() -> None:
    error = RunFailed(f"It began so: {'x' * 2000}. Do this next.")
    assert str(error).startswith("It began so: xxx")
    assert str(error).endswith("xxx. Do this next.")
    assert len(str(error).encode()) <= 400
    assert len(str(error.args[0])) > 2000
    chinese = AssistantError("模型没有回答。" * 300)
    assert len(str(chinese).encode()) <= 400
    assert "\ufffd" not in str(chinese)
    assert str(AssistantError("short")) == "short"
