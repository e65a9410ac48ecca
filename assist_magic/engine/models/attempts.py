"""Attempts: the programs that were run for one question, what each found, and whether they agree.

A number is what can be compared. Two programs that were written apart and find the same number
are the check of a word problem, where nothing can be put back into an equation.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assist_magic.engine.models.base import CODE_TOOL, ChatMessage

_NUMBER = re.compile(r"(?<![\w.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.]*\d)")
_LABELLED = re.compile(r".*[:=]")
_FORMULA = re.compile(r"[*/^]")


@dataclass(frozen=True)
class Attempt:
    """A program with its output, as the messages of the conversation hold them."""

    call: ChatMessage
    output: ChatMessage

    @property
    def failed(self) -> bool:
        """Whether it ended with an error."""
        return failed(self.output.content)

    @cached_property
    def code(self) -> str:
        """The program."""
        try:
            return str(json.loads(self.call.tool_calls[0].arguments)["code"])
        except (ValueError, KeyError, TypeError):
            return ""

    @property
    def line(self) -> str:
        """The last line that it printed."""
        lines = self.output.content.strip("\n").splitlines()
        return lines[-1] if lines else ""

    @cached_property
    def found(self) -> str | None:
        """The one number that it came to, as it printed it; None if that is not clear."""
        if self.failed:
            return None
        said = _computed(self.code, self.line)
        numbers = _NUMBER.findall(said)
        if len(numbers) > 1:
            numbers = _NUMBER.findall(_LABELLED.sub("", said))
        return numbers[0] if len(numbers) == 1 and not _FORMULA.search(said) else None


def attempts_in(messages: Sequence[ChatMessage]) -> list[Attempt]:
    """The programs of the last question, oldest first."""
    asked = max((n for n, message in enumerate(messages) if message.role == "user"), default=-1)
    since = messages[asked + 1 :]
    return [
        Attempt(call, output)
        for call, output in zip(since, since[1:], strict=False)
        if len(call.tool_calls) == 1
        and call.tool_calls[0].name == CODE_TOOL
        and output.role == "tool"
    ]


def failed(output: str) -> bool:
    """Whether code ended with an error, going by what it printed."""
    lines = output.strip().splitlines()
    return "Traceback (most recent call last)" in output or bool(
        lines and re.match(r"[\w.]*(Error|Exception|Interrupt|Exit)\b", lines[-1])
    )


def same(one: str, other: str) -> bool:
    """Whether two printed numbers are the same, rounded as the shorter one is."""
    places = min(_places(one), _places(other))
    most = 0.51 * 10**-places if places else 1e-9 * abs(number(one))
    return math.isclose(number(one), number(other), rel_tol=1e-12, abs_tol=most)


def number(text: str) -> float:
    """The number that a text of digits stands for."""
    return float(text.replace(",", ""))


def numbers_in(text: str) -> Iterable[re.Match[str]]:
    """Where numbers stand in a text."""
    return _NUMBER.finditer(text)


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _computed(code: str, line: str) -> str:
    """What a program computed of the last line that it printed: without the words of its print."""
    try:
        last = ast.parse(code).body[-1]
    except (SyntaxError, ValueError, IndexError):
        return line
    call = last.value if isinstance(last, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
        return line
    if call.func.id != "print" or call.keywords or not call.args:
        return line
    values = re.fullmatch(" ".join(map(_pattern, call.args)), line)
    return values[1] if values and len(values.groups()) == 1 else line


def _pattern(argument: ast.expr) -> str:
    """What an argument of print prints: its own words, and a group for what it computes."""
    if isinstance(argument, ast.Constant):
        return re.escape(str(argument.value))
    if isinstance(argument, ast.JoinedStr):
        return "".join(map(_pattern, argument.values))
    return "(.*?)"
