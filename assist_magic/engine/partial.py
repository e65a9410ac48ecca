"""The code in a call's arguments while they are still being written.

Models send {"code": "…"} in fragments of JSON; some send the bare code. What is certain of the
code at any moment can be shown at once.
"""

from __future__ import annotations

import json
from typing import Any

import jiter


def growing_code(arguments: str) -> str:
    """As much of the code as the unfinished arguments already give."""
    if not arguments.lstrip().startswith("{"):
        return arguments
    try:
        value: Any = jiter.from_json(arguments.encode(), partial_mode="trailing-strings")
    except ValueError:
        return ""
    return _code_in(value)


def whole_code(arguments: str) -> str:
    """The code of finished arguments: {"code": "…"}, a JSON string, or bare Python."""
    try:
        value = json.loads(arguments, strict=False)
    except ValueError:
        return growing_code(arguments)
    if isinstance(value, str):
        return value
    return _code_in(value) if isinstance(value, dict) else arguments


def _code_in(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    code = value.get("code", value.get("input", ""))
    return code if isinstance(code, str) else ""
