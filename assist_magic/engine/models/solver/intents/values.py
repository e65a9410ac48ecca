"""Working out numbers: arithmetic, percentages, roots of numbers, names with known values."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Call,
    Constant,
    Name,
    Node,
    Number,
    Relation,
)
from assist_magic.engine.models.solver.printed import Printed, Unexpected, Value
from assist_magic.engine.models.solver.question import Chunk, Question
from assist_magic.engine.models.solver.results import Binding, Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import Way, numbered, steps_of
from assist_magic.engine.models.solver.subjects import value_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern, said
from assist_magic.engine.models.solver.ways import arithmetic

_DIGITS = (
    "(?: ?,? ?(?:rounded |correct |accurate |approximately |approximated )?(?:to|with|at|up to)"
    " {digits} {unit: digits|decimals|decimal places|decimal digits|significant digits"
    "|significant figures|significant decimals|places})?"
)
_ROOT = pattern(
    "(?:find )?(?:value of )?{root: squareroot|cuberoot} of {value}(?: find)?" + _DIGITS,
    "{value} {root: squareroot|cuberoot}(?: of)?(?: find)?",
)
_SHARE = pattern("(?:find )?{share} of {value}(?: find)?", "how much is {share} of {value}")
_VALUE = pattern(
    "(?:find )?(?:value of |result of |answer to |answer of |sum |decimal value of )?"
    "{value}(?: find)?" + _DIGITS,
    "(?:find )?value of {value}",
    "(?:approximate|simplify and find) {value}" + _DIGITS,
    "(?:round|round off) {value}" + _DIGITS.removesuffix("?"),
    "(?:find |write |convert |express )?{value} (?:as|to|into|in) decimal(?: number| form)?"
    + _DIGITS,
)


def recognise_root(question: Question, history: History) -> Task | None:
    """ "the square root of 2", "the square root of x" after solving for x."""
    match = _ROOT.match(question.skeleton)
    if not match:
        return None
    chunk = question.chunk(match["value"])
    node, notes = value_of(chunk, history)
    if isinstance(node, Binary) and node.operator in "+-**" and not _is_set_off(chunk):
        raise NotSure("it is not clear where the root ends; put brackets around its argument")
    function = {"squareroot": "sqrt", "cuberoot": "cbrt"}[match["root"]]
    return _evaluation(Call(function, (node,)), notes, history, _places(match, question))


def _is_set_off(chunk: Chunk) -> bool:
    """Whether marks or brackets show where the expression ends."""
    return chunk.quoted or chunk.text.startswith("(") and chunk.text.endswith(")")


def recognise_share(question: Question, history: History) -> Task | None:
    """ "17% of 2340", "3/4 of 20"."""
    match = _SHARE.match(question.skeleton)
    if not match:
        return None
    share, notes = value_of(question.chunk(match["share"]), history)
    chunk = question.chunk(match["value"])
    value, more = value_of(chunk, history)
    if isinstance(value, Binary) and value.operator in "+-" and not _is_set_off(chunk):
        raise NotSure("it is not clear of what the share is; put brackets around it")
    if not isinstance(share, Binary) or share.operator != "/" or tree.names(share):
        return None
    return _evaluation(Binary("*", share, value), notes + more, history, ("", 0))


def recognise(question: Question, history: History) -> Task | None:
    """ "12*7 + 3", "sqrt(2) to 10 digits", "what was x?"."""
    match = _VALUE.match(question.skeleton)
    if not match or not question.skeleton:
        return None
    chunk = question.chunk(match["value"])
    if isinstance(chunk.read().node, Relation) or not chunk.node and _is_bare(question, chunk):
        return None
    node, notes = value_of(chunk, history)
    return _evaluation(node, notes, history, _places(match, question))


def _is_bare(question: Question, chunk: Chunk) -> bool:
    """Whether the question is nothing but a number or a name, which asks nothing."""
    return question.skeleton == "#0" and isinstance(chunk.read().node, Number | Name)


def _places(found: Groups, question: Question) -> tuple[str, int]:
    """How the value is to be rounded: ("places" or "digits", how many), or ("", 0)."""
    if "digits" not in found:
        return "", 0
    count = tree.whole(question.chunk(found["digits"]).read().node)
    if count is None or not 0 <= count <= 200:
        raise NotSure("the number of digits is not between 0 and 200")
    unit = found["unit"]
    if unit in ("digits", "significant digits", "significant figures"):
        return "digits", max(count, 1)
    return "places", count


def _evaluation(node: Node, notes: list[str], history: History, places: tuple[str, int]) -> Task:
    free = tree.names(node)
    if not free:
        return Evaluate(node, places, tuple(notes))
    bindings = [history.bindings.get(name) for name in free]
    binding = bindings[0]
    if binding is None or any(other is not binding for other in bindings):
        unknown = [name for name in free if name not in history.bindings]
        raise NotSure(f"it is not known what {', '.join(unknown or free)} is")
    return WithKnown(node, binding, tuple(notes))


@dataclass(frozen=True)
class Evaluate(Task):
    """The value of an expression without variables."""

    node: Node
    places: tuple[str, int] = ("", 0)
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        kind, count = self.places
        shown = count if kind == "digits" else 10
        value = f"sympify({python(self.node)})"
        body = (
            f"value = {value}.expand(complex=True)\n" if self.is_complex else f"value = {value}\n"
        )
        body += f'print("value =", simplify(value), "≈", N(value, {shown}))\n'
        if kind == "places":
            body += _ROUNDED.format(count=count)
        return sympy_script(body + divisors(self.node) + self._way.code, ())

    @property
    def _way(self) -> Way:
        return arithmetic.way(self.node)

    def steps(self, printed: Printed) -> tuple[str, ...]:
        return steps_of(self._way.steps, printed)

    @property
    def is_complex(self) -> bool:
        """Whether the imaginary unit stands in it."""
        return Constant("I") in tree.walk(self.node)

    def answer(self, printed: Printed) -> str:
        asked = latex(self.node)
        if has_no_value(printed):
            return without_value(asked, printed)
        value = printed.value("value")
        lines = rf"\[{equation(asked, value)}\]"
        if self.places[0] == "places":
            rounded = printed.value("rounded")
            lines += f"\n\nRounded to {_decimals(self.places[1])}: **{rounded.exact}**"
        if not value.is_real and not self.is_complex:
            lines += "\n\nThis is not a real number."
        return said(numbered(self.steps(printed)), lines)

    def results(self) -> Results:
        return Results(result=Function(self.node, "x"))


def _decimals(count: int) -> str:
    return f"{count} decimal place{'' if count == 1 else 's'}"


def divisors(node: Node) -> str:
    """Code that looks for the divisors of an expression that are zero, where one may be."""
    found = (
        part.right
        for part in tree.walk(node)
        if isinstance(part, Binary) and part.operator == "/" and (tree.whole(part.right) or 0) == 0
    )
    return "".join(f'print("divisor =", simplify({python(part)}))\n' for part in found)


def has_no_value(printed: Printed) -> bool:
    """Whether the code found that there is no value."""
    return any(value.exact in ("zoo", "nan") for value in printed.values("value"))


def without_value(asked: str, printed: Printed) -> str:
    """The sentence on an expression that has no value."""
    if any(value.exact == "0" for value in printed.values("divisor")):
        return f"{inline(asked)} has **no value**: division by zero is not defined."
    return f"{inline(asked)} has **no value**: it is not defined there."


def equation(asked: str, value: Value) -> str:
    """An expression and its value in LaTeX; once where they are the same."""
    found = value.latex()
    if found == asked or value.is_decimal and value.rounded() == asked:
        return f"{asked}"
    if found.startswith((asked + " =", asked + r" \approx", r"\approx")):
        return found if not found.startswith(r"\approx") else f"{asked} {found}"
    return f"{asked} = {found}"


@dataclass(frozen=True)
class WithKnown(Task):
    """An expression in names that an earlier question gave values."""

    node: Node
    binding: Binding
    notes: tuple[str, ...] = ()

    def code(self) -> str:
        names = map(variable, self.binding.names)
        shown = "".join(f'    print("{name} =", known[{name}])\n' for name in names)
        body = (
            f"# From an earlier question\n{self.binding.lines}\n\n"
            f"expression = {python(self.node)}\n"
            "for known in solutions:\n"
            f"{shown}"
            "    value = expression.subs(known)\n"
            '    print("value =", simplify(value), "≈", N(value, 10))\n'
        )
        return sympy_script(body, {*self.binding.symbols, *tree.names(self.node)})

    def answer(self, printed: Printed) -> str:
        found = printed.values("value")
        known = [printed.values(variable(name)) for name in self.binding.names]
        if not found or any(len(values) != len(found) for values in known):
            raise Unexpected("the earlier result did not come out again")
        intro = f"From {self.binding.words}:"
        lines = []
        for place, value in enumerate(found):
            given = zip(self.binding.names, known, strict=True)
            where = ", ".join(f"{name} = {values[place].latex()}" for name, values in given)
            lines.append(self._line(where, value))
        return said(intro, *lines)

    def _line(self, where: str, value: Value) -> str:
        if isinstance(self.node, Name):
            return rf"\[{value.statement(self.node.id)}\]"
        text = f"For {inline(where)}:\n\n" + rf"\[{equation(latex(self.node), value)}\]"
        return text if value.is_real else f"{text}\n\nThis is not a real number."


_ROUNDED = """
# Round half up to {count} decimal places
scaled = floor(abs(value) * 10**{count} + Rational(1, 2))
whole, part = divmod(int(scaled), 10**{count})
sign = "-" if value < 0 and scaled else ""
print("rounded =", f"{{sign}}{{whole}}.{{part:0{count}d}}" if {count} else f"{{sign}}{{whole}}")
"""
