"""Assistants: every field, and what each may hold."""

from __future__ import annotations

from typing import Any

import pytest
from openai import BadRequestError, NotFoundError, OpenAI

from tests.protocol.script import WEATHER

SCHEMA: dict[str, Any] = {
    "type": "json_schema",
    "json_schema": {
        "name": "sum",
        "schema": {"type": "object", "properties": {"sum": {"type": "integer", "default": None}}},
        "strict": True,
    },
}


def test_all_that_can_be_set_comes_back(client: OpenAI) -> None:
    given: dict[str, Any] = {
        "model": "gpt-4",
        "name": "Math Tutor",
        "description": "Explains.",
        "instructions": "Be brief.",
        "tools": [WEATHER],
        "metadata": {"course": "algebra"},
        "temperature": 0,
        "top_p": 0.5,
        "response_format": SCHEMA,
        "reasoning_effort": "low",
    }
    made = client.beta.assistants.create(**given)
    assert made.id.startswith("asst_")
    assert made.id[5:].isalnum()
    assert len(made.id) == 29
    function = {**WEATHER["function"], "strict": False}
    assert made.to_dict() == {
        **given,
        "id": made.id,
        "object": "assistant",
        "created_at": made.created_at,
        "tools": [{"type": "function", "function": function}],
        "tool_resources": {},
    }
    assert client.beta.assistants.retrieve(made.id) == made


def test_defaults_are_echoed(client: OpenAI) -> None:
    made = client.beta.assistants.create(model="gpt-4", tools=[{"type": "code_interpreter"}])
    assert made.to_dict() == {
        "id": made.id,
        "object": "assistant",
        "created_at": made.created_at,
        "model": "gpt-4",
        "name": None,
        "description": None,
        "instructions": None,
        "tools": [{"type": "code_interpreter"}],
        "tool_resources": {"code_interpreter": {"file_ids": []}},
        "metadata": {},
        "temperature": 1.0,
        "top_p": 1.0,
        "response_format": "auto",
    }


def test_null_is_accepted_for_every_optional_field(client: OpenAI) -> None:
    names = (
        "name description instructions tools tool_resources metadata temperature top_p"
        " response_format reasoning_effort"
    )
    body = {"model": "gpt-4", **dict.fromkeys(names.split())}
    made: Any = client.post("/assistants", body=body, cast_to=object)
    assert made["tools"] == []
    assert made["temperature"] == 1.0
    changed: Any = client.post(
        f"/assistants/{made['id']}", body={**body, "model": None}, cast_to=object
    )
    assert changed == made


def test_change_keeps_what_is_not_named(client: OpenAI) -> None:
    made = client.beta.assistants.create(
        model="gpt-4", name="Tutor", metadata={"a": "b"}, tools=[{"type": "code_interpreter"}]
    )
    file = client.files.create(file=("d.csv", b"x\n1\n"), purpose="assistants")
    resources: Any = {"code_interpreter": {"file_ids": [file.id]}}
    changed = client.beta.assistants.update(
        made.id, instructions="New.", temperature=0.25, tool_resources=resources
    )
    expected = {
        **made.to_dict(),
        "instructions": "New.",
        "temperature": 0.25,
        "tool_resources": resources,
    }
    assert changed.to_dict() == expected
    searching = client.beta.assistants.update(made.id, tools=[{"type": "file_search"}])
    assert searching.to_dict()["tool_resources"] == {
        **resources,
        "file_search": {"vector_store_ids": []},
    }
    assert client.beta.assistants.update(made.id, tools=[]).tools == []


