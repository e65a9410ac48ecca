"""Which notebook this kernel serves; one of the few rooms that look at IPython."""

from __future__ import annotations

import json
import os
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from assist_magic.conversation.registry import FLEETING
from assist_magic.conversation.whereabouts import left, moved_to, number

_KERNEL = f"{FLEETING}{uuid.uuid4().hex}"
"""Names this process, and stands for a notebook without a path: that lives as long."""


@dataclass(frozen=True)
class Notebook:
    """`key` finds its threads again, `path` is where it lies, None if nobody says; `before` is
    where it lay when the kernel began, if that is another path."""

    key: str
    path: str | None = None
    before: str | None = None

    @property
    def folder(self) -> Path:
        """Where its files lie: beside it; where nobody says where that is, where its kernel
        began; in a terminal, where one works now."""
        folder = Path(self.path).parent if self.path else None
        if folder is not None and folder.is_dir():
            return folder
        shell = _shell()
        if getattr(shell, "kernel", None) is None:
            return Path.cwd()
        return Path(shell.starting_dir)


def this_notebook(session_name: str | None) -> Notebook:
    """The notebook of the cell that runs now.

    `session_name` is JPY_SESSION_NAME, which a kernel that was started from a notebook (by
    nbclient, say) inherits; so it counts only where the connection file names a session too.
    """
    live = _path_of_cell()
    if live:
        return Notebook(live, live)
    path = _path_of_session(session_name)
    return _followed(path) if path else Notebook(_KERNEL)


def _followed(path: str) -> Notebook:
    """The notebook for which the kernel was started at a path, though it was renamed since."""
    file, is_elsewhere = _first_seen(path)
    if is_elsewhere:
        return Notebook(f"{path}#{_KERNEL}")
    now = moved_to(path, file)
    return Notebook(now, now, path) if now else Notebook(path, path)


@cache
def _first_seen(path: str) -> tuple[str, bool]:
    """The number of the file at the path, as this kernel sees it first; and whether the notebook
    has got another name by then, which nobody tells."""
    import psutil

    return number(path), left(path, since=psutil.Process().create_time())


def this_kernel() -> str:
    """Names this process for as long as it lives; no other ever has the same name."""
    return _KERNEL


def is_another_kernel(pid: int) -> bool:
    """Whether another process than this one lives by an id. Ids come again, also to this one."""
    import psutil

    return pid != os.getpid() and psutil.pid_exists(pid)


def variables() -> Mapping[str, object]:
    """The notebook's variables by name; none outside IPython."""
    shell = _shell()
    return shell.user_ns if shell is not None else {}


def _shell() -> Any:
    # Imported by nobody here: without IPython there is no notebook to find.
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _path_of_cell() -> str | None:
    """VS Code names each cell by a URI that carries the notebook's path."""
    kernel = getattr(_shell(), "kernel", None)
    if kernel is None:
        return None
    metadata = (kernel.get_parent() or {}).get("metadata") or {}
    uri = urlsplit(str(metadata.get("cellId") or ""))
    path = unquote(uri.path)
    return path if uri.scheme == "vscode-notebook-cell" and path.endswith(".ipynb") else None


def _path_of_session(session_name: str | None) -> str | None:
    if not session_name or not session_name.endswith(".ipynb"):
        return None
    return session_name if _connection().get("jupyter_session") else None


def _connection() -> dict[str, Any]:
    """What the kernel's connection file says; a terminal's IPython has none."""
    if getattr(_shell(), "kernel", None) is None:
        return {}
    from ipykernel.connect import get_connection_file

    try:
        with open(get_connection_file(), encoding="utf-8") as file:
            held = json.load(file)
    except (OSError, ValueError, RuntimeError):
        return {}
    return held if isinstance(held, dict) else {}
