"""Arithmetic and geometric sequences given by their first term and step, and their sums."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.counting import ORDINAL, ordinal
from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.telling import told

_NUM = r"-?\d+(?:\.\d+)?(?: ?/ ?\d+)?"
_IS = r"(?: (?:is|of|equals|equal to))?(?: ?[=:])? ?"
_FIRST = re.compile(
    rf"(?:\b(?:first|1st|initial) term(?: (?:a|a_?1|a_\{{1\}}))?{_IS}"
    rf"|\b[au]_?\{{?1\}}? ?= ?|\ba ?= ?)(?P<value>{_NUM})"
)
_STEP = re.compile(
    rf"(?:\b(?:common )?difference(?: d)?{_IS}|\bd ?= ?)(?P<d>{_NUM})"
    rf"|(?:\b(?:common )?ratio(?: [rq])?{_IS}|\b[rq] ?= ?)(?P<r>{_NUM})"
)
_TOTAL = re.compile(
    r"\bsum of (?:its |all )?(?:first )?(?P<count>\d+) (?:first )?terms\b|\bs_?\{?(?P<index>\d+)\}?"
    r"|(?P<all>\bsum to infinity\b|\b(?:infinite sum|sum of (?:all(?: its)? )?"
    r"(?:infinitely many )?terms|sum of infinite series)\b)"
)
_TERM = re.compile(
    rf"\b(?P<place>{ORDINAL})(?: term)?\b|\b[au]_?\{{?(?P<index>\d+)\}}?"
    r"|\bterm (?:number )?(?P<number>\d+)\b"
)
_FILLER = re.compile(
    r"\b(?:arithmetic|geometric|sequence|progression|series|ap|gp|with|and|has|have|of"
    r"|find|is|for|in|whose|if|"
    r"it|its|given|then|term|number|infinite|what)\b|[ ,.:;?_=]"
)
_DOTS = r"(?:\.\.\.|\. \. \.|\\[cl]?dots)"
_SERIES = re.compile(
    r"(?:find )?(?:(?:sum|value) of )?(?:(?:infinite|arithmetic|geometric"
    r"|following) )*(?:(?:series|sum|progression) )?:? ?"
    rf"(?P<terms>{_NUM}(?: ?\+ ?{_NUM}){{1,}}) ?\+ ?{_DOTS}(?: ?\+ ?(?P<last>{_NUM}))?(?: ?=)?"
)


def recognise(question: Question, history: History) -> Task | None:
    """ "First term 3 and common difference 4: the 10th term", "1 + 3 + 5 + ... + 99"."""
    text = told(question)
    if match := _SERIES.fullmatch(text):
        return _series(match)
    first, step = _FIRST.search(text), _STEP.search(text)
    if not first or not step:
        return None
    left = _STEP.sub(" ", _FIRST.sub(" ", text, count=1), count=1)
    total = _TOTAL.search(left)
    term = None if total else _TERM.search(left)
    asked = total or term
    if not asked or _FILLER.sub("", left.replace(asked.group(), " ", 1)):
        return None
    a, d, r = first["value"], step["d"], step["r"]
    if "geometric" in text and d or "arithmetic" in text and r:
        raise NotSure("the kind of the sequence and its step do not fit")
    return _sum(a, d, r, total) if total else _term(a, d, r, asked)


def _exact(number: str) -> str:
    return f'Rational("{number.replace(" ", "")}")'


def _term(a: str, d: str | None, r: str | None, match: re.Match[str]) -> Task:
    place = ordinal(match["place"]) if match["place"] else int(match["index"] or match["number"])
    if not place or place > 10_000:
        raise NotSure("it is not clear which term is asked")
    step = f"first + ({place} - 1)*{_exact(d)}" if d else f"first*{_exact(r or '')}**({place} - 1)"
    body = f"first = {_exact(a)}\nanswer = {step}\n{_PRINTED}"
    rule = rf"{a} + ({place} - 1) \cdot ({d})" if d else rf"{a} \cdot ({r})^{{{place} - 1}}"
    return Fact(body, rf"\[a_{{{place}}} = {rule} = <answer>\]")


def _sum(a: str, d: str | None, r: str | None, match: re.Match[str]) -> Task:
    if match["all"]:
        if not r:
            raise NotSure("an arithmetic series has no sum to infinity")
        body = f"first, ratio = {_exact(a)}, {_exact(r)}\n{_INFINITE}{_PRINTED}"
        return Fact(body, rf"\[\frac{{a_1}}{{1 - q}} = \frac{{{a}}}{{1 - ({r})}} = <answer>\]")
    count = int(match["count"] or match["index"])
    if not 0 < count <= 10_000:
        raise NotSure("it is not clear how many terms are added")
    if d:
        body = f"first, step, count = {_exact(a)}, {_exact(d)}, {count}\n{_ARITHMETIC}{_PRINTED}"
    else:
        body = (
            f"first, ratio, count = {_exact(a)}, {_exact(r or '')}, {count}\n{_GEOMETRIC}{_PRINTED}"
        )
    return Fact(body, rf"\[S_{{{count}}} = <answer>\]", check="the terms add up to it")


def _series(match: re.Match[str]) -> Task:
    """ "1 + 3 + 5 + ... + 99", or without an end."""
    terms = [part.strip() for part in match["terms"].split("+")]
    if len(terms) < 2 or len(terms) < 3 and not match["last"]:
        raise NotSure("fewer than three terms do not show how a series goes on")
    listed = ", ".join(map(_exact, terms))
    if match["last"]:
        body = _UP_TO.format(terms=listed, last=_exact(match["last"]))
        note = "the terms go on with a constant difference or, failing that, a constant ratio"
        words = "These are \\(<count>\\) terms:\n\n"
        return Fact(body, words + r"\[<answer>\]", check="the terms add up to it", notes=(note,))
    body = _ENDLESS.format(terms=listed)
    return Fact(body, r"\[\frac{a_1}{1 - q} = <answer>\]" + "\n\nThe ratio is \\(q = <ratio>\\).")


_PRINTED = 'print("answer =", answer, "≈", N(answer, 10))\n'
_INFINITE = """assert abs(ratio) < 1, "the series has no sum"
answer = first/(1 - ratio)
"""
_ARITHMETIC = """answer = Rational(count, 2)*(2*first + (count - 1)*step)
print("check =", answer == sum(first + place*step for place in range(count)))
"""
_GEOMETRIC = """answer = first*(1 - ratio**count)/(1 - ratio) if ratio != 1 else first*count
print("check =", answer == sum(first*ratio**place for place in range(count)))
"""
_UP_TO = """terms, last = [{terms}], {last}
steps = {{second - first for first, second in zip(terms, terms[1:])}}
ratios = {{second/first for first, second in zip(terms, terms[1:])}}
assert len(steps) == 1 or len(ratios) == 1
first = terms[0]
if len(steps) == 1:
    step = steps.pop()
    count = (last - first)/step + 1
    assert count.is_integer and count >= len(terms)
    answer = count*(first + last)/2
    every = [first + place*step for place in range(int(count))]
else:
    ratio = ratios.pop()
    every = terms[:1]
    while every[-1] != last and len(every) < 1000:
        every.append(every[-1]*ratio)
    assert every[-1] == last
    count = len(every)
    answer = first*(1 - ratio**count)/(1 - ratio)
print("count =", count)
print("answer =", answer, "≈", N(answer, 10))
print("check =", answer == sum(every))
"""
_ENDLESS = """terms = [{terms}]
ratios = {{second/first for first, second in zip(terms, terms[1:])}}
assert len(ratios) == 1, "the ratio of the terms is not constant"
ratio = ratios.pop()
assert abs(ratio) < 1, "the series has no sum"
answer = terms[0]/(1 - ratio)
print("ratio =", ratio)
print("answer =", answer, "≈", N(answer, 10))
"""
