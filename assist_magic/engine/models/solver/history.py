"""What earlier questions of the thread left behind, and what "it" and "x" mean after them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assist_magic.engine.models.solver.notation.tree import Node
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Binding, Function, Results

if TYPE_CHECKING:
    from assist_magic.engine.models.solver.task import Task

_RESULT = (
    r"(?:it|that|this|this one|that one|result|answer|resulting function|resulting expression|them)"
)
_FUNCTION = (
    r"(?:(?:this |that |same |original |above |last |previous )?"
    r"(?:function|parabola|curve|expression|equation|polynomial|quadratic))"
)
_RESULT_NOUN = r"(?:(?:this |that )?(?:derivative|antiderivative|integral))"


@dataclass(frozen=True)
class History:
    """The results of earlier questions, newest last.

    `near` is False when the last question was not understood: then "it" may mean what another
    model said, and is left alone. `asked` is the last question, as a whole one, and `last` its
    task. `posed` counts the exercises that were made, by topic.
    """

    results: tuple[Results, ...] = ()
    bindings: Mapping[str, Binding] = field(default_factory=dict)
    definitions: Mapping[str, Function] = field(default_factory=dict)
    near: bool = False
    asked: str = ""
    last: Task | None = None
    posed: Mapping[str, int] = field(default_factory=dict)

    def after(self, results: Results, asked: str = "", last: Task | None = None) -> History:
        """The history with one more understood question."""
        bindings = dict(self.bindings)
        if results.binding:
            bindings.update(dict.fromkeys(results.binding.names, results.binding))
        definitions = {**self.definitions, **results.definitions}
        posed = dict(self.posed)
        for topic, count in results.posed.items():
            posed[topic] = max(posed.get(topic, 0), count)
        return History((*self.results, results), bindings, definitions, True, asked, last, posed)

    def after_other(self, text: str) -> History:
        """The history after a question that was not understood; names in it are forgotten."""
        words = set(re.findall(r"[A-Za-z]+", text))
        bindings = {name: found for name, found in self.bindings.items() if name not in words}
        return replace(self, bindings=bindings, near=False, asked="", last=None)

    def resolve(self, question: Question) -> Question:
        """The question with "it", "its …", "both" replaced by what they mean, where known."""
        question = _possessive(question)
        if not self.near:
            return question
        question = self._both(question)
        last = self.results[-1]
        subject = last.functions[-1] if last.functions else None
        meanings = [(_RESULT, last.result), (_RESULT_NOUN, last.result), (_FUNCTION, subject)]
        for words, meaning in meanings:
            found = re.search(rf"\b{words}\b(?! #|\s*$)|\b{words}$", question.skeleton)
            if meaning and found and _is_object(question.skeleton, found):
                question = question.with_node(re.escape(found.group()), meaning.node)
        return question

    def _both(self, question: Question) -> Question:
        newest: dict[Node, Function] = {}
        for results in reversed(self.results):
            for function in reversed(results.functions):
                newest.setdefault(function.node, function)
        pair = list(newest.values())[1::-1]
        if not re.search(r"\bboth\b", question.skeleton) or len(pair) != 2:
            return question
        skeleton = re.sub(
            r"\bboth(?: of (?:them|#\d+)| functions| curves)?\b", "both", question.skeleton
        )
        question = question.with_skeleton(skeleton.replace("both", "first_one and second_one"))
        question = question.with_node("first_one", pair[0].node)
        return question.with_node("second_one", pair[1].node)


def _possessive(question: Question) -> Question:
    """ "its roots" as "roots of it"."""
    if "#" in question.skeleton.partition("its ")[0]:
        return question
    skeleton = re.sub(r"\bits ((?:\w+ ?)+?)(?= at | from |$)", r"\1 of it", question.skeleton)
    return question if skeleton == question.skeleton else question.with_skeleton(skeleton)


def _is_object(skeleton: str, found: re.Match[str]) -> bool:
    """Whether the words stand where an expression can: at the end, or before a preposition.

    So "derivative" is no earlier result in "find derivative of #0".
    """
    rest = skeleton[found.end() :]
    return not rest or bool(
        re.match(r" ?[,.;]| (?:at|from|for|between|with|over|when|on|and|in|to|plot)\b", rest)
    )
