"""The commands show, steps and code: an answer that was given, or parts of it, once more."""

from __future__ import annotations

from dataclasses import replace

from assist_magic.commands.here import Here, find, still_there
from assist_magic.conversation.exchanges import answer, exchanges
from assist_magic.errors import UsageError
from assist_magic.localised import local_copies, localised
from assist_magic.options import Options
from assist_magic.plain import plain
from assist_magic.reply import Reply
from assist_magic.view import offer_cell, open_view
from assist_magic.view.steps import steps_text


def show(words: tuple[str, ...], options: Options) -> Reply:
    """Draws the last answer, or the one of a run's id or of a number in the history."""
    here = find(options)
    with still_there("the last answer" if not words else f"the answer {words[0]}"):
        reply = answer(here.backend, here.thread_id, _run_of(here, words), here.talk.notes)
    with open_view(here.settings.mode) as view:
        view.finish(reply)
    if reply.error:
        print(plain(reply.error))
    return reply


def steps(_words: tuple[str, ...], options: Options) -> None:
    """Prints the steps of the last answer, unfolded, and draws their images."""
    here, reply = _last(options)
    if not reply.steps:
        print("The last answer took no steps.")
        return
    print(steps_text(reply.steps))
    images = tuple(each for step in reply.steps for each in step.images)
    if images:
        with open_view(here.settings.mode) as view:
            view.finish(replace(reply, parts=images, steps=(), notes=()))


def code(_words: tuple[str, ...], options: Options) -> None:
    """Offers the code of the last answer as a new cell, on the files as they lie here."""
    here, reply = _last(options)
    cells = [each.input for each in reply.steps if each.kind == "code_interpreter"]
    if not cells:
        raise UsageError("The last answer ran no code.")
    offer_cell(plain(localised(cells, local_copies(here.talk.uploads))))


def _last(options: Options) -> tuple[Here, Reply]:
    here = find(options)
    with still_there("the last answer"):
        return here, answer(here.backend, here.thread_id, here.last_run)


def _run_of(here: Here, words: tuple[str, ...]) -> str:
    if not words:
        return here.last_run
    if words[0].startswith("run_"):
        return words[0]
    asked = exchanges(here.backend, here.thread_id)
    number = int(words[0])
    if not 1 <= number <= len(asked):
        raise UsageError(
            f"There is no question {number}; the thread has {len(asked)}. "
            "`%assistant history` numbers them."
        )
    if not asked[number - 1].run_id:
        raise UsageError(f"No run of this thread has answered question {number}.")
    return asked[number - 1].run_id
