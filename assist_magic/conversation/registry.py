"""Registry: the user's own record of threads and assistants, and of what was said in them.

One small JSON file for the threads, one for each transcript, in the data folder. Writers take a
lock and replace files whole. What cannot be read is set aside, never overwritten; what cannot be
written lives on in memory. Nothing here talks to a server.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from assist_magic.conversation.whereabouts import number
from assist_magic.saving import save_json

FLEETING = "kernel:"
_MOST_THREADS = 2000
_MOST_TURNS = 20
_MOST_CHARACTERS = 60_000
_LOCK_SECONDS = 5.0


@dataclass(frozen=True)
class Key:
    """What a thread is found by: the notebook, the server and the thread's name there."""

    notebook: str
    server: str
    name: str = "default"

    @property
    def is_fleeting(self) -> bool:
        """Whether the notebook has no path, so that its threads end with its kernel."""
        return self.notebook.startswith(FLEETING)

    def __str__(self) -> str:
        return json.dumps([self.notebook, self.server, self.name], ensure_ascii=False)


@dataclass(frozen=True)
class Entry:
    """What is known of a thread.

    `run_id` is the run that was begun last, `pid` and `kernel` the process that began it; `uploads`
    are the ids of files that the thread already has, by path, size and time of change; `lent` is
    what that process has given the assistant of itself, by name; `file` is the number of the
    notebook's file at that time, "" if there was none, None if it was not recorded.
    """

    thread_id: str
    assistant_id: str = ""
    run_id: str = ""
    pid: int = 0
    uploads: dict[str, str] = field(default_factory=dict)
    updated: float = 0.0
    kernel: str = ""
    lent: dict[str, str] = field(default_factory=dict)
    file: str | None = None


@dataclass(frozen=True)
class Turn:
    """One question and its answer."""

    question: str
    answer: str


