"""Which server answers, which model, whose key goes where; and what is said when none does."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil
import pytest

import assist_magic
from assist_magic.backend import discovery
from assist_magic.backend.connect import connect
from assist_magic.backend.discovery import engine_place, model_server, own_engine, preferred
from assist_magic.config import Settings
from assist_magic.engine import process
from assist_magic.engine.process import Engine
from assist_magic.errors import BackendUnavailable, RunFailed, UsageError
from tests.conftest import Door
from tests.proxy import Fault, Proxy


class ModelServer:
    """A server of chat completions, as Ollama is one; it notes which keys it was shown."""

    def __init__(self, models: list[str], answer: str = "From the endpoint.") -> None:
        self.keys: list[str | None] = []
        self.models, self.answer = models, answer
        handler = type("Handler", (_ModelHandler,), {"owner": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.port = self._server.server_port
        self.base_url = f"http://127.0.0.1:{self.port}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _ModelHandler(BaseHTTPRequestHandler):
    owner: ModelServer

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        self.owner.keys.append(self.headers.get("authorization"))
        if self.path == "/v1/models":
            data = [{"id": each, "object": "model"} for each in self.owner.models]
            self._answer(200, {"object": "list", "data": data})
        else:
            self._answer(404, {"error": {"message": f"Invalid URL (GET {self.path})"}})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.owner.keys.append(self.headers.get("authorization"))
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": asked["model"],
            "choices": [
                {"index": 0, "delta": {"content": self.owner.answer}, "finish_reason": "stop"}
            ],
        }
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def serve_models() -> Iterator[Callable[..., ModelServer]]:
    made: list[ModelServer] = []

    def serve(*models: str) -> ModelServer:
        made.append(ModelServer(list(models)))
        return made[-1]

    yield serve
    for each in made:
        each.close()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server of models runs on this machine."""
    monkeypatch.setattr(discovery, "MODEL_SERVERS", {1: "nobody"})


def test_without_anything_the_embedded_model_of_the_own_engine_answers(
    front_home: Path, front_engine: Engine, alone: None
) -> None:
    found = connect(Settings(home=front_home))

    assert found.own
    assert found.base_url == front_engine.base_url
    assert (found.model, found.model_why) == ("default", "nothing else is configured")
    assert found.headers == {}


def test_a_named_server_is_used(proxy: Proxy) -> None:
    found = connect(Settings.from_environment())

    assert not found.own
    assert found.base_url == proxy.base_url
    assert found.why == "ASSIST_MAGIC_BASE_URL names it"
    assert proxy.requests == ["GET /v1/assistants?limit=1"]


