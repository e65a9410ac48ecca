"""Limits, Taylor series and sums over an index."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Relation,
)
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import function_of, value_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern, said
from assist_magic.engine.models.solver.ways import limits as limit_ways

_GOES = "(?:approaches|goes to|tends to|approach|->|→|to|go to)"
_SIDE = "(?: (?:from )?{side: right|left|above|below})?"
_LIMIT = pattern(
    f"(?:find )?(?:limit|lim) (?:of )?{{function}} (?:as|when|for|if) {{name}} {_GOES} {{place}}"
    + _SIDE,
    f"(?:find )?(?:limit|lim) (?:as |when |for )?{{name}} {_GOES} {{place}}{_SIDE} ?,? ?(?:of )?"
    "{function}",
    f"(?:find )?{{function}} (?:as|when) {{name}} {_GOES} {{place}} limit(?: find)?",
    "(?:find )?(?:limit|lim) (?:of )?{function} (?:at|for|when|as) {at}",
    f"(?:find )?(?:limit|lim) (?:of )?{{function}} ?, {{name}} {_GOES} {{place}}{_SIDE}",
    f"(?:what|where) (?:value )?(?:does|do|find) {{function}} (?:approach|tend to|go"
    "|converge)(?: to)? (?:as"
    f"|when) {{name}} {_GOES} {{place}}{_SIDE}",
    f"(?:as|when) {{name}} {_GOES} {{place}}{_SIDE} ?,? (?:what )?(?:does"
    f"|find) (?:limit of )?{{function}}"
    "(?: (?:approach|tend to|go to|converge to))?",
)
_SERIES = pattern(
    "(?:find )?(?:taylor|maclaurin|power)(?: series)?(?: polynomial)?(?: expansion)? (?:of|for) "
    "{function}(?: (?:at|around|about|near) {at})?"
    "(?: ?,? ?(?:up to|to|of|with)(?: order| degree| terms of order)? {order}(?: terms)?)?",
    "(?:find )?(?:taylor|maclaurin)(?: series)?(?: polynomial)? (?:of"
    "|for) {function} ?,? (?:of|to|up to|with)"
    " (?:order|degree) {order} (?:at|around|about|near) {at}",
    "expand {function} (?:as|in|into) (?:taylor|maclaurin|power) series(?: (?:at|around"
    "|about|near) {at})?"
    "(?: ?,? ?(?:up to|to|of|with)(?: order| degree| terms of order| terms up to)? {order})?",
    "(?:find )?series(?: expansion)? (?:of|for) {function}(?: (?:at|around|about|near) {at})?"
    "(?: ?,? ?(?:up to|to|of)(?: order| degree)? {order})?",
)
_SUM = pattern(
    "(?:find )?(?:sum|summation|infinite sum) of {function} (?:from|for|over) {low} (?:to|until) "
    "{high}",
    "(?:find )?(?:sum|summation|add)(?: up)?(?: of)? {function} (?:from|for"
    "|over) {low} (?:to|until) "
    "{high}",
    "(?:find )?sum of (?:all )?(?:integers|whole numbers|natural numbers|numbers) (?:from )?{low} "
    "(?:to|through) {high}",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Limit of sin(x)/x as x approaches 0", "the sum of 1/n^2 from n = 1 to infinity"."""
    if match := _LIMIT.match(question.skeleton):
        return _limit(match, question, history)
    if match := _SERIES.match(question.skeleton):
        return _series(match, question, history)
    if match := _SUM.match(question.skeleton):
        return _sum(match, question, history)
    return None


def _limit(match: Groups, question: Question, history: History) -> Task:
    if "at" in match:
        name, place = _assigned(question.chunk(match["at"]).read().node)
    else:
        node = question.chunk(match["name"]).read().node
        name = node.id if isinstance(node, Name) else ""
        place, _ = value_of(question.chunk(match["place"]), history)
    if not name or tree.names(place):
        raise NotSure("it is not clear where the limit is taken")
    function, notes = function_of(question.chunk(match["function"]), history, name)
    if tree.names(function.node) != (name,):
        raise NotSure("the function has other letters than the one that moves")
    side = {"right": "+", "above": "+", "left": "-", "below": "-"}.get(match.get("side", ""), "")
    infinite = Constant("oo") in tree.walk(place)
    x, f, at = variable(name), python(function.node), python(place)
    if side or infinite:
        direction = f', "{side}"' if side else ""
        body = f"function = {f}\nanswer = limit(function, {x}, {at}{direction})\n"
    else:
        body = _BOTH.format(f=f, x=x, at=at)
    arrow = rf"{latex(Name(name))} \to {latex(place)}" + (f"^{{{side}}}" if side else "")
    asked = rf"\lim_{{{arrow}}} {latex(function.node)}"
    taken = limit_ways.way(name, place)
    return Limit(
        body + _LIMIT_PRINT + taken.code + _near(x, place, side),
        rf"\[{asked} = <answer>\]",
        check="the nearer the place, the nearer the values come to it",
        names=(name,),
        notes=tuple(notes),
        way=taken.steps,
    )


