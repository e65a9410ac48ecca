"""The shapes of v1: bodies as they are taken, objects and events as they are told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.dialect.conftest import V1, Json

CODE: Json = {"type": "code_interpreter"}
WEATHER: Json = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}
THREAD = {"id", "object", "created_at", "metadata"}
ASSISTANT = THREAD | {
    "name",
    "description",
    "model",
    "instructions",
    "tools",
    "file_ids",
    "temperature",
    "top_p",
    "response_format",
}
MESSAGE = THREAD | {
    "thread_id",
    "status",
    "incomplete_details",
    "completed_at",
    "incomplete_at",
    "role",
    "content",
    "assistant_id",
    "run_id",
    "file_ids",
}
RUN = (ASSISTANT - {"name", "description"}) | {
    "thread_id",
    "assistant_id",
    "status",
    "required_action",
    "last_error",
    "expires_at",
    "started_at",
    "cancelled_at",
    "failed_at",
    "completed_at",
    "incomplete_details",
    "usage",
    "max_prompt_tokens",
    "max_completion_tokens",
    "truncation_strategy",
    "tool_choice",
}


@pytest.fixture
def file_id(v1: V1) -> str:
    return v1.upload("data.csv", b"v\n1\n2\n")


@pytest.fixture
def assistant(v1: V1, scripted: str, file_id: str) -> Json:
    return v1.post("/assistants", {"model": scripted, "tools": [CODE], "file_ids": [file_id]})


def test_objects_have_the_fields_of_v1(v1: V1, assistant: Json, file_id: str) -> None:
    assert set(assistant) == ASSISTANT
    assert assistant["file_ids"] == [file_id]
    assert v1.get(f"/assistants/{assistant['id']}") == assistant
    assert assistant in v1.get("/assistants")["data"]
    first = {"role": "user", "content": "hello", "file_ids": [file_id]}
    thread = v1.post("/threads", {"messages": [first]})
    assert set(thread) == THREAD
    run = v1.run(thread["id"], assistant["id"])
    assert set(run) == RUN
    assert run["file_ids"] == [file_id]
    answer, question = v1.get(f"/threads/{thread['id']}/messages")["data"]
    assert set(answer) == set(question) == MESSAGE
    assert (answer["file_ids"], question["file_ids"]) == ([], [file_id])


def test_both_dialects_tell_of_the_same_objects(v1: V1, assistant: Json, file_id: str) -> None:
    seen = v1.v2(f"/assistants/{assistant['id']}")
    assert seen["tool_resources"]["code_interpreter"] == {"file_ids": [file_id]}
    assert "file_ids" not in seen
    thread = v1.post("/threads")
    path = f"/threads/{thread['id']}/messages"
    message = v1.post(path, {"role": "user", "content": "x", "file_ids": [file_id]})
    seen = v1.v2(f"{path}/{message['id']}")
    assert seen["attachments"] == [{"file_id": file_id, "tools": [CODE, {"type": "file_search"}]}]


@pytest.mark.parametrize("version", ["v2", "", "v9"])
def test_only_the_header_of_v1_makes_it_v1(v1: V1, version: str) -> None:
    assert "tool_resources" in v1.post("/threads", version=version)


@pytest.mark.parametrize("version", ["v1,realtime=v1", " V1"])
def test_header_may_say_more(v1: V1, version: str) -> None:
    assert set(v1.post("/threads", version=version.strip())) == THREAD


def test_code_sees_files_of_assistant_and_message(v1: V1, assistant: Json, scripted: str) -> None:
    thread = v1.post("/threads", {"messages": [{"role": "user", "content": "read data.csv"}]})
    assert v1.run(thread["id"], assistant["id"])["status"] == "completed"
    bare = v1.post("/assistants", {"model": scripted, "tools": [CODE]})
    asked = {"role": "user", "content": "read data.csv", "file_ids": assistant["file_ids"]}
    other = v1.post("/threads/runs", {"assistant_id": bare["id"], "thread": {"messages": [asked]}})
    v1.ended(other)
    for thread_id in (thread["id"], other["thread_id"]):
        answer = v1.get(f"/threads/{thread_id}/messages")["data"][0]
        assert answer["content"][0]["text"]["value"] == "The sum is 3."


def test_modifying_changes_what_is_named(v1: V1, assistant: Json, file_id: str) -> None:
    path = f"/assistants/{assistant['id']}"
    assert v1.post(path, {"name": "Renamed"})["file_ids"] == [file_id]
    assert v1.post(path, {"file_ids": []})["file_ids"] == []
    again = v1.post(path, {"file_ids": [file_id, file_id]})
    assert again["file_ids"] == [file_id]
    assert (again["name"], again["tools"]) == ("Renamed", [CODE])


def test_own_messages_hold_the_files_that_they_link(v1: V1, assistant: Json) -> None:
    thread = v1.post("/threads", {"messages": [{"role": "user", "content": "shuffle"}]})
    v1.run(thread["id"], assistant["id"])
    answer = v1.get(f"/threads/{thread['id']}/messages")["data"][0]
    linked = [each["file_path"]["file_id"] for each in answer["content"][0]["text"]["annotations"]]
    assert answer["file_ids"] == linked
    assert v1.content(linked[0]) == b"x\n1\n"


def test_functions(v1: V1, assistant: Json) -> None:
    thread = v1.post("/threads", {"messages": [{"role": "user", "content": "weather"}]})
    run = v1.run(thread["id"], assistant["id"], tools=[WEATHER])
    assert run["tools"] == [WEATHER]
    path = f"/threads/{thread['id']}/runs/{run['id']}"
    calls = run["required_action"]["submit_tool_outputs"]["tool_calls"]
    outputs = [{"tool_call_id": call["id"], "output": "sun"} for call in calls]
    done = v1.ended(v1.post(f"{path}/submit_tool_outputs", {"tool_outputs": outputs}))
    assert done["status"] == "completed"
    steps = v1.get(f"{path}/steps", order="asc")["data"]
    made = steps[0]["step_details"]["tool_calls"]
    assert [call["function"]["output"] for call in made] == ["sun", "sun"]


def test_run_cut_short_is_completed_in_words_of_v1(v1: V1, assistant: Json) -> None:
    thread = v1.post("/threads")
    asked = {
        "assistant_id": assistant["id"],
        "additional_messages": [{"role": "user", "content": "cut short"}],
    }
    name, run = v1.events(f"/threads/{thread['id']}/runs", asked)[-1]
    assert (name, run["status"]) == ("thread.run.completed", "completed")
    assert run["incomplete_details"] == {"reason": "max_completion_tokens"}
    assert v1.get(f"/threads/{thread['id']}/runs/{run['id']}") == run
    assert v1.v2(f"/threads/{thread['id']}/runs/{run['id']}")["status"] == "incomplete"


def test_events_carry_the_same_shapes(v1: V1, assistant: Json) -> None:
    asked = {
        "assistant_id": assistant["id"],
        "thread": {"messages": [{"role": "user", "content": "six times seven 🎲"}]},
    }
    events = v1.events("/threads/runs", asked)
    names = [name for name, _ in events]
    assert names[:4] == [
        "thread.created",
        "thread.run.created",
        "thread.run.queued",
        "thread.run.in_progress",
    ]
    assert names[-1] == "thread.run.completed"
    fields = {"thread": THREAD, "thread.message": MESSAGE, "thread.run": RUN}
    for _, data in events:
        assert set(data) == fields.get(data["object"], set(data))
    deltas = [data["delta"] for name, data in events if name == "thread.message.delta"]
    words = [each["content"][0]["text"]["value"] for each in deltas]
    assert "".join(words).startswith("Let me compute it.")
    assert all(run["file_ids"] == assistant["file_ids"] for _, run in events if set(run) == RUN)


@pytest.mark.parametrize(
    ("path", "body", "param", "words"),
    [
        ("/assistants", {"tool_resources": {}}, "tool_resources", "Unknown parameter"),
        ("/assistants", {"tools": [{"type": "file_search"}]}, "tools[0].type", "'retrieval'"),
        ("/assistants", {"tools": "retrieval"}, "tools", "Invalid type for 'tools'"),
        ("/assistants", {"file_ids": ["x"] * 21}, "file_ids", "maximum length 20, but got"),
        ("/assistants", {"file_ids": ["file-none"]}, "id", "No such File object: file-none"),
        ("/assistants", {"surprise": 1}, "surprise", "Unknown parameter: 'surprise'."),
        (
            "/threads",
            {"messages": [{"role": "system", "content": "x"}]},
            "messages[0].role",
            "Invalid value: 'system'. Supported values are: 'user' and 'assistant'.",
        ),
        ("/threads", {"tool_resources": {}}, "tool_resources", "Unknown parameter"),
        ("/threads", {"messages": [{"file_ids": ["x"] * 11}]}, "messages[0].file_ids", "length 10"),
        (
            "/threads/runs",
            {"thread": {"messages": [{"role": "user", "content": "x", "attachments": []}]}},
            "thread.messages[0].attachments",
            "Unknown parameter: 'thread.messages[0].attachments'.",
        ),
    ],
)
def test_refusals_speak_of_v1(
    v1: V1, scripted: str, path: str, body: Json, param: str, words: str
) -> None:
    before = v1.get("/assistants")["data"]
    needed = {"/assistants": {"model": scripted}, "/threads/runs": {"assistant_id": "asst_x"}}
    status, error = v1.refused("POST", path, needed.get(path, {}) | body)
    assert status in (400, 404)
    assert words in error["message"]
    assert error["param"] == param
    assert v1.get("/assistants")["data"] == before


def test_threads_are_modified_in_v1(v1: V1) -> None:
    path = f"/threads/{v1.post('/threads')['id']}"
    assert v1.post(path, {"metadata": {"k": "v"}})["metadata"] == {"k": "v"}
    assert v1.refused("POST", path, {"tool_resources": {}})[1]["param"] == "tool_resources"


def test_refusals_of_v2_stay(v1: V1) -> None:
    assert v1.refused("GET", "/threads/undefined")[0] == 400
    assert v1.refused("GET", "/threads/thread_x")[1]["message"] == (
        "No thread found with id 'thread_x'."
    )
    broken = v1.session.post(
        f"{v1.base_url}/threads",
        data="{broken",
        headers={"OpenAI-Beta": "assistants=v1"},
        timeout=9,
    )
    assert broken.status_code == 400
    assert "could not parse the JSON body" in broken.text


def test_nulls_are_nothing(v1: V1, scripted: str) -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ("name", "tools", "file_ids", "metadata", "description")
    )
    assert v1.post("/assistants", {"model": scripted, **nothing})["file_ids"] == []
