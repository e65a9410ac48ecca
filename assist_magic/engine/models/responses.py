"""Any Responses endpoint as a model, through the official client.

The endpoint stores nothing for us: every turn sends the whole context. What a reasoning model
thought before it called a function goes back with that call, as it came, encrypted or not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from assist_magic.engine.models.base import (
    CallDelta,
    ChatMessage,
    Delta,
    Finish,
    ModelError,
    ModelRequest,
    TextDelta,
    Tool,
)
from assist_magic.engine.models.connection import Connection

if TYPE_CHECKING:
    from openai import DefaultAsyncHttpxClient

_OPTIONAL = ("include", "parallel_tool_calls", "temperature", "top_p", "store", "reasoning")
_LEAST_TOKENS = 16
"""OpenAI refuses a smaller max_output_tokens."""


class Thoughts:
    """The reasoning items that came before calls, by the id of the call, for a while.

    A run may wait for the client's functions between two turns, so they outlive the model that
    read them; a call whose thoughts are forgotten goes back without them.
    """

    KEPT = 1000

    def __init__(self) -> None:
        self._items: OrderedDict[str, tuple[Mapping[str, Any], ...]] = OrderedDict()

    def keep(self, call_id: str, items: tuple[Mapping[str, Any], ...]) -> None:
        """Remembers what came before a call."""
        self._items[call_id] = items
        while len(self._items) > self.KEPT:
            self._items.popitem(last=False)

    def before(self, call_id: str) -> tuple[Mapping[str, Any], ...]:
        """What came before a call; nothing, if that is not known."""
        return self._items.get(call_id, ())


class Responses:
    """The model `model` of the Responses endpoint at `base_url`.

    Args:
        name: what answers to "which model?".
        base_url: the address that `/responses` is added to.
        key: sent to that address alone; it never appears in a message.
        model: the endpoint's name of the model.
        thoughts: where reasoning items wait for the next turn.
        headers: sent with every request.
        context_tokens: how much the model can read.
        http: connections shared with others; without it the model opens its own.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        key: str,
        model: str,
        thoughts: Thoughts,
        headers: Mapping[str, str] | None = None,
        *,
        context_tokens: int = 100_000,
        http: DefaultAsyncHttpxClient | None = None,
    ) -> None:
        self.name = name
        self.context_tokens = context_tokens
        self._line = Connection(base_url, key, model, headers, http)
        self._thoughts = thoughts

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn over HTTP; closing the iterator closes the connection at once."""
        reading = Reading()
        try:
            events = await self._create(request)
            async with events:
                async for event in events:
                    for delta in reading.deltas(event):
                        yield delta
        except Exception as error:  # the client's own, or the HTTP library's through it
            raise self._line.explained(error, began=reading.began) from error
        yield self._finished(reading)

    async def close(self) -> None:
        """Closes the connections, unless they are shared."""
        await self._line.close()

    def _finished(self, reading: Reading) -> Finish:
        """The end of a turn that was read whole; what was thought in it is remembered."""
        if reading.finish is None:
            raise ModelError(
                f"The endpoint at {self._line.host} sent no whole answer. "
                f"Check that {self._line.base_url} is the base URL of a Responses endpoint."
            )
        for call_id, items in reading.thoughts.items():
            self._thoughts.keep(call_id, items)
        return reading.finish

    async def _create(self, request: ModelRequest) -> Any:
        create = self._line.client.responses.create
        return await self._line.sent(create, partial(self._body, request), _OPTIONAL)

    def _body(self, request: ModelRequest, refused: frozenset[str]) -> dict[str, Any]:
        head = [message for message in request.messages[:1] if message.role == "system"]
        body: dict[str, Any] = {
            "model": self._line.model,
            "instructions": head[0].content if head else None,
            "input": [item for each in request.messages[len(head) :] for item in self._items(each)],
            "stream": True,
            "store": False,
            "include": ["reasoning.encrypted_content"],
            "max_output_tokens": max(request.max_tokens, _LEAST_TOKENS),
            "temperature": request.temperature,
            "top_p": request.top_p,
            "reasoning": {"effort": request.reasoning_effort} if request.reasoning_effort else None,
            "text": _format(request.response_format),
        }
        if request.tools:
            body["tools"] = [_tool(tool) for tool in request.tools]
            body["tool_choice"] = _choice(request.tool_choice)
            body["parallel_tool_calls"] = None if request.parallel_tool_calls else False
        return {
            key: value for key, value in body.items() if value is not None and key not in refused
        }

    def _items(self, message: ChatMessage) -> list[Mapping[str, Any]]:
        if message.role == "tool":
            output = {"type": "function_call_output", "call_id": message.tool_call_id}
            return [{**output, "output": message.content}]
        items: list[Mapping[str, Any]] = []
        if message.content or message.images:
            items.append({"role": message.role, "content": _content(message)})
        for call in message.tool_calls:
            items += self._thoughts.before(call.id)
            head = {"type": "function_call", "call_id": call.id, "name": call.name}
            items.append({**head, "arguments": call.arguments})
        return items


@dataclass
class Reading:
    """What has come of one turn so far."""

    began: bool = False
    finish: Finish | None = None
    places: dict[str, int] = field(default_factory=dict)
    """Our index of each call, by the id of its item."""
    written: dict[str, int] = field(default_factory=dict)
    """How many characters of its arguments have come, by the same."""
    thoughts: dict[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    """The reasoning items right before each call, by the id of the call."""
    pending: list[Mapping[str, Any]] = field(default_factory=list)

    def deltas(self, event: Any) -> Sequence[Delta]:
        """What an event brings.

        Raises:
            ModelError: it brings a failure.
        """
        self.began = True
        kind = getattr(event, "type", "")
        if kind in ("response.output_text.delta", "response.refusal.delta"):
            return [TextDelta(event.delta)] if event.delta else []
        if kind in ("response.output_item.added", "response.output_item.done"):
            return self._item(event.item, done=kind.endswith("done"))
        if kind == "response.function_call_arguments.delta":
            return self._arguments(event.item_id, event.delta)
        if kind in ("response.completed", "response.incomplete"):
            self.finish = self._finish(event.response)
        elif kind in ("response.failed", "error"):
            raise _failure(getattr(getattr(event, "response", event), "error", None) or event)
        return []

    def _item(self, item: Any, *, done: bool) -> Sequence[Delta]:
        if item.type == "reasoning" and done:
            self.pending.append(item.to_dict(mode="json"))
        if item.type != "function_call":
            return []
        key = item.id or item.call_id
        found: list[Delta] = []
        if key not in self.places:
            self.places[key] = len(self.places)
            self.thoughts[item.call_id], self.pending = tuple(self.pending), []
            found.append(CallDelta(self.places[key], item.call_id, item.name))
        if done:  # some endpoints send no pieces
            found += self._arguments(key, item.arguments[self.written.get(key, 0) :])
        return found

    def _arguments(self, key: str, text: str) -> list[Delta]:
        if not text or key not in self.places:
            return []
        self.written[key] = self.written.get(key, 0) + len(text)
        return [CallDelta(self.places[key], arguments=text)]

    def _finish(self, response: Any) -> Finish:
        usage = getattr(response, "usage", None)
        spent = (usage.input_tokens or 0, usage.output_tokens or 0) if usage else (0, 0)
        short = getattr(response, "incomplete_details", None)
        if short is not None and short.reason == "content_filter":
            return Finish("content_filter", *spent)
        if short is not None:
            return Finish("length", *spent)
        return Finish("tool_calls" if self.places else "stop", *spent)


def _failure(error: Any) -> ModelError:
    code, text = getattr(error, "code", None), getattr(error, "message", None)
    told = f"The model's endpoint failed: {text or 'it gave no reason.'}"
    if code in ("rate_limit_exceeded", "invalid_prompt"):
        return ModelError(told, code)
    return ModelError(told)


def _content(message: ChatMessage) -> str | list[dict[str, Any]]:
    if not message.images:
        return message.content
    text = {"type": "input_text", "text": message.content}
    images = [
        {"type": "input_image", "image_url": image, "detail": "auto"} for image in message.images
    ]
    return [text, *images] if message.content else images


def _tool(tool: Tool) -> dict[str, Any]:
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters,
        "strict": False,
    }


def _choice(choice: str | Mapping[str, Any]) -> str | dict[str, Any] | None:
    if isinstance(choice, str):
        return None if choice == "auto" else choice
    function = choice.get("function")
    return {"type": "function", "name": function["name"] if function else choice["type"]}


def _format(asked: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    schema = asked.get("json_schema")
    return {"format": {"type": asked["type"], **schema} if schema else dict(asked)}
