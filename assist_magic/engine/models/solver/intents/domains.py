"""Equations with a condition on the unknown: in an interval, positive, an integer, complex."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Findings
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Listing, Name, Number, Relation
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import difference, function_of, relation_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern

_KIND = (
    "(?:{kind: positive|negative|non-negative|nonnegative|non - negative|integer|whole|natural"
    "|complex|real|rational}(?: number| integer| real)?)"
)
_SET = (
    "(?:{kind: integers|integer numbers|whole numbers|natural numbers|positive integers|positive "
    "numbers|negative numbers|complex numbers|complex plane|complex|reals|real numbers|rationals"
    "|rational numbers|positive reals|positive real numbers})"
)
_SOLVE = "(?:find )?(?:all )?(?:solve |solutions |roots of )+(?:of |to )?"
_WHERE = "(?: ?,)? ?(?:for|where|with|if|when|on|in|over|and|given|given that|such that|assuming|,)"
_WITHIN = "(?: (?:the )?(?:interval|range|domain))?"
_FORMS = pattern(
    f"{_SOLVE}{{equation}}{_WHERE}{_WITHIN} {{condition}}",
    f"{_SOLVE}{{equation}}(?: for {{name}})?{_WHERE} (?:{{letter}} (?:is )?in|all {{letter}} in)"
    f"{_WITHIN} {{condition}}",
    f"{_SOLVE}{{equation}} for {{name}}{_WHERE}{_WITHIN} {{condition}}",
    f"{_SOLVE}{{equation}} (?:over|in|among|on|within) (?:set of |field of )?{_SET}",
    f"{_SOLVE}{{equation}} (?:for|where|with|if|assuming|,|given that) {_KIND} {{name}}",
    f"{_SOLVE}{{equation}} ?,? ?(?:for|where|with|if|assuming|given that|given|and)? ?{{name}} "
    f"(?:is|being) {_KIND}",
    f"(?:find )?(?:all )?{_KIND} (?:solve |solutions? |roots? (?:of )?|values? of {{name}} )+"
    "(?:of |to |for |with |such that |for which |satisfying )?{equation}",
    f"(?:find )?(?:all )?{_KIND} {{name}} (?:with|such that|for which|satisfying"
    f"|so that) {{equation}}",
)
_POSITIVE = frozenset(
    {"positive", "positive integers", "positive numbers", "positive reals", "natural numbers"}
    | {"natural", "positive real numbers"}
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Solve sin(x) = 1/2 for 0 <= x <= 2pi", "the positive solutions of x^2 = 9"."""
    match = _FORMS.match(question.skeleton)
    if not match:
        return None
    relation, notes = relation_of(question.chunk(match["equation"]), history)
    if relation is None:
        function, more = function_of(question.chunk(match["equation"]), history, natural=False)
        relation, notes = Relation((function.node, Number("0")), ("=",)), more
        if "kind" not in match:
            return None
    names = tree.names(relation)
    if relation.operators != ("=",) or len(names) != 1:
        return None
    for said in ("name", "letter"):
        if said in match and question.chunk(match[said]).read().node != Name(names[0]):
            return None
    return _task(relation, names[0], match, question, tuple(notes))


def _task(
    relation: Relation, name: str, match: Groups, question: Question, notes: tuple[str, ...]
) -> Task | None:
    x, degree = variable(name), tree.degree(difference(relation), name)
    left, right = (python(side) for side in relation.sides)
    head = f"left, right = sympify({left}), sympify({right})\n"
    rows = ((x, rf"\[{latex(Name(name))} = <>\]"),)
    intro = f"Solving {inline(latex(relation))} for {inline(latex(Name(name)))}"
    kind = match.get("kind", "")
    if kind.startswith("complex"):
        if degree is None:
            raise NotSure("the complex solutions of such an equation may have no end")
        body = head + _COMPLEX.format(x=x)
        return Findings(body, f"{intro} among the complex numbers:", rows, _NONE, (name,), notes)
    if kind:
        domain, words = _of_kind(kind), f"with {inline(latex(Name(name)))} {_adjective(kind)}"
    else:
        found = _interval(question, match, name)
        if found is None:
            return None
        domain, words = found, f"with {inline(latex(Name(name)))} in the given range"
    degrees = "°" in question.chunk(match["condition"]).text if "condition" in match else False
    _check_angle(relation, domain, degrees)
    body = head + f"domain = {domain}\n" + _WITHIN_CODE.format(x=x)
    body += (_PRINT_DEGREES if degrees else _PRINT).format(x=x)
    if degrees:
        rows = ((x, rf"\[{latex(Name(name))} = <>^\circ\]"),)
    return Findings(body, f"{intro} {words}:", rows, _NONE, (name,), notes)


