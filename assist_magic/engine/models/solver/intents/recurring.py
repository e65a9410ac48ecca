"""Recurring decimals as fractions."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.telling import told

_AGAIN = r"(?:\(?(?:recurring|repeating|repeated|periodic)\)?)"
_DECIMAL = (
    rf"(?:(?:recurring|repeating) decimal )?(?P<whole>\d*)\.(?P<fixed>\d*?)(?:\((?P<block>\d+)\)"
    rf"(?:\.\.\.)?|(?P<digits>\d+) ?(?:\.\.\.|…)(?: ?{_AGAIN})?|(?P<last>\d) {_AGAIN})"
)
_FORMS = (
    re.compile(
        rf"(?:convert|write|express|turn|change|find|simplify)? ?{_DECIMAL} "
        r"(?:as|to|into|in) (?:(?:exact|simplified|simplest|common) )*fraction(?: form)?"
    ),
    re.compile(rf"(?:find )?(?:which )?fraction (?:is |find )?(?:equal to |for |of )?{_DECIMAL}"),
)


def recognise(question: Question, history: History) -> Task | None:
    """ "0.1666... as a fraction", "write 0.(3) as a fraction", "0.3 recurring as a fraction"."""
    text = told(question)
    match = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    if not match:
        return None
    fixed, block = match["fixed"], match["block"] or match["last"]
    if not block:
        fixed, block = _repeated(match["fixed"] + match["digits"])
    whole = match["whole"] or "0"
    body = _CODE.format(fixed=fixed, block=block, whole=whole)
    first, second = 10 ** (len(fixed) + len(block)), 10 ** len(fixed)
    less = "x" if second == 1 else f"{second}x"
    shown = rf"{whole}.{fixed}\overline{{{block}}}"
    return Fact(
        body,
        rf"The digits {block} repeat without end." + "\n\n" + rf"\[{shown} = <answer>\]",
        check="the division gives these digits",
        way=(
            rf"With \(x = {shown}\): \({first}x - {less}"
            r" = <difference>\), as the endless parts cancel.",
            r"So \(x = \frac{<difference>}{<nines>}\), cancelled.",
        ),
    )


def _repeated(digits: str) -> tuple[str, str]:
    """The digits before the repeating block, and the block.

    Raises:
        NotSure: no block stands there at least twice.
    """
    for size in range(1, len(digits) // 2 + 1):
        block = digits[-size:]
        if digits.endswith(2 * block):
            fixed = digits
            while fixed.endswith(block):
                fixed = fixed[:-size]
            while fixed and fixed[-1] == block[-1]:
                fixed, block = fixed[:-1], block[-1] + block[:-1]
            return fixed, block
    raise NotSure("it is not clear which digits repeat; write 0.(3) or 0.333...")


_CODE = """all_digits, fixed = Integer("{whole}{fixed}{block}"), Integer("{whole}{fixed}")
difference = all_digits - fixed
nines = 10**len("{fixed}{block}") - 10**len("{fixed}")
answer = Rational(difference, nines)
print("difference =", difference)
print("nines =", nines)
print("answer =", answer)
shown = "{fixed}" + 3*"{block}"
print("check =", floor(answer*10**len(shown)) == Integer("{whole}" + shown))
"""
