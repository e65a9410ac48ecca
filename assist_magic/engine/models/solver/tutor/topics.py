"""Hints by the words of a question, for what is told in one fact: divisors, limits, matrices, …"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assist_magic.engine.models.solver.fact import shown
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tokens import NotRead
from assist_magic.engine.models.solver.notation.tree import Node, Relation
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import marks
from assist_magic.engine.models.solver.tutor.first_lines import MAKERS, Maker, inequality
from assist_magic.engine.models.solver.tutor.function_sayings import FUNCTIONS, INEQUALITY
from assist_magic.engine.models.solver.tutor.hints import Hints, Line
from assist_magic.engine.models.solver.tutor.number_sayings import NUMBERS

_PART = re.compile(r"\{([a-z]+)\}")
_PLACE = re.compile(r"<([a-z]+)>")
_ALL = r"#\d+(?:(?: ?[,;] (?:and )?| and | or )#\d+)*"


@dataclass(frozen=True)
class Topic:
    """A kind of question: words of its skeleton, and its three hints.

    In the words {a} is an expression and {all} all that are listed; in the hints <a> and <all>
    stand for what was written there.
    """

    words: re.Pattern[str]
    hints: tuple[str, str, str]
    maker: Maker | None = None


def _topic(words: str, idea: str, start: str, line: str, name: str = "") -> Topic:
    count = 0

    def part(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        inside = _ALL if match[1] == "all" else r"#\d+"
        return f"(?P<{match[1]}__{count}>{inside})"

    return Topic(re.compile(_PART.sub(part, words)), (idea, start, line), MAKERS.get(name))


TOPICS = tuple(_topic(*each) for each in (*NUMBERS, *FUNCTIONS))


def topic_of(question: Question) -> Hints | None:
    """The hints for a question of a known topic."""
    for topic in TOPICS:
        if match := topic.words.search(question.skeleton):
            written = {name: part for name, part in match.groupdict().items() if part}
            parts = {
                name.split("__")[0]: _written(question, part) for name, part in written.items()
            }
            if "" not in parts.values():
                hints = _filled(topic.hints, parts)
                line = _line(topic, question, list(written.values()))
                return replace(hints, line=line or hints.line)
    return _inequality(question)


def _line(topic: Topic, question: Question, parts: list[str]) -> str | Line | None:
    """The first line on the numbers of the question, where the topic has a way to make one."""
    if topic.maker is None:
        return None
    try:
        return topic.maker([node for part in parts for node in _nodes(question, part)])
    except NotRead:  # digits of another base are no expression
        return None


def _filled(hints: tuple[str, str, str], parts: dict[str, str]) -> Hints:
    idea, start, line = (
        _PLACE.sub(lambda match: parts.get(match[1], "it"), hint) for hint in hints
    )
    return Hints(idea, start, line)


def _written(question: Question, several: str) -> str:
    """What stands at marks, as the student reads it; empty if that is not clear."""
    try:
        return shown(_nodes(question, several))
    except NotRead:
        return question.chunk(several).text if several.count("#") == 1 else ""


def _nodes(question: Question, several: str) -> list[Node]:
    return [question.chunk(mark).read().node for mark in marks(several)]


def _inequality(question: Question) -> Hints | None:
    """An inequality is told from other questions by its sign alone."""
    for chunk in question.chunks:
        try:
            node = chunk.read().node
        except NotRead:
            continue
        if isinstance(node, Relation) and set(node.operators) <= {"<", ">", "<=", ">="}:
            names = tree.names(node)
            if len(names) == 1:
                parts = {"a": inline(latex(node)), "x": inline(names[0])}
                hints = _filled(INEQUALITY, parts)
                return replace(hints, line=inequality(node) or hints.line)
    return None
