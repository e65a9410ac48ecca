"""Any request at all: none is answered with 5xx, and none leaves a thread that nobody can use.

More of them by hand: FUZZ_EXAMPLES=5000 python -m pytest tests/protocol/test_fuzz.py --timeout=0
"""

from __future__ import annotations

import http.client
import json
import os
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai import OpenAI

from assist_magic.engine.process import Engine
from tests.protocol.asked import ask
from tests.protocol.script import WEATHER
from tests.protocol.test_run_life import wait_for

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "100"))

FIELDS = [
    "model",
    "name",
    "description",
    "instructions",
    "tools",
    "tool_resources",
    "metadata",
    "temperature",
    "top_p",
    "response_format",
    "reasoning_effort",
    "assistant_id",
    "thread",
    "additional_instructions",
    "additional_messages",
    "stream",
    "max_prompt_tokens",
    "max_completion_tokens",
    "truncation_strategy",
    "tool_choice",
    "parallel_tool_calls",
    "role",
    "content",
    "attachments",
    "messages",
    "tool_outputs",
    "file_ids",
]
INNER = [
    "type",
    "text",
    "image_url",
    "image_file",
    "url",
    "file_id",
    "detail",
    "code_interpreter",
    "file_search",
    "vector_store_ids",
    "vector_stores",
    "function",
    "parameters",
    "strict",
    "json_schema",
    "schema",
    "last_messages",
    "tool_call_id",
    "output",
    "tools",
    "value",
    "anchor",
    "seconds",
]
WORDS = [
    "user",
    "assistant",
    "auto",
    "none",
    "required",
    "function",
    "code_interpreter",
    "file_search",
    "text",
    "json_object",
    "json_schema",
    "last_messages",
    "low",
    "gpt-4",
    "asst_x",
    "thread_x",
    "file-x",
    "call_x",
    "hello",
]

plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(10**40), 10**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(WORDS),
)
value = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(INNER) | st.text(max_size=5), inner, max_size=4),
    ),
    max_leaves=12,
)
message = st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": value})
body = st.dictionaries(st.sampled_from(FIELDS), value | st.lists(message, max_size=2), max_size=6)
query = st.dictionaries(
    st.sampled_from(["limit", "order", "after", "before", "run_id", "purpose", "include[]"]),
    st.sampled_from(["1", "0", "-1", "asc", "desc", "x", "", "9" * 30]) | st.text(max_size=8),
    max_size=3,
)
PATHS = [
    "/assistants",
    "/assistants/{a}",
    "/threads",
    "/threads/runs",
    "/threads/{t}",
    "/threads/{t}/messages",
    "/threads/{t}/messages/{m}",
    "/threads/{t}/runs",
    "/threads/{t}/runs/{r}",
    "/threads/{t}/runs/{r}/cancel",
    "/threads/{t}/runs/{r}/submit_tool_outputs",
    "/threads/{t}/runs/{r}/steps",
    "/threads/{t}/runs/{r}/steps/{s}",
    "/files",
    "/files/{f}",
    "/files/{f}/content",
    "/models",
    "/models/{x}",
    "/vector_stores",
    "/vector_stores/{v}",
    "/vector_stores/{v}/files",
    "/vector_stores/{v}/search",
    "/vector_stores/{v}/file_batches",
]
KINDS = ("application/json", "multipart/form-data; boundary=b", "text/event-stream", "")
some = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES == 100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def known(client: OpenAI, model: str) -> dict[str, str]:
    """Ids that exist, for the places in the paths."""
    tools: Any = [{"type": "code_interpreter"}, WEATHER]
    assistant = client.beta.assistants.create(model=model, tools=tools)
    thread = client.beta.threads.create()
    asked = ask(client, "poll", assistant.id, thread.id, "hello")
    return {
        "a": assistant.id,
        "t": thread.id,
        "m": asked.messages[0].id,
        "r": asked.run.id,
        "s": asked.steps[0].id,
        "f": client.files.create(file=("a.txt", b"x"), purpose="assistants").id,
        "v": client.vector_stores.create(name="any").id,
        "x": "gpt-4",
    }


