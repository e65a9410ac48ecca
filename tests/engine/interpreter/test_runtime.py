"""The runtime: the ladder of sandboxes, the idle kernel, the ends of sessions and of processes."""

from __future__ import annotations

import asyncio
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from assist_magic.engine.interpreter import landlock, sandbox, syscalls
from assist_magic.engine.interpreter.base import (
    CodeOutput,
    Limits,
    Logs,
    Outcome,
    RuntimeSettings,
    SandboxUnavailable,
)
from assist_magic.engine.interpreter.confinement import Confinement
from assist_magic.engine.interpreter.processes import ForkServer, KernelProcess, LaunchFailed
from assist_magic.engine.interpreter.runtime import JupyterRuntime
from tests.engine.interpreter.bench import Bench, bench

on_landlock = pytest.mark.skipif(landlock.abi() == 0, reason="needs Linux with Landlock")


def _choose(folder: Path, **options: object) -> sandbox.Rung:
    return asyncio.run(sandbox.choose(RuntimeSettings(folder, **options)))  # type: ignore[arg-type]


@on_landlock
def test_highest_rung_is_taken_and_named(tmp_path: Path) -> None:
    assert _choose(tmp_path) in (sandbox.FULL, sandbox.NO_NAMESPACES)
    assert _choose(tmp_path, namespaces=False) == sandbox.NO_NAMESPACES
    full, lower = sandbox.FULL.protection(), sandbox.NO_NAMESPACES.protection()
    assert (full.level, full.layers[0]) == ("full", "namespaces")
    assert (lower.level, lower.layers[0]) == ("strong", "landlock")
    assert "without network" in full.words
    assert "without network" in lower.words


def test_machine_with_nothing_refuses_and_names_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    monkeypatch.setattr(sandbox, "bubblewrap", lambda: None)
    for system in ("Linux", "Windows"):
        monkeypatch.setattr(platform, "system", lambda name=system: name)
        with pytest.raises(SandboxUnavailable) as refusal:
            asyncio.run(JupyterRuntime(RuntimeSettings(tmp_path / "r")).start())
        assert "ASSIST_MAGIC_SANDBOX=none" in str(refusal.value)
        assert "assist-magic serve --sandbox none" in str(refusal.value)
    assert not (tmp_path / "r").exists()


def test_bubblewrap_that_does_not_work_is_no_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    monkeypatch.setattr(sandbox, "bubblewrap", lambda: "/bin/false")
    with pytest.raises(SandboxUnavailable):
        _choose(tmp_path)


@pytest.mark.skipif(sandbox.bubblewrap() is None, reason="needs bubblewrap")
def test_bubblewrap_holds_code_where_landlock_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    (tmp_path / "secret").write_text("secret")
    with bench(tmp_path / "r") as made:
        assert made.runtime.protection().layers[0] == "bubblewrap"
        assert made.runtime.protection().level == "strong"
        ran = made.run("open('/mnt/data/a', 'w').write('x')\nimport os; os.getcwd()")
        assert (ran.outcome, ran.text) == (Outcome("ok"), "'/mnt/data'\n")
        assert set(made.session().written()) == {"a"}
        assert made.run(f"open({str(tmp_path / 'secret')!r})").outcome == Outcome("error")
        assert made.run("import socket; socket.socket()").outcome == Outcome("error")
        assert made.run("while True: pass", seconds=0.3).outcome.status == "timeout"
        assert made.run("import os; os._exit(2)").outcome.status == "died"
        assert made.run("1").text == "1\n"


def test_opted_out_code_runs_and_says_so(tmp_path: Path) -> None:
    with bench(tmp_path / "r", "none") as made:
        protection = made.runtime.protection()
        assert (protection.level, protection.layers) == ("none", ())
        assert "without protection" in protection.words
        code = "import matplotlib.pyplot as plt; plt.plot([1]); open('/mnt/data/a', 'w').write('x')"
        assert len(made.run(code).pictures) == 1
        assert made.run("!echo hello").text == "hello\n"
        assert set(made.session().written()) == {"a"}
        assert made.run("while True: pass", seconds=0.3).outcome == Outcome(
            "timeout", "The code ran longer than 0.3 seconds and was stopped. Variables are kept."
        )
        assert made.run("import os; os._exit(2)").outcome.status == "died"


