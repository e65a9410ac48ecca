"""Counting the ways: choosing, arranging, letters of a word, handshakes, subsets, codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.telling import told

_OTHER = (
    "with|without|if|order|where|when|such|at|and|or|must|not|that|identical|same|least|most|from"
    "|repetition|repetitions|replacement|of|to|be|can|are|is|taken|chosen|selected|how|between"
)
_THING = rf"(?: (?!(?:{_OTHER})\b)[a-z][a-z-]*){{0,3}}"
_WAYS = (
    r"(?:in )?(?:find )?(?:how many(?: different| distinct| possible)*|number of(?: different)?)"
    r" ways(?: (?:are there|is there|there are|do i have|exist))?"
)
_TO = r"(?: can(?: you| i| we| one)?| to| of| could(?: you| i| we)?| for)?"
_PICK = r"(?:choose|choosing|select|selecting|pick|picking|form|forming|make|making|draw|take)"
_PICKED = r"(?:chosen|selected|picked|formed|made|drawn|taken|dealt|created)"
_GROUP = (
    r"(?:committees?|teams?|groups?|subsets?|hands?|samples?|selections?|sets?|pairs?|juries|jury)"
)
_FROM = r"(?:from|out of|of|from among|among|with|using)"
_UNORDERED = r"(?:,? (?:if|when) order (?:does not|doesn't) matter)?"
_K = rf"(?:{_GROUP} of )?(?P<k>\d+){_THING}"
_N = rf"(?:group of |set of |class of |deck of |pool of |total of )?(?P<n>\d+){_THING}"
_CHOOSE = [
    re.compile(form + _UNORDERED)
    for form in (
        rf"{_WAYS}{_TO} {_PICK} {_K} {_FROM} {_N}",
        rf"{_WAYS}{_TO} {_K} be {_PICKED} {_FROM} {_N}",
        rf"{_WAYS} from {_N} to {_PICK} {_K}",
        rf"(?:find )?(?:how many|number of)(?: different| possible)* {_K} "
        rf"(?:can be|are(?: there)?|could be|that can be)(?: {_PICKED})? {_FROM} {_N}",
        rf"(?:find )?(?:how many |number of |all )?(?:different )?combinations (?:of )?(?P<k>\d+)"
        rf"{_THING}(?: (?:can be {_PICKED}|are there|are possible))? (?:from|out of) {_N}",
        rf"(?:find )?(?:how many |number of )?combinations (?:of|are there of) {_N},? "
        rf"(?:taken|choose|chosen|selected) (?P<k>\d+)(?: at (?:a )?time)?",
        r"(?:find )?(?:value of )?(?P<n>\d+) ?(?:choose|over|nck) ?(?P<k>\d+)",
        r"(?:find )?binomial coefficient (?P<n>\d+) (?:over|choose|and) (?P<k>\d+)",
        rf"(?:how many |find number of )(?P<k>\d+)[- ](?:element|member|person|card|item)s?"
        rf" {_GROUP} (?:does|can be {_PICKED} (?:from|out of)|are there (?:of|in|from)|of|has)"
        rf" {_N}(?: have)?",
    )
]
_ORDERED = [
    re.compile(form)
    for form in (
        rf"(?:find )?(?:how many |number of )?(?:permutations|arrangements) "
        rf"(?:of|are there of) {_N},? (?:taken|chosen) (?P<k>\d+)(?: at (?:a )?time)?",
        rf"(?:find )?(?:how many |number of )?(?:permutations|arrangements) of (?P<k>\d+){_THING}"
        rf"(?: (?:can be {_PICKED}|are there|are possible))? (?:from|out of) {_N}",
        rf"{_WAYS}{_TO} {_PICK} and (?:arrange|order) (?P<k>\d+){_THING} (?:from|out of|of) {_N}",
        rf"{_WAYS}{_TO} arrange (?P<k>\d+){_THING} (?:from|out of|of|chosen from) {_N}",
        rf"{_WAYS}{_TO} {_K} be arranged (?:from|out of) {_N}",
        rf"{_WAYS}{_TO} {_PICK} {_K} {_FROM} {_N},? (?:if|when) order (?:matters|is important)",
    )
]
_ROW = (
    r"(?: (?:in|on|onto) (?:row|line|shelf|queue|bookshelf|bench|order|straight line|single file))?"
)
_ROUND = r" (?:around|at|round|about) (?:circular|round) table| in circle"
_STAND = r"(?:arranged|ordered|seated|lined up|placed|put|sorted|permuted)"
_ARRANGE = [
    re.compile(form)
    for form in (
        rf"{_WAYS}{_TO} (?:arrange|order|seat|line up|permute) (?P<n>\d+){_THING}(?:{_ROW}"
        rf"|(?P<round>{_ROUND}))",
        rf"{_WAYS}{_TO} (?P<n>\d+){_THING} (?:be {_STAND}|stand|sit|line up|be seated|queue)"
        rf"(?:{_ROW}|(?P<round>{_ROUND}))",
        r"(?:find )?(?:how many |number of )?(?:different )?(?:permutations|arrangements"
        r"|orders|orderings)"
        rf" (?:of|are there (?:of|for)|do|does|for) (?P<n>\d+){_THING}(?: have)?(?: are there)?",
    )
]
_WORD = re.compile(
    r"(?:(?:find )?(?:how many |number of )?(?:different |distinct "
    r"|unique )*(?:arrangements|permutations"
    rf"|anagrams|words|orderings|rearrangements)(?: (?:can be (?:made|formed)|are there))?"
    rf"|{_WAYS}{_TO} (?:arrange|order|rearrange)|{_WAYS} can)"
    r"(?: (?:of|with|from|using|for|does))?(?: all)?(?: of)?(?: letters)?(?: (?:of|in"
    r"|from))?(?: word)?"
    r" [\"'“]?(?P<word>[a-z]{3,20})[\"'”]?(?: be (?:arranged|ordered|rearranged)| have"
    r"|(?: are)? there(?: are)?"
    r"| are possible)?"
)
_HANDS = [
    re.compile(form)
    for form in (
        rf"(?:there are |if |at party |in room |in meeting )*(?P<n>\d+){_THING} (?:(?:each"
        r"|all|everyone) )*"
        r"(?:shake|shakes|shook) hands?(?: with (?:each other|one another|every other"
        r"(?: person)?|everyone(?: else)?))?(?: exactly)?(?: once)?[.,;]? (?:find )?"
        r"(?:how many |number of )"
        r"handshakes(?: (?:are there|take place|happen|occur|were there|in total))*",
        r"(?:find )?(?:how many|number of) handshakes (?:are there |are possible "
        r"|take place |happen |occur )?"
        rf"(?:if|when|among|between|for|with|in group of) (?P<n>\d+){_THING}"
        r"(?: (?:all|each) )?(?: ?shake hands?(?: with (?:each other|one another"
        r"|everyone(?: else)?))?)?"
        r"(?: (?:exactly )?once)?",
    )
]
_SUBSETS = re.compile(
    r"(?:find )?(?:how many|number of) (?P<proper>proper )?subsets (?:does|has|of"
    r"|are there of|are there for)"
    r" (?:set )?(?:with |of |having )?(?P<n>\d+)(?:[- ](?:elements?|members?|items?"
    r"|objects?))(?: set)?(?: have)?"
)
_CODES = re.compile(
    r"(?:find )?(?:how many|number of)(?: different| possible)* (?P<k>\d+)[- ]digit "
    r"(?P<kind>pins?|pin codes?"
    r"|codes?|numbers|natural numbers|positive integers|integers|binary numbers"
    r"|binary strings|passwords)"
    r"(?: (?:are there|are possible|exist|can be made|there are))*"
)
_OWN_WORDS = frozenset(
    [
        "of",
        "from",
        "with",
        "the",
        "letters",
        "word",
        "digits",
        "numbers",
        "people",
        "books",
        "objects",
    ]
)


def recognise(question: Question, history: History) -> Task | None:
    """ "A committee of 3 chosen from 10 people", "8 choose 3", "anagrams of banana"."""
    text = told(question)
    for forms, make in _KINDS:
        if match := next((found for form in forms if (found := form.fullmatch(text))), None):
            return make(match)
    return None


def _numbers(match: re.Match[str]) -> tuple[int, int]:
    n, k = int(match["n"]), int(match["k"])
    if not 0 <= k <= n <= 1000:
        raise NotSure("more are chosen than there are")
    return n, k


def _choice(match: re.Match[str]) -> Task:
    n, k = _numbers(match)
    sentence = rf"The ways to choose \({k}\) of \({n}\):" + "\n\n" + r"\[<answer>\]"
    return Fact(_CHOICE.format(n=n, k=k), sentence, check="the factorials give the same")


def _selection(match: re.Match[str]) -> Task:
    n, k = _numbers(match)
    sentence = (
        rf"The ways to choose \({k}\) of \({n}\) in order:"
        "\n\n" + rf"\[\frac{{{n}!}}{{({n} - {k})!}} = <answer>\]"
    )
    return Fact(_SELECTION.format(n=n, k=k), sentence)


def _arrangement(match: re.Match[str]) -> Task:
    n = int(match["n"])
    if n > 500:
        raise NotSure("the number of orders is too long to write down")
    if match.groupdict().get("round"):
        body = f'print("answer =", factorial({n} - 1))\n'
        sentence = rf"The orders of \({n}\) around a circle:"
        note = "arrangements around a circle that differ by a turn count as one"
        return Fact(body, f"{sentence}\n\n\\[({n} - 1)! = <answer>\\]", notes=(note,))
    body = f'print("answer =", factorial({n}))\n'
    return Fact(body, rf"The orders of \({n}\) things:" + "\n\n" + r"\[<answer>\]")


def _letters(match: re.Match[str]) -> Task | None:
    word = match["word"]
    if word in _OWN_WORDS:
        return None
    counts = Counter(word)
    above, below = f"{len(word)}!", r"\,".join(f"{n}!" for n in counts.values() if n > 1)
    shown = rf"\frac{{{above}}}{{{below}}}" if below else above
    body = _LETTERS.format(word=word)
    sentence = f"The different orders of the letters of “{word}”, equal letters counted once:"
    return Fact(body, f"{sentence}\n\n\\[{shown} = <answer>\\]")


def _handshakes(match: re.Match[str]) -> Task:
    n = int(match["n"])
    body = f'print("answer =", binomial({n}, 2))\n'
    sentence = rf"Each pair of the \({n}\) shakes hands once:"
    return Fact(body, f"{sentence}\n\n\\[\\binom{{{n}}}{{2}} = <answer>\\]")


def _subsets(match: re.Match[str]) -> Task:
    n = int(match["n"])
    less = " - 1" if match["proper"] else ""
    body = f'print("answer =", 2**{min(n, 500)}{less})\n'
    note = ("the empty set is counted as a subset",)
    return Fact(body, rf"\[2^{{{n}}}{less} = <answer>\]", notes=note)


def _codes(match: re.Match[str]) -> Task:
    k = int(match["k"])
    if not 0 < k <= 300:
        raise NotSure("such long numbers are not counted")
    if match["kind"].startswith("binary s"):
        return Fact(f'print("answer =", 2**{k})\n', rf"\[2^{{{k}}} = <answer>\]")
    if match["kind"].endswith(("numbers", "integers")):
        base = 2 if match["kind"].startswith("binary") else 10
        body = f'print("answer =", {base - 1}*{base}**({k} - 1))\n'
        note = "a number does not begin with 0"
        return Fact(body, rf"\[{base - 1} \cdot {base}^{{{k} - 1}} = <answer>\]", notes=(note,))
    note = "a code may begin with 0 and repeat digits"
    return Fact(f'print("answer =", 10**{k})\n', rf"\[10^{{{k}}} = <answer>\]", notes=(note,))


_KINDS: tuple[tuple[list[re.Pattern[str]], Callable[[re.Match[str]], Task | None]], ...] = (
    (_CHOOSE, _choice),
    (_ORDERED, _selection),
    (_ARRANGE, _arrangement),
    (_HANDS, _handshakes),
    ([_SUBSETS], _subsets),
    ([_CODES], _codes),
    ([_WORD], _letters),
)
_CHOICE = """answer = binomial({n}, {k})
print("answer =", answer)
print("check =", answer*factorial({k})*factorial({n} - {k}) == factorial({n}))
"""
_SELECTION = """print("answer =", ff({n}, {k}))
"""
_LETTERS = """word = "{word}"
repeated = prod(factorial(word.count(letter)) for letter in set(word))
print("answer =", factorial(len(word))/repeated)
"""