class Registry:
    """The record in one folder. `notes` collects what the user should know of its state."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = folder / "threads.json"
        self._memory: dict[str, Any] = {}
        self._fleeting: dict[Key, Entry] = {}
        self._lost_disk = False
        self._notes: list[str] = []

    def take_notes(self) -> tuple[str, ...]:
        """The notes since the last call."""
        taken, self._notes = tuple(self._notes), []
        return taken

    def thread(self, key: Key) -> Entry | None:
        """The thread that a key leads to."""
        if key.is_fleeting:
            return self._fleeting.get(key)
        found = self._read().get("threads", {}).get(str(key))
        return _entry(found)

    def put_thread(self, key: Key, entry: Entry) -> None:
        """Makes a key lead to a thread."""
        entry = replace(entry, updated=time.time(), file=number(key.notebook))
        if key.is_fleeting:
            self._fleeting[key] = entry
            return

        def change(index: dict[str, Any]) -> None:
            threads = index.setdefault("threads", {})
            threads[str(key)] = asdict(entry)
            if len(threads) > _MOST_THREADS:
                oldest = min(threads, key=lambda each: threads[each].get("updated", 0))
                del threads[oldest]

        self._change(change)

    def forget_thread(self, key: Key) -> None:
        """Makes a key lead nowhere, so that the next question begins a thread."""
        if key.is_fleeting:
            self._fleeting.pop(key, None)
        else:
            self.put_thread(key, Entry(""))  # that it was there is still known

    def knows(self, key: Key) -> bool:
        """Whether a key leads to a thread, or has led to one that was forgotten."""
        return key in self._fleeting or str(key) in self._read().get("threads", {})

    def threads(self, notebook: str) -> dict[Key, Entry]:
        """All threads of a notebook, on whatever server."""
        return {key: entry for key, entry in self._kept().items() if key.notebook == notebook}

    def holder(self, thread_ids: Collection[str], server: str) -> Key | None:
        """The key of that one of some threads of a server that was used last."""
        found = {
            key: entry.updated
            for key, entry in (self._kept() if thread_ids else {}).items()
            if key.server == server and entry.thread_id in thread_ids and not key.is_fleeting
        }
        return max(found, key=lambda key: found[key], default=None)

    def move(self, notebook: str, to: str) -> None:
        """Makes the threads of a notebook those of another path, on whatever server; what is
        recorded for that path already stays."""

        def change(index: dict[str, Any]) -> None:
            threads = index.get("threads", {})
            for each in list(threads):
                key = Key(*json.loads(each))
                if key.notebook == notebook:
                    threads.setdefault(str(replace(key, notebook=to)), threads.pop(each))

        self._change(change)

    def _kept(self) -> dict[Key, Entry]:
        index = self._read().get("threads", {})
        kept = {Key(*json.loads(each)): _entry(found) for each, found in index.items()}
        return {key: entry for key, entry in {**kept, **self._fleeting}.items() if entry}

    def assistant(self, server: str, definition: str) -> str | None:
        """The assistant that was made on a server after a definition."""
        found = self._read().get("assistants", {}).get(server, {}).get(definition)
        return found if isinstance(found, str) else None

    def put_assistant(self, server: str, definition: str, assistant_id: str) -> None:
        """Remembers an assistant that was made."""

        def change(index: dict[str, Any]) -> None:
            index.setdefault("assistants", {}).setdefault(server, {})[definition] = assistant_id

        self._change(change)

    def turns(self, thread_id: str) -> list[Turn]:
        """What was said in a thread, as far as it is kept here, oldest first."""
        try:
            held = json.loads(self._transcript(thread_id).read_text("utf-8"))
            return [Turn(str(each["question"]), str(each["answer"])) for each in held]
        except (OSError, ValueError, TypeError, KeyError):
            return []

    def add_turn(self, thread_id: str, turn: Turn) -> None:
        """Adds what was said; the oldest turns go when there are many or long ones."""
        turns = [*self.turns(thread_id), turn][-_MOST_TURNS:]
        while len(turns) > 1 and sum(len(t.question) + len(t.answer) for t in turns) > (
            _MOST_CHARACTERS
        ):
            turns.pop(0)
        self._write(self._transcript(thread_id), turns)

    def forget_turns(self, thread_id: str) -> None:
        """Drops what was said in a thread."""
        try:
            self._transcript(thread_id).unlink(missing_ok=True)
        except OSError as error:
            self._lose_disk(error)

    def _transcript(self, thread_id: str) -> Path:
        safe = "".join(each for each in thread_id if each.isalnum() or each in "_-")
        return self._folder / "transcripts" / f"{safe}.json"

    def _read(self) -> dict[str, Any]:
        if self._lost_disk:
            return self._memory
        try:
            held = json.loads(self._index.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            held = None
        except OSError as error:
            self._lose_disk(error)
            return self._memory
        if not _is_sound(held):
            self._set_aside()
            return {}
        self._memory = held
        return dict(held)

    def _change(self, change: Callable[[dict[str, Any]], object]) -> None:
        from filelock import FileLock, Timeout

        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(self._index.with_suffix(".lock"), timeout=_LOCK_SECONDS):
                index = self._read()
                change(index)
                save_json(self._index, index)
                self._memory = index
        except (OSError, Timeout) as error:
            change(self._memory)
            self._lose_disk(error)
        else:
            self._lost_disk = False

    def _write(self, path: Path, turns: list[Turn]) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            save_json(path, [asdict(each) for each in turns])
        except OSError as error:
            self._lose_disk(error)

    def _lose_disk(self, error: Exception) -> None:
        if not self._lost_disk:
            self._lost_disk = True
            self._notes.append(
                f"The record of threads in {self._folder} cannot be kept ({error}). The thread "
                "goes on, but a restarted kernel will not find it."
            )

    def _set_aside(self) -> None:
        aside = self._index.with_name(f"threads.broken-{int(time.time())}.json")
        try:
            os.replace(self._index, aside)
        except OSError as error:
            self._lose_disk(error)
            return
        self._notes.append(
            f"The record of threads could not be read. It was set aside as {aside}, and a new "
            "one was begun; `-t thread_ID` still reaches an old thread."
        )


def _is_sound(held: object) -> bool:
    """Whether an index has the shape that the rest of this module counts on."""
    if not isinstance(held, dict):
        return False
    threads, assistants = held.get("threads", {}), held.get("assistants", {})
    return (
        isinstance(threads, dict)
        and all(isinstance(each, dict) for each in threads.values())
        and isinstance(assistants, dict)
        and all(isinstance(each, dict) for each in assistants.values())
    )


def _entry(found: dict[str, Any] | None) -> Entry | None:
    names = {each.name for each in fields(Entry)}
    known = {name: value for name, value in (found or {}).items() if name in names}
    return Entry(**known) if known.get("thread_id") else None
