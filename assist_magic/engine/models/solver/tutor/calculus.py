"""Hints for derivatives and integrals."""

from __future__ import annotations

from collections.abc import Iterator

from assist_magic.engine.models.solver.intents.calculus import Derivative, Integral
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
)
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.tutor.hints import Hints, Line

_POWER = r"\(\frac{d}{dx} x^n = n \cdot x^{n-1}\)"
_REVERSED = r"\(\int x^n\,dx = \frac{x^{n+1}}{n+1}\) for \(n \ne -1\)"


def terms(node: Node) -> Iterator[Node]:
    """The terms of a sum, each with its sign."""
    match node:
        case Binary("+", left, right):
            yield from terms(left)
            yield from terms(right)
        case Binary("-", left, right):
            yield from terms(left)
            yield from (Negative(each) for each in terms(right))
        case _:
            yield node


def derivative(task: Derivative) -> Hints:
    """The hints for a derivative, perhaps at a point."""
    function, x = task.function.node, task.function.variable
    idea, start = _rule(function, x)
    if task.order > 1:
        idea += f" It is to be done {task.order} times: begin with the first derivative."
    if task.at is not None:
        start += f" The point {inline(f'{x} = {latex(task.at)}')} is put in at the very end."
    return Hints(idea, start, _first_derivative(function, x))


def _rule(function: Node, x: str) -> tuple[str, str]:
    shown = inline(latex(function))
    moving = [term for term in terms(function) if x in tree.names(term)]
    if len(moving) > 1:
        listed = ", ".join(inline(latex(term)) for term in moving)
        return (
            "This is a sum: the derivative of a sum is the sum of the derivatives. Take it term by "
            "term; a number alone has the derivative 0.",
            f"In {shown} the terms that count are {listed}. For a power, use {_POWER}; a factor "
            "in front stays.",
        )
    match _bare(moving[0]) if moving else function:
        case Binary("*", u, v) if x in tree.names(u) and x in tree.names(v):
            return (
                "This is a product of two functions: it needs the product rule.",
                f"Call {inline(f'u = {latex(u)}')} and {inline(f'v = {latex(v)}')}. Then "
                r"\((uv)' = u'v + uv'\). Find \(u'\) and \(v'\) first.",
            )
        case Binary("/", u, v) if x in tree.names(v):
            return (
                "This is a quotient with the variable below: it needs the quotient rule.",
                f"Call {inline(f'u = {latex(u)}')} and {inline(f'v = {latex(v)}')}. Then "
                r"\(\left(\frac{u}{v}\right)' = \frac{u'v - uv'}{v^2}\). Find \(u'\) and \(v'\).",
            )
    if inner := _inner(_bare(moving[0]) if moving else function, x):
        return (
            "One function stands inside another: it needs the chain rule.",
            f"In {shown}, the inner function is {inline(f'g = {latex(inner)}')}. Differentiate the "
            r"outer one as if \(g\) were the variable, then multiply by \(g'\).",
        )
    return (
        f"Which rule fits {shown}? Look at its form: a power, or one of the functions whose "
        "derivatives are in every table.",
        f"For a power, {_POWER}; a factor in front stays. For the others, look up the one that "
        "stands here.",
    )


def _bare(term: Node) -> Node:
    """A term without its sign and its number in front."""
    match term:
        case Negative(operand):
            return _bare(operand)
        case Binary("*", factor, rest) if not tree.names(factor):
            return _bare(rest)
        case _:
            return term


def _inner(node: Node, x: str) -> Node | None:
    match node:
        case Call(_, (inner, *_)) | Binary("**", Binary() | Call() as inner, _):
            pass
        case Binary("**", base, inner) if not tree.names(base):
            pass
        case _:
            return None
    return None if isinstance(inner, Name) or x not in tree.names(inner) else inner


def _first_derivative(function: Node, x: str) -> str | Line:
    """The derivative of the first piece, where that is not all."""
    moving = [term for term in terms(function) if x in tree.names(term)]
    if len(moving) > 1:
        return _line(moving[0], x, "the first term", "Now the other terms.")
    core = _bare(moving[0]) if moving else function
    match core:
        case Binary("*", u, v) if x in tree.names(u) and x in tree.names(v):
            return _line(u, x, r"the first factor, \(u'\)", r"Now \(v'\), and put them together.")
        case Binary("/", u, v) if x in tree.names(v):
            return _line(v, x, r"the denominator, \(v'\)", r"Now \(u'\), and put them together.")
        case Binary("**", Name(), power):
            n = latex(power)
            return (
                f"Here the exponent is {inline(n)}: it comes in front as a factor, and the new "
                f"exponent is {inline(f'{n} - 1')}. A factor that was in front stays there."
            )
    if inner := _inner(core, x):
        return _line(inner, x, r"the inner function, \(g'\)", "Now the outer one.")
    return "Find it in the table of derivatives; a factor in front stays where it is."


