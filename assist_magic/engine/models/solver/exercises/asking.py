"""Reads that exercises are wanted: how many, on what, and whether with solutions.

Every word of the message has to be known; otherwise something else may be wanted.
"""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.chinese import exercises as chinese
from assist_magic.engine.models.solver.counting import CARDINAL, cardinal
from assist_magic.engine.models.solver.exercises.sheet import Sheet
from assist_magic.engine.models.solver.exercises.topics import Topic, topic_in, topic_of
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation.signs import plain
from assist_magic.engine.models.solver.task import NotSure, Task

_MOST, _MOST_IN_ALL = 20, 100
_LONGEST = 160
_SOLVED = re.compile(
    r"[,;]? ?\b(?:and|with|including|include|plus|together with|also)\b[ ,]*"
    r"(?:(?:the|their|all|its|full|short|worked|give|show|me|also|an?|with)\b ?)*"
    r"(?:solutions?|answers?|results?)\b(?: keys?| sheets?)?(?: (?:below|at the end|too|as well))?"
)
_UNSOLVED = re.compile(r"[,;]? ?\b(?:without|no)\b (?:the |any )?(?:solutions?|answers?)\b")
_THING = (
    r"exercises?|problems?|questions?|tasks?|examples?|drills?|worksheets?|work sheets?|tests?"
    r"|test sheets?|exercise sheets?|quiz(?:zes)?|exams?|homeworks?|practice"
)
_IS_SHEET = re.compile(r"\b(?:worksheet|work sheet|test|quiz|exam|homework|sheet)\b")
_MORE = r"(?:more|further|another|other|new|similar|different|additional|extra)\b"
_THESE = r"(?:these|this|those|that|them|it|the same kind|this kind|this type)\b"
_LIKE = rf"(?:of|like) {_THESE}"
_WORDS = re.compile(
    rf"(?:{_THING}|{_MORE}|{_LIKE}|#|give|show|set|make|create|write|generate|prepare|design|produce|need|get"
    r"|want|have|pose|invent|please|can|could|would|you|i|we|us|me|my|our|for|on|about|of|to"
    r"|with|in|from|a|an|the|some|few|several|and|now|again|what about|practi[sc]e|practicing"
    r"|training|train|revise|revision|class|pupils?|students?|kids|children|learners?|easy|simple|short"
    r"|basic|maths?|mathematics|like|as|topic|that|are|at|home|one|ones|ok|okay|also|random"
    r"|(?:grade|class|year|form) \d{1,2}|\d{1,2}(?:st|nd|rd|th) (?:grade|class|graders?))\b"
)
_COUNT = re.compile(rf"\b(?<!grade )(?<!class )(?<!year )(?:\d{{1,3}}(?!\w)|{CARDINAL})\b")
_ASKS_SOLUTIONS = re.compile(
    r"(?:(?:and|now|ok(?:ay)?|please|show|give|tell|me|us|what|are|is|with|let|see|the|their|all)"
    r"\b[ ,]*)*(?:solutions?|answers?|results?)(?: (?:please|now|to (?:these|them|the exercises)))*"
)


def exercises_of(text: str, history: History) -> Task | None:
    """The sheet of exercises that a message asks for; None if it asks for none.

    Raises:
        NotSure: too many are wanted.
    """
    said = re.sub(r"\s+", " ", plain(chinese.exercises(text)).lower()).strip(" .!?:")
    if len(said) > _LONGEST:
        return None
    if isinstance(history.last, Sheet) and history.near and _ASKS_SOLUTIONS.fullmatch(said):
        return history.last.with_solutions()
    rest, unsolved = _UNSOLVED.subn(" ", said)
    rest, solved = _SOLVED.subn(" ", rest)
    topic, rest, more = _topic(rest, history)
    if topic is None:
        return None
    count, without = _count(rest, said)
    left = _WORDS.sub(" ", without)
    if re.search(r"\w|[=+^]", left) or not (more or _is_asked(rest, said)):
        return None
    if not 1 <= count <= _MOST or history.posed.get(topic.name, 0) + count > _MOST_IN_ALL:
        raise NotSure(f"it makes up to {_MOST} exercises at a time")
    as_before = more and isinstance(history.last, Sheet) and history.last.solved
    shows = bool(solved or as_before) and not unsolved
    return Sheet(topic, count, history.posed.get(topic.name, 0), shows)


def _topic(said: str, history: History) -> tuple[Topic | None, str, bool]:
    """The topic that is named or meant, the rest of the message, and whether more are wanted."""
    if found := topic_in(said):
        return *found, False
    last, more = history.last, re.search(rf"\b(?:{_MORE}|like {_THESE})", said) is not None
    if not more or not history.near:
        return None, said, False
    if isinstance(last, Sheet):
        return last.topic, said, True
    named = re.search(rf"\b(?:{_THING}|one)\b|\b{_LIKE}", said) or _COUNT.search(said)
    return (topic_of(last) if named else None), said, True


def _is_asked(rest: str, said: str) -> bool:
    """Whether exercises on the topic, "#", are named, or a number of equations is."""
    if re.search(rf"\b(?:{_THING})\b[^#]*#|# (?:{_THING})\b", rest):
        return True
    several = re.search(r"(?:equations|inequalities|fractions)\b", said)
    return bool(
        several and _COUNT.search(rest) and not re.search(r"\bof (?:these|the|those)\b", rest)
    )


def _count(rest: str, said: str) -> tuple[int, str]:
    """How many are wanted, and the rest of the message."""
    rest = re.sub(r"\b(?:another|one more|new) one\b", " 1 ", rest)
    found = _COUNT.search(rest)
    if found:
        return cardinal(found.group().strip()) or 0, _COUNT.sub(" ", rest, count=1)
    if _IS_SHEET.search(said):
        return 8, rest
    single = re.search(
        r"\b(?:an?|another)\b(?! few)[ a-z#]*\b(?:exercise|problem|question|task"
        r"|example|one|#)(?!s)",
        rest,
    )
    return (1 if single else 5), rest
