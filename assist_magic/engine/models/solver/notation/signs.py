"""Signs, short spellings and notations as the plain text that questions are read in."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

_PLAIN = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "×": "*",
        "⋅": "*",
        "·": "*",
        "∙": "*",
        "•": "*",
        "÷": "/",
        "√": " sqrt ",
        "π": " pi ",
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "∞": " oo ",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "´": "'",
        "⁄": "/",
        "θ": " theta ",
        "α": " alpha ",
        "β": " beta ",
        "λ": " lambda ",
        "，": ", ",
        "。": ". ",
        "？": "?",
        "：": ": ",
        "；": "; ",
        "、": ", ",
        "！": "!",
        "（": "(",
        "）": ")",
        "\u00a0": " ",
        "\u200b": "",
    }
)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_RAISED = re.compile(f"[{_SUPERSCRIPTS}]+")
_FRACTION = r"(?<![\w./^*)-])(\d+ ?/ ?\d+)"
_OF_FRACTIONS = re.compile(
    rf"{_FRACTION} ?(?:÷|divided by|over) ?(\d+(?: ?/ ?\d+)?)(?![\w./^(*])", re.IGNORECASE
)
"""The quotient of a fraction written with a stroke: 3/4 ÷ 2/5 is no 3/4/2/5."""
_INVERSE = re.compile(r"\$?\b([fgh]) ?\^ ?\{?\(?-1\)?\}? ?\( ?[a-z] ?\)\$?(?! ?=)")
_COMPOSED = re.compile(
    r"\(? ?\b([fgh]) ?(?:∘|\\circ\b|(?<=[( ])o(?= )) ?([fgh])\b ?\)?(?: ?\(([^()]*)\))?"
)
_VECTOR = re.compile(
    r"(?:(?<=\bof )|(?<=\band )|(?<=\bby )|(?<=\bvector )|(?<=\bvectors )|(?<=\bbetween ))"
    r"<(-?[\w./]+(?: ?, ?-?[\w./]+)+)>|⟨([^⟨⟩]+)⟩"
)
_TYPED = {"can u": "can you", "could u": "could you", "pls": "please", "plz": "please"}
_TYPED |= {"teh": "the", "thx": "thanks", "wat": "what"}
_QUICK = re.compile(rf"\b(?:{'|'.join(_TYPED)})\b", re.IGNORECASE)
_OVERLINE = re.compile(r"\$?(\d*\.\d*)\\(?:overline|bar|dot) ?\{?(\d+)\}?\$?")
_SHORTS = re.compile(r"(?:what|it|that|here|who|where|how)'s\b", re.IGNORECASE)


_VULGAR = re.compile(r"(?P<whole>\d ?)?(?P<part>[¼-¾⅐-⅞])")


def _in_line(match: re.Match[str]) -> str:
    """A fraction of one sign; behind a whole number it makes a mixed number."""
    above, below = (
        Fraction(unicodedata.numeric(match["part"])).limit_denominator(10).as_integer_ratio()
    )
    if match["whole"]:
        return f"{match['whole'].strip()} {above}/{below}"
    return f"({above}/{below})"


def plain(text: str) -> str:
    """The text with mathematical and typographic signs as the ASCII that stands for them."""
    text = _QUICK.sub(lambda m: _TYPED[m.group().lower()], _OVERLINE.sub(r"\1(\2)", text))
    text = _VULGAR.sub(_in_line, text)
    text = _COMPOSED.sub(lambda m: f" {m[1]}({m[2]}({m[3] or 'x'}))", text)
    text = _VECTOR.sub(lambda m: f"({m[1] or m[2]})", text)
    text = _INVERSE.sub(r" inverse of \1 ", text)
    text = _OF_FRACTIONS.sub(r"(\1) ÷ (\2)", text)
    text = _RAISED.sub(lambda m: "^(" + _lowered(m.group()) + ")", text.translate(_PLAIN))
    text = unicodedata.normalize("NFKC", text)
    return _SHORTS.sub(lambda m: m.group()[:-2] + " is", text)


_FORMULA = re.compile(r"(?!.*[A-Za-z]{3})\s*[\w(|-][\w\s+\-*/^().|=]*")
_ENDS = re.compile(r"(?:\d|[)|]|(?<![A-Za-z])[A-Za-z])\s*$")


def in_one_line(text: str) -> str:
    """The text with formulas on lines of their own set apart by commas.

    Without them a line end would say no more than a space: 2x + 3 and x below it is no 2x + 3x.
    """
    lines = text.split("\n")
    for place in range(1, len(lines)):
        if _FORMULA.fullmatch(lines[place]) and _ENDS.search(lines[place - 1]):
            lines[place - 1] = lines[place - 1].rstrip() + ","
    return "\n".join(lines)


def _lowered(raised: str) -> str:
    return "".join("0123456789+-"[_SUPERSCRIPTS.index(sign)] for sign in raised)
