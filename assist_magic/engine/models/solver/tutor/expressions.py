"""Hints for working out numbers, rewriting expressions, and the vertex of a parabola."""

from __future__ import annotations

from assist_magic.engine.models.solver.intents.algebra import Rewrite
from assist_magic.engine.models.solver.intents.parabolas import Vertex
from assist_magic.engine.models.solver.intents.substitution import At
from assist_magic.engine.models.solver.intents.values import Evaluate, WithKnown
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
)
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.tutor.calculus import terms
from assist_magic.engine.models.solver.tutor.hints import Hints, Line


def evaluating(task: Evaluate) -> Hints:
    """The hints for a number that is to be worked out."""
    hints = _share(task.node) or _fractions(task.node) or _in_order(task.node)
    if task.places[0] == "places":
        more = " Round only at the very end, and look at the digit after the last one kept."
        return Hints(hints.idea, hints.start + more, hints.line)
    return hints


def _share(node: Node) -> Hints | None:
    """ "17% of 2340"."""
    match node:
        case Binary("*", Binary("/", share, Number("100")), value):
            pass
        case _:
            return None
    p, n = latex(share), latex(value)
    return Hints(
        "A percent is a hundredth: the word “of” then means times.",
        rf"So \({p}\%\) of \({n}\) is \(\frac{{{p}}}{{100}} \cdot {n}\).",
        rf"One percent of \({n}\) is \(\frac{{{n}}}{{100}}\); write that down. Then take it "
        rf"\({p}\) times.",
    )


def _fractions(node: Node) -> Hints | None:
    """ "3/4 + 5/6"."""
    match node:
        case Binary("+" | "-" as sign, Binary("/", a, b), Binary("/", c, d)):
            pass
        case _:
            return None
    parts = [tree.whole(part) for part in (a, b, c, d)]
    if None in parts or 0 in (parts[1], parts[3]):
        return None
    word = "added" if sign == "+" else "subtracted"
    if parts[1] == parts[3]:
        above = rf"\({latex(a)} {sign} {latex(c)}\)"
        line: str | Line = (
            rf"Both are parts of \({latex(b)}\): put {above} above it, and see whether the "
            "fraction can be reduced."
        )
    else:
        body = f'print("common =", lcm({parts[1]}, {parts[3]}))\n'
        common = (
            rf"The smallest common denominator is \(<common>\): \({latex(node)} = "
            rf"\frac{{\ldots}}{{<common>}} {sign} \frac{{\ldots}}{{<common>}}\). What stands above?"
        )
        line = Line(body, (("common", common),))
    return Hints(
        f"Fractions can be {word} when they have the same denominator.",
        rf"Here the denominators are \({latex(b)}\) and \({latex(d)}\). Find a number that both "
        "divide, and write each fraction with it.",
        line,
    )


def _in_order(node: Node) -> Hints:
    shown = inline(latex(node))
    first = _first(node)
    if first is None or first == node:
        return Hints(
            f"Here one operation is left to do: {_words(node)}.",
            f"Write {shown} down, and estimate first: how large will it be, and what sign has it?",
            _split(node),
        )
    body = f'print("first =", simplify(sympify({python(first)})))\n'
    return Hints(
        "Mind the order: brackets first, then powers and roots, then times and divided, then plus "
        "and minus.",
        f"In {shown}, begin with {inline(latex(first))}.",
        Line(
            body,
            (("first", rf"The first step: \[{latex(first)} = <first>\] Put that in, and go on."),),
        ),
    )


def _first(node: Node) -> Node | None:
    """The operation that is done first: the innermost, from left to right."""
    for child in tree.children(node):
        if found := _first(child):
            return found
    plain = all(isinstance(child, Number) or _is_minus(child) for child in tree.children(node))
    return node if tree.children(node) and plain and not _is_minus(node) else None


def _is_minus(node: Node) -> bool:
    return isinstance(node, Negative) and isinstance(node.operand, Number)


def _words(node: Node) -> str:
    match node:
        case Binary("+"):
            return "an addition"
        case Binary("-"):
            return "a subtraction"
        case Binary("*"):
            return "a multiplication"
        case Binary("/"):
            return "a division; see whether the fraction can be reduced"
        case Binary("**"):
            return "a power, that is, the same factor again and again"
        case Call("sqrt" | "cbrt"):
            return "a root; look for a square (or cube) that divides the number"
        case Call("factorial"):
            return "a factorial: the product of all whole numbers up to it"
        case _:
            return "look up what its sign means, and what is put into it"


