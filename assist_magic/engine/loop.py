"""The run loop: the only place that moves a run from one status to the next.

    queued → in_progress → completed | incomplete | failed
                         → requires_action → (tool outputs) → queued …
    any active status → cancelling → cancelled, or → expired

A run works in a task of its own: whoever asked for it may leave.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from assist_magic.engine.bodies import Bodies
from assist_magic.engine.briefing import Briefing
from assist_magic.engine.desk import Desk
from assist_magic.engine.events import RunEvents
from assist_magic.engine.interpreter.base import CodeRuntime
from assist_magic.engine.models.base import ModelError
from assist_magic.engine.models.catalogue import Endpoint, Models
from assist_magic.engine.objects import (
    ACTIVE,
    Message,
    ProtocolError,
    Run,
    Thread,
    dump,
    evolve,
    now,
)
from assist_magic.engine.recorder import Recorder, settled
from assist_magic.engine.requests import ToolOutput
from assist_magic.engine.search.vector_stores import VectorStores
from assist_magic.engine.store import Store
from assist_magic.engine.turns import Verdict, take_turns

logger = logging.getLogger(__name__)

RUN_SECONDS = 600
"""A run that has not ended by then expires."""


@dataclass
class _Live:
    """A run that has not ended: its record, and the model's endpoint for it alone.

    `answer` is the work that may be cancelled, `task` sees it through and writes down its end.
    """

    recorder: Recorder
    endpoint: Endpoint | None = field(repr=False)
    desk: Desk | None = None
    submitting: asyncio.Lock = field(default_factory=asyncio.Lock)
    answer: asyncio.Task[Verdict] | None = None
    task: asyncio.Task[None] | None = None
    expiry: asyncio.TimerHandle | None = None


class RunLoop:
    """Opens, works, cancels and ends runs."""

    def __init__(
        self,
        store: Store,
        bodies: Bodies,
        runtime: CodeRuntime,
        models: Models,
        vector_stores: VectorStores,
    ) -> None:
        self._store, self._runtime, self._models = store, runtime, models
        self._briefing = Briefing(store, bodies, runtime, vector_stores)
        self._live: dict[str, _Live] = {}
        self._unwritten: dict[str, Run] = {}

    @property
    def active(self) -> int:
        """How many runs have not ended."""
        return len(self._live)

    async def open(
        self,
        run: Run,
        messages: Sequence[Message],
        thread: Thread | None,
        endpoint: Endpoint | None,
        more: Sequence[BaseModel] = (),
        include: Container[str] = (),
        new_thread: bool = False,
    ) -> RunEvents:
        """Keeps a new run with its messages, begins it, and gives back its events.

        Args:
            run: the run.
            messages: its additional messages.
            thread: the thread, if these change it.
            endpoint: the model's endpoint for this run alone.
            more: what else comes with the messages: the vector store that they need.
            include: what the events show of steps beyond the usual.
            new_thread: whether the thread came with the run, and is told as new.

        Raises:
            ProtocolError: another run holds the thread.
        """
        await settled(self._store.open_run, run, messages, thread, more)
        events = RunEvents()
        live = _Live(Recorder(run, self._store, events, include), endpoint)
        self._live[run.id] = live
        if new_thread and thread is not None:
            events.publish("thread.created", dump(thread))
        events.publish("thread.run.created", dump(run))
        events.publish("thread.run.queued", dump(run))
        self._begin(live)
        return events

    async def submit(self, run: Run, outputs: Sequence[ToolOutput]) -> tuple[Run, RunEvents, int]:
        """Takes the outputs of the client's functions and goes on.

        Gives back the run, its events, and where those of this continuation begin.

        Raises:
            ProtocolError: the run does not wait for outputs, or these are not all of them.
        """
        live = self._live.get(run.id)
        if live is None:
            raise _takes_no_outputs(run.status)
        async with live.submitting:  # the same outputs may come twice at once
            start = await self._take_outputs(live, outputs)
        return live.recorder.run, live.recorder.events, start

    async def _take_outputs(self, live: _Live, outputs: Sequence[ToolOutput]) -> int:
        run = live.recorder.run
        if run.status != "requires_action":
            raise _takes_no_outputs(run.status)
        waiting = live.recorder.waiting_calls()
        action = run.required_action
        if waiting is None or action is None:
            raise ProtocolError(500, f"Run {run.id} waits for outputs of no call.")
        expected = [call.id for call in action.submit_tool_outputs.tool_calls]
        got = [output.tool_call_id for output in outputs]
        if sorted(expected) != sorted(got):
            raise ProtocolError(400, f"Expected tool outputs for call_ids {expected}, got {got}")
        start = live.recorder.events.resume()
        await waiting.set_outputs({output.tool_call_id: output.output for output in outputs})
        await waiting.finish()
        if not await live.recorder.move("queued", required_action=None):
            raise _takes_no_outputs(live.recorder.run.status)  # cancelled this very moment
        self._begin(live)
        return start

    async def cancel(self, run: Run) -> Run:
        """Asks a run to stop; answers with "cancelling" while it does.

        Raises:
            ProtocolError: the run has ended, or is being cancelled already.
        """
        live = self._live.get(run.id)
        status = live.recorder.run.status if live else run.status
        if live is None or status not in ACTIVE or status == "cancelling":
            raise ProtocolError(400, f"Cannot cancel run with status '{status}'.")
        live.recorder.events.resume()
        await live.recorder.move("cancelling", required_action=None)
        answer = live.recorder.run
        if live.answer is not None and not live.answer.done():
            live.answer.cancel()
        elif live.task is None or live.task.done():
            live.task = asyncio.create_task(self._end(live, "cancelled"))
        return answer

    async def annotate(self, run: Run, metadata: dict[str, str]) -> Run:
        """Sets a run's metadata, whether it still works or has ended."""
        live = self._live.get(run.id)
        if live is None:
            return await settled(self._store.runs.put, evolve(run, metadata=metadata))
        return await live.recorder.annotate(metadata)

    async def drop_thread(self, thread_id: str) -> None:
        """Ends the thread's run, if any, and forgets the thread and its Python."""
        for live in [
            each for each in self._live.values() if each.recorder.run.thread_id == thread_id
        ]:
            with contextlib.suppress(ProtocolError):
                await self.cancel(live.recorder.run)
            if live.task is not None:
                await asyncio.wait([live.task])
        await settled(self._store.drop_thread, thread_id)
        await self._runtime.release(thread_id)

    async def catch_up(self) -> None:
        """Writes down the ends of runs that the store refused when they came.

        Raises:
            SQLAlchemyError: it still refuses.
        """
        for run in list(self._unwritten.values()):
            await settled(self._store.runs.put, run)
            del self._unwritten[run.id]

    async def close(self) -> None:
        """Cancels every run and waits until each is written down."""
        for live in list(self._live.values()):
            with contextlib.suppress(ProtocolError):
                await self.cancel(live.recorder.run)
        tasks = [live.task for live in self._live.values() if live.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=10)

    def _begin(self, live: _Live) -> None:
        if live.expiry is not None:
            live.expiry.cancel()
        live.answer = asyncio.create_task(self._answer(live))
        live.task = asyncio.create_task(self._see_through(live, live.answer))

    async def _see_through(self, live: _Live, answer: asyncio.Task[Verdict]) -> None:
        """Writes down how the work ends; whatever happens, the thread is free afterwards."""
        run = live.recorder.run
        try:
            async with asyncio.timeout((run.expires_at or 0) - time.time()):
                verdict = await answer
        except TimeoutError:
            await self._end(live, "expired")
        except asyncio.CancelledError:
            await self._end(live, "cancelled")
        except ModelError as error:
            await self._fail(live, str(error), error.code)
        except Exception as error:
            logger.exception("run %s failed", run.id)
            await self._fail(live, _words(error), "server_error")
        else:
            await self._conclude(live, verdict)

    async def _answer(self, live: _Live) -> Verdict:
        recorder = live.recorder
        await recorder.move("in_progress", started_at=recorder.run.started_at or now())
        model = self._models.resolve(recorder.run.model, live.endpoint)
        if live.desk is None:
            embeddings = self._models.embeddings(recorder.run.model, live.endpoint)
            live.desk = await self._briefing.desk(recorder.run, model, embeddings)
        request = await asyncio.to_thread(self._briefing.request, recorder, model, live.desk)
        return await take_turns(model, request, recorder, live.desk)

    async def _conclude(self, live: _Live, verdict: Verdict) -> None:
        if _is_being_cancelled(live):  # asked for when all the work was done
            await self._end(live, "cancelled")
            return
        if verdict.status == "requires_action":
            calls = [
                {**call, "function": {k: v for k, v in call["function"].items() if k != "output"}}
                for call in verdict.calls
            ]
            action = {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": calls}}
            waits = await live.recorder.move("requires_action", required_action=action)
            if not waits or _is_being_cancelled(live):
                await self._end(live, "cancelled")
                return
            wait = (live.recorder.run.expires_at or 0) - time.time()
            loop = asyncio.get_running_loop()
            live.expiry = loop.call_later(max(wait, 0), self._expire, live)
            return
        details = {"reason": verdict.reason} if verdict.reason else None
        await self._end(live, verdict.status, incomplete_details=details)

    def _expire(self, live: _Live) -> None:
        if live.recorder.run.status == "requires_action":
            live.recorder.events.resume()
            live.task = asyncio.create_task(self._end(live, "expired"))

    async def _fail(self, live: _Live, message: str, code: str) -> None:
        error = {"message": message, "code": code}
        with contextlib.suppress(Exception):  # the disk may be the very reason
            await live.recorder.abandon("failed", error)
        await self._end(live, "failed", last_error=error)

    async def _end(self, live: _Live, status: str, **changes: object) -> None:
        try:
            if status != "failed":
                await live.recorder.abandon(status)
            await live.recorder.move(status, **changes)
        except Exception:
            # The store took nothing more, say because the disk is full. The run is over all the
            # same; `catch_up` writes it down as soon as that is possible.
            logger.exception("run %s could not be written down", live.recorder.run.id)
            run = evolve(live.recorder.run, status=status, expires_at=None, **changes)
            self._unwritten[run.id] = live.recorder.run = run
            live.recorder.tell(f"thread.run.{status}", run)
            live.recorder.events.pause()
        finally:
            if live.expiry is not None:
                live.expiry.cancel()
            self._live.pop(live.recorder.run.id, None)


def _is_being_cancelled(live: _Live) -> bool:
    return live.recorder.run.status == "cancelling"


def _takes_no_outputs(status: str) -> ProtocolError:
    return ProtocolError(400, f'Runs in status "{status}" do not accept tool outputs.')


def _words(error: Exception) -> str:
    """A failure of the engine's own, in a form that a user can pass on."""
    if isinstance(error, ProtocolError):
        return error.message
    if isinstance(error, SQLAlchemyError):
        return f"The engine's database took nothing more ({getattr(error, 'orig', error)})."
    return f"The engine failed on this run ({type(error).__name__}: {str(error)[:300]})."
