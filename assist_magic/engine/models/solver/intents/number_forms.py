"""Numbers in another form: mixed, scientific, truncated; parts and polar form of complex ones."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact, Findings, number, shown
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents.values import Evaluate
from assist_magic.engine.models.solver.latex import latex
from assist_magic.engine.models.solver.notation.tree import Call
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import Task, pattern

_PUT = "(?:convert |express |write |change |find |turn |put )?"
_MIXED = pattern(f"{_PUT}{{value}} (?:to|as|into|in) (?:mixed (?:number|fraction|form)|mixed)")
_SCIENTIFIC = pattern(
    f"{_PUT}{{value}} (?:to|as|into|in) (?:scientific|standard) (?:notation|form)",
    "(?:find )?scientific notation (?:of|for) {value}",
)
_TRUNCATED = pattern(
    "truncate {value}(?: to (?:an )?(?:integer|whole number|0 decimal places))?",
    "(?:find )?integer part of {value}",
)
_PARTS = {
    "conjugate": pattern("(?:find )?(?:complex )?conjugate of {value}"),
    "arg": pattern("(?:find )?(?:argument|arg|phase|angle) of {value}"),
    "re": pattern("(?:find )?real part of {value}"),
    "im": pattern("(?:find )?imaginary part of {value}"),
    "floor": pattern(
        "(?:find )?floor of {value}",
        "round {value} down(?: to (?:nearest )?(?:integer|whole number))?",
        "round down {value}",
    ),
    "ceiling": pattern(
        "(?:find )?ceiling of {value}",
        "round {value} up(?: to (?:nearest )?(?:integer|whole number))?",
        "round up {value}",
    ),
}
_POLAR = pattern(
    "(?:find )?(?:polar|trigonometric|exponential) form of {value}",
    f"{_PUT}{{value}} (?:to|as|into|in) (?:polar|trigonometric|exponential) (?:form|coordinates)",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "17/5 as a mixed number", "0.00052 in scientific notation", "the conjugate of 2 - 5i"."""
    for form, code, sentence in (
        (_MIXED, _MIXED_CODE, r"\[{0} = <answer!>\]"),
        (_SCIENTIFIC, _SCIENTIFIC_CODE, r"\[{0} = <digits!> \cdot 10^{{<power>}}\]"),
    ):
        if match := form.match(question.skeleton):
            node = number(question, match["value"], history)
            return Fact(code.format(number=python(node)), sentence.format(latex(node)))
    if match := _TRUNCATED.match(question.skeleton):
        node = number(question, match["value"], history)
        body = f'print("answer =", int(sympify({python(node)})))\n'
        return Fact(body, f"{shown([node])} without its decimals: **<answer!>**")
    for function, form in _PARTS.items():
        if match := form.match(question.skeleton):
            node = number(question, match["value"], history)
            return Evaluate(Call(function, (node,)), notes=_notes(question, match["value"]))
    if match := _POLAR.match(question.skeleton):
        node = number(question, match["value"], history)
        rows = (("modulus", r"\[r = <>\]"), ("angle", r"\[\varphi = <>\]"))
        body = _POLAR_CODE.format(number=python(node))
        intro = (
            f"{shown([node])} is \\(r\\,e^{{i\\varphi}} = r(\\cos\\varphi + i\\sin\\varphi)\\) with"
        )
        return Findings(body, intro, rows, notes=_notes(question, match["value"]))
    return None


def _notes(question: Question, mark: str) -> tuple[str, ...]:
    return question.chunk(mark).read().notes


_MIXED_CODE = """value = sympify({number})
assert value.is_rational
whole, rest = divmod(abs(value), 1)
sign = "-" if value < 0 else ""
part = latex(rest) if rest else ""
print("answer =", sign + (str(whole) if whole or not rest else "") + part)
"""
_SCIENTIFIC_CODE = """value = sympify({number})
assert value.is_rational and value != 0
power = 0
while abs(value) >= 10:
    value, power = value/10, power + 1
while abs(value) < 1:
    value, power = value*10, power - 1
digits = str(N(value, 15)).rstrip("0").rstrip(".")
assert Rational(digits) == value, "the decimals do not end"
print("digits =", digits)
print("answer =", Rational(digits)*10**power)
print("power =", power)
"""
_POLAR_CODE = """value = sympify({number})
print("modulus =", simplify(abs(value)), "≈", N(abs(value), 10))
print("angle =", simplify(arg(value)), "≈", N(arg(value), 10))
"""
