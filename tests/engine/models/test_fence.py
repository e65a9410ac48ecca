from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import pytest

from assist_magic.engine.models.base import (
    ChatMessage,
    Delta,
    Finish,
    ModelRequest,
    TextDelta,
    ToolCall,
)
from assist_magic.engine.models.blocks import Blocks
from assist_magic.engine.models.fence import Fenced
from assist_magic.engine.models.routing import needs_code
from assist_magic.engine.models.wording import GUIDE, GUIDE_APART, GUIDE_HINT, GUIDE_WORDS
from tests.engine.models.turns import CODE, WEATHER, Taken, asking, called, printed, take


def read(text: str, size: int, **how: object) -> Taken:
    """`text` read in pieces of `size` characters."""
    blocks = Blocks(**how)  # type: ignore[arg-type]
    taken = Taken()
    for start in range(0, len(text), size):
        taken.deltas += blocks.feed(text[start : start + size])
    taken.deltas += blocks.end()
    return taken


SIZES = pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
CODE_TEXT = 'x = "\\"é\\n"\nif x:\n    print(x)'


@SIZES
@pytest.mark.parametrize("opening", ["```python\n", "```py\n", "``` Python \r\n"])
def test_a_block_is_a_call_and_what_stands_before_it_text(size: int, opening: str) -> None:
    taken = read(f"Let me see:\n{opening}{CODE_TEXT}\n```\nThat prints 5.", size)
    assert (taken.text, taken.code) == ("Let me see:\n", CODE_TEXT)
    [call] = taken.calls
    assert call.name == "code_interpreter"
    assert call.id.startswith("call_")


@SIZES
@pytest.mark.parametrize("opening", ["", "```python\n", "```py\n", "```\n", "\n```python\n"])
def test_a_block_that_was_begun_may_repeat_its_fence(size: int, opening: str) -> None:
    taken = read(f"{opening}{CODE_TEXT}\n```", size, begun=True)
    assert (taken.text, taken.code) == ("", CODE_TEXT)


@SIZES
@pytest.mark.parametrize("end", ["\n</tool_call>", ""])
def test_a_call_in_tags_is_a_call(size: int, end: str) -> None:
    asked = '{"name": "get_weather", "arguments": {"city": "Rome"}}'
    taken = read(f"Let me see. <tool_call>\n{asked}{end}", size, tools=["get_weather"])
    assert taken.text == "Let me see. "
    [call] = taken.calls
    assert (call.name, json.loads(call.arguments)) == ("get_weather", {"city": "Rome"})


@SIZES
@pytest.mark.parametrize("text", ["a < b", "<tool_call>?</tool_call>", "<tool", "<tools> are x<t"])
def test_other_tags_are_text(size: int, text: str) -> None:
    assert read(text, size).text == text


@SIZES
def test_code_may_be_shown_and_not_called(size: int) -> None:
    shown = f"Like this:\n```python\n{CODE_TEXT}\n```\nSee?"
    taken = read(shown, size, code=False)
    assert (taken.text, taken.calls) == (shown, [])


@SIZES
def test_a_block_without_an_end_is_a_call(size: int) -> None:
    assert read("```python\nprint(1)\n``", size).code == "print(1)\n``"
    assert read("print(1)", size, begun=True).code == "print(1)"


@SIZES
def test_only_a_fence_on_its_own_line_ends_a_block(size: int) -> None:
    code = 'print("```", 1, "```")'
    assert read(f"```python\n{code}\n  ```", size).code == code


@SIZES
def test_the_first_block_is_the_call(size: int) -> None:
    assert read("```python\n1\n```\n```python\n2\n```", size).code == "1"


@SIZES
@pytest.mark.parametrize("text", ["```python\n```\nNothing.", "```python\n\n  \n```\nNothing."])
def test_an_empty_block_is_nothing(size: int, text: str) -> None:
    taken = read(text, size)
    assert (taken.calls, taken.text.strip()) == ([], "Nothing.")


