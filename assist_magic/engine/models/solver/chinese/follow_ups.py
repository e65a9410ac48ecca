"""Follow-ups in Chinese that say only what changes: "那20%呢？", "行列式呢？", "如果是9呢？"."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.chinese.pieces import NOUN
from assist_magic.engine.models.solver.chinese.vocabulary import NOUNS

IS_ELLIPTIC = re.compile(r"\s*(?:那么?|如果|换成|改成).*")
_ASKED = re.compile(
    rf"\s*(?:那么?|再求|求|还有|它的|其|的)*\s*(?P<noun>{NOUN})\s*(?:是什么|是多少|呢)?\s*[?？。]?\s*"
)
_OTHER = re.compile(
    r"\s*(?:那么?|如果|要是|换成|改成|是|用)*\s*(?P<what>[^\u4e00-\u9fff?？]+?)\s*(?:呢|的话|怎么样)+\s*[?？。]?\s*"
)
_EXCHANGED = re.compile(
    r"\s*(?:如果)?(?:把|将)\s*(?P<old>[^\u4e00-\u9fff]+?)\s*(?:换成|改成|改为|换为)\s*"
    r"(?P<new>[^\u4e00-\u9fff?？]+?)\s*(?:呢)?\s*[?？。]?\s*"
)


def follow_up(text: str) -> str:
    """The follow-up in the English that follow-ups are read in; any other text as it is."""
    if match := _ASKED.fullmatch(text):
        noun = next(noun for known, noun in NOUNS.items() if re.fullmatch(known, match["noun"]))
        return f"and {noun}"
    if match := _EXCHANGED.fullmatch(text):
        return f"{match['new']} instead of {match['old']}"
    if match := _OTHER.fullmatch(text):
        return f"and {match['what']}"
    return text
