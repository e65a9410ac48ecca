"""The protocol's objects through the official SDK, and the errors that clients parse."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from openai import BadRequestError, NotFoundError, OpenAI

from assist_magic.engine.process import Engine


def test_assistants_live_and_die(client: OpenAI) -> None:
    made = client.beta.assistants.create(
        model="gpt-4",
        name="Math Tutor",
        tools=[{"type": "code_interpreter"}],
        metadata={"course": "algebra"},
    )
    assert made.id.startswith("asst_")
    assert (made.temperature, made.top_p, made.response_format) == (1.0, 1.0, "auto")
    assert made.tool_resources is not None
    assert made.tool_resources.code_interpreter is not None
    assert client.beta.assistants.retrieve(made.id) == made
    changed = client.beta.assistants.update(made.id, name="Tutor", tools=[])
    assert (changed.name, changed.tools, changed.metadata) == ("Tutor", [], {"course": "algebra"})
    assert made.id in {each.id for each in client.beta.assistants.list(limit=100)}
    assert client.beta.assistants.delete(made.id).deleted
    with pytest.raises(NotFoundError, match=f"No assistant found with id '{made.id}'"):
        client.beta.assistants.retrieve(made.id)


def test_threads_and_messages(client: OpenAI) -> None:
    threads = client.beta.threads
    thread = threads.create(messages=[{"role": "user", "content": "one"}], metadata={"k": "v"})
    two = threads.messages.create(thread.id, role="user", content="two")
    assert two.content[0].text.value == "two"  # type: ignore[union-attr]
    assert (two.attachments, two.assistant_id, two.run_id) == ([], None, None)
    page = threads.messages.list(thread.id, limit=1)
    assert [each.id for each in page.data] == [two.id]
    assert page.has_more
    assert len(list(page)) == 2  # the SDK's own paging
    threads.messages.update(two.id, thread_id=thread.id, metadata={"seen": "yes"})
    assert threads.messages.retrieve(two.id, thread_id=thread.id).metadata == {"seen": "yes"}
    assert threads.messages.delete(two.id, thread_id=thread.id).deleted
    assert threads.update(thread.id, metadata={"k": "w"}).metadata == {"k": "w"}
    assert threads.delete(thread.id).deleted
    with pytest.raises(NotFoundError, match=f"No thread found with id '{thread.id}'"):
        threads.retrieve(thread.id)


def test_message_parts(client: OpenAI) -> None:
    thread = client.beta.threads.create()
    parts: Any = [
        {"type": "text", "text": "see"},
        {"type": "image_url", "image_url": {"url": "https://example.org/x.png"}},
    ]
    made = client.beta.threads.messages.create(thread.id, role="user", content=parts)
    assert [part.type for part in made.content] == ["text", "image_url"]
    wrong: Any = [{"type": "sound"}]
    with pytest.raises(BadRequestError, match="Invalid value: 'sound'"):
        client.beta.threads.messages.create(thread.id, role="user", content=wrong)
    with pytest.raises(BadRequestError, match="must be non-empty"):
        client.beta.threads.messages.create(thread.id, role="user", content="")


def test_files(client: OpenAI) -> None:
    made = client.files.create(file=("points.csv", b"x,y\n1,2\n"), purpose="user_data")
    assert (made.filename, made.bytes, made.status) == ("points.csv", 8, "processed")
    assert client.files.retrieve(made.id) == made
    assert made.id in {each.id for each in client.files.list(purpose="user_data")}
    with pytest.raises(BadRequestError, match="Not allowed to download files of purpose"):
        client.files.content(made.id)
    assert client.files.delete(made.id).deleted
    with pytest.raises(NotFoundError, match=f"No such File object: {made.id}"):
        client.files.retrieve(made.id)
    wrong: Any = "world-domination"
    with pytest.raises(BadRequestError, match="Supported values are: 'assistants'"):
        client.files.create(file=b"x", purpose=wrong)


def test_attachment_must_exist(client: OpenAI) -> None:
    thread = client.beta.threads.create()
    with pytest.raises(NotFoundError, match="No such File object: file-none"):
        client.beta.threads.messages.create(
            thread.id, role="user", content="x", attachments=[{"file_id": "file-none"}]
        )
    assert not client.beta.threads.messages.list(thread.id).data


def test_models_are_listed_and_unknown_ones_refused(client: OpenAI) -> None:
    names = {model.id for model in client.models.list()}
    assert {"default", "solver", "local"} <= names
    with pytest.raises(BadRequestError, match=r"'local:9000b' cannot be used.*solver") as refusal:
        client.beta.assistants.create(model="local:9000b")
    assert refusal.value.code == "unsupported_model"


def test_malformed_ids_and_urls(client: OpenAI) -> None:
    with pytest.raises(BadRequestError, match="Invalid 'thread_id': 'undefined'"):
        client.beta.threads.retrieve("undefined")
    with pytest.raises(NotFoundError, match=r"Invalid URL \(GET /v1/nowhere\)"):
        client.get("/nowhere", cast_to=object)


@pytest.mark.parametrize("prefix", ["", "/v1"])
def test_plain_http_without_a_body(engine: Engine, prefix: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{engine.port}{prefix}/threads",
        data=b"",
        headers={"Authorization": f"Bearer {engine.token}", "OpenAI-Beta": "assistants=v2"},
    )
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["object"] == "thread"
        assert answer.headers["x-request-id"].startswith("req_")


def test_body_that_is_no_json(client: OpenAI) -> None:
    with pytest.raises(BadRequestError, match="We could not parse the JSON body"):
        client.post("/threads", content=b"{nonsense", cast_to=object)
