"""What a client is told of a body that does not fit, in the API's words, parameters and codes.

From pydantic's view of what is wrong to the protocol's; nothing here knows which fields there are.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from assist_magic.engine.objects import ProtocolError

# The names that pydantic gives to the branches of a union.
_BRANCHES = {"str", "int", "float", "bool", "dict", "list"}
_BOUNDS = {
    "greater_than_equal": ("ge", "minimum", ">=", "below_min_value"),
    "less_than_equal": ("le", "maximum", "<=", "above_max_value"),
}
_NOUNS = {
    "string": "a string",
    "int": "an integer",
    "float": "a decimal",
    "bool": "a boolean",
    "list": "an array",
    "dict": "an object",
    "model": "an object",
    "union": "an object",
}
"""What a field should have held, by the first word of pydantic's name for the error."""
_GIVEN = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a decimal"),
    (str, "a string"),
    (list, "an array"),
    (dict, "an object"),
)


def refusal(error: ValidationError) -> ProtocolError:
    """The refusal that says most of what is wrong with a body."""
    problem = _closest(error)
    kind, param = problem["type"], _path(problem["loc"])
    context, given = problem.get("ctx", {}), problem.get("input")
    if kind == "union_tag_not_found" and isinstance(given, dict):
        kind, param = "missing", f"{param}.type"
    if kind == "missing":
        return missing(param)
    if kind == "extra_forbidden":
        return ProtocolError(400, f"Unknown parameter: '{param}'.", param, "unknown_parameter")
    if kind in ("literal_error", "union_tag_invalid"):
        return _not_among(error, problem, param)
    if kind in _BOUNDS:
        return _out_of_bounds(param, kind, context, given)
    if kind in _SIZES:
        return _SIZES[kind](param, context, given)
    return _of_wrong_type(error, problem, param)


def missing(param: str) -> ProtocolError:
    """A parameter that has to be there."""
    text = f"Missing required parameter: '{param}'."
    return ProtocolError(400, text, param, "missing_required_parameter")


def too_long(param: str, limit: int, length: int) -> ProtocolError:
    """A text longer than it may be."""
    return ProtocolError(
        400,
        f"Invalid '{param}': string too long. Expected a string with maximum length {limit},"
        f" but got a string with length {length} instead.",
        param,
        "string_above_max_length",
    )


def _closest(error: ValidationError) -> Any:
    """The problem that tells most: for a union, the one that lies deepest."""

    def weight(each: Any) -> tuple[int, bool, bool]:
        kind = each["type"]
        return len(each["loc"]), kind != "missing", not kind.endswith("_type")

    return max(error.errors(), key=weight)


def _path(location: tuple[int | str, ...]) -> str:
    """`messages[0].role`, without the names that pydantic gives to a union's branches."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        elif re.fullmatch(r"[a-z_0-9]+", part) and part not in _BRANCHES:
            text += f".{part}" if text else part
    return text


def _not_among(error: ValidationError, problem: Any, param: str) -> ProtocolError:
    """A value that is none of those there are, over all branches of a union."""
    given = problem["input"]
    if problem["type"] == "union_tag_invalid":
        names = re.findall(r"<([^>]*)>", problem["ctx"]["expected_tags"])
        if isinstance(given, dict):
            given, param = given.get("type"), f"{param}.type"
    else:
        names = [
            name
            for each in error.errors()
            if each["type"] == "literal_error" and _path(each["loc"]) == param
            for name in re.findall(r"'([^']*)'", str(each["ctx"]["expected"]))
        ]
    quoted = [f"'{name}'" for name in dict.fromkeys(names)]
    listed = " and ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]
    text = f"Invalid value: '{given}'. Supported values are: {listed}."
    return ProtocolError(400, text, param, "invalid_value")


def _out_of_bounds(param: str, kind: str, context: Any, given: Any) -> ProtocolError:
    key, word, sign, code = _BOUNDS[kind]
    limit = context[key]
    number = "integer" if isinstance(limit, int) else "decimal"
    limit = limit if number == "integer" else f"{limit:g}"
    return ProtocolError(
        400,
        f"Invalid '{param}': {number} {code.split('_')[0]} {word} value."
        f" Expected a value {sign} {limit}, but got {given} instead.",
        param,
        f"{number}_{code}",
    )


def _too_many(param: str, context: Any, given: Any) -> ProtocolError:
    limit, length = context["max_length"], len(given)
    if isinstance(given, dict):
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


def _empty(param: str, context: Any, given: Any) -> ProtocolError:
    noun = "string" if isinstance(given, str) else "array"
    article = "a" if noun == "string" else "an"
    return ProtocolError(
        400,
        f"Invalid '{param}': empty {noun}. Expected {article} {noun} with minimum length"
        f" {context['min_length']}, but got an empty {noun} instead.",
        param,
        f"empty_{noun}",
    )


def _not_matching(param: str, context: Any, _given: Any) -> ProtocolError:
    text = (
        f"Invalid '{param}': string does not match pattern. Expected a string that matches the"
        f" pattern '{context['pattern']}'."
    )
    return ProtocolError(400, text, param, "invalid_value")


_SIZES = {
    "string_too_long": lambda param, context, given: too_long(
        param, context["max_length"], len(given)
    ),
    "too_long": _too_many,
    "string_too_short": _empty,
    "too_short": _empty,
    "string_pattern_mismatch": _not_matching,
}


def _of_wrong_type(error: ValidationError, problem: Any, param: str) -> ProtocolError:
    nouns = [
        noun
        for each in error.errors()
        if _path(each["loc"]) == param and (noun := _NOUNS.get(each["type"].split("_")[0]))
    ]
    given = problem.get("input")
    got = next((noun for shape, noun in _GIVEN if isinstance(given, shape)), "null")
    if not nouns or not param:
        text = f"Invalid value for '{param}': {problem['msg']}." if param else problem["msg"]
        return ProtocolError(400, text, param or None, "invalid_value")
    expected = " or ".join(dict.fromkeys(nouns))
    text = f"Invalid type for '{param}': expected {expected}, but got {got} instead."
    return ProtocolError(400, text, param, "invalid_type")
