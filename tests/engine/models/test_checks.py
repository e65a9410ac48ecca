"""The check of word problems by programs that are written apart, and what the answer says of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from assist_magic.engine.models.attempts import Attempt
from assist_magic.engine.models.base import ChatMessage
from assist_magic.engine.models.concluding import chosen, concluded, emphasised, tidy
from assist_magic.engine.models.fence import Fenced
from assist_magic.engine.models.wording import GUIDE_APART
from tests.engine.models.test_fence import Writer
from tests.engine.models.turns import CODE, WEATHER, Taken, asking, called, printed, take

STORY = "Ann has 3 boxes of 8 pens each.  She gives a quarter of them away. How many are left?"
QUESTION = ChatMessage("user", STORY)
BROKEN = "Traceback (most recent call last)\n----> 1 print(y)\n\nNameError: name 'y' is unknown"


def ran(*outputs: str, code: str = "print(x)") -> list[ChatMessage]:
    """Programs of a question, by what they printed."""
    return [
        message
        for n, output in enumerate(outputs)
        for message in (called(code, f"call_{n}"), printed(output, f"call_{n}"))
    ]


def tried(*outputs: str, code: str = "print(x)") -> list[Attempt]:
    messages = ran(*outputs, code=code)
    return [Attempt(*pair) for pair in zip(messages[::2], messages[1::2], strict=True)]


def ask(writer: Writer, messages: Sequence[ChatMessage], **given: Any) -> Taken:
    tools = given.pop("tools", (CODE,))
    model = Fenced(writer, prefill=given.pop("prefill", True))
    return asyncio.run(take(model, asking(messages, *tools, **given)))


def test_a_word_problem_is_computed_again_from_the_bare_question() -> None:
    writer = Writer("print(18)\n```")
    taken = ask(writer, [QUESTION, *ran("pens: 18")])
    assert taken.finish.reason == "tool_calls"
    told = writer.asked[0].messages
    assert [message.role for message in told] == ["system", "user", "assistant"]
    assert told[1].content == STORY
    assert told[0].content == GUIDE_APART
    assert told[2].content == "```python\n"
    assert taken.code == "print(18)"


@pytest.mark.parametrize("second", ["18", "19", "Nothing", BROKEN])
def test_one_check_is_enough(second: str) -> None:
    assert ask(Writer("It is 18."), [QUESTION, *ran("pens: 18", second)]).calls == []


def test_what_worked_at_the_second_try_is_checked_too() -> None:
    assert ask(Writer("    return 18"), [QUESTION, *ran(BROKEN, "pens: 18")]).calls
    assert not ask(Writer("It is 18."), [QUESTION, *ran(BROKEN, "pens: 18", "18")]).calls


def test_two_that_agree_are_answered_from_the_first_alone() -> None:
    writer = Writer("Ann has 18 pens left.")
    taken = ask(writer, [QUESTION, *ran("pens: 18.0", "18")])
    assert taken.text == (
        "Ann has **18** pens left.\n\n"
        "Check: a second program, written apart from the first, gives the same."
    )
    told = [message.content for message in writer.asked[0].messages]
    assert len(told) == 4
    assert "pens: 18.0" in told[3]


@pytest.mark.parametrize(
    ("messages", "given"),
    [
        ([ChatMessage("user", "What is 6 * 7?"), *ran("42")], {}),
        ([QUESTION, *ran("18")], {"prefill": False}),
        ([QUESTION, *ran("18")], {"tools": (CODE, WEATHER)}),
        ([QUESTION, *ran("18")], {"hints": True}),
        ([QUESTION, *ran("18 or 19")], {}),
        ([QUESTION, *ran("[an image, shown to the user]")], {}),
    ],
)
def test_what_is_no_word_problem_is_not_computed_again(
    messages: list[ChatMessage], given: dict[str, Any]
) -> None:
    taken = ask(Writer("That is it."), messages, **given)
    assert taken.calls == []
    assert "Check" not in taken.text


@pytest.mark.parametrize(
    ("outputs", "number", "check"),
    [
        (["18"], "18", ""),
        (["18", "18.00"], "18", "gives the same"),
        (["18", "19"], "18", "gives 19 instead"),
        (["-3", "7"], "7", "gives -3 instead"),
        (["18.5", "18"], "18", "gives 18.5 instead"),
        (["18.5", "19.5"], "18.5", "gives 19.5 instead"),
        (["18", BROKEN], "18", "unchecked"),
        (["18", "?"], "18", "unchecked"),
        ([BROKEN, "18"], "18", ""),
        ([BROKEN, "18", "18"], "18", "gives the same"),
        ([BROKEN, "18", "17"], "18", "gives 17 instead"),
    ],
)
def test_the_answer_tells_whether_programs_agree(
    outputs: list[str], number: str, check: str
) -> None:
    attempts = tried(*outputs)
    answer = chosen(attempts)
    assert answer is not None
    said, _, told = concluded("", attempts, answer).partition("\n\n")
    assert said == f"**{number}**"
    assert check in told
    assert bool(check) == bool(told)


@pytest.mark.parametrize(
    ("code", "output", "found"),
    [
        ("print('pens:', x)", "pens: 18", "18"),
        ("print('of 24 pens', x, 'are left')", "of 24 pens 18.0 are left", "18.0"),
        ("print(f'In 6 hours: {x:.2f} miles')", "In 6 hours: 60.00 miles", "60.00"),
        ("print(f'{x:.1f}% of 12')", "50.0% of 12", "50.0"),
        ("print(f'£{x:,}')", "£1,540", "1,540"),
        ("print(x, y)", "3 4", None),
        ("print(diff(f))", "2*x", None),
        ("print('roots:', solve(f))", "roots: [2, 3]", None),
        ("print('root:', solve(f))", "root: [2]", "2"),
        ("x", "18", "18"),
        ("show(x)", "of 24 pens: 18 left", "18"),
        ("print(", "SyntaxError: '(' was never closed", None),
        ("print()", "", None),
        ("print(float('nan'))", "nan", None),
    ],
)
def test_the_number_that_a_program_came_to(code: str, output: str, found: str | None) -> None:
    [attempt] = tried(output, code=code)
    assert attempt.found == found


@pytest.mark.parametrize(
    ("text", "found", "said"),
    [
        (
            "It takes 1584 minutes for 36 miles.",
            "1584.0",
            "It takes **1584** minutes for 36 miles.",
        ),
        ("He paid $21.50 for 3.", "21.5", "He paid **$21.50** for 3."),
        ("That is 33.33% of them.", "33.33333333333333", "That is **33.33%** of them."),
        ("It is 603.0 in all, 603.", "603.0", "It is 603.0 in all, **603**."),
        ("The answer is **18**.", "18", "The answer is **18**."),
        (r"So \(x = 18\).", "18", r"So \(x = 18\)."),
        ("Sophie has 12 left.", "18", ""),
    ],
)
def test_the_number_stands_out(text: str, found: str, said: str) -> None:
    assert emphasised(text, found) == said


def test_a_line_that_speaks_for_itself_needs_no_words_of_the_model() -> None:
    writer = Writer()
    taken = ask(writer, [QUESTION, *ran("pens that are left: 18.0", "18")])
    assert taken.text.startswith("pens that are left: **18**\n\nCheck: a second program")
    assert writer.asked == []


@pytest.mark.parametrize(
    ("question", "outputs"),
    [
        (STORY + " Explain it.", ["pens that are left: 18", "18"]),
        (STORY, ["pens at first: 24\npens that are left: 18", "18"]),
    ],
)
def test_what_asks_or_prints_more_is_answered_in_words(question: str, outputs: list[str]) -> None:
    writer = Writer("Of 24 pens, 18 are left.")
    taken = ask(writer, [ChatMessage("user", question), *ran(*outputs)])
    assert taken.text.startswith("Of 24 pens, **18** are left.")


def test_all_that_was_printed_is_said_where_words_garble_it() -> None:
    [attempt] = tried("mean: 3\nmedian: 4")
    assert concluded("The mean is 5.", [attempt], attempt) == "mean: 3  \nmedian: **4**"


def test_words_that_garble_the_number_give_way_to_what_was_printed() -> None:
    [attempt] = tried("pens left: 18.0", code="print('pens left:', x)")
    assert concluded("She has 12 left.", [attempt], attempt) == "pens left: **18**"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12.0", "12"),
        ("21.50", "21.50"),
        ("36960.000000000004", "36960"),
        ("0.30000000000000004", "0.3"),
        ("1e-05", "1e-05"),
        ("1,540", "1,540"),
    ],
)
def test_numbers_are_tidy(text: str, shown: str) -> None:
    assert tidy(text) == shown


def test_a_temperature_that_nobody_chose_is_the_models_own() -> None:
    for given, asked in ((1.0, None), (None, None), (0.3, 0.3)):
        writer = Writer("print(18)")
        ask(writer, [QUESTION], temperature=given)
        assert writer.asked[0].temperature == asked
