"""Sequences: the next terms, the n-th term, arithmetic and geometric sums."""

from __future__ import annotations

from assist_magic.engine.models.solver.counting import CARDINAL, ORDINAL, cardinal, ordinal
from assist_magic.engine.models.solver.fact import Fact, numbers, shown, sources
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tree import Node
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import variable
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, marks, pattern

_KIND = "(?:{kind: arithmetic|geometric|quadratic|number} )?"
_SEQUENCE = (
    f"(?:(?:in|of|for|after) )?{_KIND}(?:sequence |series |pattern |progression )?(?:of "
    "|that begins "
    "|that starts |starting |begins |starts )?(?:with )?"
)
_LIST = "{several...}(?: ?,? ?\\.\\.\\.| ?,? ?…| ?,? ?\\. \\. \\.)?"
_COUNTED = (
    f"(?:(?:for|with) (?:next )?|by |to )?(?:{{count: {CARDINAL}|#\\d+}} )?(?:more "
    "|further )?terms?"
)
_NEXT = pattern(
    f"(?:find |continue |extend )?(?:(?:what|which)(?: \\w+)? )?(?:comes? |is |are |find )*next"
    f"(?: (?:{{count: {CARDINAL}|#\\d+}} ?)?(?:terms?|numbers?|values?|elements?))? ?,? ?"
    f"{_SEQUENCE}{_LIST}",
    f"(?:{_SEQUENCE}){_LIST} ?[,.:]? ?(?:find |what (?:is|comes) )next(?: (?:term|number))?",
    f"(?:continue|extend|complete) {_SEQUENCE}{_LIST}(?: ?,? ?{_COUNTED})?",
    f"{_LIST} ?[,.:]? ?(?:(?:what|which)(?: number| term)? )?(?:comes |is "
    "|follows )?(?:next|after that)"
    "(?: (?:term|number))?",
    f"{_LIST} ?[,.:]? ?find next(?: (?:{{count: {CARDINAL}|#\\d+}} ?)?(?:terms?|numbers?))?",
    f"(?:what|which)(?: number| term)? (?:comes|is|follows) (?:next )?{_SEQUENCE}{_LIST}",
)
_NTH = pattern(
    "(?:find )?(?:formula (?:of|for) )?(?:general formula|general term"
    f"|{{letter: [a-z]}}(?:'?th|-th)|nth)(?: term)? {_SEQUENCE}{_LIST}",
    f"(?:find )?(?:formula|rule|general term) {_SEQUENCE}{_LIST}",
)
_KTH = pattern(f"(?:find )?{{place: {ORDINAL}}} (?:term|number|element) {_SEQUENCE}{_LIST}")
_TOTAL = pattern(
    f"(?:find )?sum of (?:first )?{{number}} (?:first )?(?:terms|numbers"
    f"|elements) {_SEQUENCE}{_LIST}",
)
_NOTE = (
    "the sequence was continued by the polynomial of the lowest degree, or by a constant ratio, "
    "that fits all given terms"
)


