"""The greatest and least value of a function, on the whole line or on an interval."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Listing, Name, Relation
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import function_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern

_LEAST = "{least: minimum|minimal|least|smallest|lowest|min}"
_MOST = "{most: maximum|maximal|greatest|largest|biggest|highest|max}"
_WHICH = f"(?:{_LEAST}|{_MOST})"
_REAL = (
    "(?: (?:for|if|over|on|with|where) (?:all )?(?:real |any )*(?:values? of )?(?:#\\d+|reals"
    "|numbers|real))?"
)
_SPAN = (
    "(?: ?,? ?(?:on|over|in|for|when|where|if)(?: (?:interval|range|domain))? {span}"
    "| (?:between|from) {low} (?:and|to) {high})"
)
_FORMS = pattern(
    f"(?:find )?(?:absolute |global )?{_WHICH} (?:possible |attainable )?value (?:of"
    f"|for) {{function}}{_SPAN}",
    f"(?:find )?(?:absolute |global )?{_WHICH} (?:of|for) {{function}}{_SPAN}",
    f"(?:find )?(?:absolute |global ){_WHICH}(?: value)? (?:of|for) {{function}}{_REAL}",
    f"(?:find )?{{least: least|smallest|lowest}} (?:possible |attainable )?value (?:of|for"
    f"|that) {{function}}"
    f"(?: can (?:take|have|reach|attain|be|get|assume|find))?{_REAL}",
    f"(?:find )?{{most: greatest|largest|biggest|highest}} (?:possible "
    f"|attainable )?value (?:of|for|that) {{function}}"
    f"(?: can (?:take|have|reach|attain|be|get|assume|find))?{_REAL}",
    f"(?:find )?{_WHICH} (?:possible |attainable )?value that {{function}} can (?:take"
    f"|have|reach|attain|be|get|assume|find){_REAL}",
    f"how {{least: small|low}} (?:can|does) {{function}} (?:get|be|become|go|find){_REAL}",
    f"how {{most: large|big|great|high}} (?:can|does) {{function}} (?:get|be|become|go"
    f"|find){_REAL}",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "The least value of x^2 + 2x", "the maximum of x^3 on [0, 2]"."""
    match = _FORMS.match(question.skeleton)
    if not match:
        return None
    chunk = question.chunk(match["function"])
    if isinstance(chunk.read().node, Listing):
        return None
    function, notes = function_of(chunk, history)
    if tree.names(function.node) != (function.variable,):
        raise NotSure("the function must have one variable, and numbers otherwise")
    x = variable(function.variable)
    best, sign = ("least", "min") if "least" in match else ("greatest", "max")
    body = f'{x} = symbols("{x}", real=True)\nfunction = {python(function.node)}\n'
    body += _domain(question, match, function.variable)
    body += _CODE.format(x=x, best=sign, end="-oo" if sign == "min" else "oo")
    words = (
        f"The {best} value of {inline(latex(function.node))}, taken at \\({function.variable} "
        "= <place>\\):"
    )
    none = f"There is **no {best} value** of {inline(latex(function.node))} there."
    return Optimum(body, f"{words}\n\n" + r"\[<answer>\]", none=none, notes=tuple(notes))


@dataclass(frozen=True)
class Optimum(Fact):
    """A greatest or least value; `none` is said where there is none."""

    none: str = ""

    def answer(self, printed: Printed) -> str:
        if printed.value("found").exact == "none":
            return self.none
        return super().answer(printed)


def _domain(question: Question, match: Groups, name: str) -> str:
    if "low" in match:
        ends = [question.chunk(match[end]).read().node for end in ("low", "high")]
        ends = [node.sides[1] if isinstance(node, Relation) else node for node in ends]
    elif "span" in match:
        chunk = question.chunk(match["span"])
        node = chunk.read().node
        if isinstance(node, Listing) and not chunk.text.strip().startswith("("):
            ends = list(node.items)
        elif (
            isinstance(node, Relation)
            and node.operators == ("<=", "<=")
            and node.sides[1] == Name(name)
        ):
            ends = [node.sides[0], node.sides[2]]
        else:
            raise NotSure("the greatest and least value are looked for on closed intervals only")
    else:
        return "domain = S.Reals\n"
    if len(ends) != 2 or any(tree.names(end) for end in ends):
        raise NotSure("the interval is not clear")
    return f"domain = Interval({python(ends[0])}, {python(ends[1])})\n"


_CODE = """slope = diff(function, {x})
assert continuous_domain(function, {x}, domain) == domain
zeros = solveset(slope, {x}, domain) if slope != 0 else S.EmptySet
assert zeros == S.EmptySet or zeros.is_FiniteSet
places = [*zeros, *(end for end in (domain.inf, domain.sup) if end.is_finite)]
ends = [limit(function, {x}, end) for end in (domain.inf, domain.sup) if not end.is_finite]
values = [simplify(function.subs({x}, place)) for place in places]
answer = {best}(values) if values else {end}
if not values or any({best}(answer, end) != answer for end in ends):
    print("found = none")
else:
    print("found = some")
    taken = [place for place, value in zip(places, values) if value == answer]
    print("place =", ", ".join(map(str, taken)))
    print("answer =", answer, "≈", N(answer, 10))
"""
