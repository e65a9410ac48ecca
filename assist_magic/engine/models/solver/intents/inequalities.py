"""Inequalities in one variable, and where a function is defined."""

from __future__ import annotations

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import inline, latex
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Binary, Relation
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python, variable
from assist_magic.engine.models.solver.subjects import function_of, relation_of, value_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, pattern
from assist_magic.engine.models.solver.ways import inequalities

_SOLVE = pattern(
    "(?:find )?(?:solve )?(?:inequality |inequation )?(?:for )?{relation}(?: solutions)?",
    "(?:find )?solve (?:inequality )?{relation} for {name}",
    "solve for {name} ?,? ?{relation}",
    "(?:for )?(?:what|which) (?:values? of )?{name} is {relation}(?: true)?",
    "find (?:all )?(?:real )?(?:values? of |all )?{name} (?:if|such that|so that|where"
    "|for which|with"
    "|satisfying|when) {relation}",
    "(?:for )?(?:what|which) (?:values? of )?{name} (?:does|satisf(?:y|ies)|makes?|do) {relation}"
    "(?: (?:true|hold))?",
)
_WORDS = pattern(
    "(?:for )?(?:what|which|find (?:all )?)(?: values? of)? ?{name} (?:is|are|such that"
    "|for which|with) {left} "
    "(?:is )?(?:{more: greater than|bigger than|larger than|more than|above}"
    "|{least: at least|greater than or equal to}"
    "|{less: less than|smaller than|below|under}|{most: at most|less than or equal to}) {right}",
    "(?:when|where|for what {name}) is {left} {sign: positive|negative}",
)
_DOMAIN = pattern(
    "(?:find )?{what: domain|natural domain|domain of definition|range|image} of {function}",
    "(?:find )?{function} {what: domain|range}(?: find)?",
    "where is {function} {what: defined}",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Solve 2x + 3 < 7", "solve |x| < 3"."""
    if match := _WORDS.match(question.skeleton):
        return _in_words(match, question, history)
    match = _SOLVE.match(question.skeleton)
    if not match:
        return None
    relation, notes = relation_of(question.chunk(match["relation"]), history)
    if relation is None or not set(relation.operators) <= {"<", ">", "<=", ">="}:
        return None
    names = tree.names(relation)
    if not names:
        return None
    if tree.calls(relation) & {"sin", "cos", "tan", "cot", "sec", "csc"}:
        raise NotSure("the solutions of such an inequality repeat without end")
    if len(names) > 1 or question.chunk(match.get("name", match["relation"])).text == "":
        raise NotSure(f"it is not clear which of {', '.join(names)} to solve for")
    if "name" in match and question.chunk(match["name"]).read().node != tree.Name(names[0]):
        raise NotSure("what to solve for is not the variable of the inequality")
    return _solution(relation, names[0], notes)


def _in_words(match: Groups, question: Question, history: History) -> Task | None:
    left, notes = value_of(question.chunk(match["left"]), history)
    right: tree.Node = tree.Number("0")
    sign = ">" if match.get("sign") == "positive" else "<"
    if "right" in match:
        right, _ = value_of(question.chunk(match["right"]), history)
        signs = {"more": ">", "least": ">=", "less": "<", "most": "<="}
        sign = next(signs[name] for name in signs if name in match)
    relation = Relation((left, right), (sign,))
    names = tree.names(relation)
    if len(names) != 1:
        return None
    return _solution(relation, names[0], notes)


def _solution(relation: Relation, name: str, notes: list[str]) -> Task:
    x = variable(name)
    pairs = zip(relation.sides, relation.operators, relation.sides[1:], strict=False)
    several = [
        f"({python(Binary('-', left, right))}) {operator} 0" for left, operator, right in pairs
    ]
    taken = inequalities.way(relation, name)
    body = _CODE.format(x=x, relations=", ".join(several)) + taken.code
    return Fact(
        body,
        f"Solving {inline(latex(relation))} for real {inline(name)}:\n\n"
        rf"\[{latex(tree.Name(name))} \in <answer!>\]",
        check="at sample points inside and outside, the inequality holds just where it should",
        notes=tuple(notes),
        way=taken.steps,
    )


def recognise_domain(question: Question, history: History) -> Task | None:
    """ "Domain of sqrt(x - 2)", "the range of x^2 + 1"."""
    match = _DOMAIN.match(question.skeleton)
    if not match:
        return None
    function, notes = function_of(question.chunk(match["function"]), history)
    if isinstance(function.node, tree.Listing):
        return None
    if tree.names(function.node) != (function.variable,):
        raise NotSure("the variable of the function is not clear")
    is_range = match["what"] in ("range", "image")
    body = _DOMAIN_CODE.format(
        x=variable(function.variable),
        f=python(function.node),
        find="function_range" if is_range else "continuous_domain",
    )
    words = "range" if is_range else "domain"
    return Fact(
        body,
        f"The {words} of {inline(latex(function.node))} among the real numbers:\n\n"
        r"\[<answer!>\]",
        notes=tuple(notes),
    )


_CODE = """{x} = symbols("{x}")
relations = [{relations}]
solution = S.Reals
for relation in relations:
    solution = solution.intersect(solveset(relation, {x}, S.Reals))
assert not solution.has(ConditionSet)
print("answer =", latex(solution))

# Check: compare with the inequality itself at sample points
agree = []
for step in range(-40, 41):
    sample = Rational(step, 3)
    if all(relation.lhs.subs({x}, sample).is_real for relation in relations):
        holds = all(bool(relation.subs({x}, sample)) for relation in relations)
        agree.append(holds == bool(solution.contains(sample)))
print("check =", all(agree))
"""
_DOMAIN_CODE = """{x} = symbols("{x}", real=True)
function = {f}
found = {find}(function, {x}, S.Reals)
assert not found.has(ConditionSet)
print("answer =", latex(found))
"""
