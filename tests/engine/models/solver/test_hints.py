"""Hint mode: three hints for each question, and the answer in none of them until it is asked."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

import pytest
import sympy

from assist_magic.engine.models.base import ChatMessage, Declined, TextDelta
from tests.answers import formulas, mathematics
from tests.answers.grade import grade
from tests.answers.question import Question, Reply
from tests.engine.models.solver.conversation import Answer, Conversation, Python

AGAIN = ("another hint", "I'm stuck", "再给个提示")


@pytest.fixture
def tutor(python: Python) -> Conversation:
    return Conversation(python, hints=True)


def hinted(python: Python, question: str) -> list[Answer]:
    """The answers to a question and to the three messages after it."""
    tutor = Conversation(python, hints=True)
    return [tutor.ask(text) for text in (question, *AGAIN)]


def reply(answer: Answer) -> Reply:
    return Reply(answer.text, (answer.code,), len(answer.pictures), 0.0)


def numbers_in(text: str) -> set[Fraction]:
    """Every number that is written down, whatever its sign."""
    text = re.sub(r"\\frac\{(-?\d+)\}\{(-?\d+)\}", r" \1/\2 ", text)
    found = {Fraction(each) for each in re.findall(r"\d+(?:\.\d+)?", text)}
    fractions = re.findall(r"\d+ ?/ ?[1-9]\d*", text)
    return found | {Fraction(each.replace(" ", "")) for each in fractions}


def secrets_of(question: Question) -> set[Fraction]:
    """The numbers of the answer that the question does not show itself."""
    truth = question.truth
    parts = truth.values() if isinstance(truth, dict) else truth
    if question.kind in ("number", "below"):
        parts = [truth]
    if question.kind not in ("number", "numbers", "point", "values", "below"):
        return set()
    return {abs(Fraction(part)) for part in parts} - numbers_in(question.text)


def formulas_in(text: str) -> list[sympy.Basic]:
    """Each side of each formula of a text."""
    found = re.findall(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", text, re.DOTALL)
    sides = [side for pair in found for side in "".join(pair).split("=")]
    return [each for side in sides if (each := formulas.read(side)) is not None]


def test_no_hint_tells_the_answer(python: Python) -> None:
    """Over the whole own set: not in text, code or output, as a number or as a formula."""
    told: dict[str, list[tuple[Question, list[Answer]]]] = defaultdict(list)
    for question in mathematics.questions(11):
        try:
            told[question.family].append((question, hinted(python, question.text)))
        except Declined:
            continue
    assert sum(map(len, told.values())) >= 95
    for asked in told.values():
        shown = [
            numbers_in(" ".join(f"{each.text} {each.code} {each.printed}" for each in hints))
            for _, hints in asked
        ]
        # What every question of a family is shown belongs to the words or to a formula.
        wording = set.intersection(*shown)
        for (question, hints), numbers in zip(asked, shown, strict=True):
            leaked = secrets_of(question) & (numbers - wording)
            assert not leaked, f"{question.text}: {[each.text for each in hints]}"
            for hint in hints:
                # A yes or no is told in bold.
                assert "**" not in hint.text, f"{question.text}: {hint.text}"
                assert_no_formula(question, hint.text)


def assert_no_formula(question: Question, hint: str) -> None:
    if question.kind not in ("expression", "factored", "expanded"):
        return
    truth = sympy.sympify(question.truth)
    for formula in formulas_in(hint):
        same_form = formula == truth or sympy.expand(formula) == formula == sympy.expand(truth)
        assert not same_form, f"{question.text}: {hint}"


def test_the_answer_comes_when_it_is_asked(python: Python) -> None:
    for number, question in enumerate(mathematics.questions(12)[::5]):
        tutor = Conversation(python, hints=True)
        try:
            first = tutor.ask(question.text)
        except Declined:
            continue
        assert "hint 1 of" in first.text, question.text
        ask = ("show me the answer", "I give up", "告诉我答案", "what is the answer?")[number % 4]
        answer = tutor.ask(ask)
        assert grade(question, reply(answer)) == "right", question.text
        assert secrets_of(question) <= numbers_in(answer.text)


def test_hints_go_from_the_idea_to_the_first_line(tutor: Conversation) -> None:
    first, second, third, last = (
        tutor.ask(text)
        for text in ("Solve 4x + 25 = 81", "another hint", "hint please", "next hint")
    )
    assert "linear equation" in first.text
    assert first.text.endswith("*Exact solver: hint 1 of 3.*")
    assert not first.code
    assert not second.code
    assert r"the last step adds \(25\)" in second.text
    assert r"\[4x = 81 - 25\]" in third.text
    assert "≈" not in third.printed
    assert third.text.endswith("*Exact solver: hint 3 of 3.*")
    assert "the next thing is the answer" in last.text
    answer = tutor.ask("show me the answer").text
    assert r"\[x = 14\]" in answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Solve x^2 - 5x + 6 = 0", (r"quadratic", r"ax^2 + bx + c = 0", r"4 \cdot 1 \cdot 6")),
        ("Solve 2x - x = 5", ("linear", "all terms with", "how many")),
        ("Solve 3 - x = 10", ("linear", r"\(3\)", r"\[-x = 10 - 3\]")),
        ("Solve x^3 - 6x^2 + 11x - 6 = 0", ("degree 3", "divide", "x^{3} - 6x^{2} + 11x - 6 = 0")),
        ("Solve sqrt(x + 1) = 3", ("root", "alone", r"x + 1 = 3^{2}")),
        ("Solve |x - 2| = 3", ("distance", "two cases", r"\text{or}")),
        ("Solve ln(2x) = 4", ("logarithm", "alone", r"2x = e^{4}")),
        ("Solve 2^x = 10", ("exponent", "form", r"x \ln\left(2\right) = \ln\left(10\right)")),
        ("Solve sin(x) = 1/2", ("trigonometric", "period", "outermost")),
        ("Solve 3/x = 6", ("denominator", "forbidden", "alone")),
        ("Solve a x + b = c for x", ("every other letter", "taken out", "One division")),
        ("Solve x + y = 10, x - y = 4", ("2 equations", "solve it for", r"\[x = 10 - y\]")),
        ("Solve 2x + 3 < 7", ("negative number", "plain numbers", r"\[2x < 7 - 3\]")),
        ("Factor x^2 - 5x + 6", ("backwards", "two numbers", r"product \(6\) and the sum \(-5\)")),
        ("Expand (2x + 1)(x - 3)", ("every term", r"\(2x\) times", r"2x^{2} - 6x")),
        ("Expand (x + 1)^3", ("every term", "product of equal", r"\left(x + 1\right)^{2}")),
        ("Simplify (x^2 - 1)/(x^2 + 2x + 1)", ("cancelling", "factor", r"\left(x + 1\right)^{2}")),
        ("Differentiate x^2 sin(x)", ("product rule", "u = x^{2}", "= 2x")),
        ("Differentiate sin(x^2)", ("chain rule", "g = x^{2}", "= 2x")),
        ("Differentiate x^3", ("table", r"x^n", r"\(3 - 1\)")),
        ("Differentiate 3x^2 + 5x", ("sum", "3x^{2}", "= 6x")),
        ("Integrate x^2 + x", ("term by term", "x^{2}", r"\frac{x^{3}}{3}")),
        ("Integrate x^2 from 0 to 3", ("power", r"F(3) - F(0)", r"\(2 + 1\)")),
        ("What is 12*7 + 3?", ("order", r"begin with \(12 \cdot 7\)", "= 84")),
        ("What is 3/4 + 5/6?", ("same denominator", r"\(4\) and \(6\)", r"\(12\)")),
        ("What is 17% of 2340?", ("hundredth", r"\frac{17}{100}", r"\frac{2340}{100}")),
        ("What is the gcd of 84 and 36?", ("divide", "remainder", r"84 = 2 \cdot 36 + \ldots")),
        ("What is 7094 mod 28?", ("remainder", "multiple", "7094 - 2800 = 4294")),
        ("Is 307 prime?", ("divisors", "square", "digit sum")),
        ("What is 291 in binary?", ("places", "remainders", r"291 = 2 \cdot 145 + 1")),
        ("What is the next term of 2, 5, 8, 11?", ("from each term", "neighbours", "5 - 2")),
        ("det([[1, 2], [3, 4]])", ("one product minus", "ad - bc", r"1 \cdot 4")),
        ("limit of (x^2 - 1)/(x - 1) as x approaches 1", ("cancelled", "top", r"(\ldots")),
        ("What is the vertex of y = x^2 - 4x + 1?", ("symmetry", "other", r"a = 1")),
        ("What is x^2 + 3x at x = -2?", ("put in", r"\left(-2\right)^{2}", "= 4")),
        ("Find the extrema of x^3 - 3x", ("slope is 0", "Differentiate", "second derivative")),
        ("What is the mean of 3, 4, 5?", ("shares", r"\(3\), \(4\) and \(5\)", "one fraction")),
        ("Plot x^2 - 4", ("Sketch", "Put 0", "table")),
    ],
)
def test_each_kind_has_hints_of_its_own(
    tutor: Conversation, question: str, words: tuple[str, ...]
) -> None:
    for place, word in enumerate(words):
        hint = tutor.ask(question if place == 0 else AGAIN[place - 1])
        assert word in hint.text.replace(r"\left(\ldots", r"(\ldots"), hint.text
        assert f"hint {place + 1} of 3" in hint.text
        assert "Traceback" not in hint.printed


def test_a_chinese_student_gets_chinese_hints(tutor: Conversation) -> None:
    first, second, third, last = (
        tutor.ask(text).text for text in ("解方程 4x + 25 = 81", "再给个提示", "提示", "下一步呢")
    )
    assert "一元一次方程" in first
    assert r"最后加上了 \(25\)" in second
    assert r"\[4x = 81 - 25\]" in third
    assert "第 3 个提示，共 3 个" in third
    assert "接下来就是答案了" in last
    assert "推不出来" in tutor.ask("4x = 106 对吗").text
    assert r"\[x = 14\]" in tutor.ask("告诉我答案").text


def test_a_new_question_begins_with_the_first_hint(tutor: Conversation) -> None:
    tutor.ask("Solve 4x + 25 = 81")
    tutor.ask("another hint")
    first = tutor.ask("Solve 2x + 7 = 9")
    assert "hint 1 of 3" in first.text
    assert "hint 2 of 3" in tutor.ask("more").text


def test_the_same_question_again_brings_the_next_hint(tutor: Conversation) -> None:
    tutor.ask("Solve 4x + 25 = 81")
    assert "hint 2 of 3" in tutor.ask(" Solve 4x + 25 = 81\n").text


def test_a_hint_that_nobody_saw_is_given_again(tutor: Conversation) -> None:
    tutor.ask("Solve 4x + 25 = 81")
    tutor.ask("another hint")
    tutor.messages.pop()  # the run was stopped before its message
    assert "hint 2 of 3" in tutor.ask("another hint").text


def test_parts_of_a_question_have_hints_one_after_the_other(tutor: Conversation) -> None:
    first = tutor.ask("Find the vertex and roots of x^2 - 4x + 3")
    assert "Part 1 of 2. " in first.text
    hints = [tutor.ask("another hint").text for _ in range(4)]
    assert "Part 2 of 2. " in hints[2]
    assert "quadratic" in hints[2]
    assert "hint 5 of 6" in hints[3]


def test_hints_and_the_answer_without_a_question(tutor: Conversation) -> None:
    assert "Which question" in tutor.ask("another hint").text
    assert "Which question" in tutor.ask("show me the answer").text


def test_definitions_are_no_exercise(tutor: Conversation) -> None:
    assert "hint" not in tutor.ask("Let f(x) = x^2 + 1").text
    assert "hint 1 of 3" in tutor.ask("What is f(3)?").text


def test_earlier_questions_are_still_known(tutor: Conversation) -> None:
    tutor.ask("Differentiate x^3")
    tutor.ask("another hint")
    tutor.ask("show me the answer")
    assert "hint 1 of 3" in tutor.ask("Plot it").text


def test_the_answer_at_once_if_it_is_asked_with_the_question(tutor: Conversation) -> None:
    assert r"\[x = 2\]" in tutor.ask("Solve 4x + 11 = 19 and show me the answer").text


def test_a_refusal_of_the_answer_is_heard(tutor: Conversation) -> None:
    assert "hint 1 of 3" in tutor.ask("Solve 4x + 11 = 19, but don't tell me the answer").text
    assert "hint 2 of 3" in tutor.ask("No answer yet!").text


def test_a_word_asks_for_a_hint_without_a_tutor(talk: Conversation) -> None:
    talk.messages.append(ChatMessage("user", "Can you give me a hint: solve 4x + 25 = 81"))
    (hint, _) = talk.turn()
    assert isinstance(hint, TextDelta)
    assert "hint 1 of 3" in hint.text
    talk.messages.append(ChatMessage("assistant", hint.text))
    assert r"\[x = 14\]" in talk.ask("show me the answer").text


def test_what_the_solver_does_not_know_goes_to_the_next_model(tutor: Conversation) -> None:
    with pytest.raises(Declined, match="not sure"):
        tutor.ask("Why did Newton invent calculus?")
    with pytest.raises(Declined, match="not sure"):
        tutor.ask("another hint")


def test_questions_of_a_public_kind_have_hints(tutor: Conversation) -> None:
    for question in (
        "In base 14, what is -49 - b2388d?",
        "Convert 54342576 (base 8) to base 10.",
        "Is 12970873/32 at most as big as 405340?",
        "What is 1/20 of a milligram in micrograms?",
        "Simplify x**2*x**3 assuming x is positive.",
        "Let r(c) = 5*c - c**3 + 4. Calculate r(-4).",
    ):
        assert "hint 1 of 3" in tutor.ask(question).text
        assert "hint 2 of 3" in tutor.ask("another hint").text
        assert "hint 3 of 3" in tutor.ask("another hint").text
