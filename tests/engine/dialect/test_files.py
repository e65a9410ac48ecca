"""The sub-resources of v1: which files an assistant or a message holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.engine.dialect.conftest import V1, Json

CODE: Json = {"type": "code_interpreter"}


@pytest.fixture
def files(v1: V1) -> list[str]:
    return [v1.upload(f"{name}.csv", b"v\n1\n2\n") for name in ("data", "more", "most")]


@pytest.fixture
def assistant_id(v1: V1, scripted: str, files: list[str]) -> str:
    made = v1.post("/assistants", {"model": scripted, "tools": [CODE], "file_ids": files[:2]})
    return str(made["id"])


def test_assistant_files_come_and_go(v1: V1, assistant_id: str, files: list[str]) -> None:
    path = f"/assistants/{assistant_id}/files"
    made = v1.post(path, {"file_id": files[2]})
    assert made == {
        "id": files[2],
        "object": "assistant.file",
        "created_at": made["created_at"],
        "assistant_id": assistant_id,
    }
    assert v1.get(f"{path}/{files[2]}") == made
    assert v1.post(path, {"file_id": files[2]}) == made
    assert v1.get(f"/assistants/{assistant_id}")["file_ids"] == files
    gone = v1.delete(f"{path}/{files[0]}")
    assert gone == {"id": files[0], "object": "assistant.file.deleted", "deleted": True}
    assert v1.get(f"/assistants/{assistant_id}")["file_ids"] == files[1:]
    assert v1.v2(f"/files/{files[0]}")["id"] == files[0]
    assert v1.refused("DELETE", f"{path}/{files[0]}")[0] == 404


def test_files_that_come_at_once_are_all_there(v1: V1, assistant_id: str) -> None:
    path = f"/assistants/{assistant_id}"
    more = [v1.upload(f"{number}.csv", b"x") for number in range(8)]
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda each: v1.post(f"{path}/files", {"file_id": each}), more))
    assert set(more) <= set(v1.get(path)["file_ids"])
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda each: v1.delete(f"{path}/files/{each}"), more))
    assert len(v1.get(path)["file_ids"]) == 2


def test_lists_have_pages(v1: V1, assistant_id: str, files: list[str]) -> None:
    path = f"/assistants/{assistant_id}/files"
    v1.post(path, {"file_id": files[2]})

    def ids(**query: object) -> tuple[list[str], bool]:
        found = v1.get(path, **query)
        assert found["object"] == "list"
        data = [each["id"] for each in found["data"]]
        assert (found["first_id"], found["last_id"]) == (data[0], data[-1])
        return data, found["has_more"]

    newest = files[::-1]
    assert ids() == (newest, False)
    assert ids(order="asc", limit=2) == (files[:2], True)
    assert ids(limit=2, after=newest[0]) == (newest[1:], False)
    assert ids(limit=1, before=newest[2]) == ([newest[1]], True)
    assert v1.refused("GET", path, after="file-none")[0] == 404
    assert v1.refused("GET", path, limit=101)[1]["param"] == "limit"


def test_message_files_are_listed(v1: V1, files: list[str]) -> None:
    thread = v1.post("/threads")
    body = {"role": "user", "content": "x", "file_ids": files[:2]}
    message = v1.post(f"/threads/{thread['id']}/messages", body)
    path = f"/threads/{thread['id']}/messages/{message['id']}/files"
    assert [each["id"] for each in v1.get(path, order="asc")["data"]] == files[:2]
    assert v1.get(f"{path}/{files[1]}") == {
        "id": files[1],
        "object": "thread.message.file",
        "created_at": message["created_at"],
        "message_id": message["id"],
    }
    assert v1.refused("GET", f"{path}/{files[2]}")[0] == 404


def test_attaching_is_checked(v1: V1, assistant_id: str) -> None:
    path = f"/assistants/{assistant_id}/files"
    assert v1.refused("POST", path, {"file_id": "file-none"})[0] == 404
    assert v1.refused("POST", path)[1]["message"] == "Missing required parameter: 'file_id'."
    assert v1.refused("POST", "/assistants/asst_none/files", {"file_id": "x"})[0] == 404


def test_assistant_holds_twenty_files_at_most(v1: V1, assistant_id: str) -> None:
    more = [v1.upload(f"{number}.csv", b"x") for number in range(19)]
    path = f"/assistants/{assistant_id}/files"
    for each in more[:18]:
        v1.post(path, {"file_id": each})
    status, error = v1.refused("POST", path, {"file_id": more[18]})
    assert (status, error["param"]) == (400, "file_ids")
    assert "maximum length 20, but got an array with length 21" in error["message"]


@pytest.mark.parametrize("version", ["v2", ""])
def test_v2_has_no_such_paths(v1: V1, assistant_id: str, version: str) -> None:
    answer = v1("GET", f"/assistants/{assistant_id}/files", version=version)
    assert answer.status_code == 404
    assert "Invalid URL (GET /v1/assistants/" in answer.json()["error"]["message"]
