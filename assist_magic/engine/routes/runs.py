"""/threads/…/runs and their steps; /threads/runs."""

from __future__ import annotations

import functools
import time
from collections.abc import Sequence

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from assist_magic.engine.drafts import new_message, new_run
from assist_magic.engine.events import RunEvents, sse
from assist_magic.engine.inclusion import CONTENT, without_content
from assist_magic.engine.loop import RUN_SECONDS
from assist_magic.engine.models.catalogue import Endpoint
from assist_magic.engine.objects import ACTIVE, Message, ProtocolError, Run, RunStep, Thread, dump
from assist_magic.engine.requests import (
    MetadataUpdate,
    Page,
    RunCreate,
    ThreadAndRunCreate,
    ToolOutputs,
)
from assist_magic.engine.routes.exchange import (
    answer,
    blocking,
    body,
    check_model,
    listed,
    page,
    parts,
    shown_list,
)
from assist_magic.engine.routes.resources import with_attached_files
from assist_magic.engine.routes.threads import check_files, drafted, find_thread


async def create(request: Request) -> Response:
    wanted = await body(request, RunCreate)
    thread = await find_thread(request)
    messages = [new_message(each, thread.id) for each in wanted.additional_messages]
    return _opened(wanted, *await open_run(request, wanted, thread, messages))


async def create_with_thread(request: Request) -> Response:
    wanted = await body(request, ThreadAndRunCreate)
    engine = parts(request)
    thread, messages, made = await blocking(
        drafted, engine, wanted.thread, wanted.tool_resources, wanted.additional_messages
    )
    return _opened(wanted, *await open_run(request, wanted, thread, messages, made))


async def list_all(request: Request) -> Response:
    wanted = page(request, Page)
    thread = await find_thread(request)
    return await listed(parts(request).store.runs, wanted, thread_id=thread.id)


async def retrieve(request: Request) -> Response:
    return _run_answer(await _find(request))


async def update(request: Request) -> Response:
    wanted = await body(request, MetadataUpdate)
    run = await _find(request)
    changed = await parts(request).loop.annotate(run, wanted.metadata)
    return answer(changed)


async def cancel(request: Request) -> Response:
    run = await _find(request)
    return _run_answer(await parts(request).loop.cancel(run))


async def submit(request: Request) -> Response:
    wanted = await body(request, ToolOutputs)
    run = await _find(request)
    run, events, start = await parts(request).loop.submit(run, wanted.tool_outputs)
    return _stream(events, start) if wanted.stream else _run_answer(run)


async def list_steps(request: Request) -> Response:
    wanted = page(request, Page)
    run = await _find(request)
    show = functools.partial(_shown_steps, included(request))
    return await shown_list(parts(request).store.steps, wanted, show, run_id=run.id)


async def retrieve_step(request: Request) -> Response:
    run = await _find(request)
    shelf = parts(request).store.steps
    step = await blocking(shelf.get, request.path_params["step_id"], run_id=run.id)
    return answer(_shown_steps(included(request), [step])[0])


def included(request: Request) -> list[str]:
    """What the query's include[] asks for.

    Raises:
        ProtocolError: it asks for something unknown.
    """
    query = request.query_params
    asked = [value for key, value in query.multi_items() if key.partition("[")[0] == "include"]
    for value in asked:
        if value != CONTENT:
            text = f"Invalid value: '{value}'. Supported values are: '{CONTENT}'."
            raise ProtocolError(400, text, "include", "invalid_value")
    return asked


def _shown_steps(include: Sequence[str], steps: Sequence[RunStep]) -> Sequence[RunStep]:
    return steps if CONTENT in include else [without_content(step) for step in steps]


async def open_run(
    request: Request,
    wanted: RunCreate,
    thread: Thread,
    messages: list[Message],
    new: Sequence[BaseModel] | None = None,
) -> tuple[Run, RunEvents]:
    """Begins a run together with its messages; gives back the run and its events.

    `new` is given where the thread itself is new: what is to be kept along with it.

    Raises:
        ProtocolError: the run cannot be, or another one holds the thread; nothing is kept then.
    """
    engine = parts(request)
    assistant = await blocking(engine.store.assistants.get, wanted.assistant_id)
    run = new_run(wanted, assistant, thread.id, RUN_SECONDS)
    endpoint = _endpoint(request)
    check_model(engine, run.model, endpoint)
    include = included(request)
    if new is None:
        await blocking(check_files, engine, messages)
        async with engine.attaching:
            changed, made = await blocking(with_attached_files, engine, thread.id, messages)
            events = await engine.loop.open(run, messages, changed, endpoint, made, include)
    else:
        made = [thread, *new]
        events = await engine.loop.open(
            run, messages, thread, endpoint, made, include, new_thread=True
        )
    if made:
        await engine.vector_stores.indexer.wake()
    return run, events


def _opened(wanted: RunCreate, run: Run, events: RunEvents) -> Response:
    return _stream(events) if wanted.stream else _run_answer(run)


async def _find(request: Request) -> Run:
    thread = await find_thread(request)
    shelf = parts(request).store.runs
    return await blocking(shelf.get, request.path_params["run_id"], thread_id=thread.id)


def _endpoint(request: Request) -> Endpoint | None:
    """The model's endpoint that a front sends with a run, for that run alone."""
    base_url = request.headers.get("x-assist-model-base-url")
    if not base_url:
        return None
    return Endpoint(base_url, request.headers.get("x-assist-model-key"))


def _stream(events: RunEvents, start: int = 0) -> StreamingResponse:
    return StreamingResponse(
        sse(events.read(start)),
        media_type="text/event-stream",
        headers={"cache-control": "no-cache"},
    )


def _run_answer(run: Run) -> JSONResponse:
    """A run, and when to ask for it again: soon while it is young, seldom when it is slow."""
    headers = {}
    if run.status in ACTIVE:
        age = time.time() - run.created_at
        headers["openai-poll-after-ms"] = "100" if age < 3 else "400" if age < 12 else "1000"
    return JSONResponse(dump(run), headers=headers)


_RUN = "/threads/{thread_id}/runs/{run_id}"
ROUTES = [
    Route("/threads/runs", create_with_thread, methods=["POST"]),
    Route("/threads/{thread_id}/runs", list_all, methods=["GET"]),
    Route("/threads/{thread_id}/runs", create, methods=["POST"]),
    Route(_RUN, retrieve, methods=["GET"]),
    Route(_RUN, update, methods=["POST"]),
    Route(_RUN + "/cancel", cancel, methods=["POST"]),
    Route(_RUN + "/submit_tool_outputs", submit, methods=["POST"]),
    Route(_RUN + "/steps", list_steps, methods=["GET"]),
    Route(_RUN + "/steps/{step_id}", retrieve_step, methods=["GET"]),
]
