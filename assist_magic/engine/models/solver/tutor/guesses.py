"""Checking what a student offers for the question that stands: a line of work, or a result."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.intents.algebra import Rewrite
from assist_magic.engine.models.solver.intents.calculus import Derivative, Integral
from assist_magic.engine.models.solver.intents.equations import Solve
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Node, Relation
from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.work.checking import check_of, claimed
from assist_magic.engine.models.solver.work.lines import Claim, Line, derived, lines_in


def guess_of(text: str, task: Task, question: Question) -> Task:
    """The task of checking a message against the question that stands, answer untold.

    Args:
        text: the message.
        task: what the question asks.
        question: its words and expressions.

    Raises:
        NotRead, NotSure: it is not clear what the message says, or how it bears on the question.
    """
    if posed := _posed(task, question):
        return check_of(text, posed, tutored=True)
    lines = lines_in(text)
    match lines:
        case (Line(expression=node),) if node is not None:
            return _offered(node, task)
        case _:
            return check_of(text, tutored=True)


def _posed(task: Task, question: Question) -> Relation | None:
    """The equation or inequality that is to be solved, if the question is one."""
    if isinstance(task, Solve):
        return None if task.has_parameters else task.relation
    nodes = [chunk.read().node for chunk in question.chunks] if isinstance(task, Fact) else []
    found = [node for node in nodes if isinstance(node, Relation) and len(tree.names(node)) == 1]
    return found[0] if len(found) == 1 and not {"="} & set(found[0].operators) else None


def _offered(node: Node, task: Task) -> Task:
    """One expression or number, offered as the result."""
    match task:
        case Rewrite(node=given):
            return claimed((Claim(given, node),), tutored=True)
        case Derivative(function, order, None):
            asked = derived(function.node, function.variable, order)
            return claimed((Claim(asked, node),), tutored=True)
        case Integral(function, None, None):
            back = derived(node, function.variable)
            return claimed((Claim(function.node, back, "integral"),), tutored=True)
        case _ if not tree.names(node):
            return Guess(node, task)
        case _:
            raise NotSure("it is not clear how this bears on the question")


@dataclass(frozen=True)
class Guess(Task):
    """A number, held against what the question's own code finds; that is not shown."""

    node: Node
    task: Task

    def code(self) -> str:
        asked = "".join(f"    {line}\n" if line else "\n" for line in self.task.code().splitlines())
        return _CODE.replace("{asked}", asked).replace("{guess}", python(self.node))

    def answer(self, printed: Printed) -> str:
        verdict = printed.value("guess").exact
        shown = inline(latex(self.node))
        if verdict == "right":
            return f"Yes, {shown} is right."
        if verdict == "wrong":
            return f"No, {shown} is not it. Go through your steps again, or ask for “another hint”."
        raise Unexpected("the code did not find one number to compare with")


_CODE = """import contextlib, io
from sympy import N, simplify, sympify

# Work the question out without showing it
quiet = io.StringIO()
with contextlib.redirect_stdout(quiet):
{asked}
lines = [line.partition(" = ") for line in quiet.getvalue().splitlines()]
found = {value.split(" ≈ ")[0] for label, _, value in lines if label in ("answer", "value")}
rounded = {value for label, _, value in lines if label == "rounded"}
guess = sympify({guess})
try:
    numbers = [sympify(value) for value in rounded or found]
    right = any(abs(N(number - guess)) < 1e-9 for number in numbers)
    print("guess =", ("right" if right else "wrong") if len(numbers) == 1 else "unknown")
except (SyntaxError, TypeError, ValueError):
    print("guess = unknown")
"""
