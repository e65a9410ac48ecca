"""The topics that exercises are made on, the words for them, and the topic of a solved question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist_magic.engine.models.solver.exercises import makers
from assist_magic.engine.models.solver.intents.algebra import Rewrite
from assist_magic.engine.models.solver.intents.calculus import Derivative, Integral
from assist_magic.engine.models.solver.intents.equations import Solve
from assist_magic.engine.models.solver.intents.parabolas import Vertex
from assist_magic.engine.models.solver.intents.systems import System
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.subjects import difference
from assist_magic.engine.models.solver.task import Task


@dataclass(frozen=True)
class Topic:
    """What exercises are on: `words` that mean it, what they ask, the code that makes one."""

    name: str
    words: str
    asks: str
    maker: str
    letters: tuple[str, ...] = ("x",)


_FACTORED = r"(?: (?:that|which) (?:can be|are) (?:factored|factori[sz]ed|factorable))?"
TOPICS = (
    Topic(
        "quadratic equations by the formula",
        r"(?:quadratic equations? )?(?:(?:with|using|by|for|on) )?(?:the )?quadratic formula"
        r"|quadratic equations? (?:with|using|by|for) (?:the )?formula",
        "Solve by the quadratic formula.",
        makers.QUADRATIC_FORMULA,
    ),
    Topic(
        "quadratic equations",
        rf"(?:solving )?quadratic equations?{_FACTORED}|(?:solving )?quadratics{_FACTORED}",
        r"Solve for \(x\).",
        makers.QUADRATIC,
    ),
    Topic(
        "systems of linear equations",
        r"(?:solving )?(?:systems? of(?: two)?(?: linear)? equations?|simultaneous(?: linear)?"
        r" equations?|linear systems?)",
        r"Solve for \(x\) and \(y\).",
        makers.SYSTEM,
        ("x", "y"),
    ),
    Topic(
        "linear equations",
        r"(?:solving )?(?:simple |easy )?linear equations?(?: in one (?:unknown|variable))?",
        r"Solve for \(x\).",
        makers.LINEAR,
    ),
    Topic(
        "linear inequalities",
        r"(?:solving )?(?:linear )?inequalit(?:y|ies)",
        r"Solve for \(x\).",
        makers.INEQUALITY,
    ),
    Topic(
        "factoring",
        r"factor(?:[iy][sz])?ing(?: (?:quadratics|trinomials|(?:quadratic )?(?:expressions"
        r"|polynomials)))?|factori[sz]ations?",
        "Factor.",
        makers.FACTOR,
    ),
    Topic(
        "expanding brackets",
        r"expanding(?: (?:brackets|products|binomials|expressions))?|multiplying out(?: brackets)?"
        r"|expansions?",
        "Expand and collect.",
        makers.EXPAND,
    ),
    Topic(
        "sums of fractions",
        r"(?:adding|subtracting)(?: (?:and|or) (?:adding|subtracting))? fractions"
        r"|(?:addition|subtraction)(?: (?:and|or) (?:addition|subtraction))? of fractions",
        "Work out, and simplify.",
        makers.FRACTION_SUM,
        (),
    ),
    Topic(
        "products of fractions",
        r"(?:multiplying|dividing)(?: (?:and|or) (?:multiplying|dividing))? fractions"
        r"|(?:multiplication|division)(?: (?:and|or) (?:multiplication|division))? of fractions",
        "Work out, and simplify.",
        makers.FRACTION_PRODUCT,
        (),
    ),
    Topic("fractions", r"fractions?", "Work out, and simplify.", makers.FRACTION, ()),
    Topic("percentages", r"percent(?:age)?s?", "Work out.", makers.PERCENT, ()),
    Topic(
        "derivatives",
        r"derivatives?(?: of polynomials)?|differentiation|differentiating(?: polynomials)?",
        "Differentiate.",
        makers.DERIVATIVE,
    ),
    Topic(
        "integrals",
        r"(?:indefinite )?integrals?(?: of polynomials)?|integration|integrating(?: polynomials)?"
        r"|antiderivatives?",
        "Integrate.",
        makers.INTEGRAL,
    ),
    Topic(
        "square roots",
        r"(?:simplifying )?(?:square roots|surds|radicals)",
        "Simplify.",
        makers.ROOT,
        (),
    ),
    Topic(
        "the vertex",
        r"(?:finding )?(?:the )?vertex(?: of (?:a |the )?(?:parabolas?|quadratics?))?",
        "Find the vertex.",
        makers.VERTEX,
    ),
    Topic(
        "the theorem of Pythagoras",
        r"pythagoras(?:'s?)?(?: theorem)?|(?:the )?theorem of pythagoras|(?:the )?pythagorean"
        r" theorem|right(?:[- ]angled)? triangles",
        "Find the third side of the right triangle.",
        makers.PYTHAGORAS,
        (),
    ),
    Topic(
        "mean and median",
        r"(?:the )?(?:mean|median|averages?)(?: and (?:the )?(?:mean|median))?",
        "Find the mean and the median.",
        makers.MEAN,
        (),
    ),
    Topic(
        "the greatest common divisor",
        r"(?:the )?(?:greatest|highest) common (?:divisor|factor)s?|gcds?|hcfs?",
        "Find the greatest common divisor.",
        makers.DIVISOR,
        (),
    ),
    Topic(
        "the least common multiple",
        r"(?:the )?(?:least|lowest) common multiples?|lcms?",
        "Find the least common multiple.",
        makers.MULTIPLE,
        (),
    ),
)
_BY_NAME = {topic.name: topic for topic in TOPICS}


def topic_in(text: str) -> tuple[Topic, str] | None:
    """The one topic that a text names, and the rest of the text; None without just one."""
    for topic in TOPICS:
        rest, count = re.subn(rf"\b(?:{topic.words})(?!\w)", " # ", text)
        if count == 1:
            named = any(re.search(rf"\b(?:{other.words})(?!\w)", rest) for other in TOPICS)
            return None if named else (topic, rest)
        if count:
            return None
    return None


def topic_of(task: Task | None) -> Topic | None:
    """The topic of exercises that are like a solved question; None where there is none."""
    name = _name_of(task)
    return _BY_NAME[name] if name else None


def _name_of(task: Task | None) -> str:
    match task:
        case Solve(has_parameters=False, degree=1):
            return "linear equations"
        case Solve(has_parameters=False, degree=2):
            return "quadratic equations"
        case System() if _is_linear_pair(task):
            return "systems of linear equations"
        case Rewrite():
            kind = {"expand": "expanding brackets", "factor": "factoring"}.get(task.kind, "")
            return kind if tree.degree(task.node, "x") == 2 else ""
        case Derivative():
            return "derivatives" if tree.degree(task.function.node, "x") else ""
        case Integral():
            return "integrals" if tree.degree(task.function.node, "x") else ""
        case Vertex():
            return "the vertex"
        case _:
            return ""


def _is_linear_pair(task: System) -> bool:
    sides = [difference(relation) for relation in task.relations]
    linear = all(tree.degree(side, name) in (0, 1) for side in sides for name in task.unknowns)
    return linear and len(sides) == len(task.unknowns) == 2
