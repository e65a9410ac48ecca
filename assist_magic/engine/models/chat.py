"""Any Chat Completions endpoint as a model, through the official client.

Endpoints differ: some refuse a parameter, leave out ids, usage or the reason of the end, or send
a call in one piece. What they agree on is the contract here; what they refuse is sent another
way and remembered for the next turn.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

from assist_magic.engine.models.base import (
    CallDelta,
    ChatMessage,
    Delta,
    Finish,
    ModelError,
    ModelRequest,
    TextDelta,
    ToolCall,
)
from assist_magic.engine.models.connection import Connection

if TYPE_CHECKING:
    from openai import DefaultAsyncHttpxClient

_OPTIONAL = (
    "stream_options",
    "parallel_tool_calls",
    "max_tokens",
    "temperature",
    "top_p",
    "reasoning_effort",
    "response_format",  # the model is told of it in words too, and its answer is checked
)

Reason = Literal["stop", "tool_calls", "length", "content_filter"]


class Chat:
    """The model `model` of the endpoint at `base_url`.

    Args:
        name: what answers to "which model?".
        base_url: the address that `/chat/completions` is added to.
        key: sent to that address alone; it never appears in a message.
        model: the endpoint's name of the model.
        headers: sent with every request.
        extra: fields of the request body beyond the usual ones.
        context_tokens: how much the model can read.
        http: connections shared with others; without it the model opens its own.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        key: str,
        model: str,
        headers: Mapping[str, str] | None = None,
        *,
        extra: Mapping[str, Any] | None = None,
        context_tokens: int = 100_000,
        http: DefaultAsyncHttpxClient | None = None,
    ) -> None:
        self.name = name
        self.context_tokens = context_tokens
        self._line = Connection(base_url, key, model, headers, http)
        self._extra = extra

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn over HTTP; closing the iterator closes the connection at once."""
        reading = _Reading()
        try:
            create = self._line.client.chat.completions.create
            chunks = await self._line.sent(create, partial(self._body, request), _OPTIONAL)
            async with chunks:
                async for chunk in chunks:
                    for delta in reading.deltas(chunk):
                        yield delta
        except Exception as error:  # the client's own, or the HTTP library's through it
            raise self._line.explained(error, began=reading.began) from error
        if not reading.began:
            raise ModelError(
                f"The endpoint at {self._line.host} sent no answer that can be streamed. "
                f"Check that {self._line.base_url} is the base URL of a Chat Completions endpoint."
            )
        yield reading.finish()

    async def close(self) -> None:
        """Closes the connections, unless they are shared."""
        await self._line.close()

    def _body(self, request: ModelRequest, refused: frozenset[str]) -> dict[str, Any]:
        return {**_body(self._line.model, request, refused), "extra_body": self._extra}


@dataclass
class _Reading:
    """What has come of one turn so far."""

    began: bool = False
    calls: list[str] = field(default_factory=list)
    """The ids of the calls so far, by our index."""
    numbers: dict[int, int] = field(default_factory=dict)
    """The endpoint's index of a call → ours: some give each parallel call the index 0."""
    reason: str | None = None
    usage: tuple[int, int] = (0, 0)

    def deltas(self, chunk: Any) -> list[Delta]:
        self.began = True
        if usage := getattr(chunk, "usage", None):
            self.usage = (usage.prompt_tokens or 0, usage.completion_tokens or 0)
        if not chunk.choices:
            return []
        choice = chunk.choices[0]
        self.reason = choice.finish_reason or self.reason
        if choice.delta is None:
            return []
        found: list[Delta] = [TextDelta(choice.delta.content)] if choice.delta.content else []
        return found + [self._call(call) for call in choice.delta.tool_calls or ()]

    def _call(self, call: Any) -> CallDelta:
        function = call.function
        given = None if function is None else function.arguments
        arguments = given if isinstance(given, str) else json.dumps(given) if given else ""
        index = self._begun(call)
        if index is not None:
            return CallDelta(index, arguments=arguments)
        self.calls.append(call.id or f"call_{secrets.token_hex(12)}")
        index = len(self.calls) - 1
        self.numbers[call.index or 0] = index
        return CallDelta(index, self.calls[-1], (function and function.name) or "", arguments)

    def _begun(self, call: Any) -> int | None:
        """Our index of the call that this piece continues; None if it begins a new one."""
        if call.index is None:
            began_anew = bool(call.id) or bool(call.function and call.function.name)
            index = None if began_anew or not self.calls else len(self.calls) - 1
        else:
            index = self.numbers.get(call.index)
        if index is not None and call.id and call.id != self.calls[index]:
            return None
        return index

    def finish(self) -> Finish:
        ended = {"length": "length", "content_filter": "content_filter"}.get(self.reason or "")
        reason = cast(Reason, ended or ("tool_calls" if self.calls else "stop"))
        return Finish(reason, *self.usage)


def _body(model: str, request: ModelRequest, refused: frozenset[str]) -> dict[str, Any]:
    limit = "max_completion_tokens" if "max_tokens" in refused else "max_tokens"
    body: dict[str, Any] = {
        "model": model,
        "messages": [_message(message) for message in request.messages],
        "stream": True,
        "stream_options": {"include_usage": True},
        limit: request.max_tokens,
        "temperature": request.temperature,
        "top_p": request.top_p,
        "reasoning_effort": request.reasoning_effort,
        "response_format": request.response_format,
        "stop": list(request.stop) or None,
        **_tools(request),
    }
    return {key: value for key, value in body.items() if value is not None and key not in refused}


def _tools(request: ModelRequest) -> dict[str, Any]:
    if not request.tools:
        return {}
    choice = request.tool_choice
    if isinstance(choice, Mapping) and "function" not in choice:
        choice = {"type": "function", "function": {"name": choice.get("type")}}
    return {
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": tool.parameters,
                },
            }
            for tool in request.tools
        ],
        "tool_choice": None if choice == "auto" else choice,
        "parallel_tool_calls": None if request.parallel_tool_calls else False,
    }


def _message(message: ChatMessage) -> dict[str, Any]:
    if message.role == "tool":
        return {
            "role": "tool",
            "tool_call_id": message.tool_call_id,
            "content": message.content,
        }
    if message.tool_calls:
        return {
            "role": message.role,
            "content": message.content or None,
            "tool_calls": [_call(call) for call in message.tool_calls],
        }
    return {"role": message.role, "content": _content(message.content, message.images)}


def _content(text: str, images: Sequence[str]) -> str | list[dict[str, Any]]:
    if not images:
        return text
    parts: list[dict[str, Any]] = [{"type": "text", "text": text}] if text else []
    return parts + [{"type": "image_url", "image_url": {"url": image}} for image in images]


def _call(call: ToolCall) -> dict[str, Any]:
    return {
        "id": call.id,
        "type": "function",
        "function": {"name": call.name, "arguments": call.arguments},
    }
