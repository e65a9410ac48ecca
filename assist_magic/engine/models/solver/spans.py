"""Pieces of a question that marks set off: `code`, $LaTeX$, \\(LaTeX\\), \\[LaTeX\\]."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.expressions import NotRead

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


def set_aside(text: str) -> tuple[str, list[str]]:
    """The text with marks in the place of its spans, and what stood in each, as plain text.

    Raises:
        NotRead: a span's LaTeX cannot be read.
    """
    found: list[str] = []

    def keep(match: re.Match[str]) -> str:
        inside = str(match[str(match.lastgroup)]).strip()
        is_code = match.lastgroup in ("code", "block")
        if is_code and "\\" not in inside:
            found.append(inside)
        elif re.fullmatch(r"[A-Za-z]{4,}( [A-Za-z]+)*", inside):
            return f" {inside} "
        else:
            found.append(from_latex(inside))
        return f" \ue000{len(found) - 1}\ue001 "

    return _SPAN.sub(keep, text), found


def from_latex(text: str) -> str:
    """LaTeX as plain notation. SymPy's LaTeX reader is loaded for what needs more than renaming.

    Raises:
        NotRead: it cannot be read.
    """
    simple = text
    for pattern, replacement in _SIMPLE:
        simple = pattern.sub(replacement, simple)
    if "\\" not in simple and "_" not in simple:
        return simple
    return _by_sympy(text)


def _by_sympy(text: str) -> str:
    """Reads LaTeX by latex2sympy2_extended, and gives back what SymPy prints for it.

    Importing it costs about half a second, once. SymPy works out numbers while it reads, so
    texts with towers or long numbers are left alone.
    """
    if len(text) > _LONGEST or text.count("^") > 12 or "!" in text:
        raise NotRead("the LaTeX is too long to read")
    if any(len(number) > 15 for number in _NUMBERS.findall(text)) or _has_tower(text):
        raise NotRead("the LaTeX has numbers that are too large")
    from latex2sympy2_extended import latex2sympy

    try:
        value = latex2sympy(text)
    except Exception as error:  # the library raises many kinds, some of them bare
        raise NotRead(f"the LaTeX `{text[:60]}` cannot be read") from error
    return str(value)


def _has_tower(text: str) -> bool:
    """Whether a power stands in a power, or an exponent has four digits or more."""
    return bool(re.search(r"\^\s*\{[^{}]*\^|\^\s*\{?\s*-?\d{4,}", text))
