"""The words of a question that tells of things: numbers in digits, without articles."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver import words
from assist_magic.engine.models.solver.counting import CARDINAL, cardinal
from assist_magic.engine.models.solver.question import Question

_NUMBER = re.compile(rf"\b{CARDINAL}\b")
_ARTICLE = re.compile(r"\b(?:the|an|a)\b(?!')")
_MARKS = re.compile(r"[`$“”\"]|\\\(|\\\)")
_END = re.compile(r"(?: |[?!,:;]|(?<!\.)\.(?!\.))+$|^(?: |[.,:;!])+")
_LATEX_FRACTION = re.compile(r"\\[dt]?frac\{(\d+)\}\{(\d+)\}")


def told(question: Question) -> str:
    """The whole question in small letters, its "what is" and the like as "find"."""
    text = _LATEX_FRACTION.sub(r"\1/\2", _MARKS.sub("", question.text))
    text = _NUMBER.sub(_digits, text)
    text = words.rewritten(text, words.TABLE_PHRASES)
    text = re.sub(r"\s+", " ", _ARTICLE.sub(" ", text))
    return words.rewritten(_END.sub("", text), _ORDERS)


_ORDERS = words.rules(
    (
        r"^legs of right triangle are (.+?) ?[.,;]? (?:how long is|find) (?:its )?hypotenuse$",
        r"find hypotenuse of right triangle with legs \1",
    ),
    (
        r"^right(?:[- ]angled)? triangle (?:with|has) (?:2 )?legs (?:of )?(?:lengths? )?(.+?)"
        r" ?[.,;]? (?:how long is|find)(?: length of)? (?:its )?hypotenuse$",
        r"find hypotenuse of right triangle with legs \1",
    ),
    (
        r"^right triangle (?:with|has) hypotenuse (.+?) and 1 leg (?:of )?(.+?) ?[.,;]? "
        r"(?:how long is|find) other leg$",
        r"find leg of right triangle with hypotenuse \1 and leg \2",
    ),
    (r"\b(probability|chance) (?=(?:both|all) (?:are|of))", r"\1 that "),
)
"""Other orders of the same words."""


def _digits(match: re.Match[str]) -> str:
    found = cardinal(match.group())
    return match.group() if found is None else str(found)
