"""Localised: the assistant's code made fit to run here, on the user's own copies of its files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from assist_magic.files.copies import FOLDER

_SANDBOX = "/mnt/data"
_MARK = "# %%"


def local_copies(stamps: Iterable[str], folder: Path) -> dict[str, Path]:
    """Where the files of a thread lie here, by name.

    `stamps` are those of its uploads, which begin with a path; what the assistant made counts
    where it was copied into the notebook's `folder`.
    """
    made = [each for each in (folder / FOLDER).glob("*") if each.is_file()]
    sent = [Path(each.split("|")[0]) for each in stamps]
    return {each.name: written(each) for each in [*made, *sent] if each.is_file()}


def is_named(name: str, cells: Iterable[str]) -> bool:
    """Whether code of the sandbox names a file."""
    return any(_named(name).search(each) for each in cells)


def localised(cells: Iterable[str], copies: Mapping[str, Path]) -> str:
    """Code of the sandbox as one cell for here, its parts marked with `# %%`.

    A file of the sandbox that `copies` knows becomes that copy wherever a literal names it; the
    others are taken from, and written to, the working folder. Lines on top say so.
    """
    code = f"\n\n{_MARK}\n".join(each.strip("\n") for each in cells)
    said = []
    for name, path in copies.items():
        changed = _named(name).sub(partial(_literal, path), code)
        if changed != code and path.as_posix() != name:
            said.append(f"# {_SANDBOX}/{name} is {path.as_posix()} here")
        code = changed
    if _SANDBOX in code:
        said.append(f"# other files of {_SANDBOX} are looked for in the working folder")
        code = code.replace(f"{_SANDBOX}/", "")
        code = re.sub(rf"(['\"]){_SANDBOX}\1", r"\1.\1", code)
    return "\n".join([*said, _MARK, code] if said else [code])


def _named(name: str) -> re.Pattern[str]:
    """A literal that names a file: by its path in the sandbox, or by its name alone."""
    return re.compile(rf"(['\"])(?:{_SANDBOX}/)?{re.escape(name)}\1")


def _literal(path: Path, found: re.Match[str]) -> str:
    text, quote = path.as_posix(), found[1]
    return repr(text) if quote in text or "\\" in text else f"{quote}{text}{quote}"


def written(path: Path) -> Path:
    """A path as one would write it in the working folder."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except ValueError:
        return path
