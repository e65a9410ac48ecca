"""A question as a skeleton of words around its expressions: "find vertex of #0".

Everything that the user wrote is in the skeleton, save politeness and articles, so that an intent
which matches the whole of it has accounted for the whole question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assist_magic.engine.models.solver import words
from assist_magic.engine.models.solver.chinese.questions import english
from assist_magic.engine.models.solver.notation import calls, expressions, spans
from assist_magic.engine.models.solver.notation import tokens as vocabulary
from assist_magic.engine.models.solver.notation.expressions import Read
from assist_magic.engine.models.solver.notation.letters import declared, letters_in
from assist_magic.engine.models.solver.notation.signs import in_one_line, plain
from assist_magic.engine.models.solver.notation.tokens import USUAL, Letters, NotRead
from assist_magic.engine.models.solver.notation.tree import Node

MOST = 2000
"""Longer questions than this many characters are left to a language model."""


@dataclass(frozen=True)
class Chunk:
    """A piece of mathematics in a question; `quoted` if marks set it off from the words."""

    text: str
    quoted: bool = False
    node: Node | None = None
    letters: Letters = USUAL

    def read(self) -> Read:
        """The expression.

        Raises:
            NotRead: it is none, or none that is clear.
        """
        return (
            Read(self.node) if self.node is not None else expressions.read(self.text, self.letters)
        )


@dataclass(frozen=True)
class Question:
    """The skeleton and the expressions that its #0, #1, … stand for.

    `text` is the whole question in small letters and plain signs, for the few intents whose
    matter is no expression (times, digits in other bases); empty in a part of a question.
    """

    skeleton: str
    chunks: tuple[Chunk, ...]
    text: str = ""

    def chunk(self, mark: str) -> Chunk:
        """The expression behind a mark such as "#1"."""
        return self.chunks[int(mark[1:])]

    def with_skeleton(self, skeleton: str) -> Question:
        """The same expressions under other words."""
        return Question(skeleton, self.chunks)

    def with_letters(self, letters: Letters) -> Question:
        """The same question, its letters standing for these."""
        chunks = tuple(replace(chunk, letters=letters) for chunk in self.chunks)
        return replace(self, chunks=chunks)

    def with_node(self, words: str, node: Node) -> Question:
        """The question with some words of its skeleton standing for an expression."""
        mark = f"#{len(self.chunks)}"
        skeleton = re.sub(rf"\b{words}\b", mark, self.skeleton, count=1)
        return Question(skeleton, (*self.chunks, Chunk("", True, node)), self.text)


_MARK = re.compile("\ue000(\\d+)\ue001")
_TOKEN = re.compile(
    "\ue000\\d+\ue001"
    r"|\d+(?:st|nd|rd|th)\b|(?:\d+\.\d+|\.\d+|\d+)(?:e[+-]?\d+(?![\w.]))?"
    r"|log10|log2|[A-Za-z]+(?:'[a-z]+)*|\*\*|<=|>=|!=|==|[-+*/^=<>()\[\]|%°!,]|\S"
)
_SIGNS = frozenset("+-*/^=<>()[]|%°!") | {"**", "==", "<=", ">=", "!="}
_SMALL_WORDS = frozenset(
    {"am", "an", "as", "at", "be", "by", "do", "go", "he", "hi", "if", "in", "is", "it", "me", "my"}
    | {"no", "of", "oh", "ok", "on", "or", "so", "to", "up", "us", "we", "vs"}
)
_LETTERS = re.compile(r"[xyzt]{2,3}$")


@lru_cache(maxsize=1024)
def understand(text: str, functions: frozenset[str] = frozenset()) -> Question:
    """Divides a question into words and expressions.

    Args:
        functions: single letters that earlier questions defined as functions.

    Raises:
        NotRead: it is too long, or its LaTeX cannot be read.
    """
    if len(text) > MOST:
        raise NotRead("the question is long")
    whole = english(calls.spoken(in_one_line(plain(text))))
    letters = letters_in(whole, functions)
    text, quoted = spans.set_aside(whole)
    text = words.rewritten(words.in_digits(_listed(text)), words.OPERATORS)
    marked = _TOKEN.findall(text)
    skeleton, chunks = _divided(marked, _glued(text), quoted, declared(whole))
    question = Question(words.rewritten(skeleton, words.PHRASES), tuple(chunks), whole.lower())
    return question.with_letters(letters)


_OPTIONS = re.compile(r"(?:(?<=[?.:\w])|[?.:])\s+\(a\)\s+(?P<rest>.+?\s\(b\)\s.+)", re.DOTALL)


_SPACED = re.compile(
    r"(?<=\bof )-?\d[\d.]*(?: +-?\d[\d.]*){2,}(?=$|[.?])"
    r"|(?<=terms of )(?:the )?(?:(?:geometric|arithmetic) )?series -?\d[\d.]*"
    r"(?: \+ -?\d[\d.]*)+ \+ (?=\.\.\.)"
)


def _listed(text: str) -> str:
    """The text with "(a) 4 (b) 0.2" as a list of options, and "of 2 4 6" with commas."""
    text = _SPACED.sub(lambda m: re.sub(r"(?<=\d) (?:\+ ?)?(?=[-\d.])", ", ", m.group()), text)
    match = _OPTIONS.search(text)
    if not match:
        return text
    options = re.sub(r"\s+\([b-h]\)\s+", " , ", match["rest"])
    return f"{text[: match.start()]} among options {options}"


def _glued(text: str) -> list[bool]:
    """For each token, whether it follows the one before without a space."""
    places = [match.span() for match in _TOKEN.finditer(text)]
    return [bool(i) and places[i - 1][1] == start for i, (start, _) in enumerate(places)]


def _divided(
    tokens: list[str], glued: list[bool], quoted: list[str], letters: frozenset[str]
) -> tuple[str, list[Chunk]]:
    """Runs of mathematical tokens become chunks; the rest are words of the skeleton."""
    found: list[str] = []
    chunks: list[Chunk] = []
    run: list[str] = []
    depth = 0

    def close() -> None:
        if run:
            found.append(f"#{len(chunks)}")
            chunks.append(_chunk(run, quoted))
            run.clear()

    for place, token in enumerate(tokens):
        inner = depth > 0 and token == ","
        if inner or _is_letter(tokens, place, letters) or _is_math(tokens, glued, place):
            if _MARK.match(token) and run and _MARK.match(run[-1]):
                close()
            run.append(token if not run or glued[place] else f" {token}")
            depth += (token in "([") - (token in ")]")
        else:
            close()
            depth = 0
            found.append(token.lower())
    close()
    return " ".join(found), chunks


def _chunk(run: list[str], quoted: list[str]) -> Chunk:
    text = "".join(run).strip()
    alone = _MARK.fullmatch(text)
    if alone:
        return Chunk(quoted[int(alone[1])], quoted=True)
    return Chunk(_MARK.sub(lambda match: _kept_together(quoted[int(match[1])]), text))


def _kept_together(piece: str) -> str:
    """A quoted piece inside a longer expression: `x + 1` * 2 is twice the sum."""
    is_sum = re.search(r"[-+*/]", piece) and not re.search(r"[=<>,]", piece)
    return f"({piece})" if is_sum else piece


def _is_math(tokens: list[str], glued: list[bool], place: int) -> bool:
    token = tokens[place]
    if token == "!":
        return glued[place] and _is_factorial(tokens, place)
    if token in _SIGNS or _MARK.match(token):
        return True
    if token[0].isdigit() or token[0] == "." and len(token) > 1:
        return not token.endswith(("st", "nd", "rd", "th"))
    if not token.isascii() or not token.isalpha():
        return token in ("log10", "log2")
    return _is_name(tokens, glued, place)


def _is_factorial(tokens: list[str], place: int) -> bool:
    """Whether a "!" belongs to what stands before it; after an equation it ends the sentence."""
    before, after = tokens[place - 1], "".join(tokens[place + 1 : place + 2])
    if not (before[-1].isdigit() or before == ")" or len(before) == 1 and before.isalpha()):
        return False
    return after in _SIGNS or "=" not in tokens[:place]


def _is_name(tokens: list[str], glued: list[bool], place: int) -> bool:
    token = tokens[place]
    if token in vocabulary.FUNCTIONS or token in vocabulary.SPOKEN:
        return True
    if token in vocabulary.CALLED:
        return tokens[place + 1 : place + 2] == ["("] and glued[place + 1]
    if token in vocabulary.CONSTANTS or token in vocabulary.GREEK:
        return token != "e" or _touches(tokens, place)
    if len(token) == 1:
        return token not in "aAIi" or _touches(tokens, place)
    first = vocabulary.split_letters(token)[0]
    if first in vocabulary.FUNCTIONS and len(token) - len(first) <= 1:
        return True
    if len(token) == 2 and token.islower() and token not in _SMALL_WORDS:
        return _touches(tokens, place)
    number_before = glued[place] and tokens[place - 1][-1].isdigit()
    return bool(_LETTERS.match(token)) or number_before and len(token) <= 4


_AFTER_NAME = frozenset(
    {"be", "is", "and", "or", "to", "in", "from", "by", "when", "rounded", "divided", "divide"}
    | {"at", "greater", "less", "smaller", "bigger", "larger", "equal", "not", "a", "as", "wrt"}
    | {"with", "given", "so", "such", "that", "if", "has", "for", "does"}
)


def _is_letter(tokens: list[str], place: int, letters: frozenset[str]) -> bool:
    """Whether "a", "e" or "i" is a name that the question uses, not a word."""
    if tokens[place] not in letters:
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else ""
    if tokens[place] != "a" or not after.isalpha() or after in _AFTER_NAME:
        return True
    ends = place + 2 >= len(tokens) or tokens[place + 2] in (".", "?")
    return after in ("prime", "composite") and ends


def _touches(tokens: list[str], place: int) -> bool:
    """Whether a letter that may be a word stands where only a variable can stand."""
    before = tokens[place - 1] if place else ""
    after = tokens[place + 1] if place + 1 < len(tokens) else ""
    if tokens[place] == "a" and after.isalpha() and len(after) > 1:
        return before in _SIGNS and before != ")"
    ends = after in ("", ".", "?", ",", ":") and before.lower() in ("for", "of", "to", "is", "was")
    return ends or before in _SIGNS or after in _SIGNS - {"("} or before[-1:].isdigit()
