"""What an expression in a question is about: a function of one variable, an equation, a value."""

from __future__ import annotations

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tokens import APPLIED
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Call,
    Constant,
    Name,
    Node,
    Number,
    Relation,
)
from assist_magic.engine.models.solver.question import Chunk
from assist_magic.engine.models.solver.results import Function
from assist_magic.engine.models.solver.task import NotSure

NATURAL = "log was read as the natural logarithm"
COMMON = "log was read as the logarithm to base 10; write ln for the natural one"
RADIANS = "the angle was read in radians; write 30° for degrees"
_ANGULAR = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})


def value_of(chunk: Chunk, history: History, natural: bool = False) -> tuple[Node, list[str]]:
    """An expression with f(…) put in from earlier definitions, and the notes for its answer.

    Raises:
        NotRead: it is no expression.
        NotSure: it is an equation, or applies an unknown function.
    """
    read = chunk.read()
    node, notes = applied(read.node, history), list(read.notes)
    if isinstance(node, Relation):
        raise NotSure("an equation stands where a value was expected")
    return settled(node, natural, notes), notes


def relation_of(chunk: Chunk, history: History) -> tuple[Relation | None, list[str]]:
    """An equation or inequality with its notes; None if the chunk is none.

    Raises:
        NotRead: it cannot be read.
        NotSure: it applies an unknown function.
    """
    read = chunk.read()
    node, notes = read.node, list(read.notes)
    if not isinstance(node, Relation):
        return None, notes
    found = settled(applied(node, history), False, notes)
    _check_real(found)
    return (found if isinstance(found, Relation) else None), notes


def function_of(
    chunk: Chunk, history: History, variable: str = "", natural: bool = True
) -> tuple[Function, list[str]]:
    """A function of one variable: "x^2", "y = x^2", "f(x) = x^2", "f" or "f(x)" defined before.

    Raises:
        NotRead: it cannot be read.
        NotSure: it is an equation of another kind, or its variable is not clear.
    """
    read = chunk.read()
    notes = list(read.notes)
    node, given, name = _right_side(read.node)
    if isinstance(node, Name) and node.id in APPLIED and node.id not in history.definitions:
        raise NotSure(f"the function {node.id} has not been defined")
    known = history.definitions.get(node.id) if isinstance(node, Name) else None
    if known:
        node, given, name = known.node, known.variable, known.name
    node = settled(applied(node, history), natural, notes)
    _check_real(node)
    return Function(node, _variable(node, variable or given), name), notes


def _check_real(node: Node) -> None:
    if Constant("I") in tree.walk(node):
        raise NotSure("it is not clear whether i is a variable or the imaginary unit")


def definition_of(chunk: Chunk) -> Function | None:
    """The function that "f(x) = …" defines; None for anything else."""
    try:
        node, given, name = _right_side(chunk.read().node)
    except NotSure:
        return None
    if not name or not given:
        return None
    return Function(node, given, name)


def _right_side(node: Node) -> tuple[Node, str, str]:
    """The defining side of y = … or f(x) = …, the variable it names, and its name."""
    if not isinstance(node, Relation):
        return node, "", ""
    if node.operators != ("=",):
        raise NotSure("an inequality stands where a function was expected")
    left, right = node.sides
    if isinstance(left, Call) and len(left.function) == 1:
        argument = left.arguments[0]
        if len(left.arguments) == 1 and isinstance(argument, Name):
            return right, argument.id, left.function
    if isinstance(left, Name) and left.id == "x":
        raise NotSure("x = … is not a function of x")
    if isinstance(left, Name) and left.id not in tree.names(right):
        return right, "", left.id
    if isinstance(right, Name) and right.id not in tree.names(left):
        return left, "", right.id
    raise NotSure("the equation does not define a function of one variable")


def _variable(node: Node, wanted: str) -> str:
    found = tree.names(node)
    if wanted:
        return wanted
    if len(found) > 1:
        raise NotSure(f"it is not clear which of {', '.join(found)} is the variable")
    return found[0] if found else "x"


def applied(node: Node, history: History) -> Node:
    """The tree with calls of functions replaced by what those were defined as.

    A call stays where the function is a derivative and its argument more than a name.

    Raises:
        NotSure: one of them was not defined.
    """
    below = tuple(applied(child, history) for child in tree.children(node))
    if not isinstance(node, Call) or len(node.function) > 1:
        return tree.rebuilt(node, below)
    found = history.definitions.get(node.function)
    if found is None or len(below) != 1:
        raise NotSure(f"the function {node.function} has not been defined")
    body = applied(found.node, history)
    if "diff" in tree.calls(body) and not isinstance(below[0], Name):
        return Call(node.function, below)
    return tree.substituted(body, {found.variable: below[0]})


def settled(node: Node, natural: bool, notes: list[str]) -> Node:
    """The tree with its conventions decided, and a note added for each that was.

    Raises:
        NotSure: it has a power whose value depends on the convention.
    """
    found = tree.calls(node)
    if "log" in found and _has_bare_log(node):
        notes.append(NATURAL if natural else COMMON)
        node = _with_log(node, "ln" if natural else "log10")
    if any(_is_disputed(part) for part in tree.walk(node)):
        raise NotSure("the value of a power such as 0^0 or (-8)^(1/3) depends on the convention")
    if any(_is_plain_angle(part) for part in tree.walk(node)):
        notes.append(RADIANS)
    return node


def _is_disputed(node: Node) -> bool:
    if not isinstance(node, Binary) or node.operator != "**":
        return False
    base, power = tree.whole(node.left), tree.whole(node.right)
    return base == 0 == power or base is not None and base < 0 and power is None


def _has_bare_log(node: Node) -> bool:
    return any(
        isinstance(part, Call) and part.function == "log" and len(part.arguments) == 1
        for part in tree.walk(node)
    )


def _with_log(node: Node, function: str) -> Node:
    below = tuple(_with_log(child, function) for child in tree.children(node))
    if isinstance(node, Call) and node.function == "log" and len(below) == 1:
        return Call(function, below)
    return tree.rebuilt(node, below)


def _is_plain_angle(node: Node) -> bool:
    """Whether this is the sine, cosine, … of a plain number such as 30."""
    if not isinstance(node, Call) or node.function not in _ANGULAR:
        return False
    argument = node.arguments[0]
    return isinstance(argument, Number) and argument.text != "0"


def difference(relation: Relation) -> Node:
    """Left side minus right side."""
    left, right = relation.sides
    return Binary("-", left, right)
