"""What a function's graph does: extrema, monotonicity, inflections, asymptotes, tangents, axes."""

from __future__ import annotations

from assist_magic.engine.models.solver import tree
from assist_magic.engine.models.solver.fact import Fact, Findings
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import function_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern
from assist_magic.engine.models.solver.tree import Name, Relation

_OF = "(?:of|for|in|does|on)(?: graph of)?"
_EXTREMA = pattern(
    "(?:find )?(?:all )?(?:local |relative |global |absolute )?(?:extrema|extreme points"
    "|extreme values|extremum|(?:maxima and minima|minima and maxima|maximum and minimum"
    f"|minimum and maximum|max and min)(?: points| values)?) {_OF} {{function}}",
    f"(?:find )?(?:local |relative )?{{only: maxima|minima|maximum|minimum}}"
    f"(?: value| point| values| points)? {_OF} {{function}}",
    "(?:find )?{function} (?:find )?extrema(?: find)?",
)
_CRITICAL = pattern(
    f"(?:find )?(?:all )?(?:critical|stationary) (?:points?|numbers?) {_OF} {{function}}"
)
_INFLECTION = pattern(
    "(?:find )?(?:all )?(?:inflection points?|points? of inflection|inflections?) "
    f"{_OF} {{function}}"
)
_MONOTONE = pattern(
    "(?:find )?(?:where|when|on (?:what|which) intervals?|for (?:what|which) {name}|intervals "
    "(?:where|on which)) ?(?:is )?{function} (?:is )?{way: increasing|decreasing}",
    "(?:find )?{function} monotonicity(?: find)?",
    "find {function} {way: increasing|decreasing}",
    "(?:find )?(?:intervals of )?(?:monotonicity|monotony|increase and decrease) (?:intervals )?"
    "(?:of )?{function}",
)
_ASYMPTOTES = pattern(
    f"(?:find )?(?:all )?(?:asymptotes?) {_OF} {{function}}",
    "(?:find )?{function} asymptotes(?: find)?",
)
_TANGENT = pattern(
    "(?:find )?(?:equation of )?{kind: tangent|normal}(?: line)? (?:to|of|for|on)(?: graph of)? "
    "{function} (?:at|in|through)(?: point)?(?: where)? {at}",
    "(?:find )?(?:equation of )?{kind: tangent|normal}(?: line)? (?:at|in) {at} (?:to|of) "
    "{function}",
)
_INTERCEPT = pattern(
    f"(?:find )?yintercept {_OF} {{function}}",
    f"(?:find )?{{both: intercepts?|axis intercepts?}} {_OF} {{function}}",
)
_SQUARE = pattern(
    "(?:complete square|completing square|find vertex form)(?: for| of| in)? {function}",
    "(?:write|express|find) {function} in vertex form",
)
_INVERSE = pattern("(?:find )?inverse(?: function)? (?:of|for) {function}", "invert {function}")
_DISCRIMINANT = pattern("(?:find )?discriminant (?:of|for) {function}")
_AXIS = pattern(f"(?:find )?axis of symmetry {_OF} {{function}}")


def recognise(question: Question, history: History) -> Task | None:
    """ "Extrema of x^3 - 3x", "tangent to x^2 at x = 1", "asymptotes of 1/x"."""
    forms = (
        (_EXTREMA, _extrema),
        (_CRITICAL, _critical),
        (_INFLECTION, _inflections),
        (_MONOTONE, _monotone),
        (_ASYMPTOTES, _asymptotes),
        (_INTERCEPT, _intercepts),
        (_SQUARE, _square),
        (_INVERSE, _inverse),
        (_DISCRIMINANT, _discriminant),
        (_AXIS, _axis),
    )
    for form, make in forms:
        if match := form.match(question.skeleton):
            chunk = question.chunk(match["function"])
            if isinstance(chunk.read().node, tree.Listing):
                return None
            function, notes = function_of(chunk, history)
            return make(_single(function), match, tuple(notes))
    if match := _TANGENT.match(question.skeleton):
        function, notes = function_of(question.chunk(match["function"]), history)
        return _tangent(_single(function), match, question, tuple(notes))
    return None


def _single(function: Function) -> Function:
    if tree.names(function.node) != (function.variable,):
        raise NotSure("the function must have one variable, and numbers otherwise")
    return function


def _head(function: Function) -> str:
    """The lines that every one of these programs begins with."""
    x = variable(function.variable)
    return f'{x} = symbols("{x}", real=True)\nfunction = {python(function.node)}\n'


def _about(function: Function, words: str) -> str:
    return f"{words} of {inline(latex(function.node))}:"


