"""Hints for equations and systems of them."""

from __future__ import annotations

from assist_magic.engine.models.solver.intents.equations import Solve
from assist_magic.engine.models.solver.intents.systems import System
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Relation,
)
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.tutor.hints import Hints, Line

_TRIGONOMETRIC = {"sin", "cos", "tan", "cot", "sec", "csc"}


def solving(task: Solve) -> Hints:
    """The hints for one equation in one unknown."""
    if task.has_parameters:
        return _for_a_letter(task)
    if task.degree == 1:
        return _linear(task)
    if task.degree == 2:
        return _quadratic(task)
    return _polynomial(task) if task.degree is not None else _other(task)


def _x(task: Solve) -> str:
    return inline(latex(Name(task.unknown)))


def _sides(task: Solve) -> str:
    left, right = task.relation.sides
    return f"left = {python(left)}\nright = {python(right)}\n"


def _for_a_letter(task: Solve) -> Hints:
    x = _x(task)
    return Hints(
        f"This is to be solved for {x}: treat every other letter as if it were a known number.",
        f"In {inline(latex(task.relation))}, bring every term with {x} to one side and all others "
        f"to the other. Then {x} can be taken out as a factor.",
        rf"Write it as \({task.unknown} \cdot (\ldots) = \ldots\) where the brackets hold no "
        f"{x}. One division is left, and it holds where the brackets are not 0.",
    )


def _linear(task: Solve) -> Hints:
    x, relation = _x(task), inline(latex(task.relation))
    body = _sides(task) + LINEAR.replace("{x}", variable(task.unknown))
    name = latex(Name(task.unknown))
    return Hints(
        f"This is a linear equation: {x} stands in it to the first power only. Look at what is "
        f"done to {x}, and undo it step by step, always on both sides.",
        f"In {relation}: {_undone(task)} What has to be done to both sides for that?",
        Line(
            body,
            (
                ("alone", rf"The first line: \[{name} = <alone>\] The rest is yours."),
                ("turned", rf"The first line: \[-{name} = <turned>\] The rest is yours."),
                ("moved", rf"The first line: \[<factor>{name} = <moved>\] The rest is yours."),
                ("divided", rf"The first line: \[{name} = <divided>\] Work that out."),
                (
                    "collected",
                    rf"The first line: \[\left(<collected>\right) {name} = <others>\] The rest is "
                    "yours.",
                ),
                ("together", rf"Count first: how many \({name}\) are there in all?"),
            ),
            tree.names(task.relation),
        ),
    )


def _undone(task: Solve) -> str:
    """What to undo first, where the unknown stands on one side alone."""
    x = _x(task)
    for side, other in (task.relation.sides, task.relation.sides[::-1]):
        if tree.names(other):
            continue
        match side:
            case Binary("+" | "-" as sign, _, Number() as term):
                step = "adds" if sign == "+" else "subtracts"
                return (
                    f"on the side with {x} the last step {step} {inline(latex(term))}. Undo that "
                    "first."
                )
            case Binary("+" | "-", Number() as term, _):
                return f"beside the term with {x} stands {inline(latex(term))}. Undo that first."
            case Binary("*", Number() as factor, Name()):
                return f"{x} is multiplied by {inline(latex(factor))}. Undo that."
            case Binary("/", Name(), Number() as divisor):
                return f"{x} is divided by {inline(latex(divisor))}. Undo that."
    return f"bring all terms with {x} to one side, and all plain numbers to the other."


def _quadratic(task: Solve) -> Hints:
    x, relation = _x(task), inline(latex(task.relation))
    body = _sides(task) + _QUADRATIC.replace("{x}", variable(task.unknown))
    formula = inline(rf"{task.unknown} = \frac{{-b \pm \sqrt{{b^2 - 4ac}}}}{{2a}}")
    return Hints(
        f"This is a quadratic equation: the highest power of {x} is the second. It can have two "
        "solutions, one, or none among the real numbers. With 0 on one side it can be factored, "
        "or solved by the quadratic formula.",
        f"Bring {relation} into the form {inline('ax^2 + bx + c = 0')} and read off the three "
        f"coefficients. Then factor the left side, or use {formula}.",
        Line(
            body,
            (
                (
                    "a",
                    r"Here \(a = <a>\), \(b = <b>\) and \(c = <c>\). What is under the root? "
                    r"\[b^2 - 4ac = <under>\] Work that out, and go on with the formula.",
                ),
                ("number", r"The square does not stay: \(<number>\) is left. What does that say?"),
            ),
            tree.names(task.relation),
        ),
    )


