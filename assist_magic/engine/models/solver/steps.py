"""The lines of an answer: templates in which <label> stands for what the code printed under it.

Also the steps of a solution: such templates in order, as a teacher would write them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist_magic.engine.models.solver import latex
from assist_magic.engine.models.solver.printed import Printed, Unexpected, Value


@dataclass(frozen=True)
class Way:
    """The way to a result: code that prints its stages, and templates of its steps."""

    code: str = ""
    steps: tuple[str, ...] = ()


_LABEL = re.compile(r"<([a-z][a-z0-9 ]*)([!%]?)>")


def filled(template: str, printed: Printed) -> str:
    """The template with LaTeX for <label>, a percentage for <label%>, bare text for <label!>.

    Raises:
        Unexpected: there is not one value under a label.
    """
    return _LABEL.sub(lambda match: _shown(printed.value(match[1]), match[2]), template)


def steps_of(templates: Sequence[str], printed: Printed) -> tuple[str, ...]:
    """The steps that were taken: each template as often as its labels were printed.

    A label that was printed once stands in each repetition; a step whose labels were not printed
    was not taken, and is left out.
    """
    return tuple(step for template in templates for step in _repeated(template, printed))


def numbered(steps: Sequence[str]) -> str:
    """Steps as a numbered list in Markdown; empty without any."""
    return "\n".join(f"{place}. {step}" for place, step in enumerate(steps, start=1))


def _repeated(template: str, printed: Printed) -> list[str]:
    found = {match[1]: printed.values(match[1]) for match in _LABEL.finditer(template)}
    counts = {len(values) for values in found.values()} - {1}
    if 0 in counts:
        return []
    if len(counts) > 1:
        raise Unexpected("the code printed the parts of a step in different numbers")
    return [_at(template, found, turn) for turn in range(counts.pop() if counts else 1)]


def _at(template: str, found: dict[str, list[Value]], turn: int) -> str:
    def value(match: re.Match[str]) -> str:
        values = found[match[1]]
        return _shown(values[turn] if len(values) > 1 else values[0], match[2])

    return _LABEL.sub(value, template)


def _shown(value: Value, form: str) -> str:
    if form == "%":
        return value.percent()
    if form:
        return value.exact
    parts = value.exact.split(", ")
    if len(parts) > 1 and all(part.count("(") == part.count(")") for part in parts):
        return r",\; ".join(latex.printed(part) for part in parts)
    return value.latex()
