"""Calls: functions of the notebook that wait to be called by the thread that asked.

The turn's worker thread brings them, the notebook's main thread serves them: what belongs to a
notebook (its plots, its widgets, its database connections) often works in that thread alone.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from assist_magic.backend.wire import Json
from assist_magic.functions import Function
from assist_magic.stop import Stop

_TICK_SECONDS = 0.05
_NO_FUNCTION = "Error: no such function is registered in this notebook."


@dataclass
class _Call:
    id: str
    name: str
    arguments: str
    output: str = ""
    done: threading.Event = field(default_factory=threading.Event)


class Calls:
    """The calls of one question. `busy` while one of its functions runs."""

    def __init__(self, functions: Iterable[Function], stop: Stop) -> None:
        self._functions = {each.name: each for each in functions}
        self._stop = stop
        self._waiting: queue.SimpleQueue[_Call] = queue.SimpleQueue()
        self._known: dict[str, str] = {}
        self.busy = False

    @property
    def waiting(self) -> bool:
        """Whether there is something to serve."""
        return not self._waiting.empty()

    def outputs(self, asked: Iterable[Json]) -> list[Json]:
        """The outputs of tool calls, once they have been served; waits in the worker thread.

        A call that has been served before is not made again: its output may have been lost.

        Raises:
            Stopped: the user wants the run to end.
        """
        calls = [_call(each) for each in asked]
        fresh = [call for call in calls if call.id not in self._known]
        for call in fresh:
            self._waiting.put(call)
        self._stop.ring()
        for call in fresh:
            while not call.done.wait(_TICK_SECONDS):
                self._stop.check()
            self._known[call.id] = call.output
        self._stop.check()
        return [{"tool_call_id": call.id, "output": self._known[call.id]} for call in calls]

    def serve(self) -> None:
        """Calls in this thread what waits, one after the other, until an interrupt."""
        while self.waiting and not self._stop.asked:
            call = self._waiting.get()
            # The interrupt may come just before or after the call itself.
            try:
                try:
                    self.busy = True
                    call.output = self._answer(call)
                finally:
                    self.busy = False
            except KeyboardInterrupt:
                self._stop.ask()
            else:
                call.done.set()

    def _answer(self, call: _Call) -> str:
        function = self._functions.get(call.name)
        return _NO_FUNCTION if function is None else function.call(call.arguments)


def _call(asked: Json) -> _Call:
    function = asked.get("function") or {}
    return _Call(str(asked["id"]), str(function.get("name")), str(function.get("arguments") or ""))