def _polynomial(task: Solve) -> Hints:
    x, relation = _x(task), inline(latex(task.relation))
    body = _sides(task) + 'print("form =", expand(left - right))\n'
    return Hints(
        f"This is a polynomial equation of degree {task.degree}. There is no short formula for it: "
        "factors have to be found. A product is 0 where one of its factors is.",
        f"Bring {relation} to 0 on one side. Is there a power of {x} in every term? Is it a "
        f"quadratic in {x} squared? If not, try whole numbers that divide the last number.",
        Line(
            body,
            (
                (
                    "form",
                    r"With everything on one side: \[<form> = 0\] Every whole-number solution "
                    "divides the number at its end. Put one after the other in; each that fits "
                    "gives a factor to divide by.",
                ),
            ),
            tree.names(task.relation),
        ),
    )


def _other(task: Solve) -> Hints:
    calls = tree.calls(task.relation)
    relation, x = inline(latex(task.relation)), _x(task)
    idea, start = _ideas(calls, x, _divides(task.relation, task.unknown))
    opened = _opened(task)
    line = (
        f"Undo the outermost step: {inline(opened)}. Go on from there."
        if opened
        else f"In {relation}, get the part with {x} alone on one side first. Then one step undoes "
        "what is outermost there."
    )
    return Hints(idea, start.replace("<relation>", relation), line)


def _divides(relation: Relation, x: str) -> bool:
    return any(
        isinstance(part, Binary) and part.operator == "/" and x in tree.names(part.right)
        for part in tree.walk(relation)
    )


def _ideas(calls: frozenset[str], x: str, divides: bool) -> tuple[str, str]:
    if calls & _TRIGONOMETRIC:
        return (
            f"The unknown {x} stands inside a trigonometric function. These repeat: there will be "
            "solutions again and again.",
            "Bring <relation> into the form: function of the angle = number. At which angles of "
            "one full turn does the function have that value? The period gives all others.",
        )
    if calls & {"sqrt", "cbrt"}:
        return (
            f"The unknown {x} stands under a root. Squaring undoes a square root, but it can let "
            "in false solutions.",
            "In <relation>, get the root alone on one side before squaring both sides. At the end, "
            "put every solution into the first line.",
        )
    if "Abs" in calls:
        return (
            "An absolute value is a distance from 0: what stands inside can be on either side.",
            "In <relation>, get the absolute value alone. Then there are two cases: what is inside "
            "is that number, or minus that number.",
        )
    if calls & {"ln", "log", "log10", "log2", "exp"}:
        return (
            f"The unknown {x} stands inside a logarithm or an exponential function: each undoes "
            "the other.",
            "In <relation>, get that function alone on one side, then apply the other to both. "
            "Logarithms need a positive number inside.",
        )
    if divides:
        return (
            f"The unknown {x} stands in a denominator. Multiplying by the denominators takes the "
            "fractions away; where one of them is 0, nothing can be a solution.",
            "Multiply both sides of <relation> by every denominator that has the unknown in it, "
            "and write down which values are forbidden.",
        )
    return (
        f"The unknown {x} stands in an exponent or a power. A logarithm brings an exponent down, a "
        "root undoes a power.",
        "Bring <relation> into the form: one power = number, or two powers of one base.",
    )


