"""The pieces that rules on Chinese are made of: formulas, nouns, numerals."""

from __future__ import annotations

import re
from collections.abc import Callable

from assist_magic.engine.models.solver.chinese.vocabulary import (
    DIGITS,
    NOUNS,
    UNITS,
    VERBS,
    alternatives,
)

HAN = r"\u4e00-\u9fff"
Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

E = rf"(?:[^{HAN}.;?!\n]|\.(?=\d)|!(?!\s*$))*[^{HAN}.;?!\s,]!?"
"""A formula, or several with commas between them."""
NOUN = alternatives(NOUNS)
VERB = alternatives(VERBS)
UNIT = alternatives(UNITS)
NUMERAL = f"[{''.join(DIGITS)}]+"
ASKED = r"(?:等于|是|为|有)?(?:多少|什么|几)"


def rules(*pairs: tuple[str, str | Callable[[re.Match[str]], str]]) -> tuple[Rule, ...]:
    """Compiles a table of rules, applied in order."""
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


def unit(words: str) -> str:
    return next(unit for known, unit in UNITS.items() if re.fullmatch(known, words))


def number(numeral: str) -> str:
    """A numeral up to 99 as digits: 十七 is 17."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return "".join(str(DIGITS[sign]) for sign in numeral)
    return str(10 * (DIGITS.get(tens, 1) if tens else 1) + (DIGITS[ones] if ones else 0))
