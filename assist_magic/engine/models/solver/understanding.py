"""From a user's words to a task, with the thread's earlier questions in mind."""

from __future__ import annotations

from collections.abc import Sequence

from assist_magic.engine.models.solver import question as questions
from assist_magic.engine.models.solver.expressions import NotRead
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents import INTENTS
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task

REMEMBERED = 40
"""How many earlier questions are understood again for a new one."""


def task_for(text: str, history: History) -> Task:
    """The task that a question sets.

    Raises:
        NotSure: it is not known, or not clear, what is asked; says why.
    """
    try:
        question = history.resolve(questions.understand(text))
        found = _recognised(question, history)
    except NotRead as error:
        raise NotSure(str(error)) from error
    if found is None:
        raise NotSure("the exact solver does not know this kind of question")
    return found


def _recognised(question: Question, history: History) -> Task | None:
    for intent in INTENTS:
        if found := intent(question, history):
            return found
    return None


def history_of(texts: Sequence[str]) -> History:
    """What the earlier questions of a thread leave behind, oldest first."""
    history = History()
    for text in texts[-REMEMBERED:]:
        try:
            history = history.after(task_for(text, history).results())
        except NotSure:
            history = history.after_other(text)
    return history
