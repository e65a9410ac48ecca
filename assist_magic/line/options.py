"""Every option and command of the magics, declared once: parsing, help and completion go by these.

Nothing here asks, connects or touches the notebook.
"""

from __future__ import annotations

import argparse
import difflib
import io
import keyword
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from assist_magic.errors import UsageError


@dataclass(frozen=True)
class Option:
    """One flag: `field` is the Options field that it sets, `metavar` empty for a switch."""

    field: str
    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    repeats: bool = False
    kind: type = str


@dataclass(frozen=True)
class Command:
    """One command of %assistant.

    `takes` is a regular expression of all that may stand behind it; anything else there makes the
    line a question. `is_text`: what stands there is one text, not words.
    """

    name: str
    help: str
    metavar: str = ""
    takes: str = ""
    is_text: bool = False


@dataclass(frozen=True)
class Options:
    """What one line has asked for."""

    assistant: str | None = None
    hint: bool = False
    thread: str | None = None
    new: bool = False
    files: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    schema: str | None = None
    out: str | None = None
    poll: bool = False
    quiet: bool = False
    model: str | None = None
    instructions: str | None = None
    temperature: float | None = None
    timeout: float | None = None
    expand: bool = False
    help: bool = False


@dataclass(frozen=True)
class Line:
    """A parsed %assistant line: a command with its words, or a prompt of one line."""

    options: Options
    command: str | None = None
    words: tuple[str, ...] = ()
    prompt: str = ""