class Limit(Fact):
    """A limit, which need not exist where both sides are asked."""

    def answer(self, printed: Printed) -> str:
        swings = [printed.values(f"swings {side}") for side in ("from", "to")]
        if all(swings):
            low, high = (values[0].latex() for values in swings)
            return said(
                "The limit **does not exist**: the values keep swinging.",
                rf"They come near all values from \({low}\) to \({high}\) again and again.",
            )
        sides = [printed.values(f"from the {side}") for side in ("left", "right")]
        if not all(sides):
            return super().answer(printed)
        left, right = (values[0].latex() for values in sides)
        return said(
            "The limit **does not exist**: the limits from both sides differ.",
            rf"From the left it is \({left}\), from the right \({right}\).",
        )


def _near(x: str, place: Node, side: str) -> str:
    """Code that compares the limit with values on the way to its place."""
    step = "-" if side == "-" else "+"
    at = python(place)
    if Constant("oo") in tree.walk(place):
        at, step = "0", "-" if isinstance(place, Negative) else "+"
        return _NEAR.format(x=x, place=f"{at} {step} 10**power")
    return _NEAR.format(x=x, place=f"{at} {step} Rational(1, 10**power)")


def _assigned(node: Node) -> tuple[str, Node]:
    if isinstance(node, Relation) and node.operators == ("=",):
        left, right = node.sides
        if isinstance(left, Name):
            return left.id, right
    return "", node


def _series(match: Groups, question: Question, history: History) -> Task:
    function, notes = function_of(question.chunk(match["function"]), history)
    name, x = function.variable, variable(function.variable)
    if tree.names(function.node) != (name,):
        raise NotSure("the variable of the function is not clear")
    place: Node = Number("0")
    if "at" in match:
        given, place = _assigned(question.chunk(match["at"]).read().node)
        if given not in ("", name) or tree.names(place):
            raise NotSure("it is not clear around which point")
    order = 5
    if "order" in match:
        order = _order(question.chunk(match["order"]).read().node, name)
        if not 1 <= order <= 20:
            raise NotSure("the order of the series is not between 1 and 20")
    elif not re.search("series", question.skeleton):
        raise NotSure("the order of the polynomial is missing")
    body = _SERIES_CODE.format(f=python(function.node), x=x, at=python(place), order=order)
    note = () if "order" in match else ("the series was taken up to order 5",)
    return Fact(
        body,
        rf"\[{latex(function.node)} \approx <answer!>\]" + f"\n\nTerms up to order {order}.",
        check="the derivatives of both agree at the point",
        names=(name,),
        notes=(*notes, *note),
    )


def _order(node: Node, name: str) -> int:
    """The order that "5" or "x^5" names."""
    if isinstance(node, Binary) and node.operator == "**" and node.left == Name(name):
        node = node.right
    return tree.whole(node) or 0


def _sum(match: Groups, question: Question, history: History) -> Task:
    name, low = _assigned(question.chunk(match["low"]).read().node)
    high, _ = value_of(question.chunk(match["high"]), history)
    if "function" in match:
        function, _ = function_of(question.chunk(match["function"]), history, name)
        term: Node = function.node
        if not name or not set(tree.names(term)) <= {name}:
            raise NotSure("the index of the sum is not clear")
    else:
        name, term = "k", Name("k")
    if tree.names(low) or tree.names(high):
        raise NotSure("the limits of the sum are not given in numbers")
    x = variable(name)
    body = _SUM_CODE.format(f=python(term), x=x, low=python(low), high=python(high))
    limits = rf"_{{{name}={latex(low)}}}^{{{latex(high)}}}"
    return Fact(body, rf"\[\sum{limits} {latex(term)} = <answer>\]", names=(name,))


_BOTH = """function = {f}
answer = limit(function, {x}, {at}, "+")
before = limit(function, {x}, {at}, "-")
if answer != before:
    print("from the left =", before)
    print("from the right =", answer)
"""
_LIMIT_PRINT = """assert not answer.has(symbols("zoo"), S.NaN, S.ComplexInfinity)
if isinstance(answer, AccumBounds):
    print("swings from =", answer.min)
    print("swings to =", answer.max)
else:
    print("answer =", answer, "≈", N(answer, 10))
"""
_NEAR = """
# Check: values nearer and nearer to the place
places = [N({place}, 40) for power in (1, 3, 6)]
values = [N(function.subs({x}, near)) for near in places]
answer = S.Zero if isinstance(answer, AccumBounds) else answer
gaps = [abs(1/value if answer.is_infinite else value - answer) for value in values]
print("check =", gaps[-1] <= gaps[0] or gaps[-1] < 1e-9)
"""
_SERIES_CODE = """function = {f}
answer = series(function, {x}, {at}, {order} + 1).removeO()
print("answer =", latex(answer))
orders = range({order} + 1)
print("check =", all(
    simplify(diff(function - answer, {x}, order).subs({x}, {at})) == 0 for order in orders
))
"""
_SUM_CODE = """term = sympify({f})
answer = simplify(summation(term, ({x}, {low}, {high})))
assert answer.is_number and not answer.has(S.NaN)
print("answer =", answer, "≈", N(answer, 10))
"""
