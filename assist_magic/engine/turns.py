"""Turns: the model and its tools, back and forth, until the run has its answer.

The model sees one way to use tools, native calls; models that write fenced code are adapted
before they come here. Nothing here moves the run: it says how it went, and the loop decides.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from assist_magic.engine.context import code_output
from assist_magic.engine.desk import Desk
from assist_magic.engine.models.base import (
    CODE_TOOL,
    SEARCH_TOOL,
    CallDelta,
    ChatMessage,
    Finish,
    Made,
    Model,
    ModelError,
    ModelRequest,
    Ran,
    TextDelta,
    ToolCall,
)
from assist_magic.engine.partial import whole_code
from assist_magic.engine.recorder import Recorder, usage_of
from assist_magic.engine.sources import Sources
from assist_magic.engine.writing import CallsWriter, MessageWriter

MAX_TURNS = 24
"""A run that calls tools more often than this without an answer has gone astray."""
TURN_TOKENS = 16_384
"""The most that one turn may write, thoughts included: no endless generation."""
_ALIASES = {
    CODE_TOOL: {"python", "python3", "code", "ipython", "execute_python"},
    SEARCH_TOOL: {"search", "msearch", "retrieval", "search_files", "file_search.msearch"},
}
"""What models call the tools that they were offered under other names."""


@dataclass(frozen=True)
class Verdict:
    """How the turns ended: with an answer, short of one, or waiting for the client's functions."""

    status: Literal["completed", "incomplete", "requires_action"]
    reason: Literal["max_completion_tokens", "max_prompt_tokens"] | None = None
    calls: tuple[dict[str, Any], ...] = ()


async def take_turns(
    model: Model, request: ModelRequest, recorder: Recorder, desk: Desk
) -> Verdict:
    """Goes back and forth until there is a verdict.

    Raises:
        ModelError: the model failed, or would not come to an end.
    """
    for _ in range(MAX_TURNS):
        budget = _budget(recorder)
        if budget.exhausted:
            return Verdict("incomplete", budget.exhausted)
        request = replace(request, max_tokens=min(budget.tokens, TURN_TOKENS))
        turn = await _Turn(recorder, request, desk.sources).take(model)
        if turn.finish.reason == "content_filter":
            text = "The model's provider withheld the rest of this answer (content filter)."
            raise ModelError(text, "invalid_prompt")
        for made in turn.made:
            await desk.take(made)
        if not turn.calls:
            await _close(turn.message, recorder, desk, turn.finish)
            short = turn.finish.reason == "length"
            return Verdict("incomplete", "max_completion_tokens") if short else Verdict("completed")
        if turn.step is not None:
            await _run_tools(turn.step, desk, turn.ran)
            functions = [call for call in turn.step.calls if call["type"] == "function"]
            if functions:
                await turn.step.save()  # who has to answer the calls can read them there too
                return Verdict("requires_action", calls=tuple(functions))
            await turn.step.finish(
                usage_of(turn.finish.prompt_tokens, turn.finish.completion_tokens)
            )
        # A forced choice holds for the first turn; afterwards the model may answer.
        request = replace(
            request, messages=[*request.messages, *turn.messages()], tool_choice="auto"
        )
    raise ModelError(f"The model called tools {MAX_TURNS} times in a row without an answer.")


