"""The solver as a model: what it is offered, what it streams, whose turns it takes."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time

import pytest

from assist_magic.engine.models.base import (
    CODE_TOOL,
    CallDelta,
    ChatMessage,
    Declined,
    Finish,
    TextDelta,
    Tool,
    ToolCall,
)
from assist_magic.engine.models.solver import Solver
from tests.engine.models.solver.conversation import TOOLS, Conversation

OTHER = Tool("weather", "Tells the weather.", {"type": "object"})


def question(talk: Conversation, text: str = "Solve 4x + 11 = 19") -> None:
    talk.messages.append(ChatMessage("user", text))


def call(talk: Conversation) -> CallDelta:
    first = talk.turn()[0]
    assert isinstance(first, CallDelta)
    return first


def answered_by(talk: Conversation, made: CallDelta, output: str, name: str = CODE_TOOL) -> None:
    talk.messages.append(
        ChatMessage("assistant", tool_calls=(ToolCall(made.id, name, made.arguments),))
    )
    talk.messages.append(ChatMessage("tool", output, tool_call_id=made.id))


def test_its_name_says_what_it_is() -> None:
    assert Solver().name == "exact solver"
    asyncio.run(Solver().close())


def test_first_turn_is_one_call_of_code_interpreter(talk: Conversation) -> None:
    question(talk)
    made, finish = talk.turn()
    assert isinstance(made, CallDelta)
    assert (made.index, made.name) == (0, CODE_TOOL)
    assert made.id
    assert list(json.loads(made.arguments)) == ["code"]
    assert finish == Finish("tool_calls")


def test_second_turn_is_text(talk: Conversation) -> None:
    question(talk)
    made = call(talk)
    answered_by(talk, made, talk.python.run(json.loads(made.arguments)["code"])[0])
    text, finish = talk.turn()
    assert isinstance(text, TextDelta)
    assert r"\[x = 2\]" in text.text
    assert finish == Finish("stop")


def test_two_calls_have_two_ids(talk: Conversation) -> None:
    question(talk)
    assert call(talk).id != call(talk).id


def test_answer_is_what_the_code_printed(talk: Conversation) -> None:
    question(talk)
    made = call(talk)
    real = talk.python.run(json.loads(made.arguments)["code"])[0]
    answered_by(talk, made, real.replace("x = 2 ≈ 2.0", "x = 77 ≈ 77.0"))
    text = talk.turn()[0]
    assert isinstance(text, TextDelta)
    assert r"\[x = 77\]" in text.text


def test_a_failed_check_is_told(talk: Conversation) -> None:
    question(talk)
    made = call(talk)
    real = talk.python.run(json.loads(made.arguments)["code"])[0]
    answered_by(talk, made, real.replace("check = True", "check = False"))
    text = talk.turn()[0]
    assert isinstance(text, TextDelta)
    assert "check failed" in text.text


@pytest.mark.parametrize(
    "output",
    [
        "",
        "Traceback (most recent call last):\nNameError: name 'x' is not defined",
        "hello",
        "x = 2",
        "The code was stopped after 120 seconds.",
    ],
)
def test_unexpected_output_is_declined(talk: Conversation, output: str) -> None:
    question(talk)
    answered_by(talk, call(talk), output)
    with pytest.raises(Declined, match="did not"):
        talk.turn()


def test_another_models_call_is_left_to_it(talk: Conversation) -> None:
    question(talk)
    other = CallDelta(0, "call_1", CODE_TOOL, json.dumps({"code": "print(2)"}))
    answered_by(talk, other, "x = 2 ≈ 2.0")
    with pytest.raises(Declined, match="another model"):
        talk.turn()


@pytest.mark.parametrize("arguments", ["", "[]", "{", '{"code": 3}'])
def test_broken_arguments_are_left_alone(talk: Conversation, arguments: str) -> None:
    question(talk)
    answered_by(talk, CallDelta(0, "call_1", CODE_TOOL, arguments), "2")
    with pytest.raises(Declined, match="another model"):
        talk.turn()


def test_it_declines_without_code_interpreter(talk: Conversation) -> None:
    question(talk)
    for tools in ((), (OTHER,)):
        with pytest.raises(Declined, match="code_interpreter"):
            talk.turn(tools=tools)


def test_it_answers_with_other_tools_beside(talk: Conversation) -> None:
    question(talk)
    assert isinstance(talk.turn(tools=(OTHER, *TOOLS))[0], CallDelta)


@pytest.mark.parametrize(
    "choice",
    ["none", {"type": "function", "function": {"name": "weather"}}, {"type": "file_search"}],
)
def test_it_declines_where_another_tool_is_wanted(talk: Conversation, choice: object) -> None:
    question(talk)
    with pytest.raises(Declined, match="another tool"):
        talk.turn(tool_choice=choice)


@pytest.mark.parametrize(
    "choice",
    [
        "auto",
        "required",
        {"type": "code_interpreter"},
        {"type": "function", "function": {"name": CODE_TOOL}},
    ],
)
def test_it_answers_where_its_tool_is_allowed(talk: Conversation, choice: object) -> None:
    question(talk)
    assert isinstance(talk.turn(tool_choice=choice)[0], CallDelta)


def test_it_declines_json_and_images(talk: Conversation) -> None:
    question(talk)
    with pytest.raises(Declined, match="JSON"):
        talk.turn(response_format={"type": "json_object"})
    assert isinstance(talk.turn(response_format={"type": "text"})[0], CallDelta)
    talk.messages[-1] = ChatMessage("user", "Solve 4x = 8", images=("data:image/png;base64,AA",))
    with pytest.raises(Declined, match="images"):
        talk.turn()


def test_it_declines_a_thread_without_a_question(talk: Conversation) -> None:
    talk.messages.append(ChatMessage("system", "You are a tutor."))
    with pytest.raises(Declined, match="no question"):
        talk.turn()


def test_instructions_do_not_disturb(talk: Conversation) -> None:
    talk.messages.append(ChatMessage("system", "You are a personal math tutor. Write code."))
    assert "x = 2" in talk.ask("Solve 4x + 11 = 19").text


def test_it_says_what_it_is_and_never_that_it_is_a_language_model(talk: Conversation) -> None:
    text = talk.ask("Solve 4x + 11 = 19").text
    assert text.endswith("*Exact solver: computed with SymPy.*")
    assert "language model" not in text
    assert "AI" not in text


def test_understanding_is_quick(talk: Conversation) -> None:
    asked = ["What is the vertex of y=-5x^2+7x+89?", "Solve 4x + 11 = 19", "plot sin(x)"]
    for text in asked:
        talk.messages = [ChatMessage("user", text)]
        talk.turn()
        start = time.perf_counter()
        for _ in range(20):
            talk.turn()
        assert (time.perf_counter() - start) / 20 < 0.02


def test_sympy_is_not_imported_for_plain_questions() -> None:
    code = (
        "import asyncio, sys\n"
        "from assist_magic.engine.models.base import ChatMessage, ModelRequest, Tool\n"
        "from assist_magic.engine.models.solver import Solver\n"
        "async def turn():\n"
        "    tools = (Tool('code_interpreter', '', {}),)\n"
        "    request = ModelRequest('t', (ChatMessage('user', 'Solve 4x + 11 = 19'),), tools)\n"
        "    return [delta async for delta in Solver().stream(request)]\n"
        "print(len(asyncio.run(turn())), sorted({'sympy', 'pandas', 'numpy'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "2 []"
