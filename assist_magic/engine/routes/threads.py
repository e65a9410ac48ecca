"""/threads and their messages."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assist_magic.engine.drafts import file_ids, merged_resources, new_message, new_thread
from assist_magic.engine.objects import Message, Thread, evolve
from assist_magic.engine.requests import (
    MessageCreate,
    MetadataUpdate,
    Page,
    ThreadCreate,
    ThreadUpdate,
    ToolResources,
    check_id,
)
from assist_magic.engine.routes.exchange import (
    Parts,
    answer,
    blocking,
    body,
    deleted,
    listed,
    page,
    parts,
)
from assist_magic.engine.routes.resources import (
    named_resources,
    with_attached,
    with_attached_files,
)


async def create(request: Request) -> Response:
    return answer(await begin_thread(request))


async def retrieve(request: Request) -> Response:
    return answer(await find_thread(request))


async def update(request: Request) -> Response:
    wanted = await body(request, ThreadUpdate)
    thread = await find_thread(request)
    engine, given = parts(request), wanted.given()
    resources, made = await blocking(named_resources, engine, wanted.tool_resources)
    if resources:
        given["tool_resources"] = merged_resources(thread, resources)
    changed = evolve(thread, **given)
    await blocking(engine.store.add, made)
    await engine.vector_stores.indexer.wake()
    return answer(await blocking(engine.store.threads.put, changed))


async def delete(request: Request) -> Response:
    thread = await find_thread(request)
    await parts(request).loop.drop_thread(thread.id)
    return deleted(thread.id, "thread.deleted")


async def add_message(request: Request) -> Response:
    wanted = await body(request, MessageCreate)
    thread = await find_thread(request)
    message = new_message(wanted, thread.id)
    engine = parts(request)
    await blocking(check_files, engine, [message])
    async with engine.attaching:
        changed, made = await blocking(with_attached_files, engine, thread.id, [message])
        await blocking(engine.store.add_message, message, changed, made)
    if made:
        await engine.vector_stores.indexer.wake()
    return answer(message)


async def list_messages(request: Request) -> Response:
    wanted = page(request, Page)
    thread = await find_thread(request)
    within = {"thread_id": thread.id}
    if run_id := request.query_params.get("run_id"):
        within["run_id"] = run_id
    return await listed(parts(request).store.messages, wanted, **within)


async def retrieve_message(request: Request) -> Response:
    return answer(await find_message(request))


async def update_message(request: Request) -> Response:
    wanted = await body(request, MetadataUpdate)
    message = await find_message(request)
    changed = evolve(message, **wanted.given())
    return answer(await blocking(parts(request).store.messages.put, changed))


async def delete_message(request: Request) -> Response:
    message = await find_message(request)
    await blocking(parts(request).store.messages.remove, id=message.id)
    return deleted(message.id, "thread.message.deleted")


async def begin_thread(request: Request) -> Thread:
    """A new thread with the messages that the request's body brings, if any."""
    engine = parts(request)
    wanted = await body(request, ThreadCreate)
    thread, messages, made = await blocking(drafted, engine, wanted)
    await blocking(engine.store.add, [thread, *messages, *made])
    await engine.vector_stores.indexer.wake()
    return thread


async def find_thread(request: Request) -> Thread:
    """The thread that the path names."""
    thread_id = request.path_params["thread_id"]
    check_id("thread_id", thread_id, "thread")
    await parts(request).loop.catch_up()
    return await blocking(parts(request).store.threads.get, thread_id)


def drafted(
    engine: Parts,
    wanted: ThreadCreate,
    over: ToolResources | None = None,
    additional: Sequence[MessageCreate] = (),
) -> tuple[Thread, list[Message], list[BaseModel]]:
    """A new thread, its first messages, and what is made along with them; not yet kept.

    Args:
        engine: the engine's parts.
        wanted: what was asked for.
        over: tool resources that count more than the thread's own.
        additional: messages that follow the thread's own.

    Raises:
        ProtocolError: a file or vector store does not exist, or a file cannot be searched.
    """
    resources, made = named_resources(engine, over or wanted.tool_resources)
    thread = new_thread(wanted, resources)
    messages = [new_message(each, thread.id) for each in [*wanted.messages, *additional]]
    check_files(engine, messages)
    changed, more = with_attached(engine, thread, messages)
    return changed or thread, messages, [*made, *more]


def check_files(engine: Parts, messages: Sequence[Message]) -> None:
    """Refuses messages that speak of files that do not exist."""
    for file_id in file_ids(messages):
        engine.store.files.get(file_id)


async def find_message(request: Request) -> Message:
    """The message that the path names, in its thread."""
    thread = await find_thread(request)
    shelf = parts(request).store.messages
    return await blocking(shelf.get, request.path_params["message_id"], thread_id=thread.id)


_MESSAGE = "/threads/{thread_id}/messages/{message_id}"
ROUTES = [
    Route("/threads", create, methods=["POST"]),
    Route("/threads/{thread_id}", retrieve, methods=["GET"]),
    Route("/threads/{thread_id}", update, methods=["POST"]),
    Route("/threads/{thread_id}", delete, methods=["DELETE"]),
    Route("/threads/{thread_id}/messages", list_messages, methods=["GET"]),
    Route("/threads/{thread_id}/messages", add_message, methods=["POST"]),
    Route(_MESSAGE, retrieve_message, methods=["GET"]),
    Route(_MESSAGE, update_message, methods=["POST"]),
    Route(_MESSAGE, delete_message, methods=["DELETE"]),
]
