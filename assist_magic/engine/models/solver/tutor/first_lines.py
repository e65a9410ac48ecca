"""The first line worked on the numbers of a question, for topics that have a way of working."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Listing, Node, Relation
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.tutor.equations import LINEAR
from assist_magic.engine.models.solver.tutor.hints import Line

Maker = Callable[[Sequence[Node]], "str | Line | None"]


def _divided(nodes: Sequence[Node]) -> Line | None:
    """Euclid's first division, its remainder left to be found."""
    numbers = [tree.whole(node) for node in nodes]
    if len(numbers) != 2 or None in numbers or 0 in numbers:
        return None
    body = f"small, large = sorted([{python(nodes[0])}, {python(nodes[1])}])\n"
    body += 'print("times =", large // small)\nprint("small =", small)\nprint("large =", large)\n'
    return Line(
        body,
        (
            (
                "times",
                r"The first line: \[<large> = <times> \cdot <small> + \ldots\] What is left over? "
                "Go on with that and the smaller number; the last remainder that is not 0 is what "
                "you look for.",
            ),
        ),
    )


def _taken_away(nodes: Sequence[Node]) -> Line | None:
    """The first multiple that is taken away in a division with remainder."""
    numbers = [tree.whole(node) for node in nodes]
    if len(numbers) != 2 or None in numbers or 0 in numbers:
        return None
    body = f"number, divisor = {python(nodes[0])}, {python(nodes[1])}\n{_TAKEN}"
    a, b = (latex(node) for node in nodes)
    return Line(
        body,
        (
            (
                "away",
                rf"The first line: \({b}\) times \(<times>\) goes in, \[{a} - <away> = <left>\] Go "
                "on with that.",
            ),
            ("step", rf"Write down the multiples of \({b}\), and stop before \({a}\)."),
        ),
    )


def _halved(nodes: Sequence[Node]) -> Line | None:
    """The first division by 2 of a number that is to be written in base two."""
    if len(nodes) != 1 or (tree.whole(nodes[0]) or 0) < 4:
        return None
    body = f"number = {python(nodes[0])}\n"
    body += 'print("half =", number // 2)\nprint("last =", number % 2)\n'
    sentence = (
        rf"The first line: \[{latex(nodes[0])} = 2 \cdot <half> + <last>\] so the last digit is "
        r"\(<last>\). Go on with \(<half>\), until 0 is reached; then read from the last to the "
        "first."
    )
    return Line(body, (("half", sentence),))


def _chosen(nodes: Sequence[Node]) -> str | None:
    """The fraction of a binomial coefficient, before it is worked out."""
    found = sorted(tree.whole(node) or 0 for node in nodes)
    if len(found) != 2 or not 1 < found[0] < found[1] or found[0] > 8:
        return None
    k, n = found
    above = r" \cdot ".join(str(n - place) for place in range(k))
    below = r" \cdot ".join(str(place) for place in range(k, 0, -1))
    return rf"The first line: \[\binom{{{n}}}{{{k}}} = \frac{{{above}}}{{{below}}}\] Cancel first."


def _differences(nodes: Sequence[Node]) -> str | None:
    """The differences of a sequence, before they are worked out."""
    if not 3 <= len(nodes) <= 8:
        return None
    pairs = zip(nodes, nodes[1:], strict=False)
    listed = r",\quad ".join(latex(Binary("-", after, before)) for before, after in pairs)
    return (
        rf"The differences are \[{listed}\] Work them out. If they are equal, add that step once "
        "more; if not, look at the differences of the differences, or divide neighbours."
    )


def _crossed(nodes: Sequence[Node]) -> str | None:
    """The two products of a determinant with two rows."""
    match nodes:
        case (Listing((Listing((a, b)), Listing((c, d)))),):
            products = Binary("-", Binary("*", a, d), Binary("*", b, c))
            return rf"The first line: \[\det = {latex(products)}\] Mind the signs."
        case _:
            return None


def _cancelled(nodes: Sequence[Node]) -> str | None:
    """What must be a factor of the top, where the bottom of a limit is linear."""
    match nodes:
        case (Binary("/", above, below), *_) if len(tree.names(below)) == 1:
            if tree.degree(below, tree.names(below)[0]) != 1:
                return None
            factor = rf"\left({latex(below)}\right)"
            return (
                rf"If the top becomes 0 there too, it has the same factor: \[{latex(above)} = "
                rf"{factor} \left(\ldots\right)\] What stands in the other brackets? Cancel, and "
                "put the place in."
            )
        case _:
            return None


def inequality(relation: Relation) -> Line | None:
    """The terms of a linear inequality, sorted to both sides."""
    names = tree.names(relation)
    difference = Binary("-", *relation.sides[:2])
    if len(names) != 1 or len(relation.operators) != 1 or tree.degree(difference, names[0]) != 1:
        return None
    left, right = relation.sides
    sign = {"<=": r"\le", ">=": r"\ge"}.get(relation.operators[0], relation.operators[0])
    x, rest = latex(tree.Name(names[0])), "What comes next? Mind the sign of the number before "
    rest += f"{inline(x)}."
    body = f"left = {python(left)}\nright = {python(right)}\n"
    body += LINEAR.replace("{x}", variable(names[0]))
    return Line(
        body,
        (
            ("alone", rf"The first line: \[{x} {sign} <alone>\] The rest is yours."),
            ("turned", rf"The first line: \[-{x} {sign} <turned>\] {rest}"),
            ("moved", rf"The first line: \[<factor>{x} {sign} <moved>\] {rest}"),
            ("divided", rf"Divide both sides by the number before \({x}\). {rest}"),
            ("together", rf"Count first: how many \({x}\) are there in all?"),
            (
                "collected",
                rf"The first line: \[\left(<collected>\right) {x} {sign} <others>\] {rest}",
            ),
        ),
        names,
    )


_TAKEN = """
# The largest power of ten of the divisor that goes in
times = 1
while times*10*divisor <= number:
    times = times*10
left = number - times*divisor
if left >= divisor:
    print("times =", times)
    print("away =", times*divisor)
    print("left =", left)
else:
    print("step =", divisor)
"""
MAKERS: dict[str, Maker] = {
    "divisor": _divided,
    "remainder": _taken_away,
    "binary": _halved,
    "choice": _chosen,
    "sequence": _differences,
    "determinant": _crossed,
    "limit": _cancelled,
}
"""By the name of a topic."""
