"""Completion: what may stand at the cursor on a line of the magics; IPython itself is magic's.

Commands, options and their words come from options.py. Names come from what is known here: the
record, the notebook, the folder, and lists of the server that are fetched in the background.
"""

from __future__ import annotations

import inspect
import os
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assist_magic.backend.connect import is_connected
from assist_magic.config import Settings
from assist_magic.errors import AssistantError
from assist_magic.files.localised import local_copies
from assist_magic.line.listing import Listing
from assist_magic.line.options import COMMANDS, OPTIONS, Option
from assist_magic.presets import PRESETS
from assist_magic.session import session

_WORDS = re.compile(r"""'[^']*'?|"[^"]*"?|[^\s'"]\S*""")
_MOST = 200
_ALWAYS = ("default", "solver", "local")

Names = Mapping[str, object]


@dataclass(frozen=True)
class Completion:
    """`fragment` is the end of the line that each of `choices` would take the place of."""

    fragment: str
    choices: tuple[str, ...]


def complete(line: str, is_cell: bool, names: Names) -> Completion:
    """What may stand at the end of `line`, the text between the magic and the cursor.

    `is_cell` tells %%assistant, which takes no commands; `names` are the notebook's variables.
    Where settings are unusable there are no choices: completion is no place for an error.
    """
    try:
        return _complete(line, is_cell, names)
    except AssistantError:
        return Completion("", ())


def _complete(line: str, is_cell: bool, names: Names) -> Completion:
    words = _WORDS.findall(line)
    fragment = words.pop() if words and line.endswith(words[-1]) else ""
    option, behind = _read(words)
    if option is not None:
        return _chosen(fragment, _VALUES.get(option.field, _nothing)(names, fragment))
    if behind:
        find = _WORDS_BEHIND.get(behind[0], _nothing) if not is_cell else _nothing
        return _chosen(fragment, find(names, fragment))
    flag, equals, value = fragment.partition("=")
    if equals and (option := _option(flag)) is not None:
        return _chosen(value, _VALUES.get(option.field, _nothing)(names, value))
    commands = [] if is_cell else [each.name for each in COMMANDS]
    return _chosen(fragment, [*commands, *_flags_beside(words)])


def _read(words: list[str]) -> tuple[Option | None, list[str]]:
    """The option that waits for its value, and the words behind all options."""
    waiting: Option | None = None
    for number, word in enumerate(words):
        if waiting is not None:
            waiting = None
            continue
        option = _option(word)
        if option is not None and option.metavar:
            waiting = option
        elif option is None and not (word.startswith("--") and "=" in word):
            return None, words[number:]
    return waiting, []


def _option(flag: str) -> Option | None:
    return next((each for each in OPTIONS if flag in each.flags), None)


def _flags_beside(words: list[str]) -> list[str]:
    """The flags that the line may still take."""
    used = {each.field for word in words if (each := _option(word.partition("=")[0]))}
    free = [each for each in OPTIONS if each.repeats or each.field not in used]
    return [flag for each in free for flag in each.flags]


def _chosen(fragment: str, choices: Iterable[str]) -> Completion:
    typed = fragment[1:] if fragment[:1] in ("'", '"') else fragment
    fitting = [each for each in dict.fromkeys(choices) if each.startswith(typed)]
    return Completion(fragment, tuple(_quoted(each, fragment) for each in fitting[:_MOST]))


def _quoted(choice: str, fragment: str) -> str:
    if fragment[:1] not in ("'", '"') and not re.search(r"""[\s'"]""", choice):
        return choice
    quoted = shlex.quote(choice)
    if not quoted.startswith("'"):
        quoted = f"'{choice}'"
    return quoted[:-1] if choice.endswith("/") else quoted  # a folder's name goes on


# -- where names come from --------------------------------------------------------------------


def _nothing(_names: Names, _typed: str) -> list[str]:
    return []


def _threads(_names: Names, _typed: str) -> list[str]:
    settings = session.settings()
    kept = session.registry(settings).threads(session.notebook(settings).key)
    return sorted({"default", *(each.name for each in kept)})


def _files(_names: Names, typed: str) -> list[str]:
    head, slash, tail = typed.lstrip("'\"").rpartition("/")
    folder = Path(f"{head}{slash}" or ".").expanduser()
    try:
        found = sorted(os.scandir(folder), key=lambda each: each.name)
    except OSError:
        return []
    shown = [each for each in found if tail.startswith(".") or not each.name.startswith(".")]
    return [f"{head}{slash}{each.name}{'/' if each.is_dir() else ''}" for each in shown]


def _held_files(_names: Names, _typed: str) -> list[str]:
    settings = session.settings()
    kept = session.registry(settings).threads(session.notebook(settings).key)
    name = session.thread or "default"
    stamps = [stamp for key, entry in kept.items() if key.name == name for stamp in entry.uploads]
    return sorted(local_copies(stamps, session.notebook(settings).folder))


def _models(_names: Names, _typed: str) -> list[str]:
    settings = session.settings()
    chosen = filter(None, (session.model, settings.model))
    return [*chosen, *_ALWAYS, *_listed(settings, "models")]


def _assistants(_names: Names, _typed: str) -> list[str]:
    return [*PRESETS, *_listed(session.settings(), "assistants")]


def _listed(settings: Settings, kind: str) -> tuple[str, ...]:
    """What the server lists; nothing before a question or command has found the server."""
    return _listing(settings, kind).names() if is_connected(settings) else ()


@cache
def _listing(settings: Settings, kind: str) -> Listing:
    def fetch() -> list[str]:
        backend = session.backend(settings)
        if kind == "models":
            return backend.models()
        found = backend.wire.pages("/assistants")
        return sorted({str(each.get("name") or each["id"]) for each in found})

    return Listing(fetch)


def _variables(fits: Callable[[object], bool]) -> Callable[[Names, str], list[str]]:
    def find(names: Names, _typed: str) -> list[str]:
        return sorted(
            name
            for name, value in names.items()
            if not name.startswith("_") and not inspect.ismodule(value) and fits(value)
        )

    return find


_VALUES: dict[str, Callable[[Names, str], list[str]]] = {
    "assistant": _assistants,
    "thread": _threads,
    "files": _files,
    "inputs": _variables(lambda value: not callable(value)),
    "tools": _variables(lambda value: callable(value) and not isinstance(value, type)),
    "schema": _variables(lambda value: isinstance(value, type | dict)),
    "out": _variables(lambda value: not callable(value)),
    "model": _models,
}
_WORDS_BEHIND: dict[str, Callable[[Names, str], list[str]]] = {
    "model": _models,
    "use": _threads,
    "upload": _files,
    "download": _held_files,
    "instructions": lambda _names, _typed: ["none"],
    "forget": lambda _names, _typed: ["--server"],
}
