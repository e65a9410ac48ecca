"""What the v2 routes answer, as a v1 client reads it: objects, lists and stream events alike."""

from __future__ import annotations

from typing import Any

from assist_magic.engine.objects import ProtocolError, dump
from assist_magic.engine.store import Store

Json = dict[str, Any]

_V2_ALONE = {
    "assistant": ("tool_resources", "reasoning_effort"),
    "thread": ("tool_resources",),
    "thread.message": ("attachments",),
    "thread.run": ("parallel_tool_calls", "reasoning_effort"),
}


def assistant_files(assistant: Json) -> list[str]:
    """The `file_ids` of an assistant: v1 gave them to all its tools, v2 names them for code."""
    resources = assistant["tool_resources"] or {}
    return list((resources.get("code_interpreter") or {}).get("file_ids") or [])


def message_files(message: Json) -> list[str]:
    """The `file_ids` of a message: those attached, or for the assistant's own, those it links."""
    attached = [each["file_id"] for each in message["attachments"] or [] if each["file_id"]]
    linked = [
        annotation["file_path"]["file_id"]
        for part in message["content"]
        if part["type"] == "text"
        for annotation in part["text"]["annotations"]
        if annotation["type"] == "file_path"
    ]
    return list(dict.fromkeys([*attached, *linked]))


class Translator:
    """Turns the answers to one request into v1's. `v1` may read the store: call it in a thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files: dict[str, list[str]] = {}
        """By assistant, for the runs that tell them."""

    def v1(self, value: Json) -> Json:
        """An object, a list of objects or an event's data; what is alike stays as it is."""
        kind = value.get("object", "")
        if kind == "list":
            return {**value, "data": [self.v1(each) for each in value["data"]]}
        dropped = _V2_ALONE.get(kind, ())
        found = {key: each for key, each in value.items() if key not in dropped}
        if kind == "assistant":
            return found | {"tools": _tools(value), "file_ids": assistant_files(value)}
        if kind == "thread.message":
            return found | {"file_ids": message_files(value)}
        if kind == "thread.run":
            return found | self._run(value)
        if kind == "thread.run.step":
            return found | {"step_details": _details(value["step_details"])}
        if kind == "thread.run.step.delta":
            return found | {"delta": {"step_details": _details(value["delta"]["step_details"])}}
        return found

    def _run(self, run: Json) -> Json:
        """What of a run v1 says otherwise. It knew no status "incomplete", and polls on at one."""
        changed = {"tools": _tools(run), "file_ids": self._files_of(run["assistant_id"])}
        if run["status"] == "incomplete":
            changed["status"] = "completed"
        choice = run["tool_choice"]
        if isinstance(choice, dict) and choice["type"] == "file_search":
            changed["tool_choice"] = {"type": "retrieval"}
        return changed

    def _files_of(self, assistant_id: str) -> list[str]:
        if assistant_id not in self._files:
            try:
                found = assistant_files(dump(self._store.assistants.get(assistant_id)))
            except ProtocolError:  # deleted meanwhile
                found = []
            self._files[assistant_id] = found
        return self._files[assistant_id]


def v1_event(name: str) -> str:
    """The name of a stream event: v1 knew no run that ends incomplete."""
    return "thread.run.completed" if name == "thread.run.incomplete" else name


def _tools(holder: Json) -> list[Json]:
    return [_tool(tool) for tool in holder["tools"]]


def _tool(tool: Json) -> Json:
    if tool["type"] == "file_search":
        return {"type": "retrieval"}
    if tool["type"] == "function":
        function = {key: each for key, each in tool["function"].items() if key != "strict"}
        return {**tool, "function": function}
    return tool


def _details(details: Json) -> Json:
    if details["type"] != "tool_calls":
        return details
    return {**details, "tool_calls": [_call(call) for call in details["tool_calls"]]}


def _call(call: Json) -> Json:
    if call["type"] != "file_search":
        return call
    kept: Json = {key: call[key] for key in ("index", "id") if key in call}
    return kept | {"type": "retrieval", "retrieval": {}}
