"""Drafts: new objects, made from what a client asked for; checked, not yet kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assist_magic.engine.fields import ImageFilePart, ImageUrlPart, SearchOptions, TextPart
from assist_magic.engine.json_answers import JSON_KINDS, check_schema
from assist_magic.engine.objects import (
    Assistant,
    Message,
    ProtocolError,
    Run,
    Thread,
    dump,
    evolve,
    new_id,
    now,
)
from assist_magic.engine.requests import AssistantCreate, MessageCreate, RunCreate, ThreadCreate

Json = dict[str, Any]

MAX_CODE_FILES = 20


def new_assistant(request: AssistantCreate, resources: Json | None = None) -> Assistant:
    """An assistant with the defaults that the hosted API echoed, and those tool resources."""
    given = request.given()
    tools = given.get("tools", [])
    check_format(tools, given.get("response_format"))
    return Assistant.model_validate(
        {
            "temperature": 1.0,
            "top_p": 1.0,
            "response_format": "auto",
            "metadata": {},
            **given,
            "id": new_id("asst"),
            "object": "assistant",
            "created_at": now(),
            "tools": [_tool(tool) for tool in tools],
            "tool_resources": _of_every_tool(tools, resources or {}),
        }
    )


def changed_assistant(assistant: Assistant, given: Json) -> Assistant:
    """The assistant with the fields that a client has set."""
    if "tools" in given:
        given["tools"] = [_tool(tool) for tool in given["tools"]]
    resources = merged_resources(assistant, given.get("tool_resources", {}))
    given["tool_resources"] = _of_every_tool(given.get("tools", ()), resources)
    changed = evolve(assistant, **given)
    wire = dump(changed)
    check_format(wire["tools"], wire["response_format"])
    return changed


def _of_every_tool(tools: Iterable[Json], resources: Json) -> Json:
    """The resources, with an empty list for each of these tools that has none."""
    lists = {"code_interpreter": "file_ids", "file_search": "vector_store_ids"}
    kinds = {tool["type"] for tool in tools} & set(lists)
    return resources | {kind: resources.get(kind) or {lists[kind]: []} for kind in kinds}


def merged_resources(holder: Assistant | Thread, given: Json) -> Json:
    """The resources of the tools named, and those that stand for the others."""
    known = holder.tool_resources.model_dump() if holder.tool_resources else {}
    return {**known, **given}


def new_thread(request: ThreadCreate, resources: Json) -> Thread:
    """An empty thread with those tool resources."""
    given = request.given()
    return Thread.model_validate(
        {
            "id": new_id("thread"),
            "object": "thread",
            "created_at": now(),
            "metadata": given.get("metadata", {}),
            "tool_resources": resources,
        }
    )


def new_message(request: MessageCreate, thread_id: str) -> Message:
    """A client's message.

    Raises:
        ProtocolError: it is empty, or a part of it is of no known kind.
    """
    made = now()
    return Message.model_validate(
        {
            "id": new_id("msg"),
            "object": "thread.message",
            "created_at": made,
            "thread_id": thread_id,
            "role": request.role,
            "status": "completed",
            "completed_at": made,
            "content": _content(request.content),
            "attachments": [each.model_dump() for each in request.attachments],
            "metadata": request.metadata,
        }
    )


def with_attachments(thread: Thread, messages: Sequence[Message]) -> Thread | None:
    """The thread with the files that these messages attach for code; None if it stays as it is.

    Raises:
        ProtocolError: more files than a thread may have.
    """
    resources = thread.tool_resources.model_dump() if thread.tool_resources else {}
    known = list((resources.get("code_interpreter") or {}).get("file_ids") or [])
    found = list(dict.fromkeys([*known, *files_for("code_interpreter", messages)]))
    if found == known:
        return None
    if len(found) > MAX_CODE_FILES:
        raise ProtocolError(
            400,
            f"Too many files attached to thread {thread.id}: {len(found)}."
            f" code_interpreter takes at most {MAX_CODE_FILES} files.",
            "attachments",
            "array_above_max_length",
        )
    return evolve(thread, tool_resources={**resources, "code_interpreter": {"file_ids": found}})


def new_run(request: RunCreate, assistant: Assistant, thread_id: str, seconds: int) -> Run:
    """A queued run: the assistant's settings, and over them the run's own."""
    given = request.given()
    made = now()
    instructions = given.get("instructions", assistant.instructions) or ""
    if request.additional_instructions:
        instructions = f"{instructions}\n\n{request.additional_instructions}".strip()
    fallback = dump(assistant)
    shared = {
        key: given.get(key, fallback.get(key))
        for key in ("model", "temperature", "top_p", "response_format", "reasoning_effort")
        if key in given or key in fallback
    }
    tools = [_tool(tool) for tool in given["tools"]] if "tools" in given else fallback["tools"]
    check_format(tools, shared["response_format"])
    check_choice(tools, given.get("tool_choice"))
    return Run.model_validate(
        {
            **shared,
            "id": new_id("run"),
            "object": "thread.run",
            "created_at": made,
            "expires_at": made + seconds,
            "assistant_id": assistant.id,
            "thread_id": thread_id,
            "status": "queued",
            "instructions": instructions,
            "tools": tools,
            "tool_choice": given.get("tool_choice", "auto"),
            "parallel_tool_calls": request.parallel_tool_calls,
            "truncation_strategy": given.get("truncation_strategy", {"type": "auto"}),
            "max_prompt_tokens": request.max_prompt_tokens,
            "max_completion_tokens": request.max_completion_tokens,
            "metadata": request.metadata,
        }
    )


def check_format(tools: Sequence[Json], wanted: Any) -> None:
    """Refuses a JSON format beside tools that the engine runs, and a schema that is none.

    Raises:
        ProtocolError: 400 in the hosted API's words.
    """
    kind = wanted.get("type") if isinstance(wanted, dict) else None
    if kind not in JSON_KINDS:
        return
    check_schema(wanted)
    if any(tool["type"] != "function" for tool in tools):
        text = (
            "Invalid tools: all tools must be of type `function` when `response_format` is of"
            f" type `{kind}`."
        )
        raise ProtocolError(400, text, "tools", "invalid_value")


def check_choice(tools: Sequence[Json], choice: Json | str | None) -> None:
    """Refuses to force a tool that the run does not have.

    Raises:
        ProtocolError: 400; it names the tool.
    """
    if not isinstance(choice, dict):
        return
    kind = choice["type"]
    name = choice["function"]["name"] if kind == "function" else kind
    known = {
        tool["function"]["name"] if tool["type"] == "function" else tool["type"]
        for tool in tools
        if (tool["type"] == "function") == (kind == "function")
    }
    if name not in known:
        noun = f"function named '{name}'" if kind == "function" else f"tool of type '{name}'"
        text = f"Invalid value for 'tool_choice': no {noun} was specified in the 'tools' parameter."
        raise ProtocolError(400, text, "tool_choice", "invalid_value")


def file_ids(messages: Sequence[Message]) -> list[str]:
    """The files that messages speak of: attached, or shown as images."""
    found: list[str] = []
    for message in messages:
        found.extend(each.file_id for each in message.attachments or () if each.file_id)
        found.extend(
            part.image_file.file_id for part in message.content if part.type == "image_file"
        )
    return list(dict.fromkeys(found))


def _content(content: str | Sequence[TextPart | ImageFilePart | ImageUrlPart]) -> list[Json]:
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else None
    parts = parts or [part.model_dump(mode="json") for part in content if not isinstance(part, str)]
    if not any(part["type"] != "text" or part["text"] for part in parts):
        raise ProtocolError(400, "Message content must be non-empty.", "content", "invalid_value")
    return [_part(part) for part in parts]


def _part(part: Json) -> Json:
    if part["type"] != "text":
        return part
    text = part["text"]["value"] if isinstance(part["text"], dict) else part["text"]
    return {"type": "text", "text": {"value": text, "annotations": []}}


def files_for(tool: str, messages: Sequence[Message]) -> list[str]:
    """The files that messages attach for this tool."""
    found = [
        attachment.file_id
        for message in messages
        for attachment in message.attachments or ()
        if attachment.file_id and any(each.type == tool for each in attachment.tools or ())
    ]
    return list(dict.fromkeys(found))


def _tool(tool: Json) -> Json:
    """A tool as the hosted API echoed it: with the options that it has of itself."""
    if tool["type"] == "file_search":
        options = SearchOptions.model_validate(tool.get("file_search") or {})
        return {"type": "file_search", "file_search": options.model_dump()}
    if tool["type"] == "function":
        return {**tool, "function": {"strict": False, **tool["function"]}}
    return tool
