"""The commands of %assistant, one noun a file; options.py declares their names and words."""

from __future__ import annotations

from collections.abc import Callable

from assist_magic.commands import answer, assistant, files, history, model, record, status, thread
from assist_magic.line.options import Options
from assist_magic.line.reference import reference
from assist_magic.reply import Reply

__all__ = ["run_command"]


def run_command(name: str, words: tuple[str, ...], options: Options) -> Reply | None:
    """Does what a command asks; only `show` has a reply to give.

    Raises:
        AssistantError: it cannot be done; says why and what to do.
    """
    return _COMMANDS[name](words, options)


def _help(_words: tuple[str, ...], _options: Options) -> None:
    print(reference())


_COMMANDS: dict[str, Callable[[tuple[str, ...], Options], Reply | None]] = {
    "status": status.status,
    "model": model.model,
    "show": answer.show,
    "steps": answer.steps,
    "code": answer.code,
    "history": history.history,
    "export": history.export,
    "threads": thread.threads,
    "use": thread.use,
    "new": thread.new,
    "cancel": thread.cancel,
    "files": files.files,
    "upload": files.upload,
    "download": files.download,
    "instructions": assistant.instructions,
    "tools": assistant.tools,
    "forget": record.forget,
    "help": _help,
}
