"""The words that ask to have work checked: one's own, or a pupil's."""

from __future__ import annotations

import re

_THING = (
    r"(?:work(?:ing|ings)?|solutions?|steps?|answers?|lines?|calculations?|results?|attempt"
    r"|homework|derivation|reasoning|algebra)"
)
_FORM = (
    r"(?:factori[sz]ation|factoring|expansion|simplification|identity|transformation"
    r"|rearrangement)"
)
_PUPIL = (
    r"(?:(?:my|the|this|a|one of my|another|some)(?: \w+)? )?"
    r"(?:pupil|student|learner|child|son|daughter|friend|boy|girl)s?"
)
_THIS = (
    rf"(?:{_PUPIL}['’]?s?['’]? {_THING}"
    rf"|this|that|it|these|the following|(?:my|his|her|their|the|this|these|that) {_THING})"
)
_RIGHT = r"(?:right|correct|ok(?:ay)?|valid|true|fine)"
_SLIP = r"(?:mistake|error|slip)"
_ASKS = re.compile(
    rf"\b(?:please )?(?:(?:can|could|would|will) you )?(?:please )?(?:check|verify|review|correct)"
    rf" (?:if |whether |that )?{_THIS}(?: (?:is|are) {_RIGHT})?(?: (?:for me|please))*"
    rf"|\b(?:check|verify) (?:(?:the|this|that|my|his|her) )?{_FORM}(?= )"
    rf"|\b(?:is|are|was|were) {_THIS}(?: {_THING})?(?: all)? {_RIGHT}\b"
    rf"|\b(?:did|do|have) i (?:do|did|solve|solved|done|get|got) {_THIS} (?:{_RIGHT}|correctly)\b"
    rf"|\bam i {_RIGHT}\b"
    rf"|\bwhere (?:is|was|did i make|have i made) (?:my|the|a|his|her|their) {_SLIP}"
    rf"|\bwhere (?:did|does) (?:i|{_PUPIL}|he|she|they) go(?:es)? wrong"
    rf"|\bwhat (?:did|does) (?:i|{_PUPIL}|he|she|they) (?:do|did) wrong"
    r"|\bwhat(?: is|'s) wrong\b"
    r"|\bwhich (?:step|line) is (?:wrong|false|incorrect)"
    rf"|\b(?:find|spot) (?:my|the|his|her|their) {_SLIP}"
    rf"|\b(?:here is |this is |here's )?my {_THING}(?: so far| is| was| are)?(?= ?[:,\n])"
    rf"|\b{_PUPIL} (?:wrote|writes|got|gets|says?|said|claims?|claimed|has|had|did|thinks?|answers?"
    r"|answered|calculated|solved(?: it)?)\b(?: that| this| the following| as follows| like this)*"
    r"|^\s*(?:true or false|right or wrong|correct or (?:not|wrong|false))\b"
    r"|^check\b(?= ?:)"
    r"|(?:请|帮我|帮忙)*检查(?:一下)?(?:我的)?(?:解法|解答|过程|步骤|答案|作业)?"
    r"|(?:这样?|这个|我|解得|做得)?(?:对吗|对不对|正确吗)|(?:我)?哪里(?:做)?错了|哪一步(?:是)?错(?:了|的)?"
    r"|判断(?:对错|正误|是否正确)"
    r"|我的(?:解法|解答|过程|步骤|答案)(?:是)?(?=[:：,，\n])",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(
    rf"^\s*(?:(?:is|are|was) )?(?P<work>[^\n]*[^=\n]=[^=\n][^\n]*?)[.,;]? {_RIGHT}"
    r"(?: or (?:wrong|not|false))?\s*\?\s*$",
    re.IGNORECASE,
)
"""One line of work, and whether it is right: "Is 3/4 - 1/6 = 7/12 right?"."""
_SIDE = r"(?:(?:sqrt|sin|cos|tan|ln|log|pi)\b|[a-z](?![a-z])|[\d\s+\-*/^().²³√·×÷])+"
_ARE_EQUAL = re.compile(rf"^\s*is (?P<work>(?=[^?]*\b[a-z]\b){_SIDE}={_SIDE})\?\s*$", re.IGNORECASE)
"""Whether two expressions with letters are the same: "Is (a+b)^2 = a^2 + b^2?"."""


def asks_to_check(text: str) -> bool:
    """Whether a message asks to have work checked."""
    return any(form.search(text) for form in (_ASKS, _ASKED_AFTER, _ARE_EQUAL))


def without_asking(text: str) -> str:
    """The work in a message, without the words that ask to have it checked."""
    if _ASKS.search(text):
        return _ASKS.sub("\n", text)
    match = _ASKED_AFTER.match(text) or _ARE_EQUAL.match(text)
    return match["work"] if match else text
