"""Says whether a reply is right: by number, by symbolic equality, by its table or its picture."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import sympy

from tests.answers import formulas
from tests.answers.question import Question, Reply, Verdict

_POINTS = (0.37, 1.13, 2.71, -0.83, -3.19)


def grade(question: Question, reply: Reply) -> Verdict:
    """Right, wrong or declined. A reply whose run failed otherwise is wrong."""
    if reply.declined:
        return "declined"
    if reply.failed or not reply.text.strip():
        return "wrong"
    return "right" if _GRADERS[question.kind](question, reply) else "wrong"


def _number(question: Question, reply: Reply) -> bool:
    said = formulas.statement(reply.text)
    wanted = _value(question.truth)
    found = [_value(formulas.read(side)) for side in formulas.sides(said)]
    known = [value for value in found if value is not None]
    known = known or formulas.numbers(said)[-1:]
    return bool(known) and all(_close(value, wanted, question.within) for value in known)


def _numbers(question: Question, reply: Reply) -> bool:
    wanted = sorted(_real(value) for value in question.truth)
    found = sorted(_distinct(_listed(reply)))
    return len(found) == len(wanted) and all(map(_close, found, wanted))


def _ordered(question: Question, reply: Reply) -> bool:
    wanted = [_real(value) for value in question.truth]
    found = _listed(reply)
    return len(found) == len(wanted) and all(map(_close, found, wanted))


def _sequence(question: Question, reply: Reply) -> bool:
    said = re.sub(r"\\mathtt\{(\w)\}", r"\1", _without_fractions(reply))
    found = [piece.strip(" .") for piece in formulas.pieces(said)]
    if len(found) != len(question.truth):
        return False
    pairs = zip(found, question.truth, strict=True)
    return all(a == b or _close(_value(formulas.read(a)), _value(b)) for a, b in pairs)


def _listed(reply: Reply) -> list[float]:
    """The numbers of "x = 2 or x = 3", of a set or of a list, each with its last side."""
    said = re.sub(r"\\[{}]|[\[\]{}]|\\(?:left|right)", " ", _without_fractions(reply))
    values: list[float] = []
    for piece in formulas.pieces(said):
        sides = formulas.sides(piece.replace(r"\pm", " "))
        found = [_value(formulas.read(side)) for side in sides]
        values += [value for value in found if value is not None][:1]
        if r"\pm" in piece and values:
            values.append(-values[-1])
    return values


def _without_fractions(reply: Reply) -> str:
    said = formulas.statement(reply.text)
    said = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", said)
    said = re.sub(r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)", said)
    return re.sub(r"([_^])\{([^{}]*)\}", r"\1(\2)", said)


def _point(question: Question, reply: Reply) -> bool:
    said = re.sub(r"\\(?:left|right)", "", formulas.statement(reply.text))
    wanted = [_real(value) for value in question.truth]
    inside = [part.split(",") for part in re.findall(r"\(((?:[^()]|\([^()]*\))*,[^()]*)\)", said)]
    found = [[_value(formulas.read(cell)) for cell in cells] for cells in inside]
    return bool(found) and all(
        len(cells) == len(wanted) and all(map(_close, cells, wanted)) for cells in found
    )


def _values(question: Question, reply: Reply) -> bool:
    found: dict[str, float | None] = {}
    for piece in formulas.pieces(formulas.statement(reply.text)):
        name, *rest = (part.strip() for part in re.split(r"=|\\approx|≈", piece))
        found[name] = _value(formulas.read(rest[0])) if rest else None
    return all(_close(found.get(name), _value(value)) for name, value in question.truth.items())


def _expression(question: Question, reply: Reply) -> bool:
    """Whether the last side is the truth; those before it may hold names that were given."""
    known = [formulas.read(side) for side in formulas.sides(formulas.statement(reply.text))]
    found = next((each for each in reversed(known) if each is not None), None)
    if found is None or not _equal(found, sympy.sympify(question.truth)):
        return False
    return question.kind != "expanded" or not _has_brackets(found)


def _has_brackets(found: sympy.Basic) -> bool:
    products = found.atoms(sympy.Mul, sympy.Pow)
    return any(isinstance(part, sympy.Add) for each in products for part in each.args)


def _factored(question: Question, reply: Reply) -> bool:
    said = formulas.sides(formulas.statement(reply.text))
    found = formulas.read(said[-1]) if said else None
    if found is None or not _equal(found, sympy.sympify(question.truth)):
        return False
    return said[-1].count("(") >= len(sympy.factor_list(question.truth)[1])


def _inequality(question: Question, reply: Reply) -> bool:
    said = formulas.statement(reply.text)
    bound = _real(question.truth)
    if interval := re.search(r"[(\[]\s*([^,()]+),\s*([^,()]+)[)\]]", said.replace(r"\left", "")):
        ends = [part.replace(r"\right", "").strip() for part in interval.groups()]
        infinite, end = ends if question.kind == "below" else ends[::-1]
        return "infty" in infinite and _close(_value(formulas.read(end)), bound)
    relation = re.search(r"([^<>\s]+)\s*(<|>|\\lt|\\gt|\\leq?|\\geq?|≤|≥)=?\s*([^<>=]+)$", said)
    if not relation:
        return False
    below = relation[2] in ("<", r"\lt", r"\le", r"\leq", "≤")
    return below == (question.kind == "below") and _close(_value(formulas.read(relation[3])), bound)


def _word(question: Question, reply: Reply) -> bool:
    text = formulas.body(reply.text)
    if question.truth in ("yes", "no"):
        return _affirms(question.text, text) is (question.truth == "yes")
    if _says(text, question.truth) and not any(_says(text, other) for other in question.others):
        return True
    said = " ".join(bold for pair in formulas._BOLD.findall(text) for bold in pair[:1])
    said = said or formulas.statement(reply.text)
    return _says(said, question.truth) and not any(_says(said, x) for x in question.others)


_OPPOSITES = (("prime", "composite"), ("even", "odd"), ("rational", "irrational"))
_VERDICT = re.compile(r"(?:^|\*\*)\W*(yes|no|true|false)\b", re.IGNORECASE | re.MULTILINE)
_DENIAL = re.compile(r"\b(?:no|not|cannot|neither|false|\w+n't)\b", re.IGNORECASE)
_CLAIM = re.compile(r"\b(?:yes|true|is|are|does|divides)\b", re.IGNORECASE)


def _affirms(asked: str, text: str) -> bool | None:
    """Whether an answer says yes; None if it says nothing. Its "yes" or "no" comes first.

    "97 is composite" denies that it is prime, and affirms that it is composite.
    """
    if verdict := _VERDICT.search(text):
        return verdict[1].lower() in ("yes", "true")
    opposite = False
    for word, other in (pair[::way] for pair in _OPPOSITES for way in (1, -1)):
        if _says(asked, word) and not _says(asked, other):
            text = re.sub(rf"\bnot (?:an? )?{other}\b", word, text, flags=re.IGNORECASE)
            opposite = opposite or (_says(text, other) and not _says(text, word))
    denied = _DENIAL.search(text) is not None
    if not denied and not opposite and not _CLAIM.search(text):
        return None
    return denied == opposite


def _says(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(str(word))}(?!\w)", text, re.IGNORECASE) is not None


def _cells(question: Question, reply: Reply) -> bool:
    rows = formulas.table(reply.text)
    return all(
        any(_close(value, wanted, question.within) for value in rows.get(str(name).casefold(), ()))
        for name, wanted in question.truth.items()
    )


def _plot(question: Question, reply: Reply) -> bool:
    code = "\n".join(reply.code)
    return reply.images > 0 and all(str(part) in code for part in question.truth)


def _talk(question: Question, reply: Reply) -> bool:
    text = reply.text.casefold()
    if reply.code or any(claim in text for claim in question.others):
        return False
    return all(any(word in text for word in group) for group in question.truth)


def _value(found: Any) -> float | None:
    """A real number, or None for what is none."""
    if found is None:
        return None
    try:
        value = complex(sympy.N(sympy.sympify(found)))
    except (TypeError, ValueError, AttributeError, sympy.SympifyError):
        return None
    return value.real if abs(value.imag) < 1e-9 else None


def _real(truth: Any) -> float:
    value = _value(truth)
    assert value is not None, f"the truth {truth!r} is no number"
    return value


def _close(found: float | None, wanted: float | None, within: float = 1e-4) -> bool:
    if found is None or wanted is None:
        return False
    return math.isclose(found, wanted, rel_tol=within, abs_tol=1e-9)


def _distinct(values: list[float]) -> list[float]:
    return [x for i, x in enumerate(values) if not any(_close(x, y, 1e-9) for y in values[:i])]


def _equal(found: sympy.Basic, wanted: sympy.Basic) -> bool:
    """Whether two formulas have the same values; the names of their variables must agree."""
    plain = {symbol: sympy.Symbol(symbol.name) for symbol in found.free_symbols}
    found = found.subs(plain).replace(sympy.Symbol("e"), sympy.E)
    if sympy.Symbol("i") in wanted.free_symbols:
        found = found.subs(sympy.I, sympy.Symbol("i"))
    names = sorted(found.free_symbols | wanted.free_symbols, key=str)
    tried = 0
    for i in range(len(_POINTS)):
        place = {name: _POINTS[(i + k) % len(_POINTS)] for k, name in enumerate(names)}
        try:
            left, right = (complex(sympy.N(each.subs(place))) for each in (found, wanted))
            same = abs(left - right) <= 1e-6 * (1 + abs(right))
        except (TypeError, ValueError, AttributeError, OverflowError):
            continue
        if not same:
            return False
        tried += 1
    return tried > 1


_GRADERS: dict[str, Callable[[Question, Reply], bool]] = {
    "number": _number,
    "numbers": _numbers,
    "ordered": _ordered,
    "sequence": _sequence,
    "point": _point,
    "values": _values,
    "expression": _expression,
    "factored": _factored,
    "expanded": _expression,
    "below": _inequality,
    "above": _inequality,
    "word": _word,
    "cells": _cells,
    "plot": _plot,
    "talk": _talk,
}
