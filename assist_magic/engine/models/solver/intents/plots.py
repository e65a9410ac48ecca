"""Plots of one or several functions, with a range and marked points where asked."""

from __future__ import annotations

from dataclasses import dataclass

from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
)
from assist_magic.engine.models.solver.printed import Printed
from assist_magic.engine.models.solver.question import Chunk, Question
from assist_magic.engine.models.solver.results import Function, Results
from assist_magic.engine.models.solver.script import sympy_script
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import function_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, marks, pattern, said

_LINK = "(?:for|with|where|when|in|over|on|range|as)?"
_RANGE = (
    f"(?: {_LINK} ?{{letter}}?,? ?(?:ranging |going |in range |in interval )?"
    "(?:from|between|in) {low} (?:to|and|until|till) {high}"
    f"| {_LINK} ?(?:interval |range |domain |{{letter}} in )?{{span}})?"
)
_LABEL = "mark|marking|label|showing|show|find|highlight|indicate|with|and|including"
_SHOWN = "marked|labelled|labeled|highlighted|shown|on it|in it"
_POINTS = "vertex and (?:its )?roots|roots and (?:its )?vertex|vertex|roots"
_MARKED = (
    f"(?: ?,? ?(?:and|with|including)? ?(?:{_LABEL})? ?"
    f"{{marked: (?:(?:its|their) )?(?:{_POINTS})(?: (?:{_SHOWN}))?}})?"
)
_PICTURE = "(?:plot|picture|figure|graph|chart|diagram|coordinate(?: plane)?|(?:set of )?axes)"
_ABOVE = f"(?: (?:together|(?:in|on|into) (?:one|same|single)(?: {_PICTURE})?))?"
_PLOT = pattern(
    f"plot (?:graph of )?(?:{{functions...}}|{{function}}){_ABOVE}{_RANGE}{_ABOVE}{_MARKED}",
    f"plot (?:graph of )?(?:{{functions...}}|{{function}}){_ABOVE}{_MARKED}{_RANGE}",
    f"(?:find |plot )?(?:graph|plot) of (?:{{functions...}}|{{function}}){_RANGE}{_MARKED}",
    f"(?:{{functions...}}|{{function}}) (?:find )?(?:graph|plot){_RANGE}",
    f"how does (?:graph of )?(?:{{functions...}}|{{function}}) look(?: like)?{_RANGE}",
    f"plot (?:{{functions...}}|{{function}}) (?:graph|plot){_RANGE}",
    f"compare (?:(?:graphs?|plots?|curves?) of )?{{functions...}}{_ABOVE}{_RANGE}",
)
_FAMILY = pattern(
    f"plot (?:graphs? of )?{{function}}{_ABOVE} (?:for|with|when|where) (?:values of )?"
    "{values...}"
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Plot y = x^2 from -3 to 3 and mark its vertex", "plot both"."""
    if family := _family(question, history):
        return family
    match = _PLOT.match(question.skeleton)
    if not match:
        return None
    asked = marks(match.get("functions") or match.get("function") or "")
    chunks = [question.chunk(mark) for mark in asked]
    low, high, chunks = _range(question, match, chunks)
    read = [function_of(chunk, history) for chunk in chunks]
    functions = tuple(function for function, _ in read)
    notes = tuple(note for _, several in read for note in several)
    _check_functions(functions)
    if any(chunk.node is not None and not tree.names(chunk.node) for chunk in chunks):
        raise NotSure("the last result is a number, and has no graph")
    return Plot(functions, low, high, _marked(match.get("marked"), functions), notes)


def _family(question: Question, history: History) -> Task | None:
    """ "Plot y = a x^2 for a = 1, 2 and -1": the same function with several values of a letter."""
    match = _FAMILY.match(question.skeleton)
    if not match:
        return None
    first, *rest = [question.chunk(mark).read().node for mark in marks(match["values"])]
    node, left = question.chunk(match["function"]).read().node, ""
    if not isinstance(first, Relation) or not isinstance(first.sides[0], Name):
        return None
    if isinstance(node, Relation) and isinstance(node.sides[0], Name):
        left, node = node.sides[0].id, node.sides[1]
    letter, values = first.sides[0].id, (*first.sides[1:], *rest)
    others = [name for name in tree.names(node) if name != letter]
    if len(others) != 1 or any(tree.names(value) for value in values) or first.operators != ("=",):
        raise NotSure("it is not clear which letter the values are for")
    curves = [_tidied(tree.substituted(node, {letter: value})) for value in values]
    return Plot(tuple(Function(curve, others[0], left) for curve in curves))


def _tidied(node: Node) -> Node:
    """A tree with numbers put in, as one would write it: x for 1x, x - 2 for x + -2."""
    node = tree.rebuilt(node, tuple(_tidied(child) for child in tree.children(node)))
    match node:
        case Binary("*", Number("1"), other) | Binary("+" | "-", other, Number("0")):
            return other
        case Binary("*", Negative(Number("1")), other):
            return Negative(other)
        case Binary("+", left, Negative(right)):
            return Binary("-", left, right)
        case Binary("-", left, Negative(right)):
            return Binary("+", left, right)
        case _:
            return node


def _range(
    question: Question, found: Groups, chunks: list[Chunk]
) -> tuple[Node | None, Node | None, list[Chunk]]:
    if found.get("low") and found.get("high"):
        ends = [question.chunk(found[end]).read().node for end in ("low", "high")]
        return _numbers(ends[0], ends[1], chunks)
    if found.get("span"):
        return _numbers(*_ends(question.chunk(found["span"]).read().node), chunks)
    if len(chunks) > 1:
        # "plot x^2, -3 <= x <= 3" reads as a list whose last part is the range
        last = chunks[-1].read().node
        if isinstance(last, Listing) or isinstance(last, Relation) and len(last.sides) == 3:
            return _numbers(*_ends(last), chunks[:-1])
    return None, None, chunks


def _ends(span: Node) -> tuple[Node, Node]:
    """The ends of "[-3, 3]" and "-3 <= x <= 3"."""
    if isinstance(span, Listing) and len(span.items) == 2:
        return span.items[0], span.items[1]
    if isinstance(span, Relation) and len(span.sides) == 3 and isinstance(span.sides[1], Name):
        if set(span.operators) <= {"<", "<="}:
            return span.sides[0], span.sides[2]
        if set(span.operators) <= {">", ">="}:
            return span.sides[2], span.sides[0]
    raise NotSure("the range of the plot is not clear")


def _numbers(low: Node, high: Node, chunks: list[Chunk]) -> tuple[Node, Node, list[Chunk]]:
    if tree.names(low) or tree.names(high):
        raise NotSure("the range of the plot is not given in numbers")
    ends = tree.whole(low), tree.whole(high)
    if ends[0] is not None and ends[1] is not None and ends[0] >= ends[1]:
        raise NotSure("the range of the plot ends where it begins, or before")
    return low, high, chunks


def _check_functions(functions: tuple[Function, ...]) -> None:
    if not functions:
        raise NotSure("it is not clear what to plot")
    variables = {function.variable for function in functions if tree.names(function.node)}
    if len(variables) > 1:
        raise NotSure(f"the functions have different variables: {', '.join(sorted(variables))}")
    for function in functions:
        if not set(tree.names(function.node)) <= {function.variable}:
            raise NotSure("the function has letters besides its variable")


def _marked(words: str | None, functions: tuple[Function, ...]) -> tuple[str, ...]:
    wanted = tuple(kind for kind in ("vertex", "roots") if kind in (words or ""))
    if wanted and len(functions) > 1:
        raise NotSure("points are marked on one function at a time")
    if wanted and tree.degree(functions[0].node, functions[0].variable) is None:
        raise NotSure("points are marked on polynomials only")
    if "vertex" in wanted and tree.degree(functions[0].node, functions[0].variable) != 2:
        raise NotSure("only a quadratic function has a vertex to mark")
    return wanted


@dataclass(frozen=True)
class Plot(Task):
    """One picture of functions of one variable."""

    functions: tuple[Function, ...]
    low: Node | None = None
    high: Node | None = None
    marked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        with_names = [item.variable for item in self.functions if tree.names(item.node)]
        return with_names[0] if with_names else "x"

    def code(self) -> str:
        x = variable(self.variable)
        listed = ", ".join(python(function.node) for function in self.functions)
        parts = [f"functions = [{listed}]", self._limits(x), _DRAW.format(x=x)]
        parts += [_MARKS[kind].format(x=x) for kind in self.marked]
        parts.append(_FINISH.format(x=x, y=self._label(), poles=_POLES if self._has_poles else ""))
        return sympy_script("\n".join(parts), [self.variable])

    @property
    def _has_poles(self) -> bool:
        """Whether a function may run to infinity inside the range."""
        return any(
            tree.calls(part) & {"tan", "cot", "sec", "csc"}
            or isinstance(part, Binary)
            and part.operator == "/"
            and tree.names(part.right)
            for function in self.functions
            for part in tree.walk(function.node)
        )

    def _label(self) -> str:
        names = {function.name for function in self.functions}
        return "y" if names - {"y"} == set() or len(names) > 1 else self._value(names.pop())

    def _value(self, name: str) -> str:
        return f"{name}({self.variable})" if name in ("f", "g", "h") else name or "y"

    def _limits(self, x: str) -> str:
        if self.low is not None and self.high is not None:
            return f"low, high = float({python(self.low)}), float({python(self.high)})\n"
        degrees = [tree.degree(function.node, self.variable) for function in self.functions]
        several = len({function.node for function in self.functions}) > 1
        if all(degree is not None and (degree >= 2 or several) for degree in degrees):
            return _AROUND_POINTS.format(x=x, crossings=_CROSSINGS if several else "")
        if any(tree.calls(function.node) & {"sin", "cos", "tan"} for function in self.functions):
            return "low, high = float(-2*pi), float(2*pi)\n"
        return "low, high = -10.0, 10.0\n"

    def answer(self, printed: Printed) -> str:
        low, high = printed.value("from"), printed.value("to")
        *first, last = [inline(self._formula(item)) for item in self.functions]
        shown = f"{', '.join(first)} and {last}" if first else last
        where = inline(rf"{low.rounded()} \le {self.variable} \le {high.rounded()}")
        points = [self._points(kind, printed) for kind in self.marked]
        return said(f"The plot shows {shown} for {where}.", *points)

    def _formula(self, function: Function) -> str:
        return f"{self._value(function.name)} = {latex(function.node)}"

    def _points(self, kind: str, printed: Printed) -> str:
        found = [value.exact for value in printed.values(f"marked {kind}")]
        if not found:
            return f"It has no {kind} in the plotted range to mark."
        return f"Marked {kind}: {', '.join(inline(text) for text in found)}."

    def results(self) -> Results:
        return Results(self.functions, self.functions[-1])


_AROUND_POINTS = """# A range around the points of interest
forms = functions + [diff(function, {x}) for function in functions]
{crossings}forms = [form for form in map(sympify, forms) if form.has({x})]
points = [float(root) for form in forms for root in real_roots(form)]
low, high = min(points, default=0.0), max(points, default=0.0)
margin = max(0.5*(high - low), 2.0)
low, high = float(np.floor(low - margin)), float(np.ceil(high + margin))
"""

_CROSSINGS = "forms += [one - two for one, two in combinations(functions, 2)]\n"

_DRAW = """xs = np.linspace(low, high, 801)
fig, ax = plt.subplots()
for function in functions:
    with np.errstate(all="ignore"):
        ys = lambdify({x}, function, "numpy")(xs) * np.ones_like(xs)
    # Leave out jumps to infinity, so that the rest stays visible
    ys = np.where(np.abs(ys) > 1e6, np.nan, ys)
    ax.plot(xs, ys, label=f"${{latex(function)}}$")
"""

_MARKS = {
    "vertex": """
place = float(real_roots(diff(functions[0], {x}))[0])
height = float(functions[0].subs({x}, place))
ax.plot(place, height, "o", color="black")
name = f"vertex ({{place:g}}, {{height:g}})"
below = (0, -16) if diff(functions[0], {x}, 2) > 0 else (0, 8)
ax.annotate(name, (place, height), below, textcoords="offset points", ha="center")
print(f"marked vertex = ({{place:g}}, {{height:g}})")
""",
    "roots": """
for root in sorted(set(real_roots(functions[0]))):
    ax.plot(float(root), 0, "o", color="black")
    ax.annotate(f"{{float(root):.4g}}", (float(root), 0), (4, 6), textcoords="offset points")
    print(f"marked roots = ({{float(root):g}}, 0)")
""",
}

_FINISH = """{poles}
ax.axhline(0, color="gray", linewidth=0.8)
ax.axvline(0, color="gray", linewidth=0.8)
ax.set_xlim(low, high)
ax.margins(y=0.14)
ax.set_xlabel("{x}")
ax.set_ylabel("{y}")
ax.grid(True, alpha=0.3)
ax.legend()
plt.show()
print("from =", low, "≈", f"{{low:.6g}}")
print("to =", high, "≈", f"{{high:.6g}}")
"""

_POLES = "ax.set_ylim(-10, 10)\n"
