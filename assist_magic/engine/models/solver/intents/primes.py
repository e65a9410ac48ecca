"""Primes and divisors: tests, factors, and lists of primes."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.counting import ORDINAL, ordinal
from assist_magic.engine.models.solver.fact import Fact, number, shown
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation.tree import Binary, Node, Number
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.steps import Way
from assist_magic.engine.models.solver.task import NotSure, Task, pattern
from assist_magic.engine.models.solver.ways import integers

_PRIME = pattern("(?:is )?{number} (?:is )?{kind: prime|composite}(?: number)?(?: or not)?")
_FACTORS = pattern(
    "(?:(?:find|list) )?(?:all )?(?:of )?(?:distinct |different )?prime (?:factors|divisors) "
    "(?:of|for|in) {number}",
)
_FACTORISED = pattern(
    "(?:find )?{number} prime factorization of",
    "(?:find )?prime (?:factorisation|factorization|factor|decomposition)(?: of)? {number}",
    "(?:factor|factorise|factorize|decompose) {number} (?:into|in) (?:product of )?prime(?: factors"
    "|s)",
    "(?:write|express|find) {number} as product of (?:its )?prime(?: factors|s)",
)
_DIVISORS = pattern(
    "(?:(?:find|list) )?(?:all )?(?:of )?(?:positive |integer )*(?:divisors|factors) of {number}"
)
_EXTREME_FACTOR = pattern(
    "(?:find )?{which: largest|greatest|biggest|highest|smallest|least"
    "|lowest} prime (?:factor|divisor) of "
    "{number}"
)
_COUNT = pattern(
    "how many (?:positive |integer |different )*(?:divisors|factors) (?:does "
    "|has ){number}(?: have)?",
    "(?:find )?number of (?:positive |integer )*(?:divisors|factors) of {number}",
    "how many (?:positive |integer )*(?:divisors|factors) (?:of {number} are there"
    "|are there of {number})",
)
_NTH_PRIME = pattern(f"(?:find )?{{place: {ORDINAL}}} (?:prime|prime number)")
_NEAR_PRIME = pattern(
    "(?:find )?{way: next|first|smallest} (?:prime|prime number) (?:after|greater than|larger than"
    "|bigger than|above) {number}",
    "(?:find )?{before: previous|last|largest|greatest|biggest} (?:prime|prime number) (?:before"
    "|less than|smaller than|below) {number}",
)
_BETWEEN = pattern(
    "(?:(?:find|list) )?(?:all )?(?:prime numbers|primes) (?:between|from) {low} (?:and|to) {high}",
    "{how: how many} (?:prime numbers|primes) (?:are there |are |lie )?(?:between"
    "|from) {low} (?:and|to) "
    "{high}",
    "{how: how many} (?:prime numbers|primes) (?:are there |are |lie )?(?:below|under"
    "|less than|smaller"
    " than|up to) {high}",
)
_FIRST = pattern("(?:(?:find|list) )?(?:first )?{number} (?:first )?(?:primes|prime numbers)")
_LISTED = pattern(
    "(?:(?:find|list) )?(?:all )?(?:prime numbers|primes) {end: up to|below|less than|under} "
    "{number}"
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Is 91 prime?", "the prime factors of 360", "the primes between 10 and 30"."""
    for read in (_primes, _more_primes, _factor_counts, _first_primes):
        if found := read(question, history):
            return found
    return None


def _primes(question: Question, history: History) -> Task | None:
    if match := _PRIME.match(question.skeleton):
        if not re.search(r"\bis\b", question.skeleton):
            return None
        return _prime(number(question, match["number"], history), match["kind"])
    if match := _LISTED.match(question.skeleton):
        node = number(question, match["number"], history)
        more = " + 1" if match["end"] == "up to" else ""
        body = _PRIMES_BELOW.format(number=python(node), more=more)
        return Fact(body, f"The primes {match['end']} {shown([node])}:\n\n" + r"\[<answer>\]")
    for form, words, code in (
        (_FACTORS, "prime factors", _PRIME_FACTORS),
        (_FACTORISED, "factorisation into primes", _FACTORISATION),
        (_DIVISORS, "divisors", _ALL_DIVISORS),
    ):
        if match := form.match(question.skeleton):
            node = number(question, match["number"], history)
            sentence = rf"The {words} of {shown([node])}:" + "\n\n" + r"\[<answer>\]"
            check = "" if form is _DIVISORS else "the powers of the primes multiply to the number"
            taken = Way() if form is _DIVISORS else integers.LADDER
            body = code.format(number=python(node)) + taken.code
            return Fact(body, sentence, check=check, way=taken.steps)
    return None


def _prime(node: Node, kind: str) -> Task:
    given = shown([node])
    is_prime = f"{given} has no divisors but \\(1\\) and itself."
    is_composite = f"{given} is \\(<product>\\)."
    reasons = (is_prime, is_composite) if kind == "prime" else (is_composite, is_prime)
    return PrimeTest(
        _IS_PRIME.format(number=python(node), kind=kind),
        f"**Yes**: {reasons[0]}",
        f"**No**: {reasons[1]}",
    )


