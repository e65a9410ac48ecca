"""Solving one equation in one unknown, and the roots of a function."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents import equation_code
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Name, Number, Relation
from assist_magic.engine.models.solver.printed import Printed, Unexpected, Value
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.results import Binding, Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import Way, numbered, steps_of
from assist_magic.engine.models.solver.subjects import difference, function_of, relation_of
from assist_magic.engine.models.solver.task import NotSure, Task, pattern, said
from assist_magic.engine.models.solver.ways import equations, quadratics

_SOLVE = pattern(
    "(?:find )?(?:solve )?(?:for )?{equation}",
    "(?:find )?solve {equation} (?:for|in|with respect to|by) {unknown}",
    "(?:find )?solve (?:for|in) {unknown}[ ,:]* (?:in |from |if |when |given )?{equation}",
    "find {unknown} ?,? ?(?:if|when|in|from|given|given that|where|such that|for which|so that"
    "|satisfying) {equation}",
    "(?:if|when|given|given that|suppose) {equation} ?,? ?(?:find|solve for|solve) {unknown}",
    "(?:for )?(?:what|which) (?:value |values )?(?:of )?{unknown} (?:is|does|satisfies|solves|makes"
    "|do we have|satisfy|solve|make) {equation}(?: true)?",
    "find (?:value|values) of {unknown} (?:if|when|in|from|given|where|such that|for which"
    "|that satisfies|that satisfy|that solves|that solve|satisfying|so that) {equation}",
    "(?:find )?(?:value|values) of {unknown} (?:in|if|when) {equation}",
    "(?:find )?(?:solve |solutions |roots (?:of|for|in) |find ){equation}",
    "{equation} (?:solve|solutions|find {unknown}|solve for {unknown})(?: find)?",
    "{equation} ?[,.;]? ?(?:find |solve for |solve )?{unknown}(?: find)?",
    "find {unknown} ?,? {equation}",
    "find (?:all )?(?:real )?(?:values? of )?{unknown} (?:with|such that|satisfying|for which"
    "|so that|where) {equation}",
    "(?:find )?(?:all )?(?:real )+(?:solve |solutions |roots (?:of )?)+{equation}",
    "make {unknown} subject of (?:formula |equation )?{equation}",
    "(?:rearrange|transpose|rewrite|solve) {equation} (?:for|to find|to solve for|to get|to make"
    "|making|in terms of) {unknown}(?: subject)?",
    "(?:rearrange|transpose) {equation} so that {unknown} is subject",
    "find all (?:real )?(?:solve |roots of |values of {unknown} (?:such that|with|satisfying) )?"
    "{equation}",
)
_ROOTS = pattern(
    "(?:find )?(?:all )?(?:real )?roots (?:of|for|in) {function}",
    "(?:find )?where (?:does |is )?{function} (?:cross|crosses|meets?|intersects?|hits?|cuts?) "
    "(?:#\\d+[ -]?axis|x-axis)",
    "{function} roots(?: find)?",
    "(?:when|where) (?:is|does) {function} (?:roots|equal to roots)",
)
_HOW_MANY = pattern(
    "how many (?:{real: real} )?(?:distinct |different )?(?:real )?(?:solutions|roots"
    "|solve|zeros|#\\d+ intercepts) "
    "(?:does |do |has |are there (?:of|for|to) |of |for )?(?:equation )?{equation}(?: have| has)?",
    "(?:find )?number of (?:{real: real} )?(?:distinct |different )?(?:solutions|roots"
    "|solve) (?:of |for |to )?"
    "{equation}",
)
_NAMED = (
    r"(?:method of )?(?:(?P<formula>(?:quadratic |solution |abc )?formula)"
    r"|(?P<factors>factor(?:[iy][sz])?ing(?: it)?|factor|factori[sz]ation"
    r"|zero product (?:rule|property))"
    r"|(?P<square>complet(?:e|ing|ion)(?: of)? square))(?: method)?"
)
_BY = r"(?:by|using|with|via|use|through)"
_METHODS = (
    re.compile(rf"(?P<rest>.*#\d+.*?) ?,? {_BY} {_NAMED}[ ,]*"),
    re.compile(rf"{_BY} {_NAMED} ?,? (?:to |and )?(?P<rest>(?:solve|find) .+)"),
    re.compile(rf"(?P<rest>solve) {_BY} {_NAMED} ?[,:]?(?P<equation> #\d+)"),
)
_TRIGONOMETRIC = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})


def recognise(question: Question, history: History) -> Task | None:
    """ "solve 4x + 11 = 19", "for what x is x^2 = 2", "find x if 2x = 3"."""
    skeleton, method = _method(question.skeleton)
    match = _SOLVE.match(skeleton)
    if not match:
        return None
    relation, notes = relation_of(question.chunk(match["equation"]), history)
    if relation is None:
        return None
    if relation.operators != ("=",):
        return None
    asked = match.get("unknown")
    unknown = _unknown(relation, question.chunk(asked).read().node if asked else None)
    if not asked and not question.skeleton.strip("#0 ") and _defines(relation):
        raise NotSure("a function is given, but nothing is asked about it")
    task = Solve(relation, unknown, tuple(notes), method=method)
    if task.method and (task.degree != 2 or task.has_parameters or unknown in "abcD"):
        raise NotSure("this method is one for quadratic equations in one unknown")
    return task


def _method(skeleton: str) -> tuple[str, str]:
    """A question without the method that it names, and the method."""
    for form in _METHODS:
        if match := form.fullmatch(skeleton):
            found = match.groupdict()
            named = next(name for name in ("formula", "factors", "square") if found[name])
            return match["rest"] + found.get("equation", ""), named
    return skeleton, ""


def recognise_roots(question: Question, history: History) -> Task | None:
    """ "roots of x^2 - 4", "what are its zeros"."""
    match = _ROOTS.match(question.skeleton)
    if not match:
        return None
    chunk = question.chunk(match["function"])
    node = chunk.read().node
    if isinstance(node, Relation) and node.operators == ("=",) and node.sides[1] == Number("0"):
        return Solve(node, _unknown(node, None), ())
    function, notes = function_of(chunk, history, natural=False)
    if not tree.names(function.node):
        raise NotSure("there is no variable in the function")
    relation = Relation((function.node, Number("0")), ("=",))
    return Solve(relation, function.variable, tuple(notes), function)


def recognise_count(question: Question, history: History) -> Task | None:
    """ "How many real solutions does x^2 + x + 1 = 0 have?"."""
    match = _HOW_MANY.match(question.skeleton)
    if not match:
        return None
    chunk = question.chunk(match["equation"])
    node = chunk.read().node
    if not isinstance(node, Relation) or node.operators != ("=",):
        function, _ = function_of(chunk, history, natural=False)
        node = Relation((function.node, Number("0")), ("=",))
    unknown = _unknown(node, None)
    if tree.degree(difference(node), unknown) in (None, 0):
        raise NotSure("the solutions are counted of polynomial equations only")
    left, right = (python(side) for side in node.sides)
    body = f"left = {left}\nright = {right}\n{equation_code.COUNT.format(x=variable(unknown))}"
    sentence = f"{inline(latex(node))} has **<answer!>** different real solutions"
    return Fact(body, sentence + ": \\(<list!>\\)", names=(unknown,))


def _unknown(relation: Relation, asked: tree.Node | None) -> str:
    found = tree.names(relation)
    if asked is not None:
        if not isinstance(asked, Name) or asked.id not in found:
            raise NotSure("what to solve for is not a variable of the equation")
        return asked.id
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotSure("there is no unknown in the equation")
    raise NotSure(f"it is not clear which of {', '.join(found)} to solve for")


def _defines(relation: Relation) -> bool:
    return isinstance(relation.sides[0], Name) and len(tree.names(relation)) > 1


@dataclass(frozen=True)
class Solve(Task):
    """One equation in one unknown; its other letters are parameters."""

    relation: Relation
    unknown: str
    notes: tuple[str, ...] = ()
    function: Function | None = None
    method: str = ""

    @property
    def degree(self) -> int | None:
        return tree.degree(difference(self.relation), self.unknown)

    @property
    def has_parameters(self) -> bool:
        return len(tree.names(self.relation)) > 1

    def code(self) -> str:
        left, right = self.relation.sides
        body = f"left = {python(left)}\nright = {python(right)}\n{self._body()}"
        return sympy_script(body, tree.names(self.relation))

    def _body(self) -> str:
        x = variable(self.unknown)
        if self.has_parameters:
            return equation_code.PARAMETERS.format(x=x)
        if self.degree is None:
            return self._transcendental(x)
        if self.degree > 2:
            code = equation_code.POLYNOMIAL.format(x=x)
            return code + self._way.code + equation_code.CHECK.format(x=x)
        code = (equation_code.LINEAR if self.degree < 2 else equation_code.QUADRATIC).format(x=x)
        return code + self._by_method.code + equation_code.CHECK.format(x=x)

    def _transcendental(self, x: str) -> str:
        if tree.calls(self.relation) & _TRIGONOMETRIC:
            return equation_code.PERIODIC.format(x=x, n="k" if x == "n" else "n")
        code = equation_code.OTHER.format(x=x)
        return code + self._way.code + equation_code.CHECK.format(x=x)

    @property
    def _by_method(self) -> Way:
        return quadratics.by_method(self.method, self.unknown)

    @property
    def _way(self) -> Way:
        """The way of an equation that is neither linear nor quadratic."""
        if self.degree is not None:
            return equations.polynomial(self.unknown)
        return equations.other(self.relation, self.unknown)

    def answer(self, printed: Printed) -> str:
        asked = f"Solving {inline(latex(self.relation))} for {inline(latex(Name(self.unknown)))}."
        if self.function:
            asked = (
                f"The roots of {inline(latex(self.function.node))} are the solutions of "
                f"{inline(latex(self.relation))}."
            )
        steps = numbered(self.steps(printed))
        if self.method == "factors" and not steps_of(self._by_method.steps, printed):
            asked += " It has no factors with rational numbers, so the formula is used."
        return said(asked, steps, self._found(printed), self._check(printed))

    def steps(self, printed: Printed) -> tuple[str, ...]:
        if self.has_parameters or self.degree == 0:
            return ()
        if self.degree not in (1, 2):
            return steps_of(self._way.steps, printed)
        if asked := steps_of(self._by_method.steps, printed):
            return asked
        form = printed.value("all on one side")
        first = f"With everything on one side: {inline(f'{form.latex()} = 0')}"
        if self.degree == 1:
            return self._linear_steps(printed, first)
        if not printed.values("discriminant") or self.unknown in "abcD":
            return (first,)
        a, b, c = (printed.value(f"coefficient {letter}").latex() for letter in "abc")
        given = rf"a = {a},\; b = {b},\; c = {c}"
        root = printed.value("discriminant").latex()
        b_and_a = [printed.value(label).latex() for label in ("minus b", "twice a")]
        formula = rf"{self.unknown} = \frac{{-b \pm \sqrt{{D}}}}{{2a}}"
        formula += rf" = \frac{{{b_and_a[0]} \pm \sqrt{{{root}}}}}{{{b_and_a[1]}}}"
        return (
            f"{first}, so {inline(given)}.",
            f"Discriminant: {inline(f'D = b^2 - 4ac = {root}')}.",
            f"Quadratic formula: {inline(formula)}.",
        )

    def _linear_steps(self, printed: Printed, first: str) -> tuple[str, ...]:
        a, rest = printed.value("coefficient a"), printed.value("number on the right")
        if a.exact == "0":
            return (first,)
        factor = {"1": "", "-1": "-"}.get(a.exact, a.latex())
        moved = f"{factor}{self.unknown} = {rest.latex()}"
        collected = (
            f"Terms with {inline(latex(Name(self.unknown)))} to the left, numbers to the right: "
            f"{inline(moved)}."
        )
        return (collected, f"Divide both sides by {inline(a.latex())}.") if factor else (collected,)

    def _found(self, printed: Printed) -> str:
        kind = printed.value("kind of solution").exact
        if kind == "every number":
            return (
                f"Both sides are equal for **every** value of {inline(latex(Name(self.unknown)))}."
            )
        found = printed.values(variable(self.unknown))
        if kind == "none":
            return "There is **no solution**" + self._complex(printed) + self._others(printed, "")
        if kind != "values" or not found:
            raise Unexpected("no complete set of solutions was found")
        return self._set(found) + self._condition(printed) + self._others(printed, "other ")

    def _set(self, found: list[Value]) -> str:
        statements = r" \quad\text{or}\quad ".join(
            v.statement(latex(Name(self.unknown))) for v in found
        )
        return rf"\[{statements}\]"

    def _condition(self, printed: Printed) -> str:
        if printed.values("any integer"):
            letter = printed.value("any integer").exact
            return f"\n\nHere {inline(letter)} is any integer."
        divides = any(
            re.search(r"/\(?\d*\*?[A-Za-z]", v.exact) for v in printed.values(self.unknown)
        )
        return "\n\nThis holds where no denominator is zero." if divides else ""

    def _others(self, printed: Printed, other: str) -> str:
        """The roots of a polynomial that are no real numbers, each as often as it counts."""
        count = printed.values("complex roots")
        if not count or count[0].exact == "0":
            return ""
        space = "\n\n" if other else " "
        if count[0].exact == "1":
            return f"{space}The {other}root is complex."
        return f"{space}The {other}{count[0].exact} roots are complex."

    def _complex(self, printed: Printed) -> str:
        found = printed.values(f"complex {variable(self.unknown)}")
        if not found:
            return " among the real numbers."
        return f" among the real numbers. The complex solutions are\n\n{self._set(found)}"

    def _check(self, printed: Printed) -> str:
        if not printed.values("check"):
            return ""
        if all(value.is_true for value in printed.values("check")):
            return "Check: put back into the equation, both sides are equal."
        return "**The check failed**: put back into the equation, the two sides differ."

    def results(self) -> Results:
        left, right = self.relation.sides
        x = variable(self.unknown)
        lines = f"solutions = solve(Eq({python(left)}, {python(right)}), {x}, dict=True)"
        binding = None
        if not self.has_parameters and self.degree in (1, 2):
            words = inline(latex(self.relation))
            binding = Binding((self.unknown,), lines, words, (self.unknown,))
        subject = self.function or self._subject()
        functions = (subject,) if subject else ()
        return Results(functions, subject, binding)

    def _subject(self) -> Function | None:
        """The left side, if the right one is zero: what "plot it" means after solving."""
        if self.has_parameters or self.relation.sides[1] != Number("0"):
            return None
        return Function(self.relation.sides[0], self.unknown)
