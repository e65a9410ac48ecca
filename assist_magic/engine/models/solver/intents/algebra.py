"""Rewriting expressions: simplify, expand, factor."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver import latex, tree
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.subjects import function_of, value_of
from assist_magic.engine.models.solver.task import NotSure, Task, pattern, said
from assist_magic.engine.models.solver.tree import Call, Node, Relation

_VERBS = {
    "simplify": "simplify|simplification of|simplified form of|reduce",
    "expand": "expand|multiply out|expansion of|expanded form of|expand and simplify"
    "|simplify and expand|multiply and simplify",
    "factor": "factor|factorise|factorize|factor out|factorisation of|factorization of"
    "|factored form of|factorised form of|factor completely|factorise completely"
    "|factorize completely|fully factor|fully factorise",
}
_REWRITE = {
    kind: pattern(
        f"(?:find )?(?:{verbs}) {{expression}}(?: completely| fully| as far as possible)?",
        f"{{expression}} (?:find )?(?:{verbs})",
    )
    for kind, verbs in _VERBS.items()
}
_DONE = {
    "simplify": "Simplified",
    "expand": "Expanded",
    "factor": "Factored",
    "apart": "In partial fractions",
}
_MOST = 60


def recognise(question: Question, history: History) -> Task | None:
    """ "Expand (x + 1)^3", "factorise x^2 - 1", "simplify it"."""
    kinds = (kind for kind, known in _REWRITE.items() if known.match(question.skeleton))
    kind = next(kinds, None)
    if kind is None:
        return None
    chunk = question.chunk((_REWRITE[kind].match(question.skeleton) or {})["expression"])
    if isinstance(chunk.read().node, Relation):
        function, notes = function_of(chunk, history, natural=False)
        node = function.node
    else:
        node, notes = value_of(chunk, history)
    if not tree.names(node) and kind != "simplify":
        raise NotSure(f"there is no variable in what is to be {_DONE[kind].lower()}")
    if has_large_power(node):
        raise NotSure(f"powers above {_MOST} are not written out")
    return Rewrite(kind, node, tuple(notes))


def has_large_power(node: Node) -> bool:
    """Whether writing an expression out would fill pages."""
    powers = (
        part.right
        for part in tree.walk(node)
        if isinstance(part, tree.Binary) and part.operator == "**" and tree.names(part.left)
    )
    return any((tree.whole(power) or 0) > _MOST for power in powers)


@dataclass(frozen=True)
class Rewrite(Task):
    """An expression in another form; `kind` is SymPy's name of the form."""

    kind: str
    node: Node
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        names = tree.names(self.node)
        body = f"expression = {python(self.node)}\nresult = {self.kind}(expression)\n"
        body += 'print("result =", result)\n'
        body += "\n# Check: the difference of the two forms is zero\n"
        body += 'print("check =", simplify(expression - result) == 0)\n'
        return sympy_script(body, names)

    def answer(self, printed: Printed) -> str:
        found = latex.printed(printed.value("result").exact)
        given = latex.latex(self.node)
        holds = printed.value("check").is_true
        same = "\n\nIt is already in this form." if found == given else ""
        return said(
            f"{_DONE[self.kind]}: {inline(given)}",
            rf"\[{given} = {found}\]" + same,
            "Check: the difference of the two forms simplifies to 0."
            if holds
            else "**The check did not confirm this**: the difference was not seen to be 0.",
        )

    def results(self) -> Results:
        names = tree.names(self.node)
        if len(names) != 1:
            return Results()
        before = Function(self.node, names[0])
        return Results((before,), Function(Call(self.kind, (self.node,)), names[0]))
