"""/files: uploads streamed to disk, downloads streamed from it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import get_args

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from assist_magic.engine.bodies import MAX_BYTES
from assist_magic.engine.objects import FileObject, ProtocolError, new_id, now
from assist_magic.engine.requests import FilePage
from assist_magic.engine.routes.exchange import (
    Parts,
    answer,
    blocking,
    deleted,
    listed,
    page,
    parts,
)

_PURPOSES = ("assistants", "vision", "batch", "fine-tune", "user_data", "evals")
_KNOWN = get_args(FileObject.model_fields["purpose"].annotation)
_PRIVATE = {"assistants", "user_data", "evals"}
_FORM_OVERHEAD = 64 * 1024


async def create(request: Request) -> Response:
    # Told by its length before a byte of it is read.
    if int(request.headers.get("content-length", 0)) > MAX_BYTES + _FORM_OVERHEAD:
        text = f"File is too large. The maximum is {MAX_BYTES // 2**20} MB."
        raise ProtocolError(413, text, "file")
    async with request.form(max_files=1) as form:
        upload, purpose = form.get("file"), form.get("purpose")
        if not isinstance(upload, UploadFile):
            text = "Missing required parameter: 'file'."
            raise ProtocolError(400, text, "file", "missing_required_parameter")
        if purpose not in _PURPOSES or purpose not in _KNOWN:
            names = ", ".join(f"'{name}'" for name in _PURPOSES)
            text = f"Invalid value: '{purpose}'. Supported values are: {names}."
            raise ProtocolError(400, text, "purpose", "invalid_value")
        return answer(await blocking(_keep, parts(request), upload, purpose))


async def list_all(request: Request) -> Response:
    wanted = page(request, FilePage)
    purpose = request.query_params.get("purpose")
    within = {"purpose": purpose} if purpose else {}
    return await listed(parts(request).store.files, wanted, **within)


async def retrieve(request: Request) -> Response:
    return answer(await _find(request))


async def content(request: Request) -> Response:
    file = await _find(request)
    if file.purpose in _PRIVATE:
        raise ProtocolError(400, f"Not allowed to download files of purpose: {file.purpose}")
    name = PurePosixPath(file.filename).name
    return FileResponse(parts(request).bodies.path(file.id), filename=name)


async def delete(request: Request) -> Response:
    file = await _find(request)
    await blocking(parts(request).vector_stores.forget_file, file.id)
    await blocking(parts(request).store.files.remove, id=file.id)
    await blocking(parts(request).bodies.remove, file.id)
    return deleted(file.id, "file")


async def _find(request: Request) -> FileObject:
    return await blocking(parts(request).store.files.get, request.path_params["file_id"])


def _keep(engine: Parts, upload: UploadFile, purpose: str) -> FileObject:
    file_id = new_id("file")
    size = engine.bodies.save(file_id, upload.file)
    try:
        return engine.store.files.add(
            FileObject.model_validate(
                {
                    "id": file_id,
                    "object": "file",
                    "bytes": size,
                    "created_at": now(),
                    "filename": upload.filename or file_id,
                    "purpose": purpose,
                    "status": "processed",
                }
            )
        )
    except BaseException:
        engine.bodies.remove(file_id)
        raise


ROUTES = [
    Route("/files", list_all, methods=["GET"]),
    Route("/files", create, methods=["POST"]),
    Route("/files/{file_id}", retrieve, methods=["GET"]),
    Route("/files/{file_id}", delete, methods=["DELETE"]),
    Route("/files/{file_id}/content", content, methods=["GET"]),
]
