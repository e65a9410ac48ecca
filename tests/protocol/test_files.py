"""Files: uploads, their expiry, downloads, and what is refused."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from openai import BadRequestError, NotFoundError, OpenAI

from assist_magic.engine.process import Engine
from tests.protocol.strict import checked_error

PURPOSES = ("assistants", "vision", "batch", "fine-tune", "user_data", "evals")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_upload_for_each_purpose(client: OpenAI, purpose: Any) -> None:
    made = client.files.create(file=("points.csv", b"x,y\n1,2\n"), purpose=purpose)
    assert made.id.startswith("file-")
    assert made.to_dict() == {
        "id": made.id,
        "object": "file",
        "bytes": 8,
        "created_at": made.created_at,
        "expires_at": None,
        "filename": "points.csv",
        "purpose": purpose,
        "status": "processed",
        "status_details": None,
    }
    assert client.files.retrieve(made.id) == made
    assert client.files.list(purpose=purpose, limit=1).data == [made]
    if purpose in ("assistants", "user_data", "evals"):
        text = f"Not allowed to download files of purpose: {purpose}"
        with pytest.raises(BadRequestError) as refusal:
            client.files.content(made.id)
        assert refusal.value.body == {
            "message": text,
            "type": "invalid_request_error",
            "param": None,
            "code": None,
        }
    else:
        assert client.files.content(made.id).read() == b"x,y\n1,2\n"
    gone = client.files.delete(made.id)
    assert gone.to_dict() == {"id": made.id, "object": "file", "deleted": True}
    with pytest.raises(NotFoundError) as missing:
        client.files.retrieve(made.id)
    said: Any = missing.value.body
    assert (said["message"], said["param"]) == (f"No such File object: {made.id}", "id")


@pytest.mark.parametrize("name", ["Ωμέγα 🎲.txt", 'quo"te.txt', "with\ttab.txt", "a;b=c.txt"])
def test_names_survive(client: OpenAI, name: str) -> None:
    made = client.files.create(file=(name, b"x"), purpose="vision")
    assert client.files.content(made.id).read() == b"x"
    assert made.bytes == 1
    assert made.filename


def test_upload_from_a_path(client: OpenAI, tmp_path: Path) -> None:
    (tmp_path / "empty.bin").write_bytes(b"")
    made = client.files.create(file=tmp_path / "empty.bin", purpose="vision")
    assert (made.filename, made.bytes) == ("empty.bin", 0)
    assert client.files.content(made.id).read() == b""


def test_file_expires(client: OpenAI) -> None:
    made = client.files.create(
        file=("a.txt", b"x"),
        purpose="assistants",
        expires_after={"anchor": "created_at", "seconds": 3600},
    )
    assert made.expires_at == made.created_at + 3600
    assert client.files.retrieve(made.id).expires_at == made.expires_at
    assert abs(made.created_at - time.time()) < 5


REFUSED: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"purpose": "world-domination"},
        "Invalid value: 'world-domination'. Supported values are: 'assistants', 'batch',"
        " 'fine-tune', 'vision', 'user_data' and 'evals'.",
        "purpose",
        "invalid_value",
    ),
    ({}, "Missing required parameter: 'purpose'.", "purpose", "missing_required_parameter"),
    (
        {"purpose": "vision", "expires_after[anchor]": "created_at", "expires_after[seconds]": "5"},
        "Invalid 'expires_after.seconds': integer below minimum value. Expected a value >= 3600,"
        " but got 5 instead.",
        "expires_after.seconds",
        "integer_below_min_value",
    ),
    (
        {
            "purpose": "vision",
            "expires_after[anchor]": "created_at",
            "expires_after[seconds]": "2592001",
        },
        "Expected a value <= 2592000",
        "expires_after.seconds",
        "integer_above_max_value",
    ),
    (
        {"purpose": "vision", "expires_after[seconds]": "3600"},
        "Missing required parameter: 'expires_after.anchor'.",
        "expires_after.anchor",
        "missing_required_parameter",
    ),
    (
        {"purpose": "vision", "expires_after[anchor]": "now", "expires_after[seconds]": "3600"},
        "Invalid value: 'now'. Supported values are: 'created_at'.",
        "expires_after.anchor",
        "invalid_value",
    ),
]


@pytest.mark.parametrize(("fields", "message", "param", "code"), REFUSED)
def test_what_does_not_fit_is_refused(
    client: OpenAI, fields: dict[str, str], message: str, param: str, code: str
) -> None:
    before = client.files.list(limit=1).data
    with pytest.raises(BadRequestError) as refusal:
        client.post(
            "/files",
            body=fields,
            files=[("file", ("a.txt", b"x"))],
            cast_to=object,
            options={"headers": {"Content-Type": "multipart/form-data"}},
        )
    said: Any = refusal.value.body
    assert message in said["message"]
    assert (said["param"], said["code"]) == (param, code)
    assert client.files.list(limit=1).data == before


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/x"])
def test_upload_that_is_none(engine: Engine, kind: str) -> None:
    request = urllib.request.Request(
        f"{engine.base_url}/files",
        data=b"nonsense",
        headers={"Authorization": f"Bearer {engine.token}", "Content-Type": kind},
    )
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=10)
    checked_error(refusal.value.code, json.load(refusal.value))


def test_pages_of_files(client: OpenAI) -> None:
    made = [client.files.create(file=(f"{n}", b"x"), purpose="batch").id for n in range(4)]
    newest_first = made[::-1]
    page = client.files.list(purpose="batch", limit=3)
    assert [each.id for each in page.data] == newest_first[:3]
    assert [each.id for each in page][:4] == newest_first  # the SDK's own paging
    oldest_first = client.files.list(purpose="batch", order="asc", after=made[1], limit=10_000)
    assert [each.id for each in oldest_first.data] == made[2:]
    with pytest.raises(BadRequestError, match="Expected a value <= 10000, but got 10001"):
        client.files.list(limit=10_001)
