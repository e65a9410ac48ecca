"""Refusals that belong to no one resource: paths, bodies, keys; and both base URLs."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from openai import AuthenticationError, NotFoundError, OpenAI

from assist_magic.engine.process import Engine
from tests.protocol.strict import checked, checked_error, strict_client

NO_JSON = "We could not parse the JSON body of your request. The API expects a JSON object."


def request(
    engine: Engine, method: str, path: str, data: bytes | None = None, **headers: str
) -> tuple[int, Any]:
    """The status and the body of an answer, whatever it is."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{engine.port}{path}",
        data,
        {"Authorization": f"Bearer {engine.token}", **headers},
        method=method,
    )
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.parametrize("prefix", ["", "/v1"])
def test_both_base_urls(engine: Engine, prefix: str) -> None:
    for path in ("/assistants", "/files", "/models", "/assistants?nonsense=1&limit=3"):
        status, body = request(engine, "GET", prefix + path, **{"X-Nonsense": "1"})
        assert status == 200
        checked(body)
    status, body = request(engine, "POST", f"{prefix}/threads")
    assert (status, body["object"]) == (200, "thread")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nowhere"),
        ("GET", "/v1/threads"),
        ("PUT", "/v1/assistants"),
        ("DELETE", "/v1/models"),
        ("PATCH", "/v1/threads/thread_x"),
        ("GET", "/"),
    ],
)
def test_no_such_url(engine: Engine, method: str, path: str) -> None:
    status, body = request(engine, method, path)
    assert status == 404
    assert body["error"] == {
        "message": f"Invalid URL ({method} {path})",
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"{nonsense",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b'{"metadata": {"k": "\\ud800"}}',
        b'{"metadata": ' + b"[" * 3000,
        b'{"metadata": NaN}',
    ],
)
def test_body_that_is_no_object(engine: Engine, raw: bytes) -> None:
    for path in ("/v1/assistants", "/v1/threads", "/v1/threads/runs"):
        status, body = request(engine, "POST", path, raw, **{"Content-Type": "application/json"})
        checked_error(status, body)
        assert body["error"]["message"] == NO_JSON


def test_wrong_key(engine: Engine) -> None:
    with (
        strict_client(engine.base_url, "sk-wrong") as client,
        pytest.raises(AuthenticationError) as refusal,
    ):
        client.beta.assistants.list()
    assert refusal.value.code == "invalid_api_key"
    assert "Incorrect API key provided" in str(refusal.value)


def test_models(client: OpenAI) -> None:
    listed = client.models.list().data
    assert client.models.retrieve(listed[0].id) == listed[0]
    with pytest.raises(NotFoundError, match="The model 'none' does not exist"):
        client.models.retrieve("none")


def test_model_that_no_run_can_use(client: OpenAI) -> None:
    with pytest.raises(Exception, match="The requested model 'local:none' cannot be used") as said:
        client.beta.assistants.create(model="local:none")
    assert said.value.code == "unsupported_model"  # type: ignore[attr-defined]
    assert said.value.param == "model"  # type: ignore[attr-defined]
    made = client.beta.assistants.create(model="gpt-4")
    with pytest.raises(Exception, match="The requested model 'local:none' cannot be used"):
        client.beta.assistants.update(made.id, model="local:none")
