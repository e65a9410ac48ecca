"""Writes trees, and values as the code printed them, as LaTeX."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.notation.expressions import read_printed
from assist_magic.engine.models.solver.notation.tokens import GREEK, SPECIAL, NotRead
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
    names,
)

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 9, "**": 4}
_SIGNS = {"=": "=", "<": "<", ">": ">", "<=": r"\le", ">=": r"\ge", "!=": r"\ne"}
_CONSTANTS = {"pi": r"\pi", "E": "e", "I": "i", "oo": r"\infty"}
_COMMANDS = re.compile("sin|cos|tan|cot|sec|csc|sinh|cosh|tanh|exp|ln|log")
_COMMANDS_FOR = {
    "asin": r"\arcsin",
    "acos": r"\arccos",
    "atan": r"\arctan",
    "gcd": r"\gcd",
    "lcm": r"\operatorname{lcm}",
    "Max": r"\max",
    "Min": r"\min",
    "arg": r"\arg",
    "re": r"\operatorname{Re}",
    "im": r"\operatorname{Im}",
    "ff": "P",
}


def latex(node: Node) -> str:
    """LaTeX of a tree, in the order in which it was written."""
    match node:
        case Relation(sides=sides, operators=operators):
            rest = "".join(
                f" {_SIGNS[sign]} {latex(side)}"
                for sign, side in zip(operators, sides[1:], strict=True)
            )
            return latex(sides[0]) + rest
        case Listing(items=items):
            return rf"\left({', '.join(latex(item) for item in items)}\right)"
        case _:
            return _write(node)[0]


def printed(value: str) -> str:
    """LaTeX of a value that SymPy printed; as plain text where it is none that we can read."""
    try:
        return latex(read_printed(value))
    except NotRead:
        return rf"\mathtt{{{value}}}"


def inline(text: str) -> str:
    r"""LaTeX set inside a line: \( … \)."""
    return rf"\({text}\)"


def _write(node: Node) -> tuple[str, int]:
    """LaTeX and how strongly its outermost operation binds."""
    match node:
        case Number(text=text):
            return text, 9
        case Name(id=name) | Known(id=name):
            return (f"\\{name}" if name in GREEK else name), 9
        case Constant(id=name):
            return _CONSTANTS[name], 9
        case Negative(operand=operand):
            return f"-{_within(operand, 2)}", 1
        case Call():
            return _call(node)
        case Binary():
            return _signed(node)
        case _:
            raise TypeError(f"{type(node).__name__} stands only at the top of a tree")


def _signed(node: Binary) -> tuple[str, int]:
    """Two operands; a minus goes before its fraction, a negative power under one."""
    match node:
        case Binary(operator="/", left=Negative(operand=above), right=below):
            return f"-{_binary(Binary('/', above, below))}", 1
        case Binary(operator="**", left=base, right=Negative(operand=power)) if names(base):
            return _binary(Binary("/", Number("1"), Binary("**", base, power))), 9
        case _:
            return _binary(node), _STRENGTH[node.operator]


def _within(node: Node, strength: int) -> str:
    text, own = _write(node)
    return text if own >= strength else rf"\left({text}\right)"


def _binary(node: Binary) -> str:
    left, right = node.left, node.right
    match node.operator:
        case "/":
            return rf"\frac{{{latex(left)}}}{{{latex(right)}}}"
        case "**":
            base = _within(left, 5)
            if base.startswith(r"\frac"):
                base = rf"\left({base}\right)"
            return f"{base}^{{{latex(right)}}}"
        case "*":
            first = _write(left)[0] if isinstance(left, Negative) else _within(left, 2)
            return _product(first, _bracket_minus(right, 2))
        case "+":
            return f"{_within(left, 1)} + {_bracket_minus(right, 1)}"
        case _:
            return f"{_within(left, 1)} - {_bracket_minus(right, 2)}"


def _bracket_minus(node: Node, strength: int) -> str:
    text = _within(node, strength)
    return rf"\left({text}\right)" if text.startswith("-") else text


def _product(first: str, second: str) -> str:
    """Two factors, with a dot only where they would run into each other."""
    if second[0].isdigit() or second.startswith(r"\frac"):
        return rf"{first} \cdot {second}"
    letters = second[0].isalpha() and first[-1].isalpha() and "\\" in first.split()[-1]
    return f"{first} {second}" if letters or second.startswith("\\") else first + second


_TEMPLATES = {
    "sqrt": (r"\sqrt{%s}", 9),
    "cbrt": (r"\sqrt[3]{%s}", 9),
    "Abs": (r"\left|%s\right|", 9),
    "exp": ("e^{%s}", 4),
    "floor": (r"\left\lfloor %s \right\rfloor", 9),
    "ceiling": (r"\left\lceil %s \right\rceil", 9),
    "conjugate": (r"\overline{%s}", 9),
}
_SHOWN_AS_THEY_ARE = ("simplify", "expand", "factor")


def _call(node: Call) -> tuple[str, int]:
    first = latex(node.arguments[0])
    if node.function in _TEMPLATES:
        text, strength = _TEMPLATES[node.function]
        return text.replace("%s", first), strength
    if node.function in _SHOWN_AS_THEY_ARE:
        return _write(node.arguments[0])
    match node.function, node.arguments:
        case ("diff", (_, Name(id=name))):
            return rf"\frac{{d}}{{d{name}}}\left({first}\right)", 2
        case ("diff", (_, Name(id=name), order)):
            power = f"^{{{latex(order)}}}"
            return rf"\frac{{d{power}}}{{d{name}{power}}}\left({first}\right)", 2
        case ("integrate", (_, Name(id=name))):
            return rf"\int {first}\,d{name}", 1
        case _:
            return _of_numbers(node)


def _of_numbers(node: Call) -> tuple[str, int]:
    match node.function, node.arguments:
        case ("factorial", (argument,)):
            return f"{_within(argument, 9)}!", 8
        case ("log", (number, base)):
            return rf"\log_{{{latex(base)}}}\left({latex(number)}\right)", 8
        case ("binomial", (number, chosen)):
            return rf"\binom{{{latex(number)}}}{{{latex(chosen)}}}", 9
        case ("Mod", (left, right)):
            return rf"{_within(left, 3)} \bmod {_within(right, 3)}", 2
        case _:
            inside = ", ".join(latex(argument) for argument in node.arguments)
            return rf"{_command(node.function)}\left({inside}\right)", 8


def _command(function: str) -> str:
    if function in ("log10", "log2"):
        return rf"\log_{{{function[3:]}}}"
    if _COMMANDS.fullmatch(function):
        return f"\\{function}"
    return _COMMANDS_FOR.get(function) or SPECIAL.get(function, function)
