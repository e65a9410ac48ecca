"""Slips that many students make: what an expression would become by each, and how to say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
)

_SQUARE = (
    "the square of a sum is not the sum of the squares; twice the product of the two terms belongs "
    "to it"
)
_EVERY = "the factor belongs to every term in the brackets, not to the first alone"
_MINUS = "the minus before the brackets turns the sign of every term in them"
_SIGN_SQUARED = "the exponent belongs to the number alone: the minus before it is not squared"
_ADDED = "where powers of the same base are multiplied, the exponents are added"
_MULTIPLIED = "where a power is raised to a power, the exponents are multiplied"
_UNLIKE = "only like terms can be added: powers with different exponents stay apart"
_FRACTIONS = "fractions are added over a common denominator, not top to top and bottom to bottom"
_SUBTRACTED = (
    "fractions are subtracted over a common denominator, not top from top and bottom from bottom"
)
_ROOT = "the root of a sum is not the sum of the roots"
_PRODUCT = "the derivative of a product is not the product of the derivatives (product rule)"
_QUOTIENT = "the derivative of a quotient is not the quotient of the derivatives (quotient rule)"
_CHAIN = "the derivative of what stands inside is missing as a factor (chain rule)"
_ONE, _TWO = Number("1"), Number("2")


@dataclass(frozen=True)
class Slip:
    """What comes out wrongly, and the rule that was forgotten."""

    node: Node
    words: str


def slips(node: Node) -> tuple[Slip, ...]:
    """What would come of an expression if a rule were forgotten in one place of it."""
    return tuple(_within(node))


def _within(node: Node) -> Iterator[Slip]:
    yield from _here(node)
    below = tree.children(node)
    for place, child in enumerate(below):
        for slip in _within(child):
            changed = (*below[:place], slip.node, *below[place + 1 :])
            yield Slip(tree.rebuilt(node, changed), slip.words)


def _here(node: Node) -> Iterator[Slip]:
    match node:
        case Binary("**", Binary("+" | "-" as sign, a, b), power) if power == _TWO:
            yield Slip(Binary(sign, Binary("**", a, _TWO), Binary("**", b, _TWO)), _SQUARE)
            yield Slip(Binary("+", Binary("**", a, _TWO), Binary("**", b, _TWO)), _SQUARE)
        case Binary("+", Binary("/", a, b), Binary("/", c, d)):
            yield Slip(Binary("/", Binary("+", a, c), Binary("+", b, d)), _FRACTIONS)
        case Binary("-", Binary("/", a, b), Binary("/", c, d)) if b != d:
            yield Slip(Binary("/", Binary("-", a, c), Binary("-", b, d)), _SUBTRACTED)
        case Call("sqrt", (Binary("+" | "-" as sign, a, b),)):
            yield Slip(Binary(sign, Call("sqrt", (a,)), Call("sqrt", (b,))), _ROOT)
        case Call("diff", (function, Name() as x)):
            yield from _derived(function, x)
        case _:
            yield from _powers(node)
            yield from _distributed(node)


def _powers(node: Node) -> Iterator[Slip]:
    match node:
        case Negative(Binary("**", base, power)):
            yield Slip(Binary("**", Negative(base), power), _SIGN_SQUARED)
        case Binary("*", Binary("**", a, one), Binary("**", b, two)) if a == b:
            yield Slip(Binary("**", a, Binary("*", one, two)), _ADDED)
        case Binary("+", Binary("**", a, one), Binary("**", b, two)) if a == b and one != two:
            yield Slip(Binary("**", a, Binary("+", one, two)), _UNLIKE)
        case Binary("**", Binary("**", base, one), two):
            yield Slip(Binary("**", base, Binary("+", one, two)), _MULTIPLIED)


def _distributed(node: Node) -> Iterator[Slip]:
    match node:
        case Binary("*", factor, Binary("+" | "-" as sign, a, b)):
            yield Slip(Binary(sign, Binary("*", factor, a), b), _EVERY)
        case Binary("*", Binary("+" | "-" as sign, a, b), factor):
            yield Slip(Binary(sign, a, Binary("*", b, factor)), _EVERY)
        case Negative(Binary("+" | "-" as sign, a, b)):
            yield Slip(Binary(sign, Negative(a), b), _MINUS)
        case Binary("-", whole, Binary("*", factor, Binary("+" | "-" as sign, a, b))):
            first = Binary("-", whole, Binary("*", factor, a))
            yield Slip(Binary(sign, first, Binary("*", factor, b)), _MINUS)
        case Binary("-", whole, Binary("+" | "-" as sign, a, b)):
            yield Slip(Binary(sign, Binary("-", whole, a), b), _MINUS)


def _derived(function: Node, x: Name) -> Iterator[Slip]:
    match function:
        case Binary("*" | "/" as sign, a, b) if tree.names(b) and (sign == "/" or tree.names(a)):
            wrong = Binary(sign, Call("diff", (a, x)), Call("diff", (b, x)))
            yield Slip(wrong, _PRODUCT if sign == "*" else _QUOTIENT)
        case Binary("**", Binary() | Call() as inner, power) if not tree.names(power):
            below = Binary("**", inner, Binary("-", power, _ONE))
            yield Slip(Binary("*", power, below), _CHAIN)
        case Binary("**", Constant("E"), power) if power != x:
            yield Slip(function, _CHAIN)
        case Call(name, (inner,)) if name in _OUTER and inner != x:
            yield Slip(_OUTER[name](inner), _CHAIN)


_OUTER: dict[str, Callable[[Node], Node]] = {
    "sin": lambda inner: Call("cos", (inner,)),
    "cos": lambda inner: Negative(Call("sin", (inner,))),
    "exp": lambda inner: Call("exp", (inner,)),
    "ln": lambda inner: Binary("/", _ONE, inner),
    "sqrt": lambda inner: Binary("/", _ONE, Binary("*", _TWO, Call("sqrt", (inner,)))),
}
"""The derivative of a function at what stands inside it, without the factor of the chain rule."""
