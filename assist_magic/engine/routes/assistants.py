"""/assistants."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assist_magic.engine.drafts import changed_assistant, new_assistant
from assist_magic.engine.objects import Assistant
from assist_magic.engine.requests import AssistantCreate, AssistantUpdate, Page
from assist_magic.engine.routes.exchange import (
    Parts,
    answer,
    blocking,
    body,
    check_model,
    deleted,
    listed,
    page,
    parts,
)
from assist_magic.engine.routes.resources import named_resources


async def create(request: Request) -> Response:
    wanted = await body(request, AssistantCreate)
    engine = parts(request)
    check_model(engine, wanted.model)
    resources, made = await blocking(named_resources, engine, wanted.tool_resources)
    assistant = new_assistant(wanted, resources)
    await blocking(engine.store.add, [assistant, *made])
    await engine.vector_stores.indexer.wake()
    return answer(assistant)


async def list_all(request: Request) -> Response:
    wanted = page(request, Page)
    return await listed(parts(request).store.assistants, wanted)


async def retrieve(request: Request) -> Response:
    shelf = parts(request).store.assistants
    return answer(await blocking(shelf.get, request.path_params["assistant_id"]))


async def update(request: Request) -> Response:
    engine = parts(request)
    wanted = await body(request, AssistantUpdate)
    assistant = await blocking(engine.store.assistants.get, request.path_params["assistant_id"])
    return answer(await change(engine, assistant, wanted))


async def change(engine: Parts, assistant: Assistant, wanted: AssistantUpdate) -> Assistant:
    """The assistant as it is wanted, kept."""
    given = wanted.given()
    check_model(engine, wanted.model or assistant.model)
    resources, made = await blocking(named_resources, engine, wanted.tool_resources)
    if resources:
        given["tool_resources"] = resources
    changed = changed_assistant(assistant, given)
    await blocking(engine.store.add, made)
    await engine.vector_stores.indexer.wake()
    return await blocking(engine.store.assistants.put, changed)


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
