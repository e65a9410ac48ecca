"""The engine's door: the key, the machine itself, no web page from elsewhere; and who came.

The log has a line for each request, of pairs that a program can read: never a body, a query, or
a key.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assist_magic.engine.objects import ProtocolError

logger = logging.getLogger("assist_magic.requests")

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")


class Door:
    """Who may come in, and when somebody last did."""

    def __init__(self, key: str | None) -> None:
        self._key = key
        self.last_visit = time.monotonic()

    def admits(self, headers: Headers) -> bool:
        """Whether the request brings the key, or none is asked for."""
        if self._key is None:
            return _is_local(headers)
        scheme, _, given = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(
            given.strip().encode(), self._key.encode()
        )

    def refusal(self, headers: Headers) -> ProtocolError:
        """Why the request is not admitted."""
        if self._key is None:
            text = "This engine asks for no key, so it answers only programs on its own machine."
            return ProtocolError(403, text)
        if not headers.get("authorization"):
            text = (
                "You didn't provide an API key. Give the engine's key as the api_key of your client"
                " (header 'Authorization: Bearer KEY')."
            )
            return ProtocolError(401, text)
        text = "Incorrect API key provided: it is not this engine's key."
        return ProtocolError(401, text, code="invalid_api_key")


def _is_local(headers: Headers) -> bool:
    """Whether a request can only come from a program here, not from a web page elsewhere.

    A page in the user's browser can reach loopback too, by a name that resolves to it or with a
    simple cross-site request: the Host and Origin headers give both away.
    """
    host = headers.get("host", "").rsplit(":", 1)[0]
    origin = headers.get("origin", "")
    origin_host = origin.partition("://")[2].rsplit(":", 1)[0] if origin else host
    return host in LOOPBACK and origin_host in LOOPBACK


class Doorway:
    """Asks for the key, names and logs each request, and remembers that somebody was here."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = self._door.last_visit = time.monotonic()
        identity = f"req_{secrets.token_hex(16)}"
        status = 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = identity
            await send(message)

        try:
            await self._enter(scope, receive, named)
        finally:
            self._door.last_visit = time.monotonic()
            milliseconds = (self._door.last_visit - began) * 1000
            logger.info(
                "method=%s path=%s status=%d ms=%.0f request=%s",
                scope["method"],
                quote(scope["path"]),
                status,
                milliseconds,
                identity,
            )

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if scope["path"] == "/healthz" or self._door.admits(headers):
            await self._app(scope, receive, send)
            return
        refusal = self._door.refusal(headers)
        await JSONResponse(refusal.body(), refusal.status)(scope, receive, send)
