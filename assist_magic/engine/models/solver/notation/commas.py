"""Decimal commas: 2,5 for 2.5, where the text leaves no doubt that no two numbers are meant."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.notation.tokens import NotRead

NOTE = "the comma in {} was read as a decimal point"
_NUMBER = re.compile(r"(?<![\w.,])(?P<whole>\d+),(?P<part>\d+)(?![\d.,]\d|\d)")
_GERMAN = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+,\d+(?![\d,.]\d)")
_UNIT = (
    r" ?(?:%|€|\$|°|(?:percent|per cent|[kcdm]?m|km/h|m/s|[km]?g|t|[mcd]?l|h|min|s|hours?|minutes?"
    r"|seconds?|euros?|eur|usd|dollars?|pounds?|(?:kilo|centi|milli)?met(?:er|re)s?|(?:kilo)?grams?"
    r"|(?:milli)?lit(?:er|re)s?|miles?|inch(?:es)?|feet|ft|days?|weeks?|years?)\b)"
)
_ASSIGNED = re.compile(r"(?P<before>\S?)\s*(?<!\w)[a-z] ?= ?-?$")
_NEXT_LINE = re.compile(r"[a-z(][^=\n;]*=", re.IGNORECASE)
_LISTED_AFTER = re.compile(r"(?:,| and| or|,? and) -?\d+(?![\d,./%]*[\w(])")
_LISTED_BEFORE = re.compile(r"\d(?:,| and| or) -?$")


def with_points(text: str, surely: bool = True) -> tuple[str, tuple[str, ...]]:
    """The text with a point in each number that was written with a decimal comma, and notes.

    Args:
        surely: change nothing unless a number can be nothing else: 0,5x or 2,5 km.

    Raises:
        NotRead: a number such as 1,5 may as well be two.
    """
    found = [match for match in _NUMBER.finditer(text) if _may_be(text, match)]
    sure = [match for match in found if _is_sure(text, match)] or list(_GERMAN.finditer(text))
    if not sure:
        _check_pairs(text, found)
        if surely:
            return text, ()
    if any(re.fullmatch(r"[1-9]\d{0,2},\d{3}", match.group()) for match in found):
        return text, ()
    found += list(_GERMAN.finditer(text))
    for match in found:
        if _LISTED_AFTER.match(text, match.end()) or _LISTED_BEFORE.search(text[: match.start()]):
            raise NotRead(f"{match.group()} may be one number or two; write a point, or a space")
    for match in sorted(found, key=lambda match: -match.start()):
        number = match.group().replace(".", "").replace(",", ".")
        text = text[: match.start()] + number + text[match.end() :]
    return text, tuple(NOTE.format(match.group()) for match in found[:1])


def _may_be(text: str, match: re.Match[str]) -> bool:
    """Whether a number stands in no list, point, interval or call, and is no "x = 1,5"."""
    before, after = text[: match.start()], text[match.end() :]
    if any(before.count(left) > before.count(right) for left, right in ("[]", "{}")):
        return False
    inside = before.rpartition("(")[2]
    if before.count("(") > before.count(")") and ")" not in inside:
        called = re.search(r"[A-Za-z]\($", before[: len(before) - len(inside)])
        if called or re.fullmatch(r"\s*-?", inside) and re.match(r"\s*[)\]]", after):
            return False
    assigned = _ASSIGNED.search(before)
    named = assigned and (assigned["before"] not in tuple("+-*/^"))
    if named and not re.match(rf"{_UNIT}|[a-z(]", after):
        return False
    return not ("=" in before[-3:] and _NEXT_LINE.match(after))


def _is_sure(text: str, match: re.Match[str]) -> bool:
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", match.group()):
        return False
    return match["whole"] == "0" or re.match(_UNIT, text[match.end() :]) is not None


_MEASURED = re.compile(
    r"\b(?:mean|average|median|sum|difference|product|total|deviation|variance|maximum|minimum"
    r"|larger|largest|bigger|biggest|greater|greatest (?!common)|smaller|smallest|order|sort)\b",
    re.IGNORECASE,
)
"""What is asked of any numbers, not only of whole ones."""


def _check_pairs(text: str, found: list[re.Match[str]]) -> None:
    """Makes sure that no list is told which may be of decimals: "the mean of 2,5 and 3"."""
    for match in found if _MEASURED.search(text) else ():
        if _LISTED_AFTER.match(text, match.end()) or _LISTED_BEFORE.search(text[: match.start()]):
            raise NotRead(f"{match.group()} may be one number or two; write a point, or a space")
    for one, two in zip(found, found[1:], strict=False):
        if re.fullmatch(r",? (?:and |or )?|; ?", text[one.end() : two.start()]):
            raise NotRead(
                f"{one.group()} may be one number or two; write a point, or a space after the comma"
            )
