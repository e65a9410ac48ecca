"""What a student wants of a tutor, by the words alone: the next hint, the answer, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assist_magic.engine.models.enclosures import words_of


@dataclass(frozen=True)
class Wish:
    """`rest` is the question that came with the wish; empty where the wish stands alone.

    "more" is a hint that is asked for without the word: "I'm stuck", "what next?".
    """

    kind: Literal["hint", "more", "answer", "none"]
    rest: str = ""


_ANSWER = (
    r"(?:(?:right|correct|final|full|whole|complete|worked|exact)[ -]*)*"
    r"(?:answers?|solutions?|results?)"
)
_TELL = re.compile(
    r"(?:please |just |now |ok(?:ay)?,? |so |then |can you |could you |i want you to )*"
    rf"(?:(?:show|give|tell)(?: me)?(?: just)? (?:the |your )?{_ANSWER}(?: to (?:this|it|that))?"
    rf"|reveal (?:it|(?:the )?{_ANSWER})|i(?:'d| would)? (?:give|gave) up|i surrender"
    rf"|i (?:want|need|would like|'d like)(?: to see)? the {_ANSWER}|solve it for me)"
    r"(?:,? (?:please|now|then|step by step|(?:with|and) (?:all )?(?:the )?steps))*"
    r"|(?:请)?(?:直接)?(?:告诉我|给我|显示|公布|看|说出?)(?:正确|完整|最终|最后)?的?"
    r"(?:答案|解答|解法)(?:吧|了)?"
    r"|我(?:放弃|认输)了?",
    re.IGNORECASE,
)
_TELL_ALONE = re.compile(
    rf"(?:so |then |and |ok(?:ay)?,? |now )*(?:what(?: is|'s| was) the {_ANSWER}"
    rf"|(?:the )?{_ANSWER},?(?: please| now)*|yes,? (?:please )?(?:the )?{_ANSWER}(?: please)?)"
    r"|答案(?:是什么|是多少|呢)?",
    re.IGNORECASE,
)
_NOT = re.compile(
    rf"[,;.]? ?(?:but )?(?:please )?(?:don't|do not|without|not|never|no)\b[^.,;:!?\n]*\b{_ANSWER}"
    r"(?: yet)?|[，,]?(?:不要|别|先别|不用)[^。，,.!！?？\n]*(?:答案|解答)",
    re.IGNORECASE,
)
_HINT = (
    r"(?:(?:small|little|tiny|further|better|bigger|first|second|third) )*"
    r"(?:hints?|clues?|tips?|nudge)"
)
_ASKS_HINT = re.compile(
    r"(?:please |just |can you |could you |may i |can i |i need |i want |i would like |i'd like )*"
    rf"(?:(?:give|show|tell|have|get|need)(?: me)?(?: just)? )?"
    rf"(?:(?:a|an|another|one more|one|the next|next|more|some|only a|just a|the) )+{_HINT}"
    r"(?: (?:please|only|first))*(?: (?:for|on how to|on|to|about|how to|with))?"
    rf"|^(?:please )?{_HINT}(?: (?:for|on how to|on|to|about|how to|with)\b| please$| ?(?=[:,])|$)"
    r"|(?:请|再)*(?:给|来)?(?:我)?(?:再)?(?:来|给)?一?(?:个|点)?(?:小|新的?)?提示(?:一下)?(?:吧|呢|好吗)?",
    re.IGNORECASE,
)
_GO_ON = re.compile(
    r"(?:(?:ok(?:ay)?|and|so|hm+|well|sorry|please|but|yes|no)[,.]? )*"
    r"(?:(?:i am|i'm|im|still) (?:still )?(?:stuck|lost)|stuck|help(?: me)?|more(?: help)?"
    r"|i (?:still )?(?:don't|do not|cannot|can't) (?:know|see|understand|get)"
    r"(?: (?:it|how|what|that|where|to|do|start|begin|continue|go on|next|now))*"
    r"|what (?:next|now|then)"
    r"|(?:and )?then|next(?: step)?|go on|continue|another(?: one)?|one more|again"
    r"|how do i (?:start|begin|continue|go on)|what do i do (?:next|now|first)"
    r"|what(?: is|'s) (?:the )?next(?: step)?)"
    r"(?: please| now)*"
    r"|(?:我)?(?:还是)?(?:卡住了?|不会做?|不懂|不知道(?:怎么做)?)"
    r"|继续|然后呢|下一步(?:呢)?|再来一个",
    re.IGNORECASE,
)
_EDGES = " \t\r\n.,;:!?…-–。，；：！？"


def wish_of(text: str) -> Wish:
    """What a message wants; a message that is only a question wants neither."""
    text = words_of(text).replace("’", "'")
    plain, refused = _NOT.subn(" ", text)
    bare = plain.strip(_EDGES)
    if not refused:
        if _TELL_ALONE.fullmatch(bare):
            return Wish("answer")
        if _TELL.search(plain):
            return Wish("answer", _rest(_TELL, plain))
    if refused and not bare:
        return Wish("hint")
    if _GO_ON.fullmatch(bare):
        return Wish("more")
    if _ASKS_HINT.search(bare):
        return Wish("hint", _rest(_ASKS_HINT, bare))
    return Wish("none", plain.strip() if refused else text.strip())


def _rest(asked: re.Pattern[str], text: str) -> str:
    """What else the message says; words that only lead to the wish are no question."""
    rest = asked.sub(" ", text).strip(_EDGES)
    rest = re.sub(r"(?i)^(?:(?:and|but|ok(?:ay)?|please|for|to|of|so)\b[ ,:]*)+", "", rest)
    rest = re.sub(r"(?i)[ ,]+(?:and|but|please|then)$", "", rest).strip(_EDGES)
    return rest if re.search(r"\d|[=^]|\b[xyzfn]\b|\w+ \w+ \w+|[\u4e00-\u9fff]{3}", rest) else ""
