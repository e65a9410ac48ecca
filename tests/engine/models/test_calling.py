"""Functions for models that only write text: which calls are made, what comes of the outputs."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import jsonschema
import pytest

from assist_magic.engine.models.base import (
    ChatMessage,
    Finish,
    ModelRequest,
    Tool,
    ToolCall,
)
from assist_magic.engine.models.calling import Calling
from assist_magic.engine.models.local import Local
from tests.engine.models.small import weights
from tests.engine.models.turns import CODE, WEATHER, Taken, Writer, asking, called, printed, take

POINTS = Tool("points_of", "Points.", {"type": "object", "properties": {"who": {"type": "string"}}})
PARIS, ROME = ({"name": "get_weather", "arguments": {"city": city}} for city in ("Paris", "Rome"))


def turn(request: ModelRequest, listed: object = ()) -> tuple[Taken, Writer, Writer]:
    """A turn, what the chooser of calls was asked, and what the model that answers was."""
    chooser = Writer(listed if isinstance(listed, str) else json.dumps(listed))
    answerer = Writer("It rains.")
    return asyncio.run(take(Calling(answerer, chooser), request)), chooser, answerer


def schema_of(chooser: Writer) -> dict[str, Any]:
    [request] = chooser.asked
    assert request.response_format is not None
    schema = request.response_format["json_schema"]["schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    return dict(schema)


def told_of(*calls: tuple[str, str]) -> list[ChatMessage]:
    """An assistant's message of weather calls by city, and the outputs."""
    made = [
        ToolCall(f"call_{city}", "get_weather", json.dumps({"city": city})) for city, _ in calls
    ]
    outputs = [ChatMessage("tool", said, tool_call_id=f"call_{city}") for city, said in calls]
    return [ChatMessage("assistant", tool_calls=tuple(made)), *outputs]


def test_the_calls_of_the_list_are_made() -> None:
    taken, _, answerer = turn(asking("Rain in Paris or Rome?", WEATHER, CODE), [PARIS, ROME, PARIS])
    assert [(each.name, json.loads(each.arguments)) for each in taken.calls] == [
        ("get_weather", {"city": "Paris"}),
        ("get_weather", {"city": "Rome"}),
    ]
    assert len({each.id for each in taken.calls}) == 2
    assert taken.finish == Finish("tool_calls", 5, 3)
    assert taken.text == ""
    assert answerer.asked == []


@pytest.mark.parametrize(
    "listed",
    [[], "[{", "no list", {"name": "get_weather", "arguments": {}}, [{"name": "rm"}], [7], ""],
)
def test_without_calls_the_question_is_answered_as_if_there_were_no_functions(
    listed: object,
) -> None:
    taken, _, answerer = turn(asking("What is 6 * 7?", WEATHER, CODE), listed)
    assert taken.calls == []
    assert taken.text == "It rains. "
    assert taken.finish == Finish("stop", 10, 6)
    assert [tool.name for tool in answerer.asked[0].tools] == ["code_interpreter"]


def test_the_chooser_sees_the_functions_and_what_was_said_before() -> None:
    said = [
        ChatMessage("system", "Be brief."),
        ChatMessage("user", "Long ago"),
        ChatMessage("user", "Rain in Paris?"),
        *told_of(("Paris", "dry")),
        ChatMessage("assistant", "No."),
        ChatMessage("user", "And in Rome?"),
    ]
    _, chooser, _ = turn(asking(said, WEATHER, POINTS, CODE), [ROME])
    guide, *rest = chooser.asked[0].messages
    assert "get_weather: The weather of a city." in guide.content
    assert "code_interpreter" not in guide.content
    assert [each.content for each in rest] == ["Rain in Paris?", "No.", "Question: And in Rome?"]
    assert chooser.asked[0].tools == ()
    jsonschema.validate([PARIS, ROME], schema_of(chooser))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"name": "get_weather", "arguments": {"city": 1}}], schema_of(chooser))


@pytest.mark.parametrize(
    ("tools", "given", "least", "most", "names"),
    [
        ((WEATHER, POINTS, CODE), {}, 0, 8, {"get_weather", "points_of"}),
        ((WEATHER, CODE), {"tool_choice": "required"}, 0, 8, {"get_weather"}),
        ((WEATHER,), {"tool_choice": "required"}, 1, 8, {"get_weather"}),
        ((WEATHER,), {"parallel_tool_calls": False}, 0, 1, {"get_weather"}),
        (
            (WEATHER, POINTS, CODE),
            {"tool_choice": {"type": "function", "function": {"name": "points_of"}}},
            1,
            8,
            {"points_of"},
        ),
    ],
)
def test_what_may_be_called_follows_the_request(
    tools: tuple[Tool, ...], given: dict[str, Any], least: int, most: int, names: set[str]
) -> None:
    _, chooser, _ = turn(asking("Rain in Paris?", *tools, **given), [PARIS])
    schema = schema_of(chooser)
    found = {each["properties"]["name"]["const"] for each in schema["items"]["anyOf"]}
    assert (schema["minItems"], schema["maxItems"], found) == (least, most, names)


