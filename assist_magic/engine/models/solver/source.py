"""Writes trees as Python source that SymPy computes exactly and a student can read."""

from __future__ import annotations

from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Call,
    Constant,
    Known,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
)

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
_SIGN = 3
_ATOM = 9
_RENAMED = {"lambda": "lamda", **{name: f"{name}_" for name in "CEINOQS"}}
"""Names that mean something else to Python or SymPy."""


def python(node: Node) -> str:
    """SymPy source of a tree; divisions of integers stay exact.

    An equation becomes Eq(left, right), an inequality keeps its sign, a list is a Python list.
    """
    match node:
        case Relation(sides=sides, operators=operators):
            pairs = zip(sides, operators, sides[1:], strict=False)
            parts = [_compared(left, sign, right) for left, sign, right in pairs]
            return parts[0] if len(parts) == 1 else " & ".join(f"({part})" for part in parts)
        case Listing(items=items):
            return f"[{', '.join(python(item) for item in items)}]"
        case _:
            return _write(node)[0]


def _compared(left: Node, sign: str, right: Node) -> str:
    if sign in ("=", "!="):
        return f"{'Eq' if sign == '=' else 'Ne'}({python(left)}, {python(right)})"
    return f"{python(left)} {sign} {python(right)}"


def variable(name: str) -> str:
    """The Python name of a variable."""
    return _RENAMED.get(name, name)


def _write(node: Node) -> tuple[str, int]:
    """Source and how strongly its outermost operation binds."""
    match node:
        case Number(text=text):
            return (text, _ATOM) if text.isdigit() else (f'Rational("{text}")', _ATOM)
        case Name(id=name) | Known(id=name):
            return variable(name), _ATOM
        case Constant(id=name):
            return name, _ATOM
        case Call():
            return _call(node), _ATOM
        case Negative(operand=operand):
            return f"-{_within(operand, _SIGN)}", _SIGN
        case Binary():
            return _binary(node)
        case _:
            raise TypeError(f"{type(node).__name__} stands only at the top of a tree")


def _within(node: Node, strength: int) -> str:
    text, own = _write(node)
    return text if own >= strength else f"({text})"


def _binary(node: Binary) -> tuple[str, int]:
    sign, left, right = node.operator, node.left, node.right
    strength = _STRENGTH[sign]
    if sign == "/" and tree.whole(left) is not None and tree.whole(right) is not None:
        return f"Rational({python(left)}, {python(right)})", _ATOM
    if left == Constant("E") and sign == "**":
        return f"exp({python(right)})", _ATOM
    if sign == "**":
        base = f"Integer({python(left)})" if _needs_integer(node) else _within(left, strength + 1)
        return f"{base}**{_within(right, strength)}", strength
    first = _within(left, strength)
    if sign == "/" and _plain(left) and _plain(right):
        first = f"Integer({python(left)})"
    second = _within(right, strength if sign == "+" or sign == "*" else strength + 1)
    if isinstance(right, Negative) and not second.startswith("("):
        second = f"({second})"
    return (f"{first} {sign} {second}" if strength == 1 else f"{first}{sign}{second}"), strength


def _needs_integer(node: Binary) -> bool:
    """Whether Python itself would make a float of this power: 2**-3, 2**(1 - 3)."""
    return _plain(node.left) and _plain(node.right) and not isinstance(node.right, Number)


def _plain(node: Node) -> bool:
    """Whether Python would compute this tree with its own integers, without SymPy."""
    match node:
        case Number(text=text):
            return text.isdigit()
        case Negative(operand=operand):
            return _plain(operand)
        case Binary(operator=operator, left=left, right=right):
            exact = operator == "/" or operator == "**" and _needs_integer(node)
            return _plain(left) and _plain(right) and not exact
        case _:
            return False


def _call(node: Call) -> str:
    inside = ", ".join(python(argument) for argument in node.arguments)
    match node.function, len(node.arguments):
        case ("cbrt", 1) if not tree.names(node):
            return f"real_root({inside}, 3)"
        case ("ln", 1):
            return f"log({inside})"
        case ("log10", 1):
            return f"log({inside}, 10)"
        case ("log2", 1):
            return f"log({inside}, 2)"
        case (function, _):
            return f"{variable(function)}({inside})"
