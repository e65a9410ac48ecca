"""/files: uploads streamed to disk, downloads streamed from it."""

from __future__ import annotations

from pathlib import PurePosixPath

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from assist_magic.engine.bodies import MAX_BYTES
from assist_magic.engine.expiry import forget_file, is_over
from assist_magic.engine.objects import FileObject, ProtocolError, new_id, not_found, now
from assist_magic.engine.requests import FileCreate, FilePage, check
from assist_magic.engine.routes.exchange import (
    Parts,
    answer,
    blocking,
    deleted,
    listed,
    page,
    parts,
)

_PRIVATE = {"assistants", "user_data", "evals"}
_FORM_OVERHEAD = 64 * 1024


async def create(request: Request) -> Response:
    # Told by its length before a byte of it is read.
    if int(request.headers.get("content-length", 0)) > MAX_BYTES + _FORM_OVERHEAD:
        text = f"File is too large. The maximum is {MAX_BYTES // 2**20} MB."
        raise ProtocolError(413, text, "file")
    async with request.form(max_files=1) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            text = "Missing required parameter: 'file'."
            raise ProtocolError(400, text, "file", "missing_required_parameter")
        wanted = check(FileCreate, _fields(form))
        return answer(await blocking(_keep, parts(request), upload, wanted))


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
    engine = parts(request)
    await blocking(forget_file, file.id, engine.store, engine.bodies, engine.vector_stores)
    return deleted(file.id, "file")


async def _find(request: Request) -> FileObject:
    file = await blocking(parts(request).store.files.get, request.path_params["file_id"])
    if is_over(file):
        raise not_found("file", file.id)
    return file


def _fields(form: FormData) -> dict[str, object]:
    """What a form says beside its file; `a[b]` is the field b of a."""
    found: dict[str, object] = {}
    for name, value in form.items():
        outer, _, inner = name.partition("[")
        if not isinstance(value, str):
            continue
        if inner:
            inside = found.setdefault(outer, {})
            if isinstance(inside, dict):
                inside[inner.rstrip("]")] = value
        else:
            found[name] = value
    return found


def _keep(engine: Parts, upload: UploadFile, wanted: FileCreate) -> FileObject:
    file_id, made = new_id("file"), now()
    size = engine.bodies.save(file_id, upload.file)
    try:
        return engine.store.files.add(
            FileObject.model_validate(
                {
                    "id": file_id,
                    "object": "file",
                    "bytes": size,
                    "created_at": made,
                    "expires_at": wanted.expires_after and made + wanted.expires_after.seconds,
                    "filename": upload.filename or file_id,
                    "purpose": wanted.purpose,
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
