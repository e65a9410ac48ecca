"""From a message with lines of work to the task of checking them."""

from __future__ import annotations

from collections.abc import Sequence

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Node, Relation
from assist_magic.engine.models.solver.subjects import applied, settled
from assist_magic.engine.models.solver.task import NotSure
from assist_magic.engine.models.solver.work.claims import Claims
from assist_magic.engine.models.solver.work.equations import Equations
from assist_magic.engine.models.solver.work.lines import Claim, Line, lines_in

MOST = 24


def check_of(text: str, posed: Relation | None = None, tutored: bool = False) -> Claims | Equations:
    """The task of checking the work in a message.

    Args:
        text: the message.
        posed: the equation that the work is to solve, where the student need not repeat it.
        tutored: the answer must not be told.

    Raises:
        NotRead, NotSure: there are no lines of work in it, or they are not clear.
    """
    lines = lines_in(text)
    if len(lines) > MOST:
        raise NotSure(f"there are more than {MOST} lines of work")
    if not lines:
        raise NotSure("there are no lines of work in the message")
    if posed is not None and all(line.relations for line in lines):
        first = Line((posed,))
        rest = [line for line in lines if line != first]
        return _equations([first, *rest], tutored, posed=len(rest) == len(lines))
    if claims := _claims(lines):
        return claimed(claims, tutored)
    if len(lines) < 2:
        raise NotSure("there is only one line, and nothing that it should follow from")
    return _equations(lines, tutored)


def _equations(lines: Sequence[Line], tutored: bool, posed: bool = False) -> Equations:
    if not all(line.relations for line in lines):
        raise NotSure("some lines are equations, and others are not")
    notes: list[str] = []
    found = tuple(
        Line(tuple(_relation(relation, notes) for relation in line.relations)) for line in lines
    )
    if any("!=" in relation.operators for line in found for relation in line.relations):
        raise NotSure("lines with ≠ are not checked")
    names = {name for line in found for relation in line.relations for name in tree.names(relation)}
    if len(names) != 1:
        raise NotSure("lines of work are checked in one unknown")
    return Equations(found, names.pop(), tutored, posed, tuple(dict.fromkeys(notes)))


def _relation(relation: Relation, notes: list[str]) -> Relation:
    found = _settled(relation, False, notes)
    assert isinstance(found, Relation)
    return found


def claimed(claims: Sequence[Claim], tutored: bool) -> Claims:
    """The task of checking claims, under the solver's conventions.

    Raises:
        NotSure: they apply a function that nobody defined.
    """
    notes: list[str] = []
    found = tuple(
        Claim(_settled(claim.left, True, notes), _settled(claim.right, True, notes), claim.by)
        for claim in claims
    )
    return Claims(found, tutored, tuple(dict.fromkeys(notes)))


def _settled(node: Node, natural: bool, notes: list[str]) -> Node:
    """A tree with the solver's conventions, and no function in it that nobody defined."""
    return settled(applied(node, History()), natural, notes)


def _claims(lines: Sequence[Line]) -> tuple[Claim, ...]:
    """The lines as expressions that are to be equal; none if they are equations to be solved."""
    if all(line.expression is not None for line in lines):
        nodes = [line.expression for line in lines if line.expression is not None]
        return tuple(Claim(*pair) for pair in zip(nodes, nodes[1:], strict=False))
    found: list[Claim] = []
    for line in lines:
        if line.claims:
            found += line.claims
        elif len(line.relations) == 1 and set(line.relations[0].operators) == {"="}:
            sides = line.relations[0].sides
            found += [Claim(*pair) for pair in zip(sides, sides[1:], strict=False)]
        else:
            return ()
    return tuple(found) if _are_identities(lines, found) else ()


def _are_identities(lines: Sequence[Line], claims: Sequence[Claim]) -> bool:
    """Whether both sides are meant to be equal for every value of the letters."""
    if any(line.claims or len(line.relations[0].sides) > 2 for line in lines):
        return True
    if not any(tree.names(node) for claim in claims for node in (claim.left, claim.right)):
        return True
    if len(claims) == 1:
        left, right = claims[0].left, claims[0].right
        return bool(tree.names(left) and tree.names(right)) and not isinstance(left, tree.Name)
    pairs = zip(claims, claims[1:], strict=False)
    return all(before.right == after.left for before, after in pairs)
