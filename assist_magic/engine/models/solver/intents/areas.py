"""Areas between graphs, average values, and slopes of curves given by an equation in x and y."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Listing, Name, Node, Relation
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import function_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern

_ENDS = (
    "(?: ?,? ?(?:from|between|for) {low} (?:to|and) {high}| (?:on|over|in"
    "|for)(?: interval)? {span})"
)
_X_AXIS = "(?:#\\d+[ -]axis|#\\d+ - axis)"
_UNDER = pattern(
    f"(?:find )?area (?:under|below|of region under)(?: curve| graph)?(?: of)? {{function}}{_ENDS}",
    "(?:find )?area (?:between|enclosed by|bounded by)(?: curve"
    f"| graph)?(?: of)? {{function}} and {_X_AXIS}"
    f"{_ENDS}",
)
_BETWEEN = pattern(
    "(?:find )?area (?:of region )?(?:between|enclosed by|bounded by|enclosed between"
    "|bounded between)"
    "(?: (?:curves|graphs|curve|graph|line|lines))*(?: of)? {first} and (?:curve |line )?{second}"
    f"{_ENDS}?",
)
_AVERAGE = pattern(
    f"(?:find )?(?:average|mean) value of {{function}}{_ENDS}",
)
_LENGTH = pattern(
    f"(?:find )?(?:arc length|length of curve|length of graph) (?:of )?{{function}}{_ENDS}"
)
_IMPLICIT = pattern(
    "(?:find )?(?:first )?derivative with respect to {x} of (?:if|when|for|where|given"
    "|given that|from|by"
    " implicit differentiation (?:if|of|for|when)) {curve}",
    "(?:if|for|given) {curve} ?,? (?:find )?(?:first )?derivative with respect to {x} of",
    "(?:find )?(?:implicit (?:derivative|differentiation) of|differentiate implicitly|implicitly "
    "differentiate) {curve}(?: with respect to {x})?",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "The area between x and x^2", "dy/dx if x^2 + y^2 = 25"."""
    if match := _UNDER.match(question.skeleton):
        return _area(question, match, history, None)
    if match := _BETWEEN.match(question.skeleton):
        second, _ = function_of(question.chunk(match["second"]), history)
        return _area(question, {**match, "function": match["first"]}, history, second)
    for form, code, words in (
        (_AVERAGE, _MEAN_CODE, "The average value of {0} for {1}"),
        (_LENGTH, _LENGTH_CODE, "The length of the graph of {0} for {1}"),
    ):
        if match := form.match(question.skeleton):
            return _on_interval(question, match, history, code, words)
    if match := _IMPLICIT.match(question.skeleton):
        return _implicit(question, match)
    return None


def _interval(question: Question, match: Groups) -> tuple[Node, Node]:
    if "span" in match:
        span = question.chunk(match["span"]).read().node
        ends: tuple[Node, ...] = ()
        if isinstance(span, Listing):
            ends = span.items
        elif (
            isinstance(span, Relation) and len(span.sides) == 3 and isinstance(span.sides[1], Name)
        ):
            ends = (span.sides[0], span.sides[2])
    else:
        ends = tuple(_end(question.chunk(match[name]).read().node) for name in ("low", "high"))
    if len(ends) != 2 or any(tree.names(end) for end in ends):
        raise NotSure("the interval is not clear")
    return ends[0], ends[1]


def _end(node: Node) -> Node:
    if isinstance(node, Relation) and node.operators == ("=",) and isinstance(node.sides[0], Name):
        return node.sides[1]
    return node


