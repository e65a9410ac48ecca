"""A task whose code prints its answer on one line, said in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assist_magic.engine.models.solver import latex
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Node
from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.steps import filled, numbered, steps_of
from assist_magic.engine.models.solver.subjects import value_of
from assist_magic.engine.models.solver.task import NotSure, Task, said


@dataclass(frozen=True)
class Fact(Task):
    """A question whose code prints a line "answer = …".

    `sentence` is Markdown in which <answer>, or another label, stands for the LaTeX of what was
    printed under it, and <answer!> for the bare text; `otherwise` is said instead where the
    answer is "no". `way` are templates of the steps, shown after the first of several paragraphs.
    `check` says in words what a printed line "check = True" confirms. `result` is
    what "it" means afterwards.
    """

    body: str
    sentence: str
    otherwise: str = ""
    check: str = ""
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    result: Node | None = None
    way: tuple[str, ...] = ()

    def code(self) -> str:
        return sympy_script(self.body, self.names)

    def answer(self, printed: Printed) -> str:
        found = printed.value("answer").exact
        if self.otherwise and found not in ("yes", "no"):
            raise Unexpected("the code printed neither yes nor no")
        sentence = self.otherwise if found == "no" and self.otherwise else self.sentence
        intro, _, rest = filled(sentence, printed).partition("\n\n")
        steps = numbered(self.steps(printed))
        told = (intro, steps, rest) if rest else (steps, intro)
        return said(*told, self._check(printed))

    def steps(self, printed: Printed) -> tuple[str, ...]:
        return steps_of(self.way, printed)

    def _check(self, printed: Printed) -> str:
        if not self.check:
            return ""
        found = printed.values("check")
        if found and all(value.is_true for value in found):
            return f"Check: {self.check}."
        return f"**The check failed**: not so that {self.check}."

    def results(self) -> Results:
        if self.result is None:
            return Results()
        names = tree.names(self.result)
        return Results(result=Function(self.result, names[0] if names else "x"))


@dataclass(frozen=True)
class Findings(Task):
    """A question whose code prints any number of lines under some labels.

    `rows` pairs each label with Markdown in which <> stands for the LaTeX of a value, and <!> for
    its bare text; `none` is said where nothing was found, which the code says by "found = none".
    `way` are templates of the steps.
    """

    body: str
    intro: str
    rows: tuple[tuple[str, str], ...]
    none: str = ""
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    about: Function | None = None
    way: tuple[str, ...] = ()

    def code(self) -> str:
        return sympy_script(self.body, self.names)

    def answer(self, printed: Printed) -> str:
        lines = [
            row.replace("<!>", value.exact).replace("<>", value.latex())
            for label, row in self.rows
            for value in printed.values(label)
        ]
        steps = numbered(self.steps(printed))
        if not lines and self.none and printed.value("found").exact == "none":
            return said(self.intro, steps, self.none)
        if not lines:
            raise Unexpected("the code found nothing")
        return said(self.intro, steps, *lines)

    def steps(self, printed: Printed) -> tuple[str, ...]:
        return steps_of(self.way, printed)

    def results(self) -> Results:
        return Results((self.about,), self.about) if self.about else Results()


def number(question: Question, mark: str, history: History) -> Node:
    """The number behind a mark.

    Raises:
        NotSure: it has letters in it whose values are not known.
    """
    node, _ = value_of(question.chunk(mark), history)
    if isinstance(node, tree.Listing):
        raise NotSure("a list stands where a number was expected")
    if found := tree.names(node):
        raise NotSure(f"it is not known what {', '.join(found)} is")
    return node


def numbers(question: Question, several: Sequence[str], history: History) -> list[Node]:
    """The numbers behind marks; see number()."""
    return [number(question, mark, history) for mark in several]


def sources(nodes: Sequence[Node]) -> str:
    """The nodes as exact values of SymPy, in a list."""
    return ", ".join(f"sympify({python(node)})" for node in nodes)


def shown(nodes: Sequence[Node], last: str = "and") -> str:
    """The nodes as inline LaTeX: "3, 4 and 5"."""
    parts = [latex.inline(latex.latex(node)) for node in nodes]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"
