"""What the v2 routes answer, as a v1 client reads it: objects, lists and stream events alike."""

from __future__ import annotations

from typing import Any

from assist_magic.engine.dialect.citations import Quotes
from assist_magic.engine.dialect.retrieval import file_ids_of
from assist_magic.engine.objects import ProtocolError, dump
from assist_magic.engine.store import Store

Json = dict[str, Any]

_V2_ALONE = {
    "assistant": ("tool_resources", "reasoning_effort"),
    "thread": ("tool_resources",),
    "thread.message": ("attachments",),
    "thread.run": ("parallel_tool_calls", "reasoning_effort"),
}


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
    """Turns what answers one request into v1's. `v1` may read the store: call it in a thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files: dict[str, list[str]] = {}
        """By assistant, for the runs that tell them."""
        self._quotes: dict[str, Quotes] = {}
        """By thread."""
        self._thread_id = ""
        """Of the object seen last, which later deltas belong to."""
        self._said: dict[str, str] = {}
        """What the deltas of a message have brought: they name neither thread nor whole text."""

    def v1(self, value: Json) -> Json:
        """An object, a list of objects or an event's data; what is alike stays as it is."""
        kind = value.get("object", "")
        if kind == "list":
            return {**value, "data": [self.v1(each) for each in value["data"]]}
        self._thread_id = value.get("thread_id", self._thread_id)
        dropped = _V2_ALONE.get(kind, ())
        found = {key: each for key, each in value.items() if key not in dropped}
        translate = _TRANSLATIONS.get(kind)
        return found if translate is None else found | translate(self, value)

    def _assistant(self, assistant: Json) -> Json:
        return {"tools": _tools(assistant), "file_ids": file_ids_of(assistant)}

    def _message(self, message: Json) -> Json:
        content = [
            self._part(part, part["text"]["value"]) if part["type"] == "text" else part
            for part in message["content"]
        ]
        return {"content": content, "file_ids": message_files(message)}

    def _message_delta(self, event: Json) -> Json:
        content = []
        for part in event["delta"]["content"]:
            if part["type"] == "text":
                said = self._said.get(event["id"], "") + part["text"].get("value", "")
                self._said[event["id"]] = said
                part = self._part(part, said)
            content.append(part)
        return {"delta": {**event["delta"], "content": content}}

    def _part(self, part: Json, text: str) -> Json:
        """A text part, or the delta of one, its citations quoted."""
        annotations = part["text"].get("annotations")
        if not annotations:
            return part
        quotes = self._quotes.setdefault(self._thread_id, Quotes(self._store, self._thread_id))
        quoted = [quotes.quoted(each, text) for each in annotations]
        return {**part, "text": {**part["text"], "annotations": quoted}}

    def _run(self, run: Json) -> Json:
        """What of a run v1 says otherwise. It knew no status "incomplete", and polls on at one."""
        changed = {"tools": _tools(run), "file_ids": self._files_of(run["assistant_id"])}
        if run["status"] == "incomplete":
            changed["status"] = "completed"
        choice = run["tool_choice"]
        if isinstance(choice, dict) and choice["type"] == "file_search":
            changed["tool_choice"] = {"type": "retrieval"}
        return changed

    def _step(self, step: Json) -> Json:
        return {"step_details": _details(step["step_details"])}

    def _step_delta(self, event: Json) -> Json:
        return {"delta": {"step_details": _details(event["delta"]["step_details"])}}

    def _files_of(self, assistant_id: str) -> list[str]:
        if assistant_id not in self._files:
            try:
                found = file_ids_of(dump(self._store.assistants.get(assistant_id)))
            except ProtocolError:  # deleted meanwhile
                found = []
            self._files[assistant_id] = found
        return self._files[assistant_id]


_TRANSLATIONS = {
    "assistant": Translator._assistant,
    "thread.message": Translator._message,
    "thread.message.delta": Translator._message_delta,
    "thread.run": Translator._run,
    "thread.run.step": Translator._step,
    "thread.run.step.delta": Translator._step_delta,
}


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
