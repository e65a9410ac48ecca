"""Landlock: which files this process, and all that it begins, may touch from now on."""

from __future__ import annotations

import os
import platform
import stat
import struct
from collections.abc import Iterable

from assist_magic.engine.interpreter import syscalls

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_MAKE_SOCK, _REFER, _TRUNCATE = 1 << 9, 1 << 13, 1 << 14
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_WRITE = _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_TCP = 0b11
_SCOPES = 0b11  # abstract Unix sockets, signals
_VERSION_FLAG = 1
_PATH_BENEATH = 1


def abi() -> int:
    """The version of Landlock that the running kernel offers; 0 where there is none."""
    if platform.system() != "Linux" or platform.machine() not in ("x86_64", "aarch64"):
        return 0
    try:
        return syscalls.call("landlock_create_ruleset", None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def restrict(read: Iterable[str], write: Iterable[str], sockets: Iterable[str]) -> list[int]:
    """Denies every file outside the given paths, all TCP, and signals to processes outside.

    Under `write`, files and folders can be made, but no links, devices, pipes or sockets; under
    `sockets` also sockets. Paths that do not exist are passed over. It binds the calling thread
    and what it begins, so it must come before other threads. no_new_privs must be set.

    Returns:
        Descriptors to keep open: a rule on a /proc folder lives only as long as its entry.

    Raises:
        OSError: the kernel refused.
    """
    version = abi()
    known = _known_rights(version)
    ruleset = _ruleset(version, known)
    kept = []
    for paths, rights in ((read, _READ), (write, _READ | _WRITE), (sockets, _socket_rights())):
        for path in paths:
            kept += _allow(ruleset, path, rights & known)
    syscalls.call("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)
    return kept


def _socket_rights() -> int:
    return _READ | _WRITE | _MAKE_SOCK


def _known_rights(version: int) -> int:
    """Every right that this version can deny; what is not handled is not denied."""
    count = 13 if version < 2 else 14 if version < 3 else 15 if version < 5 else 16
    return (1 << count) - 1


def _ruleset(version: int, rights: int) -> int:
    attributes = struct.pack("<QQQ", rights, _TCP, _SCOPES)
    size = 8 if version < 4 else 16 if version < 6 else 24
    return syscalls.call("landlock_create_ruleset", attributes[:size], size, 0)


def _allow(ruleset: int, path: str, rights: int) -> list[int]:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return []
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        rights &= _ON_FILES
    rule = struct.pack("<Qi", rights, descriptor)
    syscalls.call("landlock_add_rule", ruleset, _PATH_BENEATH, rule, 0)
    if path.startswith("/proc/"):
        return [descriptor]
    os.close(descriptor)
    return []
