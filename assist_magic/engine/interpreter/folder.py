"""A thread's files on the host, which hostile code also writes: no link there is followed."""

from __future__ import annotations

import contextlib
import os
import stat
import uuid
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_CHUNK = 1 << 24
_ENTRY_BYTES = 4096
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = _NO_FOLLOW | getattr(os, "O_DIRECTORY", 0)
_FILE = _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_IS_ANCHORED = os.open in os.supports_dir_fd
TOO_DEEP = 1 << 62


def safe_name(name: str) -> str:
    """The last part of a file's name, without what a path could do with it."""
    last = PurePosixPath(name.replace("\\", "/").replace("\0", "")).name
    return last if last not in ("", ".", "..") else "file"


def put(folder: Path, name: str, source: Path) -> None:
    """Copies `source` to `folder`/`name`, replacing what is there; shares its blocks if it can.

    Raises:
        OSError: `source` cannot be read, there is no space, or `name` is a folder.
    """
    incoming = folder / f".{uuid.uuid4().hex}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE
    try:
        with source.open("rb") as given, os.fdopen(os.open(incoming, flags, 0o666), "wb") as made:
            _copy(given.fileno(), made.fileno(), os.fstat(given.fileno()).st_size)
        os.replace(incoming, folder / name)
    finally:
        with contextlib.suppress(FileNotFoundError):
            incoming.unlink()


def fetch(folder: Path, name: str, target: Path) -> int:
    """Copies the regular file `folder`/`name` to `target` and gives back its size in bytes.

    Raises:
        FileNotFoundError: there is none, or a link leads to it.
    """
    descriptor = _open_inside(folder, name)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1:
            raise FileNotFoundError(f"{name!r} is no regular file under /mnt/data.")
        with target.open("wb") as made:
            return _copy(descriptor, made.fileno(), facts.st_size)
    finally:
        os.close(descriptor)


def written(folder: Path) -> dict[str, int]:
    """Every regular file below `folder`: its relative name to a number that changes on write."""
    start = len(os.fspath(folder)) + 1
    return {
        path[start:].replace(os.sep, "/"): facts.st_ctime_ns
        for path, facts in _entries(folder)
        if stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1
    }


def usage(folder: Path) -> int:
    """How many bytes the files below `folder` take on the disk, with a block for each entry."""
    total = 0
    try:
        for _, facts in _entries(folder):
            total += _ENTRY_BYTES + getattr(facts, "st_blocks", facts.st_size // 512) * 512
    except OSError:  # a path longer than the system can name hides whatever lies below it
        return TOO_DEEP
    return total


def remove(folder: Path) -> None:
    """Deletes `folder` and everything below it, whatever modes and depth code left there."""
    if not folder.is_dir():
        return
    found = [os.fspath(folder)]
    with contextlib.suppress(OSError):
        for path, facts in _entries(folder, open_up=True):
            if stat.S_ISDIR(facts.st_mode):
                found.append(path)
    for path in reversed(found):
        with contextlib.suppress(OSError):
            _remove_one(path)


def _remove_one(path: str) -> None:
    with os.scandir(path) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
    os.rmdir(path)


def _entries(folder: Path, *, open_up: bool = False) -> Iterator[tuple[str, os.stat_result]]:
    """Everything below `folder`, parents first, without following links and without recursion."""
    waiting = [os.fspath(folder)]
    while waiting:
        parent = waiting.pop()
        if open_up:
            with contextlib.suppress(OSError):
                os.chmod(parent, 0o700)
        try:
            entries = list(os.scandir(parent))
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):
                facts = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(facts.st_mode):
                    waiting.append(entry.path)
                yield entry.path, facts


def _open_inside(folder: Path, name: str) -> int:
    """Opens a file step by step from `folder`, so that no link on the way is followed."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/"):
        raise FileNotFoundError(f"{name!r} names no file under /mnt/data.")
    try:
        return _walk(folder, parts) if _IS_ANCHORED else _open_checked(folder, parts)
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        raise FileNotFoundError(f"There is no file {name!r} under /mnt/data.") from error


def _walk(folder: Path, parts: tuple[str, ...]) -> int:
    here = os.open(folder, os.O_RDONLY | _FOLDER)
    for part in parts[:-1]:
        try:
            deeper = os.open(part, os.O_RDONLY | _FOLDER, dir_fd=here)
        finally:
            os.close(here)
        here = deeper
    try:
        return os.open(parts[-1], os.O_RDONLY | _FILE, dir_fd=here)
    finally:
        os.close(here)


def _open_checked(folder: Path, parts: tuple[str, ...]) -> int:
    """Where the system cannot open from a folder (Windows, where code is not sandboxed either)."""
    path = folder.joinpath(*parts)
    if path.resolve() != folder.resolve().joinpath(*parts):
        raise FileNotFoundError(str(path))
    return os.open(path, os.O_RDONLY | _FILE)


def _copy(source: int, target: int, size: int) -> int:
    """Copies up to `size` bytes between descriptors, inside the system where it can."""
    copied = 0
    while copied < size:
        count = _copy_some(source, target, min(size - copied, _CHUNK))
        if not count:
            break
        copied += count
    return copied


def _copy_some(source: int, target: int, size: int) -> int:
    if hasattr(os, "copy_file_range"):
        with contextlib.suppress(OSError):
            return os.copy_file_range(source, target, size)
    data = os.read(source, min(size, 1 << 20))
    view = memoryview(data)
    while view:
        view = view[os.write(target, view) :]
    return len(data)
