"""Copies: files that are laid beside the notebook, into `assistant_files`, never over others."""

from __future__ import annotations

import filecmp
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

FOLDER = "assistant_files"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST_NAME = 120


def lay(name: str, write: Callable[[Path], object], beside: Path | None = None) -> Path:
    """Lays a file into `assistant_files`, which is in the folder `beside`, or else in the working
    folder; gives back the path.

    Args:
        name: what it shall be called. Another name is found where that is taken, or is none.
        write: fills the file at the path that it is given; what it raises is raised, and no
            file is left.

    Raises:
        OSError: it cannot be written.
    """
    folder = Path(FOLDER) if beside is None else beside / FOLDER
    folder.mkdir(exist_ok=True)
    handle, made = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    os.close(handle)
    part = Path(made)
    try:
        write(part)
        return _settle(part, folder, safe_name(name))
    finally:
        part.unlink(missing_ok=True)


def _settle(part: Path, folder: Path, name: str) -> Path:
    """Gives the fetched file its name; one of the same content is it already."""
    for target in _candidates(folder, name):
        if target.is_file() and filecmp.cmp(part, target, shallow=False):
            return target
        try:
            os.link(part, target)  # unlike a rename, this never replaces anything
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links
            if target.exists():
                continue
            os.replace(part, target)
        os.chmod(target, 0o644)
        return target
    raise AssertionError("candidates never end")


def _candidates(folder: Path, name: str) -> Iterator[Path]:
    stem, suffix = os.path.splitext(name)
    yield folder / name
    number = 2
    while True:
        yield folder / f"{stem}-{number}{suffix}"
        number += 1


def safe_name(name: str) -> str:
    """A file name that is one on every system, and no path, whatever the assistant wrote."""
    clean = _UNSAFE.sub("_", name).strip(" .") or "file"
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    stem, suffix = os.path.splitext(clean)
    return stem[: _LONGEST_NAME - len(suffix[:20])] + suffix[:20]
