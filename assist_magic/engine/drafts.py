"""Drafts: new objects, made from what a client asked for; checked, not yet kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openai.types.beta.threads.message import Attachment

from assist_magic.engine.objects import (
    Assistant,
    Message,
    ProtocolError,
    Run,
    Thread,
    evolve,
    new_id,
    now,
)
from assist_magic.engine.requests import AssistantCreate, MessageCreate, RunCreate, ThreadCreate

MAX_CODE_FILES = 20
_PARTS = ("text", "image_url", "image_file")


def new_assistant(request: AssistantCreate) -> Assistant:
    """An assistant with the defaults that the hosted API echoed."""
    given = request.given()
    tools = given.get("tools", [])
    resources = given.get("tool_resources") or {}
    if any(tool["type"] == "code_interpreter" for tool in tools):
        resources.setdefault("code_interpreter", {"file_ids": []})
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
            "tool_resources": resources,
        }
    )


def changed_assistant(assistant: Assistant, given: dict[str, Any]) -> Assistant:
    """The assistant with the fields that a client has set."""
    if "tools" in given:
        given["tools"] = [_tool(tool) for tool in given["tools"]]
    return evolve(assistant, **given)


def new_thread(request: ThreadCreate) -> Thread:
    """An empty thread."""
    given = request.given()
    return Thread.model_validate(
        {
            "id": new_id("thread"),
            "object": "thread",
            "created_at": now(),
            "metadata": given.get("metadata", {}),
            "tool_resources": given.get("tool_resources", {}),
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
    found = list(known)
    for attachment in (each for message in messages for each in message.attachments or ()):
        if attachment.file_id and _is_for_code(attachment) and attachment.file_id not in found:
            found.append(attachment.file_id)
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
    fallback = assistant.model_dump()
    shared = {
        key: given.get(key, fallback.get(key))
        for key in ("model", "temperature", "top_p", "response_format", "reasoning_effort")
    }
    tools = [_tool(tool) for tool in given["tools"]] if "tools" in given else fallback["tools"]
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


def file_ids(messages: Sequence[Message]) -> list[str]:
    """The files that messages speak of: attached, or shown as images."""
    found: list[str] = []
    for message in messages:
        found.extend(each.file_id for each in message.attachments or () if each.file_id)
        found.extend(
            part.image_file.file_id for part in message.content if part.type == "image_file"
        )
    return list(dict.fromkeys(found))


def _content(content: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    if not parts or parts == [{"type": "text", "text": ""}]:
        raise ProtocolError(400, "Message content must be non-empty.", "content", "invalid_value")
    return [_part(index, part) for index, part in enumerate(parts)]


def _part(index: int, part: dict[str, Any]) -> dict[str, Any]:
    kind = part.get("type")
    if kind not in _PARTS:
        raise ProtocolError(
            400,
            f"Invalid value: '{kind}'. Supported values are: 'text', 'image_url' and 'image_file'.",
            f"content[{index}].type",
            "invalid_value",
        )
    if kind not in part or (kind != "text" and not isinstance(part[kind], dict)):
        name = f"content[{index}].{kind}"
        text = f"Missing required parameter: '{name}'."
        raise ProtocolError(400, text, name, "missing_required_parameter")
    if kind == "text":
        text = part["text"] if isinstance(part["text"], str) else part["text"].get("value", "")
        return {"type": "text", "text": {"value": text, "annotations": []}}
    return {"type": kind, kind: part[kind]}


def _is_for_code(attachment: Attachment) -> bool:
    return any(tool.type == "code_interpreter" for tool in attachment.tools or ())


def _tool(tool: dict[str, Any]) -> dict[str, Any]:
    """A tool as the hosted API echoed it: a function says whether it is strict.

    Raises:
        ProtocolError: the engine does not serve this tool.
    """
    if tool["type"] == "file_search":
        text = "This engine does not serve the tool 'file_search' yet. Leave it out of 'tools'."
        raise ProtocolError(400, text, "tools", "unsupported_tool")
    if tool["type"] == "function":
        return {**tool, "function": {"strict": False, **tool["function"]}}
    return tool
