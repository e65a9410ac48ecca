"""The engine as an ASGI app: its parts, its doors, its errors; and `serve`, which runs it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from filelock import FileLock, Timeout
from python_multipart.exceptions import FormParserError
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from assist_magic.engine.bodies import Bodies, disk_refused
from assist_magic.engine.dialect import files
from assist_magic.engine.dialect.edge import V1Edge
from assist_magic.engine.door import Door, Doorway
from assist_magic.engine.expiry import watch_files
from assist_magic.engine.interpreter.base import CodeRuntime, RuntimeSettings, SandboxUnavailable
from assist_magic.engine.interpreter.runtime import JupyterRuntime
from assist_magic.engine.loop import RunLoop
from assist_magic.engine.models.catalogue import Models, ModelSettings
from assist_magic.engine.objects import ProtocolError
from assist_magic.engine.routes import protocol_routes
from assist_magic.engine.routes.exchange import Parts
from assist_magic.engine.search.reader import Reader
from assist_magic.engine.search.vector_stores import VectorStores
from assist_magic.engine.store import PassageIndex, open_store

logger = logging.getLogger(__name__)


class PortTaken(Exception):
    """Something else already listens there; the text says where and what to do."""


class FolderUnusable(Exception):
    """The folder cannot be written, or another engine keeps its data there; the text says which."""


@dataclass(frozen=True)
class EngineSettings:
    """All that an engine needs to know.

    `folder` holds the database and the files, unless `database` (an SQLAlchemy URL) or `files` (a
    folder) say otherwise. `key` is what clients must present; None asks for
    none, which `serve` allows on loopback alone. `idle_seconds` without a request end it; None
    never does.
    """

    folder: Path
    version: str
    runtime: RuntimeSettings
    models: ModelSettings
    key: str | None = field(default=None, repr=False)
    database: str | None = field(default=None, repr=False)
    files: Path | None = None
    idle_seconds: float | None = None


def build_app(settings: EngineSettings) -> Starlette:
    """The app, whose parts live as long as it runs."""
    door = Door(settings.key)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with _parts(settings) as (parts, notes):
            app.state.parts, app.state.notes = parts, notes
            app.state.door, app.state.version = door, settings.version
            yield

    return Starlette(
        routes=_routes(),
        lifespan=lifespan,
        middleware=[Middleware(Doorway, door=door)],
        exception_handlers={
            ProtocolError: _refuse,
            HTTPException: _no_such_url,
            FormParserError: _no_form,
            SQLAlchemyError: _store_failed,
            Exception: _failed,
        },
    )


def _routes() -> list[BaseRoute]:
    """Every route, under /v1 and bare, as clients with either kind of base URL ask."""
    spoken = [*files.ROUTES, *protocol_routes()]
    edge = [Middleware(V1Edge)]
    mounts = [Mount(path, routes=spoken, middleware=edge) for path in ("/v1", "")]
    return [Route("/healthz", health), *mounts]


@contextlib.asynccontextmanager
async def _parts(settings: EngineSettings) -> AsyncIterator[tuple[Parts, list[str]]]:
    notes: list[str] = []
    store, note = open_store(settings.database, settings.folder)
    if note:
        logger.warning(note)
        notes.append(note)
    orphans = store.expire_orphans()
    if orphans:
        logger.warning("%d runs of an engine that died were ended", orphans)
    runtime: CodeRuntime = JupyterRuntime(settings.runtime)
    try:
        await runtime.start()
    except SandboxUnavailable as error:
        # Models can still answer in words; each call of code_interpreter says this.
        logger.warning("code_interpreter: %s", error)
        notes.append(str(error))
    models = Models(settings.models)
    bodies = Bodies(settings.files or settings.folder / "files")
    index = PassageIndex(settings.folder / "index")
    vector_stores = VectorStores(store, bodies, index, Reader(settings.runtime))
    await asyncio.to_thread(vector_stores.sweep)
    await vector_stores.indexer.wake()
    loop = RunLoop(store, bodies, runtime, models, vector_stores)
    watch = asyncio.create_task(watch_files(store, bodies, vector_stores))
    try:
        yield Parts(store, bodies, runtime, models, vector_stores, loop), notes
    finally:
        watch.cancel()
        await loop.close()
        await vector_stores.indexer.close()
        await runtime.close()
        await models.close()
        store.close()


async def health(request: Request) -> Response:
    """Whether the engine is well; to those who have the key, also what it is made of."""
    state = request.app.state
    if not state.door.admits(request.headers):
        return JSONResponse({"status": "ok"})
    protection = state.parts.runtime.protection()
    return JSONResponse(
        {
            "status": "ok",
            "version": state.version,
            "active_runs": state.parts.loop.active,
            "protection": {
                "level": protection.level,
                "layers": list(protection.layers),
                "words": protection.words,
            },
            "model": {"name": "default", "words": state.parts.models.words()},
            "notes": state.notes,
        }
    )


def _refuse(_request: Any, error: Exception) -> JSONResponse:
    assert isinstance(error, ProtocolError)
    # The SDK repeats what it takes for a passing fault; a run must not be made twice.
    headers = {"x-should-retry": "false"} if error.status >= 500 else None
    return JSONResponse(error.body(), status_code=error.status, headers=headers)


def _no_such_url(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code in (404, 405):
        text = f"Invalid URL ({request.method} {request.url.path})"
        return _refuse(request, ProtocolError(404, text))
    return _refuse(request, ProtocolError(error.status_code, str(error.detail)))


def _no_form(request: Request, error: Exception) -> JSONResponse:
    """What releases of Starlette before 1.7 let through of a form that is none."""
    return _refuse(request, ProtocolError(400, f"The form cannot be read: {error}."))


def _store_failed(request: Request, error: Exception) -> JSONResponse:
    text = str(getattr(error, "orig", error))
    logger.error("store: %s", text)
    if "full" in text or "readonly" in text or "I/O error" in text:
        return _refuse(request, disk_refused(OSError(0, text)))
    return _refuse(request, ProtocolError(500, f"The engine's database failed: {text}"))


def _failed(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, OSError):
        return _refuse(request, disk_refused(error))
    text = f"The engine failed on this request ({type(error).__name__}). Its log says more."
    return _refuse(request, ProtocolError(500, text, kind="server_error"))


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one.

    Raises:
        PortTaken: the address is in use, or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio would not turn off Nagle's wait: 40 ms for each answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise PortTaken(
            f"Cannot listen on {host} port {port}: {str(reason).rstrip('.')}."
            " Choose another with --port, or --port 0 for any free one."
        ) from error
    listener.listen(128)
    return listener


def serve(
    settings: EngineSettings, listener: socket.socket, ready: Callable[[], None] | None = None
) -> None:
    """Serves on the socket until a signal or a long silence ends it; calls `ready` once it does.

    Raises:
        FolderUnusable: the folder cannot be written, or another engine holds it.
    """
    with owned(settings.folder):
        _serve_owned(settings, listener, ready)


@contextlib.contextmanager
def owned(folder: Path) -> Iterator[None]:
    """Holds the folder for one engine: a second one would take the first's runs for dead.

    Raises:
        FolderUnusable: it cannot be written, or another engine holds it.
    """
    lock = FileLock(folder / "engine.lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except Timeout:
        raise FolderUnusable(
            f"Another engine keeps its data in {folder}. Stop it, or choose another folder."
        ) from None
    except OSError as error:
        raise FolderUnusable(f"Cannot use the folder {folder}: {error.strerror}.") from error
    try:
        yield
    finally:
        lock.release()


def _serve_owned(
    settings: EngineSettings, listener: socket.socket, ready: Callable[[], None] | None
) -> None:
    # uvicorn ends gently on SIGTERM and then raises it again, which would end this process before
    # what comes after it.
    signal.signal(signal.SIGTERM, lambda *_: None)
    app = build_app(settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        lifespan="on",
    )
    asyncio.run(_serve(_Server(config, app), app, settings, listener, ready))


class _Server(uvicorn.Server):
    """Ends the runs that are at work as soon as it is to stop: their streams end with them."""

    def __init__(self, config: uvicorn.Config, app: Starlette) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        runs_ended = self._app.state.parts.loop.close()
        await asyncio.gather(super().shutdown(sockets), runs_ended)


async def _serve(
    server: uvicorn.Server,
    app: Starlette,
    settings: EngineSettings,
    listener: socket.socket,
    ready: Callable[[], None] | None,
) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    if server.started and ready is not None:
        ready()
    if settings.idle_seconds is not None:
        watch = asyncio.create_task(_watch_silence(server, app, settings.idle_seconds))
        serving.add_done_callback(lambda _: watch.cancel())
    await serving
    if not server.started:
        raise RuntimeError("The engine could not start; its log says why.")


async def _watch_silence(server: uvicorn.Server, app: Starlette, seconds: float) -> None:
    while not server.should_exit:
        await asyncio.sleep(min(seconds / 4, 15))
        silent = time.monotonic() - app.state.door.last_visit
        if silent > seconds and not app.state.parts.loop.active:
            logger.info("nobody came for %.0f s; the engine ends", silent)
            server.should_exit = True
