"""Comparing numbers: which is greater, closest or k-th biggest, is it less, and sorting."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.counting import ORDINAL, ordinal
from assist_magic.engine.models.solver.fact import Fact, number, numbers, shown
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Node
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.subjects import relation_of
from assist_magic.engine.models.solver.task import NotSure, Task, marks, pattern

_SIGNS = {
    "(?:greater|bigger|larger|more|higher) than": ">",
    "(?:less|smaller|lower|fewer) than": "<",
    "at most(?: as (?:big|large|great) as)?": "<=",
    "(?:less|smaller|lower) than or equal to": "<=",
    "at least(?: as (?:big|large|great) as)?": ">=",
    "(?:greater|bigger|larger) than or equal to": ">=",
    "(?:equal to|same as|equal)": "==",
    "(?:not equal to|not same as|different from|unequal to)": "!=",
}
_IS = [
    (sign, pattern(f"(?:is|are) {{left}} {words} {{right}}(?: or not)?"))
    for words, sign in _SIGNS.items()
]
_RELATION = pattern("(?:is|are|does) (?:it true that )?{relation}(?: true| correct)?(?: or not)?")
_SAME = pattern(
    "(?:are|is|find|does) {left} and {right} (?:have )?(?:{equal: equal|same(?: value)?|equivalent}"
    "|{different: not equal|nonequal|unequal|different"
    "(?: values?)?})",
    "does {left} {equal: equal} {right}",
)
_MORE = "greater|bigger|larger|more|higher"
_LESS = "smaller|less|lower|lesser"
_WHICH = pattern(
    f"(?:find )?(?:which |what |number )?(?:is |are )?(?:{{more: {_MORE}}}|{{less: {_LESS}}})"
    "(?: (?:one|number|value))?(?: of| among| ?,| number)? {left} (?:or|and) {right}",
    f"(?:find )?which of {{left}} (?:or|and) {{right}} is (?:{{more: {_MORE}}}|{{less: {_LESS}}})",
)
_MOST = "biggest|greatest|largest|highest|maximum|max"
_FEWEST = "smallest|least|lowest|minimum|min"
_KTH = pattern(
    f"(?:find )?(?:{{place: {ORDINAL}}} )?(?:{{most: {_MOST}}}|{{fewest: {_FEWEST}}})"
    "(?: (?:value|number|one))? ?(?:in|of|among|from|out of|among options|options)"
    "(?: (?:list|set|numbers))? {several...}",
)
_CLOSEST = pattern(
    "(?:find )?(?:number |value )?(?:closest|nearest)(?: (?:number|value))? to {target} "
    "(?:in|of|among|from|out of|among options)(?: (?:list|set))? {several...}",
)
_SORT = pattern(
    "(?:sort|order|arrange|rank|list)(?: (?:numbers|these|following))* (?:in|from"
    "|by) (?:{down: descending"
    "|decreasing|largest to smallest|biggest to smallest|greatest to least|high to low"
    "|highest to lowest}"
    "|{up: ascending|increasing|smallest to largest|smallest to biggest|least to greatest"
    "|low to high"
    "|lowest to highest|size})(?: order)? ?[:,]? ?{several...}",
    "(?:sort|order|arrange|rank)(?: numbers)? {several...}(?: (?:in|from|by) "
    "(?:{down: descending|decreasing|largest to smallest|biggest to smallest|greatest to least"
    "|high to low}|{up: ascending|increasing"
    "|smallest to largest|smallest to biggest|least to greatest|low to high})"
    "(?: order)?)?",
    "(?:put|place|write|arrange|find) {several...} in (?:{down: descending|decreasing}"
    "|{up: ascending|increasing}) order",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Is 2/3 > 0.6?", "which is closest to 1", "sort 3, -1, 2"."""
    for read in (_verdict, _same, _which, _among, _sorted):
        if found := read(question, history):
            return found
    return None


def _verdict(question: Question, history: History) -> Task | None:
    for sign, form in _IS:
        if match := form.match(question.skeleton):
            left, right = numbers(question, (match["left"], match["right"]), history)
            return _judged(left, sign, right)
    match = _RELATION.match(question.skeleton)
    if not match:
        return None
    relation, _ = relation_of(question.chunk(match["relation"]), history)
    if relation is None or len(relation.operators) != 1 or tree.names(relation):
        return None
    sign = {"=": "=="}.get(relation.operators[0], relation.operators[0])
    return _judged(relation.sides[0], sign, relation.sides[1])