class _Turn:
    """One turn of the model as it comes in."""

    def __init__(self, recorder: Recorder, request: ModelRequest, sources: Sources) -> None:
        self._recorder, self._sources = recorder, sources
        self._offered = {tool.name for tool in request.tools}
        self._request = request
        self.text = ""
        self.finish = Finish()
        self.message: MessageWriter | None = None
        self.step: CallsWriter | None = None
        self.calls: list[CallDelta] = []
        """The first delta of each call, offered or not, with its arguments so far."""
        self._places: dict[int, int] = {}
        """Where in the step each offered call stands."""
        self.ran: dict[int, Ran] = {}
        """What came of calls that ran where the model lives, by their place in the step."""
        self.made: list[Made] = []

    async def take(self, model: Model) -> _Turn:
        async with contextlib.aclosing(model.stream(self._request)) as deltas:
            async for delta in deltas:
                if isinstance(delta, TextDelta):
                    await self._write(delta.text)
                elif isinstance(delta, CallDelta):
                    await self._call(delta)
                elif isinstance(delta, Ran):
                    self.ran[self._places[delta.index]] = delta
                elif isinstance(delta, Made):
                    self.made.append(delta)
                else:
                    self.finish = delta
        self._recorder.count(self.finish.prompt_tokens, self.finish.completion_tokens)
        if self.message is not None and self.calls:
            await self.message.finish(self._sources.annotations(self.message.text))
        return self

    def messages(self) -> list[ChatMessage]:
        """The turn as the next one sees it: the calls, and what came of them."""
        made = [
            ToolCall(self._id(index), call.name, call.arguments)
            for index, call in enumerate(self.calls)
        ]
        said = ChatMessage("assistant", self.text, tuple(made))
        outputs = [
            ChatMessage("tool", self._output(index), tool_call_id=call.id)
            for index, call in enumerate(made)
        ]
        return [said, *outputs]

    async def _write(self, text: str) -> None:
        if not text:
            return
        if self.message is None:
            # White space alone, as many models send before a call, is no message.
            if not (self.text + text).strip():
                self.text += text
                return
            self.message = await self._recorder.open_message()
            text, self.text = self.text + text, ""
        self.text += text
        await self.message.add(text)

    async def _call(self, delta: CallDelta) -> None:
        while len(self.calls) <= delta.index:
            self.calls.append(replace(delta, name=self._tool(delta.name), arguments=""))
        known = self.calls[delta.index]
        self.calls[delta.index] = replace(known, arguments=known.arguments + delta.arguments)
        if known.name not in self._offered:
            return
        if self.step is None:
            self.step = await self._recorder.open_calls()
        place = self._places.setdefault(delta.index, len(self._places))
        opening = place == len(self.step.calls)
        name, identity = (known.name, known.id) if opening else ("", "")
        await self.step.add(CallDelta(place, identity, name, delta.arguments))

    def _tool(self, name: str) -> str:
        """What the model meant: many call code_interpreter "python"."""
        meant = next((tool for tool, names in _ALIASES.items() if name.lower() in names), name)
        return meant if name not in self._offered and meant in self._offered else name

    def _id(self, index: int) -> str:
        if self.step is not None and index in self._places:
            return str(self.step.calls[self._places[index]]["id"])
        return self.calls[index].id or f"call_{index}"

    def _output(self, index: int) -> str:
        if self.step is None or index not in self._places:
            offered = ", ".join(sorted(self._offered)) or "none"
            return f"There is no tool named {self.calls[index].name!r}. Tools: {offered}."
        details: Any = self.step.step.step_details
        call = details.tool_calls[self._places[index]]
        if call.type == SEARCH_TOOL:
            return self._sources.told[call.id].text
        return code_output(call.code_interpreter.outputs)


@dataclass(frozen=True)
class _Budget:
    tokens: int
    exhausted: Literal["max_completion_tokens", "max_prompt_tokens"] | None


def _budget(recorder: Recorder) -> _Budget:
    """What the run may still spend; limits count over all of its turns."""
    run, used = recorder.run, recorder.run.usage
    spent = used.completion_tokens if used else 0
    read = used.prompt_tokens if used else 0
    left = TURN_TOKENS if run.max_completion_tokens is None else run.max_completion_tokens - spent
    if left <= 0:
        return _Budget(0, "max_completion_tokens")
    if run.max_prompt_tokens is not None and read >= run.max_prompt_tokens:
        return _Budget(left, "max_prompt_tokens")
    return _Budget(left, None)


async def _run_tools(step: CallsWriter, desk: Desk, ran: Mapping[int, Ran]) -> None:
    """Runs the code and makes the searches of a step; functions are the client's."""
    for index, call in enumerate(step.calls):
        if call["type"] == SEARCH_TOOL:
            await desk.sources.find(step, index)
        if call["type"] != CODE_TOOL:
            continue
        code = whole_code(step.arguments(index))
        if index in ran:
            await desk.bring(code, ran[index], step, index)
        elif code.strip():
            await desk.run(code, step, index)
        else:
            text = 'No code was run: the arguments must be JSON like {"code": "print(1)"}.'
            await step.add_logs(index, text)


async def _close(
    message: MessageWriter | None, recorder: Recorder, desk: Desk, finish: Finish
) -> None:
    """Ends the last message; images and files that no text came with get one of their own."""
    text, links = await desk.exports(message.text if message else "")
    annotations = sorted(
        [*links, *desk.sources.annotations(text)], key=lambda each: int(each["start_index"])
    )
    if message is None and (recorder.pictures or text):
        message = await recorder.open_message()
    if message is None:
        return
    if len(text) > len(message.text):
        await message.add(text[len(message.text) :])
    usage = usage_of(finish.prompt_tokens, finish.completion_tokens)
    if finish.reason == "length":
        await message.abandon("incomplete", None)
    else:
        await message.finish(annotations, usage)
