"""What a graph does: tangents, extrema, and the vertex form of a parabola."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation.tree import Name

TANGENT = (
    r"The derivative: \(<derivative>\); its value there is the slope \(<slope>\).",
    r"The curve has the height \(<height>\) there.",
    "The line through this point with this slope:",
)


def extrema(name: str) -> tuple[str, ...]:
    """Templates of the way to the extrema of a function."""
    x = inline(latex(Name(name)))
    return (
        r"The derivative: \(<derivative>\).",
        rf"It is zero at {x} \(= <zeros>\). Where it changes from plus to minus is a maximum, from "
        "minus to plus a minimum.",
    )


def square(name: str) -> tuple[str, ...]:
    """Templates of completing the square."""
    x = inline(latex(Name(name)))
    return (
        rf"After \(<number before>\) is taken out, half of the number before {x} is \(<half>\).",
        r"Add and subtract its square, \(<half squared>\).",
    )
