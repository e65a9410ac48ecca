"""A model that may or may not call tools as the protocol of its endpoint wants it.

It is asked natively. A call that it writes as text, in a block of JSON, is taken as the call that
it means; where the endpoint refuses tools altogether, its code is fenced from then on.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from assist_magic.engine.models.base import (
    CallDelta,
    Delta,
    Finish,
    Model,
    ModelError,
    ModelRequest,
    TextDelta,
)
from assist_magic.engine.models.blocks import Blocks
from assist_magic.engine.models.fence import Fenced
from assist_magic.engine.models.lookup import Searched


class Native:
    """Asks `model` with tools.

    Args:
        model: the endpoint's model.
        refusing: the names of those that are known to refuse tools; shared, and added to.
    """

    def __init__(self, model: Model, refusing: set[str]) -> None:
        self.name = model.name
        self.context_tokens = model.context_tokens
        self._model = model
        self._fenced = Searched(Fenced(model, prefill=False))
        self._refusing = refusing

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn natively, or in fences if the endpoint takes no tools."""
        if request.tools and self.name not in self._refusing:
            try:
                async with aclosing(self._asked(request)) as deltas:
                    async for delta in deltas:
                        yield delta
                return
            except ModelError as error:
                if not _refuses_tools(error):
                    raise
                self._refusing.add(self.name)
        model: Model = self._fenced if request.tools else self._model
        async with aclosing(model.stream(request)) as deltas:
            async for delta in deltas:
                yield delta

    async def close(self) -> None:
        """Closes the model."""
        await self._model.close()

    async def _asked(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """The native turn, with calls that came as text."""
        tools = {tool.name for tool in request.tools}
        blocks = Blocks(tools=tools, code=False)
        native = False
        finish = Finish()
        async with aclosing(self._model.stream(request)) as deltas:
            async for delta in deltas:
                if isinstance(delta, Finish):
                    finish = delta
                elif isinstance(delta, TextDelta) and not native:
                    for part in blocks.feed(delta.text):
                        yield part
                else:
                    if isinstance(delta, CallDelta) and not native:
                        native = True
                        for part in blocks.end():
                            yield part
                    yield delta
        for part in blocks.end():
            yield part
        yield replace(finish, reason="tool_calls") if blocks.called else finish


def _refuses_tools(error: ModelError) -> bool:
    """Whether an endpoint refused the request for its tools (Ollama, vLLM and others say so)."""
    text = str(error).lower()
    says_no = ("not support", "unsupported", "requires", "not allowed", "unrecognized", "unknown")
    return error.code == "invalid_prompt" and "tool" in text and any(no in text for no in says_no)