def _split(node: Node) -> str:
    match node:
        case Binary("*", left, Number(text)) if text.isdigit() and len(text) == 2:
            tens, ones = int(text) // 10 * 10, int(text) % 10
            if ones:
                split = rf"{latex(left)} \cdot {tens} + {latex(left)} \cdot {ones}"
                return f"Split the second factor: {inline(split)}."
        case Binary("/", above, below):
            return (
                f"How often does {inline(latex(below))} go into {inline(latex(above))}, and which "
                "factors do both share?"
            )
        case Call("sqrt", (Number() as inner,)):
            return f"Write {inline(latex(inner))} as a product in which one factor is a square."
    return "Do it in pieces that you can do in your head, and put the pieces together."


def inserting(task: At) -> Hints:
    """The hints for the value of an expression at a place."""
    values = dict(task.values)
    where = ", ".join(f"{latex(Name(name))} = {latex(value)}" for name, value in task.values)
    put_in = latex(tree.substituted(task.node, values))
    pieces = [term for term in terms(task.node) if tree.names(term)]
    line: str | Line = "Powers first, then products, then sums; a minus in brackets stays inside."
    if len(list(terms(task.node))) > 1 and pieces:
        piece = tree.substituted(pieces[0], values)
        body = f'print("piece =", simplify(sympify({python(piece)})))\n'
        line = Line(
            body,
            (("piece", rf"The first term: \[{latex(piece)} = <piece>\] Now the others."),),
        )
    return Hints(
        f"The value at {inline(where)} is what comes out when that is put in for the letter, "
        "everywhere.",
        f"Put it in, with brackets around it: {inline(put_in)}. Then work it out in the right "
        "order.",
        line,
    )


def known(task: WithKnown) -> Hints:
    """The hints for an expression in what an earlier question asks for."""
    names = ", ".join(inline(latex(Name(name))) for name in tree.names(task.node))
    return Hints(
        f"This builds on what came before: {names} is from {task.binding.words}.",
        f"Find {names} from {task.binding.words} first; ask for that question alone if you like.",
        f"Then put what you have found into {inline(latex(task.node))}.",
    )


def rewriting(task: Rewrite) -> Hints:
    """The hints for another form of an expression."""
    make = {"expand": _expanding, "factor": _factoring, "apart": _parting}
    return make.get(task.kind, _simplifying)(task.node)


def _expanding(node: Node) -> Hints:
    shown = inline(latex(node))
    idea = "Multiply out: every term of one bracket with every term of the other."
    match node:
        case Binary("*", left, right) if len(list(terms(left))) > 1 < len(list(terms(right))):
            first = next(terms(left))
            piece = Binary("*", first, right)
            body = f'print("piece =", expand({python(piece)}))\n'
            line = Line(
                body,
                (
                    (
                        "piece",
                        rf"The first part: \[{latex(piece)} = <piece>\] Now the next term of the "
                        "first brackets; then collect like terms.",
                    ),
                ),
                tree.names(piece),
            )
            start = f"Begin with {inline(latex(first))} times each term of {inline(latex(right))}."
            return Hints(idea, start, line)
        case Binary("**", base, power) if (tree.whole(power) or 0) > 1:
            less = Number(str((tree.whole(power) or 2) - 1))
            rest = base if less.text == "1" else Binary("**", base, less)
            product = latex(Binary("*", base, rest))
            return Hints(
                idea,
                f"A power is a product of equal factors: {shown} is {inline(product)}.",
                f"Begin with the first term, {inline(latex(next(terms(base))))}, times all of "
                f"{inline(latex(rest))}; then the next term. Collect like terms at the end.",
            )
    return Hints(
        idea,
        f"In {shown}, go through the brackets one after the other; mind the minus signs.",
        "Write down all products first, without collecting anything. Then put together the terms "
        "with the same power.",
    )


