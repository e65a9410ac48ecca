"""From a user's words to a task, with the thread's earlier questions in mind."""

from __future__ import annotations

from collections.abc import Sequence

from assist_magic.engine.models.solver import question as questions
from assist_magic.engine.models.solver import table_words
from assist_magic.engine.models.solver.expressions import NotRead
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents import INTENTS, TABLE_INTENTS
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.tables import Table
from assist_magic.engine.models.solver.task import NotSure, Task

REMEMBERED = 40
"""How many earlier questions are understood again for a new one."""


def task_for(text: str, history: History, tables: Sequence[Table] = ()) -> Task:
    """The task that a question sets.

    Raises:
        NotSure: it is not known, or not clear, what is asked; says why.
    """
    if found := _on_table(text, tables):
        return found
    try:
        question = history.resolve(questions.understand(text))
        found = _recognised(question, history)
    except NotRead as error:
        raise NotSure(str(error)) from error
    if found is None:
        raise NotSure("this is no kind of question that it knows")
    return found


def _recognised(question: Question, history: History) -> Task | None:
    for intent in INTENTS:
        if found := intent(question, history):
            return found
    return None


def _on_table(text: str, tables: Sequence[Table]) -> Task | None:
    """The task on the one table that a question fits; None if it fits none."""
    found: list[Task] = []
    for table in tables:
        question = table_words.read(text, table)
        task = next((task for intent in TABLE_INTENTS if (task := intent(question))), None)
        if task is not None and (table.file in text or "@" in question.skeleton):
            found.append(task)
        elif task is not None and len(tables) == 1:
            return task
    if len(found) > 1:
        raise NotSure("more than one of the uploaded tables fits; name the file")
    return found[0] if found else None


def history_of(texts: Sequence[str], tables: Sequence[Table] = ()) -> History:
    """What the earlier questions of a thread leave behind, oldest first."""
    history = History()
    for text in texts[-REMEMBERED:]:
        try:
            history = history.after(task_for(text, history, tables).results())
        except NotSure:
            history = history.after_other(text)
    return history
