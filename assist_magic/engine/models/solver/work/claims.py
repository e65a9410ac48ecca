"""Checking that expressions are equal, one after the other: simplifications and derivatives."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Node
from assist_magic.engine.models.solver.printed import Printed, Unexpected, Value
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.task import Task, said
from assist_magic.engine.models.solver.work import code
from assist_magic.engine.models.solver.work.lines import Claim
from assist_magic.engine.models.solver.work.slips import slips


@dataclass(frozen=True)
class Claims(Task):
    """Expressions that the student takes for equal, each with the next.

    `tutored`: nothing is told that the right result can be read off from.
    """

    claims: tuple[Claim, ...]
    tutored: bool = False
    notes: tuple[str, ...] = ()

    @property
    def _names(self) -> tuple[str, ...]:
        found = (tree.names(node) for claim in self.claims for node in (claim.left, claim.right))
        return tuple(sorted({name for several in found for name in several}))

    def code(self) -> str:
        pairs = "".join(
            f"    ({python(claim.left)}, {python(claim.right)}),\n" for claim in self.claims
        )
        wrong = "".join(
            f"    ({number}, {place}, {python(slip.node)}),\n"
            for number, claim in enumerate(self.claims, start=1)
            for place, slip in enumerate(slips(claim.left))
        )
        body = code.template(
            code.PAIRS,
            pairs=pairs,
            names=", ".join(variable(name) for name in self._names),
            shown=code.SIZES if self.tutored and not self._names else code.VALUES,
        )
        return sympy_script(
            body + (code.template(code.OFTEN_IN_PAIRS, wrong=wrong) if wrong else ""), self._names
        )

    def answer(self, printed: Printed) -> str:
        found = [printed.value(f"equation {n}").exact for n in range(1, len(self.claims) + 1)]
        if not set(found) <= {"holds", "fails"}:
            raise Unexpected("it was not seen whether the two sides are equal")
        lines = [
            f"{n}. {inline(_shown(claim))}: {'right' if verdict == 'holds' else '**not equal**'}."
            for n, (claim, verdict) in enumerate(zip(self.claims, found, strict=True), start=1)
        ]
        if "fails" not in found:
            every = "Every step is right" if len(found) > 1 else "This is right"
            return said("\n".join(lines), f"{every}: {_why(self.claims)}.")
        first = found.index("fails") + 1
        told = self._difference(printed, first)
        if len(found) > 1:
            told = f"Step {first} is the first that fails. {told}"
        return said("\n".join(lines[:first]), told, self._slip(printed, first))

    def _difference(self, printed: Printed, number: int) -> str:
        if not printed.values(f"left {number}"):
            return f"The right side is too {printed.value(f'size {number}').exact}."
        left, right = (_about(printed.value(f"{side} {number}")) for side in ("left", "right"))
        place = printed.values(f"at {number}")
        where = f"At {inline(_where(place[0].exact))}, " if place else ""
        if self.claims[number - 1].by:
            return f"{where}the integrand is {left}, the derivative of the right side {right}."
        return f"{where}{'t' if where else 'T'}he left side is {left}, the right side {right}."

    def _slip(self, printed: Printed, number: int) -> str:
        found = printed.values(f"slip {number}")
        if not found:
            return ""
        words = slips(self.claims[number - 1].left)[int(found[0].exact)].words
        return f"What may have happened: {words}."


def _about(value: Value) -> str:
    sign = "about " if "." in value.exact else ""
    return sign + inline(value.latex())


def _shown(claim: Claim) -> str:
    if claim.by:
        right = claim.right
        assert isinstance(right, tree.Call)
        function, x = right.arguments
        return rf"\int {_bracketed(claim.left)}\,d{latex(x)} = {latex(function)}"
    return f"{latex(claim.left)} = {latex(claim.right)}"


def _bracketed(node: Node) -> str:
    is_sum = isinstance(node, tree.Binary) and node.operator in "+-"
    return rf"\left({latex(node)}\right)" if is_sum else latex(node)


def _where(values: str) -> str:
    return values.replace(", ", r",\; ").replace("_", "").replace(":", " =")


def _why(claims: tuple[Claim, ...]) -> str:
    if any(claim.by for claim in claims):
        return "differentiated, the right side is the integrand again"
    is_constant = not any(
        tree.names(node) for claim in claims for node in (claim.left, claim.right)
    )
    return "both sides are equal" if is_constant else "both sides are equal wherever both exist"
