"""Divides what people type for mathematics into numbers, names and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
    **{name: name for name in ("asin", "acos", "atan", "sinh", "cosh", "tanh")},
    **{name: name for name in ("exp", "sqrt", "cbrt", "log", "ln", "factorial")},
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "cosec": "csc",
    "abs": "Abs",
    "Abs": "Abs",
    "log10": "log10",
    "log2": "log2",
    "lg": "log10",
}
"""What people write for a function, and its name in the tree."""

CALLED = {
    **dict.fromkeys(("gcd", "hcf", "gcf"), "gcd"),
    **{name: name for name in ("lcm", "floor")},
    **dict.fromkeys(("ceil", "ceiling"), "ceiling"),
    **dict.fromkeys(("max", "Max"), "Max"),
    **dict.fromkeys(("min", "Min"), "Min"),
    **dict.fromkeys(("binomial", "comb", "binom", "nCr"), "binomial"),
    **dict.fromkeys(("perm", "nPr"), "ff"),
    **dict.fromkeys(("re", "Re"), "re"),
    **dict.fromkeys(("im", "Im"), "im"),
    **dict.fromkeys(("conjugate", "conj"), "conjugate"),
    "arg": "arg",
}
"""More of them, which are words unless brackets with their arguments follow at once."""

ARGUMENTS = {
    **dict.fromkeys(("gcd", "lcm", "Max", "Min"), (2, 50)),
    **dict.fromkeys(("binomial", "ff"), (2, 2)),
    "log": (1, 2),
}
"""How many arguments functions take, where it is not one."""

SPECIAL = {
    **{
        name: rf"\operatorname{{{name}}}"
        for name in ("erf", "erfc", "erfi", "Si", "Ci", "Ei", "li")
    },
    **{name: rf"\operatorname{{{name}}}" for name in ("Shi", "Chi", "asinh", "acosh", "atanh")},
    **{name: rf"\operatorname{{{name}}}" for name in ("coth", "sech", "csch")},
    "gamma": r"\Gamma",
    "uppergamma": r"\Gamma",
    "lowergamma": r"\gamma",
    "zeta": r"\zeta",
    "LambertW": "W",
    "fresnels": "S",
    "fresnelc": "C",
}
"""Functions that SymPy prints and nobody types here, and how they are set."""

SPOKEN = {"squareroot": "sqrt", "cuberoot": "cbrt"}
"""How "the square root of" arrives inside an expression: it must be clear where the root ends."""

APPLIED = frozenset("fgh")
"""Single letters that stand for functions when an opening parenthesis follows at once."""

CONSTANTS = {"pi": "pi", "e": "E", "oo": "oo", "infinity": "oo", "inf": "oo"}

GREEK = frozenset(
    {"alpha", "beta", "delta", "epsilon", "theta", "lambda", "mu", "rho", "sigma", "tau", "phi"}
    | {"omega"}
)


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.\d+|\.\d+|\d+)(?P<exponent>[eE][+-]?\d{1,3}(?![\w.]))?"
    r"|(?P<word>log10|log2|[A-Za-z]+_?)"
    r"|(?P<operator>\*\*|//|<=|>=|!=|==|[-+*/^=<>()\[\]{},!%°|]))",
    re.ASCII,
)


@dataclass(frozen=True)
class Letters:
    """What single letters stand for in a question, where it says so.

    `functions` are applied when an opening parenthesis follows at once; `variables` are those of
    e and i that are no constants here; `known` have values that the code has worked out before.
    `imaginary` tells that i is the imaginary unit.
    """

    functions: frozenset[str] = APPLIED
    variables: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    imaginary: bool = False


USUAL = Letters()


class NotRead(Exception):
    """A text is no expression that this parser is sure of; says why, for a user."""


@dataclass(frozen=True)
class Token:
    """A piece of an expression; `glued` if no space stands before it."""

    kind: str
    text: str
    glued: bool


def split_letters(word: str) -> tuple[str, ...]:
    """The factors of letters written together: "sinx" is sin and x, "xy" is x and y."""
    found: list[str] = []
    while word:
        name = next((word[:n] for n in range(len(word), 1, -1) if _is_long(word[:n])), word[0])
        found.append(name)
        word = word[len(name) :]
    return tuple(found)


def _is_long(word: str) -> bool:
    return word in FUNCTIONS or word in CONSTANTS or word in GREEK or word in SPOKEN


def _pieces(word: str, after: str, printed: bool) -> tuple[str, ...]:
    """A word as one name, or as the factors that its letters are."""
    called = word in CALLED and after == "("
    return (word,) if printed or called else split_letters(word)


def tokens(text: str, printed: bool = False) -> list[Token]:
    """The pieces of a text; what SymPy printed keeps its names whole.

    Raises:
        NotRead: something in it is no part of an expression.
    """
    found: list[Token] = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise NotRead(f"`{text[position:].strip()[:20]}` is not part of an expression")
        kind, part = str(match.lastgroup), match.group().strip()
        glued = match.end() - len(part) == position
        position = match.end()
        if kind == "exponent":
            found += _scientific(match["number"], match["exponent"], glued)
        elif kind == "word" and part.endswith("_") and not printed:
            raise NotRead(f"`{part}` is not a name that is known here")
        elif kind == "word":
            pieces = _pieces(part, text[position : position + 1], printed)
            found += [Token("word", piece, glued) for piece in pieces]
        else:
            found.append(Token(kind, part, glued))
    return found


def _scientific(number: str, exponent: str, glued: bool) -> list[Token]:
    """1.5e3 as ( 1.5 * 10 ** 3 )."""
    power = exponent[1:].lstrip("+")
    pieces = [("operator", "("), ("number", number), ("operator", "*"), ("number", "10")]
    pieces += [("operator", "**")]
    if power.startswith("-"):
        pieces += [("operator", "-")]
    pieces += [("number", power.lstrip("-")), ("operator", ")")]
    return [Token(kind, part, glued) for kind, part in pieces]


def tidy(number: str) -> str:
    """A number with exactly the zeros before its point that Python wants."""
    whole, point, part = number.partition(".")
    return (whole.lstrip("0") or "0") + point + part
