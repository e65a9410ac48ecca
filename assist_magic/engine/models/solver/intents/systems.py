"""Solving several equations at once."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Name, Node, Relation
from assist_magic.engine.models.solver.printed import Printed, Unexpected, Value
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Binding, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import Way, numbered, steps_of
from assist_magic.engine.models.solver.subjects import difference, relation_of
from assist_magic.engine.models.solver.task import NotSure, Task, marks, pattern, said
from assist_magic.engine.models.solver.ways import systems

_IF = "if|when|in|from|given|where|such that|so that|for|satisfying"
_UNKNOWNS = "(?:{unknowns...}|{unknown})"
_SYSTEM = pattern(
    "(?:find )?(?:solve )?(?:equations )?{equations...}(?: (?:find )?solve| solutions)?(?: find)?",
    f"(?:find )?solve {{equations...}} (?:for|in) {_UNKNOWNS}",
    f"(?:find )?solve (?:for )?{_UNKNOWNS} ?(?:{_IF}|,|with)? {{equations...}}",
    f"find (?:values? of )?{_UNKNOWNS} (?:{_IF}) {{equations...}}",
    f"(?:(?:if|when|given|given that|suppose) )?{{equations...}} ?[,.]? ?(?:find|solve for|solve) "
    f"(?:values? of )?{_UNKNOWNS}",
    "find (?:intersections?|intersection points?|points? of intersection) (?:of|between) "
    "{equations...}",
    "where (?:do|find|does) {equations...} (?:intersect|meet|cross)",
    "where (?:does|do) {one} (?:intersect|meet|cross|cut)s? {other}",
    "(?:find )?(?:intersections?|intersection points?|points? of intersection) (?:of"
    "|between) {one} and {other}",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Solve x + y = 10, x - y = 2", "find x and y if …"."""
    match = _SYSTEM.match(question.skeleton)
    if not match:
        return None
    read = [
        relation_of(question.chunk(mark), history)
        for mark in marks(match.get("equations") or f"{match['one']},{match['other']}")
    ]
    relations = [relation for relation, _ in read if relation is not None]
    if len(relations) != len(read) or any(item.operators != ("=",) for item in relations):
        return None
    notes = tuple(note for _, several in read for note in several)
    asked = marks(match.get("unknowns", "") + match.get("unknown", ""))
    wanted = [question.chunk(mark).read().node for mark in asked]
    unknowns = _unknowns(relations, wanted)
    named = tuple(node.id for node in wanted if isinstance(node, Name))
    return System(tuple(relations), unknowns, notes, named or unknowns)


def _unknowns(relations: list[Relation], asked: list[Node]) -> tuple[str, ...]:
    found = sorted({name for relation in relations for name in tree.names(relation)})
    wanted = [node.id for node in asked if isinstance(node, Name)]
    if len(wanted) != len(asked) or not set(wanted) <= set(found):
        raise NotSure("what to solve for are not variables of the equations")
    if len(found) < 2:
        raise NotSure("the equations have only one unknown")
    if len(found) > len(relations):
        raise NotSure(f"there are {len(found)} unknowns for {len(relations)} equations")
    for relation in relations:
        side = difference(relation)
        if any(tree.degree(side, name) is None for name in found):
            raise NotSure("one of the equations is no polynomial")
    return tuple(found)


@dataclass(frozen=True)
class System(Task):
    """Polynomial equations, at least as many as unknowns."""

    relations: tuple[Relation, ...]
    unknowns: tuple[str, ...]
    notes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def _line(self) -> str:
        listed = ", ".join(python(relation) for relation in self.relations)
        unknowns = ", ".join(variable(name) for name in self.unknowns)
        return f"solve([{listed}], [{unknowns}], dict=True)"

    def code(self) -> str:
        listed = ",\n    ".join(python(relation) for relation in self.relations)
        unknowns = ", ".join(variable(name) for name in self.unknowns)
        lines = "\n".join(
            f'    print("{x} =", known[{x}], "≈", N(known[{x}], 10))'
            for x in (variable(name) for name in self.unknowns)
        )
        body = _CODE.format(
            equations=listed, unknowns=unknowns, lines=lines, count=len(self.unknowns)
        )
        return sympy_script(body + self._way.code, self.unknowns)

    @property
    def _way(self) -> Way:
        return systems.way(self.relations, self.unknowns)

    def steps(self, printed: Printed) -> tuple[str, ...]:
        return steps_of(self._way.steps, printed)

    def answer(self, printed: Printed) -> str:
        given = ", ".join(inline(latex(relation)) for relation in self.relations)
        named = ", ".join(inline(name) for name in self.unknowns)
        intro = f"Solving the system {given} for {named}."
        kind = printed.value("kind of solution").exact
        if kind == "none":
            return said(intro, "There is **no solution** among the real numbers.")
        if kind == "infinitely many":
            return said(intro, "There are **infinitely many** solutions: the equations depend.")
        found = [printed.values(variable(name)) for name in self.unknowns]
        if not found[0] or any(len(values) != len(found[0]) for values in found):
            raise Unexpected("the solutions are not complete")
        lines = [self._one(values) for values in zip(*found, strict=True)]
        return said(intro, numbered(self.steps(printed)), *lines, self._check(printed))

    def _one(self, values: tuple[Value, ...]) -> str:
        known = dict(zip(self.unknowns, values, strict=True))
        others = [known[name].statement(name) for name in self.unknowns if name not in self.asked]
        found = r",\quad ".join(known[name].statement(name) for name in self.asked)
        along = f"With {inline(', '.join(others))}:" if others else ""
        return said(along, rf"\[{found}\]")

    def _check(self, printed: Printed) -> str:
        if all(value.is_true for value in printed.values("check")):
            return "Check: put back, every equation holds."
        return "**The check failed**: put back, an equation does not hold."

    def results(self) -> Results:
        words = ", ".join(inline(latex(relation)) for relation in self.relations)
        lines = f"solutions = {self._line}"
        return Results(binding=Binding(self.unknowns, lines, words, self.unknowns))


_CODE = """equations = [
    {equations},
]
found = solve(equations, [{unknowns}], dict=True)
solutions = [known for known in found if all(value.is_real for value in known.values())]

if any(len(known) < {count} for known in found):
    print("kind of solution = infinitely many")
    solutions = []
else:
    print("kind of solution =", "values" if solutions else "none")
for known in solutions:
{lines}
    # Check: put the values back into every equation
    for equation in equations:
        print("check =", simplify((equation.lhs - equation.rhs).subs(known)) == 0)
"""
