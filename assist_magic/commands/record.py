"""The command forget: what this machine, and if wanted the server, keeps of the notebook."""

from __future__ import annotations

from contextlib import suppress

from assist_magic.backend.refusals import Missing
from assist_magic.commands.here import find
from assist_magic.conversation.registry import Entry, Key
from assist_magic.line.options import Options
from assist_magic.plain import plain


def forget(words: tuple[str, ...], options: Options) -> None:
    """Forgets the notebook's threads on this server, or the one that -t names.

    With `--server` the threads are deleted there too, and first: what cannot be deleted stays in
    the record, so that its id is not lost.
    """
    here = find(options)
    found: list[tuple[Key, Entry]] = [
        (key, entry)
        for key, entry in here.registry.threads(here.notebook.key).items()
        if key.server == here.backend.server and options.thread in (None, key.name)
    ]
    for key, entry in found:
        if words:
            with suppress(Missing):  # then it is gone already
                here.backend.wire.delete(f"/threads/{entry.thread_id}")
        here.registry.forget_thread(key)
        here.registry.forget_turns(entry.thread_id)
    if not found:
        print("There was nothing to forget.")
        return
    names = ", ".join(repr(key.name) for key, _ in found)
    where = f"here and on {here.backend.name}" if words else "here"
    left = "" if words else "; on the server they are as they were"
    print(plain(f"Forgotten {where}: {names}{left}."))
