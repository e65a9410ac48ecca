"""Polynomials in a wanted form: collected, composed, by coefficient; powers; partial fractions."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents.algebra import Rewrite, has_large_power
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Call, Name, Node
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import value_of
from assist_magic.engine.models.solver.task import NotSure, Task, pattern, said

_COLLECT = pattern(
    "(?:collect|combine|gather|group)(?: all)?(?: like| similar)? terms (?:in|of)? ?{expression}",
    "(?:collect|combine)(?: like| similar)? {expression}",
)
_COMPOSED = pattern("(?:find )?(?:value of )?{expression}")
_ASSUMING = pattern(
    "(?:simplify|find simplify) {expression} ?,? (?:assuming|if|given|given that|where|for"
    "|assuming that) (?:{name} is positive|positive {name}|{name})",
)
_COEFFICIENT = pattern(
    "(?:rearrange|express|write|find) {expression} (?:to|as|in|into)(?: form)?(?: of)? {form} and "
    "(?:find|give) {name}",
)
_OF_POWER = pattern(
    "(?:find )?coefficient (?:of|for|before) {power} in (?:expansion of )?{expression}"
)
_PARTS = pattern(
    "(?:find )?partial fractions?(?: decomposition| expansion)? (?:of|for) {expression}",
    "(?:decompose|split|write|express|expand|resolve|find) {expression} (?:into|in|as|by|using) "
    "(?:sum of )?partial fractions?",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Collect the terms in 2x + 3x", "f(g(x))", "the partial fractions of 1/(x^2 - 1)"."""
    if match := _COLLECT.match(question.skeleton):
        node = _polynomial(question, match["expression"], history)
        return Rewrite("expand", node) if tree.names(node) else None
    for read in (_composed, _assuming, _coefficient, _partial):
        if found := read(question, history):
            return found
    return None


def _polynomial(question: Question, mark: str, history: History) -> Node:
    node, _ = value_of(question.chunk(mark), history)
    if has_large_power(node):
        raise NotSure("such high powers are not written out")
    return node


def _composed(question: Question, history: History) -> Task | None:
    """The written-out form of functions of a free letter, such as f(g(x)) or 2 f(x) + g(x)."""
    match = _COMPOSED.match(question.skeleton)
    if not match:
        return None
    written = question.chunk(match["expression"]).read().node
    applies = {name for name in tree.calls(written) if len(name) == 1}
    if not applies or not applies <= set(history.definitions) or isinstance(written, tree.Relation):
        return None
    free = [name for name in tree.names(written) if name not in history.bindings]
    if len(free) != 1 or len(tree.names(written)) != 1:
        return None
    node = _polynomial(question, match["expression"], history)
    derived = {"diff", *applies} & tree.calls(node)
    if tree.degree(node, free[0]) is None and not derived:
        return Rewrite("simplify", node)
    body = _COMPOSITION.format(node=python(node), check=python(node))
    sentence = rf"\[{latex(written)} = <answer>\]"
    if not derived and not isinstance(written, Name):
        return Composition(body, sentence, names=tuple(free), result=node, written=written)
    return Fact(body, sentence, names=tuple(free), result=node)


@dataclass(frozen=True)
class Composition(Fact):
    """Functions put into one another, such as f(g(x)): as they come, then multiplied out."""

    written: Node = Name("x")

    def answer(self, printed: Printed) -> str:
        assert self.result is not None
        stages = [latex(self.written), latex(self.result), printed.value("answer").latex()]
        told = "Put in and multiplied out:"
        if stages[1] == stages[2]:
            stages, told = stages[::2], "Put in:"
        return said(told, rf"\[{' = '.join(stages)}\]")


def _assuming(question: Question, history: History) -> Task | None:
    match = _ASSUMING.match(question.skeleton)
    if not match:
        return None
    name = _stated_positive(question.chunk(match["name"]).read().node)
    node, _ = value_of(question.chunk(match["expression"]), history)
    if name is None or tree.names(node) != (name,):
        return None
    body = _POSITIVE.format(x=variable(name), node=python(node))
    return Fact(
        body,
        f"For positive {inline(name)}:\n\n" + rf"\[{latex(node)} = <answer>\]",
        check="both forms have the same value at a test point",
    )


def _stated_positive(node: Node) -> str | None:
    """The letter in "x" (is positive) or "x > 0"."""
    if isinstance(node, Name):
        return node.id
    if isinstance(node, tree.Relation) and node.operators == (">",):
        left, right = node.sides
        if isinstance(left, Name) and tree.whole(right) == 0:
            return left.id
    return None


def _coefficient(question: Question, history: History) -> Task | None:
    if match := _OF_POWER.match(question.skeleton):
        node = _polynomial(question, match["expression"], history)
        power = question.chunk(match["power"]).read().node
        names = tree.names(node)
        if len(names) != 1 or tree.names(power) != names or tree.degree(node, names[0]) is None:
            raise NotSure("the coefficient is not that of a power in a polynomial")
        body = _OF_MONOMIAL.format(node=python(node), x=variable(names[0]), power=python(power))
        return Fact(body, rf"The coefficient of {inline(latex(power))}: \[<answer>\]", names=names)
    match = _COEFFICIENT.match(question.skeleton)
    if not match:
        return None
    node = _polynomial(question, match["expression"], history)
    form = question.chunk(match["form"]).read().node
    name = question.chunk(match["name"]).read().node
    names = tree.names(node)
    if not isinstance(name, Name) or name.id not in tree.names(form) or len(names) != 1:
        raise NotSure("it is not clear which coefficient is asked")
    if names[0] not in tree.names(form) or tree.degree(node, names[0]) is None:
        raise NotSure("the form does not fit the expression")
    body = _NAMED.format(
        node=python(node), form=python(form), name=variable(name.id), x=variable(names[0])
    )
    sentence = r"Collected: \(<form>\), so that" + "\n\n" + rf"\[{latex(name)} = <answer>\]"
    return Fact(body, sentence, names=(*tree.names(form), *names))


def _partial(question: Question, history: History) -> Task | None:
    match = _PARTS.match(question.skeleton)
    if not match:
        return None
    node, _ = value_of(question.chunk(match["expression"]), history)
    if len(tree.names(node)) != 1 or isinstance(node, Call):
        raise NotSure("partial fractions need a fraction in one variable")
    return Rewrite("apart", node)


_COMPOSITION = """answer = expand({node})
print("answer =", answer)
"""
_POSITIVE = """{x} = symbols("{x}", positive=True)
expression = {node}
answer = powsimp(powdenest(simplify(expression)))
print("answer =", answer)
print("check =", abs(N((expression/answer).subs({x}, Rational(7, 5)) - 1, 30)) < 1e-20)
"""
_OF_MONOMIAL = """expression = expand({node})
print("answer =", Poly(expression, {x}).coeff_monomial({power}))
"""
_NAMED = """expression = expand({node})
form = {form}
power = form.coeff({name})
print("form =", expression)
print("answer =", Poly(expression, {x}).coeff_monomial(power))
"""
