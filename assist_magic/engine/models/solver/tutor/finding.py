"""From a task to its hints."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact, Findings
from assist_magic.engine.models.solver.given import After
from assist_magic.engine.models.solver.intents.algebra import Rewrite
from assist_magic.engine.models.solver.intents.calculus import Derivative, Integral
from assist_magic.engine.models.solver.intents.equations import Solve
from assist_magic.engine.models.solver.intents.parabolas import Vertex
from assist_magic.engine.models.solver.intents.plots import Plot
from assist_magic.engine.models.solver.intents.substitution import At
from assist_magic.engine.models.solver.intents.systems import System
from assist_magic.engine.models.solver.intents.values import Evaluate, WithKnown
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Several, Task
from assist_magic.engine.models.solver.tutor import calculus, equations, expressions
from assist_magic.engine.models.solver.tutor.hints import Hints, Line
from assist_magic.engine.models.solver.tutor.topics import topic_of


def hints_of(task: Task, question: Question) -> tuple[Hints, ...]:
    """The hints of each part of a question.

    Raises:
        NotSure: it is of a kind that there are no hints for.
    """
    if isinstance(task, Several):
        return tuple(hints for part in task.tasks for hints in hints_of(part, question))
    if isinstance(task, After):
        return tuple(_without_code(hints) for hints in hints_of(task.task, question))
    found = _by_kind(task)
    if found is None and isinstance(task, Fact | Findings):
        found = topic_of(question)
    if found is None:
        raise NotSure("it has no hints for this kind of question")
    return (found,)


def _without_code(hints: Hints) -> Hints:
    """Hints for what was worked out before: that code would have to run first."""
    if not isinstance(hints.line, Line):
        return hints
    words = "Work out what is given first, and write it down. Then begin as the hint before says."
    return Hints(hints.idea, hints.start, words)


def _by_kind(task: Task) -> Hints | None:
    match task:
        case Solve():
            return equations.solving(task)
        case System():
            return equations.system(task)
        case Derivative():
            return calculus.derivative(task)
        case Integral():
            return calculus.integral(task)
        case Plot():
            return _PLOT
        case _:
            return _of_expression(task)


def _of_expression(task: Task) -> Hints | None:
    match task:
        case Evaluate():
            return expressions.evaluating(task)
        case At():
            return expressions.inserting(task)
        case WithKnown():
            return expressions.known(task)
        case Rewrite():
            return expressions.rewriting(task)
        case Vertex():
            return expressions.vertex(task)
        case _:
            return None


_PLOT = Hints(
    "Sketch it by hand first: where does it cross the axes, where does it turn, and what happens "
    "far out?",
    "Put 0 in for the variable: that is where it crosses the vertical axis. Set the function to 0 "
    "for the other axis.",
    "Make a small table: the values at -2, -1, 0, 1 and 2. Mark those points, and join them.",
)
