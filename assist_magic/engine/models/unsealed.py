"""Keeps the exact solver's seal, the last line of its answers, from models that would copy it.

A language model writes on in the manner of what stands before. With the seals in its context it
would soon sign guesses of its own as computed by the solver.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from assist_magic.engine.models.base import ChatMessage, Delta, Model, ModelRequest

_SEAL = re.compile(r"\n*^\*(?:Exact solver: |精确求解器：).*\*[ \t]*$", re.MULTILINE)


class Unsealed:
    """Asks `model` with the seals taken off what was answered before."""

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self.context_tokens = model.context_tokens
        self._model = model

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn."""
        messages = [_unsealed(each) for each in request.messages]
        async with aclosing(self._model.stream(replace(request, messages=messages))) as deltas:
            async for delta in deltas:
                yield delta

    async def close(self) -> None:
        """Closes the model."""
        await self._model.close()


def _unsealed(message: ChatMessage) -> ChatMessage:
    if message.role != "assistant" or not message.content:
        return message
    return replace(message, content=_SEAL.sub("", message.content))
