"""The fork server: a process that has imported the scientific stack and forks kernels from it.

It is started with a scrubbed environment and reads one JSON request a line from its standard
input; when that ends, or the engine dies, it ends all kernels and itself. It answers on its
standard output. It imports nothing of the engine but this room's own process-side modules.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import sys
import threading
import warnings
from typing import Any

import psutil

from assist_magic.engine.interpreter import confinement, inside, syscalls

_READY = b"ready\n"


def main() -> None:
    """Imports the stack, says so, and serves until standard input ends."""
    for name in inside.STACK:
        importlib.import_module(name)
    _draw_once()
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    gc.collect()
    gc.freeze()
    ForkServer().run()


def spawned() -> None:
    """Serves one kernel in this very process; its terms are the last command line argument.

    For the rungs of the sandbox that cannot fork.
    """
    terms = confinement.Confinement.from_json(sys.argv[-1])
    for name in inside.STACK:
        importlib.import_module(name)

    requests, news = os.dup(0), os.dup(1)
    _silence()

    def ready() -> None:
        os.write(news, _READY)
        os.close(news)
        threading.Thread(target=_end_with, args=(requests,), daemon=True).start()

    try:
        inside.serve(terms, confinement.readable_folders(), ready)
    except Exception as error:
        with contextlib.suppress(OSError):  # closed once the kernel was ready
            os.write(news, f"{type(error).__name__}: {error}\n".encode())
        sys.exit(1)


def _end_with(pipe: int) -> None:
    """Ends this process when the engine's end of `pipe` is closed."""
    while os.read(pipe, 4096):
        pass
    os._exit(1)


def _draw_once() -> None:
    """Draws a throw-away picture, so that fonts are found and the drawing code is in memory."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().plot([0, 1], label="a")
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]


def _silence() -> None:
    """Points the standard streams at nothing: the real ones belong to the engine."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)


class ForkServer:
    """The kernels that were forked here, by process id, and what is still to be heard of them."""

    def __init__(self) -> None:
        self._kernels: set[int] = set()
        self._starting: dict[int, tuple[int, int, bytes]] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, wakeup = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wakeup, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
        self._buffer = b""

    def run(self) -> None:
        """Serves requests until standard input ends, then ends every kernel."""
        self._say(warm=True)
        self._selector.register(0, selectors.EVENT_READ)
        self._selector.register(self._wake, selectors.EVENT_READ)
        serving = True
        while serving:
            for key, _ in self._selector.select():
                if key.fd == 0:
                    serving = self._read_requests()
                elif key.fd == self._wake:
                    self._reap()
                else:
                    self._read_start(key.fd)
        self._end_all()

    def _read_requests(self) -> bool:
        data = os.read(0, 65536)
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            request = json.loads(line)
            if "kill" in request:
                self._kill(request["kill"])
            else:
                self._fork(request["token"], request["terms"])
        return bool(data)

    def _fork(self, token: int, terms: str) -> None:
        news, report = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # "multi-threaded": idle ones of BLAS
            child = os.fork()
        if child == 0:
            self._become_kernel(terms, report)
        os.close(report)
        self._kernels.add(child)
        self._starting[news] = (token, child, b"")
        self._selector.register(news, selectors.EVENT_READ)

    def _become_kernel(self, terms: str, report: int) -> None:
        code = 1
        try:
            os.setsid()
            self._selector.close()
            _silence()
            os.closerange(3, report)
            os.closerange(report + 1, 1024)
            syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)

            def ready() -> None:
                os.write(report, _READY)
                os.close(report)

            libraries = confinement.readable_folders(sys.argv[1:])
            inside.serve(confinement.Confinement.from_json(terms), libraries, ready)
            code = 0
        except BaseException as error:  # a fork must never run its parent's code
            with contextlib.suppress(OSError):
                os.write(report, f"{type(error).__name__}: {error}".encode()[:2000])
        finally:
            os._exit(code)

    def _read_start(self, news: int) -> None:
        token, child, heard = self._starting[news]
        data = os.read(news, 4096)
        self._starting[news] = (token, child, heard + data)
        if heard + data != _READY and data:
            return
        self._selector.unregister(news)
        os.close(news)
        del self._starting[news]
        if heard + data == _READY:
            self._say(token=token, ready=child)
        else:
            self._say(token=token, failed=heard.decode(errors="replace") or "it ended at once")

    def _reap(self) -> None:
        """Collects ended children. One that is no kernel was left by a dead one, and is ended."""
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake, 4096)
        for child in psutil.Process().children():
            if child.pid not in self._kernels:
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = ended
                if pid in self._kernels:
                    self._kernels.discard(pid)
                    self._say(exit=pid, code=os.waitstatus_to_exitcode(status))

    def _kill(self, pid: int) -> None:
        if pid not in self._kernels:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()
        for end in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                end(pid, signal.SIGKILL)

    def _end_all(self) -> None:
        for pid in list(self._kernels):
            self._kill(pid)
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()

    def _say(self, **news: Any) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(1, json.dumps(news).encode() + b"\n")
