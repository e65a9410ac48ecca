"""Expansion: values of the notebook, by name or by expression, where the user asks for them."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Mapping
from typing import Any

from assist_magic.errors import UsageError

_OPENING, _ESCAPED = "@{", "@@{"


def value_of(name: str, names: Mapping[str, Any], flag: str) -> object:
    """What a variable of the notebook holds.

    Raises:
        UsageError: there is no such variable; names the one that is almost called so.
    """
    if name in names:
        return names[name]
    near = difflib.get_close_matches(name, [each for each in names if each[:1] != "_"], n=1)
    hint = f"Did you mean {near[0]}?" if near else "Run the cell that defines it first."
    raise UsageError(f"{flag} {name}: there is no variable {name!r} in this notebook. {hint}")


def expand(text: str, names: Mapping[str, Any]) -> str:
    """The text with each @{expression} replaced by the `str` of its value; @@{ becomes @{.

    Nothing else is special: braces, dollars and backslashes stay as they are.

    Raises:
        UsageError: an expression has no end, is no Python, or fails; names it.
    """
    found: list[str] = []
    rest = text
    while (start := rest.find(_OPENING)) >= 0:
        if rest[start - 1 : start] == "@":
            found.append(rest[: start - 1] + _OPENING)
            rest = rest[start + len(_OPENING) :]
            continue
        expression, end = _expression(rest, start + len(_OPENING))
        found += [rest[:start], _value(expression, names)]
        rest = rest[end:]
    return "".join([*found, rest])


def _expression(text: str, start: int) -> tuple[str, int]:
    """The shortest text up to a brace that is an expression, and where what follows begins."""
    end = text.find("}", start)
    while end >= 0:
        expression = text[start:end].strip()
        try:
            ast.parse(expression, mode="eval")
        except SyntaxError:
            end = text.find("}", end + 1)
        else:
            return expression, end + 1
    raise UsageError(
        f"@{{{text[start : start + 40].splitlines()[0] if text[start:] else ''} is no Python "
        "expression that ends with a brace. Write @@{ for a plain @{, or leave --expand out."
    )


def _value(expression: str, names: Mapping[str, Any]) -> str:
    try:
        return str(eval(expression, dict(names)))
    except Exception as error:
        raise UsageError(f"@{{{expression}}} failed with {type(error).__name__}: {error}") from None
