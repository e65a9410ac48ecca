"""Other forms of an expression: factored, with fractions cancelled or taken apart."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Name, Node
from assist_magic.engine.models.solver.source import variable
from assist_magic.engine.models.solver.steps import Way


def way(kind: str, node: Node) -> Way:
    """The steps of a rewriting in one letter; none where there is but one step."""
    names = tree.names(node)
    if len(names) != 1:
        return Way()
    if kind == "factor" and tree.degree(node, names[0]) is not None and _has_whole_numbers(node):
        return _factored(names[0])
    divides = any(
        isinstance(part, Binary) and part.operator == "/" and tree.names(part.right)
        for part in tree.walk(node)
    )
    if kind == "simplify" and divides and not tree.calls(node):
        return _CANCELLED
    return _APART if kind == "apart" and divides else Way()


def _has_whole_numbers(node: Node) -> bool:
    return all("." not in part.text for part in tree.walk(node) if isinstance(part, tree.Number))


def _factored(name: str) -> Way:
    x = latex(Name(name))
    return Way(
        _FACTORED.format(x=variable(name)),
        (
            r"Take out the common factor \(<common>\): \(<rest>\) is left.",
            r"Two numbers with the product \(<product>\) and the sum \(<sum>\): \(<pair>\).",
            r"Split the middle term and factor in groups: \(<split>\).",
            rf"\({x} = <zero>\) is a zero, so divide by \(<divisor>\): \(<quotient>\) is left.",
        ),
    )


_FACTORED = """
# A common factor first, then two numbers with the right product and sum
(power,), rest = Poly(expression, {x}).terms_gcd()
number, rest = rest.primitive()
if number*{x}**power != 1:
    print("common =", number*{x}**power)
    print("rest =", rest.as_expr())
if rest.degree() == 2:
    square, middle, last = rest.all_coeffs()
    root = sqrt(middle**2 - 4*square*last)
    first, second = (middle + root)/2, (middle - root)/2
    if root.is_integer and middle != 0:
        print("product =", square*last)
        print("sum =", middle)
        print("pair =", f"{{first}}, {{second}}")
        split = f"{{square*{x}**2}} + {{first*{x}}} + {{second*{x}}} + {{last}}"
        print("split =", split.replace("+ -", "- "))
elif rest.degree() > 2:
    for zero in sorted(rest.ground_roots())[:1]:
        print("zero =", zero)
        print("divisor =", {x} - zero)
        print("quotient =", quo(rest.as_expr(), {x} - zero, {x}))
"""
_CANCELLED = Way(
    """
# Factors that above and below share
above, below = together(expression).as_numer_denom()
shared = gcd(above, below)
if not shared.is_number:
    print("above =", factor(above))
    print("below =", factor(below))
    print("shared =", factor(shared))
""",
    (
        r"Factor above and below: \(\frac{<above>}{<below>}\).",
        r"Cancel the common factor \(<shared>\).",
    ),
)
_APART = Way(
    """
# One fraction for each factor of the denominator
print("below =", factor(together(expression).as_numer_denom()[1]))
""",
    (
        r"Factor the denominator: \(<below>\).",
        "Each factor gets a fraction of its own; compare the numerators to find theirs.",
    ),
)
