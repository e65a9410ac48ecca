"""Tells a message that is nothing but mathematics from one that asks something."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver import question as questions
from assist_magic.engine.models.solver.notation import signs, tree
from assist_magic.engine.models.solver.notation.tokens import NotRead
from assist_magic.engine.models.solver.notation.tree import Binary, Listing, Negative, Node, Number
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure
from assist_magic.engine.models.solver.work.lines import JOINED, pieces, without_lead


def is_bare(text: str) -> bool:
    """Whether a message is nothing but mathematics, as a student writes a line or a guess.

    A calculation with numbers alone is none: that asks what comes out.
    """
    try:
        parts = pieces(re.sub(r"±|\\pm", "", signs.plain(without_lead(text))))
        found = [questions.understand(part) for part in parts if re.search(r"\w", part)]
        return bool(found) and all(_is_line(question) for question in found)
    except (NotRead, NotSure):
        return False


def _is_line(question: Question) -> bool:
    if not re.fullmatch(rf"#\d+|{JOINED.pattern}", question.skeleton):
        return False
    nodes = [chunk.read().node for chunk in question.chunks]
    return all(tree.names(node) or _is_number(node) for node in nodes)


def _is_number(node: Node) -> bool:
    """Whether a tree is a number, a fraction or a point written down."""
    match node:
        case Binary("/", above, below):
            return tree.whole(above) is not None and tree.whole(below) is not None
        case Negative(operand):
            return _is_number(operand)
        case Listing(items):
            return all(map(_is_number, items))
        case _:
            return isinstance(node, Number)