def test_seatbelt_profile_denies_by_default_and_quotes_paths(tmp_path: Path) -> None:
    data = tmp_path / 'da"ta'
    terms = Confinement(
        str(tmp_path / "c.json"), str(data), str(tmp_path / "s"), ("seatbelt",), 1, 1
    )
    profile = sandbox.seatbelt_profile(terms)
    assert "(deny default)" in profile
    assert 'da\\"ta")' in profile


def test_both_machines_number_every_call_once() -> None:
    for machine in ("x86_64", "aarch64"):
        numbers = syscalls.numbers(machine)
        assert len(set(numbers.values())) == len(numbers)
    assert syscalls.numbers("aarch64")["ptrace"] == 117
    with pytest.raises(KeyError):
        syscalls.numbers("riscv64")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    if landlock.abi() == 0:
        pytest.skip("needs Linux with Landlock")
    with bench(tmp_path_factory.mktemp("r"), limits=Limits(idle_seconds=3)) as made:
        yield made


def test_start_does_not_wait_for_the_kernel(room: Bench) -> None:
    assert room.runtime._idle is None
    assert room.run("1").text == "1\n"  # waits for what is still warming up


def test_first_and_warm_cells_are_fast(room: Bench) -> None:
    room.wait_for_idle()
    code = "import numpy as np, pandas as pd, sympy; np.arange(2)"
    assert _fastest(lambda: room.run(code, "thread_fast").text == "array([0, 1])\n", 1) < 1.0
    # Far above what a quiet machine needs (4 ms), far below the start of a kernel.
    assert _fastest(lambda: room.run("1 + 1", "thread_fast").text == "2\n", 9) < 0.1


