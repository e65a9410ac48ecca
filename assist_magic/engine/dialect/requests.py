"""What a v1 client sends, as the v2 routes take it: `retrieval`, `file_ids`, the playground's form.

Only what differs is checked here, in v1's names; the rest goes on to v2's own checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from assist_magic.engine.objects import ProtocolError
from assist_magic.engine.requests import Request, check
from assist_magic.engine.store import Store

Json = dict[str, Any]


class _Loose(Request):
    """A part of a body of which only the v1 fields are read here."""

    model_config = ConfigDict(extra="allow")


class _Tool(_Loose):
    type: Literal["code_interpreter", "retrieval", "function"]


class _WithTools(_Loose):
    tools: list[_Tool] = Field(default_factory=list)


class FileIds(_Loose):
    """The files of an assistant."""

    file_ids: Annotated[list[str], Field(max_length=20)] = Field(default_factory=list)


class _Assistant(FileIds, _WithTools):
    pass


class _Message(_Loose):
    file_ids: Annotated[list[str], Field(max_length=10)] = Field(default_factory=list)


class _Thread(_Loose):
    messages: list[_Message] = Field(default_factory=list)


class _Run(_WithTools):
    additional_messages: list[_Message] = Field(default_factory=list)
    thread: _Thread = Field(default_factory=_Thread)


class FileId(Request):
    """The body that attaches a file to an assistant."""

    file_id: str


def translation(path: str) -> Callable[[Store, Json], Json] | None:
    """What turns a v1 body that is sent to this path into a v2 one; None where they are alike."""
    return next((found for pattern, found in _TRANSLATIONS if pattern.fullmatch(path)), None)


def _assistant(store: Store, body: Json) -> Json:
    given = _given(_Assistant, body, "tool_resources")
    if "file_ids" in given:
        file_ids = list(dict.fromkeys(given.pop("file_ids")))
        for file_id in file_ids:
            store.files.get(file_id)
        given["tool_resources"] = {"code_interpreter": {"file_ids": file_ids}}
    return _with_tools(given)


def _thread(store: Store, body: Json) -> Json:
    return _with_messages(store, _given(_Thread, body, "tool_resources"), "messages")


def _message(store: Store, body: Json) -> Json:
    given = _given(_Message, body, "attachments")
    file_ids = list(dict.fromkeys(given.pop("file_ids", [])))
    if file_ids:
        given["attachments"] = [_attachment(store, file_id) for file_id in file_ids]
    return given


def _run(store: Store, body: Json) -> Json:
    given = _given(_Run, body, "tool_resources")
    if "thread" in given:
        given["thread"] = _thread(store, given["thread"])
    choice = given.get("tool_choice")
    if isinstance(choice, dict) and choice.get("type") == "retrieval":
        given["tool_choice"] = {"type": "file_search"}
    return _with_tools(_with_messages(store, given, "additional_messages"))


def _tool_outputs(_store: Store, body: Json) -> Json:
    # The playground of 2023 wrapped them, with the ids that the path names already.
    wrapped = body.get("functionResponses")
    return wrapped if isinstance(wrapped, dict) else body


def _given(shape: type[_Loose], body: Json, unknown: str) -> Json:
    """The body, checked; `unknown` is a field that v1 does not have and that v2 would take.

    Raises:
        ProtocolError: it does not fit.
    """
    if body.get(unknown) is not None:
        text = f"Unknown parameter: '{unknown}'."
        raise ProtocolError(400, text, unknown, "unknown_parameter")
    return check(shape, body).given()


def _with_tools(given: Json) -> Json:
    for tool in given.get("tools", []):
        if tool["type"] == "retrieval":
            tool["type"] = "file_search"
    return given


def _with_messages(store: Store, given: Json, field: str) -> Json:
    if field in given:
        given[field] = [_message(store, each) for each in given[field]]
    return given


def _attachment(store: Store, file_id: str) -> Json:
    """A file for all the tools that can read it, as v1 did not say for which."""
    store.files.get(file_id)
    return {"file_id": file_id, "tools": [{"type": "code_interpreter"}]}


_TRANSLATIONS: tuple[tuple[re.Pattern[str], Callable[[Store, Json], Json]], ...] = tuple(
    (re.compile(f"(?:/v1)?{path}"), found)
    for path, found in (
        ("/assistants(?:/[^/]+)?", _assistant),
        ("/threads", _thread),
        ("/threads/runs", _run),
        ("/threads/[^/]+/messages", _message),
        ("/threads/[^/]+/runs", _run),
        ("/threads/[^/]+/runs/[^/]+/submit_tool_outputs", _tool_outputs),
    )
)