@SIZES
@pytest.mark.parametrize(
    "text",
    [
        "Run:\n```bash\nls\n```\nDone.",
        "```\nx = 2\n```\nThat is all.",
        '```json\n{"name": "rm", "arguments": {}}\n```\n',
        "```json\nno json\n```",
        "Use `x` or ``y``, and ```z``` too.",
        "It ends in ``",
        "```bash\nls",
    ],
)
def test_other_blocks_are_text(size: int, text: str) -> None:
    taken = read(text, size)
    assert (taken.text, taken.calls) == (text, [])


@SIZES
def test_a_block_that_names_no_language_is_a_call_if_it_is_a_program(size: int) -> None:
    assert read("See:\n```\nx = 2\nprint(x)\n```", size).code.strip() == "x = 2\nprint(x)"
    assert read("```\nprint it, please\n```", size).calls == []
    assert read("```\nprint(1)\n```", size, tools=()).calls == []


@SIZES
def test_a_call_written_as_json_is_rescued(size: int) -> None:
    text = 'Yes.\n```json\n{"name": "get_weather", "arguments": {"city": "Paris"}}\n```\nSo.'
    taken = read(text, size, tools={"get_weather"})
    [call] = taken.calls
    assert (taken.text, call.name) == ("Yes.\n", "get_weather")
    assert json.loads(call.arguments) == {"city": "Paris"}


@pytest.mark.parametrize(
    "question",
    [
        "4x+11=19",
        "What is the vertex of y=-5x^2+7x+89?",
        "the square root of x",
        "Plot it.",
        "And that number cubed?",
        "Differentiate sin(x)",
        "How many rows are in the table?",
        "[attached: /mnt/data/cars.csv]\n\nDescribe it.",
        "Which is larger, √2 or e?",
        "What is the average of a, b and c?",
        "What is the difference between 17 and 5?",
        "When does y = 20t - 5t^2 become zero?",
    ],
)
def test_questions_to_compute_need_code(question: str) -> None:
    assert needs_code(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who was Emmy Noether?",
        "What is a derivative?",
        "Explain the mean of a distribution.",
        "Thank you!",
        "what was x?",
        "Why is the determinant useful?",
        "Why is 0! equal to 1?",
        "What is the difference between the mean and the median?",
        "When is a median a better summary than a mean?",
        "What does the discriminant say about a quadratic equation?",
        "Does correlation imply causation?",
    ],
)
def test_questions_of_words_need_none(question: str) -> None:
    assert not needs_code(question)


def test_with_files_at_hand_a_task_needs_code() -> None:
    assert needs_code("Which origin is strongest?", has_files=True)
    assert not needs_code("What is a histogram?", has_files=True)
    assert needs_code("Why is the mean of 2013 so high?", has_files=True)


class Writer:
    """A text-only model that writes what it is told to, and keeps what it was asked."""

    name = "writer"
    context_tokens = 1000

    def __init__(self, *replies: str, finish: Finish | None = None) -> None:
        self.asked: list[ModelRequest] = []
        self.closed_early = False
        self._replies = list(replies)
        self._finish = finish or Finish("stop", 10, 5)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        self.asked.append(request)
        try:
            for word in self._replies.pop(0).split(" "):
                yield TextDelta(f"{word} ")
        except GeneratorExit:
            self.closed_early = True
            raise
        yield self._finish

    async def close(self) -> None: ...


def ask(writer: Writer, messages: str | Sequence[ChatMessage], **given: object) -> Taken:
    prefill = bool(given.pop("prefill", True))
    tools = given.pop("tools", (CODE,))
    request = asking(messages, *tools, **given)  # type: ignore[misc]
    return asyncio.run(take(Fenced(writer, prefill=prefill), request))


