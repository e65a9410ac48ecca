"""Chances and counts: drawing letters without replacement, coins and dice, choosing, arranging."""

from __future__ import annotations

import re
from collections import Counter

from assist_magic.engine.models.solver.counting import CARDINAL, cardinal
from assist_magic.engine.models.solver.fact import Fact, number, shown
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import NotSure, Task, pattern

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
_CHOOSE = pattern(
    "(?:find )?{n} choose {k}",
    "(?:find )?binomial coefficient {n} (?:over|choose) {k}",
    "(?:in )?how many ways (?:can i |can we |can you |are there to )?(?:choose|select|pick) {k} "
    "(?:\\w+ )?(?:from|of|out of) {n}(?: \\w+)?(?: be (?:chosen|selected))?",
    "(?:find )?(?:number of )?combinations of {n} (?:\\w+ )?(?:taken|choose) {k}(?: at time)?",
)
_ARRANGE = pattern(
    "(?:in )?how many ways (?:can i |can we |can you |are there to |can )?(?:arrange|order) {n}"
    "(?: (?:different |distinct )?\\w+)?(?: be arranged)?",
    "(?:in )?how many ways can {n} (?:different |distinct )?\\w+ be (?:arranged|ordered|seated)",
    "(?:find )?(?:number of )?permutations of {n}(?: \\w+)?",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "10 choose 3", "two letters picked without replacement from abba, prob of 1 a and 1 b"."""
    text = re.sub(r"\s+", " ", question.text).strip(" .?!")
    drawn = next((match for form in _LETTERS if (match := form.fullmatch(text))), None)
    if drawn:
        return _drawing(drawn)
    if found := _CHOOSE.match(question.skeleton):
        n, k = (number(question, found[mark], history) for mark in "nk")
        body = _CHOICE.format(n=python(n), k=python(k))
        words = f"The ways to choose {shown([k])} of {shown([n])}:"
        return Fact(body, words + "\n\n" + r"\[<answer>\]", check="the factorials give the same")
    if found := _ARRANGE.match(question.skeleton):
        n = number(question, found["n"], history)
        body = f'print("answer =", factorial({python(n)}))\n'
        return Fact(body, f"The orders of {shown([n])} things:\n\n" + r"\[<answer>\]")
    return None


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
_CHOICE = """total, chosen = sympify({n}), sympify({k})
assert total.is_integer and chosen.is_integer and 0 <= chosen <= total
answer = binomial(total, chosen)
print("answer =", answer)
print("check =", answer*factorial(chosen)*factorial(total - chosen) == factorial(total))
"""
