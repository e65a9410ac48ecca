"""Checking a student's lines of work: which step fails, and why; right work is left right."""

from __future__ import annotations

import pytest

from assist_magic.engine.models.base import Declined
from tests.engine.models.solver.conversation import Conversation, Python

RIGHT = [
    "Check my work:\n2x + 3 = 7\n2x = 4\nx = 2",
    "Is this right? 4x - 7 = 2x + 5, 2x = 12, x = 6",
    "1) 4x - 7 = 2x + 5\n2) 2x = 12\n3) x = 6\nIs it correct?",
    r"Check my work: \begin{align} 2x+3 &= 7 \\ 2x &= 4 \\ x &= 2\end{align}",
    r"my solution: $2(x+3) = 10 \implies 2x + 6 = 10 \implies x = 2$. where did i go wrong?",
    "check my solution: x^2-5x+6=0, (x-2)(x-3)=0, x=2, x=3",
    "check my solution: x^2-5x+6=0; (x-2)(x-3)=0; x=2 or x=3",
    "x^2 = 9, x = ±3, am I right?",
    "Is this right? sqrt(x+1) = x-1 => x+1 = (x-1)^2 => x^2 - 3x = 0 => x = 0 or x = 3 => x = 3",
    "am I right? -2x < 6, x > -3",
    "check if this is right: log(x) = 2, x = 100",
    "Is my work right?\n2(x+3)+4x\n= 2x+6+4x\n= 6x + 6",
    "is this correct: 3(x+2) = 3x+6",
    "is this right: (x+1)^2 = x^2 + 2x + 1",
    "is this right: d/dx x^2 sin x = 2x sin x + x^2 cos x",
    r"Check my answer: $\frac{d}{dx}(x^2 \sin x) = 2x\sin x + x^2 \cos x$",
    "f(x) = x^3, f'(x) = 3x^2, f''(x) = 6x, is that right?",
    "y = x^3, dy/dx = 3x^2, is that right?",
    r"\int 2x\,dx = x^2 + C is this right?",
    "check this: 3/4 + 1/2 = 5/4",
    "sin(x)^2 + cos(x)^2 = 1 + 0x, is this right?",
    "检查一下: 2x+3=7, 2x=4, x=2",
    "2x+3=7\nsubtract 3 from both sides: 2x = 4\ndivide by 2: x = 2\nam I right?",
]
WRONG = [
    ("2x+3=7, 2x=10, x=5. Is this right?", 2, (r"\(x = 5\)", r"\(13\)", "-3", "+3")),
    ("2x = 10, x = 4. Is this right?", 2, (r"\frac{1}{2}", r"\frac{2}{5}")),
    ("Where is my mistake?\nx^2 = 3x\nx = 3", 2, ("fewer solutions",)),
    ("check my solution: x^2-5x+6=0, (x-2)(x-3)=0, x=2", 3, ("fewer solutions",)),
    ("|x - 2| = 3, x - 2 = 3, x = 5. Check my work", 2, ("fewer solutions",)),
    ("Check my work: x^2 = 4, x = 2", 2, ("fewer solutions", "two signs")),
    ("am I right? -2x < 6, x < -3", 2, ("turns its sign around", r"\(x = -4\)")),
    ("Is this right? 2(x+3) = 10, 2x + 3 = 10, x = 3.5", 2, ("every term",)),
    ("3x - (x - 4) = 10; 3x - x - 4 = 10; x = 7. Where is my mistake?", 2, ("minus before",)),
    ("is this correct: 3(x+2) = 3x+6 = 9x", 2, (r"\(12\)", r"\(18\)")),
    ("(x+1)^2 = x^2+1 is this right?", 1, ("sum of the squares", r"\(9\)", r"\(5\)")),
    ("d/dx x^2 sin x = 2x cos x is this right?", 1, ("product rule",)),
    ("is this right: d/dx sin(2x) = cos(2x)", 1, ("chain rule",)),
    ("is this right: d/dx (x^2 + 1)^3 = 3(x^2 + 1)^2", 1, ("chain rule",)),
    ("is this right: d/dx x/sin(x) = 1/cos(x)", 1, ("quotient rule",)),
    ("∫ sin(x) dx = cos(x) + C, is this right?", 1, ("integrand", "derivative of the right")),
    ("Is this right? x(x-5) = -6, x = -6 or x - 5 = -6", 2, ("only a product that is 0",)),
    ("check this: sqrt(9 + 16) = 3 + 4", 1, ("sum of the roots",)),
    ("sin(x) = 0, x = 0. Check my work", 2, ("fewer solutions",)),
    ("检查一下: 2x+3=7, 2x=10, x=5", 2, ("2",)),
]