def _adjective(kind: str) -> str:
    words = {"integers": "an integer", "whole": "an integer", "integer": "an integer"}
    return words.get(kind, kind if not kind.endswith("s") else f"among the {kind}")


def _of_kind(kind: str) -> str:
    """The set that the words name, as code."""
    if kind in ("integers", "integer", "whole", "whole numbers", "integer numbers"):
        return "S.Integers"
    if kind in ("natural numbers", "natural", "positive integers"):
        return "S.Naturals"
    if kind.startswith(("non-neg", "nonneg", "non - neg")):
        return "Interval(0, oo)"
    if kind.startswith("rational"):
        return "S.Rationals"
    if kind in _POSITIVE:
        return "Interval.open(0, oo)"
    return "Interval.open(-oo, 0)" if kind.startswith("negative") else "S.Reals"


def _interval(question: Question, match: Groups, name: str) -> str | None:
    """The interval that "0 <= x < 2pi", "x > 0" or "[0, pi]" stands for, as code."""
    chunk = question.chunk(match["condition"])
    node = chunk.read().node
    if isinstance(node, Listing) and len(node.items) == 2 and not tree.names(node):
        text = chunk.text.strip()
        opened = f"{text.startswith('(')}, {text.endswith(')')}"
        return f"Interval({python(node.items[0])}, {python(node.items[1])}, {opened})"
    if not isinstance(node, Relation) or tree.names(node) != (name,):
        return None
    if len(node.sides) == 2:
        return _half(node, name)
    if len(node.sides) != 3 or node.sides[1] != Name(name):
        return None
    low, high = node.sides[0], node.sides[2]
    signs = node.operators
    if all(sign in (">", ">=") for sign in signs):
        low, high, signs = high, low, signs[::-1]
    elif not all(sign in ("<", "<=") for sign in signs):
        return None
    opened = ", ".join(str("=" not in sign) for sign in signs)
    return f"Interval({python(low)}, {python(high)}, {opened})"


def _half(node: Relation, name: str) -> str | None:
    (left, right), sign = node.sides, node.operators[0]
    if right == Name(name):
        left, right = right, left
        sign = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)
    if left != Name(name) or tree.names(right):
        return None
    ends = {
        ">": f"Interval.open({python(right)}, oo)",
        ">=": f"Interval({python(right)}, oo)",
        "<": f"Interval.open(-oo, {python(right)})",
        "<=": f"Interval(-oo, {python(right)})",
    }
    return ends.get(sign)


def _check_angle(relation: Relation, domain: str, degrees: bool) -> None:
    """Makes sure that the solutions of a trigonometric equation are finitely many angles."""
    if not tree.calls(relation) & {"sin", "cos", "tan", "cot", "sec", "csc"}:
        if degrees:
            raise NotSure("a range of degrees belongs to an equation with angles")
        return
    if "oo" in domain or domain.startswith("S."):
        raise NotSure("the solutions repeat without end in this range")
    if not degrees and ("360" in domain or "180" in domain or "90" in domain):
        raise NotSure("it is not clear whether the angle is in degrees; write 360° for degrees")


_NONE = "There is **no solution** there."
_COMPLEX = """found = solve(left - right, {x})
for value in found:
    print("{x} =", value, "≈", N(value, 10))
print("found =", "some" if found else "none")
"""
_WITHIN_CODE = """found = solveset(Eq(left, right), {x}, S.Reals)
assert not found.has(ConditionSet)
solutions = set()
for part in found.args if isinstance(found, Union) else [found]:
    if isinstance(part, ImageSet):
        # The solutions repeat with a period: those in the range are counted through
        first, second = part.lamda(0), part.lamda(1)
        low = ceiling((domain.inf - first)/(second - first))
        high = floor((domain.sup - first)/(second - first))
        solutions |= {{simplify(part.lamda(count)) for count in range(low, high + 1)}}
    else:
        assert part == S.EmptySet or part.is_FiniteSet
        solutions |= set(part)
solutions = sorted(value for value in solutions if domain.contains(value) == True)
for value in solutions:
    assert abs(N((left - right).subs({x}, value))) < 1e-9
print("found =", "some" if solutions else "none")
for value in solutions:
"""
_PRINT = """    print("{x} =", value, "≈", N(value, 10))
"""
_PRINT_DEGREES = """    value = simplify(value*180/pi)
    print("{x} =", value, "≈", N(value, 10))
"""
