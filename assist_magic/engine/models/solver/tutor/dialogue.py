"""What a thread has come to: the question that stands, its hints so far, and what is wanted now.

All of it is read from the messages; nothing is kept between turns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assist_magic.engine.models.base import ChatMessage
from assist_magic.engine.models.solver.work.asking import asks_to_check
from assist_magic.engine.models.solver.work.bare import is_bare
from assist_magic.engine.models.wishes import Wish, wish_of


@dataclass(frozen=True)
class Standing:
    """What is to be answered.

    `question` is the one that stands and `earlier` those before it, oldest first. `hints` is how
    many it has got, this turn's among them. `work` is what is to be checked. `told`: its
    answer was asked for after it. `unanswered` are the messages that nothing answered.
    """

    question: str = ""
    earlier: tuple[str, ...] = ()
    wanted: Literal["hint", "answer", "check"] = "answer"
    hints: int = 0
    work: str = ""
    told: bool = False
    unanswered: frozenset[str] = frozenset()

    def asked(self, question: str, hints: int) -> Standing:
        """A question that is asked now."""
        earlier = (*self.earlier, self.question) if self.question else self.earlier
        return Standing(question, earlier, "hint" if hints else "answer", hints)


def standing(messages: Sequence[ChatMessage], tutored: bool) -> Standing:
    """What stands with the last user message.

    Args:
        messages: the thread.
        tutored: the run is a tutor's; otherwise a hint is given where the word is said.
    """
    found = Standing()
    texts = _texts(messages)
    for place, (text, reply) in enumerate(texts):
        # A hint that was given shows that the tutor was asked then, whoever is asked now.
        before, found = found, _after(found, text, tutored or _is_hint(reply))
        if not reply and place < len(texts) - 1 and found.wanted == "hint":
            # Nobody has seen this hint: its run was stopped.
            found = replace(found, hints=before.hints if found.earlier == before.earlier else 0)
    answered = {text for text, reply in texts if reply}
    return replace(found, unanswered=frozenset({text for text, _ in texts} - answered))


def _texts(messages: Sequence[ChatMessage]) -> list[tuple[str, str]]:
    """What the user said, and the answer, empty if there was none."""
    found: list[tuple[str, str]] = []
    for message in messages:
        if message.role == "user":
            found.append((message.content, ""))
        elif message.role == "assistant" and message.content.strip() and found:
            found[-1] = (found[-1][0], message.content)
    return found


_SEAL = re.compile(
    r"^\*Exact solver: (hint \d+ of|no more hints)|^\*精确求解器：(第 \d+ 个提示|没有更多提示)",
    re.M,
)


def _is_hint(reply: str) -> bool:
    """Whether an answer was a hint of the solver's, going by its last line."""
    return _SEAL.search(reply) is not None


def _after(before: Standing, text: str, tutored: bool) -> Standing:
    wish = wish_of(text)
    if wish.kind == "more" and not tutored and not before.hints:
        wish = Wish("none", text)
    if wish.kind in ("hint", "more"):
        return _hinted(before, wish.rest)
    if wish.kind == "answer" and (tutored or before.question and not wish.rest):
        asked = before.asked(wish.rest, 0) if wish.rest else before
        return replace(asked, wanted="answer", work="", told=not wish.rest)
    if asks_to_check(text):
        return replace(before, wanted="check", work=text)
    if not tutored:
        return before.asked(text, 0)
    if _same(wish.rest, before.question):
        return _hinted(before, "")
    if before.question and is_bare(wish.rest):
        return replace(before, wanted="check", work=wish.rest)
    return before.asked(wish.rest, 1)


def _hinted(before: Standing, question: str) -> Standing:
    if question and not _same(question, before.question):
        return before.asked(question, 1)
    return replace(before, wanted="hint", hints=before.hints + 1, work="", told=False)


def _same(text: str, question: str) -> bool:
    return bool(question) and "".join(text.lower().split()) == "".join(question.lower().split())
