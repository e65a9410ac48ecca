"""What the solver does with a message in hint mode: the task that a thread's last message sets."""

from __future__ import annotations

from collections.abc import Sequence

from assist_magic.engine.models.base import ChatMessage
from assist_magic.engine.models.solver import question as questions
from assist_magic.engine.models.solver.exercises.sheet import Sheet
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents.definitions import Define
from assist_magic.engine.models.solver.notation.tokens import NotRead
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.tables.table import Table
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.tutor.dialogue import Standing, standing
from assist_magic.engine.models.solver.tutor.finding import hints_of
from assist_magic.engine.models.solver.tutor.guesses import guess_of
from assist_magic.engine.models.solver.tutor.hints import Hint, Invitation
from assist_magic.engine.models.solver.understanding import history_of, task_for
from assist_magic.engine.models.solver.work.checking import check_of


def task_of(messages: Sequence[ChatMessage], tutored: bool, tables: Sequence[Table]) -> Task:
    """The task of the last message, read with the earlier ones in mind.

    Args:
        messages: the thread, which ends with the message or with what came of its code.
        tutored: the run is a tutor's.
        tables: what tables the thread's files hold.

    Raises:
        NotSure: it is not known, or not clear, what is asked; says why.
    """
    found = standing(messages, tutored)
    try:
        return (
            _checked(found, tutored, tables)
            if found.wanted == "check"
            else _asked(found, tutored, tables)
        )
    except NotRead as error:
        raise NotSure(str(error)) from error


def _asked(found: Standing, tutored: bool, tables: Sequence[Table]) -> Task:
    if not found.question and (tutored or found.wanted == "hint"):
        return Invitation()
    history = history_of(found.earlier, tables, found.unanswered)
    task = task_for(found.question, history, tables)
    if isinstance(task, Sheet):
        return _sheet(task, found, tutored)
    if found.wanted == "answer" or isinstance(task, Define):
        return task
    return Hint(hints_of(task, _question(found, history)), found.hints)


def _sheet(task: Sheet, found: Standing, tutored: bool) -> Task:
    """Exercises; their solutions where they were asked for, and from a tutor only then."""
    if found.told:
        return task.with_solutions()
    return task.unsolved() if tutored else task


def _question(found: Standing, history: History) -> Question:
    known = frozenset(history.definitions)
    return history.resolve(questions.understand(found.question, known))


def _checked(found: Standing, tutored: bool, tables: Sequence[Table]) -> Task:
    if not (tutored and found.question):
        return check_of(found.work, tutored=tutored)
    history = history_of(found.earlier, tables, found.unanswered)
    task = task_for(found.question, history, tables)
    return guess_of(found.work, task, _question(found, history))
