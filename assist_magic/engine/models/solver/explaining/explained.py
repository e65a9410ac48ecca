"""A follow-up that asks for the reasons of one step, or of all steps, of the last answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist_magic.engine.models.solver.counting import CARDINAL, ORDINAL, cardinal, ordinal
from assist_magic.engine.models.solver.explaining import quadratics
from assist_magic.engine.models.solver.explaining.reasons import reason
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation.signs import plain
from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.results import Results
from assist_magic.engine.models.solver.task import Task, said

_STEP = (
    rf"(?:(?:step|line|point)(?: number| no\.?)? (?P<number>\d+|{CARDINAL})"
    rf"|(?:the )?(?P<place>{ORDINAL}|last) (?:step|line|point))"
)
_IT = (
    r"(?:that|this|it|these|those|all|the (?:answer|solution|steps|calculation|result|whole thing)"
    r"|your (?:answer|solution|steps)|every step|each step|all (?:the )?steps|how you got that"
    r"|what you did|how that works|how it works)"
)
_BARE = (
    r"(?:in|with|using) (?:simple|simpler|easy|easier|other|plain) (?:words|terms|language)"
    r"|simpler|more simply|in (?:more )?detail|step by step"
)
_SIMPLER = (
    rf"{_BARE}|in your own words|more easily|again|better|more|slowly|please|to me|to us|once more"
    r"|(?:for|to) (?:a |my )?(?:pupils?|students?|class|child(?:ren)?|kids?)"
)
_LEAD = r"(?:(?:and|but|so|now|ok(?:ay)?|please|can you|could you|would you|will you)\b[ ,]*)*"
_ASK = (
    r"explain(?: (?:to )?(?:me|us))?(?: why)?|why(?: (?:is|does|do|did|was))?"
    r"|how(?: (?:does|do you get|did you get|did you find|come|so))?|what does"
    r"|what (?:about|is|happens in|do you do in|did you do in)(?= (?:the )?(?:\w+ )?step\b)"
    r"|i (?:do not|don't|didn't|did not|cannot|can't) (?:understand|get|see|follow)"
)
_EXPLAIN = re.compile(
    rf"{_LEAD}(?:(?:{_ASK})(?: (?:{_STEP}|{_IT}))?(?: (?:mean|work|come|say|do|so|true|right))?"
    rf"|(?:(?:say|put|make) it )?(?:{_BARE}))(?:[ ,]+(?:{_SIMPLER}))*"
)
_LONGEST = 90


@dataclass(frozen=True)
class Explained(Task):
    """Why step `number`, or every step, of an answered question is taken; -1 is the last step."""

    task: Task
    number: int = 0

    def code(self) -> str:
        return self.task.code()

    @property
    def library(self) -> str:  # type: ignore[override]
        return self.task.library

    def answer(self, printed: Printed) -> str:
        steps = self.task.steps(printed)
        if not steps:
            raise Unexpected("the answer has no steps to explain")
        if self.number > len(steps):
            count = "one step" if len(steps) == 1 else f"{len(steps)} steps"
            return f"The answer has only {count}."
        if self.number:
            place = self.number - 1 if self.number > 0 else len(steps) - 1
            return said(f"Step {place + 1}: {steps[place]}", _why(steps[place], printed))
        return "\n".join(
            f"{place}. {step} {_why(step, printed)}" for place, step in enumerate(steps, start=1)
        )

    def results(self) -> Results:
        return self.task.results()


def explanation_of(text: str, history: History) -> Task | None:
    """The task of explaining the last answer; None if a message does not ask for it."""
    said = re.sub(r"\s+", " ", plain(text).lower()).strip(" .!?")
    if not history.near or history.last is None or len(said) > _LONGEST:
        return None
    match = _EXPLAIN.fullmatch(said)
    if not match:
        return None
    if type(history.last).steps is Task.steps:
        return None
    return Explained(history.last, _number(match))


def _number(match: re.Match[str]) -> int:
    number, place = match["number"], match["place"]
    if place == "last":
        return -1
    return (cardinal(number) if number else ordinal(place) if place else 0) or 0


def _why(step: str, printed: Printed) -> str:
    why = quadratics.explained(step, printed) or reason(step)
    if not why:
        raise Unexpected("it is not known how to explain a step")
    return why