REFUSED: list[tuple[dict[str, Any], str, str | None, str]] = [
    (
        {"model": None},
        "Missing required parameter: 'model'.",
        "model",
        "missing_required_parameter",
    ),
    (
        {"model": 5},
        "Invalid type for 'model': expected a string, but got an integer instead.",
        "model",
        "invalid_type",
    ),
    (
        {"name": "n" * 257},
        "Invalid 'name': string too long. Expected a string with maximum length 256, but got a"
        " string with length 257 instead.",
        "name",
        "string_above_max_length",
    ),
    ({"description": "n" * 513}, "maximum length 512", "description", "string_above_max_length"),
    (
        {"instructions": "n" * 256_001},
        "maximum length 256000",
        "instructions",
        "string_above_max_length",
    ),
    (
        {"temperature": 2.5},
        "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5"
        " instead.",
        "temperature",
        "decimal_above_max_value",
    ),
    (
        {"top_p": -0.5},
        "Invalid 'top_p': decimal below minimum value. Expected a value >= 0, but got -0.5"
        " instead.",
        "top_p",
        "decimal_below_min_value",
    ),
    (
        {"temperature": "0.5"},
        "Invalid type for 'temperature': expected a decimal, but got a string instead.",
        "temperature",
        "invalid_type",
    ),
    (
        {"tools": [{"type": "retrieval"}]},
        "Invalid value: 'retrieval'. Supported values are: 'code_interpreter', 'file_search' and"
        " 'function'.",
        "tools[0].type",
        "invalid_value",
    ),
    (
        {"tools": [{}]},
        "Missing required parameter: 'tools[0].type'.",
        "tools[0].type",
        "missing_required_parameter",
    ),
    (
        {"tools": ["function"]},
        "Invalid type for 'tools[0]': expected an object, but got a string instead.",
        "tools[0]",
        "invalid_type",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "no spaces"}}]},
        "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that"
        " matches the pattern '^[a-zA-Z0-9_-]+$'.",
        "tools[0].function.name",
        "invalid_value",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "n" * 65}}]},
        "maximum length 64",
        "tools[0].function.name",
        "string_above_max_length",
    ),
    (
        {"tools": [{"type": "function"}]},
        "Missing required parameter: 'tools[0].function'.",
        "tools[0].function",
        "missing_required_parameter",
    ),
    (
        {"metadata": {"k": 5}},
        "Invalid type for 'metadata.k': expected a string, but got an integer instead.",
        "metadata.k",
        "invalid_type",
    ),
    ({"metadata": {"k" * 65: "v"}}, "at most 64", "metadata", "property_name_above_max_length"),
    (
        {"response_format": "xml"},
        "Invalid value: 'xml'. Supported values are: 'auto', 'text', 'json_object' and"
        " 'json_schema'.",
        "response_format",
        "invalid_value",
    ),
    (
        {"response_format": {"type": "json_schema"}},
        "Missing required parameter: 'response_format.json_schema'.",
        "response_format.json_schema",
        "missing_required_parameter",
    ),
    (
        {"response_format": {"type": "json_schema", "json_schema": {"schema": {}}}},
        "Missing required parameter: 'response_format.json_schema.name'.",
        "response_format.json_schema.name",
        "missing_required_parameter",
    ),
    (
        {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "sum", "schema": {"type": "numbr"}},
            }
        },
        "Invalid schema for response_format 'sum': 'numbr' is not valid under any of the given"
        " schemas.",
        "response_format",
        "invalid_json_schema",
    ),
    (
        {"response_format": SCHEMA, "tools": [{"type": "code_interpreter"}]},
        "Invalid tools: all tools must be of type `function` when `response_format` is of type"
        " `json_schema`.",
        "tools",
        "invalid_value",
    ),
    (
        {"reasoning_effort": "giant"},
        "Invalid value: 'giant'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high',"
        " 'xhigh' and 'max'.",
        "reasoning_effort",
        "invalid_value",
    ),
    (
        {"tool_resources": {"code_interpreter": {"file_ids": ["file-x"] * 21}}},
        "Invalid 'tool_resources.code_interpreter.file_ids': array too long. Expected an array"
        " with maximum length 20, but got an array with length 21 instead.",
        "tool_resources.code_interpreter.file_ids",
        "array_above_max_length",
    ),
    ({"file_ids": []}, "Unknown parameter: 'file_ids'.", "file_ids", "unknown_parameter"),
]


@pytest.mark.parametrize(("fields", "message", "param", "code"), REFUSED)
def test_what_does_not_fit_is_refused_by_both_doors(
    client: OpenAI, fields: dict[str, Any], message: str, param: str | None, code: str
) -> None:
    made = client.beta.assistants.create(model="gpt-4")
    for path in ("/assistants", f"/assistants/{made.id}"):
        if path != "/assistants" and fields == {"model": None}:
            continue
        with pytest.raises(BadRequestError) as refusal:
            client.post(path, body={"model": "gpt-4", **fields}, cast_to=object)
        said: Any = refusal.value.body
        assert message in said["message"]
        assert (said["param"], said["code"]) == (param, code)
    assert client.beta.assistants.retrieve(made.id) == made


@pytest.mark.parametrize("call", ["retrieve", "update", "delete"])
def test_unknown_ids_and_ids_of_another_kind(client: OpenAI, call: str) -> None:
    act = getattr(client.beta.assistants, call)
    with pytest.raises(NotFoundError) as missing:
        act("asst_none")
    assert missing.value.body == {
        "message": "No assistant found with id 'asst_none'.",
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    }
    with pytest.raises(BadRequestError) as wrong:
        act("thread_x")
    assert wrong.value.param == "assistant_id"
    assert wrong.value.code == "invalid_value"


def test_deleted_is_gone(client: OpenAI) -> None:
    made = client.beta.assistants.create(model="gpt-4")
    gone = client.beta.assistants.delete(made.id)
    assert gone.to_dict() == {"id": made.id, "object": "assistant.deleted", "deleted": True}
    with pytest.raises(NotFoundError):
        client.beta.assistants.retrieve(made.id)
