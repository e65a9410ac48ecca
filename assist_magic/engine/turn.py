"""One turn of a model as it comes in: its text and its calls, written down as they grow."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

from assist_magic.engine.context import code_output
from assist_magic.engine.desk import Desk
from assist_magic.engine.json_answers import misfit
from assist_magic.engine.models.base import (
    CODE_TOOL,
    SEARCH_TOOL,
    CallDelta,
    ChatMessage,
    Finish,
    Made,
    Model,
    ModelRequest,
    Ran,
    TextDelta,
    ToolCall,
)
from assist_magic.engine.recorder import Recorder, usage_of
from assist_magic.engine.sources import Sources
from assist_magic.engine.writing import CallsWriter, MessageWriter

Json = dict[str, Any]

_ALIASES = {
    CODE_TOOL: {"python", "python3", "code", "ipython", "execute_python"},
    SEARCH_TOOL: {"search", "msearch", "retrieval", "search_files", "file_search.msearch"},
}
"""What models call the tools that they were offered under other names."""


class Turn:
    """One turn of the model as it comes in."""

    def __init__(self, recorder: Recorder, request: ModelRequest, desk: Desk) -> None:
        self._recorder, self._desk = recorder, desk
        forbidden = request.tool_choice == "none"
        self._offered = set() if forbidden else {tool.name for tool in request.tools}
        self._request = request
        self._format = request.response_format
        """A format in JSON: the answer is held back until it is whole and fits."""
        self.text, self._unsaid = "", ""
        self.finish = Finish()
        self.message: MessageWriter | None = None
        self.step: CallsWriter | None = None
        self.calls: list[CallDelta] = []
        """The first delta of each call, offered or not, with its arguments so far."""
        self._places: dict[int, int] = {}
        """Where in the step each offered call stands."""
        self._ran: dict[int, Ran] = {}
        self.made: list[Made] = []

    async def take(self, model: Model) -> Turn:
        async with contextlib.aclosing(model.stream(self._request)) as deltas:
            async for delta in deltas:
                if isinstance(delta, TextDelta):
                    await self._write(delta.text)
                elif isinstance(delta, CallDelta):
                    await self._call(delta)
                elif isinstance(delta, Ran):
                    self._ran[delta.index] = delta
                elif isinstance(delta, Made):
                    self.made.append(delta)
                else:
                    self.finish = delta
        await self._finish()
        return self

    @property
    def ran(self) -> dict[int, Ran]:
        """What came of calls that ran where the model lives, by their place in the step."""
        return {self._places[n]: ran for n, ran in self._ran.items() if n in self._places}

    def misfit(self) -> str | None:
        """Why the answer is not in the format asked for, if it has come to its end."""
        ended = self.finish.reason == "stop" and not self.calls
        return misfit(self.text, self._format) if ended and self._format else None

    def again(self, refused: str) -> ModelRequest:
        """The same request, with the answer that was not in its format."""
        said = ChatMessage("assistant", self.text)
        told = ChatMessage("user", f"{refused} Answer again, with the JSON alone.")
        return replace(self._request, messages=[*self._request.messages, said, told])

    def following(self) -> ModelRequest:
        """The request that goes on from this turn's calls."""
        # A forced choice holds for the first turn; afterwards the model may answer.
        choice = "none" if self._request.tool_choice == "none" else "auto"
        messages = [*self._request.messages, *self._messages()]
        return replace(self._request, messages=messages, tool_choice=choice)

    async def _finish(self) -> None:
        """Says what was held back, if it fits; ends the message that calls come after."""
        if self._format and self.text.strip() and self.misfit() is None:
            self.message = await self._recorder.open_message()
            await self.message.add(self.text)
        self._recorder.count(self.finish.prompt_tokens, self.finish.completion_tokens)
        if self.calls:
            await self._end_message()
        if self.step is not None:
            self.step.usage = usage_of(self.finish.prompt_tokens, self.finish.completion_tokens)

    async def _end_message(self) -> None:
        """Ends what was said beside calls."""
        if self.message is not None:
            links = await self._desk.annotations(self.message.text)
            await self.message.finish(in_order(links, self._desk.sources, self.message.text))
            self.message = None

    def _messages(self) -> list[ChatMessage]:
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
        self.text += text
        if self._format:
            return
        if self.message is None:
            # White space alone, as many models send before a call, is no message.
            self._unsaid += text
            if not self._unsaid.strip():
                return
            self.message = await self._recorder.open_message()
            text, self._unsaid = self._unsaid, ""
        await self.message.add(text)

    async def _call(self, delta: CallDelta) -> None:
        if delta.index and not self._request.parallel_tool_calls:
            return  # a model that was asked for one call at a time, and makes more
        while len(self.calls) <= delta.index:
            self.calls.append(replace(delta, name=self._tool(delta.name), arguments=""))
        known = self.calls[delta.index]
        self.calls[delta.index] = replace(known, arguments=known.arguments + delta.arguments)
        if known.name not in self._offered:
            return
        if self.step is None:
            await self._end_message()
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
            return self._desk.sources.told[call.id].text
        return code_output(call.code_interpreter.outputs)


def in_order(links: list[Json], sources: Sources, text: str) -> list[Json]:
    """The annotations of a message: its links to files and its citations."""
    return sorted([*links, *sources.annotations(text)], key=lambda each: int(each["start_index"]))
