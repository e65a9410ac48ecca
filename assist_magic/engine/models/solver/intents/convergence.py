"""Whether an infinite series converges."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Constant, Name, Node, Number, Relation
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import value_of
from assist_magic.engine.models.solver.task import NotSure, Task, pattern, said

_SUM = "(?:infinite )?(?:series )?(?:sum )?(?:of )?{term}(?: from {low} to {high})?"
_HOW = "(?:converge|diverge|converge or diverge|diverge or converge)"
_ADJECTIVE = "(?:convergent|divergent|convergent or divergent)"
_FORMS = pattern(
    f"(?:find )?(?:does |if |whether )?{_SUM} {_HOW}s?",
    f"(?:find |test )?(?:is |if |whether )?{_SUM} (?:is )?{_ADJECTIVE}",
    f"(?:find |test )*convergence of {_SUM}",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Does the series 1/n^2 converge?", "is the sum of 1/n from n=1 to infinity convergent?"."""
    match = _FORMS.match(question.skeleton)
    if not match:
        return None
    term, _ = value_of(question.chunk(match["term"]), history)
    name, low = _start(question, match.get("low"), term)
    high = question.chunk(match["high"]).read().node if "high" in match else Constant("oo")
    if tree.names(term) != (name,) or tree.names(low) or high != Constant("oo"):
        raise NotSure("it is not clear which series is meant")
    notes = () if "low" in match else (f"the sum was taken from {name} = 1",)
    shown = rf"\sum_{{{name}={latex(low)}}}^{{\infty}} {latex(term)}"
    body = _CODE.format(x=variable(name), term=python(term), low=python(low))
    return Convergence(body, shown, names=(name,), notes=notes)


def _start(question: Question, mark: str | None, term: Node) -> tuple[str, Node]:
    if mark is None:
        names = tree.names(term)
        return (names[0] if len(names) == 1 else ""), Number("1")
    node = question.chunk(mark).read().node
    if not isinstance(node, Relation) or not isinstance(node.sides[0], Name):
        raise NotSure("it is not clear where the series begins")
    return node.sides[0].id, node.sides[1]


class Convergence(Fact):
    """Whether a series converges; `sentence` is the series in LaTeX."""

    def answer(self, printed: Printed) -> str:
        terms = printed.value("terms go to").latex()
        told = rf"The terms go to \({terms}\)."
        if printed.value("answer").exact == "no":
            why = "" if terms == "0" else " A series can converge only if its terms go to 0."
            return said(rf"\({self.sentence}\) **diverges**.", told + why)
        total = printed.values("sum")
        value = rf"\[{self.sentence} = {total[0].latex()}\]" if total else ""
        return said(rf"\({self.sentence}\) **converges**.", told, value)


_CODE = """term = {term}
answer = Sum(term, ({x}, {low}, oo)).is_convergent()
print("terms go to =", limit(term, {x}, oo))
print("answer =", "yes" if answer else "no")
if answer:
    total = simplify(summation(term, ({x}, {low}, oo)))
    if not total.has(Sum):
        print("sum =", total, "≈", N(total, 10))
"""
