"""Finds the lines of a student's work in a message, each a relation, an expression or a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from assist_magic.engine.models.solver import question as questions
from assist_magic.engine.models.solver.notation import signs, tree
from assist_magic.engine.models.solver.notation.tree import Call, Name, Node, Number, Relation
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.subjects import definition_of
from assist_magic.engine.models.solver.task import NotSure
from assist_magic.engine.models.solver.work.asking import without_asking

_FENCES = re.compile(
    r"```\w*\n?|`|\$\$?|\\[()\[\]]|\\begin\{\w+\*?\}(?:\{[^{}]*\})?|\\end\{\w+\*?\}|&"
)
_BREAK = re.compile(
    r"\n|;|；|\\\\|=>|⇒|⟹|⇔|→|\\(?:implies|Rightarrow|Longrightarrow|iff|Leftrightarrow|to)\b"
    r"|[.!?。？](?=\s|$)"
)
_LABEL = re.compile(
    r"^\s*(?:[-*•] +|\(?\d{1,2}[.)] +|(?:step|line) ?\d{1,2} ?[:.)]?\s*)", re.IGNORECASE
)
_LEAD = re.compile(
    r"^\s*(?:(?:so|then|now|and|ok(?:ay)?|hence|thus|therefore|maybe|perhaps|well|is it|is that"
    r"|it is|it's|i get|i got|i have|i think(?: it is| it's)?|that gives|this gives|we get"
    r"|the answer is|my answer is|the result is|is the answer|所以|是不是"
    r"|得到|我得到|答案是|是)[ ,:]*)+",
    re.IGNORECASE,
)
_NOTED = re.compile(r"(?m)^(?P<line>[^|\n]*=[^|\n]*?)[ \t]*\|[ \t]*[-+*/:·×÷−][^|=\n]*$")
"""What is done to both sides, written behind a line: "2x + 3 = 7  | -3"."""
_PRIMED = re.compile(r"^(?P<name>[a-z])(?P<order>'{1,3}) ?(?:\([a-z]\))? ?=(?P<right>.+)$")
_LATEX_INTEGRAL = re.compile(r"\\int (?P<f>.+?)(?:\\[,;:! ]| )*d(?P<x>[a-z]) *=", re.IGNORECASE)
_NOTATIONS = (
    (_LATEX_INTEGRAL, r"∫ \g<f> d\g<x> ="),
    (re.compile(r"\\frac ?\{ ?d(\^\{?[23]\}?)? ?\} ?\{ ?d ?([a-z])[^{}]*\}?\}"), r"d\1/d\2 "),
    (re.compile(r"\\frac ?\{ ?d ?([a-z]) ?\} ?\{ ?d ?[a-z] ?\}(?= ?=)"), r"\1'"),
    (re.compile(r"\bd([a-z])/d[a-z](?= ?=)"), r"\1'"),
    (
        re.compile(
            r"\b(?:the )?derivative of (?P<f>[^=,;\n]*x[^=,;\n]*?) (?:is|=) (?=[^=,;\n]+$)", re.M
        ),
        r"d/dx \g<f> = ",
    ),
)
"""Other ways to write what is read here."""
_INTEGRAL = re.compile(r"(?:find )?integral of #0 with respect to #1")
_DERIVATIVE = re.compile(
    r"^d(?:\^?\(?(?P<order>[23])\)?)? ?/ ?d(?P<x>[a-z])(?:\^?\(?[23]\)?)? ?(?P<left>[^=]+)="
    r"(?P<right>.+)$"
)
JOINED = re.compile(r"#\d+(?:(?: ?, ?| ?,? (?:or|and) )#\d+)+")


@dataclass(frozen=True)
class Claim:
    """Two expressions that the student takes for equal; `by` is "integral" where the right one,
    differentiated, is to be the integrand on the left."""

    left: Node
    right: Node
    by: str = ""


@dataclass(frozen=True)
class Line:
    """One line: relations of which one holds ("x = 1 or x = 2"), or else a claim's two sides."""

    relations: tuple[Relation, ...] = ()
    claims: tuple[Claim, ...] = ()
    expression: Node | None = None


