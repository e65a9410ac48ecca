"""Sums and products of matrices and vectors, also of such as are given by a letter."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver import question as questions
from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents import matrices
from assist_magic.engine.models.solver.notation import expressions, tree
from assist_magic.engine.models.solver.notation.tokens import NotRead
from assist_magic.engine.models.solver.notation.tree import Listing
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import NotSure, Task

_ROW = r"\[[^\[\]()=]*\]"
_LIST = rf"\[ ?{_ROW}(?: ?, ?{_ROW})* ?\]|\[[^\[\]()=]*,[^\[\]()=]*\]|\([^\[\]()=]*,[^\[\]()=]*\)"
_ASSIGNED = re.compile(rf"\b(?P<name>[a-z]) ?= ?(?P<list>{_LIST})")
_WORDS = re.compile(
    r"^(?:(?:(?:let|given|with|where|if|for|suppose|consider|and|matrices|matrix|vectors?"
    r"|the|then|be)\b|[,.:;]) *)+"
    r"|(?: *(?:\b(?:let|given|with|where|if|for|and|when|matrices|vectors?|the)\b|[,.;:?]))+ *$"
)
_ASK = re.compile(r"^(?:what is|find|compute|calculate|evaluate|work out) +")
_SYSTEM = re.compile(r"(?:solve )?(?P<a>[a-z]) ?\*? ?x ?= ?(?P<b>[a-z])(?: for x)?")
_PRODUCT = re.compile(r"[a-z\d.+*/^() t-]+")
_TERM = re.compile(
    r"(?P<list>M\d)|(?P<number>\d+(?:\.\d+)?)|(?P<power>\^ ?(?:\(?-?\d+\)?|t\b))|(?P<sign>[-+*/()])"
)


def recognise(question: Question, history: History) -> Task | None:
    """ "[[1, 2], [3, 4]] * [[5, 6], [7, 8]]", "A = [[1, 2], [3, 4]]. Find A^2"."""
    if not question.text:
        return None
    text = re.sub(r"[\s`$]+", " ", question.text).strip(" .?!=")
    named = {match["name"]: match["list"] for match in _ASSIGNED.finditer(text)}
    if named:
        return _of_named(_bare(_ASSIGNED.sub(" ", text)), named, history)
    if re.fullmatch(r"(?:find )?#0", question.skeleton):
        return _worked_out(question.chunk("#0").text)
    return None


def _bare(text: str) -> str:
    text = re.sub(r" +", " ", text).strip()
    while (shorter := _WORDS.sub("", text).strip()) != text:
        text = shorter
    return text


def _of_named(asked: str, named: dict[str, str], history: History) -> Task | None:
    if match := _SYSTEM.fullmatch(asked):
        if match["a"] not in named or match["b"] not in named:
            return None
        body = (
            f"left = Matrix({_source(named[match['a']])})\nright = "
            f"Matrix({_source(named[match['b']])})\n"
        )
        return Fact(body + _SOLVED, r"\[x = <answer!>\]", check="put back, both sides are equal")
    bare = _ASK.sub("", asked)
    if _PRODUCT.fullmatch(bare) and set(re.findall(r"[a-su-z]", bare)) <= set(named):
        return _worked_out(re.sub(r"[a-su-z]", lambda m: f" {named[m.group()]} ", bare))
    filled = re.sub(r"\b[a-z]\b", lambda m: named.get(m.group(), m.group()), asked)
    return matrices.recognise(questions.understand(filled), history)


def _source(listed: str) -> str:
    node = expressions.read(listed).node
    if not isinstance(node, Listing) or tree.names(node):
        raise NotSure("the matrix is not given in numbers")
    return python(node)


def _worked_out(text: str) -> Task | None:
    """The value of a sum or product with matrices in it."""
    lists: list[str] = []

    def kept(match: re.Match[str]) -> str:
        lists.append(match.group())
        return f"M{len(lists) - 1}"

    short = re.sub(_LIST, kept, text.replace("**", "^")).strip()
    if not lists or re.fullmatch(r"M\d", short) or _TERM.sub("", short).strip():
        return None
    try:
        sources = [_source(listed) for listed in lists]
    except NotRead:
        return None
    vectors = {f"M{place}" for place, source in enumerate(sources) if not source.startswith("[[")}
    code = _code(short, vectors)
    names = ("first", "second", "third", "fourth", "fifth")[: len(lists)]
    if code is None or len(names) < len(lists):
        return None
    for place, name in enumerate(names):
        code = code.replace(f"M{place}", name)
    pairs = zip(names, sources, strict=True)
    body = "".join(f"{name} = Matrix({source})\n" for name, source in pairs)
    return Fact(body + f'print("answer =", latex({code}))\n', r"\[<answer!>\]")


def _code(short: str, vectors: set[str]) -> str | None:
    """Python of the expression, with the products written out; None for one of two vectors."""
    found: list[str] = []
    for match in _TERM.finditer(short):
        part = match.group().replace(" ", "")
        last = found[-1] if found else ""
        operand = part[0] in "M(" or part[0].isdigit()
        if operand and last and (last[-1] in ")T" or last[0] == "M" or last[0].isdigit()):
            found.append("*")
        if (
            part[0] in "M"
            and part in vectors
            and found[-2:-1]
            and found[-1] == "*"
            and found[-2] in vectors
        ):
            return None
        if match["power"]:
            part = ".T" if part.endswith("t") else f"**{part[1:]}"
        found.append(part)
    return "".join(found)


_SOLVED = """assert left.rows == left.cols and left.det() != 0
answer = left.LUsolve(right)
print("answer =", latex(answer))
print("check =", left*answer == right)
"""
