"""The value of an expression where its letters have given values."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents.values import (
    divisors,
    equation,
    has_no_value,
    without_value,
)
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Name, Node, Relation
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.subjects import value_of
from assist_magic.engine.models.solver.task import NotSure, Task, marks, pattern, said

_IF = "if|when|for|given|given that|where|let|suppose"
_AT = pattern(
    "(?:find |substitute )?(?:value of )?{value} (?:at|when|if|for|where|with|given) "
    "(?:{at}|{at...})",
    "(?:substitute|put|plug|plug in|insert) (?:{at}|{at...}) (?:into|in|to) {value}",
    f"(?:{_IF}) (?:{{at}}|{{at...}}) ?[,.]? ?(?:find )?(?:value of )?{{value}}",
)
_ONLY_AT = pattern("(?:and |what about |how about )?(?:at|when|for|if) {at}")

_WORKED_OUT = frozenset({"diff", "integrate", "simplify", "expand", "factor", "apart"})
"""Calls that have to be worked out before a value can be put in."""


def recognise(question: Question, history: History) -> Task | None:
    """ "value of x^2 + 1 at x = 3", "if x = 3, what is x^2 + 1?", "and at x = 2?"."""
    match = _AT.match(question.skeleton)
    if match:
        node, notes = value_of(question.chunk(match["value"]), history)
    else:
        match = _ONLY_AT.match(question.skeleton)
        last = history.results[-1].result if history.near else None
        if not match or last is None:
            return None
        node, notes = last.node, []
    values = _assigned(question, match["at"])
    if values is None or not set(values) <= set(tree.names(node)):
        return None
    if set(tree.names(node)) != set(values):
        raise NotSure("not every letter of the expression has a value")
    return At(node, tuple(values.items()), tuple(notes))


def _assigned(question: Question, several: str) -> dict[str, Node] | None:
    """The values in "x = 3" or "x = 3, y = 4"; None if one is no assignment of a number."""
    values: dict[str, Node] = {}
    for mark in marks(several):
        node = question.chunk(mark).read().node
        if not isinstance(node, Relation) or node.operators != ("=",):
            return None
        name, value = node.sides
        if not isinstance(name, Name) or tree.names(value) or name.id in values:
            return None
        values[name.id] = value
    return values


@dataclass(frozen=True)
class At(Task):
    """The value of an expression where its variables have given values."""

    node: Node
    values: tuple[tuple[str, Node], ...]
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        pairs = ", ".join(f"{python(Name(name))}: {python(value)}" for name, value in self.values)
        body = (
            f"expression = {python(self.node)}\n"
            f"value = sympify(expression).subs({{{pairs}}})\n"
            'print("value =", simplify(value), "≈", N(value, 10))\n'
        )
        body += divisors(tree.substituted(self.node, dict(self.values)))
        return sympy_script(body, [name for name, _ in self.values])

    def answer(self, printed: Printed) -> str:
        where = ", ".join(f"{name} = {latex(found)}" for name, found in self.values)
        put_in = latex(tree.substituted(self.node, dict(self.values)))
        if tree.calls(self.node) & _WORKED_OUT:
            put_in = rf"\left.{latex(self.node)}\right|_{{{where}}}"
        if has_no_value(printed):
            return without_value(put_in, printed)
        value = printed.value("value")
        return said(
            f"The value of {inline(latex(self.node))} at {inline(where)}:",
            rf"\[{equation(put_in, value)}\]",
        )

    def results(self) -> Results:
        name = self.values[0][0]
        return Results((Function(self.node, name),), Function(self.node, name))
