from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from starlette.responses import Response, StreamingResponse

from assist_magic.engine.models.base import (
    ChatMessage,
    Finish,
    ModelError,
    ModelRequest,
    TextDelta,
    ToolCall,
)
from assist_magic.engine.models.chat import Chat
from tests.engine.models.endpoint import KEY, Endpoint, refusal, serving
from tests.engine.models.turns import CODE, WEATHER, Taken, asking, take


def chunks(*pieces: Any, usage: bool = True) -> Response:
    """A stream: each dict is a delta, each string the reason of the end, each list raw lines."""
    lines = []
    for piece in pieces:
        if isinstance(piece, list):
            lines += piece
            continue
        choice: dict[str, Any] = {"index": 0, "delta": piece, "finish_reason": None}
        if isinstance(piece, str):
            choice = {"index": 0, "delta": {}, "finish_reason": piece}
        lines.append(json.dumps({"object": "chat.completion.chunk", "choices": [choice]}))
    if usage:
        lines.append(json.dumps({"choices": [], "usage": USAGE}))
    text = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])
    return Response(text, media_type="text/event-stream")


USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving("/chat/completions", lambda body: chunks({"content": "Hello"}, "stop")) as served:
        yield served


def ask(endpoint: Endpoint, request: ModelRequest | str, key: str = KEY, **how: Any) -> Taken:
    async def asked() -> Taken:
        model = Chat("gpt", endpoint.url, key, "gpt-test", **how)
        try:
            return await take(model, asking(request) if isinstance(request, str) else request)
        finally:
            await model.close()

    return asyncio.run(asked())


def test_text_streams_with_usage_and_the_request_says_what_is_needed(endpoint: Endpoint) -> None:
    endpoint.answer = lambda body: chunks({"content": "Hel"}, {"content": "lo"}, "stop")
    taken = ask(endpoint, "Hi", extra={"mood": "good"})
    assert taken.deltas == [TextDelta("Hel"), TextDelta("lo"), Finish("stop", 11, 7)]
    assert endpoint.keys == [f"Bearer {KEY}"]
    assert endpoint.bodies == [
        {
            "model": "gpt-test",
            "messages": [{"role": "user", "content": "Hi"}],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": 60,
            "mood": "good",
        }
    ]


def test_a_conversation_with_tools_and_images_goes_over_whole(endpoint: Endpoint) -> None:
    call = ToolCall("call_a", "get_weather", '{"city": "Rome"}')
    messages = [
        ChatMessage("system", "Be kind."),
        ChatMessage("user", "What is this?", images=("data:image/png;base64,AA==",)),
        ChatMessage("assistant", "", (call,)),
        ChatMessage("tool", "Sunny", tool_call_id="call_a"),
    ]
    choice = {"type": "code_interpreter"}
    request = asking(
        messages,
        CODE,
        WEATHER,
        tool_choice=choice,
        parallel_tool_calls=False,
        temperature=0.5,
        response_format={"type": "json_object"},
    )
    ask(endpoint, request)
    [body] = endpoint.bodies
    assert [tool["function"]["name"] for tool in body["tools"]] == [
        "code_interpreter",
        "get_weather",
    ]
    assert body["tool_choice"] == {"type": "function", "function": {"name": "code_interpreter"}}
    assert (body["parallel_tool_calls"], body["temperature"]) == (False, 0.5)
    assert body["response_format"] == {"type": "json_object"}
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    assert body["messages"][1]["content"] == [{"type": "text", "text": "What is this?"}, image]
    assert body["messages"][2]["tool_calls"][0]["function"]["name"] == "get_weather"
    assert body["messages"][3] == {"role": "tool", "tool_call_id": "call_a", "content": "Sunny"}


def piece(index: int | None, identity: str | None, name: str | None, arguments: Any) -> Any:
    function = {"name": name, "arguments": arguments}
    call = {"index": index, "id": identity, "type": "function", "function": function}
    return {"tool_calls": [{key: value for key, value in call.items() if value is not None}]}


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param(
            [
                piece(0, "c1", "get_weather", ""),
                piece(0, None, None, '{"city": '),
                piece(0, None, None, '"Rome"}'),
                piece(1, "c2", "code_interpreter", '{"code": "1"}'),
                "tool_calls",
            ],
            id="in pieces",
        ),
        pytest.param(
            [
                piece(0, "c1", "get_weather", '{"city": "Rome"}'),
                piece(0, "c2", "code_interpreter", '{"code": "1"}'),
                "stop",
            ],
            id="whole, all of index 0, with a wrong reason",
        ),
        pytest.param(
            [
                piece(None, None, "get_weather", {"city": "Rome"}),
                piece(None, None, "code_interpreter", '{"code": '),
                piece(None, None, None, '"1"}'),
            ],
            id="no index, no id, arguments as an object, no reason",
        ),
    ],
)
def test_calls_are_read_as_endpoints_send_them(endpoint: Endpoint, pieces: list[Any]) -> None:
    endpoint.answer = lambda body: chunks(*pieces, usage=False)
    taken = ask(endpoint, asking("?", CODE, WEATHER))
    first, second = taken.calls
    assert (first.name, json.loads(first.arguments)) == ("get_weather", {"city": "Rome"})
    assert (second.name, json.loads(second.arguments)) == ("code_interpreter", {"code": "1"})
    assert first.id
    assert second.id
    assert first.id != second.id
    assert taken.finish == Finish("tool_calls", 0, 0)


