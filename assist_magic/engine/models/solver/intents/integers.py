"""Whole numbers: common divisors and multiples, remainders, digits, sums."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact, number, numbers, shown, sources
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation import tree
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
_PARITY = pattern(
    "is {number} {kind: even|odd}(?: number)?(?: or not)?",
    "is {number} (?:even or odd|odd or even)(?: number)?",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "gcd of 12 and 18", "the tens digit of 1234"."""
    for read in (_common, _divided, _counted, _sums, _digits):
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


def _counted(question: Question, history: History) -> Task | None:
    match = _PARITY.match(question.skeleton)
    if match and not tree.names(question.chunk(match["number"]).read().node):
        node = number(question, match["number"], history)
        if "kind" not in match:
            body = f'print("answer =", "odd" if sympify({python(node)}) % 2 else "even")\n'
            return Fact(body, f"{shown([node])} is **<answer!>**.")
        body = _EVEN.format(number=python(node), kind=match["kind"])
        why = rf"{shown([node])} divided by \(2\) leaves the remainder \(<remainder>\)."
        return Fact(body, f"**Yes**: {why}", f"**No**: {why}")
    return None


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
_EVEN = """number = sympify({number})
assert number.is_integer
remainder = number % 2
print("remainder =", remainder)
print("answer =", "yes" if (remainder == 0) == ("{kind}" == "even") else "no")
"""
_PLACE = """number = sympify({number})
assert number.is_integer
print("answer =", abs(number) // {power} % 10)
"""
_SUM_OF_DIGITS = """number = sympify({number})
assert number.is_integer
print("answer =", sum(int(digit) for digit in str(abs(number))))
"""
