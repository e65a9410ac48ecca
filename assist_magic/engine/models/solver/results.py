"""What an answered question leaves behind for the next ones: functions, results and names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assist_magic.engine.models.solver.notation.tree import Node

if TYPE_CHECKING:
    from assist_magic.engine.models.solver.task import Task


@dataclass(frozen=True)
class Function:
    """A function of one variable, with the name that the user gave it, if any."""

    node: Node
    variable: str
    name: str = ""


@dataclass(frozen=True)
class Binding:
    """Names that an earlier question gave values.

    `lines` is code that makes `solutions`, a list with one dictionary of values per solution;
    `words` tells the user where the values are from.
    """

    names: tuple[str, ...]
    lines: str
    words: str
    symbols: tuple[str, ...]


@dataclass(frozen=True)
class Results:
    """`functions` are what the question was about, in its order; `result` is what "it" or "that"
    means next; `binding` gives names values; `definitions` are functions defined by name;
    `query` is what was asked of a table; `posed` says how many exercises of a topic were made."""

    functions: tuple[Function, ...] = ()
    result: Function | None = None
    binding: Binding | None = None
    definitions: Mapping[str, Function] = field(default_factory=dict)
    query: Task | None = None
    posed: Mapping[str, int] = field(default_factory=dict)
