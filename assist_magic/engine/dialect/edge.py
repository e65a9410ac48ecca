"""The edge: an ASGI layer around the routes that takes v1 requests and answers them in v1."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assist_magic.engine.dialect import stores
from assist_magic.engine.dialect.answers import Translator, v1_event
from assist_magic.engine.dialect.requests import translation
from assist_magic.engine.dialect.retrieval import until_searchable
from assist_magic.engine.events import Event
from assist_magic.engine.routes.exchange import blocking, json_body, parts

# Only these have two dialects; above all, the bodies of files pass as they are.
_SPOKEN = re.compile(r"(?:/v1)?/(?:assistants|threads)(?:/|$)")
_FRAME_END = b"\n\n"


def speaks_v1(headers: Headers) -> bool:
    """Whether a request asks for v1: `OpenAI-Beta: assistants=v1`, perhaps among others."""
    asked = {
        beta.strip().lower() for line in headers.getlist("openai-beta") for beta in line.split(",")
    }
    return "assistants=v1" in asked and "assistants=v2" not in asked


class V1Edge:
    """Translates for those who speak v1; everybody else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        translated = scope["type"] == "http" and _SPOKEN.match(scope["path"])
        if not translated or not speaks_v1(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        held: list[str] = []
        if request.method == "DELETE":
            held = await blocking(stores.held, parts(request), scope["path"])
        answer = _Answer(request, send, held)
        await self._app(scope, await _translated(request), answer.send)


async def _translated(request: Request) -> Receive:
    """What the routes receive: the v2 form of the body, where there is another."""
    translate = translation(request.scope["path"]) if request.method == "POST" else None
    if translate is None:
        return request.receive
    raw = await request.body()
    is_text = request.headers.get("content-type", "").lower().startswith("text/plain")
    if raw.lstrip().startswith(b"{") and not is_text:
        given, engine = await json_body(request), parts(request)
        async with engine.attaching:
            body = await blocking(translate, engine, given)
        raw = json.dumps(body).encode()
    return _replaying(raw, request.receive)


def _replaying(raw: bytes, receive: Receive) -> Receive:
    """Receives this body, and then what else comes, such as that the client has left."""
    waiting = [raw]

    async def replay() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replay


class _Answer:
    """Sends an answer on in v1: JSON when it is whole, a stream event by event.

    `held` are the vector stores of an object that is about to be deleted.
    """

    def __init__(self, request: Request, send: Send, held: Sequence[str]) -> None:
        self._engine, self._method, self._held = parts(request), request.method, held
        self._send = send
        self._translator = Translator(self._engine.store)
        self._kind = ""
        self._start: Message = {}
        self._waiting = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._kind = Headers(raw=message["headers"]).get("content-type", "")
            self._start = message
            if not self._is_json:
                await self._send(message)
        elif self._is_json:
            await self._send_object(message)
        elif self._kind.startswith("text/event-stream"):
            await self._send_events(message)
        else:
            await self._send(message)

    @property
    def _is_json(self) -> bool:
        return self._kind.startswith("application/json")

    async def _send_object(self, message: Message) -> None:
        self._waiting += message.get("body", b"")
        if message.get("more_body", False):
            return
        found: dict[str, Any] = json.loads(self._waiting)
        await self._settle(found)
        told = await blocking(self._translator.v1, found)
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        MutableHeaders(raw=self._start["headers"])["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})

    async def _send_events(self, message: Message) -> None:
        *frames, self._waiting = (self._waiting + message.get("body", b"")).split(_FRAME_END)
        told = [await self._frame(frame) for frame in frames]
        await self._send({**message, "body": b"".join(told)})

    async def _frame(self, frame: bytes) -> bytes:
        named, _, data = frame.partition(b"\ndata: ")
        if not data.startswith(b"{"):
            return frame + _FRAME_END
        told: dict[str, Any] = await blocking(self._translator.v1, json.loads(data))
        return Event(v1_event(named.decode().removeprefix("event: ")), told).frame()

    async def _settle(self, value: dict[str, Any]) -> None:
        """Does what belongs to the request before it is answered."""
        if self._method == "DELETE":
            await blocking(stores.drop, self._engine, self._held)
        elif self._method == "POST" and value.get("object") == "assistant":
            await until_searchable(self._engine, value)
