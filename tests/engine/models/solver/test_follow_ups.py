"""Questions that lean on earlier ones of the thread."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import ChatMessage, Declined
from tests.engine.models.solver.conversation import Conversation, squeezed

THREADS = [
    (
        "I need to solve the equation `4x + 11 = 19`. Can you help me?",
        ("Now what is the squared root of `x`?", [r"\sqrt{2}\approx1.414", "x=2"]),
        ("What was x?", ["x=2"]),
        ("what is x^2 + 1?", ["=5"]),
        ("And the square root of x?", ["1.414"]),
    ),
    (
        "Solve x^2 - 5x + 6 = 0",
        ("square root of x", ["x=2", "x=3", r"\sqrt{2}", r"\sqrt{3}"]),
        ("what was x?", ["x=2", "x=3"]),
    ),
    ("x^2 = 4 solve", ("What is the square root of x?", ["x=-2", "notarealnumber", "x=2"])),
    (
        "Differentiate x^3 - 3x",
        ("What are its roots?", ["x=-1", "x=1"]),
        ("now differentiate that", ["6x"]),
        ("and at x = 2?", ["12"]),
    ),
    (
        "What is the vertex of y = x^2 - 4x?",
        ("plot it", [r"y=x^{2}-4x"]),
        ("Plot it, with the vertex marked.", ["(2,-4)"]),
        ("Plot it from -1 to 5, please", [r"-1\lex\le5"]),
        ("What are the roots of the function?", ["x=0", "x=4"]),
        ("and what are its zeros?", ["x=0", "x=4"]),
        ("differentiate it", ["2x-4"]),
    ),
    ("y=-5x^2+7x+89 顶点是多少?", ("画出它的图像", ["-5x^{2}+7x+89"])),
    (
        "Let f(x) = x^2 + 1 and g(x) = 2x",
        ("What is f(g(2))?", ["=17"]),
        ("derivative of f", ["2x"]),
        ("find f'(3)", ["6"]),
        ("solve f(x) = 5", ["x=-2", "x=2"]),
        ("plot both", ["x^{2}+1", "2x"]),
    ),
    ("Let a = 3 and b = 4", ("What is sqrt(a^2 + b^2)?", ["=5"])),
    ("solve x + y = 10, x - y = 2", ("what is x*y?", ["=24"]), ("What is y?", ["y=4"])),
    ("plot x^2 - 4", ("plot x + 1", ["x+1"]), ("plot both", ["x^{2}-4", "x+1"])),
    ("expand (x+1)^2", ("integrate it", [r"\frac{x^{3}}{3}+x^{2}+x"])),
    ("what is 3 * 4?", ("take the square root of that", ["3.464101615"])),
]


@pytest.mark.parametrize("thread", THREADS, ids=[thread[0] for thread in THREADS])
def test_thread(talk: Conversation, thread: tuple[str, *tuple[tuple[str, list[str]], ...]]) -> None:
    first, *rest = thread
    talk.ask(first)
    for question, truths in rest:
        answer = talk.ask(question)
        for truth in truths:
            assert squeezed(truth) in answer.squeezed, f"{question}\n{answer.text}"


def test_code_of_a_follow_up_needs_nothing_of_an_earlier_kernel(talk: Conversation) -> None:
    talk.ask("Solve 4x + 11 = 19")
    answer = talk.ask("What was x?")
    assert "4*x + 11" in answer.code
    assert talk.python.run(answer.code)[0] == answer.printed


def test_it_is_left_alone_after_another_models_answer(talk: Conversation) -> None:
    talk.ask("plot x^2")
    talk.messages.append(ChatMessage("user", "Tell me about cubic functions such as x^3"))
    talk.messages.append(ChatMessage("assistant", "A cubic function is …"))
    with pytest.raises(Declined):
        talk.ask("plot it")


def test_a_name_that_another_question_used_is_forgotten(talk: Conversation) -> None:
    talk.ask("Solve 4x + 11 = 19")
    talk.messages.append(ChatMessage("user", "Suppose John has x apples and eats three"))
    talk.messages.append(ChatMessage("assistant", "Then he has x - 3 apples."))
    with pytest.raises(Declined):
        talk.ask("What is x?")


def test_a_name_survives_a_question_that_does_not_use_it(talk: Conversation) -> None:
    talk.ask("Solve 4x + 11 = 19")
    talk.messages.append(ChatMessage("user", "Why is the sky blue?"))
    talk.messages.append(ChatMessage("assistant", "Because of scattering."))
    assert "x = 2" in talk.ask("What was x?").text


def test_the_newest_value_counts(talk: Conversation) -> None:
    talk.ask("Solve 4x + 11 = 19")
    talk.ask("Solve 3x = 12")
    assert r"\sqrt{x} = 2" in talk.ask("square root of x").text
