"""Statistics of a list of numbers: mean, median, mode, variance, standard deviation, range."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Findings, numbers, shown, sources
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.notation.tree import Listing
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.subjects import value_of
from assist_magic.engine.models.solver.task import Groups, NotSure, Task, marks, pattern

_NAMES = {
    "mean": "mean",
    "average": "mean",
    "arithmetic mean": "mean",
    "geometric mean": "geometric mean",
    "median": "median",
    "mode": "mode",
    "modes": "mode",
    "range": "range",
    "variance": "population variance",
    "population variance": "population variance",
    "sample variance": "sample variance",
    "standard deviation": "population standard deviation",
    "population standard deviation": "population standard deviation",
    "sample standard deviation": "sample standard deviation",
    "quartiles": "quartiles",
    "five number summary": "five",
    "five - number summary": "five",
    "5 number summary": "five",
    "lower quartile": "lower quartile",
    "first quartile": "lower quartile",
    "upper quartile": "upper quartile",
    "third quartile": "upper quartile",
    "interquartile range": "interquartile range",
    "iqr": "interquartile range",
}
_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_STATISTIC = pattern(
    f"(?:find )?{{wanted: (?:{_NAME})(?:(?: ?, | and | ?, and )(?:{_NAME}))*}}(?: value)? "
    "(?:of|for)(?: (?:data|list|set|data set|values|numbers))? (?:{several...}|{one})",
    f"(?:find )?{{several...}} {{wanted: {_NAME}}}(?: find)?",
)
_NEEDED = {
    "mean": "mean = sum(values)/len(values)\n"
    'print("total =", sum(values))\nprint("count =", len(values))',
    "geometric mean": "geometric = prod(values)**Rational(1, len(values))",
    "median": "ordered = sorted(values)\nmiddle = len(values) // 2\n"
    "median = (ordered[middle] + ordered[-middle - 1])/2\n"
    'print("ordered =", ", ".join(map(str, ordered)))',
    "mode": "most = max(values.count(value) for value in values)\nassert most > 1",
    "range": "spread = max(values) - min(values)",
    "minimum": "ordered = sorted(values)",
    "maximum": "ordered = sorted(values)",
    "quartile": "ordered = sorted(values)\nhalf = len(values) // 2\n"
    "lower, upper = [\n    (part[half // 2] + part[-(half // 2) - 1])/2 for part in "
    "(ordered[:half],"
    " ordered[-half:])\n]",
    "variance": "mean = sum(values)/len(values)\nsquares = sum((v - mean)**2 for v in values)\n"
    'print("middle =", mean)\nprint("squares =", squares)',
}
_PRINTED = {
    "mean": "mean",
    "geometric mean": "geometric",
    "median": "median",
    "minimum": "min(values)",
    "maximum": "max(values)",
    "range": "spread",
    "lower quartile": "lower",
    "upper quartile": "upper",
    "interquartile range": "upper - lower",
    "population variance": "squares/len(values)",
    "sample variance": "squares/(len(values) - 1)",
    "population standard deviation": "sqrt(squares/len(values))",
    "sample standard deviation": "sqrt(squares/(len(values) - 1))",
}
_POPULATION = (
    "the variance was taken of the whole population (divided by n); ask for the sample variance "
    "or sample standard deviation to divide by n - 1"
)


_HALVES = (
    "the quartiles are the medians of the lower and the upper half, without the median itself "
    "where the number of values is odd"
)
_WEIGHTED = pattern(
    "(?:find )?weighted (?:average|mean) of {several...} with weights {weights...}",
    "(?:find )?(?:weighted )?(?:average|mean) of {several...} (?:weighted by"
    "|with weights) {weights...}",
)


def _weighted(question: Question, match: Groups, history: History) -> Task:
    nodes = numbers(question, marks(match["several"]), history)
    weights = numbers(question, marks(match["weights"]), history)
    if len(nodes) != len(weights):
        raise NotSure("there are not as many weights as values")
    body = f"values, weights = [{sources(nodes)}], [{sources(weights)}]\n"
    body += "answer = sum(v*w for v, w in zip(values, weights))/sum(weights)\n"
    body += 'print("weighted mean =", answer, "≈", N(answer, 10))\n'
    rows = (("weighted mean", r"\[\text{weighted mean} = <>\]"),)
    intro = f"Of the values {shown(nodes)} with the weights {shown(weights)}:"
    return Findings(body, intro, rows)


_WAY = (
    r"The sum is \(<total>\); divided by the number of values: \(\frac{<total>}{<count>}\).",
    r"In order: \(<ordered>\). The median is in the middle.",
    r"The mean is \(<middle>\); the squares of the distances from it add up to \(<squares>\).",
)


def recognise(question: Question, history: History) -> Task | None:
    """ "The average of 3, 5 and 10", "mean and median of 1, 2, 2, 9"."""
    if match := _WEIGHTED.match(question.skeleton):
        return _weighted(question, match, history)
    match = _STATISTIC.match(question.skeleton)
    if not match:
        return None
    wanted = [_NAMES[name] for name in re.split(r" ?, and | ?, | and ", match["wanted"])]
    if "five" in wanted:
        place = wanted.index("five")
        wanted[place : place + 1] = [
            "minimum",
            "lower quartile",
            "median",
            "upper quartile",
            "maximum",
        ]
    if "quartiles" in wanted:
        place = wanted.index("quartiles")
        wanted[place : place + 1] = ["lower quartile", "median", "upper quartile"]
    if "several" in match:
        nodes = numbers(question, marks(match["several"]), history)
    else:
        if not isinstance(question.chunk(match["one"]).read().node, Listing):
            return None
        node, _ = value_of(question.chunk(match["one"]), history)
        assert isinstance(node, Listing)
        nodes = list(node.items)
    if len(nodes) < 2:
        raise NotSure("one value has no statistics")
    body = f"values = [{sources(nodes)}]\n" + "\n".join(_lines(wanted))
    rows = tuple((name, rf"\[\text{{{name}}} = <>\]") for name in wanted)
    asked = ("variance", "standard deviation")
    unsaid = any(name in asked for name in re.split(r" ?, and | ?, | and ", match["wanted"]))
    notes: tuple[str, ...] = (_POPULATION,) if unsaid else ()
    notes += (_HALVES,) if any("quartile" in name for name in wanted) else ()
    return Findings(body, f"Of the values {shown(nodes)}:", rows, notes=notes, way=_WAY)


def _lines(wanted: list[str]) -> list[str]:
    lines: list[str] = []
    for name in wanted:
        kind = "variance" if "variance" in name or "deviation" in name else name
        kind = "quartile" if "quartile" in name else kind
        if _NEEDED[kind] not in lines:
            lines.append(_NEEDED[kind])
        if name == "mode":
            lines.append(_MODES)
        else:
            lines.append(f'print("{name} =", {_PRINTED[name]}, "≈", N({_PRINTED[name]}, 10))')
    return lines


_MODES = """for value in sorted(set(values)):
    if values.count(value) == most:
        print("mode =", value, "≈", N(value, 10))"""