def _area(question: Question, match: Groups, history: History, second: Function | None) -> Task:
    first, notes = function_of(question.chunk(match["function"]), history)
    x = variable(first.variable)
    other = python(second.node) if second else "Integer(0)"
    if second and tree.names(second.node) not in ((), (first.variable,)):
        raise NotSure("the curves have different variables")
    if tree.names(first.node) not in ((), (first.variable,)):
        raise NotSure("the variable of the curve is not clear")
    body = f'{x} = symbols("{x}", real=True)\ngap = sympify({python(first.node)}) - ({other})\n'
    if "low" in match or "span" in match:
        low, high = _interval(question, match)
        body += f"low, high = sympify({python(low)}), sympify({python(high)})\n"
        body += _CROSSINGS.format(x=x, domain="Interval(low, high)")
    else:
        body += _CROSSINGS.format(x=x, domain="S.Reals")
        body += (
            'low, high = places[0], places[-1]\nassert low < high, "the curves enclose nothing"\n'
        )
    body += _AREA.format(x=x)
    between = f"{inline(latex(first.node))} and "
    between += inline(latex(second.node)) if second else f"the {inline(first.variable)}-axis"
    note = "areas below the axis count as positive" if not second else ""
    sentence = f"The area between {between}, from \\(<low>\\) to \\(<high>\\):"
    return Fact(
        body,
        f"{sentence}\n\n" + r"\[A = <answer>\]",
        check="a numerical integration gives the same",
        notes=(*notes, note) if note else tuple(notes),
    )


def _on_interval(
    question: Question, match: Groups, history: History, code: str, words: str
) -> Task:
    function, notes = function_of(question.chunk(match["function"]), history)
    if tree.names(function.node) != (function.variable,):
        raise NotSure("the variable of the function is not clear")
    low, high = _interval(question, match)
    x = variable(function.variable)
    body = code.format(x=x, f=python(function.node), low=python(low), high=python(high))
    place = inline(rf"{latex(low)} \le {function.variable} \le {latex(high)}")
    intro = words.format(inline(latex(function.node)), place)
    return Fact(
        body, f"{intro}:\n\n" + r"\[<answer>\]", names=(function.variable,), notes=tuple(notes)
    )


def _implicit(question: Question, match: Groups) -> Task | None:
    curve = question.chunk(match["curve"]).read().node
    if not isinstance(curve, Relation) or curve.operators != ("=",):
        return None
    name = question.chunk(match["x"]).read().node if "x" in match else Name("x")
    others = [other for other in tree.names(curve) if Name(other) != name]
    if not isinstance(name, Name) or len(tree.names(curve)) != 2 or len(others) != 1:
        raise NotSure("it is not clear which letter depends on which")
    x, y = variable(name.id), variable(others[0])
    left, right = (python(side) for side in curve.sides)
    body = f"curve = {left} - ({right})\nanswer = simplify(idiff(curve, {y}, {x}))\n"
    body += 'print("answer =", answer)\n'
    shown = rf"\frac{{d{others[0]}}}{{d{name.id}}}"
    words = f"On the curve {inline(latex(curve))}:"
    return Fact(body, f"{words}\n\n" + rf"\[{shown} = <answer>\]", names=tree.names(curve))


_CROSSINGS = """found = solveset(gap, {x}, {domain})
assert found.is_FiniteSet or found == S.EmptySet
places = sorted(found)
"""
_AREA = """cuts = [low, *[place for place in places if low < place < high], high]
answer = sum(abs(integrate(gap, ({x}, left, right))) for left, right in zip(cuts, cuts[1:]))
answer = simplify(answer)
print("low =", low)
print("high =", high)
print("answer =", answer, "≈", N(answer, 10))
numeric = sum(abs(Integral(gap, ({x}, left, right)).evalf()) for left, right in zip(cuts, cuts[1:]))
print("check =", bool(abs(numeric - N(answer)) < 1e-6*(1 + abs(numeric))))
"""
_MEAN_CODE = """low, high = sympify({low}), sympify({high})
assert low < high
answer = simplify(integrate({f}, ({x}, low, high))/(high - low))
assert not answer.has(Integral)
print("answer =", answer, "≈", N(answer, 10))
"""
_LENGTH_CODE = """length = Integral(sqrt(1 + diff({f}, {x})**2), ({x}, {low}, {high}))
answer = simplify(length.doit())
assert not answer.has(Integral)
print("answer =", answer, "≈", N(answer, 10))
"""
