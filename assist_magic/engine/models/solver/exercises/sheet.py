"""A sheet of exercises on one topic, made by code, with solutions where they are wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.exercises.makers import SHEET, SOLUTIONS
from assist_magic.engine.models.solver.exercises.topics import Topic
from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.steps import numbered
from assist_magic.engine.models.solver.task import Task, said


@dataclass(frozen=True)
class Sheet(Task):
    """`count` exercises; `before` were on earlier sheets of the thread, and do not come again."""

    topic: Topic
    count: int
    before: int = 0
    solved: bool = False
    alone: bool = False

    def with_solutions(self) -> Sheet:
        """The solutions of this sheet, without the exercises."""
        return replace(self, solved=True, alone=True)

    def unsolved(self) -> Sheet:
        """The exercises of this sheet, without their solutions."""
        return replace(self, solved=False, alone=False)

    def code(self) -> str:
        body = SHEET.format(
            start=len(self.topic.name),
            maker=self.topic.maker,
            before=self.before,
            count=self.count,
        )
        body += SOLUTIONS if self.solved else ""
        return sympy_script(body, self.topic.letters)

    def answer(self, printed: Printed) -> str:
        asked, found = (
            [value.exact for value in printed.values(label)] for label in ("exercise", "solution")
        )
        if len(asked) != self.count or self.solved and len(found) != self.count:
            raise Unexpected("not all exercises were made")
        exercises = "" if self.alone else said(self.topic.asks, numbered(asked))
        if not self.solved:
            return said(exercises, "Ask for “the solutions” to see them.")
        return said(exercises, "**Solutions**", numbered(found))

    def results(self) -> Results:
        return Results(posed={self.topic.name: self.before + self.count})