OPTIONS = (
    Option(
        "assistant",
        ("-a", "--assistant"),
        "use this assistant of the server, or the tutor",
        "NAME|tutor|asst_ID",
    ),
    Option("hint", ("--hint",), "ask the tutor: the next hint, not the answer"),
    Option("thread", ("-t", "--thread"), "use another thread of this notebook", "NAME|thread_ID"),
    Option("new", ("--new",), "begin the thread again"),
    Option("files", ("-f", "--file"), "upload files; patterns work, may repeat", "FILE", True),
    Option("inputs", ("-i", "--in"), "give a value: table, array, figure, …", "VAR", True),
    Option("tools", ("--tool",), "let it call this function of the notebook", "FN", True),
    Option("schema", ("--schema",), "answer in JSON, by a pydantic model or a schema", "NAME"),
    Option("out", ("-o", "--out"), "keep the reply (by --schema: its value) here", "VAR"),
    Option("poll", ("--poll",), "ask for the state again and again instead of streaming"),
    Option("model", ("-m", "--model"), "let this model answer this question", "NAME"),
    Option("instructions", ("--instructions",), "say more to the assistant, this once", "TEXT"),
    Option("temperature", ("--temperature",), "0 likeliest to 2 wildest", "NUMBER", kind=float),
    Option("timeout", ("--timeout",), "stop the run after so long", "SECONDS", kind=float),
    Option("expand", ("--expand",), "put values in: @{expression} of Python, @@{ stays @{"),
    Option("quiet", ("--quiet",), "show nothing; the reply is kept with -o"),
    Option("help", ("-h", "--help"), "show this page"),
)
_WORD = r"""'[^']+'|"[^"]+"|[^\s'"]\S*"""
COMMANDS = (
    Command("status", "which server, model and thread answer, and why"),
    Command("model", "the models there are, or the one to use from now on", "[NAME]", r"\S*"),
    Command("show", "draw the last answer once more, or another of `history`", "[N|run_ID]",
            r"\d*|run_\w+"),
    Command("history", "the last N (10) questions of the thread and their answers", "[N]", r"\d*"),
    Command("steps", "the code of the last answer and what it printed, in full view"),
    Command("code", "the code of the last answer in a new cell, fit to run here"),
    Command("threads", "the threads of this notebook"),
    Command("use", "ask in this thread from now on, until `use default`", "[NAME]",
            rf"(?:{_WORD})?"),
    Command("new", "begin the thread again with the next question"),
    Command("cancel", "stop the run that holds the thread"),
    Command("files", "the files of the thread: uploaded and made"),
    Command("upload", "give the thread files, for all questions that follow", "FILE...",
            r"\S.*"),
    Command("download", "copy a file of the thread, or all that were made",
            "[NAME]", rf"(?:{_WORD})?"),
    Command("instructions", "tell the assistant this too, from now on; `none` ends it", "[TEXT]",
            r".*", is_text=True),
    Command("tools", "what the assistant can use"),
    Command("export", "write the thread to a .md, .json or .ipynb file", "FILE", _WORD),
    Command("forget", "forget this notebook's threads here, or on the server too", "[--server]",
            r"(?:--server)?"),
    Command("help", "show this page"),
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """Raises UsageError where argparse would end the process."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}. `%assistant --help` lists them all.")


def parse(line: str) -> Options:
    """The options of a %%assistant line.

    Raises:
        UsageError: something on the line is no option, or lacks its value.
    """
    options, rest, _ = _split(line)
    if rest:
        hint = "Each file needs its own -f. " if options.files else ""
        raise UsageError(
            f"{rest.split()[0]!r} is no option. {hint}"
            "The question goes on the lines below %%assistant; on one line it goes behind "
            "%assistant, with one %."
        )
    return options


def parse_line(line: str) -> Line:
    """A %assistant line: options, then a command or a prompt.

    Raises:
        UsageError: an option is unknown or lacks its value, or a lone word is almost a command.
    """
    options, rest, is_question = _split(line)
    if options.new and not rest:
        return Line(options, command="new")
    first, _, behind = ("", "", "") if is_question else rest.partition(" ")
    behind = behind.strip()
    command = next((each for each in COMMANDS if each.name == first), None)
    if command is not None and not behind and not re.fullmatch(command.takes, ""):
        raise UsageError(f"Write {command.metavar} behind `%assistant {command.name}`.")
    # "new ideas, please" and "model of an atom" are questions, not commands.
    if command is None or not re.fullmatch(command.takes, behind):
        _refuse_misspelt([] if is_question else rest.split())
        return Line(options, prompt=rest)
    words = [behind] if command.is_text and behind else _words(behind)
    return Line(options, command=command.name, words=tuple(words))


def _words(text: str) -> Iterator[str]:
    position = 0
    while text[position:].strip():
        word, position = _token(text, position)
        yield word


def _refuse_misspelt(words: list[str]) -> None:
    names = [each.name for each in COMMANDS]
    near = difflib.get_close_matches(words[0], names, n=1, cutoff=0.7) if len(words) == 1 else []
    if near and words[0] not in names:
        raise UsageError(
            f"There is no command {words[0]!r}. Did you mean {near[0]}? "
            f"To ask that very word, write `%assistant -- {words[0]}`."
        )


def _split(line: str) -> tuple[Options, str, bool]:
    """Reads options from the front of a line; the rest is given back untouched, and whether
    it comes after `--`, which makes it a question whatever it says."""
    tokens: list[str] = []
    position, dashes = 0, False
    while _begins_option(line, position):
        flag, position = _token(line, position)
        if flag == "--":
            dashes = True
            break
        tokens.append(flag)
        if _takes_value(flag) and line[position:].strip():
            value, position = _token(line, position)
            # Glued on, so that a value that begins with a dash is still a value.
            tokens[-1] = f"{flag}={value}" if flag.startswith("--") else f"{flag}{value}"
    return _read(tokens), line[position:].strip(), dashes


def _begins_option(line: str, position: int) -> bool:
    return bool(re.match(r"\s*(--?[A-Za-z]|--(\s|$))", line[position:]))


def _token(line: str, position: int) -> tuple[str, int]:
    stream = io.StringIO(line[position:])
    lexer = shlex.shlex(stream, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    if os.name == "nt":
        lexer.escape = ""  # a backslash is part of a path there
    try:
        token = lexer.get_token()
    except ValueError:
        raise UsageError(f"A quote is not closed in {line[position:].strip()!r}.") from None
    return token or "", position + stream.tell()


def _takes_value(flag: str) -> bool:
    return any(flag in each.flags and each.metavar for each in OPTIONS)


def _read(tokens: list[str]) -> Options:
    parser = _parser()
    known, unknown = parser.parse_known_args(tokens)
    if unknown:
        raise UsageError(_unknown(unknown[0]))
    values: dict[str, Any] = vars(known)
    out = values["out"]
    if out is not None and not (out.isidentifier() and not keyword.iskeyword(out)):
        raise UsageError(f"-o needs the name of a variable; {out!r} is none.")
    repeated = {each.field: tuple(values[each.field]) for each in OPTIONS if each.repeats}
    return Options(**{**values, **repeated})


def _unknown(flag: str) -> str:
    name = flag.split("=")[0]
    flags = [each for option in OPTIONS for each in option.flags]
    near = difflib.get_close_matches(name, flags, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]}?" if near else " `%assistant --help` lists them all."
    return f"There is no option {name}.{hint} A question that begins so goes after ` -- `."


def _parser() -> _Parser:
    parser = _Parser(prog="%assistant", add_help=False, allow_abbrev=False)
    for option in OPTIONS:
        if option.repeats:
            parser.add_argument(*option.flags, dest=option.field, action="append", default=[])
        elif option.metavar:
            parser.add_argument(*option.flags, dest=option.field, type=option.kind)
        else:
            parser.add_argument(*option.flags, dest=option.field, action="store_true")
    return parser
