"""What the solver does with a message in hint mode: the task that a thread's last message sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assist_magic.engine.models.base import ChatMessage
from assist_magic.engine.models.enclosures import words_of
from assist_magic.engine.models.solver import question as questions
from assist_magic.engine.models.solver.exercises.sheet import Sheet
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents.definitions import Define
from assist_magic.engine.models.solver.notation.commas import with_points
from assist_magic.engine.models.solver.notation.tokens import NotRead
from assist_magic.engine.models.solver.notes import Noted
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
    try:
        pointed, notes = _pointed(messages, surely=True)
        try:
            return _noted(_of(pointed, tutored, tables), notes)
        except (NotRead, NotSure):
            again, notes = _pointed(messages, surely=False)
            if again == pointed:
                raise
            return _noted(_of(again, tutored, tables), notes)
    except NotRead as error:
        raise NotSure(str(error)) from error


def _of(messages: Sequence[ChatMessage], tutored: bool, tables: Sequence[Table]) -> Task:
    found = standing(messages, tutored)
    check = found.wanted == "check"
    return (_checked if check else _asked)(found, tutored, tables)


def _noted(task: Task, notes: tuple[str, ...]) -> Task:
    return Noted(task, notes) if notes else task


def _pointed(
    messages: Sequence[ChatMessage], surely: bool
) -> tuple[list[ChatMessage], tuple[str, ...]]:
    """The messages with decimal points for decimal commas, and notes on those of the last one."""
    pointed: list[ChatMessage] = []
    notes: tuple[str, ...] = ()
    last = max((n for n, message in enumerate(messages) if message.role == "user"), default=0)
    for number, message in enumerate(messages):
        if message.role == "user":
            words = words_of(message.content)
            try:
                changed, found = with_points(words, surely or number < last)
            except NotRead:
                if number == last:
                    raise
                changed, found = words, ()
            if found:
                message = replace(message, content=message.content.replace(words, changed, 1))
            notes = found if number == last else notes
        pointed.append(message)
    return pointed, notes


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
