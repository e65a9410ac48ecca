"""Definitions that later questions use: "Let f(x) = x^2"."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.subjects import definition_of
from assist_magic.engine.models.solver.task import Task, marks, pattern

_DEFINE = pattern(
    "(?:(?:let|define|consider|suppose|suppose that|given|assume|if|take|for|where) )?"
    "(?:{functions...}|{function})(?: be given)?"
)


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