def without_lead(text: str) -> str:
    """The text without marks around mathematics and without words such as "so", "I get"."""
    return _FENCES.sub(" ", _LEAD.sub("", text))


def lines_in(text: str) -> tuple[Line, ...]:
    """The lines of work in a message, without the words around them.

    Raises:
        NotRead, NotSure: a line has mathematics in it that is not clear.
    """
    text = without_lead(_NOTED.sub(r"\g<line>", without_asking(text)))
    for written, meant in _NOTATIONS:
        text = written.sub(meant, text)
    reader = _Reader()
    for piece in pieces(signs.plain(text)):
        reader.read(piece)
    return tuple(_merged(reader.lines))


def pieces(text: str) -> Iterator[str]:
    """The text between line ends, arrows, sentences, and commas outside of brackets."""
    for part in _BREAK.split(text):
        begun, depth = "", 0
        for sign in _LABEL.sub("", part):
            depth += (sign in "([{") - (sign in ")]}")
            if sign == "," and depth == 0:
                yield begun.strip(" \t:：")
                begun = ""
            else:
                begun += sign
        yield begun.strip(" \t:：")


class _Reader:
    """Reads piece after piece; `lines` is what has come of them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._definitions: dict[str, tuple[Node, str]] = {}

    def read(self, piece: str) -> None:
        if primed := _PRIMED.match(piece):
            self._primed(primed)
        elif claimed := _DERIVATIVE.match(piece):
            self.lines.append(_derivative(claimed))
        elif piece.startswith("="):
            self._continued(piece[1:])
        elif re.search(r"±|\\pm", piece):
            signs = [re.sub(r"±|\\pm", sign, piece) for sign in "+-"]
            both = [relation for each in signs for relation in self._line(each).relations]
            self.lines.append(Line(tuple(both)))
        elif re.search(r"[\w)]", piece):
            line = self._line(piece)
            if line != Line():
                self.lines.append(line)

    def _line(self, piece: str) -> Line:
        question = questions.understand(piece)
        if claims := _integral(question):
            return Line(claims=claims)
        if re.search(r"\b(?:derivative|integral|limit|sum|root|log\w*) ", question.skeleton):
            raise NotSure(f"it is not clear what “{piece}” says")
        if JOINED.search(question.skeleton):
            return _joined(question)
        nodes = [chunk.read().node for chunk in question.chunks if _is_whole(chunk.text)]
        relations = [node for node in nodes if isinstance(node, Relation)]
        self._define(question)
        if len(relations) == 1:
            return Line(tuple(relations))
        if relations:
            raise NotSure(f"there are several equations in “{piece}”")
        if len(nodes) == 1 and question.skeleton == "#0":
            return Line(expression=nodes[0])
        if nodes:
            raise NotSure(f"it is not clear what “{piece}” says")
        return Line()

    def _define(self, question: Question) -> None:
        for chunk in (each for each in question.chunks if _is_whole(each.text)):
            if found := definition_of(chunk):
                self._definitions[found.name] = (found.node, found.variable)
                continue
            node = chunk.read().node
            if isinstance(node, Relation) and isinstance(node.sides[0], Name):
                names = tree.names(node.sides[1])
                if len(names) == 1 and node.sides[0].id not in names:
                    self._definitions[node.sides[0].id] = (node.sides[1], names[0])

    def _primed(self, match: re.Match[str]) -> None:
        """ "f'(x) = 2x" after "f(x) = x^2"."""
        if match["name"] not in self._definitions:
            raise NotSure(f"the function {match['name']} has not been defined")
        node, x = self._definitions[match["name"]]
        sides = _sides(questions.understand(match["right"]))
        claims = _chain((derived(node, x, len(match["order"])), *sides))
        # The line that only says what the function is makes no claim.
        self.lines = [line for line in self.lines if not line.relations]
        self.lines.append(Line(claims=claims))

    def _continued(self, piece: str) -> None:
        """ "= x + 1", which goes on from the line before."""
        if not self.lines:
            raise NotSure("the first line begins with an equals sign")
        sides = _sides(questions.understand(piece))
        last = self.lines.pop()
        if last.claims:
            more = _chain((last.claims[-1].right, *sides))
            self.lines.append(replace(last, claims=(*last.claims, *more)))
        elif last.expression is not None:
            self.lines.append(Line(claims=_chain((last.expression, *sides))))
        else:
            [relation] = last.relations
            self.lines.append(Line(claims=_chain((*relation.sides, *sides))))


def _is_whole(text: str) -> bool:
    """Whether a piece of mathematics says something by itself, and is not a stray sign."""
    return re.search(r"\w", text) is not None


def _sides(question: Question) -> tuple[Node, ...]:
    if len(question.chunks) != 1:
        raise NotSure("a line that goes on from the one before is not clear")
    node = question.chunks[0].read().node
    if isinstance(node, Relation):
        if set(node.operators) != {"="}:
            raise NotSure("an inequality stands where an expression was expected")
        return node.sides
    return (node,)


def _chain(sides: tuple[Node, ...]) -> tuple[Claim, ...]:
    return tuple(Claim(left, right) for left, right in zip(sides, sides[1:], strict=False))


def _integral(question: Question) -> tuple[Claim, ...]:
    """ "∫ 2x dx = x^2 + C"."""
    if not _INTEGRAL.fullmatch(question.skeleton):
        return ()
    node = question.chunks[1].read().node
    if not isinstance(node, Relation) or not isinstance(node.sides[0], Name):
        return ()
    x = node.sides[0]
    integrand = question.chunks[0].read().node
    first = Claim(integrand, derived(node.sides[1], x.id), "integral")
    return (first, *_chain(node.sides[1:]))


def _derivative(match: re.Match[str]) -> Line:
    """ "d/dx x^2 = 2x"."""
    function, *more = _sides(questions.understand(match["left"]))
    sides = _sides(questions.understand(match["right"]))
    if more:
        raise NotSure("it is not clear what is differentiated")
    return Line(claims=_chain((derived(function, match["x"], int(match["order"] or 1)), *sides)))


def derived(function: Node, x: str, order: int = 1) -> Node:
    """The derivative of some order, to be worked out by the code."""
    times = () if order == 1 else (Number(str(order)),)
    return Call("diff", (function, Name(x), *times))


def _joined(question: Question) -> Line:
    """ "x = 2 or x = 3", "x = 2 or 3"."""
    found: list[Relation] = []
    for chunk in question.chunks:
        node = chunk.read().node
        if not isinstance(node, Relation) and found and not tree.names(node):
            node = Relation((found[-1].sides[0], node), ("=",))
        if not isinstance(node, Relation):
            raise NotSure("a line says several things at once")
        found.append(node)
    return Line(tuple(found))


def _merged(lines: list[Line]) -> Iterator[Line]:
    """The lines, where "x = 2" and "x = 3" one after the other are the solutions together."""
    for _, together in groupby(enumerate(lines), key=lambda item: _value_of(item[1]) or item[0]):
        several = [line for _, line in together]
        relations = tuple(relation for line in several for relation in line.relations)
        yield several[0] if len(several) == 1 else Line(relations)


def _value_of(line: Line) -> str:
    """The name that a line gives one number to; empty if it does not."""
    match line.relations:
        case (Relation((Name(name), value), ("=",)),) if not tree.names(value):
            return name
        case _:
            return ""


def is_solved(line: Line) -> bool:
    """Whether a line says what the unknown is: x = 5, x < 3, 2 < x < 4."""
    return bool(line.relations) and all(
        isinstance(side, Name) or not tree.names(side)
        for relation in line.relations
        for side in relation.sides
    )