def recognise(question: Question, history: History) -> Task | None:
    """ "What comes next: 2, 5, 8?", "the nth term of 1, 4, 9"."""
    if match := _NTH.match(question.skeleton):
        letter = match.get("letter", "n")
        body = _code(question, match["several"], history, letter)
        body += f'print("answer =", expand(term))\n{_CHECK.format(n=variable(letter))}'
        return _fact(question, match["several"], body, f"Term number {letter}", history)
    if match := _KTH.match(question.skeleton):
        place = ordinal(match["place"]) or 0
        body = _code(question, match["several"], history, "n")
        body += f'print("rule =", expand(term))\nprint("answer =", term.subs(n, {place}))\n'
        body += _CHECK.format(n="n")
        words = f"Term number {place}, by the rule \\(<rule>\\)"
        return _fact(question, match["several"], body, words, history)
    if match := _TOTAL.match(question.skeleton):
        return _total(question, match, history)
    match = _NEXT.match(question.skeleton)
    if not match:
        return None
    count = _count(question, match.get("count", "one"))
    if _adds_up(numbers(question, marks(match["several"]), history)):
        body = _ADDED.format(terms=sources(numbers(question, marks(match["several"]), history)))
        body += f"added = terms + [0]*{count}\nfor place in range(len(terms), len(added)):\n"
        body += "    added[place] = added[place - 1] + added[place - 2]\n"
        body += 'print("answer =", ", ".join(map(str, added[len(terms):])))\n'
        words = "Each term is the sum of the two before it. What comes next"
        return _fact(question, match["several"], body, words, history, _SUM_NOTE)
    body = _code(question, match["several"], history, "n")
    body += f"found = [term.subs(n, len(terms) + step) for step in range(1, {count} + 1)]\n"
    body += 'print("rule =", expand(term))\nprint("answer =", ", ".join(map(str, found)))\n'
    body += _CHECK.format(n="n")
    words = "The next term" + ("s" if count > 1 else "") + ", by the rule \\(<rule>\\) for term n"
    return _fact(question, match["several"], body, words, history)


def _adds_up(nodes: list[Node]) -> bool:
    """Whether each of five or more whole numbers is the sum of the two before it."""
    terms = [tree.whole(node) or 0 for node in nodes]
    triples = zip(terms, terms[1:], terms[2:], strict=False)
    return len(terms) >= 5 and any(terms) and all(a + b == c for a, b, c in triples)


def _total(question: Question, match: Groups, history: History) -> Task:
    count = tree.whole(question.chunk(match["number"]).read().node)
    if count is None or not 0 < count <= 10_000:
        raise NotSure("it is not clear how many terms are added")
    body = _code(question, match["several"], history, "n")
    body += f"added = [term.subs(n, place) for place in range(1, {count} + 1)]\n"
    body += 'print("rule =", expand(term))\nprint("answer =", sum(added))\n'
    body += _CHECK.format(n="n")
    words = f"The sum of the first {count} terms, by the rule \\(<rule>\\) for term n"
    return _fact(question, match["several"], body, words, history)


def _count(question: Question, words: str) -> int:
    found = question.chunk(words).text if words.startswith("#") else words.strip()
    count = cardinal(found)
    if not count or count > 50:
        raise NotSure("it is not clear how many terms are asked")
    return count


def _code(question: Question, several: str, history: History, letter: str) -> str:
    nodes = numbers(question, marks(several), history)
    if len(nodes) < 3:
        raise NotSure("fewer than three terms do not show how a sequence goes on")
    return _RULE.format(terms=sources(nodes), n=variable(letter))


def _fact(
    question: Question, several: str, body: str, words: str, history: History, note: str = ""
) -> Task:
    nodes = numbers(question, marks(several), history)
    text = f"{words}, of the sequence {shown(nodes)}:\n\n" + r"\[<answer>\]"
    return Fact(body, text, check="the rule gives every given term", notes=(note or _NOTE,))


_SUM_NOTE = "the sequence was continued by the rule that all given terms follow"
_ADDED = """terms = [{terms}]
triples = zip(terms, terms[1:], terms[2:])
print("check =", all(first + second == third for first, second, third in triples))
"""
_RULE = """terms = [{terms}]
{n} = symbols("{n}")
ratios = {{second/first for first, second in zip(terms, terms[1:]) if first != 0}}
fitted = interpolate(list(zip(range(1, len(terms) + 1), terms)), {n})
if sympify(fitted).has({n}) and Poly(fitted, {n}).degree() == len(terms) - 1 and len(ratios) == 1:
    term = terms[0]*ratios.pop()**({n} - 1)
else:
    term = fitted
    assert not term.has({n}) or len(terms) == 3 or Poly(term, {n}).degree() < len(terms) - 1
"""
_CHECK = """numbered = enumerate(terms, start=1)
print("check =", all(sympify(term).subs({n}, place) == value for place, value in numbered))
"""
