"""A question's three hints: the idea, the set-up, and the first line worked."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.steps import filled
from assist_magic.engine.models.solver.task import Task

LEVELS = 3


@dataclass(frozen=True)
class Line:
    """A first line that code works out, and nothing behind it.

    `ways` pairs a label with a sentence in which <label> stands for what was printed under it; the
    first whose label was printed is said, so that code can choose what gives nothing away.
    """

    body: str
    ways: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ()

    def code(self) -> str:
        return sympy_script(self.body, self.names)

    def told(self, printed: Printed) -> str:
        """The sentence for what the code printed."""
        for label, sentence in self.ways:
            if printed.values(label):
                return filled(sentence, printed)
        raise Unexpected("the code printed no line to begin with")


@dataclass(frozen=True)
class Hints:
    """From the most general to the most helpful."""

    idea: str
    start: str
    line: str | Line

    def level(self, number: int) -> str | Line:
        return (self.idea, self.start, self.line)[number - 1]


@dataclass(frozen=True)
class Hint(Task):
    """The hint number `given` of a question, counted from 1; beyond the last there is no more.

    `hints` are those of each part of the question, in their order.
    """

    hints: tuple[Hints, ...]
    given: int

    @property
    def _most(self) -> int:
        return LEVELS * len(self.hints)

    @property
    def _now(self) -> str | Line:
        part, level = divmod(self.given - 1, LEVELS)
        return self.hints[part].level(level + 1) if self.given <= self._most else ""

    @property
    def seal(self) -> str:
        if self.given > self._most:
            return "*Exact solver: no more hints.*"
        return f"*Exact solver: hint {self.given} of {self._most}.*"

    def code(self) -> str:
        return self._now.code() if isinstance(self._now, Line) else ""

    def answer(self, printed: Printed) -> str:
        if self.given > self._most:
            return LAST
        now = self._now
        part = (self.given - 1) // LEVELS + 1
        lead = f"Part {part} of {len(self.hints)}. " if len(self.hints) > 1 else ""
        return lead + (now.told(printed) if isinstance(now, Line) else now)


LAST = (
    "That was the last hint: the next thing is the answer. Say “show me the answer” if you want "
    "it, or write your next line, and it will be checked."
)


@dataclass(frozen=True)
class Invitation(Task):
    """Said where a hint or an answer is wanted and no question stands."""

    @property
    def seal(self) -> str:
        return "*Exact solver: no question stands.*"

    def code(self) -> str:
        return ""

    def answer(self, printed: Printed) -> str:
        return "Which question is it about? Write it, and you get the first hint."
