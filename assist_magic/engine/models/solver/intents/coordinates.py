"""Lines and circles from points and slopes, and triangles by their corners."""

from __future__ import annotations

from collections.abc import Callable

from assist_magic.engine.models.solver.fact import Fact, number
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Listing, Node
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.subjects import function_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Pattern, Task, marks, pattern

_THROUGH = "(?:that )?(?:passes |passing |goes |going |pass )?through(?: point)?"
_LINE = pattern(
    f"(?:find )?(?:equation of )?line (?:with|of|having|has) (?:slope|gradient) (?:of )?{{slope}}"
    f"(?: and)? {_THROUGH} {{point}}",
    f"(?:find )?(?:equation of )?line {_THROUGH} {{point}} (?:with|and|having|and has) "
    "(?:slope|gradient) (?:of )?{slope}",
    "(?:find )?(?:equation of )?line (?:with|having) (?:slope|gradient) (?:of )?{slope} and "
    "yintercept (?:of )?{height}",
)
_TO = pattern(
    f"(?:find )?(?:equation of )?line (?:that is )?{{how: parallel|perpendicular}} to {{function}}"
    f"(?: and| that)? {_THROUGH} {{point}}",
    f"(?:find )?(?:equation of )?line {_THROUGH} {{point}} (?:and |that is )?(?:is )?"
    "{how: parallel|perpendicular} to {function}",
)
_CIRCLE = pattern(
    "(?:find )?(?:equation of )?circle (?:(?:with|of|having) )?(?:center|centre)(?: at)? {point} "
    "(?:and |with )?(?:and )?radius (?:of )?{radius}",
    "(?:find )?(?:equation of )?circle (?:(?:with|of) )?radius {radius} (?:and |with )?(?:center"
    "|centre|centered|centred)(?: at)? {point}",
    "(?:find )?(?:equation of )?circle (?:with )?(?:centered|centred) (?:at|on) {point} "
    "(?:with |and |of )?radius (?:of )?{radius}",
)
_TRIANGLE = pattern(
    "(?:find )?area of triangle (?:with|whose) (?:vertex|corners|points)(?: at)? {several...}"
)


def recognise(question: Question, history: History) -> Task | None:
    """ "The line with slope 2 through (1, 3)", "the circle with center (2, -1) and radius 3"."""
    for form, make in _KINDS:
        if match := form.match(question.skeleton):
            return make(match, question, history)
    return None


def _point(question: Question, mark: str) -> tuple[str, str]:
    node = question.chunk(mark).read().node
    if not isinstance(node, Listing) or len(node.items) != 2 or tree.names(node):
        raise NotSure("the point is not given by two numbers")
    first, second = (python(item) for item in node.items)
    return first, second


def _line(match: Groups, question: Question, history: History) -> Task:
    slope = number(question, match["slope"], history)
    x, y = ("0", "0")
    if "point" in match:
        x, y = _point(question, match["point"])
    else:
        y = python(number(question, match["height"], history))
    body = _SLOPE.format(x=x, y=y, slope=python(slope))
    return Fact(body, r"\[y = <answer>\]", check=_ON_LINE, names=("x",))


def _related(match: Groups, question: Question, history: History) -> Task:
    function, notes = function_of(question.chunk(match["function"]), history)
    if tree.names(function.node) != ("x",) or tree.degree(function.node, "x") != 1:
        raise NotSure("it is not clear to which line")
    x, y = _point(question, match["point"])
    slope = f"diff({python(function.node)}, x)"
    if match["how"] == "perpendicular":
        slope = f"-1/{slope}"
    body = _SLOPE.format(x=x, y=y, slope=slope)
    return Fact(body, r"\[y = <answer>\]", check=_ON_LINE, names=("x",), notes=tuple(notes))


def _circle(match: Groups, question: Question, history: History) -> Task:
    x, y = _point(question, match["point"])
    radius: Node = number(question, match["radius"], history)
    body = _CIRCLE_CODE.format(x=x, y=y, radius=python(radius))
    words = rf"The circle with radius \({latex(radius)}\):"
    return Fact(body, f"{words}\n\n" + r"\[<left!> = <answer>\]", names=("x", "y"))


def _triangle(match: Groups, question: Question, history: History) -> Task:
    points = [_point(question, mark) for mark in marks(match["several"])]
    if len(points) != 3:
        raise NotSure("a triangle has three corners")
    listed = ", ".join(f"[{x}, {y}, 1]" for x, y in points)
    body = f"answer = abs(Matrix([{listed}]).det())/2\n"
    return Fact(body + 'print("answer =", answer, "≈", N(answer, 10))\n', r"\[A = <answer>\]")


_ON_LINE = "the point lies on the line"
_SLOPE = """slope = sympify({slope})
answer = expand(slope*(x - {x}) + {y})
print("answer =", answer)
print("check =", simplify(answer.subs(x, {x}) - {y}) == 0)
"""
_CIRCLE_CODE = """radius = sympify({radius})
assert radius > 0
print("left =", latex((x - {x})**2 + (y - {y})**2))
print("answer =", radius**2)
"""
_KINDS: tuple[tuple[Pattern, Callable[[Groups, Question, History], Task]], ...] = (
    (_LINE, _line),
    (_TO, _related),
    (_CIRCLE, _circle),
    (_TRIANGLE, _triangle),
)
