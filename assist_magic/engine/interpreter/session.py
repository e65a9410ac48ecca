"""One thread's Python: cells in order, their limits and their ends, and the thread's files."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Literal

from assist_magic.engine.interpreter import folder as files
from assist_magic.engine.interpreter import watchdog
from assist_magic.engine.interpreter.base import CodeOutput, Limits, MiB, Outcome
from assist_magic.engine.interpreter.kernel import Kernel
from assist_magic.engine.interpreter.namespaces import DATA
from assist_magic.engine.interpreter.outputs import Outputs
from assist_magic.engine.interpreter.processes import LaunchFailed

_Stop = Literal["cancelled", "timeout"] | watchdog.Excess
_GRACE_SECONDS = 2.0
_INTERRUPTS = 3
_DATA_IN_CODE = re.compile(rf"(?<![\w.~-]){re.escape(DATA)}(?![\w-])")
_LOST = "The Python session was restarted: variables are lost, files in /mnt/data are kept."


class KernelSession:
    """A session over a kernel that is begun when it is needed, again after its end."""

    def __init__(
        self,
        folder: Path,
        limits: Limits,
        begin: Callable[[Path], Awaitable[Kernel]],
        end: Callable[[Kernel], Awaitable[None]],
        kernel: Kernel | None = None,
    ) -> None:
        """`begin` makes a kernel for a folder, `end` ends it; `kernel` is one that is ready."""
        self.fresh = True
        self.folder = folder
        self.last_used = time.monotonic()
        self._limits = limits
        self._begin = begin
        self._end = end
        self._kernel = kernel
        self._lock = asyncio.Lock()
        self._stop: asyncio.Future[_Stop] | None = None
        self._disk_before = 0

    @property
    def is_running(self) -> bool:
        """Whether a cell is running now."""
        return self._stop is not None

    @property
    def has_kernel(self) -> bool:
        """Whether a process is kept for this thread."""
        return self._kernel is not None

    @property
    def remembers(self) -> bool:
        """Whether a kernel is kept in which code has run."""
        kernel = self._kernel
        return kernel is not None and not self.fresh and not kernel.process.exited.done()

    async def run(
        self, code: str, on_output: Callable[[CodeOutput], None], seconds: float | None = None
    ) -> Outcome:
        """Runs one cell, handing over outputs as they come; never raises for what code does."""
        async with self._lock:
            self._stop = asyncio.get_running_loop().create_future()
            try:
                kernel = await self._ready_kernel()
                if self._stop.done():
                    return _stopped("cancelled", 0, kept=True)
                return await self._run_in(kernel, code, on_output, seconds)
            except LaunchFailed as error:
                return Outcome("died", f"Python could not be started: {error}.", state_lost=True)
            finally:
                self._stop = None
                self.last_used = time.monotonic()

    async def _ready_kernel(self) -> Kernel:
        if self._kernel is not None and await self._has_ended(self._kernel):
            await self._lose_kernel()
        if self._kernel is None:
            self._kernel = await self._begin(self.folder)
            self.fresh = True
        return self._kernel

    async def _has_ended(self, kernel: Kernel) -> bool:
        """Whether a kernel has ended, or is about to, since its last cell."""
        if not self.fresh:
            await kernel.greet()
        return kernel.process.exited.done()

    async def _run_in(
        self,
        kernel: Kernel,
        code: str,
        on_output: Callable[[CodeOutput], None],
        seconds: float | None,
    ) -> Outcome:
        code, restore = self._translation(kernel, code)
        outputs = Outputs(on_output, self._limits.output_characters, restore)
        self._disk_before = await asyncio.to_thread(self._measure_disk, kernel)
        cell = asyncio.create_task(kernel.execute(code, outputs))
        self.fresh = False
        limit = self._limits.cell_seconds if seconds is None else seconds
        try:
            stop = await self._first_end(kernel, cell, limit)
            return await self._settle(kernel, cell, outputs, stop, limit)
        except asyncio.CancelledError:
            await asyncio.shield(self._stop_gently(kernel, cell, outputs))
            raise
        finally:
            cell.cancel()
            await asyncio.wait([cell])

    async def _first_end(
        self, kernel: Kernel, cell: asyncio.Task[str], seconds: float
    ) -> _Stop | None:
        """Waits for the cell's end, its kernel's, a stop from outside, or the time limit."""
        assert self._stop is not None
        ends: list[asyncio.Future[str] | asyncio.Future[int] | asyncio.Future[_Stop]]
        ends = [cell, kernel.process.exited, self._stop]
        done, _ = await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self._stop in done:
            return self._stop.result()
        return None if done else "timeout"

    async def _settle(
        self,
        kernel: Kernel,
        cell: asyncio.Task[str],
        outputs: Outputs,
        stop: _Stop | None,
        seconds: float,
    ) -> Outcome:
        if stop == "cancelled" or stop == "timeout":
            kept = await self._stop_gently(kernel, cell, outputs)
            return _stopped(stop, seconds, kept)
        if stop is not None:
            await self._lose_kernel()
            return _exceeded(stop, self._limits)
        if cell.done():
            return self._finished(cell.result(), outputs)
        await asyncio.wait([cell], timeout=0.2)  # what the kernel said last may be on its way
        code = kernel.process.exited.result()
        await self._lose_kernel()
        return Outcome("died", f"Python ended {_manner(code)}. {_LOST}", state_lost=True)

    def _finished(self, status: str, outputs: Outputs) -> Outcome:
        if outputs.ran_out_of_memory:
            outputs.tell(f"(Code may use {_size(self._limits.memory_bytes)} of memory here.)\n")
        return Outcome("ok" if status == "ok" else "error")

    async def _stop_gently(self, kernel: Kernel, cell: asyncio.Task[str], outputs: Outputs) -> bool:
        """Interrupts the cell, then ends the kernel; gives back whether the kernel is kept."""
        outputs.is_interrupted = True
        for _ in range(_INTERRUPTS):  # one that comes before the code has begun is lost
            with contextlib.suppress(Exception):
                await kernel.interrupt()
            await asyncio.wait([cell], timeout=_GRACE_SECONDS / _INTERRUPTS)
            if cell.done() and not kernel.process.exited.done():
                return True
        await self._lose_kernel()
        return False

    def _translation(self, kernel: Kernel, code: str) -> tuple[str, Callable[[str], str]]:
        """The code, and the way back for its outputs, where /mnt/data is another folder."""
        if kernel.terms.has_own_mounts:
            return code, str
        real = self.folder.as_posix()
        return _DATA_IN_CODE.sub(lambda _: real, code), lambda text: text.replace(real, DATA)

    async def interrupt(self) -> None:
        """Stops the running cell, which then ends as "cancelled"; does nothing when idle."""
        self._stop_for("cancelled")

    def _stop_for(self, reason: _Stop) -> None:
        if self._stop is not None and not self._stop.done():
            self._stop.set_result(reason)

    async def inspect(self) -> None:
        """Stops the cell, or ends the idle kernel, when it takes more than it may."""
        kernel = self._kernel
        if kernel is None or kernel.process.exited.done():
            return
        found = await asyncio.to_thread(self._excess, kernel)
        if found is None or kernel is not self._kernel:
            return
        if self.is_running:
            self._stop_for(found)
        else:
            await self.rest()

    def _excess(self, kernel: Kernel) -> watchdog.Excess | None:
        usage = watchdog.measure(kernel.process.pid, self._writable(kernel))
        return watchdog.excess(usage, self._limits, kernel.process.pid, self._disk_before)

    def _measure_disk(self, kernel: Kernel) -> int:
        return sum(files.usage(path) for path in self._writable(kernel))

    def _writable(self, kernel: Kernel) -> list[Path]:
        return [self.folder, Path(kernel.terms.scratch), Path(kernel.terms.sockets)]

    async def rest(self) -> None:
        """Ends the kernel and keeps the files; does nothing while a cell runs."""
        if not self._lock.locked():
            async with self._lock:
                await self._lose_kernel()

    async def close(self) -> None:
        """Stops the running cell and ends the kernel."""
        await self.interrupt()
        async with self._lock:
            await self._lose_kernel()

    async def _lose_kernel(self) -> None:
        kernel, self._kernel = self._kernel, None
        self.fresh = True
        if kernel is not None:
            await self._end(kernel)

    async def put(self, name: str, source: Path) -> str:
        """Places a copy of `source` at /mnt/data/`name` and gives back the path that code sees.

        Only the last part of `name` is used.

        Raises:
            OSError: `source` cannot be read, or there is no space.
        """
        safe = files.safe_name(name)
        await asyncio.to_thread(files.put, self.folder, safe, source)
        return f"{DATA}/{safe}"

    def written(self) -> Mapping[str, int]:
        """The regular files now under /mnt/data: relative name to version (it changes on write)."""
        return files.written(self.folder)

    def fetch(self, name: str, target: Path) -> int:
        """Copies /mnt/data/`name` to `target` without following links; gives back its size.

        Raises:
            FileNotFoundError: there is no such regular file inside /mnt/data.
        """
        return files.fetch(self.folder, name, target)


def _stopped(stop: Literal["cancelled", "timeout"], seconds: float, kept: bool) -> Outcome:
    why = "The code was stopped"
    if stop == "timeout":
        why = f"The code ran longer than {seconds:g} seconds and was stopped"
    return Outcome(stop, f"{why}. {'Variables are kept.' if kept else _LOST}", state_lost=not kept)


def _exceeded(found: watchdog.Excess, limits: Limits) -> Outcome:
    if found == "memory":
        why = f"The code used more than {_size(limits.memory_bytes)} of memory and was ended"
        return Outcome("memory", f"{why}. {_LOST}", state_lost=True)
    if found == "disk":
        why = f"The code wrote more than the {_size(limits.disk_bytes)} it has on disk"
        return Outcome("disk", f"{why} and was ended; delete files first. {_LOST}", state_lost=True)
    why = "The code began too many processes and was ended"
    return Outcome("died", f"{why}. {_LOST}", state_lost=True)


def _manner(code: int) -> str:
    if code >= 0:
        return f"with exit code {code}"
    try:
        return f"by signal {signal.Signals(-code).name}"
    except ValueError:
        return f"by signal {-code}"


def _size(count: int) -> str:
    return f"{count / (1024 * MiB):.3g} GiB" if count >= 1024 * MiB else f"{count / MiB:.3g} MiB"
