"""For which value of a letter an equation has one, two or no solutions."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Name
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import difference, relation_of
from assist_magic.engine.models.solver.task import NotSure, Task, pattern

_COUNT = "{count: one|1|single|equal|double|repeated|two|2|two distinct|two different|distinct|no}"
_HAS = f"(?:have |has )?(?:only |just )?(?:a )?{_COUNT} (?:real )?(?:solutions?|roots?|solve)"
_FORMS = pattern(
    f"(?:find )?(?:for )?(?:which|find|what)?(?: values?)?(?: of)? ?{{name}} (?:does|do|such that"
    f"|so that|for which|if|that make|makes?)? ?{{equation}} {_HAS}",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "For which k does x^2 + kx + 9 = 0 have exactly one solution?"."""
    match = _FORMS.match(question.skeleton)
    if not match:
        return None
    asked = question.chunk(match["name"]).read().node
    relation, _ = relation_of(question.chunk(match["equation"]), history)
    if not isinstance(asked, Name) or relation is None or relation.operators != ("=",):
        return None
    names = tree.names(relation)
    others = [name for name in names if name != asked.id]
    if asked.id not in names or len(others) != 1:
        raise NotSure("it is not clear which letter is the unknown of the equation")
    node = difference(relation)
    if tree.degree(node, others[0]) != 2:
        raise NotSure("solutions are counted by the discriminant of quadratic equations only")
    signs = {"no": "<", "two": ">", "2": ">", "distinct": ">"}
    sign = signs.get(match["count"].split()[0], "=")
    body = _CODE.format(
        node=python(node), x=variable(others[0]), k=variable(asked.id), test=_TESTS[sign]
    )
    k = latex(asked)
    told = rf"\[{k} = <answer>\]" if sign == "=" else rf"\[{k} \in <answer!>\]"
    intro = f"The solutions of {inline(latex(relation))} are counted by the discriminant:"
    way = (
        r"The discriminant \(D = b^2 - 4ac\) is \(<discriminant>\).",
        rf"It has to be \(D {sign} 0\).",
    )
    return Fact(body, f"{intro}\n\n{told}", names=names, way=way)


_CODE = """form = Poly({node}, {x})
assert not form.LC().has({k})
D = expand(form.discriminant())
print("discriminant =", D)
{test}"""
_TESTS = {
    "=": "found = sorted(solve(D, symbols(str(D.free_symbols.pop()))))\nassert found\n"
    'print("answer =", ", ".join(map(str, found)))\n',
    ">": 'print("answer =", latex(reduce_inequalities(D > 0).as_set()))\n',
    "<": 'print("answer =", latex(reduce_inequalities(D < 0).as_set()))\n',
}
