"""The lessons' own questions, in English and Chinese, as conversations with their follow-ups."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import ChatMessage, Declined
from tests.engine.models.solver.conversation import Conversation, squeezed
from tests.engine.models.solver.test_chinese import told_in_chinese
from tests.engine.models.solver.test_steps import steps_in

# -b/(2a) by hand: -7/-10 and -4/-10; the heights by putting them in.
FIRST = ["(0.7,91.45)", r"h=-\frac{b}{2a}", r"h=\frac{7}{10}", r"k=\frac{1829}{20}"]
SECOND = ["(0.4,89.8)", r"h=\frac{2}{5}", r"k=\frac{449}{5}"]
# x = (-7 ± sqrt(49 + 4*5*89)) / -10
ROOTS = ["-3.57668", "4.97668", "1829"]
THREADS = {
    "relay": [
        ("What is the vertex of y=-5x^2+7x+89?", FIRST, 2, 0),
        ("Plot it, with the vertex marked.", ["(0.7,91.45)"], 0, 1),
        ("What are its roots?", ROOTS, 3, 0),
        ("Now differentiate it", ["7-10x"], 1, 0),
        ("and at x = 1?", ["-3"], 0, 0),
    ],
    "relay in Chinese": [
        ("y=-5x^2+7x+89 顶点是多少?", FIRST, 2, 0),
        ("把它画出来，并标出顶点", ["(0.7,91.45)"], 0, 1),
        ("它的零点是什么？", ROOTS, 3, 0),
        ("再求导", ["7-10x"], 1, 0),
        ("当 x=1 时呢？", ["-3"], 0, 0),
    ],
    "relay, misspelt": [
        ("y=-5x^2+4x+89 定点是多少?", SECOND, 2, 0),
        ("画出它的图像", ["-5x^{2}+4x+89"], 0, 1),
    ],
    "lesson": [
        (
            "I need to solve the equation `4x + 11 = 19`. Can you help me?",
            ["4x=8", "Divide both sides by", r"\[x=2\]"],
            2,
            0,
        ),
        ("Now what is the squared root of `x`?", [r"\sqrt{2}\approx1.414213562", "x=2"], 0, 0),
        ("Now what is the squared root of `x`?", [r"\sqrt{2}\approx1.414213562"], 0, 0),
        ("What was x?", ["x=2"], 0, 0),
    ],
    "lesson in Chinese": [
        ("我需要解方程 `4x + 11 = 19`。你能帮我吗？", ["4x=8", r"\[x=2\]"], 2, 0),
        ("现在 `x` 的平方根是多少？", [r"\sqrt{2}\approx1.414213562"], 0, 0),
        ("x 是多少？", ["x=2"], 0, 0),
    ],
    "guide": [
        (
            "I need to solve the equation 3x + 11 = 14. Can you help me?",
            ["3x=3", "Divide both sides by", r"\[x=1\]"],
            2,
            0,
        ),
        ("What is the square root of x?", [r"\sqrt{x}=1"], 0, 0),
    ],
    "guide in Chinese": [
        ("我需要解方程 3x + 11 = 14，你能帮我吗？", ["3x=3", r"\[x=1\]"], 2, 0),
        ("x 的平方根是多少？", [r"\sqrt{x}=1"], 0, 0),
    ],
}
ELSEWHERE = ["What is the stock of apple and facebook rn?", "Hello, how are you?", "你好，你好吗？"]


@pytest.mark.parametrize("name", THREADS)
def test_thread(talk: Conversation, name: str) -> None:
    for question, truths, steps, pictures in THREADS[name]:
        answer = talk.ask(question)
        for truth in truths:
            assert squeezed(truth) in answer.squeezed, f"{question}\n{answer.text}"
        assert len(steps_in(answer.text)) == steps, answer.text
        assert len(answer.pictures) == pictures
        assert "Traceback" not in answer.printed
        assert "failed" not in answer.text
        assert "未通过" not in answer.text
        if "Chinese" in name:
            assert told_in_chinese(answer.text)


@pytest.mark.parametrize("question", ELSEWHERE)
def test_what_no_code_can_answer_is_left_alone(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)


def test_instructions_of_a_run_change_no_mathematics(talk: Conversation) -> None:
    """The lessons' run asks to address the user as Jane Doe: the mathematics stays the same."""
    talk.messages.append(ChatMessage("system", "Please address the user as Jane Doe."))
    assert (
        r"\[x = 1\]" in talk.ask("I need to solve the equation 3x + 11 = 14. Can you help me?").text
    )
