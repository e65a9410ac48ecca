"""Briefing: what a run starts from: the thread as its model reads it, its tools and its desk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from assist_magic.engine.bodies import Bodies, data_url
from assist_magic.engine.context import (
    NEW_SESSION,
    context_of,
    fitting,
    pictures_of,
    ran_code,
    tools_of,
)
from assist_magic.engine.desk import Desk, known_files
from assist_magic.engine.interpreter.base import CodeRuntime
from assist_magic.engine.models.base import CODE_TOOL, HOSTED, Model, ModelRequest, Tool
from assist_magic.engine.models.embeddings import Embeddings
from assist_magic.engine.objects import (
    Assistant,
    Message,
    ProtocolError,
    Run,
    RunStep,
    Thread,
    dump,
)
from assist_magic.engine.recorder import Recorder
from assist_magic.engine.search.vector_stores import VectorStores
from assist_magic.engine.sources import Sources, open_sources
from assist_magic.engine.store import Store

_NEWEST_MESSAGES = 200
_RUNS_WITH_CALLS = 8


class Briefing:
    """Briefs runs from what is kept."""

    def __init__(
        self, store: Store, bodies: Bodies, runtime: CodeRuntime, vector_stores: VectorStores
    ) -> None:
        self._store, self._bodies, self._runtime = store, bodies, runtime
        self._vector_stores = vector_stores

    async def desk(self, run: Run, model: Model, embeddings: Embeddings | None) -> Desk:
        """What the run has at hand, the same before and after the client's functions.

        Raises:
            ModelError: a vector store that it would search has expired.
        """
        thread = await asyncio.to_thread(self._store.threads.get, run.thread_id)
        holders = (await asyncio.to_thread(self._assistant, run), thread)
        sources = await open_sources(
            run, holders, self._vector_stores, self._store, model.context_tokens, embeddings
        )
        return await asyncio.to_thread(self._desk, run, holders, sources)

    def _desk(
        self, run: Run, holders: Iterable[Assistant | Thread | None], sources: Sources
    ) -> Desk:
        ids = [*_file_ids(holders), *pictures_of(self._messages(run))]
        names = known_files(list(dict.fromkeys(ids)), self._store.files.get)
        return Desk(run.thread_id, names, self._store, self._bodies, self._runtime, sources)

    def request(self, recorder: Recorder, model: Model, desk: Desk) -> ModelRequest:
        """The thread as the model reads it, and what it may use. Blocks."""
        run = recorder.run
        messages = self._messages(run)
        answered = list(dict.fromkeys(each.run_id for each in messages if each.run_id))
        steps: dict[str, Sequence[RunStep]] = {
            run_id: self._store.steps.every(run_id=run_id)
            for run_id in [*answered[-_RUNS_WITH_CALLS:], run.id]
        }
        desk.had_state = any(ran_code(held) for run_id, held in steps.items() if run_id != run.id)
        tools = tools_of(run, desk.sources.are_there)
        told = NEW_SESSION if desk.had_state and _has_lost_state(model, tools, desk) else ""
        context = context_of(run, messages, steps, desk.names, desk.sources.told, self._seen, told)
        room = model.context_tokens
        if run.max_prompt_tokens is not None:
            room = min(room, max(run.max_prompt_tokens - recorder.used[0], 0))
        return ModelRequest(
            thread_id=run.thread_id,
            messages=fitting(context, room),
            tools=tools,
            tool_choice=_choice(run, began=bool(steps[run.id])),
            parallel_tool_calls=run.parallel_tool_calls,
            temperature=run.temperature,
            top_p=run.top_p,
            response_format=_format(run),
            reasoning_effort=getattr(run, "reasoning_effort", None),  # unknown to the SDK's type
            files=desk.files,
            hints=_is_a_tutors(run, self._assistant(run)),
        )

    def _messages(self, run: Run) -> list[Message]:
        """The thread's newest messages; the run's own come beyond what its truncation allows."""
        strategy = run.truncation_strategy
        newest = strategy.last_messages if strategy and strategy.last_messages else _NEWEST_MESSAGES
        newest = min(newest, _NEWEST_MESSAGES)
        own = self._store.messages.count(thread_id=run.thread_id, run_id=run.id)
        return self._store.messages.every(limit=newest + own, thread_id=run.thread_id)

    def _seen(self, file_id: str) -> str | None:
        """An image that a user has given, for models that see."""
        try:
            return data_url(self._bodies.path(self._store.files.get(file_id).id))
        except (ProtocolError, OSError):  # deleted meanwhile
            return None

    def _assistant(self, run: Run) -> Assistant | None:
        """The run's assistant; it may have been deleted meanwhile."""
        return self._store.assistants.find(run.assistant_id)


def _file_ids(holders: Iterable[Assistant | Thread | None]) -> list[str]:
    found: list[str] = []
    for holder in holders:
        resources = holder.tool_resources if holder else None
        code = resources.code_interpreter if resources else None
        found.extend(code.file_ids or [] if code else [])
    return list(dict.fromkeys(found))


def _has_lost_state(model: Model, tools: Sequence[Tool], desk: Desk) -> bool:
    """Whether code would begin in a new session; that of a hosted model runs elsewhere."""
    offered = any(tool.name == CODE_TOOL for tool in tools)
    return offered and desk.is_new_session and not model.name.startswith(HOSTED)


def _is_a_tutors(run: Run, assistant: Assistant | None) -> bool:
    """Whether hints are wanted: the assistant's metadata say so, or those of the run alone."""
    held = (run.metadata, assistant.metadata if assistant else None)
    return any((metadata or {}).get("preset") == "tutor" for metadata in held)


def _choice(run: Run, began: bool) -> str | dict[str, object]:
    """Which tools the next turn must use; a choice that forces one holds for the first turn."""
    choice = run.tool_choice
    if choice == "none":
        return choice
    if choice is None or began or not run.tools:
        return "auto"
    return choice if isinstance(choice, str) else dict(dump(choice))


def _format(run: Run) -> dict[str, object] | None:
    chosen = run.response_format
    if chosen is None or isinstance(chosen, str) or chosen.type == "text":
        return None
    return dict(dump(chosen))