@pytest.fixture
def tutor(python: Python) -> Conversation:
    return Conversation(python, hints=True)


def fails_in(text: str) -> int:
    """The line that an answer finds fault with; 0 for none."""
    lines = [line for line in text.splitlines() if line[:1].isdigit()]
    marks = [n for n, line in enumerate(lines, start=1) if line.rstrip(".。").endswith("**")]
    return marks[0] if marks else 0


@pytest.mark.parametrize("text", RIGHT)
def test_right_work_is_right(talk: Conversation, text: str) -> None:
    answer = talk.ask(text)
    assert fails_in(answer.text) == 0, answer.text
    assert "Traceback" not in answer.printed


@pytest.mark.parametrize(("text", "number", "words"), WRONG)
def test_the_first_step_that_fails_is_named_with_its_reason(
    tutor: Conversation, text: str, number: int, words: tuple[str, ...]
) -> None:
    answer = tutor.ask(text)
    assert fails_in(answer.text) == number, answer.text
    for word in words:
        assert word in answer.text, answer.text


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("2x+3=7, 2x=10, x=5. Is this right?", r"\(x = 2\) makes line 1 true", "x = 2"),
        ("Where is my mistake?\nx^2 = 3x\nx = 3", r"\(x = 0\) makes line 1 true", "x = 0"),
        ("check this: 3/4 + 1/2 = 4/6", r"\frac{5}{4}", "5"),
    ],
)
def test_a_tutor_keeps_what_the_student_has_not_found(
    talk: Conversation, tutor: Conversation, text: str, found: str, kept: str
) -> None:
    assert found in talk.ask(text).text
    answer = tutor.ask(text)
    assert kept not in answer.text
    assert kept not in answer.printed


def test_solutions_that_squaring_let_in_are_told(talk: Conversation) -> None:
    asked = "Is this right? sqrt(x+1) = x-1, x+1 = (x-1)^2, x^2 - 3x = 0, x = 0 or x = 3"
    answer = talk.ask(asked).text
    assert fails_in(answer) == 2
    assert r"\(x = 0\) makes line 2 true, but not line 1" in answer
    assert "Squaring both sides" in answer


def test_what_remains_is_told(talk: Conversation) -> None:
    assert r"What remains: get \(x\) alone" in talk.ask("Is this right? 2x + 3 = 7, 2x = 4").text
    assert "it is solved" in talk.ask("Is this right? 2x + 3 = 7, 2x = 4, x = 2").text


@pytest.mark.parametrize(
    "text",
    [
        "is this right? x = 5",
        "Check my work: 2x + y = 3, y = 3 - 2x",
        "Check my essay, please: is it right?",
        "Check my work: 2x + 3 = 7, 2x",
        "Check my work: = 4",
        "f'(x) = 3x^2, is that right?",
        "is this right: " + ", ".join("x = 1" if n % 2 else "2x = 2" for n in range(30)),
    ],
)
def test_what_is_no_clear_work_is_declined(talk: Conversation, text: str) -> None:
    with pytest.raises(Declined):
        talk.ask(text)


