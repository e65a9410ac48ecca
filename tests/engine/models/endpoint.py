"""A model's endpoint on loopback that answers as a test wants it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEY = "sk-secret-of-the-test"

Answer = Callable[[dict[str, Any]], Response]


class Endpoint:
    """Keeps what it is asked; `answer` makes the response to each body."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.left = threading.Event()
        self.url = ""

    async def take(self, request: Request) -> Response:
        self.bodies.append(await request.json())
        self.keys.append(request.headers.get("authorization", ""))
        return self.answer(self.bodies[-1])


@contextlib.contextmanager
def listening(*routes: Route) -> Iterator[str]:
    """Serves routes on loopback; their base URL, to which their paths' /v1 belongs."""
    config = uvicorn.Config(
        Starlette(routes=list(routes)), log_level="critical", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/v1"
        server.should_exit = True
        thread.join()


@contextlib.contextmanager
def serving(path: str, answer: Answer) -> Iterator[Endpoint]:
    """Serves `path` below the endpoint's base URL."""
    served = Endpoint(answer)
    with listening(Route(f"/v1{path}", served.take, methods=["POST"])) as served.url:
        yield served


def refusal(status: int, message: str, **headers: str) -> Response:
    """An error as such endpoints word it."""
    return JSONResponse({"error": {"message": message}}, status, headers)
