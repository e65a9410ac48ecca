"""Chances of what is drawn from a bag of coloured things, with or without putting back."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.telling import told

_THINGS = (
    r"(?:balls?|marbles?|beads?|sweets?|candies|candy|socks?|counters?|pens?|cards?|chips?"
    r"|tokens?|discs?|stones?|cubes?|buttons?|apples?|pencils?|blocks?|jelly beans?)"
)
_KIND = rf"(?P<{{0}}>\d+) (?:{_THINGS} are |are )?(?P<{{1}}>[a-z]+)(?: {_THINGS})?"
_CONTENT = (
    rf"(?P<content>\d+ [a-z]+(?: {_THINGS})?(?:(?: ?, (?:and )?| and )\d+ [a-z]+(?: {_THINGS})?)+)"
)
_BAG = re.compile(
    r"(?:there (?:is|are) )?(?:if )?(?:bag|box|urn|jar|drawer|bowl|basket|container|hat"
    r"|sack|pocket|bucket|tin) (?:contains|has|holds|contain|with"
    rf"|containing)(?: exactly)? {_CONTENT}(?: ?[.,;:]+ ?| )(?P<rest>.+)"
)
_IN_BAG = re.compile(
    rf"(?:if )?there are {_CONTENT} in (?:bag|box|urn|jar|drawer|bowl|basket|container"
    r"|hat)(?: ?[.,;:]+ ?| )(?P<rest>.+)"
)
_DRAW = r"(?:drawn|picked|chosen|taken|selected|pulled|removed)"
_DRAWING = r"(?:drawing|picking|choosing|taking|selecting|pulling|getting|to draw|draw|pick|choose)"
_P = r"(?:find )?(?:prob|probability|chance|chances|odds|likelihood)"
_WITHOUT = (
    r"(?:without replacement|without replacing(?: (?:it|them|first))?"
    r"|1 after other without replacement|without putting (?:it|them) back|at once|at same time"
    r"|simultaneously|together)"
)
_WITH = r"(?:with replacement|with replacing|and put back|replacing it (?:each|after each) time)"
_MODE = rf"(?: ?,? ?(?:(?P<without>{_WITHOUT})|(?P<with>{_WITH})))?"
_RANDOM = r"(?: (?:at random|randomly))?"
_SEP = r"(?: ?[.,;:]+ ?| (?:and )?)"
_FORMS = (
    re.compile(
        r"(?:if |when )?(?:you |i |we )?(?:(?P<count>\d+) (?:[a-z]+ )?(?:is"
        rf"|are) {_RANDOM.strip()}? ?{_DRAW}|{_DRAWING} (?P<number>\d+)"
        rf"(?: {_THINGS})?){_RANDOM}(?: (?:from|out of) (?:it|bag|box|urn|jar"
        rf"|drawer))?{_RANDOM}{_MODE}{_RANDOM}{_SEP}"
        rf"{_P} (?:that|of) (?P<event>.+)"
    ),
    re.compile(
        rf"{_P} (?:of|that)(?: (?:randomly))? {_DRAWING} (?P<event>.+?){_RANDOM}(?: (?:from"
        rf"|out of) (?:it|bag|box|urn|jar|drawer|bowl))?{_RANDOM}{_MODE}"
    ),
)


def recognise(question: Question, history: History) -> Task | None:
    """ "A bag has 3 red and 5 blue balls. One is drawn. What is the probability it is red?"."""
    text = told(question)
    bag = _BAG.fullmatch(text) or _IN_BAG.fullmatch(text)
    if not bag:
        return None
    kinds = {name: int(n) for n, name in re.findall(r"(\d+) ([a-z]+)", bag["content"])}
    match = next((found for form in _FORMS if (found := form.fullmatch(bag["rest"]))), None)
    if not match or len(kinds) < 2 or sum(kinds.values()) > 60:
        return None
    said = match.groupdict()
    drawn = said.get("count") or said.get("number")
    event = _event(match["event"], int(drawn) if drawn else None, kinds)
    if event is None:
        return None
    count, condition = event
    if count > 1 and not said["without"] and not said["with"] and not drawn:
        raise NotSure("it is not said whether things are put back")
    if count > 4 or sum(kinds.values()) ** count > 500_000:
        raise NotSure("so many draws are not counted here")
    return _task(kinds, count, condition, bool(said["with"]), bool(said["without"]))


def _task(kinds: dict[str, int], count: int, condition: str, back: bool, said: bool) -> Task:
    body = _CODE.format(
        kinds=kinds,
        count=count,
        condition=condition,
        draws=f"product(bag, repeat={count})" if back else f"combinations(bag, {count})",
    )
    note = "what is drawn is not put back" if count > 1 and not back and not said else ""
    sentence = r"\(<hits>\) of the \(<all>\) equally likely ways to draw are such:"
    return Fact(body, f"{sentence}\n\n" + r"\[P = <answer>\]", notes=(note,) if note else ())


_LEAD = re.compile(
    r"^(?:drawing|picking|getting|choosing|(?:it|ball|marble|they|drawn [a-z]+) (?:is"
    r"|will be|are)|it|is|"
    rf"(?:{_THINGS}(?: drawn)? (?:is|are|will be)))\b *"
)
_TAIL = re.compile(rf" (?:{_THINGS}|in total|ones?|colou?r)$")


def _event(words: str, drawn: int | None, kinds: dict[str, int]) -> tuple[int, str] | None:
    """How many are drawn, and the condition on the list `drawn` of their colours."""
    words = _LEAD.sub("", words.strip(" .,"))
    words = _TAIL.sub("", words)
    colour = "|".join(kinds)
    if match := re.fullmatch(rf"(?:1 )?(?P<not>not )?(?P<c>{colour})", words):
        if drawn not in (None, 1):
            return None
        return 1, f'drawn[0] {"!=" if match["not"] else "=="} "{match["c"]}"'
    if match := re.fullmatch(rf"(?:either )?(?P<c>{colour}) or (?P<d>{colour})", words):
        return (1, f'drawn[0] in ("{match["c"]}", "{match["d"]}")') if drawn in (None, 1) else None
    return _of_several(words, drawn, colour)


_ALIKE = (
    (r"(?:of )?same(?: colou?r)?", "len(set(drawn)) == 1"),
    (r"(?:of )?different(?: colou?rs?)?", "len(set(drawn)) == len(drawn)"),
)
_SIGNS = {"at least": ">=", "at most": "<=", "exactly": "=="}


def _of_several(words: str, drawn: int | None, colour: str) -> tuple[int, str] | None:
    things = rf"(?: of them)?(?: {_THINGS})?(?: (?:is|are|being))?"
    if match := re.fullmatch(rf"(?P<all>both|all|all \d|\d){things} (?P<c>{colour})", words):
        return _all_of(match, drawn)
    if drawn is None:
        return None
    how = "|".join(_SIGNS)
    if match := re.fullmatch(rf"(?P<how>{how}) (?P<n>\d){things} (?P<c>{colour})", words):
        return drawn, f'drawn.count("{match["c"]}") {_SIGNS[match["how"]]} {match["n"]}'
    if match := re.fullmatch(rf"(?:none|neither){things} (?P<c>{colour})", words):
        return drawn, f'drawn.count("{match["c"]}") == 0'
    for form, condition in _ALIKE:
        if re.fullmatch(rf"(?:both|all|they)?{things} ?{form}", words):
            return drawn, condition
    return _counts(words, drawn, colour)


def _all_of(match: re.Match[str], drawn: int | None) -> tuple[int, str] | None:
    """ "Both are red", "all 3 red", "2 red"."""
    said = re.sub(r"\D", "", match["all"]) or ("2" if match["all"] == "both" else "")
    count = drawn or int(said or 0)
    wanted = int(said or count)
    exact = match["all"].isdigit()
    if not count or wanted > count or wanted != count and not exact:
        return None
    return count, f'drawn.count("{match["c"]}") == {wanted}'


def _counts(words: str, drawn: int, colour: str) -> tuple[int, str] | None:
    """ "1 red and 1 blue"."""
    found = re.findall(rf"(\d) ({colour})\b", words)
    rest = re.sub(rf"\d (?:{colour})\b(?: {_THINGS})?|\band\b|,|\bis\b|\bare\b| ", "", words)
    if rest or not found or sum(int(n) for n, _ in found) != drawn:
        return None
    return drawn, " and ".join(f'drawn.count("{c}") == {n}' for n, c in found)


_CODE = """kinds = {kinds}
bag = [kind for kind, count in kinds.items() for _ in range(count)]
hits = every = 0
for drawn in {draws}:
    every += 1
    hits += {condition}
print("hits =", hits)
print("all =", every)
print("answer =", Rational(hits, every), "≈", N(Rational(hits, every), 10))
"""
