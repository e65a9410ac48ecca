"""Derivatives by their rules: term by term, products, quotients, chains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Call, Name, Negative, Node
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.steps import Way
from assist_magic.engine.models.solver.ways.factors import (
    factors,
    is_power_term,
    is_simple,
    product,
    terms,
)

_POWER = inline("(x^n)' = n x^{n-1}")
_PRODUCT = inline("(uv)' = u'v + uv'")
_QUOTIENT = inline(r"\left(\frac{u}{v}\right)' = \frac{u'v - uv'}{v^2}")
_MOST = 8
_WORKED_OUT = {"diff", "integrate", "simplify", "expand", "factor", "apart"}
"""What earlier answers leave in a tree: it is known only when the code has run."""
_TOGETHER = """together = diff(function, {x})
if together != derivative:
    print("together =", together)
"""


def way(node: Node, name: str, order: int) -> Way:
    """The steps of a derivative of some order."""
    if tree.calls(node) & _WORKED_OUT:
        return Way('print("written out =", function)\n', (r"Written out: \(<written out>\).",))
    return _first(node, name) if order == 1 else _higher(name, order)


def _first(node: Node, name: str) -> Way:
    stages = list(_stages(node, name))
    if not stages or len(stages) > _MOST:
        return Way()
    code = "".join(f"\n{stage.code}" for stage in stages)
    code += "\n# Put together\n" + _TOGETHER.format(x=variable(name))
    steps = [stage.text for stage in stages]
    return Way(code, (*steps, r"Put together: \(<together>\)."))


def _higher(name: str, order: int) -> Way:
    """One derivative after the other."""
    x = variable(name)
    lines = [f'print("order {k} =", simplify(diff(function, {x}, {k})))' for k in range(1, order)]
    steps = [
        rf"The derivative of order {k}: \(<order {k}>\)."
        if k > 1
        else r"The first derivative: \(<order 1>\)."
        for k in range(1, order)
    ]
    return Way("\n# One derivative after the other\n" + "\n".join(lines) + "\n", tuple(steps))


@dataclass(frozen=True)
class _Stage:
    """One rule that was applied."""

    text: str
    code: str


def _stages(node: Node, name: str) -> Iterator[_Stage]:
    several = terms(node)
    simple = [term for term in several if is_simple(term, name)]
    if simple:
        yield _by_table(simple, name)
    for place, term in enumerate(several, start=1):
        if not is_simple(term, name):
            yield from _by_rule(term, name, str(place) if len(several) > 1 else "")


def _by_table(several: list[Node], name: str) -> _Stage:
    """Terms that need no other rule than the table of derivatives, on one line."""
    lines = [
        f'print("term {place} =", diff({python(term)}, {variable(name)}))'
        for place, term in enumerate(several, start=1)
    ]
    shown = ", ".join(
        rf"\(\left({latex(term)}\right)' = <term {place}>\)"
        for place, term in enumerate(several, start=1)
    )
    powers = all(is_power_term(term, name) for term in several)
    if powers:
        head = (
            f"Power rule {_POWER}:" if len(several) == 1 else f"Power rule {_POWER}, term by term:"
        )
    else:
        head = "From the table of derivatives:"
    return _Stage(f"{head} {shown}.", "# By the table of derivatives\n" + "\n".join(lines) + "\n")


def _by_rule(term: Node, name: str, key: str) -> Iterator[_Stage]:
    """The rule of the outermost operation, then those of its parts."""
    if isinstance(term, Negative):
        yield from _by_rule(term.operand, name, key)
        return
    moving = [factor for factor in factors(term) if name in tree.names(factor)]
    still = [factor for factor in factors(term) if name not in tree.names(factor)]
    if len(moving) > 1:
        parts = (product([*still, moving[0]]), product(moving[1:]))
        yield from _in_two("Product rule", _PRODUCT, "(u*v)' = u'*v + u*v'", parts, name, key)
        return
    match moving[0]:
        case Binary(operator="/", left=above, right=below) if name in tree.names(below):
            words = "(u/v)' = (u'*v - u*v')/v**2"
            yield from _in_two("Quotient rule", _QUOTIENT, words, (above, below), name, key)
        case Binary(operator="/", left=above):
            yield from _by_rule(above, name, key)
        case Negative(operand=operand):
            yield from _by_rule(operand, name, key)
        case found if chain := _chain(found, name):
            yield from _in_chain(found, *chain, name, key)
        case _:
            return


def _in_two(
    rule: str, formula: str, words: str, parts: tuple[Node, Node], name: str, key: str
) -> Iterator[_Stage]:
    x, (u, v) = variable(name), parts
    code = f"# {rule}: {words}\n"
    code += f'print("u{key} =", diff({python(u)}, {x}))\n'
    code += f'print("v{key} =", diff({python(v)}, {x}))\n'
    given = inline(rf"u = {latex(u)},\; v = {latex(v)}")
    slopes = rf"\(u' = <u{key}>,\; v' = <v{key}>\)"
    yield _Stage(f"{rule} {formula} with {given}: {slopes}.", code)
    for part, letter in ((u, "u"), (v, "v")):
        if not is_simple(part, name) and len(terms(part)) == 1:
            yield from _by_rule(part, name, f"{key}{letter}")


def _chain(node: Node, name: str) -> tuple[Node, Node] | None:
    """The outer function of "u", and the inner one."""
    u = Name("u" if name != "u" else "w")
    match node:
        case Call(function=function, arguments=(inner, *rest)) if name in tree.names(inner):
            return Call(function, (u, *rest)), inner
        case Binary(operator="**", left=base, right=power) if name not in tree.names(power):
            return Binary("**", u, power), base
        case Binary(operator="**", left=base, right=power) if name not in tree.names(base):
            return Binary("**", base, u), power
        case _:
            return None


def _in_chain(node: Node, outer: Node, inner: Node, name: str, key: str) -> Iterator[_Stage]:
    u = "u" if name != "u" else "w"
    x = variable(name)
    code = f"# Chain rule for {python(node)}: outer derivative times inner derivative\n"
    code += f'{u} = symbols("{u}")\n'
    code += f'print("outer{key} =", diff({python(outer)}, {u}))\n'
    code += f'print("inner{key} =", diff({python(inner)}, {x}))\n'
    slopes = rf"the outer derivative is \(\left({latex(outer)}\right)' = <outer{key}>\), "
    slopes += rf"the inner one \({u}' = <inner{key}>\)"
    text = rf"Chain rule for \({latex(node)}\), with \({u} = {latex(inner)}\): {slopes}."
    yield _Stage(text, code)
    if not is_simple(inner, name) and len(terms(inner)) == 1:
        yield from _by_rule(inner, name, f"{key}i")