def _fastest(work: object, times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        assert work()  # type: ignore[operator]
        taken.append(time.perf_counter() - began)
    return min(taken)


def test_idle_kernel_is_taken_and_replaced(room: Bench) -> None:
    room.wait_for_idle()
    first = room.runtime._idle
    session = room.session("thread_a")
    assert session._kernel is first
    assert session.fresh
    assert session.folder.name == "thread_a"
    room.wait_for_idle()
    assert room.runtime._idle is not first
    assert room.session("thread_a") is session


def test_only_so_many_kernels_wait_for_their_threads(tmp_path: Path) -> None:
    with bench(tmp_path, limits=Limits(kernels=2)) as made:
        for number in range(4):
            made.run(f"x = {number}", f"thread_{number}")
            made.wait(0.05)
        sessions = [made.session(f"thread_{number}") for number in range(4)]
        ends = time.monotonic() + 20
        while sum(session.has_kernel for session in sessions) > 2:
            assert time.monotonic() < ends
            made.wait(0.1)
        # The ones that waited longest have ended; their threads go on in a new kernel.
        assert [session.has_kernel for session in sessions] == [False, False, True, True]
        assert made.run("x", "thread_3").text == "3\n"
        assert "NameError" in made.run("x", "thread_0").text


def test_threads_run_at_once_and_cells_of_one_in_order(room: Bench) -> None:
    sessions = [room.session(f"thread_{n}") for n in range(2)]
    outputs: list[CodeOutput] = []

    async def both() -> list[Outcome]:
        slow = "import time; time.sleep(0.8); print('slow')"
        cells = [session.run(slow, outputs.append) for session in sessions]
        cells.append(sessions[0].run("print('second')", outputs.append))
        return await asyncio.gather(*cells)

    for session in sessions:
        room.do(session.run("1", lambda _: None))
    began = time.perf_counter()
    assert room.do(both()) == [Outcome("ok")] * 3
    assert time.perf_counter() - began < 1.5
    assert outputs[-1] == Logs("second\n")


def test_unused_session_rests_and_wakes_with_its_files(room: Bench) -> None:
    room.run("open('a', 'w').write('kept'); x = 1", "thread_rest")
    session = room.session("thread_rest")
    assert not session.fresh
    room.wait(4.2)
    assert session._kernel is None
    assert session.fresh
    ran = room.run("print(open('/mnt/data/a').read(), 'x' in globals())", "thread_rest")
    assert ran.text == "kept False\n"


def test_release_deletes_the_folder_and_a_new_session_begins_empty(room: Bench) -> None:
    name = "thread/../odd name"
    room.run("open('a', 'w').write('x'); x = 1", name)
    folder = room.session(name).folder
    assert folder.parent == room.session("thread_a").folder.parent
    room.do(room.runtime.release(name))
    assert not folder.exists()
    assert "NameError" in room.run("x", name).text
    room.do(room.runtime.release("never seen"))


def test_dead_fork_server_is_replaced(room: Bench) -> None:
    room.run("x = 1", "thread_x")
    server = room.runtime._launcher._process  # type: ignore[union-attr]
    os.kill(server.pid, signal.SIGKILL)
    room.wait(0.5)
    assert "NameError" in room.run("x", "thread_x").text
    assert room.run("1 + 1", "thread_new").text == "2\n"


def test_namespaces_that_fail_after_all_leave_the_lower_rung(
    room: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    launch = ForkServer.launch

    async def refuse(server: ForkServer, terms: Confinement) -> KernelProcess:
        if "namespaces" in terms.layers:
            raise LaunchFailed("PermissionError: unshare")
        return await launch(server, terms)

    monkeypatch.setattr(room.runtime, "_rung", sandbox.FULL)
    monkeypatch.setattr(ForkServer, "launch", refuse)
    room.run("import os; os._exit(1)", "thread_lower")
    assert room.run("open('/mnt/data/a', 'w').write('x')", "thread_lower").text == "1\n"
    assert room.runtime.protection() == sandbox.NO_NAMESPACES.protection()


def test_kernel_that_cannot_start_is_told(room: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(server: ForkServer, terms: Confinement) -> KernelProcess:
        raise LaunchFailed("no reason")

    room.run("import os; os._exit(1)", "thread_none")
    monkeypatch.setattr(ForkServer, "launch", refuse)
    ran = room.run("1", "thread_none")
    assert ran.outcome == Outcome(
        "died", "Python could not be started: no reason.", state_lost=True
    )


@on_landlock
def test_files_outlive_the_runtime_and_nothing_else_does(tmp_path: Path) -> None:
    before = psutil.Process().children(recursive=True)
    with bench(tmp_path / "r") as made:
        made.run("import subprocess; subprocess.Popen(['sleep', '60']); open('a', 'w').write('x')")
        sockets = made.runtime._sockets
        assert sockets.exists()
    assert not sockets.exists()
    assert set(psutil.Process().children(recursive=True)) <= set(before)
    assert os.listdir(tmp_path / "r" / "threads") == ["thread_main"]
    assert os.listdir(tmp_path / "r" / "scratch") == []
    with bench(tmp_path / "r") as made:
        assert set(made.session().written()) == {"a"}


ENGINE = """
import asyncio, sys
from pathlib import Path
from assist_magic.engine.interpreter.base import RuntimeSettings
from assist_magic.engine.interpreter.runtime import JupyterRuntime
async def main():
    runtime = JupyterRuntime(RuntimeSettings(Path(sys.argv[1]), sandbox=sys.argv[2]))
    await runtime.start()
    session = await runtime.acquire("t")
    await session.run("import subprocess; subprocess.Popen(['sleep', '61'])", lambda _: None)
    print("running", flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@on_landlock
@pytest.mark.parametrize("mode", ["auto", "none"])
def test_killed_engine_leaves_no_process(tmp_path: Path, mode: str) -> None:
    command = [sys.executable, "-c", ENGINE, str(tmp_path / "r"), mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdout is not None
        assert engine.stdout.readline() == "running\n"
        family = psutil.Process(engine.pid).children(recursive=True)
        assert len(family) >= 2
        engine.kill()
    _, alive = psutil.wait_procs(family, timeout=3)
    names = [process.name() for process in alive]
    for process in alive:
        process.kill()
    assert [name for name in names if mode == "auto" or name != "sleep"] == []
