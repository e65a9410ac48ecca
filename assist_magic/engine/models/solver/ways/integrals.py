"""Integrals by the rules that SymPy's step-by-step integrator applies, then the limits."""

from __future__ import annotations

from assist_magic.engine.models.solver.latex import inline, latex, printed
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Node
from assist_magic.engine.models.solver.printed import Printed, Value
from assist_magic.engine.models.solver.source import variable

_LARGEST = 25
_MOST = 6

_PARTS = """
# The rule that integrates each part; constant factors stay in front
parts = [integral_steps(function, {x})]
for part in parts:
    while type(part).__name__ in ("AlternativeRule", "ConstantTimesRule"):
        part = part.alternatives[0] if hasattr(part, "alternatives") else part.substep
    parts += getattr(part, "substeps", [])
    if hasattr(part, "rewritten"):
        parts.append(part.substep)
    print("rule =", type(part).__name__)
    print("part =", part.integrand)
    print("gives =", part.eval())
    print("with =", getattr(part, "u_func", getattr(part, "u", getattr(part, "rewritten", 0))))
    print("and =", getattr(part, "dv", 0))
"""
_LIMITS = """
# Antiderivative at the upper limit minus at the lower one
antiderivative = integrate(function, {x})
upper, lower = antiderivative.subs({x}, {high}), antiderivative.subs({x}, {low})
if upper.is_finite and lower.is_finite and simplify(upper - lower - value) == 0:
    print("antiderivative =", antiderivative)
    print("upper =", upper)
    print("lower =", lower)
"""
LIMIT_STEPS = (
    r"An antiderivative: \(F({x}) = <antiderivative>\).",
    r"Put in the limits: \(F({high}) = <upper>\) and \(F({low}) = <lower>\).",
    r"The integral is \(F({high}) - F({low})\).",
)


def parts(node: Node, name: str) -> str:
    """Code that prints which rule integrates each part; empty where that would fill pages."""
    worked_out = tree.calls(node) & {"diff", "integrate", "simplify", "expand", "factor", "apart"}
    if worked_out or sum(1 for _ in tree.walk(node)) > _LARGEST or name not in tree.names(node):
        return ""
    return _PARTS.format(x=variable(name))


def limits(name: str, low: str, high: str) -> str:
    """Code that prints the antiderivative and its values at the limits."""
    return _LIMITS.format(x=variable(name), low=low, high=high)


def limit_steps(name: str, low: Node, high: Node) -> tuple[str, ...]:
    """Templates for what limits() prints."""
    ends = {"x": latex(tree.Name(name)), "low": latex(low), "high": latex(high)}
    first, second, last = (
        step.replace("{x}", ends["x"]).replace("{low}", ends["low"]).replace("{high}", ends["high"])
        for step in LIMIT_STEPS
    )
    return first, second, last


def rules(found: Printed, name: str) -> tuple[str, ...]:
    """The sentences on what parts() printed; none where the integrator knew no way."""
    labels = ("rule", "part", "gives", "with", "and")
    stages = list(zip(*(found.values(label) for label in labels), strict=False))
    steps = tuple(_sentence(stage, latex(tree.Name(name))) for stage in stages)
    unknown = any(rule.exact == "DontKnowRule" for rule, *_ in stages)
    return () if unknown or len(steps) > _MOST else steps


def _sentence(stage: tuple[Value, ...], x: str) -> str:
    rule, part, gives, help_, other = stage
    integral = inline(rf"\int {_bracketed(part.exact)}\,d{x} = {printed(gives.exact)}")
    u = printed(help_.exact)
    match rule.exact.removesuffix("Rule"):
        case "Add":
            return "Sum rule: each term on its own."
        case "Power":
            formula = inline(r"\int x^n\,dx = \frac{x^{n+1}}{n+1}")
            return f"Power rule {formula}: {integral}."
        case "Constant":
            return f"A constant: {integral}."
        case "U":
            return f"Substitution {inline(f'u = {u}')}: {integral}."
        case "Parts":
            formula = inline(r"\int u v'\,dx = uv - \int u'v\,dx")
            given = inline(rf"u = {u},\; v' = {printed(other.exact)}")
            return f"By parts, {formula} with {given}: {integral}."
        case "Rewrite":
            return f"Rewritten: {inline(f'{printed(part.exact)} = {u}')}."
        case _:
            return f"From the table of integrals: {integral}."


def _bracketed(part: str) -> str:
    text = printed(part)
    return rf"\left({text}\right)" if " + " in text or " - " in text else text
