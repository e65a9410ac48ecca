"""The commands history and export: what was asked in a thread and answered, seen and written."""

from __future__ import annotations

from pathlib import Path

from assist_magic.commands.here import Here, find, still_there
from assist_magic.conversation.exchanges import Exchange, answer, exchanges, said
from assist_magic.errors import UsageError
from assist_magic.line.options import Options
from assist_magic.plain import plain
from assist_magic.reply import Reply
from assist_magic.transcript import WRITERS
from assist_magic.view import open_view

_USUAL = 10


def history(words: tuple[str, ...], options: Options) -> None:
    """Draws the last questions of the thread and their answers, as the server has them."""
    here, asked = _asked(options)
    most = int(words[0]) if words else _USUAL
    shown = asked[-most:] if most else []
    for each in shown:
        print(plain(f"[{each.number}] {each.prompt.text}"))
        if each.prompt.given:
            print(plain(f"    (with {', '.join(each.prompt.given)})"))
        reply = said(each, here.backend, here.thread_id)
        if reply.parts:
            with open_view(here.settings.mode) as view:
                view.finish(reply)
        else:
            print("(no answer)")
    if len(shown) < len(asked):
        print(f"The thread has {len(asked)} questions; `%assistant history N` shows more.")


def export(words: tuple[str, ...], options: Options) -> None:
    """Writes the thread's questions, steps and answers to a file that is not there yet."""
    path = Path(words[0]).expanduser()
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise UsageError(f"{path} ends in none of {known}. Name the file so that it does.")
    _refuse_existing(path)
    here, asked = _asked(options)
    text = writer([(each.prompt, _whole(here, each)) for each in asked])
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        _refuse_existing(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from None
    count = f"{len(asked)} question{'' if len(asked) == 1 else 's'}"
    print(plain(f"{path} holds the thread: {count} with their answers."))


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise UsageError(f"{path} is there already. Name another file, or delete it first.")


def _asked(options: Options) -> tuple[Here, list[Exchange]]:
    here = find(options)
    with still_there("the thread"):
        return here, exchanges(here.backend, here.thread_id, here.talk.uploads)


def _whole(here: Here, exchange: Exchange) -> Reply:
    if not exchange.run_id:
        return said(exchange, here.backend, here.thread_id)
    return answer(here.backend, here.thread_id, exchange.run_id, here.talk.folder)