def _extrema(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    body = (
        _head(function)
        + _CRITICAL_CODE.format(x=variable(function.variable))
        + _KINDS.format(x=variable(function.variable))
    )
    only = {"ma": "local maximum", "mi": "local minimum"}.get(match.get("only", "")[:2], "")
    labels = [only] if only else ["local maximum", "local minimum"]
    rows = tuple((label, rf"\[\text{{{label}}} = <>\]") for label in labels)
    body += "".join(f'if not found["{label}"]:\n    print("none = {label}")\n' for label in labels)
    none = "There is none." if only else "There are none."
    test = " or ".join(f'found["{label}"]' for label in labels)
    body += f'print("found =", "some" if {test} else "none")\n'
    return Findings(body, _about(function, "Extrema"), rows, none, (), notes, function)


def _critical(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    x = variable(function.variable)
    body = (
        _head(function) + _CRITICAL_CODE.format(x=x) + _POINTS.format(x=x, label="critical point")
    )
    rows = (("critical point", r"\[<>\]"),)
    return Findings(body, _about(function, "Critical points"), rows, "There are none.", (), notes)


def _inflections(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    x = variable(function.variable)
    body = _head(function) + _INFLECTION_CODE.format(x=x)
    body += _POINTS.format(x=x, label="inflection point")
    rows = (("inflection point", r"\[<>\]"),)
    return Findings(body, _about(function, "Inflection points"), rows, "There are none.", (), notes)


def _monotone(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    ways = [match["way"]] if "way" in match else ["increasing", "decreasing"]
    body = _head(function)
    for way in ways:
        sign = ">=" if way == "increasing" else "<="
        body += _MONOTONE_CODE.format(x=variable(function.variable), sign=sign, way=way)
    rows = tuple((way, rf"\[\text{{{way} on }} <!>\]") for way in ways)
    return Findings(body, _about(function, "Monotonicity"), rows, "", (), notes, function)


def _asymptotes(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    body = _head(function) + _ASYMPTOTE_CODE.format(x=variable(function.variable))
    rows = (
        ("vertical", rf"\[{function.variable} = <>\]"),
        ("level", r"\[y = <>\]"),
    )
    return Findings(body, _about(function, "Asymptotes"), rows, "There are none.", (), notes)


def _intercepts(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    x = variable(function.variable)
    body = _head(function)
    rows = [("y intercept", r"\[y\text{-intercept} = <>\]")]
    if "both" in match:
        body += _X_INTERCEPTS.format(x=x)
        rows.insert(0, ("x intercept", r"\[x\text{-intercept} = <>\]"))
    body += f'print("y intercept =", (0, function.subs({x}, 0)))\n'
    return Findings(body, _about(function, "Intercepts"), tuple(rows), "", (), notes, function)


def _quadratic(function: Function) -> None:
    if tree.degree(function.node, function.variable) != 2:
        raise NotSure("this is asked of quadratic functions only")


def _square(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    _quadratic(function)
    body = _head(function) + _SQUARE_CODE.format(x=variable(function.variable))
    sentence = rf"\[{latex(function.node)} = <answer!>\]"
    return Fact(body, sentence, check="expanded, it is the same", notes=notes)


def _discriminant(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    _quadratic(function)
    body = _head(function) + _DISCRIMINANT_CODE.format(x=variable(function.variable))
    return Fact(body, r"\[D = b^2 - 4ac = <answer>\]", notes=notes)


def _axis(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    _quadratic(function)
    body = _head(function) + _AXIS_CODE.format(x=variable(function.variable))
    return Fact(body, rf"\[{function.variable} = <answer>\]", notes=notes)


def _inverse(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    body = _head(function) + _INVERSE_CODE.format(x=variable(function.variable))
    sentence = rf"\[f^{{-1}}({function.variable}) = <answer>\]"
    return Fact(body, sentence, check="the function of the inverse is the variable", notes=notes)


def _tangent(function: Function, match: Groups, question: Question, notes: tuple[str, ...]) -> Task:
    node = question.chunk(match["at"]).read().node
    if isinstance(node, Relation) and node.operators == ("=",):
        name, node = node.sides
        if name != Name(function.variable):
            raise NotSure("the point is not given as a value of the variable")
    values = node.items if isinstance(node, tree.Listing) else (node,)
    place = values[0]
    if isinstance(node, Relation) or tree.names(node) or len(values) > 2:
        raise NotSure("the point of the line is not clear")
    x = variable(function.variable)
    body = (
        _head(function) + f"place = sympify({python(place)})\nheight = function.subs({x}, place)\n"
    )
    if len(values) == 2:
        body += f"assert simplify(height - {python(values[1])}) == 0\n"
    body += _TANGENT_CODE.format(x=x) if match["kind"] == "tangent" else _NORMAL_CODE.format(x=x)
    words = f"The {match['kind']} to {inline(latex(function.node))} at "
    words += inline(f"{function.variable} = {latex(place)}") + ":"
    check = "it goes through the point of the curve"
    return Fact(body, words + "\n\n" + r"\[y = <answer>\]", check=check, notes=notes)


_CRITICAL_CODE = """slope = diff(function, {x})
zeros = solveset(slope, {x}, S.Reals)
assert zeros == S.EmptySet or zeros.is_FiniteSet
places = sorted(zeros) if zeros else []
"""
_KINDS = """
# The sign of the slope on both sides tells the kind
found = {{"local maximum": 0, "local minimum": 0}}
edges = sorted({{*places, *singularities(function, {x}, S.Reals)}})
for place in places:
    lower = [edge for edge in edges if edge < place]
    upper = [edge for edge in edges if edge > place]
    before = slope.subs({x}, (lower[-1] + place)/2 if lower else place - 1)
    after = slope.subs({x}, (place + upper[0])/2 if upper else place + 1)
    if before > 0 > after or before < 0 < after:
        kind = "local maximum" if before > 0 else "local minimum"
        found[kind] += 1
        print(f"{{kind}} =", (place, simplify(function.subs({x}, place))))
"""
_POINTS = """for place in places:
    print("{label} =", (place, simplify(function.subs({x}, place))))
print("found =", "some" if places else "none")
"""
_INFLECTION_CODE = """bend = diff(function, {x}, 2)
zeros = solveset(bend, {x}, S.Reals)
assert zeros == S.EmptySet or zeros.is_FiniteSet
places = [place for place in sorted(zeros) if diff(function, {x}, 3).subs({x}, place) != 0]
assert len(places) == len(zeros)
"""
_MONOTONE_CODE = """
found = solveset(diff(function, {x}) {sign} 0, {x}, S.Reals)
assert not found.has(ConditionSet)
print("{way} =", latex(found))
"""
_ASYMPTOTE_CODE = """count = 0
for place in sorted(singularities(function, {x}, S.Reals)):
    if limit(function, {x}, place, "+").is_infinite or limit(function, {x}, place, "-").is_infinite:
        print("vertical =", place)
        count += 1
lines = set()
for end in (oo, -oo):
    slope = limit(function/{x}, {x}, end)
    if slope.is_finite:
        height = limit(function - slope*{x}, {x}, end)
        if height.is_finite:
            lines.add(slope*{x} + height)
for line in lines:
    if simplify(line - function) != 0:
        print("level =", line)
        count += 1
print("found =", "some" if count else "none")
"""
_X_INTERCEPTS = """zeros = solveset(function, {x}, S.Reals)
assert zeros == S.EmptySet or zeros.is_FiniteSet
for place in sorted(zeros):
    print("x intercept =", (place, 0))
"""
_SQUARE_CODE = """square, linear, number = Poly(function, {x}).all_coeffs()
place = -linear/(2*square)
height = function.subs({x}, place)
print("answer =", latex(square) .replace("1", "", square == 1) + latex(({x} - place)**2)
      + ("" if height == 0 else f" {{'+' if height > 0 else '-'}} {{latex(abs(height))}}"))
print("check =", expand(square*({x} - place)**2 + height - function) == 0)
"""
_DISCRIMINANT_CODE = """square, linear, number = Poly(function, {x}).all_coeffs()
print("answer =", linear**2 - 4*square*number)
"""
_AXIS_CODE = """square, linear, number = Poly(function, {x}).all_coeffs()
print("answer =", -linear/(2*square))
"""
_INVERSE_CODE = """value = symbols("value", real=True)
found = solve(Eq(function, value), {x})
assert len(found) == 1, "there is not one inverse"
answer = simplify(found[0].subs(value, {x}))
print("answer =", answer)
print("check =", simplify(function.subs({x}, answer) - {x}) == 0)
"""
_TANGENT_CODE = """slope = diff(function, {x}).subs({x}, place)
answer = expand(slope*({x} - place) + height)
print("answer =", answer)
print("check =", simplify(answer.subs({x}, place) - height) == 0)
"""
_NORMAL_CODE = """slope = diff(function, {x}).subs({x}, place)
assert slope != 0, "the normal is vertical"
answer = expand(-({x} - place)/slope + height)
print("answer =", answer)
print("check =", simplify(answer.subs({x}, place) - height) == 0)
"""
