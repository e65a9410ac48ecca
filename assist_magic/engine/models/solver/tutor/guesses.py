"""Checking what a student offers for the question that stands: a line of work, or a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.intents.algebra import Rewrite
from assist_magic.engine.models.solver.intents.calculus import Derivative, Integral
from assist_magic.engine.models.solver.intents.equations import Solve
from assist_magic.engine.models.solver.intents.parabolas import Vertex
from assist_magic.engine.models.solver.intents.systems import System
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Listing, Name, Node, Relation
from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python, variable
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
    if isinstance(task, System) and (values := _values(lines)):
        return Guess(values, task)
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


def _values(lines: Sequence[Line]) -> tuple[tuple[str, Node], ...]:
    """What lines such as "x = 7", "y = 3" say; nothing if one of them says more."""
    found: list[tuple[str, Node]] = []
    for line in lines:
        match line.relations:
            case (Relation((Name(name), value), ("=",)),) if not tree.names(value):
                found.append((variable(name), value))
            case _:
                return ()
    return tuple(found)


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
        case Vertex() if isinstance(node, Listing) and len(node.items) == 2:
            return Guess((("h", node.items[0]), ("k", node.items[1])), task)
        case _ if not tree.names(node) and not isinstance(node, Listing):
            return Guess((("", node),), task)
        case _:
            raise NotSure("it is not clear how this bears on the question")


@dataclass(frozen=True)
class Guess(Task):
    """Numbers, held against what the question's own code finds; that is not shown.

    `offered` pairs each with the label that the code prints; a result alone has none.
    """

    offered: tuple[tuple[str, Node], ...]
    task: Task

    def code(self) -> str:
        asked = "".join(f"    {line}\n" if line else "\n" for line in self.task.code().splitlines())
        guess = ", ".join(f'"{label}": sympify({python(node)})' for label, node in self.offered)
        return _CODE.replace("{asked}", asked).replace("{guess}", guess)

    def answer(self, printed: Printed) -> str:
        verdict = printed.value("guess").exact
        nodes = tuple(node for _, node in self.offered)
        shown = inline(latex(nodes[0] if len(nodes) == 1 else Listing(nodes)))
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
found = {}
for line in quiet.getvalue().splitlines():
    label, _, value = line.partition(" = ")
    found.setdefault(label.strip(), []).append(value.split(" ≈ ")[0])
found[""] = found.get("rounded") or found.get("answer") or found.get("value") or []
guess = {{guess}}
try:
    solutions = [[sympify(value) for value in found[label]] for label in guess]
    pairs = [list(zip(guess.values(), values)) for values in zip(*solutions)]
    right = any(all(abs(N(a - b)) < 1e-9 for a, b in pair) for pair in pairs)
    print("guess =", ("right" if right else "wrong") if pairs else "unknown")
except (KeyError, SyntaxError, TypeError, ValueError):
    print("guess = unknown")
"""