def sent(engine: Engine, method: str, path: str, raw: bytes, kind: str) -> tuple[int, bytes]:
    """What comes back of any request at all."""
    connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=30)
    try:
        headers = {"Authorization": f"Bearer {engine.token}"}
        if kind:
            headers["Content-Type"] = kind
        connection.request(method, path, raw, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def refused_well(status: int, raw: bytes) -> None:
    assert status < 500, raw
    assert status not in (408, 409), raw
    if status >= 400:
        error = json.loads(raw)["error"]
        assert error["message"]
        assert set(error) == {"message", "type", "param", "code"}


@some
@given(
    path=st.sampled_from(PATHS),
    named=st.booleans(),
    odd=st.text(min_size=1, max_size=12),
    body=body,
    query=query,
)
def test_any_body(
    engine: Engine,
    known: dict[str, str],
    path: str,
    named: bool,
    odd: str,
    body: dict[str, Any],
    query: dict[str, str],
) -> None:
    """Every path with any JSON; ids that exist, or any text in their place."""
    places = known if named else dict.fromkeys(known, quote(odd, safe=""))
    # The objects that the other examples need are not deleted here; no run is begun for real.
    body.pop("stream", None)
    where = f"/v1{path.format(**places)}?{urlencode(query)}"
    for method in ("GET", "POST"):
        status, raw = sent(engine, method, where, json.dumps(body).encode(), KINDS[0])
        refused_well(status, raw)


@some
@given(
    path=st.sampled_from(PATHS),
    raw=st.binary(max_size=60) | value.map(lambda each: json.dumps(each).encode()),
    kind=st.sampled_from(KINDS),
    method=st.sampled_from(["POST", "PUT", "DELETE", "HEAD"]),
)
def test_any_bytes(
    engine: Engine, known: dict[str, str], path: str, raw: bytes, kind: str, method: str
) -> None:
    """Every path with any bytes under any content type."""
    places = known if method == "POST" else dict.fromkeys(known, "none")
    status, answer = sent(engine, method, f"/v1{path.format(**places)}", raw, kind)
    assert status < 500, answer


acts = st.lists(
    st.sampled_from(["hello", "weather", "slowly", "bad", "cancel", "submit", "wrong", "message"]),
    min_size=2,
    max_size=6,
)


@settings(some, max_examples=EXAMPLES // 10)
@given(acts=acts)
def test_no_story_locks_a_thread(
    engine: Engine, client: OpenAI, known: dict[str, str], acts: list[str]
) -> None:
    """Runs, cancels and outputs in any order, at once: afterwards the thread answers."""
    thread = f"/v1/threads/{client.beta.threads.create().id}"
    run = "run_none"
    for act in acts:
        told = [{"role": "user", "content": act}]
        opened = {"assistant_id": known["a"], "additional_messages": told}
        path, body = {
            "bad": (f"{thread}/runs", {**opened, "tools": 5}),
            "cancel": (f"{thread}/runs/{run}/cancel", {}),
            "submit": (f"{thread}/runs/{run}/submit_tool_outputs", outputs(engine, thread, run)),
            "wrong": (f"{thread}/runs/{run}/submit_tool_outputs", {"tool_outputs": []}),
            "message": (f"{thread}/messages", told[0]),
        }.get(act, (f"{thread}/runs", opened))
        status, raw = sent(engine, "POST", path, json.dumps(body).encode(), KINDS[0])
        refused_well(status, raw)
        said = json.loads(raw)
        run = said["id"] if said.get("object") == "thread.run" else run
    thread_id = thread.rpartition("/")[2]
    if run != "run_none":
        sent(engine, "POST", f"{thread}/runs/{run}/cancel", b"", "")
        ended = ("completed", "cancelled", "failed", "incomplete")
        wait_for(client, thread_id, run, *ended)
    assert ask(client, "poll", known["a"], thread_id, "hello").run.status == "completed"


def outputs(engine: Engine, thread: str, run: str) -> dict[str, Any]:
    """The outputs that the run waits for, as far as it waits for any."""
    said = json.loads(sent(engine, "GET", f"{thread}/runs/{run}", b"", "")[1])
    action = said.get("required_action")
    calls = action["submit_tool_outputs"]["tool_calls"] if action else []
    return {"tool_outputs": [{"tool_call_id": call["id"], "output": "x"} for call in calls]}
