"""Explanations of the quadratic formula, with the numbers of the equation at hand."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import inline
from assist_magic.engine.models.solver.printed import Printed


def explained(step: str, printed: Printed) -> str:
    """Why a step with the quadratic formula is taken; empty for any other step."""
    if step.startswith("Discriminant:"):
        return _discriminant(printed)
    if step.startswith("Quadratic formula:"):
        return _formula(printed)
    return ""


def _discriminant(printed: Printed) -> str:
    a, b, c = (_bracketed(printed.value(f"coefficient {name}").latex()) for name in "abc")
    found = printed.value("discriminant")
    worked = inline(rf"D = {b}^2 - 4 \cdot {a} \cdot {c} = {found.latex()}")
    sign = "negative" if found.exact.startswith("-") else "positive"
    sign = "zero" if found.exact == "0" else sign
    count = {
        "negative": "A negative number has no real root, so there is no real solution.",
        "positive": "It is positive, so there are two solutions.",
        "zero": "It is 0, so there is just one solution.",
    }[sign]
    return (
        "The discriminant is what stands under the root in the quadratic formula. Put in the three "
        f"numbers: {worked}. {count}"
    )


def _formula(printed: Printed) -> str:
    above, below, root = (
        printed.value(label).latex() for label in ("minus b", "twice a", "discriminant")
    )
    if root.startswith("-"):
        return (
            "Put -b, D and 2a into the formula. Under the root stands a negative number, so there "
            "is no real solution."
        )
    plus, minus = (inline(rf"\frac{{{above} {sign} \sqrt{{{root}}}}}{{{below}}}") for sign in "+-")
    return (
        "Put -b, D and 2a into the formula. The sign ± stands for two numbers: "
        f"{plus} and {minus}. Work out both, the root first."
    )


def _bracketed(number: str) -> str:
    return rf"\left({number}\right)" if not number.isdigit() else number
