"""A runtime on an event loop of its own, driven from tests that are not asynchronous."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from assist_magic.engine.interpreter.base import (
    CodeOutput,
    Limits,
    Logs,
    Outcome,
    Picture,
    RuntimeSettings,
)
from assist_magic.engine.interpreter.runtime import JupyterRuntime
from assist_magic.engine.interpreter.session import KernelSession

T = TypeVar("T")
Rung = Literal["namespaces", "landlock", "none"]


@dataclass(frozen=True)
class Ran:
    """What one cell gave."""

    outcome: Outcome
    outputs: list[CodeOutput]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.outputs if isinstance(part, Logs))

    @property
    def pictures(self) -> list[bytes]:
        return [part.data for part in self.outputs if isinstance(part, Picture)]


class Bench:
    """A started runtime; every call goes through its one event loop."""

    def __init__(self, runner: asyncio.Runner, runtime: JupyterRuntime) -> None:
        self.runtime = runtime
        self._runner = runner

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def session(self, thread: str = "thread_main") -> KernelSession:
        return self.do(self.runtime.acquire(thread))

    def run(self, code: str, thread: str = "thread_main", seconds: float | None = None) -> Ran:
        outputs: list[CodeOutput] = []
        outcome = self.do(self.session(thread).run(code, outputs.append, seconds))
        return Ran(outcome, outputs)

    def wait(self, seconds: float) -> None:
        self.do(asyncio.sleep(seconds))

    def wait_for_idle(self) -> None:
        """Waits until the idle kernel is ready."""
        ends = time.monotonic() + 60
        while self.runtime._idle is None:
            assert time.monotonic() < ends, "no idle kernel"
            self.wait(0.05)


@contextlib.contextmanager
def bench(folder: Path, rung: Rung = "namespaces", limits: Limits | None = None) -> Iterator[Bench]:
    settings = RuntimeSettings(
        folder,
        sandbox="none" if rung == "none" else "auto",
        limits=limits or Limits(),
        environment={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        namespaces=rung == "namespaces",
    )
    with asyncio.Runner() as runner:
        runtime = JupyterRuntime(settings)
        try:
            runner.run(runtime.start())
            yield Bench(runner, runtime)
        finally:
            runner.run(runtime.close())
