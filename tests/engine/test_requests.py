"""Refusals in the API's own words."""

from __future__ import annotations

from typing import Any

import pytest

from assist_magic.engine.objects import ProtocolError
from assist_magic.engine.requests import (
    AssistantCreate,
    MessageCreate,
    Page,
    Request,
    RunCreate,
    ThreadCreate,
    check,
)

CASES: list[tuple[type[Request], Any, str, str | None, str | None]] = [
    (
        AssistantCreate,
        {"model": "m", "file_ids": []},
        "Unknown parameter: 'file_ids'.",
        "file_ids",
        "unknown_parameter",
    ),
    (
        AssistantCreate,
        {},
        "Missing required parameter: 'model'.",
        "model",
        "missing_required_parameter",
    ),
    (
        AssistantCreate,
        {"model": "m", "metadata": {str(i): "v" for i in range(17)}},
        "Invalid 'metadata': too many properties. Expected an object with at most 16 properties,"
        " but got an object with 17 properties instead.",
        "metadata",
        "object_above_max_properties",
    ),
    (
        AssistantCreate,
        {"model": "m", "metadata": {"k": "v" * 600}},
        "Invalid 'metadata.k': string too long. Expected a string with maximum length 512,"
        " but got a string with length 600 instead.",
        "metadata.k",
        "string_above_max_length",
    ),
    (
        AssistantCreate,
        {"model": "m", "tools": [{"type": "code_interpreter"}] * 129},
        "Invalid 'tools': array too long. Expected an array with maximum length 128,"
        " but got an array with length 129 instead.",
        "tools",
        "array_above_max_length",
    ),
    (
        MessageCreate,
        {"role": "system", "content": "x"},
        "Invalid value: 'system'. Supported values are: 'user' and 'assistant'.",
        "role",
        "invalid_value",
    ),
    (
        ThreadCreate,
        {"messages": [{"role": "user"}]},
        "Missing required parameter: 'messages[0].content'.",
        "messages[0].content",
        "missing_required_parameter",
    ),
    (
        RunCreate,
        {"assistant_id": "wf_1"},
        "Invalid 'assistant_id': 'wf_1'. Expected an ID that begins with 'asst'.",
        "assistant_id",
        "invalid_value",
    ),
    (
        Page,
        {"limit": "101"},
        "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101"
        " instead.",
        "limit",
        "integer_above_max_value",
    ),
]


@pytest.mark.parametrize(("shape", "body", "message", "param", "code"), CASES)
def test_refusals(
    shape: type[Request], body: Any, message: str, param: str | None, code: str | None
) -> None:
    with pytest.raises(ProtocolError) as refusal:
        check(shape, body)
    assert (refusal.value.message, refusal.value.param, refusal.value.code) == (
        message,
        param,
        code,
    )


def test_null_counts_as_not_given() -> None:
    body = {"role": "user", "content": "x", "metadata": None, "attachments": None}
    assert check(MessageCreate, body).given() == {"role": "user", "content": "x"}


def test_unknown_tool_type_is_named() -> None:
    known = "'code_interpreter', 'file_search' and 'function'"
    with pytest.raises(ProtocolError, match=f"'nope'. Supported values are: {known}."):
        check(AssistantCreate, {"model": "m", "tools": [{"type": "nope"}]})
