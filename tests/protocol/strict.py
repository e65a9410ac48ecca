"""A client that takes nothing on trust: each answer must fit the official SDK's type of it exactly.

The SDK itself is lenient: it takes what it gets. Here a field of another type, a field that the
SDK does not know, and an answer of no known kind are failures.
"""

from __future__ import annotations

import json
from typing import Any, get_args

import openai
from openai import AsyncOpenAI, OpenAI
from openai.types import FileDeleted, FileObject, Model, VectorStore, VectorStoreDeleted
from openai.types.beta import (
    Assistant,
    AssistantDeleted,
    AssistantStreamEvent,
    Thread,
    ThreadDeleted,
)
from openai.types.beta.threads import Message, MessageDeleted, MessageDeltaEvent, Run
from openai.types.beta.threads.runs import RunStep, RunStepDeltaEvent
from pydantic import BaseModel

TYPES: dict[str, type[BaseModel]] = {
    "assistant": Assistant,
    "assistant.deleted": AssistantDeleted,
    "file": FileObject,
    "model": Model,
    "thread": Thread,
    "thread.deleted": ThreadDeleted,
    "thread.message": Message,
    "thread.message.deleted": MessageDeleted,
    "thread.message.delta": MessageDeltaEvent,
    "thread.run": Run,
    "thread.run.step": RunStep,
    "thread.run.step.delta": RunStepDeltaEvent,
    "vector_store": VectorStore,
    "vector_store.deleted": VectorStoreDeleted,
}
EVENTS = {
    get_args(kind.model_fields["event"].annotation)[0]
    for kind in get_args(get_args(AssistantStreamEvent)[0])
}
# What the hosted API sent although the SDK's types do not say so.
KNOWN_BEYOND = {
    (RunStep, "expires_at"),
    (Assistant, "reasoning_effort"),
    (Run, "reasoning_effort"),
    (VectorStore, "description"),
}
ERROR_FIELDS = {"message", "type", "param", "code"}


def checked(value: dict[str, Any]) -> None:
    """Fails unless the object fits the SDK's type of its kind, with nothing beyond it."""
    if value.get("object") == "list":
        assert set(value) >= {"object", "data"}
        if value["data"] and value["data"][0].get("object") != "model":
            assert set(value) == {"object", "data", "first_id", "last_id", "has_more"}
        for each in value["data"]:
            checked(each)
        return
    if value.get("purpose") == "evals":  # which the SDK's own type leaves out
        value = {**value, "purpose": "user_data"}
    shape = FileDeleted if value.get("deleted") and value["object"] == "file" else None
    shape = shape or TYPES[value["object"]]
    _nothing_beyond(shape.model_validate_json(json.dumps(value), strict=True))


def checked_error(status: int, body: dict[str, Any]) -> None:
    """Fails unless a refusal has the protocol's shape and a status that clients do not repeat."""
    assert set(body) == {"error"}
    assert set(body["error"]) == ERROR_FIELDS
    assert body["error"]["message"]
    assert 400 <= status < 500
    assert status not in (408, 409)


def _nothing_beyond(value: object) -> None:
    if isinstance(value, list):
        for each in value:
            _nothing_beyond(each)
    elif isinstance(value, BaseModel):
        beyond = {key for key in value.model_extra or () if (type(value), key) not in KNOWN_BEYOND}
        assert not beyond, f"{type(value).__name__} has {beyond}"
        for name in type(value).model_fields:
            _nothing_beyond(getattr(value, name))


def _look(response: Any, raw: bytes) -> None:
    kind = response.headers.get("content-type", "")
    if not kind.startswith("application/json") or response.url.path.endswith("/content"):
        return
    assert response.headers["x-request-id"].startswith("req_")
    body = json.loads(raw)
    if response.status_code < 400:
        checked(body)
    else:
        checked_error(response.status_code, body)


def _look_at(response: Any) -> None:
    _look(response, response.read() if _is_json(response) else b"")


async def _look_at_async(response: Any) -> None:
    _look(response, await response.aread() if _is_json(response) else b"")


def _is_json(response: Any) -> bool:
    return bool(response.headers.get("content-type", "").startswith("application/json"))


def strict_client(base_url: str, key: str) -> OpenAI:
    """The SDK's client, which fails on an answer that is not as it should be."""
    http = openai.DefaultHttpxClient(event_hooks={"response": [_look_at]})
    return OpenAI(base_url=base_url, api_key=key, max_retries=0, http_client=http)


def strict_async_client(base_url: str, key: str) -> AsyncOpenAI:
    """The same for programs that await."""
    http = openai.DefaultAsyncHttpxClient(event_hooks={"response": [_look_at_async]})
    return AsyncOpenAI(base_url=base_url, api_key=key, max_retries=0, http_client=http)
