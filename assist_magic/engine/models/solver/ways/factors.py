"""Takes expressions apart as they were written: terms of a sum, factors of a product."""

from __future__ import annotations

from functools import reduce

from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Call, Name, Negative, Node


def terms(node: Node) -> list[Node]:
    """The terms of a sum, each with its sign."""
    match node:
        case Binary(operator="+", left=left, right=right):
            return [*terms(left), *terms(right)]
        case Binary(operator="-", left=left, right=right):
            return [*terms(left), *map(negative, terms(right))]
        case Negative(operand=operand):
            return list(map(negative, terms(operand)))
        case _:
            return [node]


def negative(node: Node) -> Node:
    """Minus a term, without a double minus."""
    return node.operand if isinstance(node, Negative) else Negative(node)


def factors(node: Node) -> list[Node]:
    """The factors of a product; a minus stays with the first."""
    match node:
        case Binary(operator="*", left=left, right=right):
            return [*factors(left), *factors(right)]
        case Negative(operand=operand):
            first, *rest = factors(operand)
            return [Negative(first), *rest]
        case _:
            return [node]


def product(nodes: list[Node]) -> Node:
    """The product of factors."""
    return reduce(lambda left, right: Binary("*", left, right), nodes)


def is_simple(node: Node, name: str) -> bool:
    """Whether a table of derivatives has this: a constant, a power, or a function of the name."""
    moving = [factor for factor in factors(node) if name in tree.names(factor)]
    if not moving:
        return True
    return len(moving) == 1 and _in_table(moving[0], name)


def _in_table(node: Node, name: str) -> bool:
    x = Name(name)
    match node:
        case Negative(operand=operand):
            return is_simple(operand, name)
        case Binary(operator="**", left=base, right=power):
            plain = base == x and name not in tree.names(power)
            return plain or name not in tree.names(base) and power == x
        case Binary(operator="/", left=above, right=below):
            if name not in tree.names(below):
                return is_simple(above, name)
            return name not in tree.names(above) and _is_power(below, name)
        case Call(arguments=(argument,)):
            return argument == x
        case _:
            return node == x


def _is_power(node: Node, name: str) -> bool:
    match node:
        case Binary(operator="**", left=base, right=power):
            return base == Name(name) and name not in tree.names(power)
        case _:
            return node == Name(name)


def is_power_term(node: Node, name: str) -> bool:
    """Whether a term is a number times a power of the name."""
    return tree.degree(node, name) is not None
