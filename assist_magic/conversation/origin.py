"""Origin: where a notebook comes from whose path the record does not know.

Cells keep the id of their thread in the metadata of their outputs, so a saved notebook tells of
its threads wherever it lies. When the path that they were recorded for

- is gone, or holds another file now, the notebook was renamed or moved: all its threads go with it;
- still has its notebook, this one is a copy: two notebooks that ask in turn would talk across each
  other in one thread, so the copy begins a thread of its own, with what was said in the other.

Only threads of the user's own record count. A notebook that somebody else has sent names threads
of theirs, and begins as any new one does; so does one that was not saved after its last answer,
and one whose outputs were cleared.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assist_magic.conversation.notebook import Notebook, is_another_kernel
from assist_magic.conversation.registry import FLEETING, Entry, Key, Registry, Turn
from assist_magic.conversation.whereabouts import moved_to

_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Origin:
    """The thread that has come along, or what a copy's own thread begins with; and a note."""

    entry: Entry | None = None
    before: tuple[Turn, ...] = ()
    notes: tuple[str, ...] = ()


def origin(registry: Registry, notebook: Notebook, key: Key) -> Origin:
    """What a notebook brings along for a key that has led to no thread yet.

    The threads of one that was renamed or moved are recorded for its new path.
    """
    threads = _recorded(notebook.path) if notebook.path and not registry.knows(key) else set()
    holder = registry.holder(threads, key.server)
    if holder is None or holder.notebook == key.notebook:
        return Origin()
    if moved := follow_renames(registry, holder.notebook):
        if moved == key.notebook:
            return Origin(registry.thread(key))
        holder = replace(holder, notebook=moved)
    if _is_gone(holder.notebook, key.notebook) and not _is_at_work(registry, holder):
        registry.move(holder.notebook, key.notebook)
        return Origin(registry.thread(key))
    entry = registry.thread(replace(key, notebook=holder.notebook))
    before = tuple(registry.turns(entry.thread_id)) if entry else ()
    if not before:
        return Origin()
    answers = "answer" if len(before) == 1 else f"{len(before)} answers"
    note = (
        f"This notebook is a copy of {_name(holder.notebook)}. It has a thread of its own, "
        f"begun with the last {answers} of the other."
    )
    return Origin(before=before, notes=(note,))


def _name(notebook: str) -> str:
    return Path(notebook.partition(f"#{FLEETING}")[0]).name


def follow_renames(registry: Registry, path: str) -> str | None:
    """Where the notebook lies now that the record has at `path`, if it was renamed since; its
    threads are recorded for that path then, and another notebook may begin at the old one."""
    for entry in registry.threads(path).values():
        if moved := moved_to(path, entry.file):
            registry.move(path, moved)
            return moved
    return None


def _is_at_work(registry: Registry, holder: Key) -> bool:
    """Whether a kernel whose notebook lies nobody knows where, is still alive elsewhere."""
    entry = registry.thread(holder)
    if entry is None or FLEETING not in holder.notebook:
        return False
    return is_another_kernel(entry.pid)


def _is_gone(path: str, now: str) -> bool:
    """Whether the notebook of a path lies elsewhere now; it may be one file by two names."""
    try:
        return os.path.samefile(path, now)
    except OSError:
        return not os.path.exists(path)


def _recorded(path: str) -> set[str]:
    """The threads that the outputs of a saved notebook come from."""
    try:
        if os.path.getsize(path) > _MOST_BYTES:
            return set()
        notebook = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    cells = _dicts(notebook.get("cells") if isinstance(notebook, dict) else None)
    return {
        str(record["thread"])
        for cell in cells
        for output in _dicts(cell.get("outputs"))
        for metadata in _dicts([output.get("metadata")])
        for record in _dicts([metadata.get("assist_magic")])
        if record.get("thread")
    }


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The dicts of a list, of what may be anything else."""
    return (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))
