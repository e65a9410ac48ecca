"""Finds what the single letters of a question stand for: functions, or e and i as variables."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.notation.tokens import APPLIED, Letters

_FUNCTION = re.compile(
    r"(?:\b(?:let|define|suppose|consider|given|if|where|and|functions?|for|with)\b|,) *`?\$?"
    r"([a-z])\([a-z]\)\$? *(?:=|be\b)",
    re.IGNORECASE,
)
_LET_A = re.compile(r"\blet a (?:be\b|=)|\bfor a(?= ?[.?]|$)|\ba'th\b", re.IGNORECASE)
_LET = r"\blet ([ei])(?: be\b| ?=|\([a-z]\))|\blet [a-z]\(([ei])\)"
_ASKED = (
    r"\b(?:for|wrt|with respect to|find|determine|calculate|derive|give|what is) ([ei])\b"
    r"(?! ?[-+*/^(=])|\b([ei])'th\b|\b(?:assuming|assuming that|if|where) ([ei]) is\b"
)
_APPLIED = (
    r"\b[a-z]\((i)\)|\b[a-z]\([a-z]\((e)\)\)|\b[a-z]\((e)\) ?[-+] ?[^.]*\b[a-z]\(e\)"
    r"|\b(?:factor|differentiate|derivative of) [a-z]\((e)\)|\b[a-z]\((e)\) = -?\d"
)
_EXPLICIT = re.compile(f"{_LET}|{_ASKED}|{_APPLIED}", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[^.?!;]|\.(?=\d))+")
_SYSTEM = re.compile(r"\s*(?:suppose|solve)\b[^=]*=[^=]*,[^=]*=[^=]*", re.IGNORECASE)
_STATED = re.compile(r"\s*(?:suppose|let)\b[^=]*=", re.IGNORECASE)
_TERM = re.compile(r"\d ?\* ?[ei]\b|(?<![\w*] )\b[ei] [-+=]|[-+=] [ei](?= [-+=]|,|\s*$)")
_NAMED = re.compile(
    r"\bderivative\b.+\b(?:wrt|with respect)\b|\bdifferentiate\b.+\b(?:wrt|with "
    r"respect)\b|\b(?:rearrange|express|write)\b.+\band give\b",
    re.IGNORECASE,
)
_REWRITE = re.compile(
    r"\b(?:factor|expand|collect|derivative|differentiate|simplify|suppose|let|determine)\b",
    re.IGNORECASE,
)
_LONE = re.compile(r"(?<![A-Za-z'])([a-z])(?![A-Za-z'])")
_IN_FORMULA = re.compile(
    r"[-+*/=^] ?([aei])\b|\(([aei]) ?[-+*/^]|(?<!\w)([aei]) ?(?:[-+*/=^]|\([a-z0-9])"
)


def letters_in(text: str, functions: frozenset[str] = frozenset()) -> Letters:
    """What letters stand for in a text, given the functions that were defined before it."""
    found = {match[1].lower() for match in _FUNCTION.finditer(text)}
    variables = _variables(text)
    imaginary = "i" not in variables and _is_imaginary(text)
    return Letters(APPLIED | functions | found, variables, imaginary=imaginary)


_UNIT = re.compile(
    r"(?<![A-Za-z])\d+(?:\.\d+)? ?\*? ?[iI]\b|[-+*/(^,] ?[iI]\b(?! ?=)|\b[iI] ?(?:\*\*|\^)|\bi\)"
)
_INDEX = re.compile(
    r"\bi ?=|\b(?:for|over|in|wrt|respect to|solve for|find|let|variable) i\b"
    r"|\bi (?:is|be|>|<)"
)


def _is_imaginary(text: str) -> bool:
    """Whether i stands where only a number can stand, and nothing makes it a variable."""
    return bool(_UNIT.search(text)) and not _INDEX.search(text)


def declared(text: str) -> frozenset[str]:
    """Those of a, e and i that are names in a text, and not words or constants."""
    used = {match[1] or match[2] or match[3] for match in _IN_FORMULA.finditer(text)}
    used |= {"a"} if _LET_A.search(text) else set()
    return frozenset(used & {"a"} | _variables(text))


def _variables(text: str) -> frozenset[str]:
    """Those of e and i that are variables: named as such, in a system, or the only letter."""
    found = {"".join(group or "" for group in m.groups()) for m in _EXPLICIT.finditer(text)}
    for sentence in _SENTENCE.findall(text):
        lone = {letter for letter in _LONE.findall(sentence) if letter != "a"}
        plain = not re.search(r"\be ?(?:\*\*|\^)", sentence)
        if (
            _STATED.match(sentence)
            and plain
            and _TERM.search(sentence)
            or _SYSTEM.fullmatch(sentence)
            and plain
        ):
            found |= lone & {"e", "i"}
        elif _NAMED.search(sentence) and (plain or len(lone) > 3):
            found |= lone & {"e", "i"} if len(lone) > 2 else lone & {"i"}
        elif len(lone) == 1 and _REWRITE.search(sentence) and re.search(r"\d ?\* ?[ei]", sentence):
            found |= lone & {"e", "i"}
    return frozenset(letter.lower() for letter in found)
