"""Lets a model that only writes text call functions: it is asked which calls a question needs.

It answers with a JSON list that its server holds to the functions' schemas. Asked so, a 1.5 B model
chose rightly in ten of eleven questions; left to call natively or from code, in one of six. From
what the functions return it answers in words; where that is to be computed with, it stands above
the question, which then is answered by code like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any
from uuid import uuid4

from assist_magic.engine.models.base import (
    CODE_TOOL,
    SEARCH_TOOL,
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
from assist_magic.engine.models.fence import UNCHOSEN

_GUIDE = """\
These functions can be called:
{functions}

Which calls does the question need? Write a JSON list of all of them, one entry for each call, \
each with its own arguments. Write [] if no function helps.

Example. Question: How tall are the oak and the elm?
[{{"name": "height_of", "arguments": {{"tree": "oak"}}}}, \
{{"name": "height_of", "arguments": {{"tree": "elm"}}}}]"""
_GUIDE_ANSWER = """\
Answer in one or two short sentences, from what the functions returned. Where one returned an \
error, say plainly that this could not be found out."""
_COMPUTING = re.compile(
    r"\b(plot|graph|chart|histogram|draw|solve|comput\w+|calculat\w+|average|mean|median|sum|total"
    r"|altogether|differences?|percent(age)?|ratio|convert)\b|\d\s*[-+*/^]\s*\d|%"
    r"|\d.*\bhow (much|many)\b|\bhow (much|many)\b.*\d",
    re.IGNORECASE | re.DOTALL,
)
"""Questions that need code even when the functions have told what they could."""
_MOST_CALLS = 8
_LIST_TOKENS = 800
_TOLD_CHARACTERS = 1500
_EARLIER = 2
"""How many earlier messages are shown, for questions like "and the elm?"."""
_KEPT = frozenset({"type", "properties", "required", "items", "enum", "const", "anyOf"})
"""What of a schema becomes a grammar; the rest is checked where the function is called."""


class Calling:
    """Gives `model`, which only writes text, the native way to call functions.

    Args:
        model: answers the question, once the functions have been called.
        writer: chooses the calls; its server obeys a JSON schema.
    """

    def __init__(self, model: Model, writer: Model) -> None:
        self.name = model.name
        self.context_tokens = model.context_tokens
        self._model = model
        self._writer = writer

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn: the calls that the question needs, or its answer."""
        functions = _functions(request)
        spent = Finish()
        if functions and request.messages[-1].role == "user":
            calls, spent = await self._chosen(request, functions)
            for index, call in enumerate(calls):
                yield CallDelta(index, call.id, call.name, call.arguments)
            if calls:
                yield replace(spent, reason="tool_calls")
                return
        if _is_told(request) and not _is_to_compute(request):
            turn = self._writer.stream(_answering(request))
        else:
            turn = self._model.stream(_without_functions(request))
        async with aclosing(turn) as deltas:
            async for delta in deltas:
                yield _sum(delta, spent) if isinstance(delta, Finish) else delta

    async def close(self) -> None:
        """Closes the model."""
        await self._model.close()

    async def _chosen(
        self, request: ModelRequest, functions: Sequence[Tool]
    ) -> tuple[list[ToolCall], Finish]:
        text, finish = "", Finish()
        async with aclosing(self._writer.stream(_asked(request, functions))) as deltas:
            async for delta in deltas:
                if isinstance(delta, TextDelta):
                    text += delta.text
                elif isinstance(delta, Finish):
                    finish = delta
        return _read(text, {each.name for each in functions}), finish


def _functions(request: ModelRequest) -> list[Tool]:
    """What may be called in this turn, beside code and search."""
    choice = request.tool_choice
    wanted = choice.get("function", {}).get("name") if isinstance(choice, Mapping) else None
    return [
        tool
        for tool in request.tools
        if tool.name not in (CODE_TOOL, SEARCH_TOOL)
        and choice != "none"
        and (isinstance(choice, str) or tool.name == wanted)
    ]


def _asked(request: ModelRequest, functions: Sequence[Tool]) -> ModelRequest:
    """The request for the list of calls."""
    told = "\n".join(
        f"{each.name}: {each.description} "
        f"Arguments: {json.dumps(each.parameters.get('properties', {}), ensure_ascii=False)}"
        for each in functions
    )
    spoken = _spoken(request.messages)
    question = ChatMessage("user", f"Question: {spoken[-1].content}")
    guide = ChatMessage("system", _GUIDE.format(functions=told))
    return replace(
        request,
        messages=[guide, *spoken[-1 - _EARLIER : -1], question],
        tools=(),
        tool_choice="auto",
        temperature=None,
        max_tokens=min(request.max_tokens, _LIST_TOKENS),
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "calls", "schema": _schema(request, functions)},
        },
    )


