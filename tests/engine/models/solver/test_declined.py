"""What the solver must leave alone: a wrong answer is worse than a declined one."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation

WORDS = [
    "",
    "Hello!",
    "Thanks",
    "Why is the sky blue?",
    "Who are you?",
    "Which model is this?",
    "Explain what a derivative is",
    "What is a derivative?",
    "What is mathematics?",
    "Tell me a joke about pi",
    "Write a poem about the number 7",
    "What is the capital of France?",
    "Explain the quadratic formula",
    "How does integration by parts work?",
    "Write a function that sorts a list",
    "Translate 'two' into French",
    "Who was Euler?",
    "Prove that sqrt(2) is irrational",
    "Is x^2 + 1 a continuous function?",
    "What is the weather on 5 May?",
]
AMBIGUOUS = [
    "x",
    "5",
    "y = x^2",
    "Solve it",
    "What is x?",
    "plot it",
    "differentiate that",
    "square root of 16 + 9",
    "square root of x",
    "Solve x + y = 3",
    "Solve ax + by = c",
    "Solve 3 = 4",
    "What is the vertex of y = x^3?",
    "What is the vertex of y = a*x^2 + 1?",
    "Plot x*y",
    "plot x^2 from a to b",
    "f(3)",
    "what is g(2)",
    "Find the derivative of x*y",
    "value of x^2 + y at x = 3",
    "solve x + y = 3 and x + z = 2",
    "What is 3 + 4 in base 5?",
    "Without solving, how many roots does x^2 - 4 have?",
    "Solve x^2 = 4 but do not use negative numbers",
    "What is not 2 + 2?",
    "A train travels 60 km in 1.5 hours. How fast is it?",
    "John has 4 apples and buys 11 more. How many does he have?",
    "Solve 4x + 11 = 19 over the integers modulo 7",
    "integrate x^2 from 0 to 1 using Simpson's rule with n = 4",
    "plot x^2 in red",
    "What is the distance from 2 to 7?",
    "10% of 50 plus 5",
    "0^0",
    "(-8)^(1/3)",
    "plot x = 3",
    "plot x^2 from 3 to -3",
    "What is the vertex of x = y^2?",
    "roots of 5",
    "derivative of f",
    "square root of x^2 + 1",
    "What is 3 4?",
    "solve |x + y| < 3",
    "What is 5 cm + 3 cm?",
]
NONSENSE = [
    "solve 4x + = 19",
    "solve ((x + 1) = 2",
    "what is 2 +* 3",
    "solve x + 1 == = 2",
    "1 2 3 4",
    "plot )x(",
    "what is 5 +",
    "sqrt",
    "differentiate",
    "solve",
    "$\\frac{1}{$",
    "what is 3 $ 4",
]
ATTACKS = [
    "__import__('os').system('ls')",
    "What is __import__('os').system('ls')?",
    "Solve `__import__('os').getpid()` = 3",
    "evaluate `open('/etc/passwd').read()`",
    "plot `exec('print(1)')`",
    "simplify `().__class__.__bases__`",
    "what is `lambda: 0`",
    "solve x = 3; import os",
    "vertex of y = x^2 + os.system('ls')",
    "integrate eval(x) from 0 to 1",
    "what is $\\input{/etc/passwd}$",
    "2 + 2 # print(1)",
    'plot x^2"); import os; ("',
    "9**9**9**9",
    "What is 9^(9^9)?",
    "compute 10^100000",
    "(10^9)!",
    "what is 100000!",
    "expand (x + 1)^1000",
    "what is $9^{9^{9}}$",
    "what is $\\sqrt{9^{9^{9^9}}}$",
    "2^2^2^2^2^2",
    "(" * 300 + "1" + ")" * 300,
    "-" * 300 + "1",
    "what is " + "1+" * 400 + "1",
    "1" * 5000,
    "sin " * 200 + "x",
    "solve " + "x" * 399 + " = 1",
    "solve = for x " * 140,
    "圆半径1求面积" * 200,
]


@pytest.mark.parametrize("question", WORDS + AMBIGUOUS + NONSENSE + ATTACKS)
def test_declined(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined) as declined:
        talk.ask(question)
    assert str(declined.value).startswith("The exact solver")
    assert len(str(declined.value)) < 600


def test_there_are_enough() -> None:
    assert len(WORDS + AMBIGUOUS + NONSENSE + ATTACKS) >= 40


@pytest.mark.parametrize(
    "question", ["Evaluate x^2 + 3\nx = 2", "Simplify 2x + 3\nx", "Solve 2x + 3\nx = 4"]
)
def test_a_line_end_is_no_product(talk: Conversation, question: str) -> None:
    with pytest.raises(Declined):
        talk.ask(question)


def test_equations_on_lines_of_their_own(talk: Conversation) -> None:
    answer = talk.ask("Solve the system\n2x + 3y = 7\nx - y = 1").squeezed
    assert "x=2" in answer
    assert "y=1" in answer
