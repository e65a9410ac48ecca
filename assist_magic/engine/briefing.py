"""Briefing: what a run starts from: what the model reads, what it may search, what code has.

Methods that are not async block; call them in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from assist_magic.engine.bodies import Bodies
from assist_magic.engine.context import context_of, fitting, tools_of
from assist_magic.engine.desk import Desk, known_files
from assist_magic.engine.interpreter.base import CodeRuntime
from assist_magic.engine.models.base import Model, ModelRequest
from assist_magic.engine.models.catalogue import Endpoint, Models
from assist_magic.engine.objects import Assistant, Message, Run, RunStep, Thread, dump
from assist_magic.engine.search.vector_stores import VectorStores
from assist_magic.engine.sources import Sources, open_sources
from assist_magic.engine.store import Store

_NEWEST_MESSAGES = 200
_RUNS_WITH_CALLS = 8


class Briefing:
    """Prepares runs."""

    def __init__(
        self,
        store: Store,
        bodies: Bodies,
        runtime: CodeRuntime,
        models: Models,
        vector_stores: VectorStores,
    ) -> None:
        self._store, self._bodies, self._runtime, self._models = store, bodies, runtime, models
        self._vector_stores = vector_stores

    async def sources(self, run: Run, model: Model, endpoint: Endpoint | None) -> Sources:
        """What the run may search.

        Raises:
            ModelError: a vector store has expired.
        """
        thread = await asyncio.to_thread(self._store.threads.get, run.thread_id)
        holders = (await asyncio.to_thread(self._assistant, run), thread)
        embeddings = self._models.embeddings(run.model, endpoint)
        return await open_sources(
            run, holders, self._vector_stores, self._store, model.context_tokens, embeddings
        )

    def prepared(self, run: Run, model: Model, sources: Sources) -> tuple[Desk, ModelRequest]:
        """What the run starts from: the thread as the model reads it, and the desk."""
        thread = self._store.threads.get(run.thread_id)
        names = known_files(self._file_ids(run, thread), self._store.files.get)
        desk = Desk(run.thread_id, names, self._store, self._bodies, self._runtime, sources)
        messages = self._messages(run)
        answered = list(dict.fromkeys(each.run_id for each in messages if each.run_id))
        steps: dict[str, Sequence[RunStep]] = {
            run_id: self._store.steps.every(run_id=run_id)
            for run_id in [*answered[-_RUNS_WITH_CALLS:], run.id]
        }
        desk.had_state = any(steps[run_id] for run_id in steps)
        context = context_of(run, messages, steps, desk.names, sources.told)
        return desk, ModelRequest(
            thread_id=run.thread_id,
            messages=fitting(context, model.context_tokens),
            tools=tools_of(run, sources.are_there),
            tool_choice=_choice(run),
            parallel_tool_calls=run.parallel_tool_calls,
            temperature=run.temperature,
            top_p=run.top_p,
            response_format=_format(run),
            files=desk.files,
            hints=_is_a_tutors(run, self._assistant(run)),
        )

    def _messages(self, run: Run) -> list[Message]:
        strategy = run.truncation_strategy
        newest = strategy.last_messages if strategy and strategy.last_messages else _NEWEST_MESSAGES
        return self._store.messages.every(limit=newest, thread_id=run.thread_id)

    def _assistant(self, run: Run) -> Assistant | None:
        """The run's assistant; it may have been deleted meanwhile."""
        return self._store.assistants.find(run.assistant_id)

    def _file_ids(self, run: Run, thread: Thread) -> list[str]:
        found: list[str] = []
        for holder in (self._assistant(run), thread):
            resources = getattr(holder, "tool_resources", None)
            code = resources.code_interpreter if resources else None
            found.extend(code.file_ids or [] if code else [])
        return list(dict.fromkeys(found))


def _is_a_tutors(run: Run, assistant: Assistant | None) -> bool:
    """Whether hints are wanted: the assistant's metadata say so, or those of the run alone."""
    held = (run.metadata, assistant.metadata if assistant else None)
    return any((metadata or {}).get("preset") == "tutor" for metadata in held)


def _choice(run: Run) -> str | dict[str, object]:
    choice = run.tool_choice
    if choice is None or isinstance(choice, str):
        return choice or "auto"
    return dict(dump(choice))


def _format(run: Run) -> dict[str, object] | None:
    chosen = run.response_format
    return None if chosen is None or isinstance(chosen, str) else dict(dump(chosen))
