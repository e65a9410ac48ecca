"""The vertex of a parabola."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.printed import Printed, point
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import numbered
from assist_magic.engine.models.solver.subjects import function_of
from assist_magic.engine.models.solver.task import NotSure, Task, pattern, said

_VERTEX = pattern(
    "(?:find )?vertex ?(?:of|for|to|in|on)? {function}",
    "(?:find )?vertex (?:of|for) graph of {function}",
    "{function} (?:find )?vertex(?: find)?",
    "(?:for|given|if|let|consider|suppose) {function} ?[,.]? ?(?:find )?(?:vertex|its vertex)",
    "where (?:is|does|lies) (?:vertex (?:of )?{function}|{function} have vertex)",
    "(?:at )?(?:what|which) (?:point|coordinates) (?:is|are|has) vertex of {function}",
    "what vertex does {function} have",
    "{function} ?[.,]? ?(?:find )?vertex of (?:it|parabola|function|graph)",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "What is the vertex of y = -5x^2 + 7x + 89?"."""
    match = _VERTEX.match(question.skeleton)
    if not match:
        return None
    function, notes = function_of(question.chunk(match["function"]), history)
    if tree.names(function.node) != (function.variable,):
        raise NotSure("a parabola's vertex needs a function of one variable with numbers only")
    if tree.degree(function.node, function.variable) != 2:
        raise NotSure("only a quadratic function has a vertex")
    return Vertex(function, tuple(notes))


@dataclass(frozen=True)
class Vertex(Task):
    """The vertex (h, k) of a quadratic function."""

    function: Function
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        x = variable(self.function.variable)
        body = _CODE.format(f=python(self.function.node), x=x)
        return sympy_script(body, [self.function.variable])

    def answer(self, printed: Printed) -> str:
        h, k = printed.value("h"), printed.value("k")
        x, name = self.function.variable, self.function.name
        kind = printed.value("kind").exact
        value = f"{name}({x})" if name in ("f", "g", "h") else (name or "y")
        function = inline(f"{value} = {latex(self.function.node)}")
        opens = {"maximum": "downwards", "minimum": "upwards"}[kind]
        holds = printed.value("check").is_true
        return said(
            f"The vertex of the parabola {function}:",
            numbered(self.steps(printed)),
            rf"\[\text{{vertex}} = {point((h, k))}\]",
            f"It is the {kind}: the parabola opens {opens}.",
            "Check: the slope at the vertex is 0."
            if holds
            else "**The check failed**: the slope at the vertex is not 0.",
        )

    def steps(self, printed: Printed) -> tuple[str, ...]:
        a, b, h, k = (printed.value(label) for label in "abhk")
        formula = inline(r"h = -\frac{b}{2a}")
        return (
            f"The vertex lies at {formula} with {inline(f'a = {a.latex()}')} and "
            f"{inline(f'b = {b.latex()}')}: {inline(h.statement('h'))}.",
            f"Its other coordinate is the value there: {inline(k.statement('k'))}.",
        )

    def results(self) -> Results:
        return Results((self.function,), self.function)


_CODE = """function = {f}

# The vertex of a*{x}**2 + b*{x} + c lies at h = -b/(2*a)
square, linear, number = Poly(function, {x}).all_coeffs()
place = -linear / (2*square)
height = function.subs({x}, place)
print("a =", square)
print("b =", linear)
print("h =", place, "≈", N(place, 10))
print("k =", height, "≈", N(height, 10))
print("kind =", "minimum" if square > 0 else "maximum")

# Check: the slope at the vertex is zero
print("check =", diff(function, {x}).subs({x}, place) == 0)
"""
