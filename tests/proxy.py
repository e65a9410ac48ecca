"""A proxy before a real engine: it counts requests, and does to some what networks do."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Fault:
    """What happens to the next `times` requests whose "METHOD /path" matches.

    `status` answers in the server's place, with `content` or else an error that says `message`;
    `cut_after` passes so many stream events on and then drops the connection; `drop` lets the
    request through, and drops its answer; `lose` drops the request itself.
    """

    pattern: str
    status: int = 0
    message: str = "no"
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    drop: bool = False
    lose: bool = False
    times: int = 1
    instead: Callable[[], None] | None = None


class Proxy:
    """Listens on a free port of loopback; `target` is the engine's base URL.

    Other servers of the protocol are subclasses: `prefix` is where its paths begin.
    """

    prefix = "/v1"

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[Any] = []
        self.faults: list[Fault] = []
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.base_url = f"http://127.0.0.1:{self._server.server_port}{self.prefix}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def count(self, pattern: str = "") -> int:
        """How many requests matched."""
        return sum(bool(re.search(pattern, each)) for each in self.requests)

    def refusal(self, method: str, path: str, headers: dict[str, str], body: Any) -> Fault | None:
        """What this server answers in the engine's place."""
        return None

    def fault_for(self, line: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and re.search(fault.pattern, line):
                fault.times -= 1
                return fault
        return None


class _Handler(BaseHTTPRequestHandler):
    proxy: Proxy
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        line = f"{self.command} {self.path}"
        self.proxy.requests.append(line)
        headers = {k.lower(): v for k, v in self.headers.items()}
        self.proxy.headers.append(headers)
        is_json = (self.headers.get("content-type") or "").startswith("application/json")
        given = json.loads(body) if is_json and body else None
        self.proxy.bodies.append(given)
        fault = self.proxy.fault_for(line)
        fault = fault or self.proxy.refusal(self.command, self.path, headers, given)
        if fault and fault.instead:
            fault.instead()
        if fault and fault.lose:
            self.close_connection = True
        elif fault and fault.status:
            self._refuse(fault)
        else:
            self._forward(body, fault)

    do_GET = do_POST = do_DELETE = handle_any

    def _refuse(self, fault: Fault) -> None:
        error = {"error": {"message": fault.message, "type": "x"}}
        body = json.dumps(fault.content or error).encode()
        self.send_response(fault.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        for name, value in fault.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _forward(self, body: bytes, fault: Fault | None) -> None:
        target = self.proxy.target
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        passed = {k: v for k, v in self.headers.items() if k.lower() not in {"host", "connection"}}
        try:
            path = f"{target.path}{self.path.removeprefix(self.proxy.prefix)}"
            connection.request(self.command, path, body, passed)
            answer = connection.getresponse()
            if fault and fault.drop:
                answer.read()
                self.close_connection = True
                return
            self._pass_on(answer, fault)
        except OSError:
            self.close_connection = True
        finally:
            connection.close()

    def _pass_on(self, answer: http.client.HTTPResponse, fault: Fault | None) -> None:
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        if "event-stream" in (answer.getheader("content-type") or ""):
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True
            self._stream(answer, fault.cut_after if fault else None)
            return
        content = answer.read()
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, answer: http.client.HTTPResponse, cut_after: int | None) -> None:
        events = 0
        while line := answer.readline():
            if cut_after is not None and events >= cut_after:
                return
            self.wfile.write(line)
            self.wfile.flush()
            events += line == b"\n"