def test_a_block_is_begun_for_a_question_that_needs_code() -> None:
    writer = Writer("print(6 * 7)\n")
    taken = ask(writer, "What is 6 * 7?")
    assert taken.code.strip() == "print(6 * 7)"
    assert taken.finish == Finish("tool_calls", 10, 5)
    [asked] = writer.asked
    assert asked.tools == ()
    assert asked.messages[0] == ChatMessage("system", GUIDE)
    assert asked.messages[-1] == ChatMessage("assistant", "```python\n")
    assert asked.stop == ("\n```",)


def test_a_model_that_is_done_with_its_block_is_stopped() -> None:
    writer = Writer("Sure:\n```python\nprint(1)\n```\nand this prints " + "more " * 50)
    taken = ask(writer, "What is 1?", prefill=False)
    assert taken.code.strip() == "print(1)"
    assert taken.finish.reason == "tool_calls"
    assert writer.closed_early


def test_a_block_that_was_cut_is_not_complete() -> None:
    writer = Writer("print(", finish=Finish("length", 1, 1))
    assert ask(writer, "1+1").finish.reason == "length"


def test_words_are_left_alone() -> None:
    writer = Writer("Like this:\n```python\nprint(1)\n```\nSee?")
    taken = ask(writer, [ChatMessage("system", "Be kind."), ChatMessage("user", "Who are you?")])
    assert taken.text.strip() == "Like this:\n```python\nprint(1)\n```\nSee?"
    told = [message.content for message in writer.asked[0].messages]
    assert told == [f"{GUIDE_WORDS}\n\nBe kind.", "Who are you?"]


@pytest.mark.parametrize("text", ["Solve x^2 = 4 with Python", "another hint", "I'm stuck"])
def test_a_tutor_writes_no_code_until_the_answer_is_wanted(text: str) -> None:
    writer = Writer("Which number times itself is 4?")
    asked = [ChatMessage("system", "Be a tutor."), ChatMessage("user", text)]
    taken = ask(writer, asked, hints=True)
    assert (taken.text.strip(), taken.calls) == ("Which number times itself is 4?", [])
    assert writer.asked[0].messages[0].content == f"{GUIDE_HINT}\n\nBe a tutor."
    assert writer.asked[0].messages[-1].content == text


def test_a_tutor_computes_the_answer_that_is_wanted() -> None:
    writer = Writer("print(2, -2)")
    asked = [ChatMessage("user", "Solve x^2 = 4"), ChatMessage("assistant", "Which number?")]
    taken = ask(writer, [*asked, ChatMessage("user", "Show me the answer!")], hints=True)
    assert taken.code.strip() == "print(2, -2)"


@pytest.mark.parametrize("given", [{"tools": ()}, {"tools": (WEATHER,)}])
def test_who_offers_no_code_says_alone_how_to_speak(given: dict[str, object]) -> None:
    writer = Writer("I am a helper.")
    ask(writer, [ChatMessage("system", "Be kind."), ChatMessage("user", "Who are you?")], **given)
    assert writer.asked[0].messages[0].content == "Be kind."


@pytest.mark.parametrize(
    ("choice", "question", "code"), [("none", "1+1", False), ("required", "Who are you?", True)]
)
def test_a_forced_choice_is_obeyed(choice: str, question: str, code: bool) -> None:
    writer = Writer("print(1)")
    assert bool(ask(writer, question, tool_choice=choice).calls) is code


def test_without_code_interpreter_nothing_is_run() -> None:
    assert ask(Writer("```python\nprint(1)\n```"), "1+1", tools=()).calls == []


def test_an_output_is_to_be_answered_in_words() -> None:
    writer = Writer("The answer is 42.")
    question = ChatMessage("user", "6 * 7?")
    taken = ask(writer, [question, called("print(6 * 7)"), printed("42\n")])
    assert taken.text.strip() == "The answer is **42**."
    told = writer.asked[0].messages
    assert [message.role for message in told] == ["system", "user", "assistant", "user"]
    assert told[2].content == "```python\nprint(6 * 7)\n```"
    assert "42" in told[3].content
    assert "Write no code" in told[3].content


