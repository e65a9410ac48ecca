"""A task that tells more of how its question was read."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.task import Task


@dataclass(frozen=True)
class Noted(Task):
    """The same task, with the notes `added` behind its own."""

    task: Task
    added: tuple[str, ...]

    @property
    def library(self) -> str:  # type: ignore[override]
        return self.task.library

    @property
    def seal(self) -> str:
        return self.task.seal

    @property
    def notes(self) -> tuple[str, ...]:  # type: ignore[override]
        return (*self.task.notes, *self.added)

    def code(self) -> str:
        return self.task.code()

    def answer(self, printed: Printed) -> str:
        return self.task.answer(printed)

    def steps(self, printed: Printed) -> tuple[str, ...]:
        return self.task.steps(printed)

    def results(self) -> Results:
        return self.task.results()
