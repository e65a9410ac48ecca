"""Refusals: what does not fit in a request, in the hosted API's own words."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from assist_magic.engine.objects import ProtocolError


def refusal(error: ValidationError) -> ProtocolError:
    """What a client is told of a body that does not fit: of all problems, the closest one."""
    problem = _closest(error)
    param = _path(problem["loc"])
    context = problem.get("ctx", {})
    kind, given = problem["type"], problem.get("input")
    if kind == "missing":
        text = f"Missing required parameter: '{param}'."
        return ProtocolError(400, text, param, "missing_required_parameter")
    if kind == "extra_forbidden":
        return ProtocolError(400, f"Unknown parameter: '{param}'.", param, "unknown_parameter")
    if kind == "string_too_long":
        return too_long(param, context["max_length"], len(str(given)))
    if kind == "too_long":
        return too_many(param, context["max_length"], len(given))
    if kind == "literal_error":
        return _not_among(param, given, _literals(error, param))
    if kind in _BOUNDS:
        return _out_of_bounds(param, kind, context, given)
    text = f"Invalid type for '{param}': {_lower(problem['msg'])}." if param else problem["msg"]
    return ProtocolError(400, text, param or None, "invalid_type")


def _closest(error: ValidationError) -> Any:
    """The problem that tells most: for a union, the one that lies deepest."""
    return max(error.errors(), key=lambda each: (len(each["loc"]), each["type"] != "missing"))


def _path(location: tuple[int | str, ...]) -> str:
    """`messages[0].role`, without the names that pydantic gives to a union's branches."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        elif re.fullmatch(r"[a-z_0-9]+", part) and part not in _BRANCHES:
            text += f".{part}" if text else part
    return text


_OBJECTS = ("metadata", "attributes")
# The names that pydantic gives to the branches of a union.
_BRANCHES = {"str", "int", "float", "bool", "dict", "list", "and", "or"}
_BRANCHES |= {"eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"}
_BOUNDS = {
    "greater_than_equal": ("ge", "minimum", ">=", "below_min_value"),
    "less_than_equal": ("le", "maximum", "<=", "above_max_value"),
}


def too_long(param: str, limit: int, length: int) -> ProtocolError:
    """The refusal of a text."""
    return ProtocolError(
        400,
        f"Invalid '{param}': string too long. Expected a string with maximum length {limit},"
        f" but got a string with length {length} instead.",
        param,
        "string_above_max_length",
    )


def too_many(param: str, limit: int, length: int) -> ProtocolError:
    """The refusal of a list, or of an object with too many fields."""
    if param.split(".")[-1] in _OBJECTS:
        return ProtocolError(
            400,
            f"Invalid '{param}': too many properties. Expected an object with at most {limit}"
            f" properties, but got an object with {length} properties instead.",
            param,
            "object_above_max_properties",
        )
    return ProtocolError(
        400,
        f"Invalid '{param}': array too long. Expected an array with maximum length {limit},"
        f" but got an array with length {length} instead.",
        param,
        "array_above_max_length",
    )


def _literals(error: ValidationError, param: str) -> list[str]:
    """The values that a field may have, over all branches of a union."""
    found = [
        name
        for each in error.errors()
        if each["type"] == "literal_error" and _path(each["loc"]) == param
        for name in re.findall(r"'[^']*'", str(each["ctx"]["expected"]))
    ]
    return list(dict.fromkeys(found))


def _not_among(param: str, given: Any, names: list[str]) -> ProtocolError:
    listed = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    return ProtocolError(
        400,
        f"Invalid value: '{given}'. Supported values are: {listed}.",
        param,
        "invalid_value",
    )


def _out_of_bounds(param: str, kind: str, context: Any, given: Any) -> ProtocolError:
    key, word, sign, code = _BOUNDS[kind]
    number = "integer" if isinstance(context[key], int) else "decimal"
    return ProtocolError(
        400,
        f"Invalid '{param}': {number} {code.split('_')[0]} {word} value."
        f" Expected a value {sign} {context[key]}, but got {given} instead.",
        param,
        f"{number}_{code}",
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
