"""Chances of letters that are drawn without replacement."""

from __future__ import annotations

import re
from collections import Counter

from assist_magic.engine.models.solver.counting import CARDINAL, cardinal
from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task

_COUNT = rf"(?:\d+|{CARDINAL})"
_BAG = r"(?P<bag>[a-z]+|\{[a-z]: \d+(?:, [a-z]: \d+)*\})"
_DRAWN = (
    rf"(?P<drawn>{_COUNT}) letters? (?:are |is )?(?:picked|drawn|chosen|taken|selected)"
    rf"(?: at random| randomly)? without replacement from {_BAG}"
)
_EVENT = (
    r"(?:the )?(?:prob|probability) (?:of|for|to)(?: the| a)? ?(?:(?:picking|drawing|getting|pick)"
    r"(?: the)? )?(?:sequence (?P<sequence>[a-z]+)|(?P<counts>\d+ [a-z](?:(?:, (?:and )?| and )\d+ "
    r"[a-z])*))"
)
_ASK = r"(?:what is|what's|give|calculate|find|compute|determine) "
_LETTERS = (
    re.compile(rf"{_DRAWN}[.,;] {_ASK}{_EVENT}"),
    re.compile(rf"{_ASK}{_EVENT} (?:when|if|where) {_DRAWN}"),
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Two letters picked without replacement from abba. What is prob of picking 1 a and 1 b"."""
    text = re.sub(r"\s+", " ", question.text).strip(" .?!")
    drawn = next((match for form in _LETTERS if (match := form.fullmatch(text))), None)
    return _drawing(drawn) if drawn else None


def _drawing(match: re.Match[str]) -> Task:
    bag = _bag(match["bag"])
    drawn = cardinal(match["drawn"].strip()) or 0
    if match["sequence"]:
        if len(match["sequence"]) != drawn:
            raise NotSure("the sequence is not as long as the number of letters drawn")
        body = _SEQUENCE.format(bag=bag, sequence=match["sequence"])
        return Fact(body, r"\[P = <answer>\]")
    wanted = {letter: int(count) for count, letter in re.findall(r"(\d+) ([a-z])", match["counts"])}
    if sum(wanted.values()) != drawn:
        raise NotSure("the letters asked for are not as many as are drawn")
    body = _LEVEL.format(bag=bag, wanted=wanted)
    return Fact(body, r"\[P = <answer>\]" + "\n\n<ways> of <all> ways to draw are such.")


def _bag(text: str) -> dict[str, int]:
    if text.startswith("{"):
        return {letter: int(count) for letter, count in re.findall(r"([a-z]): (\d+)", text)}
    return dict(sorted(Counter(text).items()))


_SEQUENCE = """bag = {bag}
chance = Rational(1)
for letter in "{sequence}":
    chance *= Rational(bag.get(letter, 0), sum(bag.values()))
    bag[letter] = bag.get(letter, 0) - 1
print("answer =", chance, "≈", N(chance, 10))
"""
_LEVEL = """bag = {bag}
wanted = {wanted}
ways = prod(binomial(bag.get(letter, 0), count) for letter, count in wanted.items())
total = binomial(sum(bag.values()), sum(wanted.values()))
print("ways =", ways)
print("all =", total)
print("answer =", ways/total, "≈", N(ways/total, 10))
"""
