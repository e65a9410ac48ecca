"""/assistants."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assist_magic.engine.drafts import changed_assistant, new_assistant
from assist_magic.engine.requests import AssistantCreate, AssistantUpdate, Page
from assist_magic.engine.routes.exchange import (
    answer,
    blocking,
    body,
    check_model,
    deleted,
    listed,
    page,
    parts,
)


async def create(request: Request) -> Response:
    wanted = await body(request, AssistantCreate)
    check_model(parts(request), wanted.model)
    return answer(await blocking(parts(request).store.assistants.add, new_assistant(wanted)))


async def list_all(request: Request) -> Response:
    wanted = page(request, Page)
    return await listed(parts(request).store.assistants, wanted)


async def retrieve(request: Request) -> Response:
    shelf = parts(request).store.assistants
    return answer(await blocking(shelf.get, request.path_params["assistant_id"]))


async def update(request: Request) -> Response:
    shelf = parts(request).store.assistants
    wanted = await body(request, AssistantUpdate)
    assistant = await blocking(shelf.get, request.path_params["assistant_id"])
    return answer(await blocking(shelf.put, changed_assistant(assistant, wanted.given())))


async def delete(request: Request) -> Response:
    shelf = parts(request).store.assistants
    assistant = await blocking(shelf.get, request.path_params["assistant_id"])
    await blocking(shelf.remove, id=assistant.id)
    return deleted(assistant.id, "assistant.deleted")


ROUTES = [
    Route("/assistants", list_all, methods=["GET"]),
    Route("/assistants", create, methods=["POST"]),
    Route("/assistants/{assistant_id}", retrieve, methods=["GET"]),
    Route("/assistants/{assistant_id}", update, methods=["POST"]),
    Route("/assistants/{assistant_id}", delete, methods=["DELETE"]),
]
