"""Lets a model that only writes text use file_search: it is done for it, before it answers.

The question itself is what is looked for; the passages come back into the prompt, above the
question. A small model forgets to cite: then its answer is given the mark of the passage that most
of its words come from.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
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
)
from assist_magic.engine.models.routing import needs_code
from assist_magic.engine.search.words import terms

_COMPUTING = re.compile(
    r"\b(plot|graph|chart|histogram|draw|sketch|solve|compute|calculate|evaluate|simplify"
    r"|factori[sz]e|expand|differentiate|integrate|derivative|integral)\b"
    r"|[=^√∫∑π÷×]|\d\s*[-+*/]\s*\d",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(r"^\s*(hi|hello|hey|thanks?|thank you|ok(ay)?|bye|good \w+)\b", re.I)
_MARK = re.compile(r"^(【\d+:\d+†[^】\n]*】)$", re.MULTILINE)
_SHORT_QUESTION = 3
_RESTS_ON = 0.5
"""The share of an answer's terms that a passage must have to be cited for it."""


class Searched:
    """Gives `model`, which only writes text, the native way to use file_search."""

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self.context_tokens = model.context_tokens
        self._model = model

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn: the call of a search, or the answer from what it has found."""
        if all(tool.name != SEARCH_TOOL for tool in request.tools):
            turn = self._model.stream(request)
        elif told := _found_since_question(request.messages):
            turn = self._answered(request, told)
        elif _is_to_search(request):
            turn = _call(_query(request.messages))
        else:
            turn = self._model.stream(_without_search(request))
        async with aclosing(turn) as deltas:
            async for delta in deltas:
                yield delta

    async def close(self) -> None:
        """Closes the model."""
        await self._model.close()

    async def _answered(
        self, request: ModelRequest, told: Sequence[str]
    ) -> AsyncGenerator[Delta, None]:
        """The answer in the model's words, and a citation where it has none."""
        text = ""
        async with aclosing(self._model.stream(_with_passages(request, told))) as deltas:
            async for delta in deltas:
                if isinstance(delta, TextDelta):
                    text += delta.text
                elif _ends_uncited(delta, text) and (mark := _mark_for(text, told)):
                    yield TextDelta(mark)
                yield delta


async def _call(query: str) -> AsyncGenerator[Delta, None]:
    arguments = json.dumps({"query": query}, ensure_ascii=False)
    yield CallDelta(0, f"call_{uuid4().hex[:24]}", SEARCH_TOOL, arguments)
    yield Finish("tool_calls")


def _is_to_search(request: ModelRequest) -> bool:
    """Whether the files are looked into before this question is answered."""
    question, choice = request.messages[-1], request.tool_choice
    if choice == "none" or question.role != "user" or _SMALL_TALK.search(question.content):
        return False
    if isinstance(choice, str):
        return not _is_to_compute(request, question.content)
    return choice.get("type") == SEARCH_TOOL


def _is_to_compute(request: ModelRequest, question: str) -> bool:
    if all(tool.name != CODE_TOOL for tool in request.tools):
        return False
    return bool(_COMPUTING.search(question)) or (bool(request.files) and needs_code(question))


def _query(messages: Sequence[ChatMessage]) -> str:
    """What to look for: the question, and the one before where it says too little by itself."""
    asked = [message.content for message in messages if message.role == "user"]
    short = len(terms(asked[-1])) < _SHORT_QUESTION
    return " ".join(asked[-2:]) if short else asked[-1]


def _without_search(request: ModelRequest) -> ModelRequest:
    tools = tuple(tool for tool in request.tools if tool.name != SEARCH_TOOL)
    return replace(request, tools=tools)


def _with_passages(request: ModelRequest, told: Sequence[str]) -> ModelRequest:
    """The request with the passages above the question, and nothing to compute."""
    asked = _last_question(request.messages)
    question = request.messages[asked]
    content = "\n\n".join([*told, f"Question: {question.content}"])
    searches = {
        call.id
        for message in request.messages
        for call in message.tool_calls
        if call.name == SEARCH_TOOL
    }
    rest = [
        message
        for message in request.messages[asked + 1 :]
        if message.tool_call_id not in searches
        and not any(call.id in searches for call in message.tool_calls)
    ]
    tools = tuple(each for each in request.tools if each.name not in (SEARCH_TOOL, CODE_TOOL))
    messages = [*request.messages[:asked], replace(question, content=content), *rest]
    return replace(request, messages=messages, tools=tools, tool_choice="auto")


def _found_since_question(messages: Sequence[ChatMessage]) -> list[str]:
    """What searches have brought since the last question."""
    since = messages[_last_question(messages) + 1 :]
    searches = {
        call.id for message in since for call in message.tool_calls if call.name == SEARCH_TOOL
    }
    return [message.content for message in since if message.tool_call_id in searches]


def _last_question(messages: Sequence[ChatMessage]) -> int:
    return max((n for n, message in enumerate(messages) if message.role == "user"), default=0)


def _ends_uncited(delta: Delta, text: str) -> bool:
    return isinstance(delta, Finish) and delta.reason == "stop" and "【" not in text


def _mark_for(answer: str, told: Sequence[str]) -> str:
    """The mark of the passage that the answer rests on; empty where it rests on none."""
    said = set(terms(answer))
    best, share = "", _RESTS_ON
    for text in told:
        _, *parts = _MARK.split(text)
        for mark, passage in zip(parts[::2], parts[1::2], strict=True):
            held = len(said.intersection(terms(passage))) / max(1, len(said))
            if held > share or (held == share and not best):
                best, share = mark, held
    return best
