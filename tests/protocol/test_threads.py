"""Threads and their messages: every field, and what each may hold."""

from __future__ import annotations

from typing import Any

import pytest
from openai import BadRequestError, NotFoundError, OpenAI

TEXT = {"type": "text", "text": "see"}


def test_thread_comes_back_as_it_was_given(client: OpenAI) -> None:
    threads = client.beta.threads
    made = threads.create(metadata={"k": "v"})
    assert made.id.startswith("thread_")
    assert made.to_dict() == {
        "id": made.id,
        "object": "thread",
        "created_at": made.created_at,
        "metadata": {"k": "v"},
        "tool_resources": {},
    }
    assert threads.retrieve(made.id) == made
    assert threads.update(made.id, metadata={"k": "w"}).metadata == {"k": "w"}
    gone = threads.delete(made.id)
    assert gone.to_dict() == {"id": made.id, "object": "thread.deleted", "deleted": True}
    with pytest.raises(
        NotFoundError,
        match=f"No thread found with id '{made.id}'",
    ):
        threads.retrieve(made.id)


def test_null_is_accepted_for_every_optional_field(client: OpenAI) -> None:
    empty = {"messages": None, "metadata": None, "tool_resources": None}
    thread: Any = client.post("/threads", body=empty, cast_to=object)
    assert client.beta.threads.retrieve(thread["id"]).to_dict() == thread
    inner = {"code_interpreter": None, "file_search": None}
    client.post(f"/threads/{thread['id']}", body={"tool_resources": inner}, cast_to=object)
    message: Any = client.post(
        f"/threads/{thread['id']}/messages",
        body={"role": "user", "content": "x", "attachments": None, "metadata": None},
        cast_to=object,
    )
    assert (message["attachments"], message["metadata"]) == ([], {})
    path = f"/threads/{thread['id']}/messages/{message['id']}"
    same: Any = client.post(path, body={"metadata": None}, cast_to=object)
    assert same == message


def test_message_of_each_kind_of_part(client: OpenAI, thread_id: str) -> None:
    image = client.files.create(file=("a.png", b"\x89PNG"), purpose="vision")
    parts: Any = [
        TEXT,
        {"type": "image_url", "image_url": {"url": "https://example.org/x.png", "detail": "low"}},
        {"type": "image_file", "image_file": {"file_id": image.id}},
    ]
    made = client.beta.threads.messages.create(
        thread_id, role="user", content=parts, metadata={"a": "b"}
    )
    assert made.id.startswith("msg_")
    said = made.to_dict()
    assert said["content"] == [
        {"type": "text", "text": {"value": "see", "annotations": []}},
        parts[1],
        {"type": "image_file", "image_file": {"file_id": image.id, "detail": "auto"}},
    ]
    assert (made.role, made.status, made.attachments) == ("user", "completed", [])
    assert (made.assistant_id, made.run_id, made.metadata) == (None, None, {"a": "b"})
    assert (made.incomplete_at, made.incomplete_details) == (None, None)
    assert client.beta.threads.messages.retrieve(made.id, thread_id=thread_id) == made


def test_message_of_either_role(client: OpenAI, thread_id: str) -> None:
    messages = client.beta.threads.messages
    assert messages.create(thread_id, role="assistant", content="I said").role == "assistant"
    thread = client.beta.threads.create(
        messages=[{"role": "user", "content": "one"}, {"role": "assistant", "content": [TEXT]}]  # type: ignore[list-item]
    )
    told = messages.list(thread.id, order="asc").data
    assert [(each.role, each.content[0].text.value) for each in told] == [  # type: ignore[union-attr]
        ("user", "one"),
        ("assistant", "see"),
    ]


def test_attachments_are_for_code(client: OpenAI, thread_id: str) -> None:
    files = [
        client.files.create(file=(f"{name}.csv", b"x\n1\n"), purpose="assistants") for name in "ab"
    ]
    attachments: Any = [
        {"file_id": file.id, "tools": [{"type": "code_interpreter"}]} for file in files
    ]
    messages = client.beta.threads.messages
    made = messages.create(thread_id, role="user", content="x", attachments=attachments)
    assert made.to_dict()["attachments"] == attachments
    messages.create(thread_id, role="user", content="y", attachments=attachments[:1])
    resources = client.beta.threads.retrieve(thread_id).to_dict()["tool_resources"]
    assert resources == {"code_interpreter": {"file_ids": [file.id for file in files]}}


def test_changing_and_deleting_a_message(client: OpenAI, thread_id: str) -> None:
    messages = client.beta.threads.messages
    made = messages.create(thread_id, role="user", content="x")
    changed = messages.update(made.id, thread_id=thread_id, metadata={"seen": "yes"})
    assert changed.to_dict() == {**made.to_dict(), "metadata": {"seen": "yes"}}
    gone = messages.delete(made.id, thread_id=thread_id)
    assert gone.to_dict() == {"id": made.id, "object": "thread.message.deleted", "deleted": True}
    with pytest.raises(NotFoundError, match=f"No message found with id '{made.id}'"):
        messages.retrieve(made.id, thread_id=thread_id)


def test_message_of_another_thread_is_not_found(client: OpenAI, thread_id: str) -> None:
    messages = client.beta.threads.messages
    made = messages.create(client.beta.threads.create().id, role="user", content="x")
    for call in (messages.retrieve, messages.delete):
        with pytest.raises(NotFoundError, match=f"No message found with id '{made.id}'"):
            call(made.id, thread_id=thread_id)


