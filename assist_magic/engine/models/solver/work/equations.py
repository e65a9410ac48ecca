"""Checking that each line of a solution says the same of the unknown as the line before."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Name, Node, Relation
from assist_magic.engine.models.solver.printed import Printed, Unexpected, Value
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.task import Task, said
from assist_magic.engine.models.solver.work import code
from assist_magic.engine.models.solver.work.lines import Line, is_solved
from assist_magic.engine.models.solver.work.slips import Slip, slips

_VERDICTS = {"same", "lost", "gained", "broken"}
_TURN = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}

_DIVIDED = (
    "A solution was lost: was there a division by something that can be 0, a root that has two "
    "signs, or one more factor that can be 0?"
)
_OTHER = "Line 1 is the question that stands. If your work is on another one, ask that one first."
_PRODUCT = "only a product that is 0 says something of each factor; bring all to one side first"
_SQUARED = (
    "Squaring both sides, or multiplying by something that can be 0, can do that: put each "
    "solution into the first line."
)


@dataclass(frozen=True)
class Equations(Task):
    """Lines of a solution, each with relations in one unknown.

    `tutored`: no solution is told that the student has not found. `posed`: the first line is the
    question that stands, and not the student's.
    """

    lines: tuple[Line, ...]
    unknown: str
    tutored: bool = False
    posed: bool = False
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        x = variable(self.unknown)
        lines = "".join(f"    [{', '.join(map(python, line.relations))}],\n" for line in self.lines)
        body = code.template(code.LINES, x=x, lines=lines) + ("" if self.tutored else code.LOST)
        pairs = [sides_of(line) for line in self.lines]
        sides = "".join(f"    {_pair(pair) if pair else None},\n" for pair in pairs)
        if sum(pair is not None for pair in pairs) > 1:
            body += code.template(code.CHANGES, sides=sides)
        if wrong := self._wrong():
            body += code.template(code.OFTEN_IN_LINES, wrong=wrong)
        if turned := self._turned():
            body += code.template(code.TURNED, turned=turned)
        return sympy_script(body, ())

    def _turned(self) -> str:
        """The lines that are inequalities, with their signs the other way round."""
        found = ((n, line.relations) for n, line in enumerate(self.lines, start=1) if n > 1)
        return "".join(
            f"    ({number}, {python(Relation(one.sides, (_TURN[one.operators[0]],)))}),\n"
            for number, (one, *others) in found
            if not others and len(one.operators) == 1 and one.operators[0] in _TURN
        )

    def _slips(self, number: int) -> list[tuple[int, Slip]]:
        """The slips that could lead to a line, each with the side (0 or 1) that it is made on."""
        before, after = sides_of(self.lines[number - 2]), sides_of(self.lines[number - 1])
        if not before or not after:
            return []
        return [(side, slip) for side in (0, 1) for slip in slips(before[side])]

    def _splits_a_product(self, number: int) -> bool:
        """Whether a product that is not 0 was taken apart into its factors."""
        match sides_of(self.lines[number - 2]):
            case (Binary("*"), other) if tree.whole(other) != 0:
                return len(self.lines[number - 1].relations) > 1
            case _:
                return False

    def _wrong(self) -> str:
        return "".join(
            f"    ({number}, {place}, {side}, {python(slip.node)}),\n"
            for number in range(2, len(self.lines) + 1)
            for place, (side, slip) in enumerate(self._slips(number))
        )

    def answer(self, printed: Printed) -> str:
        found = [printed.value(f"line {n}").exact for n in range(2, len(self.lines) + 1)]
        if not set(found) <= _VERDICTS:
            raise Unexpected("it was not seen whether the lines say the same")
        wrong = _first_wrong(found, printed)
        told = wrong or len(self.lines)
        marks = ["given", *("follows" for _ in found)]
        if wrong:
            gained = found[wrong - 2] == "gained"
            marks[wrong - 1] = "**lets in more**" if gained else "**does not follow**"
        listed = "\n".join(
            f"{n}. {inline(self._shown(n))}: {marks[n - 1]}." for n in range(1, told + 1)
        )
        if not wrong:
            return said(listed, self._right())
        return said(listed, *self._complaint(printed, wrong, found[wrong - 2]))

    def _shown(self, number: int) -> str:
        return r" \text{ or } ".join(map(latex, self.lines[number - 1].relations))

    def _right(self) -> str:
        if is_solved(self.lines[-1]):
            return "Every line follows, and the unknown stands alone: it is solved."
        x = inline(latex(Name(self.unknown)))
        return f"Every line follows so far. What remains: get {x} alone on one side."

    def _complaint(self, printed: Printed, number: int, verdict: str) -> list[str]:
        words = {
            "lost": f"Line {number} is the first that goes wrong: it has fewer solutions than line "
            f"{number - 1}.",
            "gained": f"Line {number} follows, but it has solutions that line {number - 1} has "
            "not, and they stay to the end.",
            "broken": f"Line {number} is the first that goes wrong: its solutions are not those of "
            f"line {number - 1}.",
        }
        slip = self._slip(printed, number)
        changed = self._changed(printed, number) if verdict == "broken" and not slip else ""
        witness = words[verdict] + self._witness(printed, number)
        other = _OTHER if self.posed and number == 2 else ""
        return [witness, self._lost(printed, number, verdict), changed, slip, other]

    def _witness(self, printed: Printed, number: int) -> str:
        """A number that makes the wrong line true, and not the one before."""
        values = printed.values(f"only in {number}")
        if not values:
            return ""
        where = inline(values[0].statement(self.unknown))
        text = f" {where} makes line {number} true, but not line {number - 1}"
        sides = [printed.values(f"{side} of {number - 1} there") for side in ("left", "right")]
        if all(sides):
            left, right = (inline(value[0].latex()) for value in sides)
            text += f": there, its left side is {left} and its right side {right}"
        return f"{text}."

    def _lost(self, printed: Printed, number: int, verdict: str) -> str:
        values = printed.values(f"lost in {number}")
        if values:
            where = inline(values[0].statement(self.unknown))
            return f"{where} makes line {number - 1} true, but not line {number}."
        if verdict == "lost":
            return _DIVIDED
        return _SQUARED if verdict == "gained" else ""

    def _changed(self, printed: Printed, number: int) -> str:
        """How the two sides were changed, where that is the same everywhere and not alike."""
        for how, words in (("times", "multiplied by"), ("plus", "changed by")):
            found = [printed.values(f"{side} {how} in {number}") for side in ("left", "right")]
            if all(found):
                left, right = (_amount(values[0], how) for values in found)
                return (
                    f"From line {number - 1} to line {number} the left side was {words} {left}, "
                    f"but the right side by {right}."
                )
        return ""

    def _slip(self, printed: Printed, number: int) -> str:
        if printed.values(f"sign in {number}"):
            return (
                "What may have happened: an inequality turns its sign around when both sides are "
                "multiplied or divided by a negative number."
            )
        if self._splits_a_product(number):
            return f"What may have happened: {_PRODUCT}."
        found = printed.values(f"slip in {number}")
        if not found:
            return ""
        _, slip = self._slips(number)[int(found[0].exact)]
        return f"What may have happened: {slip.words}."


def _pair(sides: tuple[Node, Node]) -> str:
    return f"({python(sides[0])}, {python(sides[1])})"


def _amount(value: Value, how: str) -> str:
    sign = "+" if how == "plus" and value.exact[0] not in "-0" else ""
    return inline(f"{sign}{value.latex()}")


def sides_of(line: Line) -> tuple[Node, Node] | None:
    """Both sides of a line that is one equation."""
    match line.relations:
        case (Relation((left, right), ("=",)),):
            return left, right
        case _:
            return None


def _first_wrong(found: list[str], printed: Printed) -> int:
    """The line that goes wrong, or 0: solutions that came in may go again, if those of the first
    line are left."""
    gained = 0
    for number, verdict in enumerate(found, start=2):
        back = printed.values(f"first solutions in {number}")
        if verdict == "gained":
            gained = gained or number
        elif verdict == "lost" and gained and back:
            gained = 0
        elif verdict != "same":
            return number
    return gained
