from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.responses import Response

from assist_magic.engine.models.base import ModelError, ModelRequest
from assist_magic.engine.models.chat import Chat
from assist_magic.engine.models.native import Native
from tests.engine.models.endpoint import KEY, Endpoint, refusal, serving
from tests.engine.models.test_chat import chunks
from tests.engine.models.turns import CODE, WEATHER, Taken, asking, take

REFUSALS = [
    "registry.example/library/gemma:2b does not support tools",
    '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
]


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving("/chat/completions", lambda body: chunks({"content": "Hello"}, "stop")) as served:
        yield served


def ask(endpoint: Endpoint, request: ModelRequest, refusing: set[str]) -> Taken:
    async def asked() -> Taken:
        model = Native(Chat("gpt", endpoint.url, KEY, "gpt-test"), refusing)
        try:
            return await take(model, request)
        finally:
            await model.close()

    return asyncio.run(asked())


@pytest.mark.parametrize("words", REFUSALS)
def test_where_tools_are_refused_code_is_fenced_from_then_on(
    endpoint: Endpoint, words: str
) -> None:
    def toolless(body: dict[str, Any]) -> Response:
        if "tools" in body:
            return refusal(400, words)
        return chunks({"content": "```python\nprint(2 + 3)\n```"}, "stop")

    endpoint.answer = toolless
    refusing: set[str] = set()
    for _ in range(2):
        assert ask(endpoint, asking("What is 2 + 3?", CODE), refusing).code == "print(2 + 3)"
    assert ["tools" in body for body in endpoint.bodies] == [True, False, False]


def test_another_refusal_is_told(endpoint: Endpoint) -> None:
    endpoint.answer = lambda body: refusal(400, "The context is too long.")
    with pytest.raises(ModelError, match="too long"):
        ask(endpoint, asking("What is 2 + 3?", CODE), set())


@pytest.mark.parametrize("form", ["```json\n{}\n```", "<tool_call>\n{}\n</tool_call>"])
def test_a_call_that_is_written_as_text_is_made(endpoint: Endpoint, form: str) -> None:
    call = json.dumps({"name": "get_weather", "arguments": {"city": "Rome"}})
    text = form.replace("{}", call)
    endpoint.answer = lambda body: chunks({"content": text[:9]}, {"content": text[9:]}, "stop")
    taken = ask(endpoint, asking("Weather in Rome?", CODE, WEATHER), set())
    [made] = taken.calls
    assert (made.name, json.loads(made.arguments)) == ("get_weather", {"city": "Rome"})
    assert taken.text == ""
    assert taken.finish.reason == "tool_calls"


def test_code_that_is_shown_stays_text(endpoint: Endpoint) -> None:
    shown = "Write:\n```python\nprint(1)\n```\nThat is all."
    endpoint.answer = lambda body: chunks({"content": shown}, "stop")
    taken = ask(endpoint, asking("How do I print?", CODE), set())
    assert (taken.text, taken.calls) == (shown, [])


def test_native_calls_pass_with_the_text_before_them(endpoint: Endpoint) -> None:
    function = {"name": "get_weather", "arguments": "{}"}
    call = {"tool_calls": [{"index": 0, "id": "c1", "type": "function", "function": function}]}
    endpoint.answer = lambda body: chunks({"content": "One moment `"}, call, "tool_calls")
    taken = ask(endpoint, asking("?", WEATHER), set())
    assert taken.text == "One moment `"
    assert [made.id for made in taken.calls] == ["c1"]
