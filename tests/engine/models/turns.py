"""Taking a model's turn in a test: the request, and what came of it."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from assist_magic.engine.models.base import (
    CODE_TOOL,
    CallDelta,
    ChatMessage,
    Delta,
    Finish,
    Model,
    ModelRequest,
    TextDelta,
    Tool,
    ToolCall,
)

CODE = Tool(
    CODE_TOOL,
    "Runs Python.",
    {"type": "object", "properties": {"code": {"type": "string"}}, "required": ["code"]},
)
WEATHER = Tool(
    "get_weather",
    "The weather of a city.",
    {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
)


@dataclass
class Taken:
    """A finished turn."""

    deltas: list[Delta] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(delta.text for delta in self.deltas if isinstance(delta, TextDelta))

    @property
    def calls(self) -> list[ToolCall]:
        calls: dict[int, ToolCall] = {}
        for delta in self.deltas:
            if isinstance(delta, CallDelta):
                known = calls.get(delta.index, ToolCall("", "", ""))
                calls[delta.index] = ToolCall(
                    known.id or delta.id,
                    known.name or delta.name,
                    known.arguments + delta.arguments,
                )
        return [calls[index] for index in sorted(calls)]

    @property
    def code(self) -> str:
        [call] = self.calls
        return str(json.loads(call.arguments)["code"])

    @property
    def finish(self) -> Finish:
        [finish] = [delta for delta in self.deltas if isinstance(delta, Finish)]
        assert self.deltas[-1] is finish
        return finish


class Writer:
    """A model that says one thing, and keeps what it was asked."""

    name = "writer"
    context_tokens = 8192

    def __init__(self, text: str = "") -> None:
        self._text = text
        self.asked: list[ModelRequest] = []

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        self.asked.append(request)
        for word in self._text.split(" "):
            yield TextDelta(f"{word} ")
        yield Finish("stop", 5, 3)

    async def close(self) -> None:
        pass


async def take(model: Model, request: ModelRequest) -> Taken:
    """Takes one turn to its end."""
    async with aclosing(model.stream(request)) as deltas:
        return Taken([delta async for delta in deltas])


def asking(question: str | Sequence[ChatMessage], *tools: Tool, **given: Any) -> ModelRequest:
    """A request of one question, or of a whole conversation."""
    messages = [ChatMessage("user", question)] if isinstance(question, str) else list(question)
    given.setdefault("max_tokens", 60)
    return ModelRequest("thread_1", messages, tools, **given)


def called(code: str, identity: str = "call_1") -> ChatMessage:
    """An assistant's message that has code_interpreter run `code`."""
    return ChatMessage(
        "assistant", tool_calls=(ToolCall(identity, CODE_TOOL, json.dumps({"code": code})),)
    )


def printed(output: str, identity: str = "call_1") -> ChatMessage:
    """What the code of a call printed."""
    return ChatMessage("tool", output, tool_call_id=identity)
