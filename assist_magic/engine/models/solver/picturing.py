"""A follow-up that asks for a picture of what was solved: the sides of an equation, two lines."""

from __future__ import annotations

import re
from fractions import Fraction

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents.equations import Solve
from assist_magic.engine.models.solver.intents.plots import Plot
from assist_magic.engine.models.solver.intents.systems import System
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.signs import plain
from assist_magic.engine.models.solver.notation.tree import Binary, Name, Negative, Node, Number
from assist_magic.engine.models.solver.results import Function
from assist_magic.engine.models.solver.subjects import difference
from assist_magic.engine.models.solver.task import Task

_DRAW = r"(?:plot|draw|graph|sketch|visuali[sz]e|illustrate)"
_IT = (
    r"(?:it|that|this|them|these|those|both|everything|(?:both|the|these|those|both of the|all)"
    r" (?:two )?(?:graphs?|lines?|curves?|equations?|functions?|sides|parabolas?|system|situation))"
)
_PICTURE = r"(?:a |the )?(?:graph|plot|picture|sketch|drawing|diagram)s?"
_ASKS = re.compile(
    r"(?:(?:and|now|ok(?:ay)?|then|please|can you|could you|would you)\b[ ,]*)*"
    rf"(?:{_DRAW}(?: {_IT})?|(?:show|make|give|draw)(?: me| us)? (?:{_IT} (?:in|on|as) )?{_PICTURE}"
    rf"(?: (?:of|for) {_IT})?|{_PICTURE}(?: (?:of|for) {_IT})?)"
    r"(?:[ ,]+(?:please|together|too|as well|in one (?:graph|plot|diagram|picture)|for my class))*"
)
_LONGEST = 80


def picture_of(text: str, history: History) -> Task | None:
    """The plot of an equation or a system that was solved last; None if none is asked for."""
    said = re.sub(r"\s+", " ", plain(text).lower()).strip(" .!?")
    if not history.near or len(said) > _LONGEST or not _ASKS.fullmatch(said):
        return None
    match history.last:
        case Solve(has_parameters=False, degree=degree) as task if degree != 0:
            named = re.search(r"\bboth\b(?! sides)", said)
            return None if named else _of_sides(task)
        case System(unknowns=(across, up)) as task:
            found = [_solved(difference(each), across, up) for each in task.relations]
            drawn = [Function(node, across, up) for node in found if node is not None]
            return Plot(tuple(drawn)) if len(drawn) == len(found) else None
        case _:
            return None


def _of_sides(task: Solve) -> Plot:
    """Both sides; or the left one with its roots, where 0 stands on the right."""
    left, right = (Function(side, task.unknown) for side in task.relation.sides)
    if right.node != Number("0"):
        return Plot((left, right))
    return Plot((left,), marked=("roots",) if task.degree in (1, 2) else ())


def _solved(form: Node, across: str, up: str) -> Node | None:
    """What `up` is by an equation form = 0 in which it is linear; None if it is not clear."""
    match form:
        case Binary("-", Name(id=name), other) if name == up and up not in tree.names(other):
            return other
        case Binary("-", other, Name(id=name)) if name == up and up not in tree.names(other):
            return other
    degrees = tree.degree(form, across), tree.degree(form, up)
    if degrees not in ((1, 1), (0, 1)):
        return None
    corner, right, above, beyond = (
        _value(form, {across: Fraction(x), up: Fraction(y)})
        for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))
    )
    if corner is None or right is None or above is None or beyond is None:
        return None
    slope, factor = right - corner, above - corner
    if not factor or beyond != corner + slope + factor:
        return None
    return _line(-slope / factor, -corner / factor, across)


def _line(slope: Fraction, start: Fraction, across: str) -> Node:
    rising: Node = Name(across)
    if abs(slope) != 1:
        rising = Binary("*", _number(abs(slope)), rising)
    if not slope:
        return _number(start) if start >= 0 else Negative(_number(-start))
    rising = Negative(rising) if slope < 0 else rising
    if not start:
        return rising
    return Binary("+" if start > 0 else "-", rising, _number(abs(start)))


def _number(value: Fraction) -> Node:
    above = Number(str(value.numerator))
    return above if value.denominator == 1 else Binary("/", above, Number(str(value.denominator)))


def _value(node: Node, at: dict[str, Fraction]) -> Fraction | None:
    """The value of a tree of the four operations; None for any other."""
    match node:
        case Number(text=text):
            return Fraction(text)
        case Name(id=name):
            return at.get(name)
        case Negative(operand=operand):
            found = _value(operand, at)
            return None if found is None else -found
        case Binary(operator=operator, left=left, right=right) if operator in ("+", "-", "*", "/"):
            one, two = _value(left, at), _value(right, at)
            if one is None or two is None or operator == "/" and not two:
                return None
            return {
                "+": one + two,
                "-": one - two,
                "*": one * two,
                "/": one / two if two else one,
            }[operator]
        case _:
            return None
