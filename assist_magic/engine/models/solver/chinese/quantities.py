"""Rules on numerals, percentages, units, times of day and bases."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.chinese.pieces import NUMERAL, UNIT, number, rules, unit
from assist_magic.engine.models.solver.chinese.vocabulary import DIGITS

_CLOCK = r"(?P<half{0}>上午|下午|早上|晚上|中午|凌晨)?\s*(?P<clock{0}>\d{{1,2}}:\d\d)"
_BASE = {"二": "binary", "八": "octal", "十": "decimal", "十六": "hexadecimal"}


def _digits(text: str) -> str:
    return text if text[0].isdigit() else number(text)


def _percent(text: str) -> str:
    return f"{_digits(text)}%"


def _discount(text: str) -> str:
    digits = _digits(text) if text[0].isdigit() or "十" in text else text
    if not digits[0].isdigit():
        digits = "".join(str(DIGITS[sign]) for sign in digits)
    return f"0.{digits}"


def _converted(match: re.Match[str]) -> str:
    return f" convert {match['count'].strip()} {unit(match['from'])} to {unit(match['to'])} "


def _time(half: str, clock: str) -> str:
    return clock + {"上午": " AM", "早上": " AM", "凌晨": " AM", "": ""}.get(half or "", " PM")


def _shifted(match: re.Match[str]) -> str:
    way = "before" if match["way"] in ("前", "之前", "以前") else "after"
    span = f"{match['span']} {unit(match['unit'])}"
    return f" what is {span} {way} {_time(match['half'], match['clock'])} "


def _between(match: re.Match[str]) -> str:
    ends = [_time(match[f"half{end}"], match[f"clock{end}"]) for end in (1, 2)]
    return f" how many {unit(match['unit'])} between {ends[0]} and {ends[1]} "


NUMERALS = rules(
    (rf"百分之({NUMERAL}|\d+(?:\.\d+)?)", lambda m: _percent(m[1])),
    (rf"({NUMERAL}|\d+)分之({NUMERAL}|\d+)", lambda m: f"({_digits(m[2])}/{_digits(m[1])})"),
    (rf"打\s*({NUMERAL}|\d+)\s*折", lambda m: f" * {_discount(m[1])} "),
    (r"(?<=\d)\s*万(?![\u4e00-\u9fff])", "0000"),
)
MEASURED = rules(
    (
        rf"(?P<count>-?[\d./]+)\s*(?P<from>{UNIT})\s*(?:等于|是|有|为|合|换算[成为]?|转换[成为]?"
        rf"|转[成为]|化[成为])\s*(?:多少|几)?\s*(?P<to>{UNIT})",
        _converted,
    ),
    (
        _CLOCK.format("") + rf"\s*(?:再?过|的)?\s*(?P<span>\d+)\s*(?P<unit>{UNIT})\s*(?P<way>之?后"
        r"|之?前|以后|以前)?\s*是?(?:几点|什么时[间候])",
        _shifted,
    ),
    (
        rf"从?\s*{_CLOCK.format(1)}\s*[到至和]\s*{_CLOCK.format(2)}\s*(?:之?间)?\s*(?:有|是|经过|共)?"
        rf"(?:多少|几)\s*(?:个)?(?P<unit>{UNIT})",
        _between,
    ),
)
BASES = rules(
    (
        r"(?:把|将)?(?:(?P<from>[二八十]|十六)进制数?\s*)?(?P<n>[0-9A-Fa-f]+)\s*(?:转换|转化|转|化|换算)?"
        r"[成为到](?:为)?(?P<to>十六|[二八十])进制数?(?:是多少)?",
        lambda m: f" convert {_BASE[m['from']] if m['from'] else ''} {m['n']} to {_BASE[m['to']]} ",
    ),
)
