"""Rounding: to decimal places, to the nearest integer, ten, hundred or any other step."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.counting import CARDINAL, ORDINAL, cardinal, ordinal
from assist_magic.engine.models.solver.fact import Fact, number, shown
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Call, Negative, Node, Number
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern

_NAMED = {
    "integer": 1,
    "whole number": 1,
    "whole": 1,
    "unit": 1,
    "whole integer": 1,
    "ten": 10,
    "tens": 10,
}
_PARTS = {"tenth": 1, "hundredth": 2, "thousandth": 3, "ten thousandth": 4, "cent": 2, "penny": 2}
_TO = (
    f"(?:{{places: #\\d+|{CARDINAL}|no}} (?:decimal places?|decimals?|dps?|d\\.?p\\.?|places?"
    f"|decimal digits?)|(?:the )?nearest (?:{{part: {'|'.join(_PARTS)}}}s?"
    f"|{{named: {'|'.join(_NAMED)}}}|{{step}}|{{words: {CARDINAL}}}))"
)
_WHAT = f"(?:{{root: squareroot|cuberoot|(?:{ORDINAL}) roots?}} (?:of )?)?{{number}}"
_ROUND = pattern(
    f"(?:find )?(?:round|round off|rounding) (?:off )?(?:value of )?{_WHAT} ?,? (?:off )?to {_TO}",
    f"(?:find )?(?:value of )?{_WHAT} ?,? ?(?:rounded|correct|accurate|approximated|to be rounded)"
    f"(?: off)? to {_TO}",
    f"(?:find )?(?:value of )?{_WHAT} ?,? to (?:the )?nearest (?:{{named: {'|'.join(_NAMED)}}}"
    f"|{{part: {'|'.join(_PARTS)}}}s?|{{step}}|{{words: {CARDINAL}}})",
    f"to (?:the )?nearest (?:{{named: {'|'.join(_NAMED)}}}) ?,? (?:find )?{_WHAT}",
    f"to {{places: #\\d+|{CARDINAL}}} (?:decimal places?|decimals?) ?,? (?:find )?{_WHAT}",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Round 3.14159 to 2 decimal places", "8567 to the nearest hundred"."""
    match = _ROUND.match(question.skeleton)
    if not match:
        return None
    node = _rooted(number(question, match["number"], history), match.get("root", ""))
    places, step, words = _aim(match, question, history)
    if step is None and places and _GROUPED.search(question.text):
        raise NotSure("a comma may part thousands or decimals; write the number with a point")
    notes = (_HALVES,) if _is_half(node, places) else ()
    if step is None:
        body = _DECIMAL.format(number=python(node), count=places)
        return Fact(
            body, f"{shown([node])} rounded to {words}: **<answer!>**", result=node, notes=notes
        )
    body = _STEP.format(number=python(node), step=python(step))
    return Fact(
        body,
        f"{shown([node])} rounded to the nearest {words}: **<answer!>**",
        check="no multiple of the step is nearer",
        result=node,
        notes=notes,
    )


_GROUPED = re.compile(r"(?<![\d,.])\d{1,3},\d{3}(?![\d,.])")
"""A whole number with one comma: nobody rounds 2345 to one decimal place, but 2,345 they do."""
_HALVES = "halves were rounded away from zero"


def _is_half(node: Node, places: int) -> bool:
    """Whether a number as written lies in the middle of two rounded ones."""
    size = node.operand if isinstance(node, Negative) else node
    return isinstance(size, Number) and bool(re.fullmatch(rf"\d+\.\d{{{places}}}5", size.text))


def _rooted(node: Node, root: str) -> Node:
    if not root:
        return node
    if root in ("squareroot", "cuberoot"):
        return Call({"squareroot": "sqrt", "cuberoot": "cbrt"}[root], (node,))
    degree = ordinal(root.split()[0])
    if not degree or degree < 2:
        raise NotSure("it is not clear which root is meant")
    return Binary("**", node, Binary("/", Number("1"), Number(str(degree))))


def _aim(match: Groups, question: Question, history: History) -> tuple[int, Node | None, str]:
    """The number of decimal places, or the step, and how to say it."""
    if "places" in match or "part" in match:
        count = _PARTS.get(match.get("part", ""), -1)
        if "places" in match:
            count = _count(match["places"], question)
        if not 0 <= count <= 200:
            raise NotSure("the number of decimal places is not between 0 and 200")
        return count, None, f"{count} decimal place{'' if count == 1 else 's'}"
    if "named" in match:
        return 0, Number(str(_NAMED[match["named"]])), match["named"]
    if "words" in match:
        return 0, Number(str(cardinal(match["words"].strip()))), match["words"].strip()
    step = number(question, match["step"], history)
    return 0, step, shown([step])


def _count(words: str, question: Question) -> int:
    if words == "no":
        return 0
    if words.startswith("#"):
        found = tree.whole(question.chunk(words).read().node)
        return -1 if found is None else found
    found = cardinal(words.strip())
    return -1 if found is None else found


_DECIMAL = """value = sympify({number})
# Round half away from zero to {count} decimal places
scaled = int(floor(abs(value)*10**{count} + Rational(1, 2)))
whole, part = divmod(scaled, 10**{count})
sign = "-" if value < 0 and scaled else ""
print("answer =", f"{{sign}}{{whole}}.{{part:0{count}d}}" if {count} else f"{{sign}}{{whole}}")
"""
_STEP = """value, step = sympify({number}), sympify({step})
assert value.is_real and step > 0
# Round half away from zero to a multiple of the step
count = floor(abs(value)/step + Rational(1, 2))
answer = count*step if value >= 0 else -count*step
print("answer =", answer)
print("check =", bool(abs(value - answer) <= step/2))
"""
