"""What is asked and what is true of it, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal[
    "number",
    "numbers",
    "ordered",
    "sequence",
    "point",
    "values",
    "expression",
    "factored",
    "expanded",
    "below",
    "above",
    "word",
    "cells",
    "plot",
    "talk",
]
"""What a truth is.

number      one number, exact or as a decimal
numbers     all numbers of a set, in any order
ordered     numbers in this order
sequence    numbers and names in this order
point       numbers in this order, in brackets
values      names and the number of each
expression  a formula, in any form; factored, expanded: in that form
below       all numbers under this one, as an inequality or an interval; above: over it
word        a word that has to be in the answer; those that contradict it are in `others`
cells       names and numbers as a table has them
plot        a picture, made by code that draws these columns or formulas
talk        an explanation in words alone, with one word of each group and no claim of `others`
"""


@dataclass(frozen=True)
class Question:
    """One question with its truth. `within` is how far a decimal may be off, relatively."""

    family: str
    text: str
    kind: Kind
    truth: Any
    others: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    within: float = 1e-4


@dataclass(frozen=True)
class Reply:
    """What the engine made of a question; `declined` is its reason if no model took it."""

    text: str
    code: tuple[str, ...]
    images: int
    seconds: float
    declined: str = ""
    failed: str = ""


Verdict = Literal["right", "wrong", "declined"]
Cells = Mapping[str, float]
