"""The grader and the truths of the question sets; nothing is asked here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.answers import mathematics, tables, talk
from tests.answers.grade import grade
from tests.answers.public import _dataset_question
from tests.answers.question import Question, Reply


def reply(text: str, *code: str, images: int = 0) -> Reply:
    return Reply(text, code, images, 0.1)


def verdict(kind: Any, truth: Any, text: str, *others: str) -> str:
    return grade(Question("f", "q", kind, truth, others), reply(text))


RIGHT: list[tuple[str, Any, str]] = [
    ("number", "1989/5", r"\[\frac{17}{100} \cdot 2340 = \frac{1989}{5} = 397.8\]"),
    ("number", 42, "The answer is **42**."),
    ("number", 1234567, "There are 1,234,567 of them."),
    ("number", "5/6", r"So the probability is $\frac{5}{6} \approx 0.8333$."),
    ("number", 9, "First $2+1=3$.\n\n\\[3^2 = 9\\]\n\nCheck: a sum gives 9.0001."),
    ("number", 1584, "It takes **1584** minutes for 36 miles.\n\nCheck: a second gives 36."),
    ("number", 52900, "The price is $432900.00, which is $52900.00 more than the budget."),
    ("number", 18, r"Therefore $\boxed{18}$."),
    ("numbers", [2, 3], r"\[x = 2 \quad\text{or}\quad x = 3\]"),
    ("numbers", [-7], r"\[x = -7\]"),
    ("numbers", ["1/2", -4], r"The solutions are $x = \frac{1}{2}$ or $x = -4$, so "
     r"\[x = \frac{1}{2} = 0.5 \quad\text{or}\quad x = -4\]"),
    ("numbers", [-2, 2], r"$x = \pm 2$"),
    ("numbers", [-1, 4], r"\[\{-1, 4\}\]"),
    ("sequence", ["g", "4", "-4"], r"\[g,\; 4,\; -4\]"),
    ("number", 8, r"\(9^{\frac{1}{9}}\) rounded to the nearest integer: **8**"),
    ("expression", "4*i*(i - 8)", r"\[4i^2 - 32i = \mathtt{4*i*(i - 8)}\]"),
    ("number", "0.00026", r"\[\frac{26}{100000} \approx 2.6 \cdot 10^{-4}\ \text{weeks}\]"),
    ("expression", "18*d**3*n - d*n", r"\[18dn \left(d^{2} - \frac{1}{18}\right)\]"),
    ("ordered", [-5, 0, "1/2"], r"\[-5, 0, \frac{1}{2}\]"),
    ("point", ("7/10", "1829/20"), r"\[\text{vertex} = \left(\frac{7}{10}, \frac{1829}{20}\right)"
     r" = \left(0.7, 91.45\right)\]"),
    ("point", (1, -2), "The vertex is **(1, -2)**."),
    ("values", {"x": 2, "y": 1}, r"\[x = 2,\quad y = 1\]"),
    ("expression", "3*x**2 - 4", r"\[f'(x) = 3x^{2} - 4\]"),
    ("expression", "2*x*sin(x)", r"$2 x \sin(x)$"),
    ("expression", "2*q - 2", r"\[o a(q) = o \left(q - 1\right) - 2q + 2 = 2q - 2\]"),
    ("factored", "(x-1)*(x+1)", r"\[x^{2} - 1 = \left(x - 1\right) \left(x + 1\right)\]"),
    ("expanded", "x**2 + 3*x + 2", r"\[(x+1)(x+2) = x^2 + 3x + 2\]"),
    ("below", 4, r"\[x < 4\]"),
    ("below", 4, r"\[x \in \left(-\infty, 4\right)\]"),
    ("word", "Gentoo", "The highest is **Gentoo**.\n\n| s | m |\n|---|---|\n| Adelie | 1 |"),
    ("word", "no", "91 is **not** a prime number: 91 = 7 · 13."),
    ("word", "yes", "Yes, 97 is a prime number."),
    ("cells", {"Adelie": 152, "Gentoo": 124}, "| s | n |\n| --- | --- |\n| Adelie | 152 |\n"
     "| Gentoo | 124 |"),
    ("cells", {"Adelie": 3700.66}, "The means:\n\n- **Adelie**: 3700.7 g"),
]  # fmt: skip

WRONG: list[tuple[str, Any, str]] = [
    ("number", 398, r"\[\frac{17}{100} \cdot 2340 = \frac{1989}{5} = 397.8\]"),
    ("number", 42, "The answer is **41**, not 42."),
    ("number", 6, r"\[2 \cdot 3 = 7\]"),
    ("number", 42, ""),
    ("numbers", [2, 3], r"\[x = 2\]"),
    ("numbers", [2], r"\[x = 2 \quad\text{or}\quad x = 3\]"),
    ("ordered", [1, 2, 3], r"\[3, 2, 1\]"),
    ("point", (1, -2), r"\[(1, 2)\]"),
    ("values", {"x": 2, "y": 1}, r"\[x = 1,\quad y = 2\]"),
    ("expression", "3*x**2 - 4", r"\[f'(x) = 3x^{2} + 4\]"),
    ("factored", "(x-1)*(x+1)", r"\[x^{2} - 1\]"),
    ("expanded", "x**2 + 3*x + 2", r"\[(x+1)(x+2)\]"),
    ("below", 4, r"\[x > 4\]"),
    ("below", 4, r"\[x < 5\]"),
    ("word", "no", "97 is a prime number."),
    ("word", "yes", "97 is not a prime number."),
    ("number", 36, "It takes **1584** minutes for 36 miles."),
    ("cells", {"Adelie": 152, "Gentoo": 124}, "| s | n |\n| --- | --- |\n| Adelie | 152 |"),
]


@pytest.mark.parametrize(("kind", "truth", "text"), RIGHT)
def test_right(kind: str, truth: Any, text: str) -> None:
    assert verdict(kind, truth, text) == "right"


@pytest.mark.parametrize(("kind", "truth", "text"), WRONG)
def test_wrong(kind: str, truth: Any, text: str) -> None:
    assert verdict(kind, truth, text) == "wrong"


def test_a_word_among_others_has_to_be_the_one_that_stands_out() -> None:
    text = "Of Adelie and Gentoo, the heaviest is **{}**."
    assert verdict("word", "Gentoo", text.format("Gentoo"), "Adelie") == "right"
    assert verdict("word", "Gentoo", text.format("Adelie"), "Adelie") == "wrong"


@pytest.mark.parametrize(
    ("asked", "text", "truth"),
    [
        ("Is 91 prime?", "91 is composite: 7 · 13.", "no"),
        ("Is 91 a prime number?", "91 is composite, not prime.", "no"),
        ("Is 91 composite?", "91 is a composite number.", "yes"),
        ("Is 97 composite?", "97 is prime.", "no"),
        ("Is 97 prime?", "97 is not composite.", "yes"),
        ("Is 97 prime?", "97 is prime, not composite.", "yes"),
        ("Is 97 prime?", "**Yes**: it is not divisible by 2, 3, 5 or 7.", "yes"),
        ("Is 6 odd?", "No, 6 is even.", "no"),
        ("Does 9 divide 32?", "9 doesn't divide 32.", "no"),
        ("Does 9 divide 36?", "9 divides 36.", "yes"),
    ],
)
def test_yes_and_no_are_read_with_the_question_in_mind(asked: str, text: str, truth: str) -> None:
    other = {"yes": "no", "no": "yes"}[truth]
    assert grade(Question("f", asked, "word", truth), reply(text)) == "right"
    assert grade(Question("f", asked, "word", other), reply(text)) == "wrong"


def test_neither_yes_nor_no_is_wrong() -> None:
    for truth in ("yes", "no"):
        assert grade(Question("f", "Is 97 prime?", "word", truth), reply("97.")) == "wrong"


def test_a_plot_needs_a_picture_of_the_columns() -> None:
    asked = Question("f", "q", "plot", ("mass", "hist"))
    assert grade(asked, reply("Here.", "ax.hist(t['mass'])", images=1)) == "right"
    assert grade(asked, reply("Here.", "ax.hist(t['mass'])")) == "wrong"
    assert grade(asked, reply("Here.", "ax.hist(t['length'])", images=1)) == "wrong"


def test_words_only_have_to_do_without_code() -> None:
    asked = Question("f", "q", "talk", (("slope", "rate"),))
    assert grade(asked, reply("It is the slope.")) == "right"
    assert grade(asked, reply("It is the slope.", "diff(x)")) == "wrong"
    assert grade(asked, reply("No idea.")) == "wrong"
    asked = Question("f", "q", "talk", (("slope",),), ("slope of the chord",))
    assert grade(asked, reply("It is the slope of the chord.")) == "wrong"


def test_declined_and_failed() -> None:
    asked = Question("f", "q", "number", 1)
    assert grade(asked, Reply("", (), 0, 0.1, declined="No model can")) == "declined"
    assert grade(asked, Reply("1", (), 0, 0.1, failed="The engine broke.")) == "wrong"


def test_our_own_sets(tmp_path: Path) -> None:
    sums = mathematics.questions(1)
    assert len(sums) == 120
    assert sums == mathematics.questions(1) != mathematics.questions(2)
    found = tables.questions(tmp_path)
    assert len(found) == 60
    truths = {each.text: each.truth for each in found}
    assert truths["How many rows are in this file?"] == 344
    assert truths["Which car has the highest horsepower?"] == "pontiac grand prix"
    assert len(talk.questions()) == 20


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("-2/7", "number"), ("True", "word"), ("3*x**2 + 2", "expression"), ("-1, 4", "numbers")],
)
def test_answers_of_the_dataset(answer: str, kind: str) -> None:
    line = {"family": "algebra__linear_1d", "question": "?", "answer": answer}
    assert _dataset_question(line).kind == kind
