"""Whereabouts: where the file of a notebook lies now, whatever it was called before.

A front end renames a notebook while its kernel runs on, and that knows the old path alone; another
notebook may have got the old name since (Untitled.ipynb). What tells them apart is the number of
the file on its disk, which stays when the file is renamed or saved.
"""

from __future__ import annotations

import os
from collections.abc import Iterator


def number(path: str) -> str:
    """The number of the file at a path, "" where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return ""
    return f"{found.st_dev:x}-{found.st_ino:x}"


def moved_to(path: str, known: str | None) -> str | None:
    """The path that the notebook with a known number has got since it lay at `path`.

    None if it still lies there, if its number is not known, or if it is not in that folder.
    """
    if not known or number(path) == known:
        return None
    return next((each for each in _beside(path) if number(each) == known), None)


def left(path: str, since: float) -> bool:
    """Whether a notebook has left a path without trace: none lies there, and one beside it has
    got its name, or was written, since that time (in seconds since 1970)."""
    return not number(path) and any(_changed(each) >= since for each in _beside(path))


def _changed(path: str) -> float:
    try:
        return os.stat(path).st_ctime
    except OSError:
        return 0.0


def _beside(path: str) -> Iterator[str]:
    """The other notebooks in the folder of a path."""
    folder = os.path.dirname(path)
    try:
        names = os.listdir(folder)
    except OSError:
        return
    found = (os.path.join(folder, name) for name in names if name.endswith(".ipynb"))
    yield from (each for each in found if each != path)