@pytest.mark.parametrize(
    ("question", "offered", "words"),
    [
        ("Solve 4x + 11 = 19", "4x = 8", "What remains"),
        ("Solve 4x + 11 = 19", "so 4x = 30", "does not follow"),
        ("Solve 4x + 11 = 19", "is it x = 2?", "it is solved"),
        ("Solve 4x + 11 = 19", "4x = 8\nx = 4", "does not follow"),
        ("Solve 4x + 11 = 19", "x^2 = 9", "If your work is on another one"),
        ("Solve 2x + 3 < 7", "2x < 4", "What remains"),
        ("Solve 2x + 3 < 7", "x > 2", "does not follow"),
        ("Solve x^2 - 5x + 6 = 0", "x = 2", "fewer solutions"),
        ("Solve x^2 - 5x + 6 = 0", "I get x = 2 or x = 3", "it is solved"),
        ("Expand (x + 1)(x + 2)", "x^2 + 3x + 2", "This is right"),
        ("Expand (x + 1)(x + 2)", "x^2 + 2", "not equal"),
        ("Differentiate x^3", "3x^2", "This is right"),
        ("Differentiate x^3", "3x", "not equal"),
        ("Integrate x^2", "x^3/3 + C", "This is right"),
        ("What is the gcd of 84 and 36?", "12", "is right"),
        ("What is the gcd of 84 and 36?", "is it 6?", "is not it"),
        ("What is 12*7 + 3?", "87", "is right"),
        ("What is 12*7 + 3?", "I get 88", "is not it"),
        ("What is 3/4 + 5/6?", "19/12", "is right"),
        ("Round 3.14159 to two decimal places", "3.14", "is right"),
        ("What is x^2 + 3x at x = -2?", "-2", "is right"),
        ("What is the vertex of y = x^2 - 4x + 1?", "(2, -3)", "is right"),
        ("What is the vertex of y = x^2 - 4x + 1?", "is it (2, 5)?", "is not it"),
        ("Solve x + y = 10, x - y = 4", "x = 7, y = 3", "is right"),
        ("Solve x + y = 10, x - y = 4", "x = 6, y = 4", "is not it"),
    ],
)
def test_a_tutor_checks_what_is_offered_for_the_question(
    tutor: Conversation, question: str, offered: str, words: str
) -> None:
    tutor.ask(question)
    answer = tutor.ask(offered)
    assert words in answer.text
    assert "Traceback" not in answer.printed
    assert "hint 2 of" in tutor.ask("another hint").text


def test_a_guess_does_not_print_the_answer(tutor: Conversation) -> None:
    tutor.ask("What is the gcd of 84 and 36?")
    answer = tutor.ask("6")
    assert answer.printed.strip() == "guess = wrong"
    tutor.ask("Solve 4x + 11 = 19")
    assert "= 2 " not in tutor.ask("x = 5").printed


A_TEACHER_ASKS = {
    "Check my pupil's work: 3(x-2) = 12, 3x - 2 = 12, x = 14/3": "**does not follow**",
    "Where did my pupil go wrong? 2x + 3 = 7, 2x = 10, x = 5": "Line 2 is the first",
    "One of my pupils wrote: 1/2 + 1/3 = 2/5. Is that correct?": "**not equal**",
    "My student says that 6 ÷ 2 = 4. Right?": "**not equal**",
    "Is 3/4 - 1/6 = 7/12 right?": "This is right",
    "Is (a+b)^2 = a^2 + b^2 right?": "**not equal**",
    "Is sqrt(a^2+b^2) = a + b?": "**not equal**",
    "True or false: 2^3 * 2^4 = 2^7": "This is right",
    "判断对错：(a+b)²=a²+b²": "**不相等**",
    "Check the factorisation x^2 + 5x + 6 = (x+1)(x+6)": "**not equal**",
    "Check: the derivative of x^3 - 2x is 3x^2 - 2x": "**not equal**",
    "Check this solution:\n2·x + 3 = 7     | -3\n2·x = 4         | :2\nx = 2": "Every line follows",
    "Check: |x| - 5 = 2, |x| = 7, x = 7 or x = -7": "Every line follows",
}


@pytest.mark.parametrize(("text", "told"), A_TEACHER_ASKS.items(), ids=list(A_TEACHER_ASKS))
def test_a_teacher_asks_about_a_pupil(talk: Conversation, text: str, told: str) -> None:
    assert told in talk.ask(text).text


@pytest.mark.parametrize(
    "text",
    [
        "Is x = 3 a solution of 2x = 6?",
        "Is the slope of y = 2x + 1 right?",
        "Is y = 2x + 1 linear?",
    ],
)
def test_other_questions_with_is(talk: Conversation, text: str) -> None:
    with pytest.raises(Declined):
        talk.ask(text)


SLIPS = {
    "Check: 5 - 2(x - 3) = 1, 5 - 2x - 6 = 1": "turns the sign of every term",
    "Is this correct? -3² = 9": "the minus before it is not squared",
    "Check: x^2 * x^3 = x^6": "the exponents are added",
    "Check: (x^2)^3 = x^5": "the exponents are multiplied",
    "Check: x^2 + x^3 = x^5": "only like terms",
    "Check: 3/4 - 1/2 = 2/2": "fractions are subtracted over a common denominator",
    "Check: 2^3 * 2^2 = 2^6": "the exponents are added",
}


@pytest.mark.parametrize(("text", "told"), SLIPS.items(), ids=list(SLIPS))
def test_slips_of_every_day(talk: Conversation, text: str, told: str) -> None:
    assert told in talk.ask(text).text
