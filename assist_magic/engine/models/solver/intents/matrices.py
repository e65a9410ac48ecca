"""Vectors, matrices and points of the plane."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact, Findings
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Listing
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Chunk, Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import Task, marks, pattern
from assist_magic.engine.models.solver.ways import matrices

_KIND = "(?:(?:matrix|matrices|vectors?|points?) )?"
_PAIR = f"{_KIND}{{first}} (?:and|by|with|to|times|from) {_KIND}{{second}}"
_TWO = {
    "dot": pattern(f"(?:find )?(?:dot|scalar|inner) product (?:of|between) {_PAIR}"),
    "cross": pattern(f"(?:find )?(?:cross|vector) product (?:of|between) {_PAIR}"),
    "angle": pattern(f"(?:find )?angle between {_PAIR}"),
    "distance": pattern(f"(?:find )?distance (?:between|from) {_PAIR}"),
    "midpoint": pattern(f"(?:find )?mid ?point (?:of|between)(?: segment)?(?: from)? {_PAIR}"),
    "slope": pattern(
        "(?:find )?(?:slope|gradient) (?:of line )?(?:through|between|from|joining|connecting) "
        f"{_PAIR}"
    ),
    "line": pattern(
        f"(?:find )?(?:equation of )?line (?:that passes |passing |going )?(?:through|between|"
        f"joining) {_PAIR}"
    ),
    "product": pattern(
        f"(?:find )?(?:multiply|product of|matrix product of) {_PAIR}", f"(?:find )?{_PAIR}"
    ),
    "sum": pattern(f"(?:find )?(?:add|sum of) {_PAIR}"),
}
_ONE = {
    "determinant": pattern(f"(?:find )?(?:determinant|det) (?:of )?{_KIND}{{first}}"),
    "inverse": pattern(
        f"(?:find )?inverse (?:matrix )?of {_KIND}{{first}}", f"invert {_KIND}{{first}}"
    ),
    "transpose": pattern(f"(?:find )?transpose (?:of )?{_KIND}{{first}}"),
    "rank": pattern(f"(?:find )?rank of {_KIND}{{first}}"),
    "trace": pattern(f"(?:find )?trace of {_KIND}{{first}}"),
    "eigenvalues": pattern(f"(?:find )?(?:eigenvalues|eigen values) (?:of|for) {_KIND}{{first}}"),
    "eigenvectors": pattern(
        "(?:find )?(?:eigen ?values and (?:find )?)?(?:corresponding )?eigen ?vectors"
        "(?: and (?:find )?eigen ?values)? (?:of|for) "
        f"{_KIND}{{first}}",
        f"(?:find )?eigen ?values of {_KIND}{{first}} and find eigen ?vectors of {_KIND}{{second}}",
    ),
    "unit": pattern(
        "(?:find )?(?:unit vector|normali[sz]ed vector) (?:in (?:same )?direction of|of"
        f"|along|for|parallel to) {_KIND}"
        "{first}",
        f"normali[sz]e {_KIND}{{first}}",
    ),
    "length": pattern(
        f"(?:find )?(?:magnitude|length|norm|modulus) of {_KIND}{{first}}",
    ),
}
_ON_MATRIX = {
    "determinant": ("{0}.det()", r"\det A = <answer>"),
    "inverse": ("{0}.inv()", "A^{-1} = <answer!>"),
    "transpose": ("{0}.T", "A^T = <answer!>"),
    "rank": ("sympify({0}.rank())", r"\operatorname{rank} A = <answer>"),
    "trace": ("{0}.trace()", r"\operatorname{tr} A = <answer>"),
    "product": ("{0}*{1}", "A B = <answer!>"),
    "sum": ("{0} + {1}", "A + B = <answer!>"),
}
_ON_VECTORS = {
    "dot": ("{0}.dot({1})", r"a \cdot b = <answer>"),
    "cross": ("{0}.cross({1})", r"a \times b = <answer!>"),
    "sum": ("{0} + {1}", "a + b = <answer!>"),
    "distance": ("sqrt(({0} - {1}).dot({0} - {1}))", "d = <answer>"),
    "midpoint": ("tuple(({0} + {1})/2)", "M = <answer!>"),
    "length": ("sqrt({0}.dot({0}))", "|a| = <answer>"),
    "unit": ("{0}/sqrt({0}.dot({0}))", "<answer!>"),
    "angle": (
        "acos({0}.dot({1})/sqrt({0}.dot({0})*{1}.dot({1})))",
        r"\alpha = <answer>\ \text{rad}",
    ),
}
_DEGREES = 'degrees = answer*180/pi\nprint("degrees =", degrees, "≈", N(degrees, 10))\n'


_ROWS = re.compile(
    r"(?:#\d+ )?(?:matrix )?(?:with|whose|having) rows(?: are)? (#\d+(?:(?: ?, (?:and )?"
    r"| and )#\d+)+)"
)


def _with_rows(question: Question) -> Question:
    """ "The matrix with rows [1, 2] and [3, 4]" as one list of lists."""
    match = _ROWS.search(question.skeleton)
    if not match:
        return question
    rows = tuple(question.chunk(mark).read().node for mark in marks(match[1]))
    if not all(isinstance(row, Listing) for row in rows):
        return question
    mark = f"#{len(question.chunks)}"
    skeleton = question.skeleton.replace(match.group(), mark)
    return Question(skeleton, (*question.chunks, Chunk("", True, Listing(rows))), question.text)


def recognise(question: Question, history: History) -> Task | None:
    """ "Determinant of [[1, 2], [3, 4]]", "distance between (1, 2) and (4, 6)"."""
    question = _with_rows(question)
    for kind, form in {**_TWO, **_ONE}.items():
        match = form.match(question.skeleton)
        if not match:
            continue
        several = [
            question.chunk(match[name]).read().node for name in ("first", "second") if name in match
        ]
        lists = [node for node in several if isinstance(node, Listing) and not tree.names(node)]
        if len(lists) != len(several):
            return None
        return _task(kind, lists)
    return None


def _task(kind: str, lists: list[Listing]) -> Task | None:
    rows = [all(isinstance(item, Listing) for item in node.items) for node in lists]
    values = [f"Matrix({python(node)})" for node in lists]
    letters = ["first", "second"][: len(lists)]
    setup = "".join(f"{name} = {value}\n" for name, value in zip(letters, values, strict=True))
    if all(rows):
        return _on_matrices(kind, setup, letters, matrices.way(kind, lists[0]))
    if any(rows) or len({len(node.items) for node in lists}) != 1:
        return None
    if kind in ("slope", "line"):
        return _line(kind, lists, setup)
    if kind not in _ON_VECTORS:
        return None
    code, sentence = _ON_VECTORS[kind]
    if kind == "angle":
        body = setup + _printed(code.format(*letters), False) + _DEGREES
        return Fact(body, _set(sentence + r"\qquad \alpha = <degrees>^\circ"))
    return Fact(setup + _printed(code.format(*letters), "answer!" in sentence), _set(sentence))


def _on_matrices(kind: str, setup: str, letters: list[str], way: tuple[str, ...]) -> Task | None:
    if kind == "eigenvalues":
        return Findings(setup + _EIGENVALUES, "The eigenvalues:", (("eigenvalue", r"\[<>\]"),))
    if kind == "eigenvectors":
        intro = "The eigenvalues, each with its eigenvectors and their multiples:"
        return Findings(setup + _EIGENVECTORS, intro, (("pair", r"\[<!>\]"),))
    if kind not in _ON_MATRIX:
        return None
    code, sentence = _ON_MATRIX[kind]
    body = setup + _printed(code.format(*letters), "answer!" in sentence)
    if kind == "inverse":
        body = setup + _INVERSE
        check = "the product of both is the unit matrix"
        return Inverse(body, _set(sentence), check=check, way=way)
    return Fact(body, _set(sentence), way=way)


class Inverse(Fact):
    """The inverse of a matrix, which has one unless its determinant is 0."""

    def answer(self, printed: Printed) -> str:
        if printed.value("determinant").exact == "0":
            return "The matrix has **no inverse**: its determinant is 0."
        return super().answer(printed)


def _set(sentence: str) -> str:
    return rf"\[{sentence}\]"


def _printed(code: str, whole: bool) -> str:
    value = "latex(answer)" if whole else 'simplify(answer), "≈", N(answer, 10)'
    return f'answer = {code}\nprint("answer =", {value})\n'


def _line(kind: str, lists: list[Listing], setup: str) -> Task | None:
    if len(lists[0].items) != 2:
        return None
    if kind == "slope":
        return Fact(setup + _SLOPE + _printed("slope", False), r"\[m = <answer>\]")
    body = setup + _SLOPE + _EQUATION
    return Fact(body, r"\[y = <answer>\]", check="both points lie on the line", names=("x",))


_EIGENVALUES = """assert first.rows == first.cols
for value in first.eigenvals():
    print("eigenvalue =", simplify(value), "≈", N(value, 10))
"""
_EIGENVECTORS = r"""assert first.rows == first.cols
for value, count, vectors in first.eigenvects():
    listed = ", ".join(latex(simplify(vector)) for vector in vectors)
    print("pair =", r"\lambda =", latex(simplify(value)) + ":", r"\quad", listed)
    assert all(simplify(first*vector - value*vector).is_zero_matrix for vector in vectors)
"""
_INVERSE = """assert first.rows == first.cols
print("determinant =", first.det())
if first.det() != 0:
    answer = first.inv()
    print("answer =", latex(answer))
    print("check =", first*answer == first**0)
"""
_SLOPE = """assert first[0] != second[0], "the line is vertical"
slope = (second[1] - first[1])/(second[0] - first[0])
"""
_EQUATION = """answer = expand(slope*(x - first[0]) + first[1])
print("answer =", answer)
print("check =", all(answer.subs(x, point[0]) == point[1] for point in (first, second)))
"""
