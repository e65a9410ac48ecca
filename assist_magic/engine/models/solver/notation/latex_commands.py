"""The LaTeX commands that the solver knows, by what they stand for."""

from __future__ import annotations

SPACES = frozenset(
    {r"\,", r"\;", r"\:", r"\!", "\\ ", "~", r"\quad", r"\qquad", r"\displaystyle", r"\textstyle"}
    | {r"\limits", r"\nolimits", r"\left", r"\right", r"\cdotp"}
    | {rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r")}
)
STRUCTURE = frozenset("{}^_#$@")
CIRCLE = "\ue005"
SIGNS = {
    **dict.fromkeys(SPACES, " "),
    r"\circ": CIRCLE,
    **dict.fromkeys((r"\cdot", r"\times", r"\ast"), " * "),
    **dict.fromkeys((r"\le", r"\leq", r"\leqslant"), " <= "),
    **dict.fromkeys((r"\ge", r"\geq", r"\geqslant"), " >= "),
    **dict.fromkeys((r"\ne", r"\neq"), " != "),
    **dict.fromkeys((r"\lbrack", r"\lparen"), "("),
    **dict.fromkeys((r"\rbrack", r"\rparen"), ")"),
    r"\div": " / ",
    **dict.fromkeys((r"\dots", r"\ldots", r"\cdots"), "..."),
    r"\bmod": " % ",
    r"\mod": " % ",
    r"\lt": " < ",
    r"\gt": " > ",
    r"\infty": " oo ",
    r"\%": "%",
    r"\degree": "°",
    r"\prime": "'",
    r"\colon": ":",
    r"\\": " , ",
    "&": " ",
}
LETTERS = {r"\varphi": "phi", r"\varepsilon": "epsilon", r"\vartheta": "theta"}
SHAPES = frozenset({r"\mathrm", r"\mathit", r"\mathbf", r"\operatorname", r"\mathop"})
TEXTS = frozenset({r"\text", r"\textrm", r"\mbox", r"\textit"})
FRACTIONS = frozenset({r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"})
BINOMIALS = frozenset({r"\binom", r"\dbinom", r"\tbinom"})
BARS = {r"\left|": r"\right|", r"\lvert": r"\rvert", r"\left\vert": r"\right\vert"}
INVERSES = {"sin": "asin", "cos": "acos", "tan": "atan"}
