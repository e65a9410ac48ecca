"""Whole numbers: common divisors and multiples, remainders, primes, factors, digits."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.counting import ORDINAL, ordinal
from assist_magic.engine.models.solver.fact import Fact, number, numbers, shown, sources
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation.tree import Binary, Node
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, marks, pattern
from assist_magic.engine.models.solver.ways import integers

_GREATEST = "(?:greatest|highest|largest|biggest)"
_LEAST = "(?:least|lowest|smallest)"
_GCD = pattern(
    f"(?:find )?(?:{_GREATEST} common (?:divisor|factor|denominator)|gcd|gcf|hcf) "
    "(?:of|for|between) {several...}",
    "(?:find )?{several...} gcd(?: find)?",
)
_LCM = pattern(
    f"(?:find )?(?:(?:{_LEAST} )?common multiple|lcm) (?:of|for|between) {{several...}}",
    "(?:find )?{several...} lcm(?: find)?",
)
_DENOMINATOR = pattern(
    f"(?:find )?(?:(?:{_LEAST} )?common denominator|lcd) (?:of|for|between) {{several...}}"
)
_REMAINDER = pattern(
    "(?:find )?remainder (?:when|if|of) {number} (?:is )?(?:divided|dividing) by {divisor}",
    "(?:find )?remainder (?:on|of|when|from|after) dividing {number} by {divisor}",
    "(?:find )?(?:remainder of )?{number} (?:mod|modulo) {divisor}",
    "(?:find )?remainder (?:of|in|for)(?: division)? {quotient}",
)
_QUOTIENT = pattern(
    "(?:find )?(?:integer )?quotient and remainder (?:when|if|of|for) {number} is divided by "
    "{divisor}",
    "divide {number} by {divisor} with remainder",
)
_DIVIDES = pattern(
    "(?:is|are) {divisor} (?:factor|divisor) of {number}",
    "(?:is|are) {number} (?:multiple of|divisible by|evenly divisible by) {divisor}",
    "does {divisor} divide(?: evenly)?(?: into)? {number}(?: evenly)?",
    "can {number} be (?:evenly )?divided by {divisor}(?: evenly| without remainder)?",
)
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
_COUNT = pattern(
    "how many (?:positive |integer |different )*(?:divisors|factors) (?:does |has ){number}(?: have)?",
    "(?:find )?number of (?:positive |integer )*(?:divisors|factors) of {number}",
    "how many (?:positive |integer )*(?:divisors|factors) (?:of {number} are there|are there of {number})",
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
    "{how: how many} (?:prime numbers|primes) (?:are there |are |lie )?(?:between|from) {low} (?:and|to) "
    "{high}",
)
_FIRST_SUM = pattern(
    "(?:find )?sum of first {number} (?:{kind: odd|even|square} )?(?:positive |natural |whole )*"
    "(?:numbers|integers|squares)",
    "(?:find )?sum of first {number} {kind: squares|cubes|primes|prime numbers}",
)
_PLACES = {
    "units": 0,
    "ones": 0,
    "unit": 0,
    "tens": 1,
    "hundreds": 2,
    "thousands": 3,
    "ten thousands": 4,
    "hundred thousands": 5,
    "millions": 6,
    "ten millions": 7,
    "hundred millions": 8,
    "billions": 9,
    "ten billions": 10,
    "hundred billions": 11,
    "last": 0,
}
_DIGIT = pattern(
    f"(?:find )?{{place: {'|'.join(_PLACES)}}} digit (?:of|in) {{number}}",
    f"(?:find|which) digit (?:is )?(?:in|at) {{place: {'|'.join(_PLACES)}}} place (?:of|in) "
    "{number}",
)
_DIGIT_SUM = pattern("(?:find )?(?:sum of (?:all )?digits|digit sum|cross sum) of {number}")
_PARITY = pattern("is {number} {kind: even|odd}(?: number)?(?: or not)?")
_FIRST = pattern("(?:(?:find|list) )?(?:first )?{number} (?:first )?(?:primes|prime numbers)")
_LISTED = pattern(
    "(?:(?:find|list) )?(?:all )?(?:prime numbers|primes) {end: up to|below|less than|under} "
    "{number}"
)


def recognise(question: Question, history: History) -> Task | None:
    """ "gcd of 12 and 18", "is 91 prime?", "the tens digit of 1234"."""
    for read in (_common, _divided, _primes, _more_primes, _counted, _sums, _digits):
        if found := read(question, history):
            return found
    return None


def _common(question: Question, history: History) -> Task | None:
    for form, function, words, check in (
        (_GCD, "gcd", "greatest common divisor", "it divides each of the numbers"),
        (_LCM, "lcm", "least common multiple", "each of the numbers divides it"),
    ):
        match = form.match(question.skeleton)
        if match and "several" in match:
            nodes = numbers(question, marks(match["several"]), history)
            tested = "value % answer" if function == "gcd" else "answer % value"
            body = _COMMON.format(values=sources(nodes), function=function, tested=tested)
            sentence = f"The {words} of {shown(nodes)}:\n\n" + r"\[<answer>\]"
            taken = integers.common(function, len(nodes))
            return Fact(body + taken.code, sentence, check=check, way=taken.steps)
    match = _DENOMINATOR.match(question.skeleton)
    if not match:
        return None
    nodes = numbers(question, marks(match["several"]), history)
    body = _COMMON_DENOMINATOR.format(values=sources(nodes))
    return Fact(
        body,
        f"The least common denominator of {shown(nodes)}:\n\n" + r"\[<answer>\]",
        check="each fraction times it is a whole number",
    )


def _divided(question: Question, history: History) -> Task | None:
    if match := _DIVIDES.match(question.skeleton):
        divisor, whole = numbers(question, (match["divisor"], match["number"]), history)
        given, into = shown([divisor]), shown([whole])
        body = _DIVISIBLE.format(number=python(whole), divisor=python(divisor))
        why = rf"the remainder of {into} divided by {given} is \(<remainder>\)."
        return Fact(
            body,
            f"**Yes**, {given} divides {into}: {why}",
            f"**No**, {given} does not divide {into}: {why}",
        )
    both = _QUOTIENT.match(question.skeleton)
    match = both or _REMAINDER.match(question.skeleton)
    if not match:
        return None
    whole, divisor = _division(question, match, history)
    body = _DIVISION.format(number=python(whole), divisor=python(divisor))
    body += integers.DIVISION.code
    quotient = r"quotient \(<quotient>\) and remainder" if both else "remainder"
    return Fact(
        body,
        f"{shown([whole])} divided by {shown([divisor])} leaves the {quotient}\n\n"
        + r"\[<answer>\]",
        check="quotient times divisor plus remainder is the number again",
        way=integers.DIVISION.steps,
    )


def _division(question: Question, match: Groups, history: History) -> tuple[Node, Node]:
    """What is divided, and by what."""
    if "quotient" in match:
        node = number(question, match["quotient"], history)
        if not isinstance(node, Binary) or node.operator != "/":
            raise NotSure("it is not clear by what is divided")
        return node.left, node.right
    whole, divisor = numbers(question, (match["number"], match["divisor"]), history)
    return whole, divisor


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
            return Fact(code.format(number=python(node)), sentence, check=check)
    return None


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
        low, high = numbers(question, (match["low"], match["high"]), history)
        body = _PRIMES_FROM.format(low=python(low), high=python(high))
        words = f"The primes from {shown([low])} to {shown([high])}:"
        if "how" in match:
            words = f"There are **<count>** primes from {shown([low])} to {shown([high])}:"
        return Fact(body, words + "\n\n" + r"\[<answer>\]")
    return None


def _prime(node: Node, kind: str) -> Task:
    given = shown([node])
    why = rf"the prime factors of {given} are \(<factors>\)."
    return Fact(
        _IS_PRIME.format(number=python(node), kind=kind), f"**Yes**: {why}", f"**No**: {why}"
    )


def _counted(question: Question, history: History) -> Task | None:
    if match := _PARITY.match(question.skeleton):
        node = number(question, match["number"], history)
        body = _EVEN.format(number=python(node), kind=match["kind"])
        why = rf"{shown([node])} divided by \(2\) leaves the remainder \(<remainder>\)."
        return Fact(body, f"**Yes**: {why}", f"**No**: {why}")
    match = _FIRST.match(question.skeleton)
    if not match or "first" not in question.skeleton:
        return None
    node = number(question, match["number"], history)
    body = _FIRST_PRIMES.format(number=python(node))
    return Fact(body, f"The first {shown([node])} primes:\n\n" + r"\[<answer>\]")


_KINDS_OF = {
    "odd": "2*k - 1",
    "even": "2*k",
    "square": "k**2",
    "squares": "k**2",
    "cubes": "k**3",
    "primes": "prime(k)",
    "prime numbers": "prime(k)",
}


def _sums(question: Question, history: History) -> Task | None:
    if match := _COUNT.match(question.skeleton):
        node = number(question, match["number"], history)
        body = _DIVISOR_COUNT.format(number=python(node))
        return Fact(body, f"{shown([node])} has **<answer>** positive divisors: \\(<list>\\).")
    match = _FIRST_SUM.match(question.skeleton)
    if not match:
        return None
    node = number(question, match["number"], history)
    term = _KINDS_OF.get(match.get("kind", ""), "k")
    body = f"count = {python(node)}\nassert 0 < count <= 10_000\n"
    body += f'print("answer =", sum({term} for k in range(1, count + 1)))\n'
    return Fact(body, f"The sum of the first {shown([node])} of them:\n\n" + r"\[<answer>\]")


def _digits(question: Question, history: History) -> Task | None:
    if match := _DIGIT.match(question.skeleton):
        node = number(question, match["number"], history)
        place = _PLACES[match["place"]]
        body = _PLACE.format(number=python(node), power=10**place)
        return Fact(body, f"The {match['place']} digit of {shown([node])}:\n\n" + r"\[<answer>\]")
    if match := _DIGIT_SUM.match(question.skeleton):
        node = number(question, match["number"], history)
        body = _SUM_OF_DIGITS.format(number=python(node))
        return Fact(body, f"The sum of the digits of {shown([node])}:\n\n" + r"\[<answer>\]")
    return None


_COMMON = """values = [{values}]
assert all(value.is_integer for value in values)
answer = abs({function}(values))
print("answer =", answer)
print("check =", all({tested} == 0 for value in values))
"""
_COMMON_DENOMINATOR = """values = [{values}]
answer = lcm([value.q for value in values])
print("answer =", answer)
print("check =", all((value * answer).is_integer for value in values))
"""
_DIVISIBLE = """number, divisor = sympify({number}), sympify({divisor})
assert number.is_integer and divisor.is_integer
remainder = number % divisor
print("remainder =", remainder)
print("answer =", "yes" if remainder == 0 else "no")
"""
_DIVISION = """number, divisor = sympify({number}), sympify({divisor})
assert number.is_integer and divisor.is_integer
quotient, remainder = divmod(number, divisor)
print("quotient =", quotient)
print("answer =", remainder)
print("check =", quotient*divisor + remainder == number)
"""
_IS_PRIME = """number = sympify({number})
assert number.is_integer and number > 1
factors = factorint(number)
print("factors =", ", ".join(map(str, factors)))
print("answer =", "yes" if isprime(number) == ("{kind}" == "prime") else "no")
"""
_EVEN = """number = sympify({number})
assert number.is_integer
remainder = number % 2
print("remainder =", remainder)
print("answer =", "yes" if (remainder == 0) == ("{kind}" == "even") else "no")
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
_PLACE = """number = sympify({number})
assert number.is_integer
print("answer =", abs(number) // {power} % 10)
"""
_SUM_OF_DIGITS = """number = sympify({number})
assert number.is_integer
print("answer =", sum(int(digit) for digit in str(abs(number))))
"""
