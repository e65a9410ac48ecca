"""What a v1 client sends, as the v2 routes take it: `retrieval`, `file_ids`, the playground's form.

Only what differs is checked here, in v1's names; the rest goes on to v2's own checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from assist_magic.engine.dialect import retrieval, stores
from assist_magic.engine.fields import Request
from assist_magic.engine.requests import check
from assist_magic.engine.routes.exchange import Parts

Json = dict[str, Any]
Translation = Callable[[Parts, Json], Json]


def _refuse(_value: Any) -> None:
    raise PydanticCustomError("extra_forbidden", "Extra inputs are not permitted")


Unknown = Annotated[None, BeforeValidator(_refuse)]
"""A field that v1 does not have, though v2 would take it."""


class _Loose(Request):
    """A part of a body of which only the v1 fields are read here."""

    model_config = ConfigDict(extra="allow")


class _Tool(_Loose):
    type: Literal["code_interpreter", "retrieval", "function"]


class _WithTools(_Loose):
    tools: list[_Tool] = Field(default_factory=list)
    tool_resources: Unknown = None


class FileIds(_Loose):
    """The files of an assistant."""

    file_ids: Annotated[list[str], Field(max_length=20)] = Field(default_factory=list)


class _Assistant(FileIds, _WithTools):
    pass


class _Message(_Loose):
    file_ids: Annotated[list[str], Field(max_length=10)] = Field(default_factory=list)
    attachments: Unknown = None


class _ThreadUpdate(_Loose):
    tool_resources: Unknown = None


class _Thread(_ThreadUpdate):
    messages: list[_Message] = Field(default_factory=list)


class _Run(_WithTools):
    additional_messages: list[_Message] = Field(default_factory=list)
    thread: _Thread = Field(default_factory=_Thread)


class FileId(Request):
    """The body that attaches a file to an assistant."""

    file_id: str


def translation(path: str) -> Translation | None:
    """What turns a v1 body that is sent to this path into a v2 one; None where they are alike.

    It may read the store: call it in a thread.
    """
    for pattern, found in _TRANSLATIONS:
        if match := pattern.fullmatch(path):
            return partial(found, **match.groupdict())
    return None


def _new_assistant(engine: Parts, body: Json) -> Json:
    given = _with_tools(check(_Assistant, body).given())
    file_ids = list(dict.fromkeys(given.pop("file_ids", [])))
    tools = {tool["type"] for tool in given.get("tools", ())}
    return given | {"tool_resources": retrieval.resources(engine, file_ids, tools)}


def _changed_assistant(engine: Parts, body: Json, assistant_id: str) -> Json:
    given = _with_tools(check(_Assistant, body).given())
    assistant = engine.store.assistants.get(assistant_id)
    file_ids = given.pop("file_ids", None)
    return retrieval.changed(engine, assistant, given, file_ids)


def _thread(engine: Parts, body: Json) -> Json:
    return _new_thread(engine, check(_Thread, body).given())


def _changed_thread(_engine: Parts, body: Json) -> Json:
    return check(_ThreadUpdate, body).given()


def _message(engine: Parts, body: Json, thread_id: str) -> Json:
    (message,) = _attached(engine, [check(_Message, body).given()], thread_id)
    return message


def _run(engine: Parts, body: Json, thread_id: str) -> Json:
    given = _run_options(body)
    if "additional_messages" in given:
        messages = given["additional_messages"]
        given["additional_messages"] = _attached(engine, messages, thread_id)
    return given


def _thread_and_run(engine: Parts, body: Json) -> Json:
    given = _run_options(body)
    thread = given.setdefault("thread", {})
    # Together, so that the files of all of them get into one store.
    messages = [*thread.get("messages", ()), *given.pop("additional_messages", ())]
    given["thread"] = _new_thread(engine, thread | {"messages": messages})
    return given


def _run_options(body: Json) -> Json:
    given = _with_tools(check(_Run, body).given())
    choice = given.get("tool_choice")
    if isinstance(choice, dict) and choice.get("type") == "retrieval":
        given["tool_choice"] = {"type": "file_search"}
    return given


def _tool_outputs(_engine: Parts, body: Json) -> Json:
    # The playground of 2023 wrapped them, with the ids that the path names already.
    wrapped = body.get("functionResponses")
    return wrapped if isinstance(wrapped, dict) else body


def _with_tools(given: Json) -> Json:
    for tool in given.get("tools", ()):
        if tool["type"] == "retrieval":
            tool["type"] = "file_search"
    return given


def _new_thread(engine: Parts, given: Json) -> Json:
    """A thread whose messages' files are for code, and in a vector store made along with it."""
    messages = given.get("messages", [])
    searched = retrieval.searchable(engine, _file_ids(engine, messages))
    if searched:
        given["tool_resources"] = {"file_search": stores.inline(searched)}
    return given | {"messages": [_with_attachments(each, ()) for each in messages]}


def _attached(engine: Parts, messages: list[Json], thread_id: str) -> list[Json]:
    """Messages for a thread, with their files for all the tools that can read them.

    v1 did not say for which.
    """
    searched = retrieval.searchable(engine, _file_ids(engine, messages))
    if searched:
        stores.prepare(engine, thread_id)
    return [_with_attachments(each, searched) for each in messages]


def _file_ids(engine: Parts, messages: list[Json]) -> list[str]:
    """The files of messages, each once.

    Raises:
        ProtocolError: one does not exist.
    """
    found = list(
        dict.fromkeys(each for message in messages for each in message.get("file_ids", ()))
    )
    retrieval.check_files(engine, found)
    return found


def _with_attachments(message: Json, searched: Container[str]) -> Json:
    """A message that names its files as v2 does: for code, and some of them for file_search."""
    attachments = []
    for file_id in dict.fromkeys(message.pop("file_ids", ())):
        tools = [{"type": "code_interpreter"}]
        if file_id in searched:
            tools.append({"type": "file_search"})
        attachments.append({"file_id": file_id, "tools": tools})
    return message | {"attachments": attachments}


_TRANSLATIONS: tuple[tuple[re.Pattern[str], Callable[..., Json]], ...] = tuple(
    (re.compile(f"(?:/v1)?{path}"), found)
    for path, found in (
        ("/assistants", _new_assistant),
        ("/assistants/(?P<assistant_id>[^/]+)", _changed_assistant),
        ("/threads", _thread),
        ("/threads/runs", _thread_and_run),
        ("/threads/[^/]+", _changed_thread),
        ("/threads/(?P<thread_id>[^/]+)/messages", _message),
        ("/threads/(?P<thread_id>[^/]+)/runs", _run),
        ("/threads/[^/]+/runs/[^/]+/submit_tool_outputs", _tool_outputs),
    )
)
