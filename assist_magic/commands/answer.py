"""The commands show, steps and code: an answer that was given, or parts of it, once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assist_magic.commands.here import Here, find, still_there
from assist_magic.conversation.exchanges import answer, exchanges
from assist_magic.conversation.notebook import variables
from assist_magic.errors import UsageError
from assist_magic.files.copies import lay
from assist_magic.files.inputs import taken
from assist_magic.files.localised import is_named, local_copies, localised, written
from assist_magic.files.uploads import Upload, is_value, name_in
from assist_magic.line.options import Options
from assist_magic.plain import plain
from assist_magic.prompts import variable_of
from assist_magic.reply import Reply
from assist_magic.view import offer_cell, open_view
from assist_magic.view.steps import steps_text


def show(words: tuple[str, ...], options: Options) -> Reply:
    """Draws the last answer, or the one of a run's id or of a number in the history."""
    here = find(options)
    with still_there("the last answer" if not words else f"the answer {words[0]}"):
        run_id = _run_of(here, words)
        reply = answer(here.backend, here.thread_id, run_id, here.talk.folder, here.talk.notes)
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
    copies, remarks = _copies(here, cells)
    offer_cell(plain("\n".join([*remarks, localised(cells, copies)])))


def _copies(here: Here, cells: Sequence[str]) -> tuple[dict[str, Path], list[str]]:
    """Where the files that code names lie here, and remarks on those that are not as they were.

    What was made of variables lies nowhere yet: it is made once more, beside the notebook.
    """
    talk = here.talk
    copies, remarks = local_copies(talk.uploads, talk.folder), []
    for stamp in filter(is_value, talk.uploads):
        name = name_in(stamp)
        if not is_named(name, cells):
            continue
        made = _made_again(name, talk.folder)
        if made is not None and made.stamp == stamp:
            copies[name] = written(made.path)
        elif made is not None and name not in copies:
            copies[name] = written(made.path)
            remarks.append(f"# {variable_of(name)} is not as it was: {name} is as it is now")
        elif name not in copies:
            remarks.append(f"# {variable_of(name)} is not here: make it, and get this cell again")
    return copies, remarks


def _made_again(name: str, folder: Path) -> Upload | None:
    """The file of a variable, which was called so when it was given: made of what the variable is
    now, and laid beside the notebook. None where there is no such variable any more."""
    variable, values = variable_of(name), variables()
    if variable not in values:
        return None
    try:
        with taken({variable: values[variable]}) as (given,):
            return _laid(given.file or given.image, name, folder)
    except UsageError:  # it is of another kind by now
        return None


def _laid(upload: Upload | None, name: str, folder: Path) -> Upload | None:
    if upload is None:
        return None
    source, digest = upload.path, upload.stamp.rpartition("|")[2]
    path = lay(name, lambda part: part.write_bytes(source.read_bytes()), folder)
    return Upload(path, f"{name}|{digest}", upload.purpose)


def _last(options: Options) -> tuple[Here, Reply]:
    here = find(options)
    with still_there("the last answer"):
        return here, answer(here.backend, here.thread_id, here.last_run, here.talk.folder)


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
