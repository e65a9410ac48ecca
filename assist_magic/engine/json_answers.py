"""Answers in JSON: whether a schema is one, and whether a text keeps to the format asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assist_magic.engine.objects import ProtocolError

Format = Mapping[str, Any]
JSON_KINDS = ("json_object", "json_schema")


def check_schema(wanted: Format) -> None:
    """Refuses a format whose JSON schema is none.

    Raises:
        ProtocolError: 400; it says what is wrong with the schema.
    """
    schema = _schema(wanted)
    if schema is None:
        return
    from jsonschema import Draft202012Validator, SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        name = wanted["json_schema"]["name"]
        text = f"Invalid schema for response_format '{name}': {error.message[:300]}."
        raise ProtocolError(400, text, "response_format", "invalid_json_schema") from None


def told(wanted: Format) -> str:
    """What a model is told of the format, for endpoints that cannot hold it to one."""
    schema = _schema(wanted)
    if schema is None:
        return "Answer with one JSON object and nothing else."
    text = json.dumps(schema, ensure_ascii=False)
    return f"Answer with one JSON value and nothing else. It must fit this JSON schema:\n{text}"


def misfit(text: str, wanted: Format) -> str | None:
    """Why the text is not in the format, in a sentence; None if it is."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"The answer is no JSON: {error}."
    schema = _schema(wanted)
    if schema is None:
        return None if isinstance(value, dict) else "The answer is JSON, but no object."
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    # With a registry of its own: none of the schema's references is looked up on the network.
    validator = Draft202012Validator(schema, registry=Registry())
    try:
        found = best_match(validator.iter_errors(value))
    except Unresolvable as unknown:
        return f"The schema refers to what it does not hold: {unknown}."
    if found is None:
        return None
    return f"The answer does not fit the JSON schema at {found.json_path}: {found.message[:300]}."


def _schema(wanted: Format) -> Any:
    return wanted["json_schema"].get("schema") if wanted["type"] == "json_schema" else None
