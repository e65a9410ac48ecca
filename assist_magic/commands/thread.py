"""The commands threads, use, new and cancel: which thread questions go to, and that it is free."""

from __future__ import annotations

import time

from assist_magic.commands.here import find, still_there
from assist_magic.conversation.registry import Key
from assist_magic.errors import ThreadBusy, UsageError
from assist_magic.line.options import Options
from assist_magic.plain import plain
from assist_magic.reply import ENDED
from assist_magic.session import session

_CANCEL_SECONDS = 10.0
_QUESTION_CHARACTERS = 60


def threads(_words: tuple[str, ...], options: Options) -> None:
    """Lists the notebook's threads: name, id, when it was asked last, and what."""
    here = find(options)
    used = session.thread or "default"
    kept = here.registry.threads(here.notebook.key)
    found = sorted(
        (key.name, entry) for key, entry in kept.items() if key.server == here.backend.server
    )
    if not found:
        print("This notebook has no thread yet; the next question begins one.")
        return
    width = max(len(name) for name, _ in found)
    for name, entry in found:
        turns = here.registry.turns(entry.thread_id)
        asked = " ".join(turns[-1].question.split()) if turns else ""
        if len(asked) > _QUESTION_CHARACTERS:
            asked = f"{asked[: _QUESTION_CHARACTERS - 1]}…"
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.updated))
        mark = "*" if name == used else " "
        print(plain(f"{mark} {name:<{width}}  {when}  {entry.thread_id}  {asked}".rstrip()))


def use(words: tuple[str, ...], options: Options) -> None:
    """Sends the questions of this kernel to a thread, or says to which they go."""
    if not words:
        print(plain(f"Questions go to the thread {session.thread or 'default'!r}."))
        return
    name = words[0]
    if name.startswith("thread_"):
        with still_there(name):
            find(options).backend.wire.get(f"/threads/{name}")
    session.thread = None if name == "default" else name
    until = "" if name == "default" else ", until `%assistant use default`"
    print(plain(f"Questions go to the thread {name!r} from now on, in this kernel{until}."))


def new(_words: tuple[str, ...], options: Options) -> None:
    """Makes the next question begin the thread again."""
    here = find(options)
    name = options.thread or session.thread or "default"
    if name.startswith("thread_"):
        raise UsageError(f"{name} is there already; `new` needs the name of a thread.")
    here.registry.forget_thread(Key(here.notebook.key, here.backend.server, name))
    print(plain(f"The next question begins the thread {name!r} again."))


def cancel(_words: tuple[str, ...], options: Options) -> None:
    """Cancels the run that holds the thread, and waits until it has ended."""
    here = find(options)
    wire, path = here.backend.wire, f"/threads/{here.thread_id}/runs"
    with still_there("the thread"):
        newest = wire.get(path, limit=1, order="desc").get("data") or []
    if not newest or newest[0].get("status") in ENDED:
        print("No run holds the thread.")
        return
    run_id = str(newest[0]["id"])
    wire.cancel(here.thread_id, run_id)
    until = time.monotonic() + _CANCEL_SECONDS
    while time.monotonic() < until:
        run, wait = wire.run(here.thread_id, run_id)
        if run.get("status") in ENDED:
            print(f"{run_id} was stopped; the thread is free.")
            return
        time.sleep(min(wait or 0.2, 1.0))
    raise ThreadBusy(
        f"{run_id} was told to stop, and has not after {_CANCEL_SECONDS:.0f} s. Wait a little, "
        "or ask beside it with `-t NAME`."
    )
