"""Definitions that later questions use: "Let f(x) = x^2"."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation.tree import Name, Node, Relation, names
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Binding, Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import definition_of
from assist_magic.engine.models.solver.task import Task, marks, pattern

_DEFINE = pattern(
    "(?:(?:let|define|consider|suppose|suppose that|given|assume|if|take|for|where) )?"
    "(?:{functions...}|{function})(?: be given)?"
)


_ASSIGN = pattern(
    "(?:let|set|define|suppose|suppose that|assume|given) {values...}",
    "(?:let|set|define|suppose|suppose that|assume|given) {value}",
)


def recognise_values(question: Question, history: History) -> Task | None:
    """ "Let a = 3 and b = 4"."""
    match = _ASSIGN.match(question.skeleton)
    if not match:
        return None
    several = marks(match.get("values") or match["value"])
    nodes = [question.chunk(mark).read().node for mark in several]
    pairs = [pair for pair in map(_assigned, nodes) if pair is not None]
    if len(pairs) != len(nodes) or len(dict(pairs)) != len(pairs):
        return None
    return Assign(tuple(pairs))


def _assigned(node: Node) -> tuple[str, Node] | None:
    """The name and the value in "a = 3"."""
    if not isinstance(node, Relation) or node.operators != ("=",):
        return None
    name, value = node.sides
    return (name.id, value) if isinstance(name, Name) and not names(value) else None


def recognise(question: Question, history: History) -> Task | None:
    """ "Let f(x) = x^2 + 1 and g(x) = 2x"."""
    match = _DEFINE.match(question.skeleton)
    if not match:
        return None
    several = marks(match.get("functions") or match["function"])
    found = [definition_of(question.chunk(mark)) for mark in several]
    functions = tuple(function for function in found if function is not None)
    if len(functions) != len(found) or len({item.name for item in functions}) != len(functions):
        return None
    return Define(functions)


@dataclass(frozen=True)
class Define(Task):
    """Functions that get their names."""

    functions: tuple[Function, ...]

    def code(self) -> str:
        lines = "\n".join(
            f"{item.name} = {python(item.node)}\n"
            f'print("{item.name}({item.variable}) =", {item.name})'
            for item in self.functions
        )
        return sympy_script(lines, {item.variable for item in self.functions})

    def answer(self, printed: Printed) -> str:
        shown = []
        for item in self.functions:
            label = f"{item.name}({item.variable})"
            printed.value(label)
            shown.append(inline(f"{label} = {latex(item.node)}"))
        return f"Noted: {' and '.join(shown)}."

    def results(self) -> Results:
        named = {item.name: item for item in self.functions}
        return Results(self.functions, self.functions[-1], definitions=named)


@dataclass(frozen=True)
class Assign(Task):
    """Letters that get values."""

    values: tuple[tuple[str, Node], ...]

    def code(self) -> str:
        lines = "\n".join(
            f"{variable(name)} = sympify({python(value)})\n"
            f'print("{variable(name)} =", {variable(name)}, "≈", N({variable(name)}, 10))'
            for name, value in self.values
        )
        return sympy_script(lines, ())

    def answer(self, printed: Printed) -> str:
        shown = [printed.value(variable(name)).statement(name) for name, _ in self.values]
        return f"Noted: {' and '.join(map(inline, shown))}."

    def results(self) -> Results:
        pairs = ", ".join(f"{variable(name)}: {python(value)}" for name, value in self.values)
        words = " and ".join(inline(f"{name} = {latex(value)}") for name, value in self.values)
        known = tuple(name for name, _ in self.values)
        lines = f"solutions = [{{{pairs}}}]"
        return Results(binding=Binding(known, lines, words, known))
