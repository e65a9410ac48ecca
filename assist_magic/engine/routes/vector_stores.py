"""/vector_stores, the files in them, and batches of those."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assist_magic.engine.objects import (
    StoredFile,
    VectorStore,
    VectorStoreFile,
    VectorStoreFileBatch,
    dump,
    evolve,
)
from assist_magic.engine.requests import Page, check_id
from assist_magic.engine.routes.exchange import (
    answer,
    blocking,
    body,
    deleted,
    page,
    parts,
    shown_list,
)
from assist_magic.engine.search.finding import Found, Wish
from assist_magic.engine.search.requests import (
    AttributesUpdate,
    BatchCreate,
    FileAdd,
    SearchRequest,
    StoredFilePage,
    VectorStoreCreate,
    VectorStoreUpdate,
)

_SOON = {"openai-poll-after-ms": "100"}


async def create(request: Request) -> Response:
    wanted = await body(request, VectorStoreCreate)
    made = await blocking(parts(request).vector_stores.create, wanted)
    await parts(request).vector_stores.indexer.wake()
    return answer(made)


async def list_all(request: Request) -> Response:
    wanted = page(request, Page)
    return await shown_list(
        parts(request).store.vector_stores, wanted, parts(request).vector_stores.shown
    )


async def retrieve(request: Request) -> Response:
    return answer((await _shown(request, await _find(request)))[0])


async def update(request: Request) -> Response:
    wanted = await body(request, VectorStoreUpdate)
    change = parts(request).vector_stores.change
    return answer(await blocking(change, _store_id(request), wanted.given()))


async def delete(request: Request) -> Response:
    await blocking(parts(request).vector_stores.delete, _store_id(request))
    return deleted(_store_id(request), "vector_store.deleted")


async def search(request: Request) -> Response:
    wanted = await body(request, SearchRequest)
    stores = parts(request).vector_stores
    store = await blocking(stores.usable, _store_id(request))
    queries = (wanted.query,) if isinstance(wanted.query, str) else tuple(wanted.query)
    threshold = wanted.ranking_options.score_threshold
    wish = Wish(queries, wanted.max_num_results, threshold, wanted.filters)
    found = await stores.finder.find([store.id], wish, parts(request).models.embeddings("default"))
    return _unpaged(
        "vector_store.search_results.page", [_result(each) for each in found], search_query=queries
    )


async def list_files(request: Request) -> Response:
    store = await _find(request)
    return await _list_files(request, vector_store_id=store.id)


async def add_file(request: Request) -> Response:
    wanted = await body(request, FileAdd)
    stores = parts(request).vector_stores
    made = await blocking(stores.add_file, _store_id(request), wanted)
    await stores.indexer.wake()
    return answer(made.shown())


async def retrieve_file(request: Request) -> Response:
    return _polled(await _find_file(request))


async def update_file(request: Request) -> Response:
    wanted = await body(request, AttributesUpdate)
    store, file_id = await _find(request), request.path_params["file_id"]

    def changed(file: StoredFile) -> StoredFile:
        return evolve(file, attributes=wanted.attributes)

    alter = parts(request).store.stored_files.alter
    return answer((await blocking(alter, file_id, changed, vector_store_id=store.id)).shown())


async def remove_file(request: Request) -> Response:
    store, file_id = await _find(request), request.path_params["file_id"]
    await blocking(parts(request).vector_stores.remove_file, store.id, file_id)
    return deleted(file_id, "vector_store.file.deleted")


async def content(request: Request) -> Response:
    file_id = request.path_params["file_id"]
    read = parts(request).vector_stores.content
    pieces = await blocking(read, _store_id(request), file_id)
    return _unpaged(
        "vector_store.file_content.page", [{"type": "text", "text": piece} for piece in pieces]
    )


async def create_batch(request: Request) -> Response:
    wanted = await body(request, BatchCreate)
    stores = parts(request).vector_stores
    made = await blocking(stores.add_batch, _store_id(request), wanted)
    await stores.indexer.wake()
    return answer(made)


async def retrieve_batch(request: Request) -> Response:
    batch = await _find_batch(request)
    return _polled(await blocking(parts(request).vector_stores.shown_batch, batch))


async def cancel_batch(request: Request) -> Response:
    engine = parts(request)
    batch = await _find_batch(request)
    shown = await blocking(engine.vector_stores.shown_batch, batch)
    if shown.status == "in_progress":
        batch = await blocking(engine.store.cancel_batch, batch)
    return answer(await blocking(engine.vector_stores.shown_batch, batch))


async def list_batch_files(request: Request) -> Response:
    batch = await _find_batch(request)
    return await _list_files(request, vector_store_id=batch.vector_store_id, batch_id=batch.id)


def _store_id(request: Request) -> str:
    store_id: str = request.path_params["vector_store_id"]
    check_id("vector_store_id", store_id, "vs")
    return store_id


async def _find(request: Request) -> VectorStore:
    return await blocking(parts(request).vector_stores.get, _store_id(request))


async def _shown(request: Request, store: VectorStore) -> list[VectorStore]:
    return await blocking(parts(request).vector_stores.shown, [store])


async def _find_file(request: Request) -> StoredFile:
    store = await _find(request)
    shelf = parts(request).store.stored_files
    return await blocking(shelf.get, request.path_params["file_id"], vector_store_id=store.id)


async def _find_batch(request: Request) -> VectorStoreFileBatch:
    store = await _find(request)
    shelf = parts(request).store.file_batches
    return await blocking(shelf.get, request.path_params["batch_id"], vector_store_id=store.id)


async def _list_files(request: Request, **within: str) -> Response:
    wanted = page(request, StoredFilePage)
    if wanted.filter is not None:
        within["status"] = wanted.filter
    return await shown_list(parts(request).store.stored_files, wanted, _shown_files, **within)


def _shown_files(files: Sequence[StoredFile]) -> list[VectorStoreFile]:
    return [file.shown() for file in files]


def _polled(value: StoredFile | VectorStoreFileBatch) -> JSONResponse:
    """A file or batch, and when to ask again while it is being indexed."""
    shown = value.shown() if isinstance(value, StoredFile) else value
    headers = _SOON if value.status == "in_progress" else None
    return JSONResponse(dump(shown), headers=headers)


def _result(found: Found) -> dict[str, Any]:
    return {
        "file_id": found.file_id,
        "filename": found.filename,
        "score": found.score,
        "attributes": found.attributes,
        "content": [{"type": "text", "text": found.text}],
    }


def _unpaged(kind: str, data: Sequence[dict[str, Any]], **more: Any) -> JSONResponse:
    """A list that comes whole: the protocol calls it a page with nothing behind it."""
    return JSONResponse(
        {"object": kind, **more, "data": data, "has_more": False, "next_page": None}
    )


_STORE = "/vector_stores/{vector_store_id}"
_BATCH = _STORE + "/file_batches/{batch_id}"
ROUTES = [
    Route("/vector_stores", list_all, methods=["GET"]),
    Route("/vector_stores", create, methods=["POST"]),
    Route(_STORE, retrieve, methods=["GET"]),
    Route(_STORE, update, methods=["POST"]),
    Route(_STORE, delete, methods=["DELETE"]),
    Route(_STORE + "/search", search, methods=["POST"]),
    Route(_STORE + "/files", list_files, methods=["GET"]),
    Route(_STORE + "/files", add_file, methods=["POST"]),
    Route(_STORE + "/files/{file_id}", retrieve_file, methods=["GET"]),
    Route(_STORE + "/files/{file_id}", update_file, methods=["POST"]),
    Route(_STORE + "/files/{file_id}", remove_file, methods=["DELETE"]),
    Route(_STORE + "/files/{file_id}/content", content, methods=["GET"]),
    Route(_STORE + "/file_batches", create_batch, methods=["POST"]),
    Route(_BATCH, retrieve_batch, methods=["GET"]),
    Route(_BATCH + "/cancel", cancel_batch, methods=["POST"]),
    Route(_BATCH + "/files", list_batch_files, methods=["GET"]),
]
