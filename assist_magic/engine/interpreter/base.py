"""What code_interpreter is to the engine: a session per thread that runs Python and keeps it.

The runtime hands out sessions; where their code runs (a sandboxed kernel here, a gateway, a
cluster) is the runtime's own affair. Nothing here knows runs, models or HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

MiB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What code may use. Bytes and seconds.

    A kernel ends after `idle_seconds` without a cell, or sooner when more than `kernels` of them
    are alive: the one that has waited longest. Its files stay; its variables are gone.
    """

    cell_seconds: float = 120.0
    memory_bytes: int = 3 * 1024 * MiB
    disk_bytes: int = 1024 * MiB
    file_bytes: int = 512 * MiB
    output_characters: int = 100_000
    idle_seconds: float = 3600.0
    kernels: int = 12


@dataclass(frozen=True)
class Logs:
    """Text that code printed, the repr of its last expression, or its traceback."""

    text: str


@dataclass(frozen=True)
class Picture:
    """An image that code displayed (PNG bytes)."""

    data: bytes


CodeOutput = Logs | Picture


@dataclass(frozen=True)
class Outcome:
    """How a cell ended.

    "ok" and "error" (the code raised; its traceback was among the outputs) leave the state as it
    is. "timeout" and "cancelled" interrupted the code and kept the state unless `state_lost`.
    "memory", "disk" and "died" ended the kernel: the next cell begins in a fresh one. `note` is
    one or two sentences for the model and the user, empty for "ok" and "error".
    """

    status: Literal["ok", "error", "timeout", "cancelled", "memory", "disk", "died"]
    note: str = ""
    state_lost: bool = False


@dataclass(frozen=True)
class Protection:
    """Which layers stand between the code and the user's machine.

    `level` is "full" (its own namespaces, Landlock and seccomp), "strong" (a sandbox without
    namespaces, or another platform's), or "none" (the user has opted out); `layers` names what
    is live, `words` is one plain sentence for a status line.
    """

    level: Literal["full", "strong", "none"]
    layers: tuple[str, ...]
    words: str


class SandboxUnavailable(Exception):
    """No sandbox works on this machine; the text says why and how to opt out."""


class Session(Protocol):
    """One thread's Python. Cells run one at a time, in order; state lives between them.

    `fresh` is True until the first cell has run in this kernel. `folder` is the host's side of
    /mnt/data; code may have put symbolic links there, so read it only through `written`.
    """

    fresh: bool
    folder: Path

    async def run(
        self, code: str, on_output: Callable[[CodeOutput], None], seconds: float | None = None
    ) -> Outcome:
        """Runs one cell, handing over outputs as they come; never raises for what code does."""
        ...

    async def interrupt(self) -> None:
        """Stops the running cell, which then ends as "cancelled"; does nothing when idle."""
        ...

    async def put(self, name: str, source: Path) -> str:
        """Places a copy of `source` at /mnt/data/`name` and gives back the path that code sees."""
        ...

    def written(self) -> Mapping[str, int]:
        """The regular files now under /mnt/data: relative name to version (it changes on write)."""
        ...

    def fetch(self, name: str, target: Path) -> int:
        """Copies /mnt/data/`name` to `target` without following links; gives back its size.

        Raises:
            FileNotFoundError: there is no such regular file inside /mnt/data.
        """
        ...


class CodeRuntime(Protocol):
    """Hands out sessions."""

    async def start(self) -> None:
        """Prepares the sandbox and warms one idle kernel in the background.

        Raises:
            SandboxUnavailable: nothing on this machine can hold code, and none was opted out of.
        """
        ...

    async def acquire(self, thread_id: str) -> Session:
        """The session of a thread, begun if it has none."""
        ...

    def remembers(self, thread_id: str) -> bool:
        """Whether code of the thread has run in a kernel that is still kept."""
        ...

    async def release(self, thread_id: str) -> None:
        """Ends a thread's session and deletes its folder."""
        ...

    def protection(self) -> Protection: ...

    async def close(self) -> None:
        """Ends every session."""
        ...


@dataclass(frozen=True)
class RuntimeSettings:
    """How to build a runtime. `environment` is the whole environment that code may see.

    `namespaces` False leaves that layer out where it would work, for tests and odd systems.
    """

    folder: Path
    sandbox: Literal["auto", "none"] = "auto"
    limits: Limits = field(default_factory=Limits)
    environment: Mapping[str, str] = field(default_factory=dict)
    namespaces: bool = True