def test_a_named_server_without_a_model_is_asked_for_its_models(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSIST_MAGIC_MODEL")
    assert connect(Settings.from_environment()).model == "default"
    assert connect(Settings.from_environment()).model == "default"
    assert proxy.count("GET /v1/models") == 1


def test_openai_base_url_that_serves_assistants_is_used(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, front_engine: Engine
) -> None:
    monkeypatch.delenv("ASSIST_MAGIC_BASE_URL")
    monkeypatch.setenv("OPENAI_BASE_URL", proxy.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", front_engine.token)
    reply = assist_magic.ask("hello")
    assist_magic.ask("hello")

    assert reply.status == "completed"
    assert proxy.count("GET /v1/assistants") == 1
    assert connect(Settings.from_environment()).why.startswith("OPENAI_BASE_URL names it")


def test_openai_base_url_of_chat_is_the_model_of_the_own_engine(
    front: Path,
    monkeypatch: pytest.MonkeyPatch,
    serve_models: Callable[..., ModelServer],
    door: Door,
) -> None:
    server = serve_models("text-embedder", "gpt-4o-mini")
    monkeypatch.delenv("ASSIST_MAGIC_MODEL")
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-endpoint")
    found = connect(Settings.from_environment())
    assert found.own
    assert found.model == "gpt-4o-mini"
    assert "sk-endpoint" not in repr(found)

    reply = door("hello")
    assert reply.text == "From the endpoint."
    assert reply.model == "gpt-4o-mini"
    assert set(server.keys) == {"Bearer sk-endpoint"}


def test_a_configured_model_of_the_engine_needs_no_endpoint(
    front: Path, monkeypatch: pytest.MonkeyPatch, serve_models: Callable[..., ModelServer]
) -> None:
    server = serve_models("gpt-4o-mini")
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-endpoint")

    assert assist_magic.ask("hello").text == "Hello there, how are you?"
    assert connect(Settings.from_environment()).headers == {}
    assert assist_magic.ask("hello", model="gpt-4o-mini").text == "From the endpoint."


def test_a_model_server_on_its_usual_port_is_found(
    front: Path, monkeypatch: pytest.MonkeyPatch, serve_models: Callable[..., ModelServer]
) -> None:
    server = serve_models("nomic-embed-text", "qwen2.5:7b", "llama3")
    monkeypatch.setattr(discovery, "MODEL_SERVERS", {1: "nobody", server.port: "Ollama"})
    monkeypatch.delenv("ASSIST_MAGIC_MODEL")
    reply = assist_magic.ask("hello")

    assert (reply.text, reply.model) == ("From the endpoint.", "qwen2.5:7b")
    assert server.keys.count(None) >= 1
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", "llama3")
    assert assist_magic.ask("hello").model == "llama3"


def test_what_answers_otherwise_is_no_model_server(front_engine: Engine) -> None:
    class Page(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>a hub</html>")

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as page:
        threading.Thread(target=page.serve_forever, args=(0.05,), daemon=True).start()
        begun = time.monotonic()
        found = model_server(ports={page.server_port: "hub", front_engine.port: "engine", 1: "-"})
        page.shutdown()

    assert found is None
    assert time.monotonic() - begun < 1


def test_an_unknown_model_lists_those_there_are(front: Path, alone: None, door: Door) -> None:
    with pytest.raises(UsageError, match=r"no model 'gpt-99' here.*There are: default, solver"):
        door("hello", model="gpt-99")


def test_an_unknown_model_of_a_server_is_refused_in_its_words(proxy: Proxy, door: Door) -> None:
    with pytest.raises(RunFailed, match="'local:9b' cannot be used"):
        door("hello", model="local:9b")
    assert door("hello").status == "completed"


def test_a_wrong_key_names_host_and_variable(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_API_KEY", "sk-wrong")
    with pytest.raises(BackendUnavailable) as refused:
        door("hello")

    words = str(refused.value)
    assert "127.0.0.1" in words
    assert "ASSIST_MAGIC_API_KEY" in words
    assert "sk-wrong" not in words


def test_a_key_that_a_server_repeats_is_not_shown(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_API_KEY", "sk-repeated")
    proxy.faults.append(Fault("", status=403, message="sk-repeated may not do this", times=2))
    with pytest.raises(RunFailed, match="… may not do this"):
        assist_magic.ask("hello")


def test_a_missing_key_says_which_variable(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSIST_MAGIC_API_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-host")
    with pytest.raises(BackendUnavailable, match="wants a key .*ASSIST_MAGIC_API_KEY is not set"):
        assist_magic.ask("hello")
    assert not any("sk-of-another-host" in str(each) for each in proxy.headers)


def test_nobody_answers(bare: Path, monkeypatch: pytest.MonkeyPatch, door: Door) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", "m")
    with pytest.raises(
        BackendUnavailable,
        match=r"No server answers at http://127.0.0.1:1/v1 .*ASSIST_MAGIC_BASE_URL names it: start",
    ):
        door("hello")


def test_a_page_in_the_servers_place_is_told(proxy: Proxy) -> None:
    proxy.faults.append(Fault("POST", status=502, message="bad gateway", times=9))
    with pytest.raises(BackendUnavailable, match=r"failed \(502\): bad gateway"):
        assist_magic.ask("hello")


def test_an_engine_that_does_not_start_shows_its_log(
    bare: Path, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    blocked = bare / "blocked"
    blocked.mkdir()
    (blocked / "data").write_text("a file where a folder should be")
    monkeypatch.setenv("ASSIST_MAGIC_HOME", str(blocked))
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", "solver")
    with pytest.raises(BackendUnavailable, match="cannot be started|did not start"):
        door("hello")


@pytest.fixture
def mortal(
    bare: Path, monkeypatch: pytest.MonkeyPatch, front_model: str
) -> Iterator[Callable[[], None]]:
    """An engine of this test alone, and how it is killed."""
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", front_model)
    place = engine_place(Settings.from_environment())

    def kill() -> None:
        engine = process.read(place)
        assert engine is not None
        victim = psutil.Process(engine.pid)
        os.kill(engine.pid, signal.SIGKILL)
        victim.wait(10)

    yield kill
    process.stop(place)


def test_an_engine_that_died_is_found_again(mortal: Callable[[], None], door: Door) -> None:
    first = door("hello")
    mortal()
    second = door("hello")

    assert second.status == "completed"
    assert second.thread_id == first.thread_id
    assert second.notes == ()


@pytest.mark.parametrize("poll", [False, True])
def test_an_engine_killed_in_mid_run(mortal: Callable[[], None], poll: bool) -> None:
    first = assist_magic.ask("hello")
    threading.Timer(1.0, mortal).start()
    with pytest.raises(RunFailed, match="engine ended in mid-run and was started again") as failed:
        assist_magic.ask("slowly", poll=poll)
    reply = failed.value.reply
    assert reply is not None
    assert reply.thread_id == first.thread_id
    if not poll:
        assert reply.text.startswith("word0")

    after = assist_magic.ask("hello")
    assert after.status == "completed"
    assert after.thread_id == first.thread_id


def test_another_programs_port_is_not_taken_for_the_engine(
    mortal: Callable[[], None],
) -> None:
    first = assist_magic.ask("hello")
    settings = Settings.from_environment()
    engine = own_engine(settings)
    mortal()

    class Stranger(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(401)
            self.send_header("content-length", "0")
            self.end_headers()

    ThreadingHTTPServer.allow_reuse_address = True
    with ThreadingHTTPServer(("127.0.0.1", engine.port), Stranger) as stranger:
        threading.Thread(target=stranger.serve_forever, args=(0.05,), daemon=True).start()
        second = assist_magic.ask("hello")
        stranger.shutdown()

    assert second.thread_id == first.thread_id


def test_an_all_rounder_is_preferred() -> None:
    assert preferred(["tts-1", "gpt-4o-mini"]) == "gpt-4o-mini"
    assert preferred(["some-model", "other"]) == "some-model"