def part(kind: str, **fields: Any) -> dict[str, Any]:
    return {"role": "user", "content": [{"type": kind, **fields}]}


REFUSED: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"role": "system", "content": "x"},
        "Invalid value: 'system'. Supported values are: 'user' and 'assistant'.",
        "role",
        "invalid_value",
    ),
    ({"content": "x"}, "parameter: 'role'.", "role", "missing_required_parameter"),
    ({"role": "user"}, "parameter: 'content'.", "content", "missing_required_parameter"),
    ({"role": "user", "content": None}, "'content'.", "content", "missing_required_parameter"),
    (
        {"role": "user", "content": 5},
        "Invalid type for 'content': expected a string or an array, but got an integer instead.",
        "content",
        "invalid_type",
    ),
    ({"role": "user", "content": ""}, "must be non-empty", "content", "invalid_value"),
    (
        {"role": "user", "content": []},
        "Invalid 'content': empty array. Expected an array with minimum length 1, but got an"
        " empty array instead.",
        "content",
        "empty_array",
    ),
    (
        {"role": "user", "content": "x" * 256_001},
        "Invalid 'content': string too long. Expected a string with maximum length 256000, but"
        " got a string with length 256001 instead.",
        "content",
        "string_above_max_length",
    ),
    (
        part("text", text="x" * 256_001),
        "maximum length 256000",
        "content[0].text",
        "string_above_max_length",
    ),
    (part("text", text=""), "must be non-empty", "content", "invalid_value"),
    (
        part("sound"),
        "Invalid value: 'sound'. Supported values are: 'text', 'image_url' and 'image_file'.",
        "content[0].type",
        "invalid_value",
    ),
    (part("text"), "'content[0].text'.", "content[0].text", "missing_required_parameter"),
    (
        part("image_file"),
        "'content[0].image_file'.",
        "content[0].image_file",
        "missing_required_parameter",
    ),
    (
        part("image_file", image_file={}),
        "'content[0].image_file.file_id'.",
        "content[0].image_file.file_id",
        "missing_required_parameter",
    ),
    (
        part("image_url", image_url={"url": "x", "detail": "huge"}),
        "Invalid value: 'huge'. Supported values are: 'auto', 'low' and 'high'.",
        "content[0].image_url.detail",
        "invalid_value",
    ),
    (
        {"role": "user", "content": "x", "attachments": [{"file_id": "f", "tools": [{}]}]},
        "'attachments[0].tools[0].type'.",
        "attachments[0].tools[0].type",
        "missing_required_parameter",
    ),
    (
        {"role": "user", "content": "x", "metadata": {str(n): "" for n in range(17)}},
        "Invalid 'metadata': too many properties. Expected an object with at most 16 properties,"
        " but got an object with 17 properties instead.",
        "metadata",
        "object_above_max_properties",
    ),
    (
        {"role": "user", "content": "x", "metadata": {"k": "v" * 600}},
        "Invalid 'metadata.k': string too long. Expected a string with maximum length 512, but"
        " got a string with length 600 instead.",
        "metadata.k",
        "string_above_max_length",
    ),
    (
        {"role": "user", "content": "x", "file_ids": []},
        "Unknown parameter: 'file_ids'.",
        "file_ids",
        "unknown_parameter",
    ),
]


@pytest.mark.parametrize(("body", "message", "param", "code"), REFUSED)
def test_what_does_not_fit_is_refused_wherever_messages_come(
    client: OpenAI, thread_id: str, body: dict[str, Any], message: str, param: str, code: str
) -> None:
    inside: Any = {"messages": [body]}
    for path, sent, prefix in (
        (f"/threads/{thread_id}/messages", body, ""),
        ("/threads", inside, "messages[0]."),
        ("/threads/runs", {"assistant_id": "asst_x", "thread": inside}, "thread.messages[0]."),
    ):
        with pytest.raises(BadRequestError) as refusal:
            client.post(path, body=sent, cast_to=object)
        said: Any = refusal.value.body
        start, _, end = message.partition(param)
        assert start in said["message"]
        assert end in said["message"]
        # What is told of content and metadata as a whole is told without its place.
        assert said["param"] in (prefix + param, param)
        assert said["code"] == code
    assert not client.beta.threads.messages.list(thread_id).data


def test_files_that_messages_name_must_exist(client: OpenAI, thread_id: str) -> None:
    for body in (
        part("image_file", image_file={"file_id": "file-none"}),
        {"role": "user", "content": "x", "attachments": [{"file_id": "file-none"}]},
    ):
        for path, sent in (
            (f"/threads/{thread_id}/messages", body),
            ("/threads", {"messages": [body]}),
        ):
            with pytest.raises(NotFoundError) as refusal:
                client.post(path, body=sent, cast_to=object)
            said: Any = refusal.value.body
            assert (said["message"], said["param"]) == ("No such File object: file-none", "id")
    assert not client.beta.threads.messages.list(thread_id).data


@pytest.mark.parametrize("identity", ["undefined", "msg_x", "", "run_1"])
def test_ids_of_another_kind(client: OpenAI, thread_id: str, identity: str) -> None:
    if identity:
        with pytest.raises(BadRequestError) as refusal:
            client.get(f"/threads/{identity}", cast_to=object)
        assert refusal.value.param == "thread_id"
        text = f"Invalid 'thread_id': '{identity}'. Expected an ID that begins with 'thread'."
        assert text in str(refusal.value)
    kind = NotFoundError if identity.startswith("msg") else BadRequestError
    if identity:
        with pytest.raises(kind):
            client.get(f"/threads/{thread_id}/messages/{identity}", cast_to=object)