def _same(question: Question, history: History) -> Task | None:
    match = _SAME.match(question.skeleton)
    if not match:
        return None
    left, right = numbers(question, (match["left"], match["right"]), history)
    return _judged(left, "==" if "equal" in match else "!=", right)


def _judged(left: Node, sign: str, right: Node) -> Task:
    body = _JUDGED.format(left=python(left), right=python(right), sign=sign)
    first, second = latex(left), latex(right)
    why = inline(rf"{first} - {_bracketed(second)} = <difference>")
    return Fact(body, f"**Yes**: {why}.", f"**No**: {why}.")


def _bracketed(text: str) -> str:
    return rf"\left({text}\right)" if re.search(r"^-| [-+] ", text) else text


def _which(question: Question, history: History) -> Task | None:
    match = _WHICH.match(question.skeleton)
    if not match:
        return None
    several = [match["left"], match["right"]]
    words = match.get("more") or match["less"]
    body = _KTH_CODE.format(**_values(question, several, history), reverse="more" in match, place=1)
    return Fact(body, f"The {words} number:\n\n" + r"\[<answer>\]" + _SORTED_TOO)


def _among(question: Question, history: History) -> Task | None:
    options = "options" in question.skeleton
    shape = _OPTION if options else ""
    said = "Option **<option>**:\n\n" if options else ""
    if match := _KTH.match(question.skeleton):
        several = marks(match["several"])
        place = ordinal(match.get("place", "first")) or 1
        if place > len(several):
            raise NotSure("there are not so many numbers")
        code = _KTH_CODE + shape
        body = code.format(
            **_values(question, several, history), reverse="most" in match, place=place
        )
        return Fact(body, said + r"\[<answer>\]" + _SORTED_TOO)
    if match := _CLOSEST.match(question.skeleton):
        several = marks(match["several"])
        target = number(question, match["target"], history)
        body = (_CLOSEST_CODE + shape).format(
            **_values(question, several, history), target=python(target)
        )
        distance = f"\n\nIts distance from {shown([target])} is \\(<distance>\\)."
        return Fact(body, said + r"\[<answer>\]" + distance)
    return None


def _sorted(question: Question, history: History) -> Task | None:
    match = _SORT.match(question.skeleton)
    if not match:
        return None
    several = marks(match["several"])
    body = _SORT_CODE.format(**_values(question, several, history), reverse="down" in match)
    order = "descending" if "down" in match else "ascending"
    return Fact(
        body,
        f"In {order} order:\n\n" + r"\[<answer>\]",
        check="each neighbour is in the right order",
    )


def _values(question: Question, several: list[str], history: History) -> dict[str, str]:
    nodes = numbers(question, several, history)
    names = ", ".join(f'"{question.chunk(mark).text.strip()}"' for mark in several)
    values = ", ".join(f"sympify({python(node)})" for node in nodes)
    return {"names": names, "values": values}


_SORTED_TOO = "\n\nIn order: \\(<order>\\)."
_JUDGED = """left, right = sympify({left}), sympify({right})
print("difference =", simplify(left - right))
print("answer =", "yes" if left {sign} right else "no")
"""
_VALUES = """names = [{names}]
values = [{values}]
"""
_KTH_CODE = (
    _VALUES
    + """order = sorted(range(len(values)), key=values.__getitem__, reverse={reverse})
place = order[{place} - 1]
assert values.count(values[place]) == 1
print("order =", ", ".join(names[index] for index in order))
print("answer =", names[place])
"""
)
_CLOSEST_CODE = (
    _VALUES
    + """target = sympify({target})
distances = [abs(value - target) for value in values]
place = distances.index(min(distances))
assert distances.count(min(distances)) == 1
print("distance =", min(distances))
print("answer =", names[place])
"""
)
_OPTION = """print("option =", "abcdefgh"[place])
"""
_SORT_CODE = (
    _VALUES
    + """order = sorted(range(len(values)), key=values.__getitem__, reverse={reverse})
print("answer =", ", ".join(names[index] for index in order))
ordered = [values[index] for index in order]
pairs = zip(ordered, ordered[1:])
print("check =", all(first >= second if {reverse} else first <= second for first, second in pairs))
"""
)
