"""file_search for models that only write text: when it is done, what they are given, citations."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from assist_magic.engine.models.base import (
    SEARCH_TOOL,
    ChatMessage,
    ModelRequest,
    Tool,
    ToolCall,
)
from assist_magic.engine.models.lookup import Searched
from tests.engine.models.turns import CODE, WEATHER, Taken, Writer, asking, take

SEARCH = Tool(SEARCH_TOOL, "Searches.", {"type": "object", "properties": {}})
FOUND = """Passages from the user's files, best first.

【4:0†log.md】
The lighthouse keeper counted forty-one seals on the northern reef.

【4:1†menu.md】
Vegetarian dishes are marked with a leaf."""


def turn(request: ModelRequest, says: str = "") -> tuple[Taken, list[ModelRequest]]:
    writer = Writer(says)
    return asyncio.run(take(Searched(writer), request)), writer.asked


def searched(question: str, *tools: Tool) -> ModelRequest:
    """A request after the search."""
    call = ToolCall("call_1", SEARCH_TOOL, "{}")
    return asking(
        [
            ChatMessage("system", "Be brief."),
            ChatMessage("user", question),
            ChatMessage("assistant", tool_calls=(call,)),
            ChatMessage("tool", FOUND, tool_call_id="call_1"),
        ],
        *tools,
    )


def query_of(taken: Taken) -> str:
    (call,) = taken.calls
    assert call.name == SEARCH_TOOL
    return str(json.loads(call.arguments)["query"])


def test_question_is_looked_for_before_the_model_is_asked() -> None:
    taken, asked = turn(asking("How many seals did the keeper count?", SEARCH))
    assert query_of(taken) == "How many seals did the keeper count?"
    assert taken.finish.reason == "tool_calls"
    assert not asked


def test_short_question_is_looked_for_with_the_one_before() -> None:
    said = [
        ChatMessage("user", "How many seals did the keeper count?"),
        ChatMessage("assistant", "41"),
        ChatMessage("user", "And whales?"),
    ]
    taken, _ = turn(asking(said, SEARCH))
    assert query_of(taken) == "How many seals did the keeper count? And whales?"


@pytest.mark.parametrize(
    ("question", "choice", "searches"),
    [
        ("What is 17 * 23?", "auto", False),
        ("Plot sin(x)", "auto", False),
        ("How many days of vacation do I get?", "auto", True),
        ("Who counted the seals?", "required", True),
        ("Who counted the seals?", "none", False),
        ("Plot sin(x)", {"type": "file_search"}, True),
        ("Who counted the seals?", {"type": "code_interpreter"}, False),
        ("Hello there", "auto", False),
    ],
)
def test_what_is_for_code_is_not_looked_for(question: str, choice: Any, searches: bool) -> None:
    taken, asked = turn(asking(question, SEARCH, CODE, tool_choice=choice))
    assert bool(taken.calls) == searches
    if not searches:
        assert [tool.name for tool in asked[0].tools] == [CODE.name]


def test_passages_stand_above_the_question() -> None:
    _, (asked,) = turn(searched("How many seals?", SEARCH, CODE, WEATHER), "Some")
    assert [message.role for message in asked.messages] == ["system", "user"]
    assert asked.messages[-1].content == f"{FOUND}\n\nQuestion: How many seals?"
    assert asked.tools == (WEATHER,)


@pytest.mark.parametrize(
    ("says", "ends"),
    [
        ("The keeper counted forty-one seals.", "seals. 【4:0†log.md】"),
        ("Forty-one【4:1†menu.md】.", "Forty-one【4:1†menu.md】. "),
        ("That is not in the files, sorry.", "sorry. "),
    ],
)
def test_answer_without_a_mark_gets_that_of_the_passage_it_rests_on(says: str, ends: str) -> None:
    taken, _ = turn(searched("How many seals?", SEARCH), says)
    assert taken.text.endswith(ends)
    assert taken.finish.reason == "stop"


def test_without_file_search_nothing_changes() -> None:
    request = asking("Who counted the seals?", CODE)
    _, asked = turn(request, "Nobody")
    assert asked == [request]
