"""What a kernel and its files take at the moment, and whether that is too much."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from assist_magic.engine.interpreter import folder
from assist_magic.engine.interpreter.base import Limits
from assist_magic.engine.interpreter.confinement import PROCESSES

Excess = Literal["memory", "disk", "processes"]


@dataclass(frozen=True)
class Usage:
    """Bytes of memory and disk, and the number of processes, of one kernel and its children."""

    memory: int
    disk: int
    processes: int


def measure(pid: int, folders: Iterable[Path]) -> Usage:
    """Measures a kernel's process tree and the folders that it may write to."""
    family = _family(pid)
    disk = sum(folder.usage(path) for path in folders) + sum(map(_hidden_bytes, family))
    return Usage(sum(map(_resident, family)), disk, len(family))


def excess(usage: Usage, limits: Limits, pid: int, disk_before: int) -> Excess | None:
    """The limit that `usage` breaks, if any.

    `disk_before` is what the files took when the cell began: a thread that is over its limit
    may still run code, so that it can delete something.
    """
    if usage.processes > PROCESSES:
        return "processes"
    if usage.disk > max(limits.disk_bytes, disk_before):
        return "disk"
    # Resident sizes count pages that processes share once for each; the exact figure is dear.
    if usage.memory > limits.memory_bytes and _proportional(pid) > limits.memory_bytes:
        return "memory"
    return None


def _family(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _resident(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


def _proportional(pid: int) -> int:
    total = 0
    for process in _family(pid):
        with contextlib.suppress(psutil.Error):
            figures = process.memory_full_info()
            total += int(getattr(figures, "pss", figures.rss))
    return total


def _hidden_bytes(process: psutil.Process) -> int:
    """What open files take that have no name any more, or never had one (Linux)."""
    total = 0
    with contextlib.suppress(OSError):
        for entry in os.scandir(f"/proc/{process.pid}/fd"):
            with contextlib.suppress(OSError):
                facts = os.stat(entry.path)
                if facts.st_nlink == 0:
                    total += facts.st_blocks * 512
    return total
