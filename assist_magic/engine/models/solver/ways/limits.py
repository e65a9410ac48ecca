"""Limits: by putting the place in, by cancelling, or by l'Hôpital's rule."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation.tree import Name, Node
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import Way


def way(name: str, place: Node) -> Way:
    """The steps of a limit; none where no usual way leads to it."""
    x = latex(Name(name))
    where = inline(f"{x} = {latex(place)}")
    return Way(
        _CODE.format(x=variable(name), at=python(place)),
        (
            rf"Put in {where}: \(<direct>\).",
            rf"Above and below both become \(0\) at {where}. Cancel the common factor: "
            r"\(<reduced>\).",
            rf"Now put in {where}: \(<after>\).",
            r"Above and below both go to \(<both>\): by l'Hôpital's rule, differentiate both: "
            r"\(\frac{<upper>}{<lower>}\).",
        ),
    )


_CODE = """
# The way: put the place in, cancel, or differentiate above and below
above, below = together(function).as_numer_denom()
direct, reduced = function.subs({x}, {at}), cancel(function)
if direct.is_finite and simplify(direct - answer) == 0:
    print("direct =", direct)
elif reduced != function and reduced.subs({x}, {at}) == answer:
    print("reduced =", reduced)
    print("after =", answer)
elif not function.has(Abs):
    for turn in range(3):
        ends = [limit(part, {x}, {at}) for part in (above, below)]
        if ends == [0, 0] or all(end.is_infinite for end in ends):
            above, below = diff(above, {x}), diff(below, {x})
            print("both =", abs(ends[0]))
            print("upper =", above)
            print("lower =", below)
"""
