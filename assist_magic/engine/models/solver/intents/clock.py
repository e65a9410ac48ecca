"""Times of day: how long between two, and what time it is some while later or earlier."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task

_TIME = r"(\d{1,2})(?:[:.](\d\d))? ?([ap]\.?m\.?)?"
_SPAN = r"(\d+) ?(hours?|minutes?|mins?|h)(?: (?:and )?(\d+) ?(minutes?|mins?))?"
_BETWEEN = re.compile(
    r"(?:how many (?P<unit>minutes|hours|seconds) (?:are there |are |is it |lie |pass )?"
    r"(?:between|from)|how (?:much time|long)(?: is it| is there| passes)? (?:between|from)) "
    rf"(?P<from>{_TIME}) (?:and|to|until|till) (?P<to>{_TIME})"
)
_TRIP = re.compile(
    r"(?:[a-z ]+ )?(?:leaves?|left|departs?|starts?|started|begins?|began)(?: [a-z ]+?)? at "
    rf"(?P<from>{_TIME}),?(?: and)? (?:it )?(?:arrives?|arrived|ends?|ended|finishe[sd]|gets there)"
    rf"(?: [a-z ]+?)? at (?P<to>{_TIME}) ?[.,;]? how (?:long|much time) (?:does|did|is|was|do) "
    r"(?:the |it )?(?:[a-z]+)?(?: take| last)?"
)
_SHIFTED = re.compile(
    r"(?:what(?: time)? is(?: it)?|what's|calculate|find)(?: the time)? "
    rf"(?P<span>{_SPAN}) (?P<way>after|before|past|later than|from) (?P<time>{_TIME})"
)
_CLOCK = re.compile(_TIME)
_DURATION = re.compile(_SPAN)
_TWICE = "times without a date were read as within one day; an earlier one as on the next day"


def recognise(question: Question, history: History) -> Task | None:
    """ "What is 90 minutes after 11:15 AM?", "how many minutes between 9:40 and 12:05"."""
    text = re.sub(r"\s+", " ", question.text).strip(" .?!")
    if match := _BETWEEN.fullmatch(text) or _TRIP.fullmatch(text):
        if not (":" in match["from"] or "m" in match["from"]):
            return None
        return _between(match)
    if match := _SHIFTED.fullmatch(text):
        if not (":" in match["time"] or "m" in match["time"]):
            return None
        return _shifted(match)
    return None


def _between(match: re.Match[str]) -> Task:
    start, end = _minutes(match["from"]), _minutes(match["to"])
    unit = match.groupdict().get("unit") or "minutes"
    size = {"minutes": "1", "hours": "Rational(1, 60)", "seconds": "60"}[unit]
    body = _BETWEEN_CODE.format(start=start, end=end, size=size)
    sentence = f"From {match['from'].upper()} to {match['to'].upper()}:\n\n"
    sentence += rf"\[<answer>\ \text{{{unit}}}\]" + "\n\nThat is <hours> h <minutes> min."
    return Fact(body, sentence, notes=(_TWICE,))


def _shifted(match: re.Match[str]) -> Task:
    span = _DURATION.fullmatch(match["span"])
    assert span is not None
    minutes = int(span[1]) * (60 if span[2].startswith("h") else 1) + int(span[3] or 0)
    sign = "-" if match["way"] == "before" else "+"
    clock = _CLOCK.fullmatch(match["time"])
    halves = bool(clock and clock[3])
    body = _SHIFTED_CODE.format(start=_minutes(match["time"]), sign=sign, span=minutes)
    body += _TWELVE if halves else _TWENTY_FOUR
    way = "before" if sign == "-" else "after"
    return Fact(body, f"{match['span']} {way} {match['time'].upper()}: **<answer!>**")


def _minutes(text: str) -> int:
    """Minutes since midnight."""
    match = _CLOCK.fullmatch(text)
    assert match is not None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if minute > 59 or hour > (12 if half else 24) or half and not hour:
        raise NotSure(f"{text} is no time of day")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute


_BETWEEN_CODE = """start, end = {start}, {end}  # minutes since midnight
minutes = (end - start) % (24*60)
print("hours =", minutes // 60)
print("minutes =", minutes % 60)
print("answer =", minutes*{size})
"""
_SHIFTED_CODE = """start = {start}  # minutes since midnight
hour, minute = divmod((start {sign} {span}) % (24*60), 60)
"""
_TWELVE = """half = "AM" if hour < 12 else "PM"
print("answer =", f"{(hour - 1) % 12 + 1}:{minute:02d} {half}")
"""
_TWENTY_FOUR = """print("answer =", f"{hour}:{minute:02d}")
"""
