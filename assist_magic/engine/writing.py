"""Writers: a message and a step of tool calls, as each grows; every change saved and told.

A message or step is saved when it opens and closes, and now and then in between, so that a
client that polls sees it grow too.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Protocol

from pydantic import BaseModel

from assist_magic.engine.events import RunEvents
from assist_magic.engine.models.base import CODE_TOOL, SEARCH_TOOL, CallDelta
from assist_magic.engine.objects import Message, Run, RunStep, evolve, new_id, now
from assist_magic.engine.partial import growing_code

_SAVE_EVERY = 0.4
STAMPS = {
    "completed": "completed_at",
    "failed": "failed_at",
    "cancelled": "cancelled_at",
    "expired": "expired_at",
}
"""The field in which an object notes when it reached a status."""


class Ledger(Protocol):
    """Where writers write: the run's record, as far as they need it."""

    run: Run
    events: RunEvents
    pictures: list[str]

    def tell(self, name: str, value: BaseModel) -> None: ...

    async def save(self, value: Message | RunStep, new: bool = False) -> None: ...

    def closed(self, writer: MessageWriter | CallsWriter) -> None: ...


class _StepWriter:
    """What both kinds of step share: the RunStep and its life."""

    def __init__(self, ledger: Ledger, kind: str, details: dict[str, Any]) -> None:
        self._ledger = ledger
        self._saved = 0.0
        run = ledger.run
        self.step = RunStep.model_validate(
            {
                "id": new_id("step"),
                "object": "thread.run.step",
                "created_at": now(),
                "run_id": run.id,
                "assistant_id": run.assistant_id,
                "thread_id": run.thread_id,
                "type": kind,
                "status": "in_progress",
                "step_details": {"type": kind, **details},
                "metadata": {},
                "expires_at": run.expires_at,
            }
        )

    async def _begin_step(self) -> None:
        await self._ledger.save(self.step, new=True)
        self._ledger.tell("thread.run.step.created", self.step)
        self._ledger.tell("thread.run.step.in_progress", self.step)

    async def _end_step(self, status: str, **changes: Any) -> None:
        changes = {STAMPS[status]: now(), "expires_at": None} | changes
        self.step = evolve(self.step, status=status, **changes)
        await self._ledger.save(self.step)
        self._ledger.tell(f"thread.run.step.{status}", self.step)

    def _due(self) -> bool:
        """Whether what has grown should be saved again by now."""
        if time.monotonic() - self._saved < _SAVE_EVERY:
            return False
        self._saved = time.monotonic()
        return True


