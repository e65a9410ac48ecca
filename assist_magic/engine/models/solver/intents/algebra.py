"""Rewriting expressions: simplify, expand, factor."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver import latex
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Call, Node, Relation
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import Way, numbered, steps_of
from assist_magic.engine.models.solver.subjects import function_of, value_of
from assist_magic.engine.models.solver.task import NotSure, Task, pattern, said
from assist_magic.engine.models.solver.ways import forms

_HOW = "(?: (?:fully|completely|out|all|it|as far as possible|as much as possible))*"
_VERBS = {
    "simplify": "simplify|simplification of|simplified form of|reduce|(?:write|express|combine) as"
    " (?:1|one|single) fraction|rationali[sz]e(?: denominator)?(?: of| in)?",
    "expand": "expand|multiply out|expansion of|expanded form of|expand and simplify"
    "|simplify and expand|multiply and simplify|remove brackets (?:in|from)|open brackets (?:in|of)"
    "|(?:expand|multiply out|remove|open|clear) (?:brackets|parentheses)(?: in| of| from)?",
    "factor": "factor|factorise|factorize|factor out|factorisation of|factorization of|factors of"
    "|factored form of|factorised form of|factor out (?:greatest common factor|gcf"
    "|common factor)(?: of| from| in)?",
}
_DONE_TO = {
    "simplify": "simplified"
    "|(?:in|into|to|as) (?:its )?(?:simplest|simplified|simplest possible) form"
    "|(?:as|into) (?:1|one|single) fraction|over (?:1|one|single|common) denominator",
    "expand": "expanded|multiplied out|without brackets|in expanded form|(?:in|into) (?:standard|"
    "polynomial|general) form|as polynomial",
    "factor": "factored|factorised|factorized|(?:as|into|in)(?: a)? product(?: of (?:its )?"
    "(?:linear )?"
    "factors?)?|(?:in|into) factored form|(?:in|into) (?:linear )?factors",
}
_REWRITE = {
    kind: pattern(
        f"(?:find )?(?:fully |completely )?(?:{verbs}){_HOW} {{expression}}{_HOW}",
        f"{{expression}} (?:find )?(?:{verbs})",
        f"(?:find |write |express |put |rewrite |turn |bring )?{{expression}} (?:{_DONE_TO[kind]})"
        "(?: find)?",
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
        if tree.calls(self.node) & set(_VERBS):
            body += 'print("given =", expression)\n'
        body += "\n# Check: the difference of the two forms is zero\n"
        body += 'print("check =", simplify(expression - result) == 0)\n'
        body += self._way.code
        if self._divisors and len(names) == 1:
            listed = ", ".join(python(divisor) for divisor in self._divisors)
            body += _GAPS.format(x=variable(names[0]), divisors=listed)
        return sympy_script(body, names)

    @property
    def _way(self) -> Way:
        return forms.way(self.kind, self.node)

    def steps(self, printed: Printed) -> tuple[str, ...]:
        return steps_of(self._way.steps, printed)

    @property
    def _divisors(self) -> list[Node]:
        """What the given form divides by, as far as it has letters."""
        found = (
            part.right
            for part in tree.walk(self.node)
            if isinstance(part, tree.Binary) and part.operator == "/" and tree.names(part.right)
        )
        return list(dict.fromkeys(found))

    def _gaps(self, printed: Printed) -> str:
        """Where the given form has no value though its other form has one."""
        places = printed.values("gap")
        if places:
            name = tree.names(self.node)[0]
            listed = ", ".join(f"{name} \\ne {place.latex()}" for place in places)
            return f"This holds for {inline(listed)}: the given form has no value there."
        if self._divisors and not printed.values("gaps"):
            return "This holds where no denominator of the given form is zero."
        return ""

    def answer(self, printed: Printed) -> str:
        found = latex.printed(printed.value("result").exact)
        rewritten = printed.values("given")
        given = latex.printed(rewritten[0].exact) if rewritten else latex.latex(self.node)
        holds = printed.value("check").is_true
        same = "\n\nIt is already in this form." if found == given else ""
        return said(
            f"{_DONE[self.kind]}: {inline(given)}",
            numbered(self.steps(printed)),
            rf"\[{given} = {found}\]" + same,
            self._gaps(printed),
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


_GAPS = """
# Where the given form divides by zero, and the result does not
places = [solveset(divisor, {x}, S.Reals) for divisor in [{divisors}]]
if all(found.is_FiniteSet for found in places):
    gaps = [gap for gap in Union(*places) if result.subs({x}, gap).is_finite]
    print("gaps =", len(gaps))
    for gap in sorted(gaps):
        print("gap =", gap)
"""
