"""The engine's side of kernel processes: forked from the fork server, or spawned one by one."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import psutil

from assist_magic.engine.interpreter.confinement import Confinement

_READY = b"ready\n"
_START_SECONDS = 60.0
_BOOT = (
    "import sys; sys.path += [path for path in sys.argv[1:] if path not in sys.path]; "
    "from assist_magic.{room} import {module} as module; module.{function}()"
)
_NEEDED = (
    "assist_magic", "numpy", "pandas", "sympy", "matplotlib", "scipy", "ipykernel", "zmq",
    "pypdf", "docx", "pptx", "openpyxl", "lxml", "snowballstemmer",
)  # fmt: skip


class LaunchFailed(Exception):
    """A kernel's process did not become ready; the text says what it said."""


class KernelProcess(Protocol):
    """One kernel's process. `exited` gives its exit code, negative for a signal."""

    pid: int
    exited: asyncio.Future[int]

    async def kill(self) -> None:
        """Ends the process and all that it began; does nothing when it has ended."""
        ...


class Launcher(Protocol):
    """Makes kernel processes."""

    async def launch(self, terms: Confinement) -> KernelProcess:
        """Begins a kernel's process and comes back when it can be talked to.

        Raises:
            LaunchFailed: it did not start, or could not be confined.
        """
        ...

    async def close(self) -> None:
        """Ends every process."""
        ...


def python(
    module: str, function: str, *arguments: str, room: str = "engine.interpreter"
) -> list[str]:
    """A command line that runs a function of a room's module in a Python like the engine's own."""
    boot = _BOOT.format(room=room, module=module, function=function)
    return [sys.executable, "-P", "-c", boot, *libraries(), *arguments]


def libraries() -> list[str]:
    """The folders that hold the packages that code and the readers of documents need."""
    found = [importlib.util.find_spec(name) for name in _NEEDED]
    origins = [Path(spec.origin) for spec in found if spec is not None and spec.origin]
    return list(dict.fromkeys(str(origin.parent.parent) for origin in origins))


class _Forked:
    def __init__(self, server: ForkServer, pid: int) -> None:
        self.pid = pid
        self.exited: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._server = server

    async def kill(self) -> None:
        if not self.exited.done():
            await self._server.ask_to_kill(self.pid)
            await asyncio.wait([self.exited], timeout=5)


class ForkServer:
    """Kernels forked from one process that has the scientific stack in memory; Linux only.

    The process is started on first use, and again when it has died.
    """

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment = dict(environment)
        self._folder = folder
        self._lock = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._launches: dict[int, asyncio.Future[_Forked]] = {}
        self._kernels: dict[int, _Forked] = {}
        self._count = 0

    async def launch(self, terms: Confinement) -> KernelProcess:
        async with self._lock:
            if self._process is None or self._process.returncode is not None:
                await self._begin()
        self._count += 1
        token = self._count
        started: asyncio.Future[_Forked] = asyncio.get_running_loop().create_future()
        self._launches[token] = started
        try:
            await self._send({"token": token, "terms": terms.to_json()})
            return await asyncio.wait_for(started, _START_SECONDS)
        except TimeoutError:
            raise LaunchFailed(f"the kernel was not ready after {_START_SECONDS:g} s") from None
        finally:
            self._launches.pop(token, None)

    async def ask_to_kill(self, pid: int) -> None:
        with contextlib.suppress(LaunchFailed):
            await self._send({"kill": pid})

    async def close(self) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            _kill_tree(process.pid)
            await process.wait()
        if self._reader is not None:
            await asyncio.wait([self._reader], timeout=5)

    async def _begin(self) -> None:
        log_path = self._folder / "forkserver.log"
        with log_path.open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *python("zygote", "main"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={"MPLCONFIGDIR": str(self._folder), **self._environment},
                cwd=self._folder,
                start_new_session=True,
            )
        assert process.stdout is not None
        if b"warm" not in await process.stdout.readline():
            await process.wait()
            told = log_path.read_text(errors="replace").strip().splitlines()[-1:]
            raise LaunchFailed(f"the fork server ended at once: {' '.join(told)} ({log_path})")
        self._process = process
        self._reader = asyncio.create_task(self._read(process))

    async def _send(self, request: dict[str, Any]) -> None:
        if self._process is None or self._process.stdin is None:
            raise LaunchFailed("the fork server has ended")
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            await self._process.stdin.drain()
        except ConnectionError:
            raise LaunchFailed("the fork server has ended") from None

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            self._hear(json.loads(line))
        await process.wait()
        for started in self._launches.values():
            if not started.done():
                started.set_exception(LaunchFailed("the fork server has ended"))
        for pid in list(self._kernels):
            self._end(pid, -signal.SIGKILL)

    def _hear(self, news: dict[str, Any]) -> None:
        if "exit" in news:
            self._end(news["exit"], news["code"])
            return
        started = self._launches.get(news["token"])
        if "ready" in news:
            kernel = self._kernels[news["ready"]] = _Forked(self, news["ready"])
            if started is not None and not started.done():
                started.set_result(kernel)
        elif started is not None and not started.done():
            started.set_exception(LaunchFailed(news["failed"]))

    def _end(self, pid: int, code: int) -> None:
        kernel = self._kernels.pop(pid, None)
        if kernel is not None and not kernel.exited.done():
            kernel.exited.set_result(code)


class _Spawned:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.pid = process.pid
        self.exited: asyncio.Future[int] = asyncio.ensure_future(process.wait())

    async def kill(self) -> None:
        if not self.exited.done():
            _kill_tree(self.pid)
            await asyncio.wait([self.exited], timeout=5)


class Spawner:
    """Kernels that are each a new Python process, where the system cannot fork them safely.

    `wrap` gives the command line that holds the kernel's own, such as bwrap's.
    """

    def __init__(self, environment: Mapping[str, str], wrap: Wrap) -> None:
        self._environment = dict(environment)
        self._wrap = wrap
        self._kernels: list[_Spawned] = []

    async def launch(self, terms: Confinement) -> KernelProcess:
        command = self._wrap(terms, python("zygote", "spawned", terms.to_json()))
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment,
            cwd=terms.data,
            start_new_session=True,
        )
        kernel = _Spawned(process)
        self._kernels = [known for known in self._kernels if not known.exited.done()] + [kernel]
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            first = await asyncio.wait_for(process.stdout.readline(), _START_SECONDS)
        except TimeoutError:
            first = b""
        if first != _READY:
            await kernel.kill()
            told = (first + await process.stderr.read()).decode(errors="replace").splitlines()
            raise LaunchFailed("; ".join(told[-2:]) or "the kernel ended at once")
        return kernel

    async def close(self) -> None:
        for kernel in self._kernels:
            await kernel.kill()


class Wrap(Protocol):
    def __call__(self, terms: Confinement, command: Sequence[str]) -> list[str]: ...


def _kill_tree(pid: int) -> None:
    """Ends a process and all that descends from it."""
    try:
        root = psutil.Process(pid)
        family = [*root.children(recursive=True), root]
    except psutil.NoSuchProcess:
        return
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
