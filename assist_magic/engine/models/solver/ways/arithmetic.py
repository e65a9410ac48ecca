"""Arithmetic: fractions over a common denominator, percentages, products before sums."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Node, Number
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.steps import Way
from assist_magic.engine.models.solver.ways.factors import terms


def way(node: Node) -> Way:
    """The steps of a number that is worked out; none where there is but one step."""
    several = terms(node)
    if len(several) > 1:
        fractions = [_is_fraction(term) for term in several]
        if any(fractions) and all(_is_plain(term) for term in several):
            return _over_one(several)
        return _products(several) if _is_mixed(several) else Way()
    return _percent(node)


def _is_fraction(node: Node) -> bool:
    node = node.operand if isinstance(node, tree.Negative) else node
    return isinstance(node, Binary) and node.operator == "/" and _is_whole(node)


def _is_whole(node: Node) -> bool:
    return all(
        isinstance(part, Number) and part.text.isdigit()
        for part in tree.walk(node)
        if not tree.children(part)
    )


def _is_plain(node: Node) -> bool:
    """Whether a term is a whole number or one fraction of two."""
    inner = node.operand if isinstance(node, tree.Negative) else node
    return (
        isinstance(inner, Number)
        and inner.text.isdigit()
        or (_is_fraction(node) and all(not tree.children(part) for part in tree.children(inner)))
    )


def _is_mixed(several: list[Node]) -> bool:
    """Whether a sum of numbers has products or powers in it that come first."""
    inner = [term.operand if isinstance(term, tree.Negative) else term for term in several]
    return any(isinstance(term, Binary) for term in inner) and all(map(_is_whole, inner))


def _over_one(several: list[Node]) -> Way:
    listed = ", ".join(f"sympify({python(term)})" for term in several)
    return Way(
        _FRACTIONS.format(terms=listed),
        (
            r"The common denominator is \(<common denominator>\): \(<expanded>\).",
            r"Add the numerators: \(\frac{<numerator>}{<common denominator>}\).",
        ),
    )


def _products(several: list[Node]) -> Way:
    listed = ", ".join(f"sympify({python(term)})" for term in several)
    return Way(_TERMS.format(terms=listed), (r"Products and powers first: \(<terms>\).",))


def _percent(node: Node) -> Way:
    match node:
        case Binary(operator="*", left=Binary(operator="/", left=share, right=Number(text="100"))):
            below = Binary("/", share, Number("100"))
            written = rf"{latex(share)}\,\% = {latex(below)}"
            text = rf"Percent means hundredths: \({written}\); “of” means times: \({latex(node)}\)."
            return Way("", (text,))
        case _:
            return Way()


_FRACTIONS = """
# Over a common denominator
terms = [{terms}]
common = lcm([term.q for term in terms])
above = [term.p*(common // term.q) for term in terms]
if len(set(term.q for term in terms)) > 1:
    print("common denominator =", common)
    expanded = " + ".join(f"{{number}}/{{common}}" for number in above)
    print("expanded =", expanded.replace("+ -", "- "))
    print("numerator =", sum(above))
"""
_TERMS = """
# Products and powers first
terms = [{terms}]
print("terms =", " + ".join(map(str, terms)).replace("+ -", "- "))
"""
