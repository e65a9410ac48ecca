"""Follow-ups that say only what changes: "and of 24 and 36?", "the median?", "7 instead of 5"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assist_magic.engine.models.solver.chinese import follow_ups as chinese
from assist_magic.engine.models.solver.chinese.questions import IS_CHINESE, english
from assist_magic.engine.models.solver.notation.signs import plain
from assist_magic.engine.models.solver.notes import Noted
from assist_magic.engine.models.solver.nouns import ASKED, NOUN, OF

_MOST = 80
_LEAD = re.compile(
    r"(?:(?:and|now|ok(?:ay)?|so|then|also|what about|how about|what if|but|the same|same|please"
    rf"|with|for|if|it is|it's|use|take|try|let's|do|{ASKED})\b[ ,:]*)*(?:(?:the|a|its)\b )?",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(r"\s*(?:and|what about|how about|what if|what's with)\b", re.IGNORECASE)
_END = re.compile(r"(?:[\s.,?]|(?<!\d)!)+$")
_NO_QUESTION = re.compile(rf"\s*(?:{ASKED} )*-?[\d.]+\s*")
_NUMBER = r"-?\d+(?:\.\d+)?(?:/\d+)?"
_VERB = re.compile(
    r"\s*(?:please )?(?P<verb>integrate|differentiate|factori[sz]e|factor|expand|simplify|solve"
    r"|plot|draw|graph|sketch)\b:? (?P<object>.+)",
    re.IGNORECASE,
)
_NOUN_OF = re.compile(
    rf"\s*(?:{ASKED} )*(?:the )?(?P<noun>{NOUN}) {OF} (?P<object>.+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Followed(Noted):
    """The task of a follow-up; `whole` is the question that it was read as."""

    whole: str = ""


def is_elliptic(text: str) -> bool:
    """Whether the text begins as what cannot stand alone does: "and …", "what about …"."""
    if re.search(r"\b(?:it|its|that|them|both|this)\b", text, re.IGNORECASE):
        return False
    return bool(_ELLIPTIC.match(text) or chinese.IS_ELLIPTIC.match(text))


def readings(text: str, before: str) -> Iterator[str]:
    """Whole questions that a follow-up may stand for, the likeliest first.

    Args:
        text: the follow-up.
        before: the whole question before it.
    """
    if not before or len(text) > _MOST:
        return
    said, before = (_END.sub("", _english(part)).strip() for part in (text, before))
    bare = _LEAD.sub("", said, count=1).strip()
    for form in _FORMS:
        found = form(bare, before)
        if found and found != before and not _NO_QUESTION.fullmatch(found):
            yield re.sub(r"\s+", " ", found)


def notes(text: str, whole: str) -> tuple[str, ...]:
    """What the answer says of the reading; nothing in Chinese, which would quote English."""
    return () if IS_CHINESE.search(text) else (f"this was read as “{whole.strip()}”",)


def _english(text: str) -> str:
    return english(plain(chinese.follow_up(text)))


def _once(pattern: str, new: str, text: str) -> str | None:
    """The text with the only match of a pattern replaced; None if there is not just one."""
    found = list(re.finditer(pattern, text, re.IGNORECASE))
    if len(found) != 1:
        return None
    return text[: found[0].start()] + new + text[found[0].end() :]


def _exchanged(bare: str, before: str) -> str | None:
    """ "7 instead of 5", "replace 5 by 7"."""
    match = re.fullmatch(r"(?P<new>\S+) (?:instead of|in place of|rather than) (?P<old>\S+)", bare)
    match = match or re.fullmatch(
        r"(?:replace|change|substitute) (?P<old>\S+) (?:by|with|to|into) (?P<new>\S+)", bare
    )
    if not match:
        return None
    edge = r"[\d.]" if match["old"][-1].isdigit() else r"\w"
    return _once(rf"(?<!{edge}){re.escape(match['old'])}(?!{edge})", match["new"], before)


def _object_of(before: str) -> str | None:
    match = _NOUN_OF.fullmatch(before) or _VERB.fullmatch(before)
    if not match or re.search(r"\b(?:it|its|that|them|both)\b", match["object"]):
        return None
    return match["object"]


def _asked_by_noun(bare: str, before: str) -> str | None:
    """ "The median?" """
    match = re.fullmatch(rf"(?P<noun>{NOUN})(?: of it)?", bare, re.IGNORECASE)
    thing = _object_of(before)
    if not match or thing is None:
        return None
    return f"find {match['noun']} of {thing}"


def _of_another(bare: str, before: str) -> str | None:
    """ "Of 24 and 36?", "cos(x)?" """
    match = re.fullmatch(r"of (?P<object>.+)", bare)
    if match:
        head, of, _ = before.rpartition(" of ")
        return f"{head} of {match['object']}" if of else None
    if not re.search(r"[a-z(\[=^]", bare) or re.search(r"[A-Za-z]{4,}", bare):
        return None
    known = _NOUN_OF.fullmatch(before)
    if known:
        return f"find {known['noun']} of {bare}"
    verb = _VERB.fullmatch(before)
    if not verb or "from" in verb["object"] or re.fullmatch(rf"[a-z] ?= ?{_NUMBER}", bare):
        return None
    drawn = verb["verb"].lower() in ("plot", "draw", "graph", "sketch")
    return f"{before} and {bare}" if drawn else f"{verb['verb']} {bare}"


def _other_number(bare: str, before: str) -> str | None:
    """ "97?", "20%?", "10 km?", "20 terms?" """
    match = re.fullmatch(rf"(?P<number>{_NUMBER}) ?(?P<of>%|[A-Za-z]+|)", bare)
    if not match:
        return None
    if match["of"]:
        old = rf"(?<![\w.]){_NUMBER} ?{re.escape(match['of'])}(?!\w)"
        return _once(old, bare, before)
    return _once(rf"(?<![\w./^]){_NUMBER}(?![\w./%])", match["number"], before)


def _other_measure(bare: str, before: str) -> str | None:
    """ "Radius 5?", "b = 4?" """
    match = re.fullmatch(rf"(?P<name>[A-Za-z]+)(?: ?= ?| of | )(?P<number>{_NUMBER})", bare)
    if not match:
        return None
    old = rf"(?<!\w){match['name']}(?: ?= ?| of | is | ){_NUMBER}(?![\w.])"
    return _once(old, bare, before)


def _other_place(bare: str, before: str) -> str | None:
    """ "At x = 3?" after a question with another place."""
    match = re.fullmatch(r"at (?P<place>(?:[a-z] ?= ?)?[-\w./]+|\([^()]+\))", bare)
    if not match:
        return None
    place = match["place"].replace("infinity", "oo")
    if limit := re.search(r"\blim", before):
        moved = r"(?<= )?(->|→| to | approaches | as | goes to )\s*[-\w]+"
        return before[: limit.end()] + (_once(moved, rf"-> {place} ", before[limit.end() :]) or "")
    return _once(r"\bat (?:[a-z] ?= ?)?(?:[-\w./]+|\([^()]+\))$", f"at {place}", before)


def _other_range(bare: str, before: str) -> str | None:
    """ "From 0 to 2?" """
    if not re.fullmatch(r"(?:from|between) \S+ (?:to|and) \S+", bare):
        return None
    if changed := _once(r"\b(?:from|between) \S+ (?:to|and) \S+", bare, before):
        return changed
    drawn = re.match(
        r"\s*(?:plot|draw|graph|sketch|integrate|(?:find )*(?:the )?integral of)\b",
        before,
        re.IGNORECASE,
    )
    return f"{before} {bare}" if drawn else None


def _other_unit(bare: str, before: str) -> str | None:
    """ "In meters?" after a conversion."""
    if not re.fullmatch(r"(?:in|to|into) [a-z/^2]+", bare):
        return None
    if not re.match(r"\s*(?:convert|express|change|how many|what is)?", before):
        return None
    return _once(r"(?<=\w) (?:in|to|into) [A-Za-z/^2]+$", f" {bare}", before)


def _one_more_curve(bare: str, before: str) -> str | None:
    """ "Add cos(x)" after a plot."""
    match = re.fullmatch(r"(?:add|plot|draw) (?P<curve>\S.*?)(?: to (?:it|the plot))?", bare)
    drawn = re.fullmatch(
        r"\s*(?P<plot>(?:plot|draw|graph|sketch) .+?)(?P<range> (?:from|between) .+)?", before
    )
    if not match or not drawn or re.search(r"[A-Za-z]{5,}", match["curve"]):
        return None
    return f"{drawn['plot']} and {match['curve']}{drawn['range'] or ''}"


_SUM = re.compile(rf"\s*(?:{ASKED} )*(?P<sum>[-+*/^().\d\s]*\d[-+*/^().\d\s]*?)(?: as decimal)?\s*")


def _worked_on(bare: str, before: str) -> str | None:
    """ "Times 2", "as a decimal", "round to 2 decimals" after a calculation."""
    match = _SUM.fullmatch(before)
    if not match:
        return None
    value = f"({match['sum'].strip()})"
    signs = {"times": "*", "plus": "+", "minus": "-", "divided by": "/", "multiplied by": "*"}
    if found := re.fullmatch(rf"(?P<sign>{'|'.join(signs)}) (?P<other>{_NUMBER})", bare):
        return f"{value} {signs[found['sign']]} {found['other']}"
    if re.fullmatch(r"(?:as|in|to) (?:a )?(?:decimal|decimals)(?: number| form)?", bare):
        return f"{value} as decimal"
    if found := re.fullmatch(
        r"round(?: (?:it|that))? to (?P<count>\d+) (?:decimals?|dp)(?: places)?", bare
    ):
        return f"round {value} to {found['count']} decimal places"
    return None


def _name(bare: str, _before: str) -> str | None:
    """ "What about y?" """
    return f"what is {bare}" if re.fullmatch("[a-z]", bare) else None


_FORMS: tuple[Callable[[str, str], str | None], ...] = (
    _exchanged,
    _asked_by_noun,
    _other_number,
    _other_measure,
    _other_place,
    _other_range,
    _other_unit,
    _one_more_curve,
    _worked_on,
    _name,
    _of_another,
)
