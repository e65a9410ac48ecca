"""Numbers in words: "three", "twenty-one", "one hundred thousand", "third", "2nd"."""

from __future__ import annotations

import re

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_UNITS = {word: value for value, word in enumerate(_SMALL)}
_UNITS |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
}
ORDINAL = "|".join(_ORDINALS) + r"|\d+(?:st|nd|rd|th)"
"""A pattern of the ordinals that are read."""

CARDINAL = rf"(?:(?:{'|'.join([*_UNITS, *_SCALES])})(?:[ -](?:and )?)?)+(?<![ -])"
"""A pattern of numbers in words."""


def cardinal(words: str) -> int | None:
    """The number that words or digits write down; None if they write none."""
    if words.isdigit():
        return int(words)
    total, part, seen = 0, 0, False
    for word in re.split(r"[ -]+", words.strip()):
        if word in _UNITS:
            part += _UNITS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALES:
            total += (part or 1) * _SCALES[word]
            part = 0
        elif word != "and":
            return None
        seen = True
    return total + part if seen else None


def ordinal(words: str) -> int | None:
    """The place that "third" or "3rd" names."""
    digits = re.match(r"\d+", words)
    return int(digits.group()) if digits else _ORDINALS.get(words)