def _line(node: Node, x: str, words: str, rest: str) -> Line:
    name = variable(x)
    body = f"piece = {python(node)}\nprint('derivative =', diff(piece, {name}))\n"
    body = body.replace("'derivative ='", '"derivative ="')
    sentence = (
        rf"The derivative of {words}: \[\frac{{d}}{{d{latex(Name(x))}}}\left({latex(node)}\right) "
        rf"= <derivative>\] {rest}"
    )
    return Line(body, (("derivative", sentence),), (*tree.names(node), x))


def integral(task: Integral) -> Hints:
    """The hints for an integral, with limits or without."""
    function, x = task.function.node, task.function.variable
    idea, start = _way(function, x)
    if task.low is not None and task.high is not None:
        low, high = latex(task.low), latex(task.high)
        start += (
            rf" With an antiderivative \(F\), the value is {inline(f'F({high}) - F({low})')}: find "
            r"\(F\) first."
        )
    else:
        start += r" Do not forget the constant \(+C\)."
    return Hints(idea, start, _first_integral(function, x))


def _way(function: Node, x: str) -> tuple[str, str]:
    shown = inline(latex(function))
    pieces = list(terms(function))
    if len(pieces) > 1:
        listed = ", ".join(inline(latex(piece)) for piece in pieces)
        return (
            "This is a sum: integrate it term by term. Which function has each term as its "
            "derivative?",
            f"The terms are {listed}. For a power, {_REVERSED}; a factor in front stays.",
        )
    match _bare(function):
        case Binary("*", u, v) if x in tree.names(u) and x in tree.names(v):
            return (
                "This is a product of two functions. Is one of them, but for a number, the "
                "derivative of something inside the other? Then substitute. If not, integrate by "
                "parts.",
                f"Look at {inline(latex(u))} and {inline(latex(v))}: which becomes simpler when "
                r"it is differentiated? By parts: \(\int u\,v' = uv - \int u'\,v\).",
            )
        case Binary("**", Name(), _) | Name():
            return (
                "This is a power: integrating turns the power rule around.",
                f"For {shown}, use {_REVERSED}; a factor in front stays.",
            )
    if inner := _inner(_bare(function), x):
        return (
            "One function stands inside another: try to substitute for the inner one.",
            f"In {shown}, call {inline(f'u = {latex(inner)}')}. What is "
            rf"\(\frac{{du}}{{d{x}}}\), and how does \(d{x}\) become \(du\)?",
        )
    return (
        f"Which function has the derivative {shown}? Look at its form, and at the table of "
        "derivatives from right to left.",
        f"For {shown}: is it a power, a fraction that can be divided out, or one of the functions "
        "of the table?",
    )


def _first_integral(function: Node, x: str) -> str | Line:
    pieces = list(terms(function))
    if len(pieces) == 1:
        match _bare(function):
            case Binary("**", Name(), power):
                n = latex(power)
                return (
                    f"Here the exponent is {inline(n)}: the new one is {inline(f'{n} + 1')}, and "
                    "by that number you divide. A factor in front stays."
                )
            case Name():
                return (
                    "The variable alone is its own first power: the new exponent is "
                    r"\(1 + 1\), and by that you divide. A factor in front stays."
                )
        if inner := _inner(_bare(function), x):
            return _line(inner, x, r"the inner function \(u\)", "Put that in, and integrate.")
        return (
            "Write the function as one that stands in the table of derivatives, times a number; "
            "differentiate your result to see whether it is right."
        )
    name = variable(x)
    body = f'piece = {python(pieces[0])}\nprint("antiderivative =", integrate(piece, {name}))\n'
    sentence = (
        rf"The first term: \[\int {_bracketed(pieces[0])}\,d{latex(Name(x))} = <antiderivative>\] "
        "Now the other terms."
    )
    return Line(body, (("antiderivative", sentence),), (*tree.names(pieces[0]), x))


def _bracketed(node: Node) -> str:
    text = latex(node)
    return rf"\left({text}\right)" if text.startswith("-") else text