class MessageWriter(_StepWriter):
    """A message that grows: images first, then its text."""

    def __init__(self, ledger: Ledger, pictures: Sequence[str]) -> None:
        self._id = new_id("msg")
        super().__init__(ledger, "message_creation", {"message_creation": {"message_id": self._id}})
        self._pictures = list(pictures)
        self.text = ""

    async def begin(self) -> None:
        await self._begin_step()
        message = self._message("in_progress")
        await self._ledger.save(message, new=True)
        empty = evolve(message, content=[])
        self._ledger.tell("thread.message.created", empty)
        self._ledger.tell("thread.message.in_progress", empty)
        for index, part in enumerate(self._images()):
            self._delta({"index": index, **part})

    async def add(self, text: str) -> None:
        """Adds to the text."""
        value: dict[str, Any] = {"value": text}
        if not self.text:
            value["annotations"] = []
        self.text += text
        self._delta({"index": len(self._pictures), "type": "text", "text": value})
        if self._due():
            await self._ledger.save(self._message("in_progress"))

    async def finish(
        self, annotations: Sequence[dict[str, Any]] = (), usage: dict[str, int] | None = None
    ) -> None:
        """Ends the message and its step."""
        if annotations:
            numbered = [{"index": index, **each} for index, each in enumerate(annotations)]
            # With a value, as clients print every one that comes.
            text = {"value": "", "annotations": numbered}
            self._delta({"index": len(self._pictures), "type": "text", "text": text})
        message = self._message("completed", annotations)
        await self._ledger.save(message)
        self._ledger.tell("thread.message.completed", message)
        await self._end_step("completed", usage=usage)
        self._ledger.closed(self)

    async def abandon(self, status: str, _error: dict[str, str] | None) -> None:
        """Keeps what has been written, marked as incomplete."""
        reason = "max_tokens" if status == "incomplete" else f"run_{status}"
        message = evolve(
            self._message("incomplete"),
            incomplete_at=now(),
            incomplete_details={"reason": reason},
        )
        await self._ledger.save(message)
        self._ledger.tell("thread.message.incomplete", message)
        await self._end_step("completed" if status == "incomplete" else status)
        self._ledger.closed(self)

    def _delta(self, part: dict[str, Any]) -> None:
        data = {"id": self._id, "object": "thread.message.delta", "delta": {"content": [part]}}
        self._ledger.events.publish("thread.message.delta", data)

    def _images(self) -> list[dict[str, Any]]:
        return [
            {"type": "image_file", "image_file": {"file_id": file_id}} for file_id in self._pictures
        ]

    def _message(self, status: str, annotations: Sequence[dict[str, Any]] = ()) -> Message:
        content = self._images()
        if self.text:
            text = {"value": self.text, "annotations": list(annotations)}
            content.append({"type": "text", "text": text})
        run = self._ledger.run
        return Message.model_validate(
            {
                "id": self._id,
                "object": "thread.message",
                "created_at": self.step.created_at,
                "thread_id": run.thread_id,
                "role": "assistant",
                "assistant_id": run.assistant_id,
                "run_id": run.id,
                "status": status,
                "completed_at": now() if status == "completed" else None,
                "content": content,
                "attachments": [],
                "metadata": {},
            }
        )


