"""/threads and their messages."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assist_magic.engine.drafts import file_ids, new_message, new_thread, with_attachments
from assist_magic.engine.objects import Message, Thread, evolve
from assist_magic.engine.requests import (
    MessageCreate,
    MetadataUpdate,
    Page,
    ThreadCreate,
    ThreadUpdate,
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


async def create(request: Request) -> Response:
    return answer(await begin_thread(request))


async def retrieve(request: Request) -> Response:
    return answer(await find_thread(request))


async def update(request: Request) -> Response:
    wanted = await body(request, ThreadUpdate)
    thread = await find_thread(request)
    changed = evolve(thread, **wanted.given())
    return answer(await blocking(parts(request).store.threads.put, changed))


async def delete(request: Request) -> Response:
    thread = await find_thread(request)
    await parts(request).loop.drop_thread(thread.id)
    return deleted(thread.id, "thread.deleted")


async def add_message(request: Request) -> Response:
    wanted = await body(request, MessageCreate)
    thread = await find_thread(request)
    message = new_message(wanted, thread.id)
    await blocking(check_files, parts(request), [message])
    changed = with_attachments(thread, [message])
    return answer(await blocking(parts(request).store.add_message, message, changed))


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
    wanted = await body(request, ThreadCreate)
    thread, messages = drafted(wanted)
    await blocking(check_files, parts(request), messages)
    return await blocking(_keep, parts(request), thread, messages)


async def find_thread(request: Request) -> Thread:
    """The thread that the path names."""
    thread_id = request.path_params["thread_id"]
    check_id("thread_id", thread_id, "thread")
    await parts(request).loop.catch_up()
    return await blocking(parts(request).store.threads.get, thread_id)


def drafted(wanted: ThreadCreate) -> tuple[Thread, list[Message]]:
    """A new thread and its first messages, not yet kept."""
    thread = new_thread(wanted)
    messages = [new_message(each, thread.id) for each in wanted.messages]
    return with_attachments(thread, messages) or thread, messages


def check_files(engine: Parts, messages: Sequence[Message]) -> None:
    """Refuses messages that speak of files that do not exist."""
    for file_id in file_ids(messages):
        engine.store.files.get(file_id)


def _keep(engine: Parts, thread: Thread, messages: Sequence[Message]) -> Thread:
    engine.store.threads.add(thread)
    for message in messages:
        engine.store.messages.add(message)
    return thread


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