def test_code_that_failed_is_written_once_more_and_no_more() -> None:
    question = ChatMessage("user", "6 * 7?")
    trace = (
        "Traceback (most recent call last)\n----> 1 print(y)\n\nNameError: name 'y' is not defined"
    )
    failed = [question, called("print(y)"), printed(trace)]
    writer = Writer("print(42)", "It could not be computed.")
    assert ask(writer, failed).code.strip() == "print(42)"
    told = writer.asked[0].messages[-2].content
    assert "failed: NameError: name 'y' is not defined (at `print(y)`)" in told
    assert writer.asked[0].temperature, "the likeliest code is the one that failed"
    twice = [*failed, called("print(y)", "call_2"), printed(trace, "call_2")]
    assert ask(writer, twice).text.strip() == "It could not be computed."


def test_syntax_errors_are_failures_too() -> None:
    output = "  Cell In[1], line 1\n    x = \n        ^\nSyntaxError: invalid syntax"
    asked = [ChatMessage("user", "1+1"), called("x = "), printed(output)]
    assert ask(Writer("print(2)"), asked).calls


def test_functions_go_to_the_model_and_come_back_as_calls() -> None:
    writer = Writer('```json\n{"name": "get_weather", "arguments": {"city": "Rome"}}\n```')
    taken = ask(writer, "The weather in Rome?", tools=(CODE, WEATHER))
    assert [call.name for call in taken.calls] == ["get_weather"]
    assert writer.asked[0].tools == (WEATHER,)
    call = ToolCall("call_1", "get_weather", '{"city": "Rome"}')
    earlier = [
        ChatMessage("user", "The weather in Rome?"),
        ChatMessage("assistant", tool_calls=(call,)),
        printed("Sunny"),
    ]
    writer = Writer("It is sunny.")
    assert ask(writer, earlier, tools=(WEATHER,)).text.strip() == "It is sunny."
    assert '"name": "get_weather"' in writer.asked[0].messages[1].content


def test_the_guide_shows_how_files_begin_and_says_what_cannot_be_seen(tmp_path: Path) -> None:
    table = tmp_path / "body"
    table.write_bytes(b"name,caf\xe9\nx,1\ny,2\nz,3\n" + b"w,4\n" * 1000)
    writer = Writer("print(1)")
    question = ChatMessage("user", "How many rows?", images=("data:image/png;base64,AA",))
    files = {"/mnt/data/t.csv": table, "/mnt/data/gone.csv": tmp_path / "gone"}
    ask(writer, [ChatMessage("system", "Be kind."), question], files=files)
    system, user = (message.content for message in writer.asked[0].messages[:2])
    assert "/mnt/data/t.csv" in system
    assert "name,caf" in system
    assert "z,3" not in system
    assert "Be kind." in system
    assert "you cannot see it" in user


def test_the_guide_is_short() -> None:
    assert len(GUIDE_APART) / 4 < 260  # tokens, about: 273, and 107 of the usual instructions


def test_words_are_answered_without_earlier_code_and_seals() -> None:
    exact = "\\(x = 2\\)\n\nCheck: put back, equal.\n\n*Exact solver: computed with SymPy.*"
    earlier = [
        ChatMessage("system", "Be brief."),
        *(ChatMessage(role, f"{role} {n}") for n in range(3) for role in ("user", "assistant")),
        ChatMessage("user", "Solve 4x = 8"),
        called("print(2)"),
        printed("2"),
        ChatMessage("assistant", exact),
        ChatMessage("user", "In two sentences: why does a parabola have one vertex?"),
    ]
    writer = Writer("It is symmetric.")
    assert ask(writer, earlier).text.strip() == "It is symmetric."
    shown = [message.content for message in writer.asked[0].messages]
    assert shown == [
        f"{GUIDE_WORDS}\n\nBe brief.",
        "user 2",
        "assistant 2",
        "Solve 4x = 8",
        "\\(x = 2\\)",
        "In two sentences: why does a parabola have one vertex?",
    ]
