"""The log of a playground session with functions: each request, and the shape of each answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.dialect.conftest import V1, Json
from tests.seeds.shapes import assert_like

FUNCTION = {
    "type": "function",
    "function": {
        "name": "get_stock_price",
        "description": "Get the current stock price",
        "parameters": {
            "type": "object",
            "properties": {"symbol": {"type": "string", "description": "The stock symbol"}},
            "required": ["symbol"],
        },
    },
}
ASSISTANT = {
    "model": "gpt-4-1106-preview",
    "instructions": "Be a friendly finance bro who will help me with trading",
    "tools": [{"type": "code_interpreter"}, {"type": "retrieval"}, FUNCTION],
}
THREAD = {
    "id": "thread_xdLXH1xiMnP0gtrFm4N8TDJ2",
    "object": "thread",
    "created_at": 1699322305,
    "metadata": {},
}
QUESTION = {
    "id": "msg_A4xMXXNn246503BgMGjzQtD2",
    "object": "thread.message",
    "created_at": 1699322305,
    "thread_id": "thread_xdLXH1xiMnP0gtrFm4N8TDJ2",
    "role": "user",
    "content": [
        {
            "type": "text",
            "text": {"value": "What is the stock of apple and facebook rn?", "annotations": []},
        }
    ],
    "file_ids": [],
    "assistant_id": None,
    "run_id": None,
    "metadata": {},
}
ANSWER = QUESTION | {
    "role": "assistant",
    "assistant_id": "asst_Tosm5sWKNHb4iGfgQVCT9ZDl",
    "run_id": "run_vV6i4asmD9mNoBfHsE8Hu9RI",
}
QUEUED = {
    "id": "run_vV6i4asmD9mNoBfHsE8Hu9RI",
    "object": "thread.run",
    "created_at": 1699322306,
    "assistant_id": "asst_Tosm5sWKNHb4iGfgQVCT9ZDl",
    "thread_id": "thread_xdLXH1xiMnP0gtrFm4N8TDJ2",
    "status": "queued",
    "started_at": None,
    "expires_at": 1699322906,
    "cancelled_at": None,
    "failed_at": None,
    "completed_at": None,
    "last_error": None,
    "model": "gpt-4-1106-preview",
    "instructions": "Be a friendly finance bro who will help me with trading",
    "tools": [{"type": "code_interpreter"}, {"type": "retrieval"}, FUNCTION],
    "file_ids": [],
    "metadata": {},
}
IN_PROGRESS = QUEUED | {"status": "in_progress", "started_at": 1699322306}
CALLS = [
    {
        "id": "call_E5aMr3eMMhoHmhPpjVWxhxDN",
        "type": "function",
        "function": {"name": "get_stock_price", "arguments": '{"symbol": "AAPL"}'},
    },
    {
        "id": "call_k3di6catEDyJI62WJz4ryGLW",
        "type": "function",
        "function": {"name": "get_stock_price", "arguments": '{"symbol": "META"}'},
    },
]
WAITING = IN_PROGRESS | {
    "status": "requires_action",
    "required_action": {
        "type": "submit_tool_outputs",
        "submit_tool_outputs": {"tool_calls": CALLS},
    },
}
COMPLETED = IN_PROGRESS | {
    "status": "completed",
    "expires_at": None,
    "completed_at": 1699322561,
}
CALLING = {
    "id": "step_q08M3EKauFiQGWQ54bitUC5Q",
    "object": "thread.run.step",
    "created_at": 1699322307,
    "run_id": "run_vV6i4asmD9mNoBfHsE8Hu9RI",
    "assistant_id": "asst_Tosm5sWKNHb4iGfgQVCT9ZDl",
    "thread_id": "thread_xdLXH1xiMnP0gtrFm4N8TDJ2",
    "type": "tool_calls",
    "status": "in_progress",
    "cancelled_at": None,
    "completed_at": None,
    "expires_at": 1699322906,
    "failed_at": None,
    "last_error": None,
    "step_details": {"type": "tool_calls", "tool_calls": CALLS},
}
WRITING = CALLING | {
    "type": "message_creation",
    "step_details": {
        "type": "message_creation",
        "message_creation": {"message_id": "msg_IPUyyUWhGN81DGqRxhHolCRN"},
    },
}
# The log shows a step's deadline until its run has ended; here it goes when the step has.
CALLED = CALLING | {"status": "completed", "completed_at": 1699322559, "expires_at": None}
WRITTEN = WRITING | {"status": "completed", "completed_at": 1699322561, "expires_at": None}


def listed(*data: Json) -> Json:
    """A list as the log has them."""
    first, last = ("msg_first", "msg_last") if data else (None, None)
    kept = list(data)
    return {"object": "list", "data": kept, "first_id": first, "last_id": last, "has_more": False}


def seen(ask: Callable[[], Json], is_there: Callable[[Json], Any]) -> Json:
    """What is answered once it is there."""
    for _ in range(400):
        found = ask()
        if is_there(found):
            return found
        time.sleep(0.02)
    raise AssertionError(f"never seen; the last answer was {found}")


@pytest.fixture
def v1(url: str) -> V1:
    return V1(f"{url}/v1", "any")


def test_session_goes_as_logged(v1: V1) -> None:
    assistant = v1.post("/assistants", ASSISTANT)
    thread = v1.post("/threads")
    assert_like(THREAD, thread)
    path = f"/threads/{thread['id']}"
    message = question_asked(v1, path)
    run = run_begun(v1, path, assistant["id"])
    calls = calls_waiting(v1, path, run["id"])
    outputs_taken(v1, path, run["id"], calls)
    answer_given(v1, path, run["id"], message)


def question_asked(v1: V1, path: str) -> Json:
    message = v1.post(
        f"{path}/messages",
        {"role": "user", "content": "What is the stock of apple and facebook rn?"},
    )
    assert_like(QUESTION, message)
    assert message["content"] == QUESTION["content"]
    assert v1.get(f"{path}/runs") == listed()
    assert_like(listed(QUESTION), v1.get(f"{path}/messages"))
    return message


def run_begun(v1: V1, path: str, assistant_id: str) -> Json:
    run = v1.post(f"{path}/runs", {"assistant_id": assistant_id})
    assert_like(QUEUED, run)
    for key in ("status", "model", "instructions", "tools", "file_ids", "metadata"):
        assert run[key] == QUEUED[key]
    run_path = f"{path}/runs/{run['id']}"
    working = seen(lambda: v1.get(run_path), lambda found: found["status"] != "queued")
    assert_like(IN_PROGRESS, working)
    assert working["status"] == "in_progress"
    return run


def calls_waiting(v1: V1, path: str, run_id: str) -> list[Json]:
    run_path = f"{path}/runs/{run_id}"
    waiting = seen(lambda: v1.get(run_path), lambda found: found["status"] != "in_progress")
    assert_like(WAITING, waiting)
    calls: list[Json] = waiting["required_action"]["submit_tool_outputs"]["tool_calls"]
    assert [call["function"] for call in calls] == [call["function"] for call in CALLS]
    # The log's path for this request ends in digits too many, its answer is that of the list.
    assert_like(listed(WAITING), v1.get(f"{path}/runs"))
    steps = v1.get(f"{run_path}/steps")
    assert_like(listed(CALLING), steps)
    (step,) = steps["data"]
    assert step["status"] == "in_progress"
    made = step["step_details"]["tool_calls"]
    assert [call["id"] for call in made] == [call["id"] for call in calls]
    return calls


def outputs_taken(v1: V1, path: str, run_id: str, calls: list[Json]) -> None:
    run_path = f"{path}/runs/{run_id}"
    outputs = [
        {"tool_call_id": calls[0]["id"], "output": "100"},
        {"tool_call_id": calls[1]["id"], "output": "233"},
    ]
    submitted = v1.post(
        f"{run_path}/submit_tool_outputs",
        {
            "threadId": path.removeprefix("/threads/"),
            "runId": run_id,
            "functionResponses": {"tool_outputs": outputs},
        },
    )
    assert_like(QUEUED | {"started_at": 1699322306}, submitted)
    assert submitted["status"] == "queued"
    working = seen(lambda: v1.get(run_path), lambda found: found["status"] != "queued")
    assert_like(IN_PROGRESS, working)
    assert working["status"] == "in_progress"
    steps = seen(lambda: v1.get(f"{run_path}/steps"), lambda found: len(found["data"]) == 2)
    assert_like(listed(WRITING, CALLED), steps)
    assert [step["status"] for step in steps["data"]] == ["in_progress", "completed"]
    made = steps["data"][1]["step_details"]["tool_calls"]
    assert [call["function"]["output"] for call in made] == ["100", "233"]


def answer_given(v1: V1, path: str, run_id: str, question: Json) -> None:
    run_path = f"{path}/runs/{run_id}"
    done = seen(lambda: v1.get(run_path), lambda found: found["status"] != "in_progress")
    assert_like(COMPLETED, done)
    assert done["status"] == "completed"
    steps = v1.get(f"{run_path}/steps")
    assert_like(listed(WRITTEN, CALLED), steps)
    messages = v1.get(f"{path}/messages")
    assert_like(listed(ANSWER, QUESTION), messages)
    written = steps["data"][0]["step_details"]["message_creation"]["message_id"]
    assert messages["first_id"] == written
    assert messages["last_id"] == question["id"]
    assert "$233" in messages["data"][0]["content"][0]["text"]["value"]
