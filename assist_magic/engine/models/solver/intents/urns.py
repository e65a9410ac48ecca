"""Chances of what is drawn from a bag of coloured things, with or without putting back."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.telling import told

_THINGS = r"(?:balls?|marbles?|beads?|sweets?|candies|candy|socks?|counters?|pens?|cards?|chips?|tokens?|discs?|stones?|cubes?|buttons?|apples?|pencils?|blocks?|jelly beans?)"
_KIND = rf"(?P<{{0}}>\d+) (?:{_THINGS} are |are )?(?P<{{1}}>[a-z]+)(?: {_THINGS})?"
_CONTENT = (
    rf"(?P<content>\d+ [a-z]+(?: {_THINGS})?(?:(?: ?, (?:and )?| and )\d+ [a-z]+(?: {_THINGS})?)+)"
)
_BAG = re.compile(
    rf"(?:there (?:is|are) )?(?:if )?(?:bag|box|urn|jar|drawer|bowl|basket|container|hat|sack|pocket|bucket|tin) (?:contains|has|holds|contain|with|containing)(?: exactly)? {_CONTENT}(?: ?[.,;:]+ ?| )(?P<rest>.+)"
)
_DRAW = r"(?:drawn|picked|chosen|taken|selected|pulled|removed)"
_DRAWING = r"(?:drawing|picking|choosing|taking|selecting|pulling|getting|to draw|draw|pick|choose)"
_P = r"(?:find )?(?:prob|probability|chance|chances|odds|likelihood)"
_WITHOUT = r"(?:without replacement|without replacing(?: (?:it|them|first))?|1 after other without replacement|without putting (?:it|them) back|at once|at same time|simultaneously|together)"
_WITH = r"(?:with replacement|with replacing|and put back|replacing it (?:each|after each) time)"
_MODE = rf"(?: ?,? ?(?:(?P<without>{_WITHOUT})|(?P<with>{_WITH})))?"
_RANDOM = r"(?: (?:at random|randomly))?"
_SEP = r"(?: ?[.,;:]+ ?| (?:and )?)"
_FORMS = (
    re.compile(
        rf"(?:if |when )?(?:you |i |we )?(?:(?P<count>\d+) (?:[a-z]+ )?(?:is|are) {_RANDOM.strip()}? ?{_DRAW}|{_DRAWING} (?P<number>\d+)(?: {_THINGS})?){_RANDOM}(?: (?:from|out of) (?:it|bag|box|urn|jar|drawer))?{_RANDOM}{_MODE}{_RANDOM}{_SEP}"
        rf"{_P} (?:that|of) (?P<event>.+)"
    ),
    re.compile(
        rf"{_P} (?:of|that)(?: (?:randomly))? {_DRAWING} (?P<event>.+?){_RANDOM}(?: (?:from|out of) (?:it|bag|box|urn|jar|drawer|bowl))?{_RANDOM}{_MODE}"
    ),
)


def recognise(question: Question, history: History) -> Task | None:
    """ "A bag has 3 red and 5 blue balls. One is drawn. What is the probability it is red?"."""
    bag = _BAG.fullmatch(told(question))
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
    r"^(?:drawing|picking|getting|choosing|(?:it|ball|marble|they|drawn [a-z]+) (?:is|will be|are)|it|is|"
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


def _of_several(words: str, drawn: int | None, colour: str) -> tuple[int, str] | None:
    things = rf"(?: {_THINGS})?"
    if match := re.fullmatch(
        rf"(?P<all>both|all|all \d|\d)(?: of them)?{things}(?: are| being)? (?P<c>{colour})", words
    ):
        said = re.sub(r"\D", "", match["all"]) or ("2" if match["all"] == "both" else "")
        count = drawn or (int(said) if said else 0)
        if not count or said and match["all"] != "all" and int(said) > count:
            return None
        wanted = int(said) if match["all"].isdigit() else count
        return count, f'drawn.count("{match["c"]}") == {wanted}'
    if drawn is None:
        return None
    if match := re.fullmatch(
        rf"(?P<how>at least|at most|exactly) (?P<n>\d)(?: of them)?{things}(?: (?:is|are))? (?P<c>{colour})",
        words,
    ):
        sign = {"at least": ">=", "at most": "<=", "exactly": "=="}[match["how"]]
        return drawn, f'drawn.count("{match["c"]}") {sign} {match["n"]}'
    if match := re.fullmatch(
        rf"(?:none|neither)(?: of them)?(?: (?:is|are))? (?P<c>{colour})", words
    ):
        return drawn, f'drawn.count("{match["c"]}") == 0'
    if re.fullmatch(
        rf"(?:both|all|they)?(?: of them)?{things} ?(?:are )?(?:of )?(?:same)(?: colou?r)?", words
    ):
        return drawn, "len(set(drawn)) == 1"
    if re.fullmatch(
        rf"(?:both|all|they)?(?: of them)?{things} ?(?:are )?(?:of )?(?:different)(?: colou?rs?)?",
        words,
    ):
        return drawn, "len(set(drawn)) == len(drawn)"
    found = re.findall(rf"(\d) ({colour})\b", words)
    rest = re.sub(rf"\d (?:{colour})\b{things}|\band\b|,|\bis\b|\bare\b| ", "", words)
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