class CallsWriter(_StepWriter):
    """A step of tool calls that grow: their arguments, then their outputs."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger, "tool_calls", {"tool_calls": []})
        self.calls: list[dict[str, Any]] = []
        self.usage: dict[str, int] | None = None
        """What the turn that made the calls has cost."""
        self._settled: set[int] = set()
        self._held: list[dict[str, Any]] = []
        self._arguments: list[str] = []

    async def begin(self) -> None:
        await self._begin_step()

    async def add(self, delta: CallDelta) -> None:
        """Adds to the arguments of a call; the first delta of an index begins the call."""
        while len(self.calls) <= delta.index:
            self._begin_call(delta)
        call = self.calls[delta.index]
        self._arguments[delta.index] += delta.arguments
        if call["type"] == "function":
            if delta.arguments:
                call["function"]["arguments"] += delta.arguments
                self._delta(delta.index, call, {"arguments": delta.arguments})
            return
        if call["type"] == SEARCH_TOOL:
            return
        known = call["code_interpreter"]["input"]
        code = growing_code(self._arguments[delta.index])
        if len(code) > len(known) and code.startswith(known):
            call["code_interpreter"]["input"] = code
            self._delta(delta.index, call, {"input": code[len(known) :]})

    def arguments(self, index: int) -> str:
        """The arguments of a call as the model wrote them."""
        return self._arguments[index]

    async def set_code(self, index: int, code: str) -> None:
        """Fixes the code of a call as it will run, and saves the step."""
        call = self.calls[index]["code_interpreter"]
        known, call["input"] = call["input"], code
        if code.startswith(known) and len(code) > len(known):
            self._delta(index, self.calls[index], {"input": code[len(known) :]})
        await self.save()

    async def add_logs(self, index: int, text: str) -> None:
        """Adds to what the code of a call has printed."""
        outputs = self.calls[index]["code_interpreter"]["outputs"]
        if not outputs or outputs[-1]["type"] != "logs":
            outputs.append({"type": "logs", "logs": ""})
        outputs[-1]["logs"] += text
        part = {"index": len(outputs) - 1, "type": "logs", "logs": text}
        self._delta(index, self.calls[index], {"outputs": [part]})
        if self._due():
            await self.save()

    async def add_picture(self, index: int, file_id: str) -> None:
        """Adds an image that the code of a call has shown."""
        outputs = self.calls[index]["code_interpreter"]["outputs"]
        image = {"type": "image", "image": {"file_id": file_id}}
        outputs.append(image)
        part = {"index": len(outputs) - 1, **image}
        self._delta(index, self.calls[index], {"outputs": [part]})
        self._ledger.pictures.append(file_id)
        await self.save()

    async def set_results(
        self, index: int, query: str, ranking: dict[str, Any], results: list[dict[str, Any]]
    ) -> None:
        """Sets what the search of a call was for and has found; it is told with the whole step.

        The query is no field of the protocol; clients that do not know it pass it over.
        """
        found = {"query": query, "ranking_options": ranking, "results": results}
        self.calls[index]["file_search"] = found
        await self.save()

    def settle(self, index: int) -> None:
        """Notes that the engine has made a call; what later ones held back is told now.

        Handlers take a delta of another call for the end of the one before, so each call is told
        as a whole, its outputs included, before the next.
        """
        self._settled.add(index)
        held, self._held = self._held, []
        for part in held:
            self._tell(part)

    async def set_outputs(self, outputs: dict[str, str]) -> None:
        """Sets the outputs that a client gave for its functions, by call id."""
        for call in self.calls:
            if call["id"] in outputs:
                call["function"]["output"] = outputs[call["id"]]
        await self.save()

    async def save(self) -> None:
        """Keeps the step as it stands."""
        details = {"type": "tool_calls", "tool_calls": self.calls}
        self.step = evolve(self.step, step_details=details)
        await self._ledger.save(self.step)

    async def finish(self) -> None:
        """Ends the step."""
        await self.save()
        await self._end_step("completed", usage=self.usage)
        self._ledger.closed(self)

    async def abandon(self, status: str, error: dict[str, str] | None) -> None:
        """Ends the step as the run ended."""
        await self.save()
        known = error and {
            "message": error["message"],
            "code": "rate_limit_exceeded"
            if error["code"] == "rate_limit_exceeded"
            else "server_error",
        }
        await self._end_step(
            "failed" if status == "incomplete" else status, last_error=known, usage=self.usage
        )
        self._ledger.closed(self)

    def _begin_call(self, delta: CallDelta) -> None:
        call: dict[str, Any] = {"id": delta.id or new_id("call")}
        if delta.name == CODE_TOOL:
            call |= {"type": CODE_TOOL, "code_interpreter": {"input": "", "outputs": []}}
            first: dict[str, Any] = {"input": "", "outputs": []}
        elif delta.name == SEARCH_TOOL:
            call |= {"type": SEARCH_TOOL, "file_search": {}}
            first = {}
        else:
            function = {"name": delta.name, "arguments": "", "output": None}
            call |= {"type": "function", "function": function}
            first = dict(function)
        self.calls.append(call)
        self._arguments.append("")
        self._delta(len(self.calls) - 1, call, first, opening=True)

    def _delta(
        self, index: int, call: dict[str, Any], change: dict[str, Any], opening: bool = False
    ) -> None:
        part = {"index": index, "type": call["type"], call["type"]: change}
        if opening:
            part["id"] = call["id"]
        self._tell(part)

    def _tell(self, part: dict[str, Any]) -> None:
        unsettled = (
            index
            for index, call in enumerate(self.calls)
            if call["type"] != "function" and index not in self._settled
        )
        if part["index"] > next(unsettled, len(self.calls)):
            self._held.append(part)
            return
        details = {"type": "tool_calls", "tool_calls": [part]}
        data = {
            "id": self.step.id,
            "object": "thread.run.step.delta",
            "delta": {"step_details": details},
        }
        self._ledger.events.publish("thread.run.step.delta", data)
