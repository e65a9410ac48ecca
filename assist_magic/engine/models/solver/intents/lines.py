"""Lines and circles given by an equation in x and y: slope, intercepts, centre and radius."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact, Findings
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Name, Relation
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import Task, pattern

_OF = "(?:of|for|does)"
_SLOPE = pattern(f"(?:find )?(?:slope|gradient) {_OF} {{equation}}(?: have)?")
_CROSSINGS = pattern(
    f"(?:find )?(?:axis )?{{which: intercepts?|roots|yintercept}} {_OF} {{equation}}",
    f"(?:find )?{{which: roots and (?:find )?yintercept}} {_OF} {{equation}}",
)
_CIRCLE = pattern(
    "(?:find )?(?:(?:center|centre)(?: and (?:find )?radius)?|radius(?: and (?:center|centre))?) "
    f"{_OF} {{equation}}",
    "(?:find )?{equation} (?:center|centre) and radius(?: find)?",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Slope of 2x + 3y = 6", "the intercepts of 2x + 3y = 6", "the centre of x^2 + y^2 = 9"."""
    for form, make in ((_SLOPE, _slope), (_CROSSINGS, _crossings), (_CIRCLE, _circle)):
        match = form.match(question.skeleton)
        node = question.chunk(match["equation"]).read().node if match else None
        if match and isinstance(node, Relation) and _is_implicit(node):
            return make(node, match.get("which", ""))
    return None


def _is_implicit(node: Relation) -> bool:
    """Whether this is an equation in x and y that is not solved for y."""
    if node.operators != ("=",) or set(tree.names(node)) != {"x", "y"}:
        return False
    return not any(
        side == Name("y") and "y" not in tree.names(other)
        for side, other in (node.sides, node.sides[::-1])
    )


def _moved(node: Relation) -> str:
    left, right = node.sides
    return f"moved = expand({python(left)} - ({python(right)}))\n"


def _slope(node: Relation, _which: str) -> Task:
    return Fact(
        _moved(node) + _LINE + _SLOPE_CODE,
        rf"The slope of the line {inline(latex(node))}:" + "\n\n" + r"\[m = <answer>\]",
        names=("x", "y"),
        way=(
            r"Solve for \(y\): \(y = <line>\).",
            r"The slope is the number before \(x\).",
        ),
    )


def _crossings(node: Relation, which: str) -> Task:
    wanted = {"roots": "x", "yintercept": "y"}.get(which, "xy")
    labels = tuple(f"{name}-intercept" for name in wanted)
    code = "".join(_CROSSING[name] for name in wanted)
    rows = tuple((label, rf"\[{label[0]}\text{{-intercept}} = <>\]") for label in labels)
    way = (
        r"On the \(x\)-axis \(y = 0\); put in and solved for \(x\): \(x = <on x>\).",
        r"On the \(y\)-axis \(x = 0\); put in and solved for \(y\): \(y = <on y>\).",
    )
    intro = f"Intercepts of {inline(latex(node))}:"
    return Findings(_moved(node) + _LINE + code, intro, rows, names=("x", "y"), way=way)


def _circle(node: Relation, _which: str) -> Task:
    return Fact(
        _moved(node) + _CENTRE,
        f"The circle {inline(latex(node))}:\n\n"
        r"\[\text{centre} = <centre>\]" + "\n\n" + r"\[r = <answer>\]",
        check="the square form, expanded, is the equation again",
        names=("x", "y"),
        way=(r"Complete the squares of \(x\) and \(y\): \(<squares!> = <square of radius>\).",),
    )


_LINE = """assert Poly(moved, x, y).total_degree() == 1
a, b = moved.coeff(x), moved.coeff(y)
"""
_SLOPE_CODE = """line = expand(solve(moved, y)[0])
print("line =", line)
answer = diff(line, x)
print("answer =", answer, "≈", N(answer, 10))
"""
_CROSSING = {
    "x": """on_x = solve(moved.subs(y, 0), x)[0]
print("on x =", on_x)
print("x-intercept =", (on_x, 0))
""",
    "y": """on_y = solve(moved.subs(x, 0), y)[0]
print("on y =", on_y)
print("y-intercept =", (0, on_y))
""",
}
_CENTRE = """form = Poly(moved, x, y)
factor = form.coeff_monomial(x**2)
assert form.total_degree() == 2 and factor == form.coeff_monomial(y**2) != 0
assert form.coeff_monomial(x*y) == 0
centre = tuple(-form.coeff_monomial(name)/(2*factor) for name in (x, y))
square = centre[0]**2 + centre[1]**2 - form.coeff_monomial(1)/factor
assert square > 0
squares = (x - centre[0])**2 + (y - centre[1])**2
print("squares =", latex(squares))
print("square of radius =", square)
print("centre =", centre)
print("answer =", sqrt(square), "≈", N(sqrt(square), 10))
print("check =", expand(squares - square - moved/factor) == 0)
"""
