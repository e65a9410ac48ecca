"""Misspelt words of mathematics, read as the words that they are nearest to."""

from __future__ import annotations

import difflib
import re

_WORDS = """
absolute angle antiderivative approaches approximate area arithmetic asymptotes average axis
binary calculate chosen circle circumference coefficient combinations committee common complete
compute convert coordinates critical cube decimal decreasing definite degree denominator
derivative determinant diameter difference differentiate discriminant distance divided divisible
divisor domain eigenvalues equation evaluate expand expression factor factorial factorise factors
fraction function geometric gradient graph greatest height hypotenuse imaginary increase
increasing inequality infinity inflection integer integral integrate intercept intersection
interval inverse largest length limit linear logarithm matrix maximum mean median midpoint
minimum multiple multiplied multiply natural negative nearest normal number octal parabola
partial percent percentage perimeter permutations places polynomial positive power prime
probability product quadratic quotient radius range rank ratio rational rectangle remainder
roots round rounded sequence series simplify simplified slope solution solutions solve solving
square standard deviation substitute subtract surface system tangent taylor term terms transpose
triangle value values variance vector vertex volume width
what which when where whether with without from into find given between because about their there
through these those would could should please following example
"""
_KNOWN = tuple(_WORDS.split())
_WORD = re.compile(r"(?<![\\\w])[A-Za-z]{5,}(?![\w(])")
_MOST = 400


def corrected(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with misspelt words put right, and what was read as what."""
    notes: list[str] = []

    def right(match: re.Match[str]) -> str:
        word = match.group().lower()
        if word in _KNOWN or word.rstrip("s") in _KNOWN:
            return match.group()
        near = difflib.get_close_matches(word, _KNOWN, n=1, cutoff=0.8)
        if not near:
            return match.group()
        notes.append(f"“{match.group()}” was read as “{near[0]}”")
        return near[0]

    return (_WORD.sub(right, text) if len(text) <= _MOST else text), tuple(notes)
