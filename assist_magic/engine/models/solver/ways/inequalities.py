"""Inequalities: linear ones by moving terms, others by the signs between their zeros."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Relation
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import Way

_TURNED = {"<": ">", ">": "<", "<=": r"\ge", ">=": r"\le"}
_SIGNS = {"<": "<", ">": ">", "<=": r"\le", ">=": r"\ge"}


def way(relation: Relation, name: str) -> Way:
    """The steps of an inequality with two sides; none for a chain or one that is no polynomial."""
    if len(relation.operators) != 1:
        return Way()
    left, right = relation.sides
    degree = tree.degree(Binary("-", left, right), name)
    if degree is None or degree == 0:
        return Way()
    difference = python(Binary("-", left, right))
    if degree == 1:
        return _linear(difference, relation.operators[0], name)
    return _signs(difference, relation.operators[0], name)


def _linear(difference: str, operator: str, name: str) -> Way:
    x, sign, turned = latex(tree.Name(name)), _SIGNS[operator], _TURNED[operator]
    return Way(
        _LINEAR.format(difference=difference, x=variable(name)),
        (
            rf"Terms with {inline(x)} to the left, numbers to the right: "
            rf"\(<moved> {sign} <number>\).",
            rf"Divide by \(<positive>\), which is positive: \({x} {sign} <bound>\).",
            rf"Divide by \(<negative>\), which is negative, so the sign turns: "
            rf"\({x} {turned} <bound>\).",
        ),
    )


def _signs(difference: str, operator: str, name: str) -> Way:
    x = latex(tree.Name(name))
    return Way(
        _SIGN_CHART.format(difference=difference, x=variable(name)),
        (
            rf"Everything on one side, factored: \(<factored> {_SIGNS[operator]} 0\).",
            r"The sign can change only at the zeros \(<zeros>\).",
            rf"The sign between them, at one place each: \({x} = <sample>\) gives \(<value>\).",
        ),
    )


_LINEAR = """
# Linear: collect, then divide
form = expand({difference})
factor_, number = form.coeff({x}, 1), -form.coeff({x}, 0)
print("moved =", factor_*{x})
print("number =", number)
if factor_ != 1 and factor_ != 0:
    print("positive =" if factor_ > 0 else "negative =", factor_)
    print("bound =", number/factor_)
"""
_SIGN_CHART = """
# The sign between the zeros
form = factor({difference})
zeros = sorted(set(real_roots(form)))
print("factored =", form)
if zeros:
    print("zeros =", ", ".join(map(str, zeros)))
    inner = [(low + high)/2 for low, high in zip(zeros, zeros[1:])]
    samples = [floor(zeros[0]) - 1, *inner, ceiling(zeros[-1]) + 1]
    print("sample =", ", ".join(map(str, samples)))
    print("value =", ", ".join(str(form.subs({x}, sample)) for sample in samples))
"""