def _opened(task: Solve) -> str:
    """The equation one step further, where one function of the unknown equals a number."""
    left, right = task.relation.sides
    if tree.names(left) and tree.names(right):
        return ""
    side, number = (left, right) if tree.names(left) else (right, left)
    match side:
        case Call(_, (Name(),)):
            return ""
        case Call("Abs", (inner,)):
            both = (_equal(inner, number), _equal(inner, Negative(number)))
            return rf"{both[0]} \quad\text{{or}}\quad {both[1]}"
        case Call("sqrt", (inner,)):
            return _equal(inner, Binary("**", number, Number("2")))
        case Call("ln", (inner,)):
            return _equal(inner, Call("exp", (number,)))
        case Call("log10", (inner,)):
            return _equal(inner, Binary("**", Number("10"), number))
        case Binary("**", base, power) if tree.names(power) and not tree.names(base):
            return _equal(Binary("*", power, Call("ln", (base,))), Call("ln", (number,)))
        case _:
            return ""


def _equal(left: Node, right: Node) -> str:
    return latex(Relation((left, right), ("=",)))


def system(task: System) -> Hints:
    """The hints for several equations at once."""
    relation, name = _simplest(task)
    body = (
        f"found = solve({python(relation)}, {variable(name)})\n"
        "if len(found) == 1 and found[0].free_symbols:\n"
        '    print("expressed =", found[0])\nelse:\n    print("several =", len(found))\n'
    )
    shown = latex(Name(name))
    return Hints(
        f"There are {len(task.relations)} equations for {len(task.unknowns)} unknowns, and all of "
        "them hold at once. Get rid of one unknown, so that an equation with one fewer is left.",
        f"Begin with {inline(latex(relation))}: solve it for {inline(shown)}, and put that into "
        "the other. (Or add multiples of the equations so that one unknown drops out.)",
        Line(
            body,
            (
                (
                    "expressed",
                    rf"Solved for \({shown}\): \[{shown} = <expressed>\] Put that in for "
                    rf"\({shown}\) in the other equation. What is left has one unknown less.",
                ),
                (
                    "several",
                    f"Solve {inline(latex(relation))} for {inline(shown)}; watch for more than one "
                    "way to do so. Then put it into the other equation.",
                ),
            ),
            task.unknowns,
        ),
    )


def _simplest(task: System) -> tuple[Relation, str]:
    """An equation with two unknowns or more, and one of them that stands there without factor."""
    several = [each for each in task.relations if len(tree.names(each)) > 1] or [*task.relations]
    for relation in several:
        for name in tree.names(relation):
            if any(_is_plain_term(side, name) for side in relation.sides):
                return relation, name
    return several[0], tree.names(several[0])[0]


def _is_plain_term(node: Node, name: str) -> bool:
    match node:
        case Binary("+" | "-", left, right):
            return _is_plain_term(left, name) or _is_plain_term(right, name)
        case Negative(operand):
            return _is_plain_term(operand, name)
        case _:
            return node == Name(name)


LINEAR = """
# Only the first step: terms with {x} to the left, plain numbers to the right
left, right = expand(left), expand(right)
factor = left.coeff({x}, 1) - right.coeff({x}, 1)
here, there = left.coeff({x}, 0), right.coeff({x}, 0)


def minus(first, second):
    if second.is_Add:
        return f"{first} - ({second})"
    return f"{first} + {-second}" if second.could_extract_minus_sign() else f"{first} - {second}"


if here != 0 and factor != 0:
    print("factor =", factor)
    print({1: "alone", -1: "turned"}.get(factor, "moved"), "=", minus(there, here))
elif here == 0 and right.coeff({x}, 1) == 0 and factor not in (0, 1):
    print("divided =", f"({there})/({factor})")
elif right.coeff({x}, 1) != 0:
    print("collected =", minus(left.coeff({x}, 1), right.coeff({x}, 1)))
    print("others =", minus(there, here))
else:
    print("together =", {x})
"""
_QUADRATIC = """
# Only the coefficients, with everything on one side
form = expand(left - right)
a, b, c = [form.coeff({x}, power) for power in (2, 1, 0)]
if a == 0:
    print("number =", form)
else:
    print("a =", a)
    print("b =", b)
    print("c =", c)
    print("under =", f"({b})**2 - 4*({a})*({c})")
"""
