"""One condition on the rows of a table, as code and in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Condition:
    """One condition on rows: as code on `table`, and as words.

    `of_all` if it compares with a figure of all rows, so that no other condition may come first.
    """

    code: str
    words: str
    column: str = ""
    of_all: bool = False

    def excludes(self, other: Condition) -> bool:
        """Whether no row can fit both, so that the question must have meant something else."""
        (own, *value), (others, *other_value) = (c.code.split(" == ") for c in (self, other))
        return own == others and value != other_value


def filtering(conditions: tuple[Condition, ...]) -> str:
    """Code that keeps the rows of all conditions; empty without any."""
    if not conditions:
        return ""
    ordered = sorted(conditions, key=lambda condition: not condition.of_all)
    lines = [f"table = table[{condition.code}]" for condition in ordered]
    before = 'everything = len(table)\nprint("rows in all =", everything)'
    kept = 'print("rows kept =", len(table))'
    head = "# Only the rows that the question is about"
    return "\n".join([before, "", head, *lines, kept]) + "\n\n"


def in_words(conditions: tuple[Condition, ...]) -> str:
    """The conditions for an answer: " where `Origin` is Japan and `Horsepower` > 100"."""
    joined = " and ".join(condition.words for condition in conditions)
    return f" where {joined}" if joined else ""
