"""The third angle of a triangle."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import Task
from assist_magic.engine.models.solver.telling import told

_N = r"(?P<{}>\d+(?:\.\d+)?)(?: ?°| degrees)?"
_PAIR = rf"{_N.format('first')} and {_N.format('second')}"
_THIRD = r"(?:third|other|remaining|missing|last)(?: (?:angle|1|one))?"
_FORMS = (
    re.compile(
        rf"(?:if )?(?:2 |two )?(?:angles of triangle|triangle has angles(?: of)?) "
        rf"(?:are |measure |is )?{_PAIR} ?[.,;:]? ?(?:find |how (?:big|large) is )?{_THIRD}"
    ),
    re.compile(
        rf"(?:find )?{_THIRD} (?:of|in) triangle (?:with|whose|if|when)(?: other)?(?: 2| two)?"
        rf"(?: angles)?(?: are| of| measure)? {_PAIR}"
    ),
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Two angles of a triangle are 35 and 75 degrees. Find the third."."""
    text = told(question)
    match = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    if not match:
        return None
    first, second = match["first"], match["second"]
    body = f'answer = 180 - Rational("{first}") - Rational("{second}")\n'
    body += 'print("answer =", answer, "≈", N(answer, 10))\n'
    body += 'print("possible =", answer > 0)\n'
    shown = rf"180^\circ - {first}^\circ - {second}^\circ = <answer>^\circ"
    return ThirdAngle(
        body, r"The angles of a triangle add up to \(180^\circ\):" + "\n\n" + rf"\[{shown}\]"
    )


class ThirdAngle(Fact):
    """The third angle, if two such angles can be in one triangle."""

    def answer(self, printed: Printed) -> str:
        if not printed.value("possible").is_true:
            return r"There is **no such triangle**: its angles add up to just \(180^\circ\)."
        return super().answer(printed)