def _factoring(node: Node) -> Hints:
    names = tree.names(node)
    shown = inline(latex(node))
    body = _FACTORING.replace("{node}", python(node)).replace("{x}", variable(names[0]))
    return Hints(
        "Factoring is multiplying out, backwards. First look for a factor that all terms share, "
        "then for a pattern: a difference of two squares, a square of a sum, or two brackets.",
        f"In {shown}: do all terms share a number or a letter? If there are three terms, look for "
        "two numbers: their product belongs to the last term, their sum to the middle one.",
        Line(
            body,
            (
                (
                    "common",
                    r"All terms share the factor \(<common>\). Put it in front of brackets.",
                ),
                (
                    "product",
                    r"Look for two numbers with the product \(<product>\) and the sum \(<sum>\).",
                ),
                (
                    "degree",
                    "Try small whole numbers: where the expression is 0, a bracket is found, and "
                    "the rest is a division. (Its degree is <degree>.)",
                ),
            ),
            names,
        ),
    )


def _parting(node: Node) -> Hints:
    match node:
        case Binary("/", _, below):
            pass
        case _:
            below = node
    body = f'print("below =", factor({python(below)}))\n'
    return Hints(
        "Partial fractions: a fraction is written as a sum of simple ones, one for each factor of "
        "its denominator.",
        f"Factor the denominator {inline(latex(below))} first. Each factor gets a fraction with an "
        "unknown number above it.",
        Line(
            body,
            (
                (
                    "below",
                    r"The denominator is \(<below>\). Write \(\frac{A}{\ldots} + "
                    r"\frac{B}{\ldots}\) with its factors, multiply by the whole denominator, and "
                    "compare.",
                ),
            ),
            tree.names(below),
        ),
    )


def _simplifying(node: Node) -> Hints:
    shown = inline(latex(node))
    match node:
        case Binary("/", _, below) if tree.names(below):
            return _cancelling(shown, below)
    if tree.calls(node) & {"sin", "cos", "tan"}:
        return Hints(
            "Look for an identity between the trigonometric functions.",
            rf"In {shown}, remember \(\sin^2 + \cos^2 = 1\) and "
            r"\(\tan = \frac{\sin}{\cos}\). Which of them fits?",
            "Write everything with sine and cosine only, then collect.",
        )
    return Hints(
        "Put together what is alike: the same letters with the same powers; with numbers, share "
        "factors between top and bottom or take squares out of roots.",
        f"In {shown}, undo the brackets first, then underline the terms that belong together.",
        "Begin with the terms of the highest power, then the next lower ones, then plain numbers.",
    )


def _cancelling(shown: str, below: Node) -> Hints:
    line: str | Line = f"Take each term above over {inline(latex(below))} by itself."
    if len(list(terms(below))) > 1:
        line = Line(
            f'print("below =", factor({python(below)}))\n',
            (("below", r"Below stands \(<below>\). Now what stands above, and cancel."),),
            tree.names(below),
        )
    return Hints(
        "Simplify a fraction by cancelling common factors.",
        f"In {shown}, factor what stands above and what stands below. What do they share?",
        line,
    )


def vertex(task: Vertex) -> Hints:
    """The hints for the vertex of a parabola."""
    x = task.function.variable
    shown = latex(task.function.node)
    body = f"function = {python(task.function.node)}\n" + _VERTEX.replace("{x}", variable(x))
    return Hints(
        "The vertex is where the parabola turns: it lies on its axis of symmetry. There is a "
        r"formula for that place, \(h = -\frac{b}{2a}\), or complete the square.",
        f"Compare {inline(shown)} with {inline(f'a{x}^2 + b{x} + c')}: what are {inline('a')} and "
        f"{inline('b')}? Once {inline('h')} is known, put it into the function for the other "
        "coordinate.",
        Line(
            body,
            (
                (
                    "a",
                    r"Here \(a = <a>\) and \(b = <b>\), so \[h = <place>\] Work that out, and put "
                    "it into the function.",
                ),
            ),
            (x,),
        ),
    )


_FACTORING = """# Only what is looked for, not the factors themselves
terms = Poly(expand({node}), {x})
content = terms.content()
if content not in (0, 1):
    print("common =", content)
elif terms.coeff_monomial(1) == 0:
    print("common =", {x})
elif terms.degree() == 2:
    first, middle, last = terms.all_coeffs()
    print("product =", first*last)
    print("sum =", middle)
else:
    print("degree =", terms.degree())
"""
_VERTEX = """# Only the coefficients
a, b, c = Poly(function, {x}).all_coeffs()
print("a =", a)
print("b =", b)
print("place =", f"-({b})/(2*({a}))")
"""
