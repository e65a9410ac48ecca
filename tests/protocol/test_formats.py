"""Response formats: passed on to the model's endpoint, told in words, and checked.

The endpoint is a stand-in on loopback; what it is asked, and what it answers, is up to the test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from openai import OpenAI
from starlette.responses import JSONResponse, Response, StreamingResponse

from tests.engine.asking import Asked
from tests.engine.models.endpoint import Endpoint, refusal, serving
from tests.protocol.asked import ask, calls_of, submit
from tests.protocol.script import WEATHER

SCHEMA: Any = {
    "type": "json_schema",
    "json_schema": {
        "name": "sum",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"sum": {"type": "integer"}},
            "required": ["sum"],
            "additionalProperties": False,
        },
    },
}


def said(text: str = "", calls: list[dict[str, Any]] | None = None) -> Response:
    """A streamed chat completion."""
    delta = {"role": "assistant", "content": text, "tool_calls": calls}
    reason = "tool_calls" if calls else "stop"
    usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    chunks = [
        {**chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
        {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]},
        {**chunk, "choices": [], "usage": usage},
    ]
    lines = [f"data: {json.dumps(each)}\n\n" for each in chunks]
    return StreamingResponse(iter([*lines, "data: [DONE]\n\n"]), media_type="text/event-stream")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving("/chat/completions", lambda body: said("hi")) as made:
        yield made


@pytest.fixture
def through(client: OpenAI, endpoint: Endpoint, thread_id: str) -> Callable[..., Asked]:
    """Asks a question of the endpoint's model."""
    endpoint.bodies.clear()
    assistant = client.beta.assistants.create(model="some-model", instructions="Add.")
    headers = {"X-Assist-Model-Base-URL": endpoint.url}

    def put(way: str, **more: Any) -> Asked:
        return ask(client, way, assistant.id, thread_id, "1 + 1", extra_headers=headers, **more)

    return put


def test_format_is_passed_on_and_told_in_words(
    through: Callable[..., Asked], endpoint: Endpoint, way: str
) -> None:
    endpoint.answer = lambda body: said('{"sum": 2}')
    asked = through(way, response_format=SCHEMA)
    assert asked.text == '{"sum": 2}'
    assert asked.run.to_dict()["response_format"] == SCHEMA
    (body,) = endpoint.bodies
    assert body["response_format"] == SCHEMA
    assert body["messages"][0]["content"].startswith("Add.\n\nAnswer with one JSON value")
    assert asked.run.usage is not None
    assert asked.run.usage.total_tokens == 10


def test_answer_that_does_not_fit_is_given_back(
    through: Callable[..., Asked], endpoint: Endpoint, way: str
) -> None:
    answers = iter(["two", '{"sum": "2"}', '{"sum": 2}'])
    endpoint.answer = lambda body: said(next(answers))
    asked = through(way, response_format=SCHEMA)
    assert asked.run.status == "completed"
    assert asked.text == '{"sum": 2}'  # the others were not said
    assert len(asked.messages) == len(asked.steps) == 1
    told = [body["messages"][-1]["content"] for body in endpoint.bodies[1:]]
    assert "is no JSON" in told[0]
    assert "does not fit the JSON schema at $.sum: '2' is not of type 'integer'" in told[1]
    assert asked.run.usage is not None
    assert asked.run.usage.total_tokens == 30


def test_model_that_never_keeps_to_it_fails_the_run(
    through: Callable[..., Asked], endpoint: Endpoint, way: str
) -> None:
    endpoint.answer = lambda body: said("[1]")
    asked = through(way, response_format={"type": "json_object"})
    assert asked.run.status == "failed"
    assert asked.run.last_error is not None
    assert "did not keep to the response format" in asked.run.last_error.message
    assert not asked.messages


def test_endpoint_that_knows_no_formats_is_asked_in_words(
    through: Callable[..., Asked], endpoint: Endpoint, way: str
) -> None:
    def answer(body: dict[str, Any]) -> Response:
        if "response_format" in body:
            return refusal(400, "Unsupported parameter: response_format")
        return said('{"sum": 2}')

    endpoint.answer = answer
    assert through(way, response_format=SCHEMA).text == '{"sum": 2}'


