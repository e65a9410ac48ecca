"""A model of a Responses endpoint that runs its code there, in the endpoint's own containers.

The endpoint goes on by itself after its code has run. Each of its calls ends a turn here all the
same, so that the run shows it as a step; the next turn reads on in the answer that is still open.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from assist_magic.engine.models.base import (
    CODE_TOOL,
    CallDelta,
    ChatMessage,
    Delta,
    Finish,
    Made,
    ModelRequest,
    Ran,
)
from assist_magic.engine.models.responses import Reading, Responses

_OUTPUTS = "code_interpreter_call.outputs"


@dataclass
class Container:
    """Where the code of one thread runs, and which of its files are there under which paths."""

    id: str
    paths: dict[str, str] = field(default_factory=dict)


class Hosted(Responses):
    """The same as Responses, with the endpoint's own code_interpreter.

    Args:
        containers: where the code of threads runs; kept between runs, and added to. One that has
            expired there is replaced, and its variables are gone.
        given: what Responses is made of.
    """

    def __init__(self, containers: dict[str, Container], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._containers = containers
        self._open: tuple[Any, HostedReading] | None = None

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn, or reads on after a call; closing early closes the connection."""
        reading = HostedReading()
        paused = False
        try:
            if self._open is None:
                self._open = await self._begun(request), reading
            events, reading = self._open
            reading.begin_turn()
            async for delta in _turn(events, reading):
                yield delta
            paused = reading.paused
            for made in () if paused else await self._files(reading):
                yield made
        except Exception as error:
            raise self._line.explained(error, began=reading.began) from error
        finally:
            if not paused and self._open is not None:
                opened, self._open = self._open, None
                with contextlib.suppress(Exception):
                    await opened[0].close()
        yield Finish("tool_calls") if paused else self._finished(reading)

    async def _begun(self, request: ModelRequest) -> Any:
        """The endpoint's answer, begun in the thread's container; in a new one if that is gone."""
        from openai import BadRequestError, NotFoundError

        known = request.thread_id in self._containers
        try:
            await self._fill(request)
            return await self._create(request)
        except (BadRequestError, NotFoundError) as error:
            if not known or "container" not in str(error).lower():
                raise
            del self._containers[request.thread_id]
            await self._fill(request)
            return await self._create(request)

    async def _fill(self, request: ModelRequest) -> None:
        """Makes sure of the thread's container, with its files in it."""
        client = self._line.client.containers
        container = self._containers.get(request.thread_id)
        if container is None:
            made = await client.create(name=request.thread_id)
            container = self._containers[request.thread_id] = Container(made.id)
        for path, real in request.files.items():
            if path not in container.paths:
                named = (PurePosixPath(path).name, real.read_bytes())
                file = await client.files.create(container.id, file=named)
                container.paths[path] = file.path

    def _body(self, request: ModelRequest, refused: frozenset[str]) -> dict[str, Any]:
        code = {
            call.id
            for message in request.messages
            for call in message.tool_calls
            if call.name == CODE_TOOL
        }
        messages = [_spoken(message, code) for message in request.messages]
        body = super()._body(replace(request, messages=messages), refused)
        container = self._containers[request.thread_id]
        if "include" in body:
            body["include"] = [*body["include"], _OUTPUTS]
        body["tools"] = [
            {"type": CODE_TOOL, "container": container.id} if tool["name"] == CODE_TOOL else tool
            for tool in body.get("tools", ())
        ]
        choice = body.get("tool_choice")
        if isinstance(choice, Mapping) and choice.get("name") == CODE_TOOL:
            body["tool_choice"] = {"type": CODE_TOOL}
        moved = [f"{path} lies at {there}." for path, there in container.paths.items()]
        body["instructions"] = "\n".join([body.get("instructions") or "", *moved]).strip()
        return body

    def _items(self, message: ChatMessage) -> list[Mapping[str, Any]]:
        """Earlier code and its output as text: the endpoint knows calls of its own alone."""
        code = [call for call in message.tool_calls if call.name == CODE_TOOL]
        told = [message.content, *(f"(Code that was run: {call.arguments})" for call in code)]
        others = tuple(call for call in message.tool_calls if call.name != CODE_TOOL)
        return super()._items(replace(message, content="\n".join(told).strip(), tool_calls=others))

    async def _files(self, reading: HostedReading) -> list[Made]:
        """The files that the answer links."""
        content = self._line.client.containers.files.content
        found = []
        for (container, file), name in reading.cited.items():
            body = await content.retrieve(file, container_id=container)
            found.append(Made(f"/mnt/data/{PurePosixPath(name).name}", body.content))
        return found


