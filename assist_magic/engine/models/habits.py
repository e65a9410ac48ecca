"""Habits: what a model that calls tools natively is told about code, after the user's own words."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from assist_magic.engine.models.base import CODE_TOOL, ChatMessage, Delta, Model, ModelRequest

HABITS = """\
Where nothing above says otherwise, work like this with code_interpreter. Print each value that \
your answer needs, with a label, and answer from what was printed. Check by code what can be \
checked: put roots back into the equation, differentiate an antiderivative, compute a count or a \
word problem a second way. If the check disagrees, find out why, or say so. Where a picture helps \
or is asked for, draw it with matplotlib and plt.show()."""


class WithHabits:
    """Asks `model` with HABITS at the end of its instructions, where it is offered code.

    Instructions of the user come first and win. A tutor's run has its own rules about what code
    may print, so it is left alone.
    """

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self.context_tokens = model.context_tokens
        self._model = model

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn."""
        async with aclosing(self._model.stream(_told(request))) as deltas:
            async for delta in deltas:
                yield delta

    async def close(self) -> None:
        """Closes the model."""
        await self._model.close()


def _told(request: ModelRequest) -> ModelRequest:
    offered = any(tool.name == CODE_TOOL for tool in request.tools)
    if not offered or request.tool_choice == "none" or request.hints:
        return request
    head = [each.content for each in request.messages[:1] if each.role == "system"]
    system = ChatMessage("system", "\n\n".join([*head, HABITS]))
    return replace(request, messages=[system, *request.messages[len(head) :]])
