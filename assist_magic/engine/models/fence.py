"""Lets a model that only writes text run code: it writes a fenced block, we make it a call.

Small models rarely call tools as a protocol wants it, yet they write Python in ```python blocks
reliably. So code_interpreter is taken out of the request, a question that needs code is answered
by a block that is begun for the model, and what the code printed goes back as text.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from assist_magic.engine.models.base import (
    CODE_TOOL,
    ChatMessage,
    Delta,
    Finish,
    Model,
    ModelRequest,
    TextDelta,
)
from assist_magic.engine.models.blocks import Blocks
from assist_magic.engine.models.wording import failed, retold, tries

_PREFILL = "```python\n"
_FENCE = "\n```"
_TRIES = 2
"""How often code is written for one question: once, and once more if it failed."""
_TEMPERATURE_AGAIN = 0.6
"""Then the likeliest code is the one that failed."""


class Fenced:
    """Gives `model`, which only writes text, the native way to call code_interpreter.

    Args:
        model: the model that writes.
        prefill: it goes on with a last message of the assistant, so its block is begun for it.
    """

    def __init__(self, model: Model, *, prefill: bool = True) -> None:
        self.name = model.name
        self.context_tokens = model.context_tokens
        self._model = model
        self._prefill = prefill

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn: text, or the call that the model's first block makes."""
        coding = _is_for_code(request)
        asked = self._asked(request, coding)
        names = {tool.name for tool in request.tools if coding or tool.name != CODE_TOOL}
        blocks = Blocks(begun=asked.messages[-1].role == "assistant", tools=names)
        finish = Finish()
        async with aclosing(self._model.stream(asked)) as deltas:
            async for delta in deltas:
                if isinstance(delta, Finish):
                    finish = delta
                    continue
                for part in blocks.feed(delta.text) if isinstance(delta, TextDelta) else [delta]:
                    yield part
                if blocks.called:
                    break  # which stops the model
        for part in blocks.end():
            yield part
        called = blocks.called and finish.reason != "length"
        yield replace(finish, reason="tool_calls") if called else finish

    async def close(self) -> None:
        """Closes the model."""
        await self._model.close()

    def _asked(self, request: ModelRequest, coding: bool) -> ModelRequest:
        """The request in words alone; if code is to be written, its block is begun."""
        others = tuple(tool for tool in request.tools if tool.name != CODE_TOOL)
        answering = request.messages[-1].role == "tool" and len(others) < len(request.tools)
        guided = coding or answering
        messages = retold(request.messages, guided=guided, files=request.files)
        asked = replace(request, messages=messages, tools=others, tool_choice="auto")
        if coding and answering and request.temperature is None:
            asked = replace(asked, temperature=_TEMPERATURE_AGAIN)
        if coding and self._prefill and not others:
            begun = [*messages, ChatMessage("assistant", _PREFILL)]
            return replace(asked, messages=begun, stop=(_FENCE,))
        return asked


_CONCEPTUAL = re.compile(
    r"\b(explain|describe|define|why|in (your own |a few |\w+ or \w+ )?(words|sentences?))\b"
    r"|^\s*(please\s+)?(who|tell me about|what does .* mean"
    r"|what (is|are) (a|an)\b|how do(es)? (a|an|the|you|i)\b)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"\d|[=^√∫∑π÷×]|\.(csv|tsv|xlsx?|json|parquet|txt)\b", re.IGNORECASE)
_TASKS = re.compile(
    r"\b(plot|graph|chart|histogram|scatter|boxplot|heatmap|draw|sketch|visuali[sz]e"
    r"|solve|roots?|compute|calculate|evaluate|simplify|factori[sz]e|factor|expand|differentiate"
    r"|derivative|integrate|integral|limit|equations?|sum|product|average|mean|median|mode"
    r"|standard deviation|variance|correlation|regression|percent(age)?|primes?|matrix|determinant"
    r"|eigenvalues?|vertex|maximum|minimum|largest|smallest|highest|lowest|how (many|much)"
    r"|count|area|volume|perimeter|probability|convert|simulate|columns?|rows?|dataframe|data ?set"
    r"|squared?|cubed?|plus|minus|times|divided|multipl(y|ied)|doubled?|half|power"
    r"|group(ed)? by|sort(ed)? by|run (it|this|that)|the (file|table|data))\b",
    re.IGNORECASE,
)


def needs_code(question: str, *, has_files: bool = False) -> bool:
    """Whether a question is one to compute: it has digits, formulas, files or words of a task.

    Questions about ideas ("What is a derivative?") are not, unless they come with such signs.
    """
    if _SIGNS.search(question):
        return True
    if _CONCEPTUAL.search(question):
        return False
    return has_files or _TASKS.search(question) is not None


def _is_for_code(request: ModelRequest) -> bool:
    """Whether this turn is to write code, not words."""
    if request.tool_choice == "none" or all(tool.name != CODE_TOOL for tool in request.tools):
        return False
    last = request.messages[-1]
    if last.role == "tool":
        return failed(last.content) and tries(request.messages) < _TRIES
    if request.tool_choice != "auto":
        return True
    return needs_code(last.content, has_files=bool(request.files))
