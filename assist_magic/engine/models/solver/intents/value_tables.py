"""Tables of the values of a function, for a graph to be drawn by hand."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.fact import number
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex, printed
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Name, Node, Number, Relation
from assist_magic.engine.models.solver.printed import Printed, Unexpected, Value
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import function_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, marks, pattern, said

_TABLE = (
    "(?:make |create |fill in |complete |find |draw |plot |prepare |write |set up |show )?"
    "(?:value table|table of (?:function )?values|values table) (?:of|for)(?: function)? {function}"
)
_LINK = " ?,?(?: (?:for|with|where|in|at|when|on))?"
_STEPS = (
    "(?: ?,? (?:in|with|and)(?: a)? (?:steps?|step size|increments?)(?: of| size| width)? {step})?"
)
_FORM = pattern(
    f"{_TABLE}{_LINK} ?(?:{{letter}} )?(?:from|between) {{low}} (?:to|and) {{high}}{_STEPS}",
    f"{_TABLE}{_LINK} {{span}}{_STEPS}",
    f"{_TABLE}{_LINK} (?:values )?{{values...}}",
)
_MOST = 41


def recognise(question: Question, history: History) -> Task | None:
    """ "Make a table of values of y = x^2 from -2 to 2", "… for x = -2, 0, 2"."""
    match = _FORM.match(question.skeleton)
    if not match:
        return None
    function, notes = function_of(question.chunk(match["function"]), history)
    if set(tree.names(function.node)) != {function.variable}:
        raise NotSure("the function of the table has not just one variable")
    if "letter" in match:
        letter = question.chunk(match["letter"]).read().node
        if letter != Name(function.variable):
            raise NotSure("the range of the table is not for the variable of the function")
    span, places = _places(question, match, function, history)
    return ValueTable(function, span, places, tuple(notes))


def _places(
    question: Question, match: Groups, function: Function, history: History
) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The first place, the last and the step; or else the places themselves."""
    step = number(question, match["step"], history) if "step" in match else Number("1")
    if "low" in match:
        low, high = (number(question, match[end], history) for end in ("low", "high"))
        return (low, high, step), ()
    first, *rest = [
        question.chunk(mark).read().node for mark in marks(match.get("values") or match["span"])
    ]
    if isinstance(first, Relation) and len(first.sides) == 3 and not rest:
        if set(first.operators) == {"<="} and first.sides[1] == Name(function.variable):
            return (first.sides[0], first.sides[2], step), ()
        raise NotSure("the range of the table is not clear")
    if isinstance(first, Relation) and first.sides[0] == Name(function.variable):
        first = first.sides[1]
    places = (first, *rest)
    if len(places) < 2 or any(tree.names(place) for place in places):
        raise NotSure("the places of the table are not given in numbers")
    return (), places


@dataclass(frozen=True)
class ValueTable(Task):
    """Values of a function: over a span (first, last, step), or at single places."""

    function: Function
    span: tuple[Node, ...]
    places: tuple[Node, ...]
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        x = variable(self.function.variable)
        listed = ", ".join(f"sympify({python(place)})" for place in self.span or self.places)
        first = _RANGE if self.span else _LISTED
        body = first.format(places=listed, most=_MOST)
        body += _VALUES.format(function=python(self.function.node), x=x)
        return sympy_script(body, [self.function.variable])

    def answer(self, printed: Printed) -> str:
        places, values = printed.values("place"), printed.values("value")
        if not places or len(places) != len(values):
            raise Unexpected("the table is not complete")
        x = inline(latex(Name(self.function.variable)))
        name = self.function.name
        y = f"{name}({self.function.variable})" if name in ("f", "g", "h") else name or "y"
        intro = f"Values of {inline(f'{y} = {latex(self.function.node)}')}:"
        rows = [
            f"| {' | '.join([x, *map(_cell, places)])} |",
            "|" + "---|" * (len(places) + 1),
            f"| {' | '.join([inline(y), *map(_cell, values)])} |",
        ]
        return said(intro, "\n".join(rows))

    def results(self) -> Results:
        return Results((self.function,), self.function)


def _cell(value: Value) -> str:
    if value.exact == "none":
        return "–"
    return inline(rf"\approx {value.rounded()}" if value.decimal else printed(value.exact))


_RANGE = """low, high, step = [{places}]
assert step > 0 and low < high and (high - low)/step < {most}
places = [low + count*step for count in range(int(floor((high - low)/step)) + 1)]
"""
_LISTED = """places = list(dict.fromkeys([{places}]))
assert len(places) <= {most}
"""
_VALUES = """function = {function}
for place in places:
    value = simplify(sympify(function).subs({x}, place))
    print("place =", place)
    if not (value.is_real and value.is_finite):
        print("value = none")
    elif value.is_rational:
        print("value =", value)
    else:
        print("value =", value, "≈", N(value, 5))
"""
