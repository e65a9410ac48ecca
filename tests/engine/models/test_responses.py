from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.responses import Response

from assist_magic.engine.models.base import ChatMessage, Finish, ModelError, ModelRequest, ToolCall
from assist_magic.engine.models.responses import Responses, Thoughts
from tests.engine.models.endpoint import KEY, Endpoint, refusal, serving
from tests.engine.models.small import weights
from tests.engine.models.turns import CODE, WEATHER, Taken, asking, called, printed, take

USAGE = {
    "input_tokens": 11,
    "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
    "output_tokens": 7,
    "output_tokens_details": {"reasoning_tokens": 3},
    "total_tokens": 18,
}
REASONING = {
    "type": "reasoning",
    "id": "rs_1",
    "summary": [],
    "encrypted_content": "gAAAAABsecret",
}


def event(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": f"response.{kind}", "sequence_number": 0, "output_index": 0, **fields}


def text(*pieces: str) -> list[dict[str, Any]]:
    return [event("output_text.delta", item_id="msg_1", delta=piece) for piece in pieces]


def call(identity: str, name: str, *pieces: str, whole: str | None = None) -> list[dict[str, Any]]:
    head = {"type": "function_call", "id": f"fc_{identity}", "call_id": identity, "name": name}
    return [
        event("output_item.added", item={**head, "arguments": ""}),
        *(
            event("function_call_arguments.delta", item_id=head["id"], delta=piece)
            for piece in pieces
        ),
        event("output_item.done", item={**head, "arguments": whole or "".join(pieces)}),
    ]


def thought() -> list[dict[str, Any]]:
    return [
        event("output_item.added", item={**REASONING, "encrypted_content": None}),
        event("output_item.done", item=REASONING),
    ]


def ended(status: str = "completed", **fields: Any) -> list[dict[str, Any]]:
    return [event(status, response={"id": "resp_1", "status": status, "usage": USAGE, **fields})]


def events(*parts: list[dict[str, Any]]) -> Response:
    lines = [line for part in parts for line in part]
    body = "".join(f"event: {line['type']}\ndata: {json.dumps(line)}\n\n" for line in lines)
    return Response(body, media_type="text/event-stream")


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving("/responses", lambda body: events(text("Hello"), ended())) as served:
        yield served


def ask(endpoint: Endpoint, request: ModelRequest | str, thoughts: Thoughts | None = None) -> Taken:
    async def asked() -> Taken:
        model = Responses("gpt", endpoint.url, KEY, "gpt-test", thoughts or Thoughts())
        try:
            return await take(model, asking(request) if isinstance(request, str) else request)
        finally:
            await model.close()

    return asyncio.run(asked())


def test_text_streams_with_usage_and_nothing_is_stored_there(endpoint: Endpoint) -> None:
    endpoint.answer = lambda body: events(text("Hel", "lo"), ended())
    taken = ask(endpoint, "Say hello.")
    assert taken.text == "Hello"
    assert taken.finish == Finish("stop", 11, 7)
    [body] = endpoint.bodies
    assert body["model"] == "gpt-test"
    assert body["store"] is False
    assert body["max_output_tokens"] == 60
    assert endpoint.keys == [f"Bearer {KEY}"]


def test_a_conversation_with_tools_and_images_goes_over_whole(endpoint: Endpoint) -> None:
    image = "data:image/png;base64,AA=="
    said = [
        ChatMessage("system", "Be brief."),
        ChatMessage("user", "What is this?", images=(image,)),
        ChatMessage("assistant", "A cat."),
        ChatMessage("user", "And the sum?"),
        called("print(1+1)"),
        printed("2"),
    ]
    schema = {"type": "object", "properties": {}, "additionalProperties": False}
    ask(
        endpoint,
        asking(
            said,
            CODE,
            WEATHER,
            tool_choice={"type": "function", "function": {"name": "get_weather"}},
            parallel_tool_calls=False,
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "sum", "schema": schema, "strict": True},
            },
        ),
    )
    [body] = endpoint.bodies
    assert body["instructions"] == "Be brief."
    picture = {"type": "input_image", "image_url": image, "detail": "auto"}
    asked, answered, again, made, output = body["input"]
    assert asked["content"] == [{"type": "input_text", "text": "What is this?"}, picture]
    assert answered == {"role": "assistant", "content": "A cat."}
    assert again == {"role": "user", "content": "And the sum?"}
    assert (made["type"], made["call_id"]) == ("function_call", "call_1")
    assert json.loads(made["arguments"]) == {"code": "print(1+1)"}
    assert output == {"type": "function_call_output", "call_id": "call_1", "output": "2"}
    assert [tool["name"] for tool in body["tools"]] == ["code_interpreter", "get_weather"]
    assert body["tool_choice"] == {"type": "function", "name": "get_weather"}
    assert body["parallel_tool_calls"] is False
    assert body["text"]["format"] == {
        "type": "json_schema",
        "name": "sum",
        "schema": schema,
        "strict": True,
    }


