"""What can happen with dice, coins and cards, as conditions in Python."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^(?:(?:to )?(?:get|roll|throw|obtain|have|show|draw|getting|rolling|throwing"
    r"|obtaining|drawing)|that|it is|it|is|"
    r"you get|there (?:is|are)|number(?: is)?|result(?: is)?|result of|score(?: is)?"
    r"|exactly|number that is)\b *"
)
_COMPARED = (
    (r"(?:greater|more|higher|larger|bigger|over)(?: than)? (?P<n>\d+)", "> {n}"),
    (r"(?:less|lower|smaller|fewer|under|below)(?: than)? (?P<n>\d+)", "< {n}"),
    (r"(?:at least (?P<n>\d+))", ">= {n}"),
    (r"(?:at most (?P<n>\d+))", "<= {n}"),
    (r"(?P<n>\d+) or (?:more|higher|greater|above|better)", ">= {n}"),
    (r"(?P<n>\d+) or (?:less|lower|fewer|below)", "<= {n}"),
    (r"(?:above|exceeding) (?P<n>\d+)", "> {n}"),
    (r"(?:equal to |exactly )?(?P<n>\d+)", "== {n}"),
    (r"(?P<a>\d+) or (?P<b>\d+)", "in ({a}, {b})"),
    (r"even(?: number)?", "% 2 == 0"),
    (r"odd(?: number)?", "% 2 == 1"),
    (r"prime(?: number)?", "in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)"),
    (r"(?:multiple of|divisible by|number divisible by) (?P<n>\d+)", "% {n} == 0"),
    (r"(?:square|perfect square)(?: number)?", "in (1, 4, 9, 16, 25, 36)"),
)
_SUM = re.compile(
    r"(?:(?:that )?(?:sum|total)(?: of (?:(?:2 )?(?:numbers|dice|results|faces|both dice)|them))?"
    r"(?: (?:is|of|equals|being|will be))?|sum|(?:dice|numbers) (?:add(?:ing)? up to"
    r"|sum(?:ming)? to))"
    r" (?P<rest>.+)"
)
_ANY = re.compile(r"(?:at least 1|1 or more|any) (?P<n>\d|six|sixes)(?:s|'s)?")
_EVERY = re.compile(
    r"(?:both|all|2|double|two) (?:dice )?(?:find |showing |are |land on )?(?P<n>\d|sixes)(?:s|'s)?"
)
_WORDS = {"sixes": "6", "fives": "5", "fours": "4", "threes": "3", "twos": "2", "ones": "1"}
_DOUBLES = re.compile(
    r"doubles?|same number(?: on both(?: dice)?)?|both (?:dice )?(?:are "
    r"|find )?same(?: number)?|2 equal numbers"
)


def of_dice(words: str, count: int) -> str | None:
    """The condition on the tuple `dice`, or None if the words are not clear."""
    words = _bare(words)
    if inner := _negated(words):
        condition = of_dice(inner, count)
        return f"not ({condition})" if condition else None
    if match := _SUM.fullmatch(words):
        return _compared("sum(dice)", match["rest"])
    if count == 1:
        return _compared("dice[0]", words)
    for word, digit in _WORDS.items():
        words = re.sub(rf"\b{word}\b", digit, words)
    if _DOUBLES.fullmatch(words):
        return "len(set(dice)) == 1"
    if match := _ANY.fullmatch(words):
        return f"{match['n']} in dice"
    if match := _EVERY.fullmatch(words):
        return f"set(dice) == {{{match['n']}}}"
    return None


def of_coins(words: str, count: int) -> str | None:
    """The condition on the number `heads` of `count` coins, or None if it is not clear."""
    words = _bare(words)
    if count == 1 and words in ("head", "heads", "tail", "tails"):
        return f"heads == {int(words.startswith('h'))}"
    if re.fullmatch(r"(?:all|only) (?:heads|tails)|both heads|both tails", words):
        return f"heads == {count if 'heads' in words else 0}"
    if re.fullmatch(r"(?:all|both) (?:same|equal)", words):
        return f"heads in (0, {count})"
    if match := re.fullmatch(r"(?P<a>\d+) heads? and (?P<b>\d+) tails?", words):
        return f"heads == {match['a']}" if int(match["a"]) + int(match["b"]) == count else None
    match = re.fullmatch(r"(?P<how>.+?) (?P<side>heads?|tails?)", words)
    if not match:
        return None
    side = "heads" if match["side"].startswith("h") else f"({count} - heads)"
    how = {"no": "0", "both": str(count)}.get(match["how"], match["how"])
    return _compared(side, how) if re.search(r"\d", how) else None


_SUITS = r"clubs?|diamonds?|hearts?|spades?"
_RANKS = r"aces?|kings?|queens?|jacks?|10s?|[2-9]s?"
_CARD_FORMS = (
    (rf"(?P<rank>{_RANKS})", "rank == {rank}"),
    (rf"(?P<suit>{_SUITS})", "suit == {suit}"),
    (rf"(?P<rank>{_RANKS}) of (?P<suit>{_SUITS})", "rank == {rank} and suit == {suit}"),
    (r"(?P<colour>red|black)", "suit in {colour}"),
    (rf"(?P<colour>red|black) (?P<rank>{_RANKS})", "rank == {rank} and suit in {colour}"),
    (r"(?:face|picture|court)", 'rank in ("jack", "queen", "king")'),
    (rf"(?P<rank>{_RANKS}) or (?P<suit>{_SUITS})", "rank == {rank} or suit == {suit}"),
    (rf"(?P<rank>{_RANKS}) or (?P<other>{_RANKS})", "rank in ({rank}, {other})"),
    (rf"(?P<suit>{_SUITS}) or (?P<second>{_SUITS})", "suit in ({suit}, {second})"),
)
_COLOURS = {"red": '("diamonds", "hearts")', "black": '("clubs", "spades")'}


def of_card(words: str) -> str | None:
    """The condition on `rank` and `suit`, or None if the words are not clear."""
    words = re.sub(r"(?<!^) ?\bcards?$", "", _bare(words))
    if inner := _negated(words):
        condition = of_card(inner)
        return f"not ({condition})" if condition else None
    for form, condition in _CARD_FORMS:
        if match := re.fullmatch(form, words):
            return condition.format(
                **{name: _card(part) for name, part in match.groupdict().items()}
            )
    return None


def _card(word: str) -> str:
    if word in _COLOURS:
        return _COLOURS[word]
    if re.fullmatch(_SUITS, word):
        return f'"{word.rstrip("s")}s"'
    return f'"{word.rstrip("s")}"'


def _bare(words: str) -> str:
    words = words.strip(" .,")
    while (shorter := _LEAD.sub("", words)) != words:
        words = shorter
    return words


def _negated(words: str) -> str:
    match = re.fullmatch(r"(?:not|neither|other than|no) (.+)", words)
    return match[1] if match else ""


def _compared(value: str, words: str) -> str | None:
    words = _bare(words)
    for form, condition in _COMPARED:
        if match := re.fullmatch(form, words):
            return f"{value} {condition.format(**match.groupdict())}"
    return None
