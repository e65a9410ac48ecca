"""Quadratic equations by the way that is asked for: by factors, or by completing the square."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation.tree import Name
from assist_magic.engine.models.solver.source import variable
from assist_magic.engine.models.solver.steps import Way
from assist_magic.engine.models.solver.ways import equations


def by_method(method: str, name: str) -> Way:
    """The way of a method, "factors" or "square"; no steps for the formula.

    The code goes on from that of a quadratic equation. By factors, nothing is printed where there
    are none with rational numbers.
    """
    if method == "factors":
        return equations.polynomial(name)
    return _square(name) if method == "square" else Way()


def _square(name: str) -> Way:
    x = inline(latex(Name(name)))
    return Way(
        _SQUARE.format(x=variable(name)),
        (
            r"With everything on one side, and 1 before the square: \(<one before> = 0\).",
            r"The number goes to the right: \(<left> = <right>\).",
            rf"Half of the number before {x}, squared, is \(<half squared>\). Add it on both "
            r"sides: \(\left(<base>\right)^2 = <rest>\).",
            r"Take the root: \(<root of> = \pm\sqrt{<positive>}\).",
            r"A square is never negative, and \(<negative>\) is: there is no real solution.",
        ),
    )


_SQUARE = """
# Completing the square
if square != 0:
    half = linear/(2*square)
    rest = half**2 - number/square
    print("one before =", expand(form/square))
    print("left =", expand(form/square) - number/square)
    print("right =", -number/square)
    print("half squared =", half**2)
    print("base =", {x} + half)
    print("rest =", rest)
    if rest < 0:
        print("negative =", rest)
    else:
        print("root of =", {x} + half)
        print("positive =", rest)
"""
