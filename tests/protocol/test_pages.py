"""Lists: exact pages in either direction, also of what was made within one second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openai import BadRequestError, NotFoundError, OpenAI

Lister = Callable[..., Any]


@pytest.fixture(params=["assistants", "messages", "runs", "steps"])
def listed(
    request: pytest.FixtureRequest, client: OpenAI, assistant_id: str, thread_id: str
) -> tuple[Lister, list[str]]:
    """A list of each kind, and the ids of what is surely in it, oldest first."""
    threads = client.beta.threads
    if request.param == "assistants":
        ids = [client.beta.assistants.create(model="gpt-4").id for _ in range(5)]
        return client.beta.assistants.list, ids
    if request.param == "messages":
        ids = [threads.messages.create(thread_id, role="user", content="x").id for _ in range(5)]
        return lambda **query: threads.messages.list(thread_id, **query), ids
    if request.param == "runs":
        told: Any = [{"role": "user", "content": "hello"}]
        ids = [
            threads.runs.create_and_poll(
                thread_id=thread_id, assistant_id=assistant_id, additional_messages=told
            ).id
            for _ in range(5)
        ]
        return lambda **query: threads.runs.list(thread_id, **query), ids
    told = [{"role": "user", "content": "six times seven"}]
    run = threads.runs.create_and_poll(
        thread_id=thread_id, assistant_id=assistant_id, additional_messages=told
    )
    steps = threads.runs.steps.list(run.id, thread_id=thread_id, order="asc")
    ids = [step.id for step in steps]
    return lambda **query: threads.runs.steps.list(run.id, thread_id=thread_id, **query), ids


def test_pages_are_exact(listed: tuple[Lister, list[str]]) -> None:
    ask, ids = listed
    newest_first = ids[::-1]

    def got(**query: Any) -> list[str]:
        page = ask(**query)
        found = [each.id for each in page.data]
        assert (page.first_id, page.last_id) == ((found[0], found[-1]) if found else (None, None))
        return found

    assert got(limit=2) == newest_first[:2]
    assert got(limit=2, order="desc", after=newest_first[0]) == newest_first[1:3]
    assert got(order="asc", after=ids[0]) == ids[1:]
    assert got(order="asc", after=ids[-1]) == []
    assert got(before=newest_first[0]) == []
    assert got(before=newest_first[2]) == newest_first[:2]
    assert got(before=newest_first[2], limit=1) == newest_first[1:2]  # the nearest
    assert got(order="asc", after=ids[0], before=ids[2]) == ids[1:2]


def test_the_sdk_pages_through_all(listed: tuple[Lister, list[str]]) -> None:
    ask, ids = listed
    found = []
    for each in ask(limit=1):
        found.append(each.id)
        if len(found) == len(ids):
            break
    assert found == ids[::-1]
    last = ask(order="asc", after=ids[-2], limit=1)
    assert [each.id for each in last.data] == ids[-1:]
    assert last.has_more is False
    assert ask(order="asc", after=ids[-2], limit=1, extra_query={"nonsense": "1"}).data


@pytest.mark.parametrize(
    ("query", "message", "param", "code"),
    [
        (
            {"limit": 101},
            "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101"
            " instead.",
            "limit",
            "integer_above_max_value",
        ),
        (
            {"limit": 0},
            "Invalid 'limit': integer below minimum value. Expected a value >= 1, but got 0"
            " instead.",
            "limit",
            "integer_below_min_value",
        ),
        (
            {"limit": "many"},
            "Invalid type for 'limit': expected an integer, but got a string instead.",
            "limit",
            "invalid_type",
        ),
        (
            {"order": "up"},
            "Invalid value: 'up'. Supported values are: 'asc' and 'desc'.",
            "order",
            "invalid_value",
        ),
    ],
)
def test_what_no_page_can_be(
    client: OpenAI, thread_id: str, query: dict[str, Any], message: str, param: str, code: str
) -> None:
    for path in ("/assistants", f"/threads/{thread_id}/messages", f"/threads/{thread_id}/runs"):
        with pytest.raises(BadRequestError) as refusal:
            client.get(path, options={"params": query}, cast_to=object)
        said: Any = refusal.value.body
        assert (said["message"], said["param"], said["code"]) == (message, param, code)


def test_cursors_that_lead_nowhere(client: OpenAI, thread_id: str) -> None:
    messages = client.beta.threads.messages
    with pytest.raises(NotFoundError, match="No message found with id 'msg_none'"):
        messages.list(thread_id, after="msg_none")
    made = messages.create(thread_id, role="user", content="x")
    assert messages.list(thread_id, after="", before="").data == [made]


def test_empty_list(client: OpenAI, thread_id: str) -> None:
    said: Any = client.get(f"/threads/{thread_id}/runs", cast_to=object)
    assert said == {
        "object": "list",
        "data": [],
        "first_id": None,
        "last_id": None,
        "has_more": False,
    }


def test_messages_of_one_run(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    threads = client.beta.threads
    told: Any = [{"role": "user", "content": "hello"}]
    run = threads.runs.create_and_poll(
        thread_id=thread_id, assistant_id=assistant_id, additional_messages=told
    )
    (message,) = threads.messages.list(thread_id, run_id=run.id).data
    assert (message.run_id, message.assistant_id) == (run.id, assistant_id)
    assert len(threads.messages.list(thread_id).data) == 2
