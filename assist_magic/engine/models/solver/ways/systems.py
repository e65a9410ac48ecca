"""Systems of equations: elimination where they are linear, else substitution."""

from __future__ import annotations

from collections.abc import Sequence

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Name, Relation
from assist_magic.engine.models.solver.source import variable
from assist_magic.engine.models.solver.steps import Way
from assist_magic.engine.models.solver.subjects import difference


def way(relations: Sequence[Relation], unknowns: Sequence[str]) -> Way:
    """The steps of a system; none where no usual way leads to its solutions."""
    linear = all(_is_linear(relation, unknowns) for relation in relations)
    if len(unknowns) == 2 == len(relations):
        return _eliminated(*unknowns) if linear else _substituted(relations, unknowns)
    return _echelon(unknowns) if linear and len(unknowns) == len(relations) else Way()


def _is_linear(relation: Relation, unknowns: Sequence[str]) -> bool:
    side = difference(relation)
    degrees = [tree.degree(side, name) for name in unknowns]
    mixed = any(
        isinstance(part, tree.Binary)
        and part.operator in ("*", "**")
        and len({*tree.names(part.left), *tree.names(part.right)}) > 1
        and tree.names(part.left)
        and tree.names(part.right)
        for part in tree.walk(side)
    )
    return all(degree in (0, 1) for degree in degrees) and not mixed


def _eliminated(first: str, second: str) -> Way:
    x, y = (inline(latex(Name(name))) for name in (first, second))
    return Way(
        _ELIMINATION.format(x=variable(first), y=variable(second)),
        (
            rf"Multiply the first equation by \(<factor one>\) and the second by \(<factor two>\), "
            rf"then subtract: {x} cancels, and \(<left> = <right>\) is left.",
            rf"Divide by the number before {y}: \({latex(Name(second))} = <other>\).",
            rf"Put this into the first equation: \(<put in> = <constant>\), "
            rf"so \({latex(Name(first))} = <one>\).",
        ),
    )


def _substituted(relations: Sequence[Relation], unknowns: Sequence[str]) -> Way:
    """One equation solved for an unknown, put into the other."""
    for place, relation in enumerate(relations):
        for name in sorted(unknowns, key=lambda name: relation.sides[0] != Name(name)):
            rest = next(other for other in unknowns if other != name)
            if tree.degree(difference(relation), name) == 1 and _is_linear(relation, [name, rest]):
                break
        else:
            continue
        code = _SUBSTITUTION.format(here=place, there=1 - place, y=variable(name), x=variable(rest))
        y = latex(Name(name))
        where = ("first", "second")
        return Way(
            code,
            (
                rf"Solve the {where[place]} equation for {inline(y)}: \({y} = <isolated>\).",
                rf"Put it into the {where[1 - place]} equation: \(<combined> = 0\).",
                rf"Its solutions \({latex(Name(rest))} = <values>\) give {inline(y)} each.",
            ),
        )
    return Way()


def _echelon(unknowns: Sequence[str]) -> Way:
    names = ", ".join(variable(name) for name in unknowns)
    return Way(
        _ECHELON.format(names=names),
        (
            r"Eliminate one unknown after the other; this is left: \(<row>\).",
            "Solve from the last row upwards.",
        ),
    )


_ELIMINATION = """
# Elimination: the same number before {x} in both, then subtract
one, two = [expand(equation.lhs - equation.rhs) for equation in equations]
shared = gcd(one.coeff({x}), two.coeff({x}))
factor_one, factor_two = two.coeff({x})/shared, one.coeff({x})/shared
left = expand(factor_one*one - factor_two*two)
if factor_one*factor_two != 0 and left.has({y}) and solutions:
    print("factor one =", factor_one)
    print("factor two =", factor_two)
    print("left =", left.coeff({y})*{y})
    print("right =", -left.coeff({y}, 0))
    print("other =", solutions[0][{y}])
    print("put in =", equations[0].lhs.subs({y}, solutions[0][{y}]))
    print("constant =", equations[0].rhs.subs({y}, solutions[0][{y}]))
    print("one =", solutions[0][{x}])
"""
_SUBSTITUTION = """
# Substitution: one equation solved for {y}, put into the other
[isolated] = solve(equations[{here}], {y})
other = equations[{there}]
combined = expand((other.lhs - other.rhs).subs({y}, isolated))
print("isolated =", isolated)
print("combined =", combined)
print("values =", ", ".join(map(str, solve(combined, {x}))))
"""
_ECHELON = """
# Elimination of one unknown after the other
unknowns = [{names}]
rows = Matrix([[*(side.coeff(name) for name in unknowns), -side.subs(dict.fromkeys(unknowns, 0))]
               for side in (expand(equation.lhs - equation.rhs) for equation in equations)])
found = []
for row in rows.echelon_form().tolist():
    row = [number/gcd(row) for number in row] if any(row) else row
    left = sum(factor*name for factor, name in zip(row, unknowns))
    found.append(f"{{left}} = {{row[-1]}}")
print("row =", ", ".join(found))
"""
