"""Equations by their kind: factored, without fractions, squared, in cases, by logarithms."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Call,
    Constant,
    Negative,
    Node,
    Number,
    Relation,
)
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import Way

_LOGARITHMS: dict[str, Node] = {"ln": Constant("E"), "log10": Number("10"), "log2": Number("2")}


def polynomial(name: str) -> Way:
    """An equation of the third degree or higher: by factors, where there are rational ones."""
    return Way(
        _FACTORED.format(x=variable(name)),
        (
            r"Everything on one side, factored: \(<factored> = 0\). A product is zero where one of "
            "its factors is.",
        ),
    )


def other(relation: Relation, name: str) -> Way:
    """An equation that is no polynomial; no steps where its kind has no usual way."""
    found = tree.calls(relation)
    for kind, make in (("Abs", _absolute), ("sqrt", _radical)):
        if kind in found:
            return make(relation, name)
    for side, opposite in (relation.sides, relation.sides[::-1]):
        if name not in tree.names(opposite) and (way := _inverted(side, opposite, name)):
            return way
    return _rational(name) if _has_divisor(relation, name) and not found else Way()


def _has_divisor(relation: Relation, name: str) -> bool:
    return any(
        isinstance(part, Binary) and part.operator == "/" and name in tree.names(part.right)
        for part in tree.walk(relation)
    )


def _rational(name: str) -> Way:
    return Way(
        _CLEARED.format(x=variable(name)),
        (
            r"Over one common denominator: \(\frac{<above>}{<below>} = 0\).",
            r"A fraction is zero where its numerator is: \(<above> = 0\).",
            rf"\({latex(tree.Name(name))} = <extraneous>\) makes the denominator zero, so it is "
            "no solution.",
        ),
    )


def _radical(relation: Relation, name: str) -> Way:
    x = latex(tree.Name(name))
    return Way(
        _SQUARED.format(x=variable(name)),
        (
            r"Square both sides and collect: \(<squared> = 0\).",
            r"This has the solutions \(<squared solutions>\).",
            rf"Squaring can add solutions: \({x} = <extraneous>\) does not solve the given "
            "equation.",
        ),
    )


def _absolute(relation: Relation, name: str) -> Way:
    """|A| = B as the two cases A = B and A = -B."""
    pairs = (relation.sides, relation.sides[::-1])
    whole = next((pair for pair in pairs if _is_absolute(pair[0])), None)
    if whole is None or not isinstance(whole[0], Call):
        return Way()
    inside, right = whole[0].arguments[0], whole[1]
    minus = right.operand if isinstance(right, Negative) else Negative(right)
    x = variable(name)
    code = "\n# The two cases of the absolute value\n"
    steps = []
    for label, sign in (("first", right), ("second", minus)):
        case = Relation((inside, sign), ("=",))
        code += f'for value in solve({python(case)}, {x}):\n    print("{label} case =", value)\n'
        values = inline(f"{latex(tree.Name(name))} = <{label} case>")
        steps.append(f"The {label} case, {inline(latex(case))}: {values}.")
    cases = [python(Relation((inside, sign), ("=",))) for sign in (right, minus)]
    code += _CASES.format(x=x, first=cases[0], second=cases[1])
    steps.append(rf"\({latex(tree.Name(name))} = <extraneous>\) does not solve the given equation.")
    head = f"What is inside the bars is {inline(latex(right))} or {inline(latex(minus))}."
    return Way(code, (head, *steps))


def _is_absolute(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "Abs"


def _inverted(side: Node, opposite: Node, name: str) -> Way | None:
    """a^A = b by the logarithm, ln(A) = b by the exponential."""
    match side:
        case Binary(operator="**", left=base, right=power) if name not in tree.names(base):
            if base == Constant("E"):
                taken = rf"{latex(power)} = \ln\left({latex(opposite)}\right)"
                return Way("", (rf"Take logarithms: \({taken}\).",))
            above, below = (rf"\ln\left({latex(part)}\right)" for part in (opposite, base))
            code = _POWER.format(base=python(base), right=python(opposite))
            taken = rf"{latex(power)} = \frac{{{above}}}{{{below}}} = <power>"
            return Way(code, (rf"Take logarithms: \({taken}\).",))
        case Call(function=function, arguments=(inside,)) if function in _LOGARITHMS:
            raised = Binary("**", _LOGARITHMS[function], opposite)
            text = f"Raise {inline(latex(_LOGARITHMS[function]))} to both sides: "
            return Way("", (rf"{text}\({latex(inside)} = {latex(raised)}\).",))
        case _:
            return None


_FACTORED = """
factored = factor(form)
if factored != form:
    print("factored =", factored)
"""
_CLEARED = """
# Over one denominator; where that is zero, there is no solution
above, below = together(left - right).as_numer_denom()
print("above =", expand(above))
print("below =", factor(below))
for value in solve(above, {x}):
    if below.subs({x}, value) == 0:
        print("extraneous =", value)
"""
_SQUARED = """
# Squared, the equation can have more solutions
squared = expand(left**2 - right**2)
if squared.is_polynomial({x}):
    print("squared =", squared)
    candidates = solve(squared, {x})
    print("squared solutions =", ", ".join(map(str, candidates)))
    for value in candidates:
        if value not in solutions:
            print("extraneous =", value)
"""
_CASES = """for value in solve({first}, {x}) + solve({second}, {x}):
    if value not in solutions:
        print("extraneous =", value)
"""
_POWER = """
# By logarithms
print("power =", simplify(log({right})/log({base})))
"""
