"""The notebook's functions called in the middle of a run, through both doors."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import assist_magic
from assist_magic import assistant_tool
from assist_magic.config import Settings
from assist_magic.errors import RunCancelled, UsageError
from assist_magic.session import session
from tests.conftest import Door, run_cell
from tests.proxy import Fault, Proxy
from tests.test_stop import interrupt_after, run_status

called: list[Any] = []


@pytest.fixture(params=["stream", "poll"])
def poll(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "poll")


@pytest.fixture(autouse=True)
def nothing_called() -> None:
    called.clear()


def convert(degrees: float, scale: str = "C") -> str:
    """Converts degrees."""
    called.append((degrees, threading.current_thread()))
    return f"{degrees * 9 / 5 + 32:g} °F"


def tools_of(proxy: Proxy) -> list[str]:
    """The tools that the last run was asked for."""
    return [
        each["function"]["name"] if each["type"] == "function" else each["type"]
        for each in proxy.bodies[-1].get("tools", [])
    ]


def test_a_function_is_called_in_the_main_thread(front: Path, door: Door, poll: bool) -> None:
    reply = door("Please convert.", tools=[convert], poll=poll)

    assert reply.text == "That is 212 °F."
    assert called == [(100.0, threading.main_thread())]
    (step,) = reply.steps
    assert (step.kind, step.name, step.status) == ("function", "convert", "completed")
    assert (step.input, step.logs) == ('{"degrees": 100}', "212 °F")


def test_many_calls_and_turns(front: Path, door: Door, poll: bool) -> None:
    reply = door("Please compare.", tools=[convert], poll=poll)

    assert reply.text.endswith("All done: 42.")
    assert [each[0] for each in called] == [1.0, 2.0, 3.0]
    assert [(each.name or each.kind, each.logs.strip()) for each in reply.steps] == [
        ("convert", "33.8 °F"),
        ("convert", "35.6 °F"),
        ("convert", "37.4 °F"),
        ("code_interpreter", "42"),
    ]


def test_an_exception_goes_to_the_assistant_and_into_the_step(
    front: Path, door: Door, poll: bool
) -> None:
    def convert(degrees: float) -> str:
        raise ValueError(f"{degrees} is too hot")

    reply = door("Please convert.", tools=[convert], poll=poll)
    assert reply.text == "That is Error: ValueError: 100.0 is too hot."
    assert reply.steps[0].logs == "Error: ValueError: 100.0 is too hot"

    reply = door("Please misuse it.", tools=[convert], poll=poll)
    assert reply.text == (
        "Error: the arguments do not fit: degrees: Input should be a valid number, unable to "
        "parse string as a number; scale: Unexpected keyword argument"
    )


@pytest.mark.parametrize("fault", [{"drop": True}, {"lose": True}, {"cut_after": 1}])
def test_a_function_is_called_once_though_the_connection_breaks(
    proxy: Proxy, poll: bool, fault: dict[str, Any]
) -> None:
    proxy.faults.append(Fault("POST .*/submit_tool_outputs$", **fault))
    reply = assist_magic.ask("Please convert.", tools=[convert], poll=poll)

    assert reply.text == "That is 212 °F."
    assert len(called) == 1


def test_a_coroutine_is_a_function_too(front: Path, door: Door) -> None:
    import asyncio

    async def convert(degrees: float) -> str:
        await asyncio.sleep(0.01)
        return "cool"

    assert door("Please convert.", tools=[convert]).text == "That is cool."


def test_decorated_functions_are_offered_with_every_question(
    proxy: Proxy, shell: InteractiveShell
) -> None:
    run_cell(shell, "%assistant hello")
    assert "tools" not in proxy.bodies[-1]
    code = "from assist_magic import assistant_tool\n@assistant_tool\ndef own(x: int): return x"
    run_cell(shell, code)
    run_cell(shell, "%assistant hello")
    assert tools_of(proxy) == ["code_interpreter", "own"]

    shell.user_ns["convert"] = convert
    run_cell(shell, "%assistant --tool convert hello")
    assert tools_of(proxy) == ["code_interpreter", "own", "convert"]
    run_cell(shell, "%assistant hello")
    assert tools_of(proxy) == ["code_interpreter", "own"]


def test_tools_lists_the_functions(
    front: Path, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant_tool(convert)
    run_cell(shell, "%assistant tools")
    listed = capsys.readouterr().out.splitlines()
    assert [each.split()[0] for each in listed] == ["code_interpreter", "convert"]
    assert listed[1].endswith("Converts degrees.")


def test_the_solver_answers_beside_functions(
    front: Path, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", "solver")
    assert "397.8" in door("What is 17% of 2340?", tools=[convert]).text
    assert called == []


def test_only_what_is_registered_is_called(front: Path, shell: InteractiveShell) -> None:
    shell.user_ns["convert"] = convert
    reply = assist_magic.ask("Please convert.", tools=[assistant_tool(print_nothing)])

    assert "no tool named 'convert'" in reply.text
    assert called == []


def print_nothing() -> None:
    """Does nothing."""


def test_a_chosen_assistant_keeps_its_own_tools(proxy: Proxy, front_model: str, door: Door) -> None:
    wire = session.backend(Settings.from_environment()).wire
    own = [
        {"type": "file_search"},
        {"type": "function", "function": {"name": "get_weather", "parameters": {}}},
        {"type": "function", "function": {"name": "convert", "parameters": {}}},
    ]
    made = wire.post("/assistants", {"model": front_model, "tools": own})
    reply = door("Please convert.", assistant=made["id"], tools=[convert])

    assert reply.text == "That is 212 °F."
    (body,) = [each for each in proxy.bodies if each and "assistant_id" in each]
    names = [(each.get("function") or {}).get("name", each["type"]) for each in body["tools"]]
    assert names == ["file_search", "get_weather", "convert"]
    assert body["tools"][-1]["function"]["description"] == "Converts degrees."
    assert proxy.count(r"GET .*/assistants/asst_") == 1


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("%%assistant --tool convrt\nhello", "--tool convrt: .*Did you mean convert?"),
        ("%%assistant --tool number\nhello", "--tool number: it is a int, no function"),
        ("%%assistant --tool len\nhello", "no variable 'len'"),
    ],
)
def test_what_is_no_function_is_refused(
    proxy: Proxy, shell: InteractiveShell, cell: str, words: str
) -> None:
    shell.user_ns.update(convert=convert, number=3)
    with pytest.raises(UsageError, match=words):
        run_cell(shell, cell)
    assert proxy.requests == []


@pytest.mark.parametrize("swallows", [False, True])
def test_an_interrupt_reaches_the_function_and_ends_the_run(
    front: Path, door: Door, poll: bool, swallows: bool
) -> None:
    def convert(degrees: float) -> str:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        try:
            time.sleep(30)
        except KeyboardInterrupt:
            called.append("interrupted")
            if not swallows:
                raise
        return "swallowed"

    before = signal.getsignal(signal.SIGINT)
    first = door("hello")
    with pytest.raises(RunCancelled, match="stopped") as stopped:
        door("Please convert.", tools=[convert], poll=poll)

    assert called == ["interrupted"]
    reply = stopped.value.reply
    assert reply is not None
    assert run_status(reply.thread_id, reply.run_id) == "cancelled"
    assert signal.getsignal(signal.SIGINT) is before
    assert door("hello", poll=poll).thread_id == first.thread_id


def test_an_interrupt_cancels_a_coroutine(front: Path) -> None:
    import asyncio

    async def convert(degrees: float) -> str:
        interrupt_after(0.2)
        try:
            await asyncio.sleep(30)
        finally:
            called.append("cleaned up")
        return "never"

    with pytest.raises(RunCancelled):
        assist_magic.ask("Please convert.", tools=[convert])
    until = time.monotonic() + 5
    while not called and time.monotonic() < until:
        time.sleep(0.01)
    assert called == ["cleaned up"]


def test_beside_the_main_thread_a_function_is_called_where_it_was_asked(front: Path) -> None:
    replies = []
    worker = threading.Thread(
        target=lambda: replies.append(assist_magic.ask("Please convert.", tools=[convert]))
    )
    worker.start()
    worker.join(20)

    assert replies[0].text == "That is 212 °F."
    assert called == [(100.0, worker)]
