"""Numbers in other bases than ten: converting and adding them."""

from __future__ import annotations

import re
from dataclasses import replace

from assist_magic.engine.models.solver.counting import CARDINAL, cardinal
from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.ways import integers

_NUMBER = r"-? ?[0-9a-z]*[0-9][0-9a-z]*|-?[a-z]+"
_NAMES = {"binary": 2, "octal": 8, "decimal": 10, "hexadecimal": 16, "hex": 16}
_BASE = rf"base[ -]?(?:\d+|{CARDINAL})"
_ASK = r"(?:what is|what's|calculate|compute|convert|write|express|change|find|) ?"
_NAMED = "|".join(_NAMES)
_CONVERT = re.compile(
    rf"{_ASK}(?:the )?(?:(?P<named>{_NAMED})(?: number)? )?(?P<number>{_NUMBER})"
    rf"(?: ?\(? ?(?:in )?(?P<from>{_BASE})\)?)?(?: from (?P<source>{_NAMED}|{_BASE}))?"
    rf" (?:to|in|into|as)(?: a)? (?P<to>{_BASE}|{_NAMED})(?: number| notation| form)?"
)
_REASSIGN = re.compile(
    rf"in (?P<base>{_BASE}),? {_ASK}(?P<left>{_NUMBER}) ?(?P<sign>[-+*]) ?(?P<right>{_NUMBER})"
)
_IN_BINARY = re.compile(
    rf"{_ASK}(?:the )?(?:sum of )?(?P<left>[01]+) ?(?P<sign>[-+*]) ?(?P<right>[01]+) in "
    r"(?P<base>binary|base 2)"
)
_ADD_BINARY = re.compile(
    r"(?P<sign>add|subtract|multiply)(?: the)? (?P<base>binary)(?: numbers)? "
    r"(?P<left>[01]+) (?:and|by|from)"
    r" (?P<right>[01]+)"
)
_LONE = re.compile(rf"(?:what is|convert|evaluate|) ?{_NUMBER} \(base \d+\)")
_PREFIXES = {"x": 16, "b": 2, "o": 8}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def recognise(question: Question, history: History) -> Task | None:
    """ "Convert 255 to binary", "what is 7b (base 12) in base 5", "in base 2, what is 101 + 11"."""
    text = re.sub(r"[\s`'\"]+", " ", question.text).strip(" .?!")
    text = re.sub(r"\b0([xbo])([0-9a-f]+)\b", _prefixed, text)
    text = re.sub(r"^((?:what is|what's|whats|convert|evaluate) ?)(?=\w+ \(base \d+\)$)", "", text)
    if "base" not in text and not re.search(_NAMED, text):
        return None
    if match := _CONVERT.fullmatch(text):
        return _conversion(match)
    for form in (_REASSIGN, _IN_BINARY, _ADD_BINARY):
        if match := form.fullmatch(text):
            return _sum(match)
    if match := _LONE.fullmatch(text):
        return recognise(replace(question, text=f"{text} in decimal"), history)
    return None


def _prefixed(match: re.Match[str]) -> str:
    return f"{match[2]} (base {_PREFIXES[match[1]]})"


def _conversion(match: re.Match[str]) -> Task | None:
    given = match["from"] or match["source"] or match["named"]
    if match["number"].strip(" -").isalpha() and not given:
        return None
    source = match["from"] or match["source"] or match["named"]
    start, end = _base(source or "base 10"), _base(match["to"])
    if end == 10 and source is None:
        raise NotSure("it is not clear in which base the number is written")
    number = _checked(match["number"], start)
    body = _CODE + _CONVERTED.format(number=number, start=start, end=end)
    taken = [integers.POWERS] if start != 10 else []
    taken += [integers.REMAINDERS] if end != 10 else []
    body += "".join(each.code.format(number=number, start=start, end=end) for each in taken)
    return Fact(
        body,
        f"{_set(number, start)} in base {end}: **<answer!>**, that is "
        rf"\(<written>_{{{end}}}\)."
        + (r" In base ten it is \(<value>\)." if 10 not in (start, end) else ""),
        check=f"read in base {end}, the result is the same number",
        way=tuple(step for each in taken for step in each.steps),
    )


def _sum(match: re.Match[str]) -> Task:
    base = _base(match["base"])
    left = _checked(match["left"], base)
    right = _checked(match["right"], base)
    sign = {"add": "+", "multiply": "*"}.get(match["sign"], match["sign"])
    if sign == "subtract":
        left, right, sign = right, left, "-"
    body = _CODE + _ADDED.format(left=left, right=right, sign=sign, base=base)
    shown = {"*": r"\cdot"}.get(sign, sign)
    return Fact(
        body,
        f"In base {base}: **<answer!>**\n\nIn base ten this is "
        rf"\(<left> {shown} <right> = <value>\).",
        check=f"read in base {base}, the result is the same number",
    )


def _set(number: str, base: int) -> str:
    return inline(rf"\mathtt{{{number}}}_{{{base}}}")


def _base(words: str) -> int:
    base = _NAMES.get(words) or cardinal(re.sub(r"^base[ -]?", "", words).strip()) or 0
    if not 2 <= base <= 36:
        raise NotSure("the base is not between 2 and 36")
    return base


def _checked(number: str, base: int) -> str:
    number = number.replace(" ", "")
    if any(digit not in DIGITS[:base] for digit in number.lstrip("-")):
        raise NotSure(f"{number} has digits that base {base} does not have")
    return number


_CODE = """digits = "0123456789abcdefghijklmnopqrstuvwxyz"


def written(number, base):
    found = "" if number else "0"
    rest = abs(number)
    while rest:
        rest, digit = divmod(rest, base)
        found = digits[digit] + found
    return "-" + found if number < 0 else found


"""
_CONVERTED = """value = int("{number}", {start})
answer = written(value, {end})
print("value =", value)
print("written =", answer)
print("answer =", answer)
print("check =", int(answer, {end}) == value)
"""
_ADDED = """left, right = int("{left}", {base}), int("{right}", {base})
value = left {sign} right
answer = written(value, {base})
print("left =", left)
print("right =", f"({{right}})" if right < 0 else right)
print("value =", value)
print("answer =", answer)
print("check =", int(answer, {base}) == value)
"""