@pytest.mark.parametrize("reason", ["length", "content_filter"])
def test_an_early_end_is_told(endpoint: Endpoint, reason: str) -> None:
    endpoint.answer = lambda body: chunks({"content": "So"}, reason)
    assert ask(endpoint, "?").finish.reason == reason


def test_what_an_endpoint_refuses_is_sent_another_way_and_remembered(endpoint: Endpoint) -> None:
    def strict(body: dict[str, Any]) -> Response:
        for field in ("stream_options", "temperature", "max_tokens"):
            if field in body:
                return refusal(400, f"Unsupported parameter: '{field}'.")
        return chunks({"content": "Fine"}, "stop", usage=False)

    async def twice() -> None:
        model = Chat("gpt", endpoint.url, KEY, "gpt-test")
        for _ in range(2):
            assert (await take(model, asking("?", temperature=0.1))).text == "Fine"
        await model.close()

    endpoint.answer = strict
    asyncio.run(twice())
    assert len(endpoint.bodies) == 5, "three refusals, then two that go through"
    assert endpoint.bodies[-1]["max_completion_tokens"] == 60


@pytest.mark.parametrize(
    ("status", "text", "complaint", "code"),
    [
        (401, f"Wrong key {KEY}", "refused the key", "server_error"),
        (
            404,
            "No such model",
            r"does not know the model 'gpt-test'.*No such model",
            "server_error",
        ),
        (400, f"Bad words near {KEY}", r"refused the request.*\*\*\*", "invalid_prompt"),
        (501, "Not here", r"failed \(501\): Not here\.", "server_error"),
    ],
)
def test_a_refusal_is_explained_without_the_key(
    endpoint: Endpoint, status: int, text: str, complaint: str, code: str
) -> None:
    endpoint.answer = lambda body: refusal(status, text, **{"x-should-retry": "false"})
    with pytest.raises(ModelError, match=complaint) as failed:
        ask(endpoint, "?")
    assert failed.value.code == code
    assert "127.0.0.1:" in str(failed.value)
    assert KEY not in str(failed.value)


def test_a_rate_limit_is_tried_again_and_then_told(endpoint: Endpoint) -> None:
    endpoint.answer = lambda body: refusal(429, "Slow down", **{"retry-after-ms": "10"})
    with pytest.raises(ModelError, match="rate limit") as failed:
        ask(endpoint, "?")
    assert failed.value.code == "rate_limit_exceeded"
    assert len(endpoint.bodies) == 3


def test_no_endpoint_there(endpoint: Endpoint) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint.url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        with pytest.raises(ModelError, match=r"No connection to .* at 127\.0\.0\.1:\d+\. Check"):
            ask(endpoint, "?")


def test_an_error_or_a_break_within_the_stream_is_told(endpoint: Endpoint) -> None:
    error = json.dumps({"error": {"message": "Out of memory"}})
    endpoint.answer = lambda body: chunks({"content": "So"}, [error])
    with pytest.raises(ModelError, match=r"failed: Out of memory\."):
        ask(endpoint, "?")

    async def breaking() -> AsyncIterator[str]:
        yield 'data: {"choices": [{"index": 0, "delta": {"content": "So"}}]}\n\n'
        raise RuntimeError("cut")

    endpoint.answer = lambda body: StreamingResponse(breaking(), media_type="text/event-stream")
    with pytest.raises(ModelError, match="broke off"):
        ask(endpoint, "?")


def test_an_answer_that_is_no_stream_is_told(endpoint: Endpoint) -> None:
    endpoint.answer = lambda body: Response("<html>Log in</html>", media_type="text/html")
    with pytest.raises(ModelError, match="no answer that can be streamed"):
        ask(endpoint, "?")


def test_leaving_early_closes_the_connection_at_once(endpoint: Endpoint) -> None:
    async def endless() -> AsyncIterator[str]:
        try:
            while True:
                yield 'data: {"choices": [{"index": 0, "delta": {"content": "la "}}]}\n\n'
                await asyncio.sleep(0.01)
        finally:
            endpoint.left.set()

    async def leave() -> None:
        model = Chat("gpt", endpoint.url, KEY, "gpt-test")
        async with contextlib.aclosing(model.stream(asking("?"))) as deltas:
            async for _ in deltas:
                break
        began = time.monotonic()
        assert await asyncio.to_thread(endpoint.left.wait, 2)
        assert time.monotonic() - began < 1
        await model.close()

    endpoint.answer = lambda body: StreamingResponse(endless(), media_type="text/event-stream")
    asyncio.run(leave())
