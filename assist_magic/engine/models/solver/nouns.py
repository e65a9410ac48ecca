"""What can be asked of something by a noun: "the median of …", "the area of …"."""

from __future__ import annotations

_ORDERS = "(?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th) "
_NOUNS = (
    # Functions
    f"(?:{_ORDERS})?derivative",
    "antiderivative|integral|limit|roots|zeros|vertex|axis of symmetry|discriminant|domain|image",
    "(?:local )?(?:maximum|minimum|maxima|minima|extrema)|turning points|inflection points",
    "asymptotes|critical points|inverse(?: function)?|[xy]-?(?: )?intercepts?|slope",
    # Lists of numbers
    "mean|average|median|mode|range|(?:(?:sample|population) )?(?:standard deviation|variance)",
    "quartiles|interquartile range|iqr|five[- ]number summary|geometric mean",
    # Whole numbers
    "gcd|lcm|hcf|gcf|greatest common (?:divisor|factor)|highest common factor",
    "least common multiple|lowest common multiple|prime factors|prime factorization|divisors",
    "prime factorisation",
    # Matrices and vectors
    "determinant|det|inverse matrix|transpose|rank|trace|eigenvalues|eigenvectors",
    "dot product|cross product|magnitude|angle|distance|midpoint",
    # Shapes
    "area|surface area|perimeter|circumference|volume|diameter|diagonal",
    # Sequences
    r"\d+(?:st|nd|rd|th) term|next term|sum of (?:the )?first \d+ terms|general formula",
)
NOUN = f"(?:{'|'.join(_NOUNS)})"
"""A pattern of them."""
ASKED = (
    "(?:find(?: out)?|what is|what are|what's|whats|calculate|compute|determine|evaluate"
    "|give(?: me)?|tell me|work out|get|state|show(?: me)?)"
)
"""A pattern of the words before one."""
OF = r"(?:of|for|between)"
