"""Finds what an answer finally says: its last formula, its bold words, its table, its numbers."""

from __future__ import annotations

import re
from functools import lru_cache

import sympy
from latex2sympy2_extended import latex2sympy

_BESIDE = re.compile(r"^(?:\*?\*?check|note\b|\*exact solver|rows without)", re.IGNORECASE)
_DISPLAY = re.compile(r"\\\[(.+?)\\\]|\$\$(.+?)\$\$|\\boxed\{((?:[^{}]|\{[^{}]*\})+)\}", re.DOTALL)
# As Markdown has it: a formula begins and ends beside its dollars, which "$5 and $6" does not.
_INLINE = re.compile(r"\\\((.+?)\\\)|(?<!\$)\$(?!\s)([^$\n]*[^$\s])\$(?![\d$])")
_BOLD = re.compile(r"\*\*(.+?)\*\*|`([^`\n]+)`")
_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?(?: ?/ ?\d+)?"
_EQUAL = re.compile(r"=|≈|\\approx|\\to\b|\\rightarrow|\\Rightarrow|\\in\b")
_D = r"\delta "
_NOISE = re.compile(
    r"\\(?:left|right|displaystyle|quad|qquad|,|;|!| )(?![a-zA-Z])|\\text\{[^{}]*\}"
)


def body(text: str) -> str:
    """The answer without code, checks and notes."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text)]
    return "\n\n".join(part for part in paragraphs if part and not _BESIDE.match(part))


def statement(text: str) -> str:
    """The formula, the words or the line that the answer comes down to."""
    text = body(text)
    if found := _DISPLAY.findall(text):
        return next(filter(None, found[-1]), "")
    inline, bold = (list(form.finditer(text)) for form in (_INLINE, _BOLD))
    last = [*inline[-1:], *[match for match in bold if match[1]][-1:]]
    if last:
        latest = max(last, key=lambda match: match.start())
        return next(filter(None, latest.groups()), "")
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def sides(formula: str) -> list[str]:
    """What an equation sets equal, without the first side, which repeats the question."""
    parts = [part.strip(" .,;") for part in _EQUAL.split(formula)]
    return [part for part in (parts[1:] or parts) if part]


def pieces(formula: str) -> list[str]:
    """The parts of a formula that stand beside each other: "x = 2 or x = 3" has two."""
    formula = re.sub(
        r"\\text\{\s*(?:or|and|oder|或|和)\s*\}|\\quad|\\lor|\\vee|\bor\b", " ; ", formula
    )
    formula = _NOISE.sub(" ", formula)
    return [part for part in re.split(r";|,(?![^(]*\))|\band\b", formula) if part.strip(" .")]


@lru_cache(maxsize=4096)
def read(text: str) -> sympy.Basic | None:
    """A formula in LaTeX or in plain signs; None if it is none."""
    text = re.sub(r"\\mathtt\{([^{}]*)\}", r"\1", _NOISE.sub(" ", text)).strip(" .,;$")
    text = text.replace("**", "^").replace("*", r"\cdot ").replace("%", "")
    if number := re.fullmatch(_NUMBER, text):
        return sympy.Rational(number.group().replace(",", "").replace(" ", ""))
    text = re.sub(r"(?<![\\a-zA-Z])(sqrt|sin|cos|tan|log|ln|exp)\b", r"\\\1", text)
    # A variable d would be read as the d of dx.
    text = re.sub(r"\\[a-zA-Z]+|d", lambda m: _D if m.group() == "d" else m.group(), text)
    text = re.sub(r"\\sqrt ?\(([^()]*)\)", r"\\sqrt{\1}", text)
    try:
        found = latex2sympy(text)
    except Exception:  # whatever the parser raises: the text is no formula
        return None
    if not isinstance(found, sympy.Basic):
        return None
    return found.xreplace({x: sympy.Symbol("d") for x in found.free_symbols if x.name == "delta"})


def numbers(text: str) -> list[float]:
    """Every number that is written as digits."""
    found = (match.replace(",", "").replace(" ", "") for match in re.findall(_NUMBER, text))
    return [float(sympy.Rational(number)) for number in found if not number.endswith("/0")]


def table(text: str) -> dict[str, list[float]]:
    """The numbers of each row of a Markdown table, or of lines such as "Adelie: 152"."""
    rows: dict[str, list[float]] = {}
    for line in body(text).splitlines():
        cells = [cell.strip(" *`") for cell in line.strip().strip("|").split("|")]
        if len(cells) < 2:
            cells = re.split(
                r"\s*[:=–]\s+|\s{2,}", line.strip("-*• `").replace("**", ""), maxsplit=1
            )
        label, values = cells[0].replace("\\", ""), numbers(" ; ".join(cells[1:]))
        if values:
            rows[label.casefold()] = values
    return rows