@pytest.mark.parametrize("pieces", [('{"city": ', '"Rome"}'), ()], ids=["in pieces", "whole"])
def test_parallel_calls_are_read(endpoint: Endpoint, pieces: tuple[str, ...]) -> None:
    endpoint.answer = lambda body: events(
        call("a", "get_weather", *pieces, whole='{"city": "Rome"}'),
        call("b", "code_interpreter", whole='{"code": "1"}'),
        ended(),
    )
    taken = ask(endpoint, asking("?", CODE, WEATHER))
    assert taken.calls == [
        ToolCall("a", "get_weather", '{"city": "Rome"}'),
        ToolCall("b", "code_interpreter", '{"code": "1"}'),
    ]
    assert taken.finish == Finish("tool_calls", 11, 7)


def test_what_it_thought_before_a_call_goes_back_with_it(endpoint: Endpoint) -> None:
    thoughts = Thoughts()
    endpoint.answer = lambda body: events(
        thought(), call("call_1", "code_interpreter", '{"code": "1"}'), ended()
    )
    ask(endpoint, asking("?", CODE), thoughts)
    endpoint.answer = lambda body: events(text("1"), ended())
    ask(endpoint, asking([ChatMessage("user", "?"), called("1"), printed("1")], CODE), thoughts)
    kinds = [item.get("type", "message") for item in endpoint.bodies[1]["input"]]
    assert kinds == ["message", "reasoning", "function_call", "function_call_output"]
    assert endpoint.bodies[1]["input"][1] == REASONING
    assert "reasoning.encrypted_content" in endpoint.bodies[0]["include"]


def test_thoughts_are_forgotten_in_the_end() -> None:
    thoughts = Thoughts()
    for number in range(Thoughts.KEPT + 1):
        thoughts.keep(f"call_{number}", (REASONING,))
    assert thoughts.before("call_0") == ()
    assert thoughts.before(f"call_{Thoughts.KEPT}") == (REASONING,)


@pytest.mark.parametrize(
    ("reason", "told"), [("max_output_tokens", "length"), ("content_filter", "content_filter")]
)
def test_an_early_end_is_told(endpoint: Endpoint, reason: str, told: str) -> None:
    endpoint.answer = lambda body: events(
        text("Once upon"), ended("incomplete", incomplete_details={"reason": reason})
    )
    assert ask(endpoint, "Tell a story.").finish == Finish(told, 11, 7)  # type: ignore[arg-type]


def test_what_an_endpoint_refuses_is_left_out(endpoint: Endpoint) -> None:
    def strict(body: dict[str, Any]) -> Response:
        for field in ("temperature", "include"):
            if field in body:
                return refusal(400, f"Unsupported parameter: '{field}'.")
        return events(text("Hello"), ended())

    endpoint.answer = strict
    assert ask(endpoint, asking("Hello?", temperature=0.5)).text == "Hello"
    assert len(endpoint.bodies) == 3


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ({"code": "rate_limit_exceeded", "message": "Slow down"}, "rate_limit_exceeded"),
        ({"code": "server_error", "message": "Oh no"}, "server_error"),
    ],
)
def test_a_failed_response_is_told(endpoint: Endpoint, error: dict[str, str], code: str) -> None:
    endpoint.answer = lambda body: events(text("Hm"), ended("failed", error=error))
    with pytest.raises(ModelError, match=error["message"]) as failed:
        ask(endpoint, "?")
    assert failed.value.code == code


def test_refusals_are_explained_without_the_key(endpoint: Endpoint) -> None:
    endpoint.answer = lambda body: refusal(401, f"Incorrect API key provided: {KEY}")
    with pytest.raises(ModelError, match="refused the key") as failed:
        ask(endpoint, "?")
    assert KEY not in str(failed.value)


def test_an_answer_that_breaks_off_is_told(endpoint: Endpoint) -> None:
    endpoint.answer = lambda body: events(text("Once"))
    with pytest.raises(ModelError, match="no whole answer"):
        ask(endpoint, "?")


@pytest.mark.model
def test_a_real_server_answers() -> None:
    llama = pytest.importorskip("xllamacpp")
    parameters = llama.CommonParams()
    parameters.model.path = str(weights())
    parameters.port, parameters.n_ctx, parameters.verbosity = 0, 1024, -1
    parameters.use_jinja, parameters.ui = True, False
    server = llama.Server(parameters)
    address = f"{server.listening_address}/v1"

    async def asked() -> Taken:
        model = Responses("smol", address, "", "smollm2", Thoughts())
        try:
            return await take(model, asking("Say hello."))
        finally:
            await model.close()

    taken = asyncio.run(asked())
    assert taken.text.strip()
    assert taken.finish.completion_tokens > 0
