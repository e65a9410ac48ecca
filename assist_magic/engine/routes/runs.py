"""/threads/…/runs and their steps; /threads/runs."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from assist_magic.engine.drafts import new_message, new_run, with_attachments
from assist_magic.engine.events import RunEvents, sse
from assist_magic.engine.loop import RUN_SECONDS
from assist_magic.engine.models.catalogue import Endpoint
from assist_magic.engine.objects import ACTIVE, Message, Run, Thread, dump, evolve
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
)
from assist_magic.engine.routes.threads import check_files, drafted, find_thread


async def create(request: Request) -> Response:
    wanted = await body(request, RunCreate)
    thread = await find_thread(request)
    messages = [new_message(each, thread.id) for each in wanted.additional_messages]
    return _opened(wanted, *await open_run(request, wanted, thread, messages))


async def create_with_thread(request: Request) -> Response:
    wanted = await body(request, ThreadAndRunCreate)
    thread, messages = drafted(wanted.thread)
    if wanted.tool_resources:
        thread = evolve(thread, tool_resources=wanted.tool_resources.given())
    messages += [new_message(each, thread.id) for each in wanted.additional_messages]
    return _opened(wanted, *await open_run(request, wanted, thread, messages, new_thread=True))


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
    return await listed(parts(request).store.steps, wanted, run_id=run.id)


async def retrieve_step(request: Request) -> Response:
    run = await _find(request)
    shelf = parts(request).store.steps
    return answer(await blocking(shelf.get, request.path_params["step_id"], run_id=run.id))


async def open_run(
    request: Request,
    wanted: RunCreate,
    thread: Thread,
    messages: list[Message],
    new_thread: bool = False,
) -> tuple[Run, RunEvents]:
    """Begins a run together with its messages; gives back the run and its events.

    Raises:
        ProtocolError: the run cannot be, or another one holds the thread; nothing is kept then.
    """
    engine = parts(request)
    assistant = await blocking(engine.store.assistants.get, wanted.assistant_id)
    await blocking(check_files, engine, messages)
    run = new_run(wanted, assistant, thread.id, RUN_SECONDS)
    endpoint = _endpoint(request)
    check_model(engine, run.model, endpoint)
    changed = with_attachments(thread, messages)
    if new_thread:
        thread = await blocking(engine.store.threads.add, changed or thread)
        changed = thread
    return run, await engine.loop.open(run, messages, changed, endpoint, new_thread)


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
    return StreamingResponse(sse(events.read(start)), media_type="text/event-stream")


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
