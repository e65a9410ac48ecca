"""Namespaces: a world of its own for a process, with its own /mnt/data, /tmp and no network."""

from __future__ import annotations

import contextlib
import os
import struct
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from assist_magic.engine.interpreter import syscalls

_NEW_USER, _NEW_MOUNTS, _NEW_NET, _NEW_IPC, _NEW_UTS = 1 << 28, 1 << 17, 1 << 30, 1 << 27, 1 << 26
_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
_ATTR_RDONLY = 1
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_INNER_ID = 1000
_SHARED_MEMORY = b"mode=1777,size=128m"
DATA, SCRATCH = "/mnt/data", "/tmp"


def enter(data: str, scratch: str, keep: Iterable[str]) -> None:
    """Moves this process into new user, mount, network, IPC and UTS namespaces.

    There `data` is at /mnt/data and `scratch` at /tmp, both writable, as is the last of `keep`;
    everything else is read-only, with `keep` still where it was. The process must have one thread.

    Args:
        data: the host's folder for /mnt/data.
        scratch: the host's folder for /tmp.
        keep: folders that must stay reachable though they may lie under /mnt or /tmp; the last
            one stays writable.

    Raises:
        OSError: the system does not allow it (a container's rules, AppArmor, a limit).
    """
    uid, gid = os.geteuid(), os.getegid()
    syscalls.call("unshare", _NEW_USER | _NEW_MOUNTS | _NEW_NET | _NEW_IPC | _NEW_UTS)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_INNER_ID} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{_INNER_ID} {gid} 1")
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE)
    kept = list(keep)
    sources = {path: os.open(path, os.O_PATH) for path in (data, scratch, *kept)}
    _mount("tmpfs", "/mnt", "tmpfs", _MS_NOSUID | _MS_NODEV, b"mode=0755,size=1m")
    _bind(sources[scratch], SCRATCH)
    for path in _outermost(kept):
        if path.startswith(("/mnt/", "/tmp/")):
            os.makedirs(path, exist_ok=True)
            _bind(sources[path], path)
    os.mkdir(DATA)
    _bind(sources[data], DATA)
    with contextlib.suppress(OSError):
        _mount("tmpfs", "/dev/shm", "tmpfs", _MS_NOSUID | _MS_NODEV, _SHARED_MEMORY)
    _bind_itself(kept[-1])
    _set_read_only("/", True, recursive=True)
    for path in (DATA, SCRATCH, "/dev/shm", kept[-1]):
        with contextlib.suppress(OSError):
            _set_read_only(path, False)
    for descriptor in sources.values():
        os.close(descriptor)


def _outermost(paths: Iterable[str]) -> list[str]:
    """The paths without those that lie inside another one."""
    outer: list[str] = []
    for path in sorted(paths):
        if not any(path == other or path.startswith(other + "/") for other in outer):
            outer.append(path)
    return outer


def _bind(source: int, target: str) -> None:
    _mount(f"/proc/self/fd/{source}", target, None, _MS_BIND | _MS_REC)


def _bind_itself(path: str) -> None:
    _mount(path, path, None, _MS_BIND)


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: bytes | None = None
) -> None:
    names = [os.fsencode(name) if name else None for name in (source, target, kind)]
    syscalls.call("mount", *names, flags, options)


def _set_read_only(path: str, read_only: bool, *, recursive: bool = False) -> None:
    set_flags, cleared = (_ATTR_RDONLY, 0) if read_only else (0, _ATTR_RDONLY)
    attributes = struct.pack("<QQQQ", set_flags, cleared, 0, 0)
    how = _AT_RECURSIVE if recursive else 0
    syscalls.call("mount_setattr", _AT_FDCWD, os.fsencode(path), how, attributes, len(attributes))


def try_out() -> None:
    """Enters namespaces with folders made for it and leaves with 0 when that worked, else 1.

    For a process that is started for this alone.
    """
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("data", "scratch", "sockets")]
        for name in names:
            os.mkdir(name)
        child = os.fork()
        if child == 0:
            try:
                enter(names[0], names[1], names[2:])
            except OSError:
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))
