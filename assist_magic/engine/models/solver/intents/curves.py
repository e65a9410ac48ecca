"""What a function's graph does: extrema, monotonicity, inflections, asymptotes, tangents, axes."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact, Findings
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents import curve_code
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Name, Relation
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import function_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern
from assist_magic.engine.models.solver.ways import curves

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
    f"(?:find )?(?:all )?(?:critical|stationary) (?:points?|numbers?) {_OF} {{function}}",
    f"(?:find )?(?:all )?(?:turning points|turning point|vertex) {_OF} {{function}}",
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
    f"(?:find )?(?:all )?{{only: vertical|horizontal|slant"
    f"|oblique}} (?:asymptotes?) {_OF} {{function}}",
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
    "(?:write |express |find |put )?{function} (?:in|into) (?:vertex form|completed square form"
    "|form {form})(?: by completing square)?",
    "(?:write|express|find|put) {function} as {form}",
)
_INVERSE = pattern("(?:find )?inverse(?: function)? (?:of|for) {function}", "invert {function}")
_DISCRIMINANT = pattern("(?:find )?discriminant (?:of|for) {function}")
_PARITY = pattern(
    "is {function} (?:{kind: even|odd}|(?:an )?even or odd|odd or even|even ?, odd or neither"
    "|odd ?, even or neither|even or odd or neither)(?: function)?",
    "(?:find )?(?:if|whether) {function} is (?:even or odd"
    "|odd or even)(?: function)?(?: or neither)?",
    "(?:find )?parity of {function}",
)
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
        (_PARITY, _parity),
    )
    for form, make in forms:
        if match := form.match(question.skeleton):
            if "form" in match and not _is_square_form(question, match["form"]):
                return None
            chunk = question.chunk(match["function"])
            if isinstance(chunk.read().node, tree.Listing):
                return None
            function, notes = function_of(chunk, history)
            return make(_single(function), match, tuple(notes))
    if match := _TANGENT.match(question.skeleton):
        function, notes = function_of(question.chunk(match["function"]), history)
        return _tangent(_single(function), match, question, tuple(notes))
    return None


def _is_square_form(question: Question, mark: str) -> bool:
    """Whether this is a form such as a(x - h)^2 + k."""
    node = question.chunk(mark).read().node
    squares = [
        part
        for part in tree.walk(node)
        if isinstance(part, tree.Binary) and part.operator == "**" and tree.whole(part.right) == 2
    ]
    return len(squares) == 1 and len(tree.names(node)) >= 3


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
        + curve_code.CRITICAL.format(x=variable(function.variable))
        + curve_code.KINDS.format(x=variable(function.variable))
    )
    only = {"ma": "local maximum", "mi": "local minimum"}.get(match.get("only", "")[:2], "")
    labels = [only] if only else ["local maximum", "local minimum"]
    rows = tuple((label, rf"\[\text{{{label}}} = <>\]") for label in labels)
    body += "".join(f'if not found["{label}"]:\n    print("none = {label}")\n' for label in labels)
    none = "There is none." if only else "There are none."
    test = " or ".join(f'found["{label}"]' for label in labels)
    body += f'print("found =", "some" if {test} else "none")\n'
    about = _about(function, "Extrema")
    return Findings(body, about, rows, none, (), notes, function, curves.extrema(function.variable))


def _critical(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    x = variable(function.variable)
    body = (
        _head(function)
        + curve_code.CRITICAL.format(x=x)
        + curve_code.POINTS.format(x=x, label="critical point")
    )
    rows = (("critical point", r"\[<>\]"),)
    way = curves.extrema(function.variable)[:1]
    about = _about(function, "Critical points")
    return Findings(body, about, rows, "There are none.", (), notes, way=way)


def _inflections(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    x = variable(function.variable)
    body = _head(function) + curve_code.INFLECTION.format(x=x)
    body += curve_code.POINTS.format(x=x, label="inflection point")
    rows = (("inflection point", r"\[<>\]"),)
    return Findings(body, _about(function, "Inflection points"), rows, "There are none.", (), notes)


def _monotone(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    ways = [match["way"]] if "way" in match else ["increasing", "decreasing"]
    body = _head(function)
    for way in ways:
        sign = ">=" if way == "increasing" else "<="
        body += curve_code.MONOTONE.format(x=variable(function.variable), sign=sign, way=way)
    rows = tuple((way, rf"\[\text{{{way} on }} <!>\]") for way in ways)
    return Findings(body, _about(function, "Monotonicity"), rows, "", (), notes, function)


_LINES = {"horizontal": "not line.has({x})", "slant": "line.has({x})", "oblique": "line.has({x})"}


def _asymptotes(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    x = variable(function.variable)
    vertical, level = curve_code.ASYMPTOTE.format(x=x), curve_code.LEVEL.format(x=x)
    rows = (("vertical", rf"\[{function.variable} = <>\]"), ("level", r"\[y = <>\]"))
    only = match.get("only", "")
    if only == "vertical":
        level = ""
    elif only:
        vertical = "count = 0\n"
        wanted = _LINES[only].format(x=x)
        level = level.replace("in lines:", f"in [line for line in lines if {wanted}]:")
    body = _head(function) + vertical + level + 'print("found =", "some" if count else "none")\n'
    return Findings(body, _about(function, "Asymptotes"), rows, "There are none.", (), notes)


def _intercepts(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    x = variable(function.variable)
    body = _head(function)
    rows = [("y intercept", r"\[y\text{-intercept} = <>\]")]
    if "both" in match:
        body += curve_code.X_INTERCEPTS.format(x=x)
        rows.insert(0, ("x intercept", r"\[x\text{-intercept} = <>\]"))
    body += f'print("y intercept =", (0, function.subs({x}, 0)))\n'
    return Findings(body, _about(function, "Intercepts"), tuple(rows), "", (), notes, function)


def _quadratic(function: Function) -> None:
    if tree.degree(function.node, function.variable) != 2:
        raise NotSure("this is asked of quadratic functions only")


def _square(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    _quadratic(function)
    body = _head(function) + curve_code.SQUARE.format(x=variable(function.variable))
    sentence = rf"\[{latex(function.node)} = <answer!>\]"
    way = curves.square(function.variable)
    return Fact(body, sentence, check="expanded, it is the same", notes=notes, way=way)


def _discriminant(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    _quadratic(function)
    body = _head(function) + curve_code.DISCRIMINANT.format(x=variable(function.variable))
    return Fact(body, r"\[D = b^2 - 4ac = <answer>\]", notes=notes)


def _axis(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    _quadratic(function)
    body = _head(function) + curve_code.AXIS.format(x=variable(function.variable))
    return Fact(body, rf"\[{function.variable} = <answer>\]", notes=notes)


def _parity(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    if isinstance(function.node, Name):
        raise NotSure("it is not clear whether a number or a function is meant")
    x = variable(function.variable)
    body = _head(function) + curve_code.PARITY.format(x=x)
    sentence = rf"{inline(latex(function.node))} is **<answer!>**, since "
    sentence += rf"\(f(-{function.variable}) = <mirrored>\)."
    return Fact(body, sentence, notes=notes)


def _inverse(function: Function, match: Groups, notes: tuple[str, ...]) -> Task:
    body = _head(function) + curve_code.INVERSE.format(x=variable(function.variable))
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
    body += (
        curve_code.TANGENT.format(x=x)
        if match["kind"] == "tangent"
        else curve_code.NORMAL.format(x=x)
    )
    words = f"The {match['kind']} to {inline(latex(function.node))} at "
    words += inline(f"{function.variable} = {latex(place)}") + ":"
    check = "it goes through the point of the curve"
    way = curves.TANGENT if match["kind"] == "tangent" else ()
    return Fact(body, words + "\n\n" + r"\[y = <answer>\]", check=check, notes=notes, way=way)
