"""Conversation: which thread and which assistant a question goes to, now and after a restart.

A thread is found by notebook, server and name; a notebook at a new path, by its outputs. One that
the server has lost is begun again with what was said in it, as far as it is kept here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assist_magic.backend.connect import Backend, reconnect
from assist_magic.backend.refusals import Missing, Refused, Unreachable
from assist_magic.conversation.lent import Lent, is_gone, is_still_lent, note_of, told_of
from assist_magic.conversation.notebook import Notebook, this_kernel
from assist_magic.conversation.origin import Origin, follow_renames, origin
from assist_magic.conversation.registry import Entry, Key, Registry, Turn
from assist_magic.errors import ThreadLost, UsageError
from assist_magic.presets import PRESETS, STANDARD, Preset

_RETOLD = (
    "What was said before this question is told from a record of an earlier thread: the variables "
    "and files that its code had are gone, and files are here only if they are attached again.",
)


@dataclass(frozen=True)
class Talk:
    """Where the next question goes.

    `thread_id` is empty for a thread that the question will begin, `key` None for one that was
    named by its id; `before` is what a new thread begins with. `assistant_id` is empty for a
    `preset` that is still to be made; `chosen` is True for an assistant of the server's own.
    `lent` is what the assistant has been given of this kernel, `gone` what went with an earlier
    one, `told` what the assistant shall know beside the next question, this once. `folder` is
    where files of its answers go.
    """

    key: Key | None
    thread_id: str = ""
    assistant_id: str = ""
    preset: Preset = STANDARD
    chosen: bool = False
    run_id: str = ""
    pid: int = 0
    uploads: Mapping[str, str] = field(default_factory=dict)
    before: tuple[Turn, ...] = ()
    notes: tuple[str, ...] = ()
    lent: Lent = field(default_factory=dict)
    gone: Lent = field(default_factory=dict)
    told: tuple[str, ...] = ()
    folder: Path = Path()

    @property
    def is_unasked(self) -> bool:
        """Whether the next run is the first of its thread, as far as is known here."""
        return not self.run_id if self.key is not None else not self.thread_id


def resume(
    backend: Backend,
    registry: Registry,
    notebook: Notebook,
    thread: str | None = None,
    new: bool = False,
    assistant: str | None = None,
) -> Talk:
    """Finds the thread that was asked for; asks the server only for an assistant by name.

    Raises:
        UsageError: there is no such assistant, or `new` was asked of a thread named by its id.
    """
    preset, chosen = _named(backend, assistant) if assistant else (STANDARD, "")
    made = registry.assistant(backend.server, _definition(backend, preset)) or ""
    talk = Talk(
        None,
        assistant_id=chosen or made,
        preset=preset,
        chosen=bool(chosen),
        folder=notebook.folder,
    )
    if thread and thread.startswith("thread_"):
        if new:
            raise UsageError(f"--new begins a thread by name; {thread} is there already.")
        return replace(talk, thread_id=thread)
    key = Key(notebook.key, backend.server, thread or "default")
    found = Origin() if new else _found(registry, notebook, key)
    notes = (*registry.take_notes(), *found.notes)
    talk, entry = replace(talk, key=key, notes=notes, before=found.before), found.entry
    if entry is None:
        return replace(talk, told=_RETOLD if talk.before else ())
    return replace(
        talk,
        thread_id=entry.thread_id,
        run_id=entry.run_id,
        pid=entry.pid,
        uploads=entry.uploads,
        lent=entry.lent if is_still_lent(entry) else {},
        gone=entry.lent if is_gone(entry) else {},
    )


def lend(talk: Talk, lent: Lent) -> Talk:
    """The talk with what its next question lends; says what an earlier kernel has lent, and is
    not there again."""
    missing = {name: kind for name, kind in talk.gone.items() if name not in lent}
    talk = replace(talk, lent={**talk.lent, **lent})
    if not missing:
        return talk
    note = note_of(missing)
    return replace(
        talk,
        told=(*talk.told, told_of(missing)),
        notes=(*talk.notes, note) if note else talk.notes,
    )


def _found(registry: Registry, notebook: Notebook, key: Key) -> Origin:
    for path in filter(None, (notebook.before, notebook.path)):
        follow_renames(registry, path)
    entry = registry.thread(key)
    return Origin(entry) if entry else origin(registry, notebook, key)


def arrived(registry: Registry, talk: Talk, thread_id: str, run_id: str = "") -> Talk:
    """The talk in its thread and at its run, on record, with what a new thread began with."""
    for turn in talk.before:
        registry.add_turn(thread_id, turn)
    talk = replace(talk, thread_id=thread_id, run_id=run_id or talk.run_id, before=())
    if talk.key is not None:
        registry.put_thread(
            talk.key,
            Entry(
                talk.thread_id,
                talk.assistant_id,
                talk.run_id,
                os.getpid(),
                dict(talk.uploads),
                kernel=this_kernel(),
                lent=dict(talk.lent),
            ),
        )
    return talk


def begin_again(registry: Registry, talk: Talk) -> Talk:
    """A talk whose thread the server has lost: the next question begins a new one.

    Raises:
        ThreadLost: the user named the thread by its id, so no other can stand for it.
    """
    if talk.key is None:
        raise ThreadLost(
            f"The server no longer knows {talk.thread_id}. Ask without `-t` to go on in this "
            "notebook's own thread."
        )
    before = tuple(registry.turns(talk.thread_id))
    answers = "answer" if len(before) == 1 else f"{len(before)} answers"
    kept = f"with the last {answers} of it" if before else "with nothing of it"
    note = f"The server no longer knows this notebook's thread; a new one was begun {kept}."
    if talk.uploads:
        note += " Give it the files that it still needs once more."
    return replace(
        talk,
        thread_id="",
        run_id="",
        uploads={},
        before=before,
        notes=(*talk.notes, note),
        told=(*talk.told, *(_RETOLD if before else ())),
    )


def with_assistant(backend: Backend, registry: Registry, talk: Talk) -> Talk:
    """The talk with its preset assistant, made on the server if it is not known there yet."""
    if talk.assistant_id:
        return talk
    made = backend.wire.post("/assistants", _body(backend, talk.preset))
    registry.put_assistant(backend.server, _definition(backend, talk.preset), str(made["id"]))
    return replace(talk, assistant_id=str(made["id"]))


def without_assistant(backend: Backend, talk: Talk) -> Talk:
    """A talk whose assistant the server has lost.

    Raises:
        UsageError: the user named that assistant; lists those that there are.
    """
    if talk.chosen:
        raise UsageError(_no_such(backend, talk.assistant_id, _assistants(backend)))
    return replace(talk, assistant_id="")


def opening(talk: Talk) -> list[dict[str, Any]]:
    """The messages that a new thread begins with."""
    return [
        {"role": role, "content": text}
        for turn in talk.before
        for role, text in (("user", turn.question), ("assistant", turn.answer))
        if text
    ]


def _body(backend: Backend, preset: Preset) -> dict[str, Any]:
    body = {
        "name": preset.title,
        "instructions": preset.instructions,
        "tools": list(preset.tools),
        "model": backend.assistant_model,
    }
    return {**body, "metadata": dict(preset.metadata)} if preset.metadata else body


def _definition(backend: Backend, preset: Preset) -> str:
    """Names a preset's definition, so that another version of it makes another assistant."""
    return hashlib.sha256(json.dumps(_body(backend, preset)).encode()).hexdigest()[:16]


def _named(backend: Backend, wanted: str) -> tuple[Preset, str]:
    """The preset, or the id of an assistant of the server; who made one of a preset's name there
    wants it to take the preset's place."""
    if wanted.startswith("asst_"):
        return STANDARD, wanted
    found = _assistants(backend)
    for each in reversed(found):  # of several with one name, the newest
        if each.get("name") == wanted:
            return STANDARD, str(each["id"])
    if wanted in PRESETS:
        return PRESETS[wanted], ""
    raise UsageError(_no_such(backend, wanted, found))


def _assistants(backend: Backend) -> list[dict[str, Any]]:
    try:
        return backend.wire.pages("/assistants")
    except (Missing, Refused):  # it has no list, or keeps it to itself
        return []
    except Unreachable:
        if not backend.own:
            raise
        return reconnect(backend).wire.pages("/assistants")


def _no_such(backend: Backend, wanted: str, found: list[dict[str, Any]]) -> str:
    names = sorted({str(each.get("name") or each["id"]) for each in found})
    known = f"It has: {', '.join(names[:20])}." if names else "It has none yet."
    presets = ", ".join(PRESETS)
    return f"{backend.name} has no assistant {wanted!r}. {known} Always there: {presets}."
