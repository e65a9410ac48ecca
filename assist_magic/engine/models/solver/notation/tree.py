"""Mathematical expressions as small trees: what the parser builds and the writers read.

Trees are plain data. Nothing here computes a user's question: that is the code's affair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log10


@dataclass(frozen=True)
class Number:
    """A number as it was written: "12", "0.25"."""

    text: str


@dataclass(frozen=True)
class Name:
    """A variable."""

    id: str


@dataclass(frozen=True)
class Known:
    """A name whose value the code has worked out before; counts as a number."""

    id: str


@dataclass(frozen=True)
class Constant:
    """pi, E (Euler's number), I (the imaginary unit) or oo (infinity)."""

    id: str


@dataclass(frozen=True)
class Call:
    """A function applied to arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Negative:
    """Minus the operand."""

    operand: Node


@dataclass(frozen=True)
class Binary:
    """Two operands joined by one of + - * / **."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Relation:
    """Two or more sides joined by =, <, <=, >, >= or !=; never inside another tree."""

    sides: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """Values in brackets: an interval, a point, a row; inside no tree but another listing."""

    items: tuple[Node, ...]


Node = Number | Name | Known | Constant | Call | Negative | Binary | Relation | Listing


def children(node: Node) -> tuple[Node, ...]:
    """The trees right below this one."""
    match node:
        case Call(arguments=found) | Relation(sides=found) | Listing(items=found):
            return found
        case Negative(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """This tree and all below it, from the top."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Node) -> tuple[str, ...]:
    """The variables of a tree, in the order of the alphabet."""
    return tuple(sorted({part.id for part in walk(node) if isinstance(part, Name)}))


def known(node: Node) -> frozenset[str]:
    """The names in a tree whose values the code has worked out before."""
    return frozenset(part.id for part in walk(node) if isinstance(part, Known))


def calls(node: Node) -> frozenset[str]:
    """The functions that a tree applies."""
    return frozenset(part.function for part in walk(node) if isinstance(part, Call))


def rebuilt(node: Node, below: tuple[Node, ...]) -> Node:
    """The same kind of tree over other trees."""
    match node:
        case Call(function=function):
            return Call(function, below)
        case Relation(operators=operators):
            return Relation(below, operators)
        case Listing():
            return Listing(below)
        case Negative():
            return Negative(below[0])
        case Binary(operator=operator):
            return Binary(operator, below[0], below[1])
        case _:
            return node


def substituted(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with variables replaced by other trees."""
    if isinstance(node, Name):
        return values.get(node.id, node)
    return rebuilt(node, tuple(substituted(child, values) for child in children(node)))


def whole(node: Node) -> int | None:
    """The integer that a tree writes down (with an optional minus), or None."""
    match node:
        case Number(text=text) if text.isdigit():
            return int(text)
        case Negative(operand=Number(text=text)) if text.isdigit():
            return -int(text)
        case _:
            return None


def degree(node: Node, name: str) -> int | None:
    """The degree of a polynomial in `name` before like terms cancel; None if it is not one."""
    match node:
        case Name(id=found):
            return int(found == name)
        case Number() | Constant() | Known():
            return 0
        case Negative(operand=operand):
            return degree(operand, name)
        case Call(function="simplify" | "expand" | "factor", arguments=(inner,)):
            return degree(inner, name)
        case Call(function="diff", arguments=(inner, Name(id=found), *times)) if found == name:
            before, order = degree(inner, name), (whole(times[0]) if times else 1) or 1
            return None if before is None else max(before - order, 0)
        case Binary(operator=operator, left=left, right=right):
            return _joined_degree(operator, degree(left, name), degree(right, name), right)
        case _:
            return None if name in names(node) else 0


def _joined_degree(operator: str, left: int | None, right: int | None, below: Node) -> int | None:
    if left is None or right is None:
        return None
    if operator in "+-":
        return max(left, right)
    if operator == "*":
        return left + right
    if right > 0:
        return None
    if operator == "/" or left == 0:
        return left
    exponent = whole(below)
    return None if exponent is None or exponent < 0 else left * exponent


def size(node: Node) -> float:
    """An upper bound for the decimal digits of any number that evaluating this tree meets.

    Variables count as one digit, so that `(x + 1)**500` is large too.
    """
    match node:
        case Number(text=text):
            return float(len(text))
        case Name() | Constant() | Known():
            return 1.0
        case Binary(operator="**", left=left, right=right):
            base, exponent = size(left), _magnitude(right)
            return max(base, size(right), base * exponent)
        case Binary(operator=operator, left=left, right=right):
            together = size(left) + size(right)
            return together if operator in "*/" else max(size(left), size(right)) + 1
        case Call(function="factorial", arguments=(argument,)):
            count = _magnitude(argument)
            return max(count * max(log10(count + 1), 1), 1.0)
        case _:
            return max((size(child) for child in children(node)), default=1.0)


def _magnitude(node: Node) -> float:
    """An upper bound for the absolute value of a constant tree; a variable counts as one."""
    match node:
        case Number(text=text):
            return min(float(text), 1e300)
        case Name():
            return 1.0
        case Known():
            return 100.0
        case Constant(id=name):
            return 1e300 if name == "oo" else 4.0
        case Negative(operand=operand):
            return _magnitude(operand)
        case Binary(operator="/", left=left):
            return _magnitude(left)
        case _:
            return float(10.0 ** min(size(node), 300.0))