class PrimeTest(Fact):
    """Whether a number is prime or composite; 1 is neither."""

    def answer(self, printed: Printed) -> str:
        if printed.value("product").exact == "1":
            return "**No**: \\(1\\) is neither prime nor composite."
        return super().answer(printed)


def _more_primes(question: Question, history: History) -> Task | None:
    if match := _NTH_PRIME.match(question.skeleton):
        place = ordinal(match["place"]) or 0
        if not 0 < place <= 100_000:
            raise NotSure("such a late prime is not looked for")
        body = f'print("answer =", prime({place}))\n'
        return Fact(body, f"The prime number {place}:\n\n" + r"\[<answer>\]")
    if match := _NEAR_PRIME.match(question.skeleton):
        node, words = number(question, match["number"], history), "before"
        body = f'print("answer =", prevprime({python(node)}))\n'
        if "way" in match:
            body, words = f'print("answer =", nextprime({python(node)}))\n', "after"
        return Fact(body, f"The prime next {words} {shown([node])}:\n\n" + r"\[<answer>\]")
    if match := _BETWEEN.match(question.skeleton):
        low: Node = number(question, match["low"], history) if "low" in match else Number("2")
        high = number(question, match["high"], history)
        if "low" not in match and "up to" not in question.skeleton:
            high = Binary("-", high, Number("1"))
        body = _PRIMES_FROM.format(low=python(low), high=python(high))
        words = f"The primes from {shown([low])} to {shown([high])}:"
        if "how" in match:
            words = f"There are **<count>** primes from {shown([low])} to {shown([high])}:"
        return Fact(body, words + "\n\n" + r"\[<answer>\]")
    return None


def _factor_counts(question: Question, history: History) -> Task | None:
    if match := _EXTREME_FACTOR.match(question.skeleton):
        node = number(question, match["number"], history)
        best = "min" if match["which"] in ("smallest", "least", "lowest") else "max"
        body = f"number = sympify({python(node)})\nassert number.is_integer and number > 1\n"
        body += f'print("answer =", {best}(factorint(number)))\n'
        words = f"The {match['which']} prime factor of {shown([node])}:"
        return Fact(body, words + "\n\n" + r"\[<answer>\]")
    if match := _COUNT.match(question.skeleton):
        node = number(question, match["number"], history)
        body = _DIVISOR_COUNT.format(number=python(node))
        return Fact(body, f"{shown([node])} has **<answer>** positive divisors: \\(<list>\\).")
    return None


def _first_primes(question: Question, history: History) -> Task | None:
    match = _FIRST.match(question.skeleton)
    if not match or "first" not in question.skeleton:
        return None
    node = number(question, match["number"], history)
    body = _FIRST_PRIMES.format(number=python(node))
    return Fact(body, f"The first {shown([node])} primes:\n\n" + r"\[<answer>\]")


_IS_PRIME = """number = sympify({number})
assert number.is_integer and number > 0
factors = factorint(number)
powers = [f"{{prime}}**{{power}}" if power > 1 else str(prime) for prime, power in factors.items()]
print("product =", "*".join(powers) or 1)
is_such = number > 1 and isprime(number) == ("{kind}" == "prime")
print("answer =", "yes" if is_such else "no")
"""
_FIRST_PRIMES = """count = sympify({number})
assert count.is_integer and 0 < count <= 1000
print("answer =", ", ".join(str(prime(place)) for place in range(1, int(count) + 1)))
"""
_PRIME_FACTORS = """number = sympify({number})
assert number.is_integer and number > 1
factors = factorint(number)
print("answer =", ", ".join(map(str, factors)))
print("check =", prod(prime**power for prime, power in factors.items()) == number)
"""
_FACTORISATION = """number = sympify({number})
assert number.is_integer and number > 1
factors = factorint(number)
powers = [f"{{prime}}**{{power}}" if power > 1 else str(prime) for prime, power in factors.items()]
print("answer =", "*".join(powers))
print("check =", prod(prime**power for prime, power in factors.items()) == number)
"""
_ALL_DIVISORS = """number = sympify({number})
assert number.is_integer and number > 0
print("answer =", ", ".join(map(str, divisors(number))))
"""
_PRIMES_BELOW = """limit = sympify({number})
print("answer =", ", ".join(map(str, primerange(limit{more}))))
"""
_PRIMES_FROM = """found = list(primerange({low}, {high} + 1))
assert found and len(found) <= 500
print("count =", len(found))
print("answer =", ", ".join(map(str, found)))
"""
_DIVISOR_COUNT = """number = sympify({number})
assert number.is_integer and number > 0
print("answer =", len(divisors(number)))
print("list =", ", ".join(map(str, divisors(number))))
"""
