from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from assist_magic.engine.models.base import ChatMessage
from assist_magic.engine.models.catalogue import Endpoint, Models, ModelSettings
from assist_magic.engine.models.habits import HABITS
from tests.engine.models.endpoint import KEY, refusal, serving
from tests.engine.models.endpoint import Endpoint as Server
from tests.engine.models.test_chat import chunks
from tests.engine.models.test_responses import ended, events, text
from tests.engine.models.turns import CODE, WEATHER, asking, called, printed, take

QUESTION = ChatMessage("user", "What is 2 + 3?")
OWN = ChatMessage("system", "Answer in verse.")


@pytest.fixture
def endpoint() -> Iterator[Server]:
    with serving("/chat/completions", lambda body: chunks({"content": "Five"}, "stop")) as served:
        yield served


def sent(endpoint: Server, messages: list[ChatMessage], name: str = "gpt", **given: Any) -> Any:
    """The messages, or the instructions, that the endpoint was sent."""
    tools = given.pop("tools", (CODE,))

    async def asked() -> None:
        models = Models(ModelSettings(weights=__file__, endpoint=Endpoint(endpoint.url, KEY)))  # type: ignore[arg-type]
        try:
            await take(models.resolve(name), asking(messages, *tools, **given))
        finally:
            await models.close()

    asyncio.run(asked())
    body = endpoint.bodies[-1]
    assert body["model"] == "gpt"
    return body["messages"] if "messages" in body else body["instructions"]


def test_habits_follow_the_users_own_instructions(endpoint: Server) -> None:
    system, question = sent(endpoint, [OWN, QUESTION])
    assert system == {"role": "system", "content": f"Answer in verse.\n\n{HABITS}"}
    assert question["content"] == "What is 2 + 3?"
    assert all(habit in HABITS for habit in ("Print", "Check", "matplotlib"))


def test_without_instructions_they_stand_alone_and_before_all_that_was_said(
    endpoint: Server,
) -> None:
    messages = sent(endpoint, [QUESTION, called("print(5)"), printed("5")])
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "tool"]
    assert messages[0]["content"] == HABITS


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("plain:gpt", {}),
        ("gpt", {"tools": ()}),
        ("gpt", {"tools": (WEATHER,)}),
        ("gpt", {"tool_choice": "none"}),
        ("gpt", {"hints": True}),
    ],
)
def test_nobody_else_is_told(endpoint: Server, name: str, given: dict[str, Any]) -> None:
    assert sent(endpoint, [OWN, QUESTION], name, **given)[0]["content"] == "Answer in verse."


def test_a_model_that_takes_no_tools_gets_the_guide_to_fences_alone(endpoint: Server) -> None:
    def toolless(body: dict[str, Any]) -> Any:
        if "tools" in body:
            return refusal(400, "gpt does not support tools")
        return chunks({"content": "```python\nprint(2 + 3)\n```"}, "stop")

    endpoint.answer = toolless
    assert HABITS not in sent(endpoint, [OWN, QUESTION])[0]["content"]


@pytest.mark.parametrize("plain", ["", "plain:"])
def test_the_responses_api_is_told_alike(plain: str) -> None:
    with serving("/responses", lambda body: events(text("Five"), ended())) as served:
        told = sent(served, [OWN, QUESTION], f"{plain}responses:gpt")
    assert told == ("Answer in verse." if plain else f"Answer in verse.\n\n{HABITS}")
