"""Confinement: everything that a kernel's process gives up before it runs the code of a model.

Runs inside the kernel's own process, so it imports nothing of the engine and only the standard
library.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from assist_magic.engine.interpreter import landlock, namespaces, seccomp, syscalls

Layer = Literal["namespaces", "landlock", "seccomp", "limits", "bubblewrap", "seatbelt"]

PROCESSES = 64
_OPEN_FILES = 256
_FIRST_UID = 2_000_000_000
_SYSTEM_FOLDERS = (
    "/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/etc/fonts", "/etc/localtime",
    "/etc/timezone", "/etc/ld.so.cache", "/etc/mime.types", "/sys/devices/system/cpu",
)  # fmt: skip
_SYSTEM_FACTS = (
    "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/loadavg", "/proc/uptime",
    "/proc/version", "/proc/filesystems", "/proc/sys/vm/overcommit_memory",
    "/dev/urandom", "/dev/random", "/dev/zero",
)  # fmt: skip
_LAST_CAPABILITY = 63
_CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class Confinement:
    """Where one kernel lives and what binds it. Folders are the host's; sizes are bytes."""

    connection_file: str
    data: str
    scratch: str
    layers: tuple[Layer, ...]
    memory_bytes: int
    file_bytes: int

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Confinement:
        values = json.loads(text)
        return cls(**{**values, "layers": tuple(values["layers"])})

    @property
    def sockets(self) -> str:
        """The folder of the connection file and of the kernel's sockets."""
        return os.path.dirname(self.connection_file)

    @property
    def has_own_mounts(self) -> bool:
        """Whether code finds its files at the literal /mnt/data."""
        return "namespaces" in self.layers or "bubblewrap" in self.layers

    @property
    def inner_data(self) -> str:
        """What code calls its data folder."""
        return namespaces.DATA if self.has_own_mounts else self.data

    @property
    def inner_scratch(self) -> str:
        """What code calls its scratch folder."""
        return namespaces.SCRATCH if self.has_own_mounts else self.scratch


def readable_folders(extra: Sequence[str] = ()) -> list[str]:
    """The folders of this Python that code must be able to read; `extra` are added."""
    own = [sys.prefix, sys.base_prefix, sys.exec_prefix, *extra]
    return [path for path in dict.fromkeys(map(os.path.realpath, own)) if path != "/"]


def confine(terms: Confinement, libraries: Sequence[str]) -> list[int]:
    """Binds this process, which must have one thread, by every layer of `terms`.

    Args:
        terms: the layers and folders.
        libraries: folders to stay readable, see `readable_folders`.

    Returns:
        Descriptors to keep open.

    Raises:
        OSError: a layer could not be applied; the process must not go on.
    """
    own_user = _take_own_user() if "limits" in terms.layers else False
    if "namespaces" in terms.layers:
        namespaces.enter(terms.data, terms.scratch, [*libraries, terms.sockets])
    if "limits" in terms.layers:
        _limit(terms, alone=own_user or "namespaces" in terms.layers)
    os.chdir(terms.inner_data)
    kept: list[int] = []
    if sys.platform == "linux" and terms.layers:
        _drop_privileges()
    if "landlock" in terms.layers:
        shared_memory = ["/dev/shm"] if "namespaces" in terms.layers else []
        kept = landlock.restrict(
            read=[*_SYSTEM_FOLDERS, *_SYSTEM_FACTS, *libraries],
            write=[terms.inner_data, terms.inner_scratch, "/dev/null", *shared_memory],
            sockets=[terms.sockets],
        )
    if "seccomp" in terms.layers:
        version = landlock.abi() if "landlock" in terms.layers else 0
        seccomp.restrict(
            metadata=not terms.has_own_mounts,
            truncation=not terms.has_own_mounts and version < 3,
            signals="bubblewrap" not in terms.layers and version < 6,
        )
    return kept


def seal(terms: Confinement) -> None:
    """Takes the last step, once the kernel has its sockets.

    Raises:
        OSError: the layer could not be applied; the process must not go on.
    """
    if "seccomp" in terms.layers:
        seccomp.seal()


def _take_own_user() -> bool:
    """Gives a root process a real user of its own, because the kernel exempts root from NPROC.

    The effective user stays, so files stay reachable as before; a program that code starts runs
    as the new user, hence the open umask. Gives back whether the limit now counts this kernel
    alone. Inside a container whose root is a mapped user there is no exemption and no need.
    """
    if os.geteuid() != 0:
        return False
    try:
        os.setgroups([])
        os.setresuid(_FIRST_UID + os.getpid(), 0, 0)
    except OSError:
        return False
    os.umask(0)
    return True


def _limit(terms: Confinement, *, alone: bool) -> None:
    import resource

    processes = PROCESSES if alone else PROCESSES + _threads_of_user()
    for kind, wanted in (
        (resource.RLIMIT_DATA, terms.memory_bytes),  # not AS: numerical libraries only reserve it
        (resource.RLIMIT_FSIZE, terms.file_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, processes),
    ):
        _, hard = resource.getrlimit(kind)
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (value, value))


def _threads_of_user() -> int:
    """How many threads this user has, all of which the system counts against NPROC."""
    count, own = 0, os.getuid()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if entry.stat().st_uid == own:
                    count += len(os.listdir(entry / "task"))
    return count


def _drop_privileges() -> None:
    """Gives up all capabilities for good and asks to die with the process that began this one."""
    for capability in range(_LAST_CAPABILITY + 1):
        with contextlib.suppress(OSError):
            syscalls.prctl(syscalls.PR_CAPBSET_DROP, capability)
    header = struct.pack("<Ii", _CAPABILITY_VERSION_3, 0)
    syscalls.call("capset", header, struct.pack("<6I", *[0] * 6))
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