def test_format_of_text_is_no_format(
    through: Callable[..., Asked], endpoint: Endpoint, way: str
) -> None:
    endpoint.answer = lambda body: said("Two.")
    assert through(way, response_format={"type": "text"}).text == "Two."
    assert "response_format" not in endpoint.bodies[0]
    assert endpoint.bodies[0]["messages"][0]["content"] == "Add."


def test_functions_beside_a_format(
    client: OpenAI, through: Callable[..., Asked], endpoint: Endpoint, way: str
) -> None:
    call = {"index": 0, "id": "call_1", "function": {"name": "get_weather", "arguments": "{}"}}
    endpoint.answer = lambda body: said(calls=[call])
    asked = through(way, response_format=SCHEMA, tools=[WEATHER], tool_choice="required")
    assert asked.run.status == "requires_action"
    endpoint.answer = lambda body: said('{"sum": 3}')
    done = submit(client, way, asked.run, {calls_of(asked.run)[0].id: "3 C"})
    assert done.text == '{"sum": 3}'
    choices = [body.get("tool_choice") for body in endpoint.bodies]
    assert choices == ["required", None]


@pytest.mark.parametrize(
    ("choice", "sent"),
    [
        ("none", "none"),
        ("auto", None),
        ("required", "required"),
        ({"type": "function", "function": {"name": "get_weather"}},) * 2,
    ],
)
def test_choice_of_tools_is_passed_on(
    through: Callable[..., Asked], endpoint: Endpoint, choice: Any, sent: Any
) -> None:
    endpoint.answer = lambda body: said("Two.")
    through("poll", tools=[WEATHER], tool_choice=choice, parallel_tool_calls=False)
    (body,) = endpoint.bodies
    assert body.get("tool_choice") == sent
    assert body["parallel_tool_calls"] is False
    assert [tool["function"]["name"] for tool in body["tools"]] == ["get_weather"]


def test_settings_are_passed_on(through: Callable[..., Asked], endpoint: Endpoint) -> None:
    endpoint.answer = lambda body: said("Two.")
    more: Any = {"extra_body": {"reasoning_effort": "low"}}
    asked = through("poll", temperature=0.25, top_p=0.5, max_completion_tokens=300, **more)
    (body,) = endpoint.bodies
    assert asked.run.to_dict()["reasoning_effort"] == body["reasoning_effort"] == "low"
    assert (body["temperature"], body["top_p"]) == (0.25, 0.5)
    assert 300 in (body.get("max_tokens"), body.get("max_completion_tokens"))


def test_image_reaches_models_that_see(
    client: OpenAI, through: Callable[..., Asked], endpoint: Endpoint
) -> None:
    endpoint.answer = lambda body: said("A dot.")
    file = client.files.create(file=("dot.png", b"\x89PNG\r\n\x1a\n.."), purpose="vision").id
    parts = [
        {"type": "text", "text": "What is it?"},
        {"type": "image_file", "image_file": {"file_id": file}},
        {"type": "image_url", "image_url": {"url": "https://example.org/x.png"}},
    ]
    through("poll", additional_messages=[{"role": "user", "content": parts}])
    content = endpoint.bodies[0]["messages"][-1]["content"]
    images = [part["image_url"]["url"] for part in content if part["type"] == "image_url"]
    assert sorted(image[:21] for image in images) == [
        "data:image/png;base64",
        "https://example.org/x",
    ]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (429, "rate_limit_exceeded"),
        (500, "server_error"),
        (401, "server_error"),
        (400, "invalid_prompt"),
    ],
)
def test_refusal_of_the_endpoint_fails_the_run_alone(
    through: Callable[..., Asked], endpoint: Endpoint, status: int, code: str
) -> None:
    endpoint.answer = lambda body: JSONResponse(
        {"error": {"message": "No."}}, status, {"retry-after-ms": "1"}
    )
    asked = through("poll")
    assert asked.run.status == "failed"
    assert asked.run.last_error is not None
    assert asked.run.last_error.code == code
