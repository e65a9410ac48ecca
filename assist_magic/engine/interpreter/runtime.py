"""The runtime: a Jupyter kernel for each thread, one idle kernel ready, and a watch on all."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import os
import re
import shutil
import sys
import tempfile
import time
import uuid
from pathlib import Path

from assist_magic.engine.interpreter import folder as files
from assist_magic.engine.interpreter import sandbox
from assist_magic.engine.interpreter.base import Protection, RuntimeSettings
from assist_magic.engine.interpreter.confinement import Confinement
from assist_magic.engine.interpreter.kernel import Kernel, messaging_context
from assist_magic.engine.interpreter.processes import ForkServer, Launcher, LaunchFailed, Spawner
from assist_magic.engine.interpreter.session import KernelSession

_log = logging.getLogger(__name__)
_WATCH_SECONDS = 0.5
_IDLE_WATCH_TICKS = 10
_MAX_SOCKET_FOLDER = 60  # a socket's path has 107 characters at most
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_DEFAULT_THREADS = str(min(4, os.cpu_count() or 1))


class JupyterRuntime:
    """Hands out sessions over Jupyter kernels of this machine. See `CodeRuntime`.

    All of its methods belong to the event loop that called `start`.
    """

    def __init__(self, settings: RuntimeSettings) -> None:
        self._settings = settings
        self._sessions: dict[str, KernelSession] = {}
        self._idle: Kernel | None = None
        self._refilling: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._context = messaging_context()
        self._rung = sandbox.NONE
        self._launcher: Launcher | None = None
        self._sockets = Path()

    async def start(self) -> None:
        """Prepares the sandbox and warms one idle kernel in the background.

        Raises:
            SandboxUnavailable: nothing on this machine can hold code, and none was opted out of.
        """
        self._rung = await sandbox.choose(self._settings)
        for path in (self._threads, self._scratches, self._settings.folder):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)
        self._sockets = _socket_folder()
        environment = {
            "OPENBLAS_NUM_THREADS": _DEFAULT_THREADS,
            "OMP_NUM_THREADS": _DEFAULT_THREADS,
            "HOME": str(self._settings.folder),
            **self._settings.environment,
        }
        if self._rung.forks:
            self._launcher = ForkServer(environment, self._settings.folder)
        else:
            self._launcher = Spawner(environment, sandbox.wrap)
        self._refill()
        self._watching = asyncio.create_task(self._watch())

    @property
    def _threads(self) -> Path:
        return self._settings.folder / "threads"

    @property
    def _scratches(self) -> Path:
        return self._settings.folder / "scratch"

    def protection(self) -> Protection:
        """Which layers are live; what is said before `start` means nothing."""
        return self._rung.protection()

    async def acquire(self, thread_id: str) -> KernelSession:
        """The session of a thread, begun if it has none. Files of an earlier engine are kept."""
        if thread_id not in self._sessions:
            folder = self._threads / _folder_name(thread_id)
            kernel = None if folder.exists() else self._take_idle(folder)
            folder.mkdir(mode=0o700, exist_ok=True)
            _let_code_write(folder)
            self._sessions[thread_id] = KernelSession(
                folder, self._settings.limits, self._begin, self._end, kernel
            )
        session = self._sessions[thread_id]
        session.last_used = time.monotonic()
        return session

    def remembers(self, thread_id: str) -> bool:
        """Whether code of the thread has run in a kernel that is still kept."""
        session = self._sessions.get(thread_id)
        return session is not None and session.remembers

    async def release(self, thread_id: str) -> None:
        """Ends a thread's session and deletes its folder."""
        session = self._sessions.pop(thread_id, None)
        if session is not None:
            await session.close()
        await asyncio.to_thread(files.remove, self._threads / _folder_name(thread_id))

    async def close(self) -> None:
        """Ends every session and every process; the threads' files stay."""
        for task in (self._watching, self._refilling):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        await asyncio.gather(*(session.close() for session in self._sessions.values()))
        self._sessions.clear()
        if self._idle is not None:
            idle, self._idle = self._idle, None
            await self._end(idle)
        if self._launcher is not None:
            await self._launcher.close()
            await self._clear_idle_folders()
        self._context.destroy(linger=0)
        if self._sockets != Path():
            await asyncio.to_thread(files.remove, self._sockets)

    def _take_idle(self, folder: Path) -> Kernel | None:
        """The idle kernel with its folder moved to `folder`, if one is ready."""
        kernel, self._idle = self._idle, None
        self._refill()
        if kernel is None or kernel.process.exited.done():
            return None
        os.rename(kernel.terms.data, folder)
        return kernel

    def _refill(self) -> None:
        if self._refilling is None or self._refilling.done():
            self._refilling = asyncio.create_task(self._make_idle())

    async def _make_idle(self) -> None:
        await self._clear_idle_folders()  # an engine that was killed may have left one
        folder = self._threads / f"idle.{uuid.uuid4().hex}"
        folder.mkdir(mode=0o700)
        _let_code_write(folder)
        with contextlib.suppress(LaunchFailed):  # a session that needs a kernel will tell
            self._idle = await self._begin(folder)

    async def _clear_idle_folders(self) -> None:
        """Deletes the folders of idle kernels; no thread's folder has such a name."""
        for left in self._threads.glob("idle.*"):
            await asyncio.to_thread(files.remove, left)

    async def _begin(self, folder: Path) -> Kernel:
        """Starts a kernel for a folder, on the rung below when namespaces fail after all."""
        try:
            return await self._begin_on(self._rung, folder)
        except LaunchFailed:
            if self._rung != sandbox.FULL:
                raise
            kernel = await self._begin_on(sandbox.NO_NAMESPACES, folder)
            self._rung = sandbox.NO_NAMESPACES
            return kernel

    async def _begin_on(self, rung: sandbox.Rung, folder: Path) -> Kernel:
        assert self._launcher is not None, "start() comes first"
        name = uuid.uuid4().hex[:12]
        sockets, scratch = self._sockets / name, self._scratches / name
        for path in (sockets, scratch):
            path.mkdir(mode=0o700)
        _let_code_write(scratch)
        terms = Confinement(
            connection_file=str(sockets / "connection.json"),
            data=str(folder),
            scratch=str(scratch),
            layers=rung.layers,
            memory_bytes=self._settings.limits.memory_bytes,
            file_bytes=self._settings.limits.file_bytes,
        )
        try:
            return await Kernel.begin(self._launcher, terms, self._context)
        except BaseException:
            _forget(terms)
            raise

    async def _end(self, kernel: Kernel) -> None:
        await kernel.end()
        await asyncio.to_thread(_forget, kernel.terms)

    async def _watch(self) -> None:
        tick = 0
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            tick += 1
            every = tick % _IDLE_WATCH_TICKS == 0
            sessions = list(self._sessions.values())
            looks = [self._look_after(session, every) for session in sessions]
            looks += [session.rest() for session in self._too_many()]
            for failure in await asyncio.gather(*looks, return_exceptions=True):
                if isinstance(failure, Exception):  # the watch on the others must go on
                    _log.error("A kernel could not be watched.", exc_info=failure)

    def _too_many(self) -> list[KernelSession]:
        """The sessions that have waited longest, as far as there are more kernels than allowed."""
        alive = [session for session in self._sessions.values() if session.has_kernel]
        waiting = [session for session in alive if not session.is_running]
        excess = max(0, len(alive) - self._settings.limits.kernels)
        return sorted(waiting, key=lambda session: session.last_used)[:excess]

    async def _look_after(self, session: KernelSession, even_idle: bool) -> None:
        if session.is_running or even_idle:
            await session.inspect()
        unused = time.monotonic() - session.last_used
        if not session.is_running and unused > self._settings.limits.idle_seconds:
            await session.rest()


def _forget(terms: Confinement) -> None:
    for path in (terms.scratch, terms.sockets):
        files.remove(Path(path))


def _folder_name(thread_id: str) -> str:
    if _PLAIN_NAME.fullmatch(thread_id):
        return thread_id
    return f"hash-{hashlib.sha256(thread_id.encode()).hexdigest()}"


def _let_code_write(folder: Path) -> None:
    """Under root, programs that code starts are another user; the folders above stay closed."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        folder.chmod(0o777)


def _socket_folder() -> Path:
    """A new private folder whose path is short enough for sockets."""
    made = Path(tempfile.mkdtemp(prefix="assist-magic-")).resolve()
    if len(str(made)) <= _MAX_SOCKET_FOLDER or sys.platform == "win32":
        return made
    shutil.rmtree(made)
    return Path(tempfile.mkdtemp(prefix="assist-magic-", dir="/tmp")).resolve()
