"""Chances of dice, coins, cards and things drawn from a bag, counted over all outcomes."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents import events
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.telling import told

_P = r"(?:(?:find|whats) )?(?:prob|probability|chance|chances|odds|likelihood)"
_GET = r"(?:rolling|getting|throwing|obtaining|to roll|to get|to throw|scoring|tossing|flipping)"
_DIE = (
    r"(?:fair |standard |normal |regular |6[- ]sided |six[- ]sided |cubic |ordinary )*(?:dice"
    r"|die|cube)"
)
_ONE_DIE = (
    r"(?: (?:with|on|using|when (?:rolling|throwing)|in 1 (?:roll|throw) of|by rolling|from"
    rf"|if you roll|of) (?:1 |single )?{_DIE}(?: (?:is )?(?:rolled|thrown))?(?: once)?)?"
)
_TWO_DICE = rf"(?:2|two|pair of) {_DIE}"
_DICE_FIRST = (
    r"(?:if |when )?(?:(?:you|i|we) )?(?:roll |throw |rolling |throwing |toss )?(?P<dice>\d+"
    rf"|pair of)? ?{_DIE}(?: (?:is|are) (?:rolled|thrown|tossed))?(?: once| together)?"
)
_COINS = (
    r"(?P<coins>\d+)? ?(?:fair |unbiased )?(?:coin (?:tosses|toss|flips|flip|throws)|coins?"
    r"|flips|tosses)"
)
_FLIPPED = (
    r"(?: (?:is|are) (?:flipped|tossed|thrown))?(?: (?P<times>\d+) times| (?P<alone>once)"
    r"| (?P<twice>twice))?"
)
_SEP = r"(?: ?[.,;:]+ ?| )"
_OF = (
    rf"{_P}(?: (?:of|that|for|to))?(?: (?:you|i|we|there) (?:get|roll|are|is|throw"
    rf"|draw))?(?: {_GET})?"
)
_DICE = (
    re.compile(
        rf"{_OF} (?P<event>.+?) (?:with|on|using|when rolling|when throwing|in|by rolling"
        r"|rolling|if you roll|when you roll|when|from|for|if|of) "
        r"(?:1 (?:roll|throw) of |throw of |roll of )?(?P<dice>\d+"
        rf"|pair of)? ?{_DIE}(?: (?:is|are) (?:rolled|thrown|tossed))?(?: once)?"
    ),
    re.compile(rf"{_DICE_FIRST}{_SEP}{_OF} (?P<event>.+)"),
    re.compile(rf"{_P} of (?:rolling|throwing) (?P<event>.+?)(?P<dice>\b\B)?"),
)
_COIN = (
    re.compile(
        rf"{_OF} (?P<event>.+?) (?:in|when|with|from|on|out of|if|flipping|tossing"
        r"|by flipping)(?: (?:you|i|we))? ?(?:flipping |tossing |flip |toss "
        rf"|throwing )?(?:(?P<throws>\d+) (?:flips?|tosses|throws) of )?{_COINS}{_FLIPPED}"
    ),
    re.compile(
        r"(?:if |when )?(?:you |i |we )?(?:flip |toss |throw "
        rf")?{_COINS}{_FLIPPED}{_SEP}{_OF} (?P<event>.+)"
    ),
)
_DECK = (
    r"(?:(?:well[- ])?(?:shuffled )?(?:standard |normal |full |regular |ordinary "
    r"|usual )*(?:52[- ]card )?(?:deck|pack)(?: of)?(?: (?:52|playing"
    r"|standard))*(?: (?:playing )?cards)?|52 cards)"
)
_CARD = (
    re.compile(
        rf"{_P}(?: (?:of|that|for))? (?:drawing|picking|getting|pulling|choosing|selecting"
        r"|to draw|drawing at random) (?P<event>.+?)(?: (?:at random|randomly))? (?:from"
        rf"|out of|in) {_DECK}"
    ),
    re.compile(
        r"(?:1 )?card is (?:drawn|picked|chosen|taken|selected)(?: (?:at random"
        rf"|randomly))? (?:from|out of) {_DECK}{_SEP}{_P}(?: that| of)?(?: (?:it"
        r"|card))?(?: is| being| it being| getting| drawing)? (?P<event>.+)"
    ),
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Probability that the sum of two dice is 7", "2 heads in 3 flips", "an ace"."""
    text = told(question)
    if not re.search(r"\b(?:prob|probability|chances?|odds|likelihood)\b", text):
        return None
    for forms, make in ((_DICE, _dice), (_COIN, _coins), (_CARD, _cards)):
        for form in forms:
            match = form.fullmatch(text)
            if match and (task := make(match)):
                return task
    return None


def _dice(match: re.Match[str]) -> Task | None:
    dice = match["dice"] or "1"
    count = 2 if dice == "pair of" else int(dice)
    if not 1 <= count <= 6:
        raise NotSure("so many dice are not counted here")
    condition = events.of_dice(match["event"], count)
    if condition is None:
        return None
    body = _DICE_CODE.format(count=count, condition=condition)
    return _counted(body, "the dice are fair and have six sides")


def _coins(match: re.Match[str]) -> Task | None:
    found = match.groupdict()
    counts = [int(found[name]) for name in ("coins", "times", "throws") if found.get(name)]
    counts += [2] if found.get("twice") else []
    many = [count for count in counts if count > 1]
    if len(many) > 1 or not counts and not found.get("alone") and "coins" in match[0]:
        return None
    count = many[0] if many else 1
    condition = events.of_coins(match["event"], count)
    if condition is None or count > 200:
        return None
    body = _COINS_CODE.format(count=count, condition=condition)
    return _counted(body, "the coin is fair, and a number of heads without “at least” is exact")


def _cards(match: re.Match[str]) -> Task | None:
    condition = events.of_card(match["event"])
    if condition is None:
        return None
    return _counted(_CARDS_CODE.format(condition=condition), "a deck has 52 cards, without jokers")


def _counted(body: str, note: str) -> Task:
    sentence = r"\(<hits>\) of the \(<all>\) equally likely outcomes are such:"
    return Fact(body, f"{sentence}\n\n" + r"\[P = <answer>\]", notes=(note,))


_COUNTED = """print("hits =", hits)
print("all =", every)
print("answer =", Rational(hits, every), "≈", N(Rational(hits, every), 10))
"""
_DICE_CODE = (
    """outcomes = list(product(range(1, 7), repeat={count}))
hits = len([dice for dice in outcomes if {condition}])
every = len(outcomes)
"""
    + _COUNTED
)
_COINS_CODE = (
    """# binomial({count}, heads) of the outcomes have that number of heads
hits = sum(binomial({count}, heads) for heads in range({count} + 1) if {condition})
every = 2**{count}
"""
    + _COUNTED
)
_CARDS_CODE = (
    """ranks = ["ace", *map(str, range(2, 11)), "jack", "queen", "king"]
suits = ["clubs", "diamonds", "hearts", "spades"]
deck = list(product(ranks, suits))
hits = len([rank for rank, suit in deck if {condition}])
every = len(deck)
"""
    + _COUNTED
)