def _spoken(message: ChatMessage, code: set[str]) -> ChatMessage:
    """A message, and the output of code as something that was said."""
    if message.role != "tool" or message.tool_call_id not in code:
        return message
    return ChatMessage("user", f"(The code printed: {message.content})")


@dataclass
class HostedReading(Reading):
    """The answer so far, with the code that ran there."""

    paused: bool = False
    """A call of code has ended: so does our turn, while the answer goes on."""
    coded: set[str] = field(default_factory=set)
    """The items of this turn that are code; functions are the client's."""
    cited: dict[tuple[str, str], str] = field(default_factory=dict)
    """The names of the files that the answer links, by container and file."""

    def begin_turn(self) -> None:
        """Counts calls anew: each of our turns has its own."""
        self.paused = False
        self.places, self.written, self.coded = {}, {}, set()

    def deltas(self, event: Any) -> Sequence[Delta]:
        """What an event brings; see Reading."""
        if getattr(event, "type", "") == "response.code_interpreter_call_code.delta":
            return self._code(event.item_id, event.delta)
        return super().deltas(event)

    def _item(self, item: Any, *, done: bool) -> Sequence[Delta]:
        if item.type == "message" and done:
            self._cite(item)
        if item.type != "code_interpreter_call":
            return super()._item(item, done=done)
        found: list[Delta] = []
        if item.id not in self.places:
            self.places[item.id] = len(self.places)
            self.coded.add(item.id)
            identity = f"call_{item.id.removeprefix('ci_')}"
            found.append(CallDelta(self.places[item.id], identity, CODE_TOOL, '{"code": "'))
        if done:
            rest = (item.code or "")[self.written.get(item.id, 0) :]
            found += [*self._code(item.id, rest), self._end(item.id), self._ran(item)]
            self.paused = set(self.places) == self.coded
        return found

    def _code(self, key: str, text: str) -> list[Delta]:
        if not text or key not in self.places:
            return []
        self.written[key] = self.written.get(key, 0) + len(text)
        return [CallDelta(self.places[key], arguments=json.dumps(text)[1:-1])]

    def _end(self, key: str) -> Delta:
        return CallDelta(self.places[key], arguments='"}')

    def _ran(self, item: Any) -> Delta:
        outputs = item.outputs or ()
        logs = "".join(each.logs for each in outputs if each.type == "logs")
        pictures = [each.url for each in outputs if each.type == "image"]
        inline = [url for url in pictures if url.startswith("data:")]
        images = tuple(base64.b64decode(url.partition(",")[2]) for url in inline)
        return Ran(self.places[item.id], logs, images)

    def _cite(self, message: Any) -> None:
        for part in message.content:
            for each in getattr(part, "annotations", None) or ():
                if each.type == "container_file_citation":
                    self.cited[each.container_id, each.file_id] = each.filename


async def _turn(events: Any, reading: HostedReading) -> AsyncGenerator[Delta, None]:
    """The deltas up to the end of the next call, or of the answer."""
    # Not `async for`, which would close the answer with the turn.
    while not reading.paused:
        try:
            event = await anext(events)
        except StopAsyncIteration:
            return
        for delta in reading.deltas(event):
            yield delta
