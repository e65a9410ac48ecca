"""Pieces of a question that marks set off: `code`, $LaTeX$, \\(LaTeX\\), \\[LaTeX\\]."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from assist_magic.engine.models.solver.tokens import NotRead

_SPAN = re.compile(
    r"```(?:\w+\n)?(?P<block>[^`]+)```|`(?P<code>[^`]+)`|\$\$(?P<display>[^$]+)\$\$"
    r"|\$(?P<dollar>[^$\n]+)\$|\\\((?P<inline>.+?)\\\)|\\\[(?P<bracket>.+?)\\\]",
    re.DOTALL,
)
_SIMPLE = (
    (re.compile(r"\\left|\\right|\\displaystyle|\\,|\\;|\\!|\\quad"), " "),
    (re.compile(r"\\(?:cdot|times|ast)\b"), " * "),
    (re.compile(r"\\div\b"), " / "),
    (re.compile(r"\\(?:leq?)\b"), " <= "),
    (re.compile(r"\\(?:geq?)\b"), " >= "),
    (re.compile(r"\\neq?\b"), " != "),
    (re.compile(r"\\infty\b"), " oo "),
    (re.compile(r"\\(sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan|ln|log|exp|pi)\b"), r" \1 "),
    (re.compile(r"\\(alpha|beta|theta|lambda|mu|sigma|omega|phi|rho|tau)\b"), r" \1 "),
    (re.compile(r"\{"), "("),
    (re.compile(r"\}"), ")"),
)
_NUMBERS = re.compile(r"\d+")
_LONGEST = 300


_ROWS = re.compile(r"\\begin\{(\w+)\*?\}(?:\{[^{}]*\})?(?P<rows>.*)\\end\{\1\*?\}", re.DOTALL)
_WORDS = re.compile(r"[A-Za-z]{4,}( [A-Za-z]+)*")
_INTEGRAL = re.compile(
    r"(?:∫ ?(?:_ ?\(?(?P<low>[^\s()^]+)\)? ?\^ ?\(?(?P<high>[^\s()]+)\)?)?"
    r"|\bintegrate\b|\bintegral of\b) *(?P<f>(?:[^,.;?]|\.(?=\d))+?) ?\bd(?P<x>[a-z])\b",
    re.IGNORECASE,
)
_D_BY_DX = re.compile(
    r"\bd(?:\^?\(?(?P<order>[2-4])\)?)? ?[yf]?/ ?d(?P<x>[a-z])(?:\^?\(?[2-4]\)?)?"
)
_PRIMED = re.compile(r"\b(?P<f>[fgh])(?P<order>'{1,3}) ?\((?P<x>[^()]+)\)")
_ORDERS = {1: "first", 2: "second", 3: "third", 4: "fourth"}


class _Aside:
    """Keeps pieces of a text, and leaves marks in their places."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def mark(self, piece: str) -> str:
        self.pieces.append(piece.strip())
        return f" \ue000{len(self.pieces) - 1}\ue001 "

    def span(self, match: re.Match[str]) -> str:
        kind = str(match.lastgroup)
        inside = str(match[kind]).strip()
        if kind in ("code", "block") and "\\" not in inside:
            return " , ".join(map(self.mark, _parts(inside)))
        if _WORDS.fullmatch(inside):
            return f" {inside} "
        rows = _ROWS.search(inside)
        if rows:
            lines = [line for line in re.split(r"\\\\", rows["rows"]) if line.strip()]
            return " , ".join(self.latex(line.replace("&", " ")) for line in lines)
        return self.latex(inside)

    def latex(self, text: str) -> str:
        simple = from_latex(text)
        if simple is not None:
            return " , ".join(map(self.mark, _parts(simple)))
        return self.sympy(by_sympy(text))

    def sympy(self, value: Any) -> str:
        """What SymPy read, as a mark, or as words around marks for integrals and derivatives."""
        kind = type(value).__name__
        if kind == "Integral" and len(value.limits) == 1:
            name, *ends = value.limits[0]
            return self.integral(str(value.function), str(name), [str(end) for end in ends])
        if kind == "Derivative" and len(value.variable_count) == 1:
            name, order = value.variable_count[0]
            return self.derivative(str(name), int(order)) + self.mark(str(value.expr))
        return self.mark(str(value))

    def integral(self, function: str, name: str, ends: list[str]) -> str:
        text = f" integral of {self.mark(function)} with respect to {self.mark(name)}"
        return f"{text} from {self.mark(ends[0])} to {self.mark(ends[1])} " if ends else text

    def derivative(self, name: str, order: int) -> str:
        if order not in _ORDERS:
            raise NotRead("the order of the derivative is not one that can be read")
        return f" {_ORDERS[order]} derivative with respect to {self.mark(name)} of "

    def sign(self, match: re.Match[str]) -> str:
        ends = [match["low"], match["high"]] if match["low"] else []
        return self.integral(match["f"], match["x"], ends)

    def fraction(self, match: re.Match[str]) -> str:
        return self.derivative(match["x"], int(match["order"] or 1))

    def primed(self, match: re.Match[str]) -> str:
        order, place = _ORDERS[len(match["order"])], match["x"].strip()
        at = "" if re.fullmatch("[a-z]", place) else f" at {self.mark(place)}"
        return f" {order} derivative of {self.mark(match['f'])}{at} "


def set_aside(text: str) -> tuple[str, list[str]]:
    """The text with marks in the place of its spans, and what stood in each, as plain text.

    Integrals and derivatives written with signs become words around marks.

    Raises:
        NotRead: a span's LaTeX cannot be read.
    """
    aside = _Aside()
    text = _SPAN.sub(aside.span, text)
    text = _INTEGRAL.sub(aside.sign, text)
    text = _D_BY_DX.sub(aside.fraction, text)
    return _PRIMED.sub(aside.primed, text), aside.pieces


def _parts(text: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign in ",;\n" and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part for part in parts if part.strip()] or [text]


def from_latex(text: str) -> str | None:
    """LaTeX that needs no more than renaming as plain notation; None for other LaTeX."""
    simple = text
    for pattern, replacement in _SIMPLE:
        simple = pattern.sub(replacement, simple)
    if "\\" not in simple and "_" not in simple:
        return simple
    return None


@lru_cache(maxsize=256)
def by_sympy(text: str) -> Any:
    """Reads LaTeX by latex2sympy2_extended into a SymPy object.

    Importing it costs about half a second, once. SymPy works out numbers while it reads, so
    texts with towers or long numbers are left alone.

    Raises:
        NotRead: it cannot be read.
    """
    if len(text) > _LONGEST or text.count("^") > 12 or "!" in text:
        raise NotRead("the LaTeX is too long to read")
    if any(len(number) > 15 for number in _NUMBERS.findall(text)) or _has_tower(text):
        raise NotRead("the LaTeX has numbers that are too large")
    from latex2sympy2_extended import latex2sympy

    try:
        return latex2sympy(text)
    except Exception as error:  # the library raises many kinds, some of them bare
        raise NotRead(f"the LaTeX `{text[:60]}` cannot be read") from error


def _has_tower(text: str) -> bool:
    """Whether a power stands in a power, or an exponent has four digits or more."""
    return bool(re.search(r"\^\s*\{[^{}]*\^|\^\s*\{?\s*-?\d{4,}", text))