def _spoken(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    return [
        ChatMessage(each.role, each.content)
        for each in messages
        if each.role in ("user", "assistant") and each.content
    ]


def _schema(request: ModelRequest, functions: Sequence[Tool]) -> dict[str, Any]:
    """That of a list of calls; where only a function can be meant, there is one at least."""
    calls = [
        {
            "type": "object",
            "properties": {"name": {"const": each.name}, "arguments": _plain(each.parameters)},
            "required": ["name", "arguments"],
        }
        for each in functions
    ]
    only = len(functions) == len(request.tools) or isinstance(request.tool_choice, Mapping)
    return {
        "type": "array",
        "items": {"anyOf": calls},
        "minItems": int(only and request.tool_choice != "auto"),
        "maxItems": _MOST_CALLS if request.parallel_tool_calls else 1,
    }


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without what no grammar can be made of."""
    kept = {key: value for key, value in schema.items() if key in _KEPT}
    if "properties" in kept:
        kept["properties"] = {name: _plain(each) for name, each in kept["properties"].items()}
    if "anyOf" in kept:
        kept["anyOf"] = [_plain(each) for each in kept["anyOf"]]
    if "items" in kept:
        kept["items"] = _plain(kept["items"])
    return kept


def _read(text: str, names: set[str]) -> list[ToolCall]:
    """The calls of the list, each once; none where it was cut."""
    try:
        listed = json.loads(text)
    except ValueError:
        return []
    calls = [
        (each["name"], json.dumps(each["arguments"], ensure_ascii=False))
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict) and each.get("name") in names and "arguments" in each
    ]
    return [ToolCall(f"call_{uuid4().hex[:24]}", *call) for call in dict.fromkeys(calls)]


def _is_told(request: ModelRequest) -> bool:
    """Whether functions, and they alone, have been called since the question."""
    since = request.messages[_asked_at(request) + 1 :]
    names = {call.name for message in since for call in message.tool_calls}
    return bool(names) and not names & {CODE_TOOL, SEARCH_TOOL}


def _is_to_compute(request: ModelRequest) -> bool:
    """Whether code is to work on what the functions returned."""
    if request.tool_choice == "none" or all(tool.name != CODE_TOOL for tool in request.tools):
        return False
    question = request.messages[_asked_at(request)].content
    return bool(request.files) or _COMPUTING.search(question) is not None


def _asked_at(request: ModelRequest) -> int:
    """Where the last question stands."""
    return max((n for n, each in enumerate(request.messages) if each.role == "user"), default=0)


def _answering(request: ModelRequest) -> ModelRequest:
    """The request for the answer in words: calls and outputs as models are trained on them."""
    head = [each.content for each in request.messages[:1] if each.role == "system"]
    guide = ChatMessage("system", "\n\n".join([_GUIDE_ANSWER, *head]))
    asked = _asked_at(request)
    made = {call.id: call for each in request.messages[asked:] for call in each.tool_calls}
    since = [
        replace(each, content=f"{_named(made[each.tool_call_id])}: {_shortened(each.content)}")
        if each.tool_call_id in made
        else each
        for each in request.messages[asked:]
    ]
    spoken = _spoken(request.messages[:asked])
    messages = [guide, *spoken[-_EARLIER:], *since]
    warmth = None if request.temperature == UNCHOSEN else request.temperature
    return replace(request, messages=messages, tools=(), tool_choice="auto", temperature=warmth)


def _without_functions(request: ModelRequest) -> ModelRequest:
    """The request with what the functions returned above the question, as if the user had said
    it; nothing of earlier calls."""
    made = {
        call.id: call
        for message in request.messages
        for call in message.tool_calls
        if call.name not in (CODE_TOOL, SEARCH_TOOL)
    }
    asked, messages = _asked_at(request), list(request.messages)
    told = [
        f"{_named(made[each.tool_call_id])}: {_shortened(each.content)}"
        for each in messages[asked:]
        if each.tool_call_id in made
    ]
    choice = request.tool_choice
    if told:
        question, choice = messages[asked], "none" if choice == "none" else "auto"
        content = "\n".join([*told, "", f"Question: {question.content}"])
        messages[asked] = replace(question, content=content)
    messages = [
        each
        for each in messages
        if each.tool_call_id not in made and not any(call.id in made for call in each.tool_calls)
    ]
    tools = [each for each in request.tools if each.name in (CODE_TOOL, SEARCH_TOOL)]
    return replace(request, messages=messages, tools=tools, tool_choice=choice)


def _shortened(text: str) -> str:
    return text if len(text) <= _TOLD_CHARACTERS else f"{text[:_TOLD_CHARACTERS]}…"


def _named(call: ToolCall) -> str:
    """A call in words: what looks like Python is soon called again, in code."""
    try:
        arguments = json.loads(call.arguments)
    except ValueError:
        arguments = None
    if not isinstance(arguments, dict):
        return f"{call.name} ({call.arguments})"
    return f"{call.name} ({', '.join(f'{key}: {value}' for key, value in arguments.items())})"


def _sum(finish: Finish, spent: Finish) -> Finish:
    return replace(
        finish,
        prompt_tokens=finish.prompt_tokens + spent.prompt_tokens,
        completion_tokens=finish.completion_tokens + spent.completion_tokens,
    )
