"""20 questions that want words and no code.

What a good answer has to mention is only a hint, and the claims that are known to be wrong are
those that were read in answers: whoever wants to know how good they are reads them.
"""

from __future__ import annotations

from tests.answers.question import Question

_ASKED: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("What is a derivative, in plain words?", (("rate", "slope", "change"),)),
    ("Why do we need a common denominator to add fractions?", (("same", "common", "equal"),)),
    ("Explain what the vertex of a parabola tells us.", (("max", "min", "highest", "lowest"),)),
    ("What is the difference between the mean and the median?", (("average",), ("middle",))),
    ("When is a median a better summary than a mean?", (("outlier", "skew", "extreme"),)),
    ("What does the discriminant say about a quadratic equation?", (("real",), ("root", "solut"))),
    ("Why can we not divide by zero?", (("undefined", "no number", "meaning"),)),
    ("What is a prime number?", (("1", "one"), ("divi", "factor"))),
    ("Explain the Pythagorean theorem to a child.", (("right",), ("square",))),
    ("What is an integral good for?", (("area", "accumul", "total"),)),
    ("What does it mean that two events are independent?", (("affect", "influence", "depend"),)),
    ("What is the difference between a histogram and a bar chart?", (("categor",),)),
    ("What does a correlation of zero mean?", (("linear", "relationship", "association"),)),
    ("Does correlation imply causation?", (("no", "not"),)),
    ("What is a function, in mathematics?", (("input", "domain", "each"),)),
    ("Why is the square root of 2 irrational?", (("fraction", "ratio", "rational"),)),
    ("What is a logarithm?", (("exponent", "power"),)),
    ("How should I prepare for a mathematics exam?", (("practi", "exercise", "problem"),)),
    (
        "Give me a tip for remembering the quadratic formula.",
        (("song", "tune", "rhyme", "story", "-b", "negative b", "minus b", "b^2", "b²"),),
    ),
    ("Thank you, that was very helpful!", (("welcome", "glad", "help"),)),
)
_WRONG = {
    "Explain what the vertex of a parabola tells us.": ("concave up to", "upwards to opening"),
    "Give me a tip for remembering the quadratic formula.": ("-b$, is the coefficient",),
    "What does it mean that two events are independent?": ("that the events are not mutually",),
}


def questions() -> list[Question]:
    """All of them."""
    return [
        Question("words only", text, "talk", hints, _WRONG.get(text, ())) for text, hints in _ASKED
    ]
