"""Arithmetic in words: sums, differences, products and quotients, percentages on and off."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from assist_magic.engine.models.solver.counting import ORDINAL, ordinal
from assist_magic.engine.models.solver.fact import Fact, number, numbers
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents.values import Evaluate
from assist_magic.engine.models.solver.latex import latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Call, Negative, Node, Number
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import Groups, Task, marks, pattern

_SUM = pattern(
    "(?:find )?(?:sum|total) (?:of )?{several...}",
    "(?:find )?(?:add|add together|add up|sum|sum up|total of|total) {several...}(?: together)?",
    "(?:find )?(?:result of )?(?:adding) {several...}",
    "(?:find )?(?:add {first} to {second}|{first} more than {second})",
    "put together {several...}",
)
_PRODUCT = pattern(
    "(?:find )?product (?:of )?{several...}",
    "(?:find )?(?:multiply|multiplying|result of multiplying) {several...}(?: together)?",
    "(?:find )?(?:multiply|multiplying) {first} (?:by|with|times) {second}",
)
_DIFFERENCE = pattern(
    "(?:find )?(?:subtract|take|take away|deduct|subtracting) {second} (?:away )?from {first}",
    "(?:find )?{first} (?:take away|takeaway|less|find away|subtract) {second}",
    "(?:find )?{second} less than {first}",
)
_BETWEEN = pattern("(?:find )?(?:difference|distance) between {first} and {second}")
_QUOTIENT = pattern(
    "(?:find )?(?:divide|dividing|result of dividing) {first} by {second}",
    "(?:find )?quotient of {first} and {second}",
    "(?:find )?ratio of {first} to {second}",
)
_OFF = pattern(
    "(?:find )?{share} (?:off|discount on|discount off|discount of|less than) {value}",
    "(?:find )?{value} (?:reduced|decreased|discounted|lowered) by {share}",
    "(?:decrease|reduce|lower) {value} by {share}",
    "(?:find )?(?:subtract|take|take off|take away|deduct|subtracting) {share} (?:away )?from "
    "{value}",
    "(?:find )?(?:price of )?{value} (?:after|with) {share} (?:discount|off|reduction)",
)
_ON = pattern(
    "(?:find )?{share} (?:more than|increase on|increase of|on top of) {value}",
    "(?:find )?{value} (?:increased|raised) by {share}",
    "(?:increase|raise) {value} by {share}",
    "(?:find )?(?:add|adding) {share} to {value}",
    "(?:find )?(?:price of )?{value} (?:after|with) {share} (?:increase|rise|markup|tax)",
)
_OF_WHAT = pattern(
    "(?:find )?(?:what|how many|which) percentage (?:of {whole} (?:is|find) "
    "{part}|(?:is|find) {part} of {whole})",
    "(?:find )?{part} (?:is|find) (?:what|how many) percentage of {whole}",
    "(?:find )?percentage (?:of )?{part} (?:is )?of {whole}",
    "(?:express|write) {part} as percentage of {whole}",
)
_CHANGE = pattern("(?:find )?percentage (?:change|increase|decrease) from {first} to {second}")
_PART_OF_WHAT = pattern(
    "(?:find )?{part} (?:is|find) {share} of (?:what|which)(?: number| value)?",
    "{share} of (?:what|what number|which number|find)(?: (?:is|find|equals|gives))? {part}",
    "(?:if )?{share} of (?:number|what number) is {part} ?,? (?:find|what is) (?:it|number)",
)
_AS_PERCENT = pattern(
    "(?:convert|express|write|change|find|turn)? ?{value} (?:to|as|into|in) percentage"
)
_AS_FRACTION = pattern(
    "(?:convert |express |write |change |find |turn )?{value} (?:to|as|into|in) (?:1 |single )?"
    "(?:simplest |common |proper |reduced |improper |simplified )?fraction(?: in (?:lowest terms"
    "|simplest form|its lowest terms|its simplest form))?",
    "(?:reduce|simplify|write|express|find|put|bring) (?:fraction )?{value} (?:to|in"
    "|into) (?:its )?"
    "(?:lowest terms|simplest form|simplest terms|lowest form|simplified form)",
)
_SIMPLE: dict[str, Callable[[Node], Node]] = {
    "square(?: of)?": lambda value: Binary("**", value, Number("2")),
    "(?:third power|cube)(?: of)?": lambda value: Binary("**", value, Number("3")),
    "(?:double|twice)(?: of)?": lambda value: Binary("*", Number("2"), value),
    "(?:triple|three times)(?: of)?": lambda value: Binary("*", Number("3"), value),
    "(?:reciprocal|multiplicative inverse) of": lambda value: Binary("/", Number("1"), value),
    "(?:opposite|negative|additive inverse) of": Negative,
    "(?:absolute value|modulus|magnitude) of": lambda value: Call("Abs", (value,)),
}
_OF_ONE = [(pattern(f"(?:find )?{words} {{value}}"), make) for words, make in _SIMPLE.items()]
_NTH_ROOT = pattern(f"(?:find )?(?:value of )?{{degree: {ORDINAL}}} roots? of {{value}}")


def recognise(question: Question, history: History) -> Task | None:
    """ "Sum of 3 and 4", "subtract 2 from 5", "25% off 80"."""
    if match := _AS_PERCENT.match(question.skeleton):
        node = number(question, match["value"], history)
        body = f"share = sympify({python(node)})*100\n"
        body += 'print("answer =", share, "≈", N(share, 10))\n'
        return Fact(body, rf"\[{latex(node)} = <answer%>\]")
    match = _AS_FRACTION.match(question.skeleton)
    if match and not tree.names(question.chunk(match["value"]).read().node):
        node = number(question, match["value"], history)
        body = f"value = sympify({python(node)})\nassert value.is_rational\n"
        return Fact(body + 'print("answer =", value)\n', rf"\[{latex(node)} = <answer>\]")
    for form in (_OF_WHAT, _CHANGE):
        if match := form.match(question.skeleton):
            return _share_of(match, question, history)
    found = _written(question, history)
    return None if found is None else Evaluate(found)


def _written(question: Question, history: History) -> Node | None:
    if changed := _changed(question, history):
        return changed
    for operator, form in (("+", _SUM), ("*", _PRODUCT), ("-", _DIFFERENCE), ("/", _QUOTIENT)):
        if match := form.match(question.skeleton):
            several = marks(match.get("several", "")) or [match["first"], match["second"]]
            nodes = numbers(question, several, history)
            return reduce(lambda left, right: Binary(operator, left, right), nodes)
    if match := _BETWEEN.match(question.skeleton):
        first, second = numbers(question, (match["first"], match["second"]), history)
        return Call("Abs", (Binary("-", first, second),))
    if match := _NTH_ROOT.match(question.skeleton):
        degree = ordinal(match["degree"]) or 0
        value = number(question, match["value"], history)
        return Binary("**", value, Binary("/", Number("1"), Number(str(degree))))
    return _single(question, history)


def _changed(question: Question, history: History) -> Node | None:
    """A number with a percentage of it taken off or put on."""
    for operator, form in (("-", _OFF), ("+", _ON)):
        if match := form.match(question.skeleton):
            share, value = numbers(question, (match["share"], match["value"]), history)
            if isinstance(share, Binary) and share.right == Number("100"):
                return Binary("*", value, Binary(operator, Number("1"), share))
    return None


def _single(question: Question, history: History) -> Node | None:
    if match := _PART_OF_WHAT.match(question.skeleton):
        part, share = numbers(question, (match["part"], match["share"]), history)
        return Binary("/", part, share)
    for form, make in _OF_ONE:
        if match := form.match(question.skeleton):
            return make(number(question, match["value"], history))
    return None


def _share_of(match: Groups, question: Question, history: History) -> Task:
    """What percentage one number is, or changes to, of another."""
    names = ("part", "whole") if "part" in match else ("second", "first")
    part, whole = numbers(question, [match[name] for name in names], history)
    above = part if "part" in match else Binary("-", part, whole)
    share = Binary("*", Binary("/", above, whole), Number("100"))
    body = f"share = sympify({python(share)})\n"
    body += 'print("answer =", share, "≈", N(share, 10))\n'
    return Fact(body, rf"\[\frac{{{latex(above)}}}{{{latex(whole)}}} = <answer%>\]")
