"""/assistants/…/files and /threads/…/messages/…/files: the sub-resources that only v1 had.

They say which files an assistant or a message holds; the files themselves are at /files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assist_magic.engine.dialect import retrieval
from assist_magic.engine.dialect.answers import message_files
from assist_magic.engine.dialect.edge import speaks_v1
from assist_magic.engine.dialect.requests import FileId, FileIds
from assist_magic.engine.objects import Assistant, dump, not_found
from assist_magic.engine.requests import AssistantUpdate, Page, check
from assist_magic.engine.routes.assistants import change
from assist_magic.engine.routes.exchange import as_list, blocking, body, deleted, page, parts
from assist_magic.engine.routes.threads import find_message

Json = dict[str, Any]


async def list_of_assistant(request: Request) -> Response:
    wanted = page(request, Page)
    return _page(_of_assistant(await _assistant(request)), wanted)


async def attach(request: Request) -> Response:
    async with parts(request).attaching:
        assistant = await _assistant(request)
        wanted = await body(request, FileId)
        file_ids = retrieval.file_ids_of(dump(assistant))
        if wanted.file_id not in file_ids:
            assistant = await _hold(request, assistant, [*file_ids, wanted.file_id])
    await retrieval.until_searchable(parts(request), dump(assistant))
    return JSONResponse(_one(_of_assistant(assistant), wanted.file_id))


async def retrieve_of_assistant(request: Request) -> Response:
    assistant = await _assistant(request)
    return JSONResponse(_one(_of_assistant(assistant), request.path_params["file_id"]))


async def detach(request: Request) -> Response:
    async with parts(request).attaching:
        assistant = await _assistant(request)
        file_id = _one(_of_assistant(assistant), request.path_params["file_id"])["id"]
        kept = [each for each in retrieval.file_ids_of(dump(assistant)) if each != file_id]
        await _hold(request, assistant, kept)
    return deleted(file_id, "assistant.file.deleted")


async def list_of_message(request: Request) -> Response:
    wanted = page(request, Page)
    return _page(await _of_message(request), wanted)


async def retrieve_of_message(request: Request) -> Response:
    return JSONResponse(_one(await _of_message(request), request.path_params["file_id"]))


async def _assistant(request: Request) -> Assistant:
    if not speaks_v1(request.headers):
        raise HTTPException(404)
    shelf = parts(request).store.assistants
    return await blocking(shelf.get, request.path_params["assistant_id"])


async def _hold(request: Request, assistant: Assistant, file_ids: list[str]) -> Assistant:
    """The assistant with these files and no others, kept."""
    engine = parts(request)
    check(FileIds, {"file_ids": file_ids})
    wanted = await blocking(retrieval.changed, engine, assistant, {}, file_ids)
    return await change(engine, assistant, check(AssistantUpdate, wanted))


def _of_assistant(assistant: Assistant) -> list[Json]:
    # When a file was attached is not kept; the assistant's own time stands for it.
    made, identity = assistant.created_at, assistant.id
    return [
        {"id": each, "object": "assistant.file", "created_at": made, "assistant_id": identity}
        for each in retrieval.file_ids_of(dump(assistant))
    ]


async def _of_message(request: Request) -> list[Json]:
    if not speaks_v1(request.headers):
        raise HTTPException(404)
    message = await find_message(request)
    made, identity = message.created_at, message.id
    return [
        {"id": each, "object": "thread.message.file", "created_at": made, "message_id": identity}
        for each in message_files(dump(message))
    ]


def _one(held: Sequence[Json], file_id: str) -> Json:
    for each in held:
        if each["id"] == file_id:
            return each
    raise not_found("file", file_id)


def _page(held: Sequence[Json], wanted: Page) -> Response:
    """A page of the few files that there can be; `held` is in the order of attachment."""
    ordered = list(held) if wanted.order == "asc" else list(reversed(held))
    begin, end = 0, len(ordered)
    if wanted.after:
        begin = ordered.index(_one(held, wanted.after)) + 1
    if wanted.before:
        end = ordered.index(_one(held, wanted.before))
    found = ordered[begin:end]
    if wanted.before and not wanted.after:  # the nearest ones
        return as_list(found[-wanted.limit :], len(found) > wanted.limit)
    return as_list(found[: wanted.limit], len(found) > wanted.limit)


_ASSISTANT = "/assistants/{assistant_id}/files"
_MESSAGE = "/threads/{thread_id}/messages/{message_id}/files"
ROUTES = [
    Route(_ASSISTANT, list_of_assistant, methods=["GET"]),
    Route(_ASSISTANT, attach, methods=["POST"]),
    Route(_ASSISTANT + "/{file_id}", retrieve_of_assistant, methods=["GET"]),
    Route(_ASSISTANT + "/{file_id}", detach, methods=["DELETE"]),
    Route(_MESSAGE, list_of_message, methods=["GET"]),
    Route(_MESSAGE + "/{file_id}", retrieve_of_message, methods=["GET"]),
]
