"""Division of polynomials with remainder."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import value_of
from assist_magic.engine.models.solver.task import Task, pattern

_BY = "{first} (?:is )?(?:divided )?by {second}"
_FORMS = pattern(
    "(?:find )?(?:divide|dividing|long division of|polynomial division of|polynomial long division"
    f" of|synthetic division of) {_BY}(?: using (?:long|synthetic|polynomial) division)?",
    f"(?:find )?{{what: remainder|quotient|quotient and remainder}} (?:when|if|of|after|from|on)"
    f"(?: division of| dividing)? {_BY}",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Divide x^3 - 2x + 4 by x + 2", "the remainder when x^2 + 1 is divided by x - 1"."""
    match = _FORMS.match(question.skeleton)
    if not match:
        return None
    (first, _), (second, _) = (
        value_of(question.chunk(match[name]), history) for name in ("first", "second")
    )
    names = tree.names(first)
    if len(names) != 1 or tree.names(second) != names:
        return None
    body = _CODE.format(first=python(first), second=python(second), x=variable(names[0]))
    intro = f"{inline(latex(first))} divided by {inline(latex(second))}:"
    lines = {
        "quotient": r"\[\text{quotient} = <answer>\]",
        "remainder": r"\[\text{remainder} = <remainder>\]",
    }
    wanted = match.get("what", "quotient and remainder")
    sentence = "\n\n".join([intro, *(line for name, line in lines.items() if name in wanted)])
    check = "quotient times divisor plus remainder is the polynomial again"
    return Fact(body, sentence, check=check, names=names)


_CODE = """first, second = expand({first}), expand({second})
quotient, remainder = div(Poly(first, {x}), Poly(second, {x}))
print("answer =", quotient.as_expr())
print("remainder =", remainder.as_expr())
print("check =", expand(quotient.as_expr()*second + remainder.as_expr() - first) == 0)
"""
