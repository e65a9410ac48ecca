"""Schemas: the JSON that an answer is asked to be, and the answer read by it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assist_magic.errors import UsageError

_UNNAMED = "answer"
_FENCED = re.compile(r"\s*```(?:json)?[ \t]*\n(?P<json>.*?)\n[ \t]*```\s*", re.DOTALL)


class Misfit(ValueError):
    """An answer does not fit; says in which place, and why."""


@dataclass(frozen=True)
class Schema:
    """What an answer shall be; `read` makes a value of its text, or raises Misfit."""

    name: str
    definition: Mapping[str, Any]
    reader: Callable[[str], object]

    @property
    def response_format(self) -> dict[str, Any]:
        """As a run is asked for it."""
        made = {"name": self.name, "schema": dict(self.definition)}
        return {"type": "json_schema", "json_schema": made}

    def read(self, text: str) -> object:
        """The value in an answer: an instance of the model, or what the JSON holds.

        Raises:
            Misfit: it is no JSON, or not that of the schema.
        """
        fenced = _FENCED.fullmatch(text)
        return self.reader(fenced["json"] if fenced else text)


def schema_of(thing: object) -> Schema:
    """The schema in a pydantic model class or in a dict.

    Raises:
        UsageError: it is neither, or no valid JSON schema.
    """
    if isinstance(thing, type) and hasattr(thing, "model_validate_json"):
        return _of_model(thing)
    if isinstance(thing, Mapping):
        return _of_definition(thing)
    raise UsageError(
        f"--schema is {thing!r:.60}, which is no schema. It takes a pydantic model class or a "
        "dict with a JSON schema."
    )


def _of_model(model: Any) -> Schema:
    from pydantic import PydanticUserError, ValidationError

    def read(text: str) -> object:
        try:
            return model.model_validate_json(text)
        except ValidationError as error:
            raise Misfit(_problems(error)) from None

    try:
        definition = model.model_json_schema()
    except PydanticUserError as error:
        words = str(error).split("\n")[0]
        raise UsageError(f"--schema {model.__name__}: it has no JSON schema: {words}") from None
    return Schema(_named(model.__name__), definition, read)


def _problems(error: Any) -> str:
    found = error.errors(include_url=False, include_context=False)
    return "; ".join(
        f"{'.'.join(map(str, each['loc'])) or 'answer'}: {each['msg']}" for each in found[:5]
    )


def _of_definition(definition: Mapping[str, Any]) -> Schema:
    from jsonschema import Draft202012Validator, SchemaError
    from jsonschema.exceptions import best_match
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    try:
        Draft202012Validator.check_schema(definition)
    except SchemaError as error:
        raise UsageError(f"--schema is no JSON schema: {error.message:.200}") from None
    # With a registry of its own: none of the schema's references is looked up on the network.
    validator = Draft202012Validator(definition, registry=Registry())

    def read(text: str) -> object:
        try:
            value = json.loads(text)
            found = best_match(validator.iter_errors(value))
        except (ValueError, RecursionError) as error:
            raise Misfit(f"it is no JSON: {error}") from None
        except Unresolvable as error:
            raise Misfit(f"the schema refers to what it does not hold: {error}") from None
        if found is not None:
            raise Misfit(f"{found.json_path}: {found.message[:300]}")
        return value

    return Schema(_named(str(definition.get("title") or _UNNAMED)), definition, read)


def _named(name: str) -> str:
    """A name as servers take it."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")[:64] or _UNNAMED
