"""Retrieval: `file_ids` that are searched, kept in step with a vector store, and quoted."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assist_magic.engine.dialect.citations import best_sentence
from tests.engine.dialect.conftest import V1, Json

RETRIEVAL: Json = {"type": "retrieval"}
CODE: Json = {"type": "code_interpreter"}
MANUAL = """\
The lamp glows when the device works.
To switch the device off, hold the power button for three seconds.
Never open the lid while it glows!
"""
QUOTE = "To switch the device off, hold the power button for three seconds."
SCRIPT = {
    "turns": [
        {
            "when": "switch it off",
            "calls": [{"name": "file_search", "arguments": {"query": "switch the device off"}}],
            "then": [
                {"text": "Press the power button【0:0†manual.txt】. Or not【7:7†x】.", "pace": 0.01}
            ],
        },
        {
            "when": "and the lid",
            "calls": [
                {"name": "file_search", "arguments": {"query": "power button"}},
                {"name": "file_search", "arguments": {"query": "open the lid"}},
            ],
            "then": [{"text": "Leave the lid closed【2:1†manual.txt】."}],
        },
        {
            "when": "what is there",
            "calls": [{"name": "file_search", "arguments": {"query": "switch the device off"}}],
            "then": [{"text": "{output}"}],
        },
        {"text": "No idea."},
    ]
}


@pytest.fixture(scope="session")
def searching(engine_home: Path) -> str:
    """The name of a scripted model that searches."""
    path = engine_home / "searching.json"
    path.write_text(json.dumps(SCRIPT))
    return f"scripted:{path}"


@pytest.fixture
def manual(v1: V1) -> str:
    return v1.upload("manual.txt", MANUAL.encode())


@pytest.fixture
def assistant(v1: V1, searching: str, manual: str) -> Json:
    return v1.post("/assistants", {"model": searching, "tools": [RETRIEVAL], "file_ids": [manual]})


def asked(v1: V1, assistant: Json, text: str, **more: object) -> str:
    """The answer in a thread of its own."""
    thread = v1.post("/threads", {"messages": [{"role": "user", "content": text, **more}]})
    assert v1.run(thread["id"], assistant["id"])["status"] == "completed"
    message = v1.get(f"/threads/{thread['id']}/messages")["data"][0]
    return str(message["content"][0]["text"]["value"])


def store_of(v1: V1, assistant: Json) -> str:
    resources = v1.v2(f"/assistants/{assistant['id']}")["tool_resources"]
    (store_id,) = resources["file_search"]["vector_store_ids"]
    return str(store_id)


def stored(v1: V1, store_id: str) -> dict[str, str]:
    found = v1.v2(f"/vector_stores/{store_id}/files")["data"]
    return {each["id"]: each["status"] for each in found}


def test_files_of_an_assistant_are_ready_when_it_is_made(
    v1: V1, assistant: Json, manual: str
) -> None:
    assert assistant["tools"] == [RETRIEVAL]
    assert assistant["file_ids"] == [manual]
    assert stored(v1, store_of(v1, assistant)) == {manual: "completed"}
    assert QUOTE in asked(v1, assistant, "what is there?")


def test_step_and_citation_have_the_shapes_of_v1(v1: V1, assistant: Json, manual: str) -> None:
    thread = v1.post("/threads", {"messages": [{"role": "user", "content": "switch it off"}]})
    run = v1.run(thread["id"], assistant["id"], tool_choice=RETRIEVAL)
    assert run["tool_choice"] == RETRIEVAL
    path = f"/threads/{thread['id']}"
    step = v1.get(f"{path}/runs/{run['id']}/steps", order="asc")["data"][0]
    (call,) = step["step_details"]["tool_calls"]
    assert call == {"id": call["id"], "type": "retrieval", "retrieval": {}}
    text = v1.get(f"{path}/messages")["data"][0]["content"][0]["text"]
    (citation,) = text["annotations"]
    assert citation == {
        "type": "file_citation",
        "text": "【0:0†manual.txt】",
        "start_index": 22,
        "end_index": 38,
        "file_citation": {"file_id": manual, "quote": QUOTE},
    }
    assert text["value"][22:38] == citation["text"]
    seen = v1.v2(f"{path}/messages")["data"][0]["content"][0]["text"]["annotations"][0]
    assert seen["file_citation"] == {"file_id": manual}


def test_later_searches_are_quoted_from_their_own_step(
    v1: V1, assistant: Json, manual: str
) -> None:
    thread = v1.post("/threads", {"messages": [{"role": "user", "content": "switch it off"}]})
    v1.run(thread["id"], assistant["id"])
    path = f"/threads/{thread['id']}/messages"
    v1.post(path, {"role": "user", "content": "and the lid?"})
    v1.run(thread["id"], assistant["id"])
    newest, _, first, _ = v1.get(path)["data"]
    quotes = [
        each["content"][0]["text"]["annotations"][0]["file_citation"]["quote"]
        for each in (first, newest)
    ]
    assert quotes == [QUOTE, "Never open the lid while it glows!"]


def test_streams_quote_too(v1: V1, assistant: Json, manual: str) -> None:
    question = {"role": "user", "content": "switch it off"}
    events = v1.events(
        "/threads/runs", {"assistant_id": assistant["id"], "thread": {"messages": [question]}}
    )
    cited = {"file_id": manual, "quote": QUOTE}
    deltas = [data["delta"] for name, data in events if name == "thread.message.delta"]
    found = [
        annotation
        for delta in deltas
        for annotation in delta["content"][0]["text"].get("annotations", ())
    ]
    assert [each["file_citation"] for each in found] == [cited]
    whole = [data for name, data in events if name == "thread.message.completed"]
    assert whole[0]["content"][0]["text"]["annotations"][0]["file_citation"] == cited
    calls = [
        data["delta"]["step_details"]["tool_calls"][0]
        for name, data in events
        if name == "thread.run.step.delta"
    ]
    assert {call["type"] for call in calls} == {"retrieval"}
    assert {"index", "id", "type", "retrieval"} == set(calls[0])


def test_files_of_messages_are_searched_too(v1: V1, searching: str, manual: str) -> None:
    bare = v1.post("/assistants", {"model": searching, "tools": [RETRIEVAL]})
    assert QUOTE in asked(v1, bare, "what is there?", file_ids=[manual])
    assert QUOTE not in asked(v1, bare, "what is there?")


def test_store_follows_the_files(v1: V1, assistant: Json, manual: str) -> None:
    path = f"/assistants/{assistant['id']}"
    store_id = store_of(v1, assistant)
    more = v1.upload("more.md", b"# More\nThe lid is green.\n")
    v1.post(path, {"name": "Renamed"})
    assert stored(v1, store_id) == {manual: "completed"}
    v1.post(path, {"file_ids": [more]})
    assert stored(v1, store_id) == {more: "completed"}
    v1.post(f"{path}/files", {"file_id": manual})
    assert stored(v1, store_id) == {more: "completed", manual: "completed"}
    v1.delete(f"{path}/files/{more}")
    assert stored(v1, store_id) == {manual: "completed"}
    assert store_of(v1, assistant) == store_id


def test_files_that_v2_has_put_there_stay(v1: V1, assistant: Json, manual: str) -> None:
    store_id = store_of(v1, assistant)
    other = v1.upload("other.md", b"# Other\n")
    v1("POST", f"/vector_stores/{store_id}/files", {"file_id": other}, version="v2")
    v1.post(f"/assistants/{assistant['id']}", {"file_ids": []})
    assert set(stored(v1, store_id)) == {other}


def test_tool_that_comes_later_finds_the_files(v1: V1, searching: str, manual: str) -> None:
    made = v1.post("/assistants", {"model": searching, "tools": [CODE], "file_ids": [manual]})
    assert "file_search" not in v1.v2(f"/assistants/{made['id']}")["tool_resources"]
    changed = v1.post(f"/assistants/{made['id']}", {"tools": [CODE, RETRIEVAL]})
    assert changed["file_ids"] == [manual]
    assert QUOTE in asked(v1, changed, "what is there?")


def test_lost_store_is_made_again(v1: V1, assistant: Json, manual: str) -> None:
    v1("DELETE", f"/vector_stores/{store_of(v1, assistant)}", version="v2")
    changed = v1.post(f"/assistants/{assistant['id']}", {"file_ids": [manual]})
    assert stored(v1, store_of(v1, changed)) == {manual: "completed"}


def test_deleted_file_hinders_nothing(v1: V1, assistant: Json, manual: str) -> None:
    v1.delete(f"/files/{manual}")
    path = f"/assistants/{assistant['id']}"
    assert v1.post(path, {"name": "Renamed"})["name"] == "Renamed"
    more = v1.upload("more.md", b"# More\n")
    v1.post(f"{path}/files", {"file_id": more})
    assert stored(v1, store_of(v1, assistant)) == {more: "completed"}
    assert v1.delete(f"{path}/files/{manual}")["deleted"]
    assert v1.refused("POST", path, {"file_ids": [manual]})[0] == 404


@pytest.mark.parametrize("way", ["thread", "message", "run", "both", "stream"])
def test_thread_may_rest_for_years(v1: V1, searching: str, manual: str, way: str) -> None:
    bare = v1.post("/assistants", {"model": searching, "tools": [RETRIEVAL]})
    question = {"role": "user", "content": "what is there?", "file_ids": [manual]}
    both = {"assistant_id": bare["id"], "thread": {"messages": [question]}}
    if way == "stream":
        thread_id = v1.events("/threads/runs", both)[0][1]["id"]
    elif way == "both":
        thread_id = v1.ended(v1.post("/threads/runs", both))["thread_id"]
    else:
        thread_id = v1.post("/threads", {"messages": [question] if way == "thread" else []})["id"]
        if way == "message":
            v1.post(f"/threads/{thread_id}/messages", question)
        v1.run(thread_id, bare["id"], additional_messages=[question] if way == "run" else [])
    answer = v1.get(f"/threads/{thread_id}/messages")["data"][0]
    assert QUOTE in answer["content"][0]["text"]["value"]
    resources = v1.v2(f"/threads/{thread_id}")["tool_resources"]
    path = f"/vector_stores/{resources['file_search']['vector_store_ids'][0]}"
    assert v1.v2(path)["expires_after"] is None
    v1.delete(f"/threads/{thread_id}")
    assert v1("GET", path).status_code == 404


def test_messages_that_come_at_once_share_a_store(v1: V1) -> None:
    files = [v1.upload(f"{number}.md", b"# Some text\n") for number in range(6)]
    path = f"/threads/{v1.post('/threads')['id']}"
    bodies = [{"role": "user", "content": "x", "file_ids": [each]} for each in files]
    with ThreadPoolExecutor(6) as clients:
        list(clients.map(lambda body: v1.post(f"{path}/messages", body), bodies))
    resources = v1.v2(path)["tool_resources"]
    (store_id,) = resources["file_search"]["vector_store_ids"]
    assert set(stored(v1, store_id)) == set(files)
    assert set(resources["code_interpreter"]["file_ids"]) == set(files)


def test_stores_go_with_their_assistant(v1: V1, assistant: Json, searching: str) -> None:
    store_id = store_of(v1, assistant)
    held = {"file_search": {"vector_store_ids": [store_id]}}
    shared = {"model": searching, "tools": [{"type": "file_search"}], "tool_resources": held}
    other = v1("POST", "/assistants", shared, version="v2").json()
    v1.delete(f"/assistants/{assistant['id']}")
    assert v1.v2(f"/vector_stores/{store_id}")["id"] == store_id
    v1.delete(f"/assistants/{other['id']}")
    assert v1("GET", f"/vector_stores/{store_id}").status_code == 404


def test_stores_of_v2_are_left_alone(v1: V1, manual: str) -> None:
    after = {"anchor": "last_active_at", "days": 1}
    made = v1("POST", "/vector_stores", {"expires_after": after}, version="v2").json()
    held = {"tool_resources": {"file_search": {"vector_store_ids": [made["id"]]}}}
    thread = v1("POST", "/threads", held, version="v2").json()
    more = {"role": "user", "content": "x", "file_ids": [manual]}
    v1.post(f"/threads/{thread['id']}/messages", more)
    assert set(stored(v1, made["id"])) == {manual}
    v1.delete(f"/threads/{thread['id']}")
    kept = v1.v2(f"/vector_stores/{made['id']}")
    assert kept["expires_after"] == after


def test_refused_change_changes_nothing(v1: V1, assistant: Json, manual: str) -> None:
    path, store_id = f"/assistants/{assistant['id']}", store_of(v1, assistant)
    more = v1.upload("more.md", b"# More\n")
    status, error = v1.refused("POST", path, {"file_ids": [more], "temperature": 3})
    assert (status, error["param"]) == (400, "temperature")
    assert v1.refused("POST", path, {"file_ids": [more, "file-none"]})[0] == 404
    assert v1.get(path) == assistant
    assert stored(v1, store_id) == {manual: "completed"}


def test_kinds_that_cannot_be_searched(v1: V1, assistant: Json, searching: str) -> None:
    picture = v1.upload("plot.png", b"\x89PNG")
    body = {"model": searching, "tools": [RETRIEVAL], "file_ids": [picture]}
    status, error = v1.refused("POST", "/assistants", body)
    assert (status, error["param"], error["code"]) == (400, "file_ids", "unsupported_file")
    assert error["message"].startswith("Files with extensions [.png] are not supported for ret")
    path = f"/assistants/{assistant['id']}"
    assert v1.refused("POST", f"{path}/files", {"file_id": picture})[1]["param"] == "file_ids"
    assert v1.get(path) == assistant
    both = v1.post("/assistants", {**body, "tools": [RETRIEVAL, CODE]})  # code can read it
    assert both["file_ids"] == [picture]
    with_message = {"role": "user", "content": "what is there?", "file_ids": [picture]}
    assert "id" in v1.post("/threads", {"messages": [with_message]})


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("So hold the power button", QUOTE),
        ("It glows when it works", "The lamp glows when the device works."),
        ("Do not open the lid", "Never open the lid while it glows!"),
        ("", "The lamp glows when the device works."),
    ],
)
def test_quote_is_the_sentence_that_bears_the_claim(claim: str, quote: str) -> None:
    assert best_sentence(MANUAL, claim) == quote
    assert quote in MANUAL


def test_nothing_is_quoted_from_nothing() -> None:
    assert best_sentence("", "anything") == ""