@pytest.mark.parametrize("choice", ["none", {"type": "code_interpreter"}])
def test_a_choice_against_functions_is_obeyed(choice: object) -> None:
    taken, chooser, _ = turn(asking("Rain in Paris?", WEATHER, CODE, tool_choice=choice), [PARIS])
    assert (taken.calls, chooser.asked) == ([], [])


def test_what_no_grammar_can_be_made_of_is_left_to_the_function() -> None:
    parameters = {
        "type": "object",
        "$defs": {"Day": {"type": "object"}},
        "properties": {
            "day": {"$ref": "#/$defs/Day"},
            "code": {"type": "string", "pattern": "(?=x)", "title": "Code"},
            "type": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
            "many": {"type": "array", "items": {"type": "integer", "multipleOf": 5}},
        },
        "required": ["day"],
    }
    _, chooser, _ = turn(asking("Book it.", Tool("book", "Books.", parameters)), [])
    assert schema_of(chooser)["items"]["anyOf"][0]["properties"]["arguments"] == {
        "type": "object",
        "properties": {
            "day": {},
            "code": {"type": "string"},
            "type": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "many": {"type": "array", "items": {"type": "integer"}},
        },
        "required": ["day"],
    }


def test_what_functions_returned_is_answered_from_in_words() -> None:
    question = ChatMessage("user", "Where is it dry?")
    told = told_of(("Paris", "rain"), ("Rome", "x" * 2000))
    before = [ChatMessage("system", "Be brief."), *told_of(("Oslo", "snow")), question, question]
    taken, chooser, answerer = turn(asking([*before, *told], WEATHER, CODE), "It is Rome.")
    assert (taken.text, taken.calls, answerer.asked) == ("It is Rome. ", [], [])
    [request] = chooser.asked
    guide, *messages = request.messages
    assert re.fullmatch("Answer .*\\n\\nBe brief.", guide.content, re.DOTALL)
    assert [each.role for each in messages] == ["user", "user", "assistant", "tool", "tool"]
    assert messages[-1].content == f"get_weather (city: Rome): {'x' * 1500}…"
    assert (request.tools, request.response_format) == ((), None)


@pytest.mark.parametrize(("given", "taken"), [(None, None), (1.0, None), (0.3, 0.3)])
def test_nobody_chose_the_temperature_of_the_protocol(
    given: float | None, taken: float | None
) -> None:
    said = [ChatMessage("user", "Is it dry?"), *told_of(("Rome", "rain"))]
    _, chooser, _ = turn(asking(said, WEATHER, temperature=given), "No.")
    assert chooser.asked[0].temperature == taken


COMPUTED = "How much is 3 times the temperature in Rome?"


def test_code_works_on_what_was_returned_and_no_more_is_called() -> None:
    question, told = ChatMessage("user", COMPUTED), told_of(("Rome", "21"))
    _, chooser, answerer = turn(asking([question, *told], WEATHER, CODE))
    assert chooser.asked == []
    [message] = answerer.asked[0].messages
    assert message.content == f"get_weather (city: Rome): 21\n\nQuestion: {COMPUTED}"
    assert [tool.name for tool in answerer.asked[0].tools] == ["code_interpreter"]
    ran = [called("print(63)"), printed("63")]
    _, chooser, then = turn(asking([question, *told, *ran], WEATHER, CODE))
    assert chooser.asked == []
    assert list(then.asked[0].messages) == [message, *ran]


@pytest.mark.parametrize("given", [{"tools": [WEATHER]}, {"tool_choice": "none"}])
def test_without_code_nothing_is_computed(given: dict[str, Any]) -> None:
    said = [ChatMessage("user", COMPUTED), *told_of(("Rome", "21"))]
    tools = given.pop("tools", [WEATHER, CODE])
    taken, _, answerer = turn(asking(said, *tools, **given), "63.")
    assert (taken.text, answerer.asked) == ("63. ", [])


def test_earlier_calls_are_not_shown_again() -> None:
    said = [
        ChatMessage("user", "Rain?"),
        *told_of(("Rome", "rain")),
        ChatMessage("assistant", "Yes."),
        ChatMessage("user", "Rain?"),
    ]
    _, _, answerer = turn(asking(said, WEATHER), [])
    assert [each.content for each in answerer.asked[0].messages] == ["Rain?", "Yes.", "Rain?"]


@pytest.mark.model
def test_a_local_model_is_held_to_the_schema() -> None:
    """Even a tiny one, which would not write a call of itself."""

    async def whole() -> Taken:
        small = Local(weights, "small", context_tokens=2048)
        choice = {"type": "function", "function": {"name": "get_weather"}}
        try:
            request = asking(
                "Rain in Rome?", WEATHER, CODE, tool_choice=choice, parallel_tool_calls=False
            )
            return await take(small, request)
        finally:
            await small.close()

    [call] = asyncio.run(whole()).calls
    assert call.name == "get_weather"
    assert isinstance(json.loads(call.arguments)["city"], str)
