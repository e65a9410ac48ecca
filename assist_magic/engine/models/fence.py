"""Lets a model that only writes text run code: it writes a fenced block, we make it a call.

Small models rarely call tools as a protocol wants it, yet they write Python in ```python blocks
reliably. So code_interpreter is taken out of the request, a question that needs code is answered
by a block that is begun for the model, and what the code printed goes back as text.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Literal

from assist_magic.engine.models.attempts import Attempt, attempts_in, failed
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
from assist_magic.engine.models.concluding import chosen, concluded, speaks
from assist_magic.engine.models.routing import is_word_problem, needs_code, wants_words
from assist_magic.engine.models.wishes import wish_of
from assist_magic.engine.models.wording import (
    GUIDE,
    GUIDE_APART,
    GUIDE_HINT,
    GUIDE_WORDS,
    retold,
    tries,
)

Step = Literal["code", "again", "apart", "answer", "words"]
"""What a turn is for.

code    the first program for a question
again   once more, as it failed, with its error
apart   another program from the bare question, which the first is checked by
answer  a number has been found: say it
words   anything else
"""

_PREFILL = "```python\n"
_FENCE = "\n```"
_TRIES = 2
"""How often code is written that works: once, and once more if it failed."""
_TEMPERATURE_AGAIN = 0.6
"""Then the likeliest code is the one that failed."""
UNCHOSEN = 1.0
"""The temperature that the protocol puts where nobody chose one. Small models write nonsense at
it: of 33 word problems 14 came out right, and 21 with the likeliest words."""


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
        if request.temperature == UNCHOSEN:
            request = replace(request, temperature=None)
        attempts = attempts_in(request.messages)
        step = self._step(request, attempts)
        turn = self._said(request, attempts) if step == "answer" else self._taken(request, step)
        async with aclosing(turn) as deltas:
            async for delta in deltas:
                yield delta

    async def close(self) -> None:
        """Closes the model."""
        await self._model.close()

    def _step(self, request: ModelRequest, attempts: Sequence[Attempt]) -> Step:
        """What this turn is for."""
        if request.tool_choice == "none" or all(tool.name != CODE_TOOL for tool in request.tools):
            return "words"
        if _is_for_a_hint(request):
            return "words"
        last = request.messages[-1]
        if last.role != "tool":
            forced = request.tool_choice != "auto"
            asked = _standing(request.messages) if request.hints else last.content
            wanted = forced or needs_code(asked, has_files=bool(request.files))
            return "code" if wanted else "words"
        if failed(last.content) and tries(request.messages) < _TRIES:
            return "again"
        if request.hints or chosen(attempts) is None:
            return "words"
        return "apart" if self._is_to_check(request, attempts) else "answer"

    def _is_to_check(self, request: ModelRequest, attempts: Sequence[Attempt]) -> bool:
        """Whether another program is to be written, from the question alone."""
        return (
            self._begins(request)
            and not request.files
            and is_word_problem(_question(request.messages))
            and attempts[-1].found is not None
            and not any(each.found for each in attempts[:-1])
            and len(attempts) == tries(request.messages)
        )

    def _begins(self, request: ModelRequest) -> bool:
        """Whether blocks are begun for the model; with other tools, it chooses."""
        return self._prefill and all(tool.name == CODE_TOOL for tool in request.tools)

    async def _taken(self, request: ModelRequest, step: Step) -> AsyncGenerator[Delta, None]:
        """The turn as the model writes it."""
        coding = step != "words"
        asked = self._asked(request, step)
        begun = asked.messages[-1].role == "assistant"
        names = {tool.name for tool in request.tools if coding or tool.name != CODE_TOOL}
        blocks = Blocks(begun=begun, tools=names)
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

    async def _said(
        self, request: ModelRequest, attempts: Sequence[Attempt]
    ) -> AsyncGenerator[Delta, None]:
        """The number: of a word problem as it was printed, if that says enough; else in words."""
        answer = chosen(attempts)
        assert answer is not None, "a step 'answer' has an attempt to answer from"
        text, finish = "", Finish()
        enough = len(attempts) > 1 and not wants_words(_question(request.messages))
        if not (enough and speaks(answer)):
            before = _up_to_question(request.messages)
            shown = replace(request, messages=[*before, answer.call, answer.output])
            async with aclosing(self._model.stream(self._asked(shown, "words"))) as deltas:
                async for delta in deltas:
                    if isinstance(delta, TextDelta):
                        text += delta.text
                    elif isinstance(delta, Finish):
                        finish = delta
        yield TextDelta(concluded(text, attempts, answer))
        yield finish

    def _asked(self, request: ModelRequest, step: Step) -> ModelRequest:
        """The request in words alone; if code is to be written, its block is begun."""
        others = tuple(tool for tool in request.tools if tool.name != CODE_TOOL)
        offered = len(others) < len(request.tools)
        coding = step != "words" or (offered and request.messages[-1].role == "tool")
        talking = offered and not coding and not request.hints
        guide = GUIDE if coding else GUIDE_WORDS if talking else ""
        if _is_for_a_hint(request):
            guide = GUIDE_HINT
        messages = request.messages
        if step == "apart":
            messages, guide = _up_to_question(messages), GUIDE_APART
        told = retold(messages, guide=guide, coding=coding, files=request.files)
        asked = replace(request, messages=told, tools=others, tool_choice="auto")
        if step == "again" and request.temperature is None:
            asked = replace(asked, temperature=_TEMPERATURE_AGAIN)
        if step != "words" and self._begins(request):
            begun = [*told, ChatMessage("assistant", _PREFILL)]
            return replace(asked, messages=begun, stop=(_FENCE,))
        return asked


def _is_for_a_hint(request: ModelRequest) -> bool:
    """Whether a tutor's student is to find the answer alone: then no code shall show it."""
    return request.hints and wish_of(_question(request.messages)).kind != "answer"


def _standing(messages: Sequence[ChatMessage]) -> str:
    """The last message that asks something, and not only for the answer."""
    wishes = (wish_of(each.content) for each in reversed(messages) if each.role == "user")
    return next((wish.rest for wish in wishes if wish.rest), "")


def _question(messages: Sequence[ChatMessage]) -> str:
    """The last question."""
    return next(each.content for each in reversed(messages) if each.role == "user")


def _up_to_question(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """The conversation without what was done for the last question."""
    asked = max(n for n, message in enumerate(messages) if message.role == "user")
    return list(messages[: asked + 1])
