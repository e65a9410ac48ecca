"""Short programs that read what users give: one process each, confined as code is, then ended.

They share the sandbox of code_interpreter and nothing else of it: no kernel, no state.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from assist_magic.engine.interpreter import sandbox
from assist_magic.engine.interpreter.base import MiB, RuntimeSettings, SandboxUnavailable
from assist_magic.engine.interpreter.confinement import Confinement

_CHUNK = 1024 * 1024
_TOLD = 4096


@dataclass(frozen=True)
class Ended:
    """How a program ended: its exit code (negative: a signal) and what it wrote.

    `errors` is the end of its standard error. `reason` says which limit ended it, if one did.
    """

    code: int
    output: bytes
    errors: str = ""
    reason: str = ""


class Confined:
    """Runs programs under the highest rung of the sandbox that this machine has.

    Where it has none they run with limits alone: on time, and on memory where the system can. They
    parse, mostly in a memory-safe language, and run no code that a document brings.
    """

    def __init__(
        self,
        settings: RuntimeSettings,
        *,
        seconds: float = 180.0,
        memory_bytes: int = 1536 * MiB,
        output_bytes: int = 512 * MiB,
    ) -> None:
        self._settings = settings
        self._seconds, self._memory, self._output = seconds, memory_bytes, output_bytes
        self._rung: sandbox.Rung | None = None

    async def run(
        self,
        command: Callable[[dict[str, Any]], Sequence[str]],
        source: BinaryIO,
        not_confined: int,
    ) -> Ended:
        """Runs a program with `source` as its standard input.

        Args:
            command: makes the command line from the confinement that the program takes on.
            source: an open file; its position is the program's too.
            not_confined: the exit code by which it says that it could not take that on.
        """
        if self._rung is None:
            self._rung = await self._choose()
        ended = await self._run_on(self._rung, command, source)
        if ended.code == not_confined and self._rung == sandbox.FULL:
            ended = await self._run_on(sandbox.NO_NAMESPACES, command, source)
            self._rung = sandbox.NO_NAMESPACES
        return ended

    async def _choose(self) -> sandbox.Rung:
        try:
            rung = await sandbox.choose(self._settings)
        except SandboxUnavailable:
            rung = sandbox.NONE
        if rung.layers or os.name != "posix":
            return rung
        return sandbox.Rung(("limits",))

    async def _run_on(
        self,
        rung: sandbox.Rung,
        command: Callable[[dict[str, Any]], Sequence[str]],
        source: BinaryIO,
    ) -> Ended:
        with tempfile.TemporaryDirectory(prefix="assist-magic-") as folder:
            terms = self._terms(rung, Path(folder).resolve())
            process = await asyncio.create_subprocess_exec(
                *sandbox.wrap(terms, command(asdict(terms))),
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={"PYTHONIOENCODING": "utf-8", "PATH": os.defpath, **self._settings.environment},
                cwd=terms.data,
                start_new_session=True,
            )
            try:
                return await self._listen(process)
            finally:
                _end(process)
                await process.wait()

    def _terms(self, rung: sandbox.Rung, folder: Path) -> Confinement:
        for name in ("data", "scratch", "sockets"):
            (folder / name).mkdir(mode=0o700)
        return Confinement(
            connection_file=str(folder / "sockets" / "none"),
            data=str(folder / "data"),
            scratch=str(folder / "scratch"),
            layers=rung.layers,
            memory_bytes=self._memory,
            file_bytes=MiB,
        )

    async def _listen(self, process: asyncio.subprocess.Process) -> Ended:
        assert process.stdout is not None
        assert process.stderr is not None
        errors = asyncio.create_task(_end_of(process.stderr))
        output: list[bytes] = []
        try:
            async with asyncio.timeout(self._seconds):
                size = 0
                while chunk := await process.stdout.read(_CHUNK):
                    output.append(chunk)
                    size += len(chunk)
                    if size > self._output:
                        return Ended(-1, b"", reason="it wrote too much")
                code = await process.wait()
                told = (await errors).decode(errors="replace")
        except TimeoutError:
            return Ended(-1, b"", reason=f"it took longer than {self._seconds:g} s")
        finally:
            errors.cancel()
        return Ended(code, b"".join(output), told)


async def _end_of(stream: asyncio.StreamReader) -> bytes:
    last = b""
    while chunk := await stream.read(_TOLD):
        last = (last + chunk)[-_TOLD:]
    return last


def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
