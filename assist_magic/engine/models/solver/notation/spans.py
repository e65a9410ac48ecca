"""Pieces of a question that marks set off: `code`, $LaTeX$, \\(LaTeX\\), \\[LaTeX\\]."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.notation.latex_notation import read_latex
from assist_magic.engine.models.solver.notation.tokens import FUNCTIONS, NotRead

_SPAN = re.compile(
    r"```(?:\w+\n)?(?P<block>[^`]+)```|`(?P<code>[^`]+)`|\$\$(?P<display>[^$]+)\$\$"
    r"|\$(?P<dollar>[^$\n]+)\$|\\\((?P<inline>.+?)\\\)|\\\[(?P<bracket>.+?)\\\]",
    re.DOTALL,
)
_BARE = re.compile(
    r"(?:\\[A-Za-z]+(?:[ ]*\[[^\]]*\])?|\\[,;:!%|\\ ]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
    rf"|(?<![A-Za-z])(?:{'|'.join(sorted(FUNCTIONS, key=len, reverse=True))}|d?[A-Za-z]|[xyz]+)"
    r"(?![A-Za-z])|[-\d.,+*/^_=<>()|!'\[\] ])+"
)
_ENVIRONMENT = re.compile(r"\\begin\{(\w+)\*?\}.*\\end\{\1\*?\}", re.DOTALL)
_MATRIX = re.compile(r"\\begin\{(?P<kind>[pb]?matrix)\}(?P<rows>.*?)\\end\{(?P=kind)\}", re.DOTALL)
_SYSTEMS = frozenset({"cases", "array", "aligned", "align", "gather", "gathered", "split"})
_AROUND = re.compile(r"\\left\s*(?:\\\{|\\lbrace|\.)|\\right\s*\.|\s|[.,;]")
_EDGE = re.compile(r"^(?: |[.,]|\b[aAI]\b )+|(?: |[.,]| \b[aAI]\b)+$")
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
_TWICE = re.compile(
    r"\b(?:(limit|integral|sum|determinant)(?: of)?:?\s+(?=\1 of\b)"
    r"|derivative(?: of)?:?\s+(?=\w+ derivative with\b))",
    re.IGNORECASE,
)
"""What a sign such as ∫ says again: "the integral ∫ x dx"."""
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
            return " , ".join(map(self.mark, parts(inside)))
        if _WORDS.fullmatch(inside):
            return f" {inside} "
        return self.latex(inside.strip("$"))

    def bare(self, match: re.Match[str]) -> str:
        """LaTeX between words, without marks around it."""
        if "\\" not in match.group():
            return match.group()
        text = _EDGE.sub("", match.group())
        before, _, after = match.group().partition(text)
        return before + self.latex(text) + after

    def latex(self, text: str) -> str:
        text = _MATRIX.sub(_bracketed, text)
        rows = _ROWS.search(text)
        if not rows:
            return self.row(text)
        if rows[1] not in _SYSTEMS or _AROUND.sub("", text.replace(rows.group(), "")):
            raise NotRead(f"LaTeX with `{rows[1]}` like this is not known here")
        return " , ".join(self.row(line.replace("&", " ")) for line in _lines(rows["rows"]))

    def row(self, text: str) -> str:
        return "".join(
            " , ".join(map(self.part, parts(piece.text))) if piece.is_formula else piece.text
            for piece in read_latex(text)
        )

    def part(self, text: str) -> str:
        """A mark for a formula; the dots of a sequence stay as they are."""
        return " ... " if text.strip() == "..." else self.mark(text)

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


def _lines(rows: str) -> list[str]:
    return [line for line in rows.split(r"\\") if line.strip()]


def _bracketed(matrix: re.Match[str]) -> str:
    """A matrix as a list of its rows, one of a single row or column as a list of its values."""
    rows = [line.split("&") for line in _lines(matrix["rows"])]
    if any(len(row) != len(rows[0]) for row in rows):
        raise NotRead("the rows of the matrix have different lengths")
    if len(rows) == 1 or len(rows[0]) == 1:
        return f"[{','.join(value for row in rows for value in row)}]"
    return "[" + ",".join(f"[{','.join(row)}]" for row in rows) + "]"


def set_aside(text: str) -> tuple[str, list[str]]:
    """The text with marks in the place of its spans, and what stood in each, as plain text.

    Integrals and derivatives written with signs become words around marks.

    Raises:
        NotRead: a span's LaTeX cannot be read.
    """
    aside = _Aside()
    text = _SPAN.sub(aside.span, text)
    text = _ENVIRONMENT.sub(lambda match: aside.latex(match.group()), text)
    text = _BARE.sub(aside.bare, text)
    text = _TWICE.sub("", text)
    text = _INTEGRAL.sub(aside.sign, text)
    text = _D_BY_DX.sub(aside.fraction, text)
    return _PRIMED.sub(aside.primed, text), aside.pieces


def parts(text: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    found, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign in ",;\n" and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return [part for part in found if part.strip()] or [text]
