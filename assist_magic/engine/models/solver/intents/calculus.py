"""Derivatives of any order, also at a point, and integrals, definite or not."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver import latex
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Call, Name, Node, Relation
from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import Way, numbered, steps_of
from assist_magic.engine.models.solver.subjects import function_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern, said
from assist_magic.engine.models.solver.ways import derivatives, integrals

_ORDERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_ORDERS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8}
_ORDER = f"(?:{{order: {'|'.join(_ORDERS)}}} )?(?:order )?"
_BY = "(?: (?:with respect to|wrt|w ?\\. ?r ?\\. ?t ?\\.?|by|for|in) {variable})?"
_AT = "(?: (?:at|when|for|where)(?: point)?(?: where)? {at})?"
_DERIVATIVE = pattern(
    f"(?:find )?{_ORDER}(?:partial )?derivative (?:of|for) {{function}}{_BY}{_AT}{_BY}",
    f"(?:find )?{_ORDER}derivative{_BY} (?:of )?(?:of|for|if|when|where) {{function}}{_AT}",
    f"(?:differentiate|derive) {{function}}{_BY}(?: {{times: once|twice|three times}})?{_AT}",
    "(?:find )?(?:slope|gradient|rate of change|(?:slope"
    "|gradient) of tangent(?: line)?) (?:of|to)(?: curve| graph| line)*(?: of)? "
    f"{{function}}{_AT}",
    f"{{function}} {_ORDER}derivative(?: find)?{_AT}",
    f"(?:(?:for|if|let|given|suppose) )?{{function}} ?[,.;]? ?(?:find )?{_ORDER}derivative{_BY}"
    f"(?: of(?: it| function)?)?{_AT}",
)
_LIMITS = "(?: (?:from|between) {low} (?:to|and) {high}| (?:over|on|in)(?: interval)? {span})?"
_INTEGRAL = pattern(
    f"(?:find )?(?:definite |indefinite )?(?:integral|integrate|antiderivative|primitive"
    f"|anti-derivative) ?(?:of|for)? {{function}}{_BY}{_LIMITS}{_BY}",
    f"(?:find )?(?:definite |indefinite )?integral{_LIMITS} (?:of|for) {{function}}{_BY}",
    f"(?:integrate) {_LIMITS} {{function}}{_BY}",
    f"{{function}} (?:integral|antiderivative)(?: find)?{_LIMITS}",
)


def recognise_derivative(question: Question, history: History) -> Task | None:
    """ "Differentiate x^3", "second derivative of sin(x) at x = 0", "slope of x^2 at x = 1"."""
    match = _DERIVATIVE.match(question.skeleton)
    if not match:
        return None
    times = {"once": 1, "twice": 2, "three times": 3}
    order = times.get(match.get("times", "")) or _ORDERS.get(match.get("order", ""), 1)
    function, notes = _about(question, match, history)
    return Derivative(function, order, _point(question, match, function), tuple(notes))


def recognise_integral(question: Question, history: History) -> Task | None:
    """ "Integrate x^2 from 0 to 1", "the antiderivative of cos(x)"."""
    match = _INTEGRAL.match(question.skeleton)
    if not match:
        return None
    function, notes = _about(question, match, history)
    low, high = _limits(question, match)
    return Integral(function, low, high, tuple(notes))


def _about(question: Question, match: Groups, history: History) -> tuple[Function, list[str]]:
    wanted = ""
    if "variable" in match:
        node = question.chunk(match["variable"]).read().node
        if not isinstance(node, Name):
            raise NotSure("the variable is not clear")
        wanted = node.id
    return function_of(question.chunk(match["function"]), history, wanted)


def _point(question: Question, match: Groups, function: Function) -> Node | None:
    """The place in "at x = 2" or "at 2"."""
    if "at" not in match:
        return None
    node = question.chunk(match["at"]).read().node
    if isinstance(node, Relation) and node.operators == ("=",):
        name, node = node.sides
        if name != Name(function.variable):
            raise NotSure(f"the point is not given as a value of {function.variable}")
    if isinstance(node, tree.Listing) and len(node.items) == 2:
        node = node.items[0]
    if isinstance(node, tree.Listing | Relation) or tree.names(node):
        raise NotSure("the point is not given as a number")
    return node


def _limits(question: Question, match: Groups) -> tuple[Node | None, Node | None]:
    if "span" in match:
        span = question.chunk(match["span"]).read().node
        if not isinstance(span, tree.Listing) or len(span.items) != 2:
            raise NotSure("the limits of the integral are not clear")
        low, high = span.items
    elif "low" in match:
        low, high = (_limit(question, match[end]) for end in ("low", "high"))
    else:
        return None, None
    if tree.names(low) or tree.names(high):
        raise NotSure("the limits of the integral are not given in numbers")
    return low, high


def _limit(question: Question, mark: str) -> Node:
    node = question.chunk(mark).read().node
    if isinstance(node, Relation) and node.operators == ("=",) and isinstance(node.sides[0], Name):
        return node.sides[1]
    if isinstance(node, Relation | tree.Listing):
        raise NotSure("the limits of the integral are not clear")
    return node


def _shown(function: Function) -> str:
    return latex.latex(function.node)


@dataclass(frozen=True)
class Derivative(Task):
    """The derivative of some order, and its value at a point if one is asked."""

    function: Function
    order: int = 1
    at: Node | None = None
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        x = variable(self.function.variable)
        order = f", {self.order}" if self.order > 1 else ""
        body = f"function = {python(self.function.node)}\n"
        body += f"derivative = simplify(diff(function, {x}{order}))\n"
        body += 'print("derivative =", derivative)\n'
        body += self._way.code
        if self.at is not None:
            body += f"value = derivative.subs({x}, {python(self.at)})\n"
            body += 'print("value =", simplify(value), "≈", N(value, 10))\n'
        if tree.names(self.function.node) == (self.function.variable,):
            before = f"diff(function, {x}, {self.order - 1})" if self.order > 1 else "function"
            body += _SECANT.format(x=x, before=before)
        return sympy_script(body, {*tree.names(self.function.node), self.function.variable})

    @property
    def _way(self) -> Way:
        return derivatives.way(self.function.node, self.function.variable, self.order)

    def steps(self, printed: Printed) -> tuple[str, ...]:
        return steps_of(self._way.steps, printed)

    def answer(self, printed: Printed) -> str:
        found = printed.value("derivative")
        if "Derivative" in found.exact or "Subs" in found.exact:
            raise Unexpected("no derivative was found")
        x = self.function.variable
        power = f"^{{{self.order}}}" if self.order > 1 else ""
        sign = rf"\frac{{d{power}}}{{d{x}{power}}}"
        words = {1: "The derivative", 2: "The second derivative"}.get(
            self.order, f"The derivative of order {self.order}"
        )
        text = said(
            f"{words} of {inline(_shown(self.function))} with respect to {inline(x)}:",
            numbered(self.steps(printed)),
            rf"\[{sign}\left({_shown(self.function)}\right) = {latex.printed(found.exact)}\]",
        )
        check = _confirmed(printed, "short secants of the graph have the same slopes")
        if self.at is None:
            return said(text, check)
        value = printed.value("value")
        place = inline(f"{x} = {latex.latex(self.at)}")
        return said(text, f"At {place} its value is", rf"\[{value.latex()}\]", check)

    def results(self) -> Results:
        node = self.function.node
        for _ in range(self.order):
            node = Call("diff", (node, Name(self.function.variable)))
        return Results((self.function,), Function(node, self.function.variable))


@dataclass(frozen=True)
class Integral(Task):
    """An antiderivative, or the integral between two limits."""

    function: Function
    low: Node | None = None
    high: Node | None = None
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        x = variable(self.function.variable)
        names = {*tree.names(self.function.node), self.function.variable}
        body = f"function = {python(self.function.node)}\n"
        if self.low is None or self.high is None:
            body += _INDEFINITE.format(x=x) + integrals.parts(self.function.node, x)
        else:
            low, high = python(self.low), python(self.high)
            body += _DEFINITE.format(x=x, low=low, high=high)
            if len(names) == 1:
                body += integrals.limits(x, low, high)
                body += _NUMERIC.format(x=x, low=low, high=high)
        return sympy_script(body, names)

    def answer(self, printed: Printed) -> str:
        found = printed.values("antiderivative" if self.low is None else "value")
        if any(word in value.exact for value in found for word in ("Integral", "Piecewise")):
            raise Unexpected("SymPy found no closed form of the integral")
        x = self.function.variable
        if self.low is None or self.high is None:
            primitive = latex.printed(printed.value("antiderivative").exact)
            sign = rf"\int {self._integrand()}\,d{x}"
            return said(
                f"An antiderivative of {inline(_shown(self.function))}, and the constant:",
                numbered(self.steps(printed)),
                rf"\[{sign} = {primitive} + C\]",
                "Where the argument of the logarithm is negative, take its absolute value."
                if "log(" in printed.value("antiderivative").exact
                else "",
                _confirmed(printed, "the derivative of the result is the integrand again"),
            )
        value = printed.value("value")
        limits = rf"_{{{latex.latex(self.low)}}}^{{{latex.latex(self.high)}}}"
        if value.exact in ("oo", "-oo"):
            return rf"\[\int{limits} {self._integrand()}\,d{x} = {value.latex()}\] It diverges."
        return said(
            f"The integral of {inline(_shown(self.function))} between the limits:",
            numbered(self.steps(printed)),
            rf"\[\int{limits} {self._integrand()}\,d{x} = {value.latex()}\]",
            _confirmed(printed, "a numerical integration gives the same"),
        )

    def steps(self, printed: Printed) -> tuple[str, ...]:
        x = self.function.variable
        if self.low is None or self.high is None:
            return integrals.rules(printed, x)
        if not printed.values("antiderivative"):
            return ()
        return steps_of(integrals.limit_steps(x, self.low, self.high), printed)

    def _integrand(self) -> str:
        shown = _shown(self.function)
        is_sum = isinstance(self.function.node, tree.Binary) and self.function.node.operator in "+-"
        return rf"\left({shown}\right)" if is_sum else shown

    def results(self) -> Results:
        if self.low is not None:
            return Results((self.function,))
        x = self.function.variable
        return Results(
            (self.function,), Function(Call("integrate", (self.function.node, Name(x))), x)
        )


def _confirmed(printed: Printed, words: str) -> str:
    found = printed.values("check")
    if not found:
        return ""
    holds = all(value.is_true for value in found)
    return f"Check: {words}." if holds else f"**The check failed**: not so that {words}."


_SECANT = """
# Check: compare with the slopes of short secants
before = {before}
for place in (Rational(1, 3), Rational(7, 5), Rational(-9, 4)):
    step = Rational(1, 10**6)
    rise = before.subs({x}, place + step) - before.subs({x}, place - step)
    secant, slope = N(rise/(2*step), 20), N(derivative.subs({x}, place), 20)
    if secant.is_real and slope.is_real:
        print("check =", abs(secant - slope) < 1e-6*(1 + abs(slope)))
"""

_INDEFINITE = """antiderivative = integrate(function, {x})
print("antiderivative =", antiderivative)

# Check: its derivative is the function again
print("check =", simplify(diff(antiderivative, {x}) - function) == 0)
"""

_DEFINITE = """value = integrate(function, ({x}, {low}, {high}))
print("value =", simplify(value), "≈", N(value, 10))
"""

_NUMERIC = """
# Check: integrate numerically as well
numeric = Integral(function, ({x}, {low}, {high})).evalf()
print("check =", value.is_infinite or abs(numeric - N(value)) < 1e-6 * (1 + abs(numeric)))
"""
