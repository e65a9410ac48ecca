"""Shapes with given measurements: areas, perimeters, volumes and sides; angles of polygons."""

from __future__ import annotations

import re

from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.intents.shapes import FORMULAS, POLYGONS, Formula
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.task import NotSure, Task
from assist_magic.engine.models.solver.telling import told

_SHAPES = {
    "right(?:[- ]angled)? triangle|right[- ]angle triangle": "right triangle",
    "equilateral triangle": "equilateral triangle",
    "rectangular prism|rectangular box|rectangular solid|cuboid|box": "cuboid",
    "square[- ]based pyramid|square pyramid|pyramid with square base": "square pyramid",
    "regular hexagon": "regular hexagon",
    "regular pentagon": "regular pentagon",
    "regular octagon": "regular octagon",
    "trapezoid|trapezium": "trapezoid",
    "ball|sphere": "sphere",
    "disk|disc|circle": "circle",
    "(?:right )?(?:circular )?cylinder": "cylinder",
    "(?:right )?(?:circular )?cone": "cone",
    **{
        name: name
        for name in [
            "semicircle",
            "square",
            "rectangle",
            "triangle",
            "parallelogram",
            "rhombus",
            "kite",
            "ellipse",
            "cube",
            "hemisphere",
        ]
    },
}
_QUANTITIES = {
    "(?:total )?surface(?: area)?": "surface area",
    "(?:lateral|curved)(?: surface)?(?: area)?": "lateral area",
    "slant height": "slant height",
    "(?:length of )?(?:space |main )?diagonals?": "diagonal",
    "(?:length of )?hypotenuse": "hypotenuse",
    "(?:length of )?(?:each |1 )?(?:side|edge)(?: length)?": "side",
    "(?:length of )?(?:other|missing|third|second|remaining) (?:leg|side|cathetus)": "leg",
    "(?:length of )?base": "base",
    **{
        name: name
        for name in [
            "area",
            "perimeter",
            "circumference",
            "volume",
            "radius",
            "diameter",
            "height",
            "length",
            "width",
        ]
    },
}
_MEASURES = {
    "surface area": "surface area",
    "sides?(?: lengths?)?|edges?(?: lengths?)?|side lengths?|edge lengths?": "side",
    "legs?|catheti|shorter sides|perpendicular sides": "leg",
    "hypotenuse": "hypotenuse",
    "parallel sides|bases?(?: lengths?)?": "base",
    "diagonals?": "diagonal",
    "semi[- ]?axes|semi[- ]?major axis|semi[- ]?minor axis": "axis",
    "radius|r": "radius",
    "diameter|d": "diameter",
    "height|altitude|h": "height",
    "length|l": "length",
    "width|breadth|w": "width",
    "area": "area",
    "perimeter": "perimeter",
    "circumference": "circumference",
    "volume": "volume",
}
_UNIT = (
    r"(?:square |cubic )?(?:mm|cm|dm|km|m|inches|inch|in|feet|ft|yards|yd|miles|units?"
    r"|met(?:re|er)s?|centimet(?:re|er)s?)(?:\^?[23])?"
)
_NUM = r"\d+(?:\.\d+)?(?: ?/ ?\d+)?"
_VALUE = rf"{_NUM}(?: ?{_UNIT}\b)?"
_VALUES = rf"{_VALUE}(?:(?: ?, (?:and )?| and | by | x | ?\* ?){_VALUE})*"


def _either(table: dict[str, str]) -> str:
    return "|".join(table)


_MEASURE = re.compile(
    rf"(?P<name>{_either(_MEASURES)})(?: (?:is|are|of|equal to|equals|length|measures|measuring))*"
    rf" ?[=:]? ?(?P<values>{_VALUES})"
)
_AFTER = re.compile(rf"(?P<values>{_VALUES}) (?P<name>{_either(_MEASURES)})\b")
_BY = re.compile(_VALUES)
_HAVING = r"(?:with|whose|of|that has|having|has|if|when|where|given|for|and|is|measuring|its|,|:)"
_OF_SHAPE = re.compile(
    rf"(?:find )?(?P<quantity>{_either(_QUANTITIES)}) (?:of|for|in) (?:(?P<by>{_VALUES}) )?"
    rf"(?P<shape>{_either(_SHAPES)})(?: ?{_HAVING})*(?: (?P<rest>.+))?"
)
_SHAPE_FIRST = re.compile(
    rf"(?:if |given |for |in |consider )?(?:(?P<by>{_VALUES}) )?(?P<shape>{_either(_SHAPES)})"
    rf"(?: ?{_HAVING})* (?P<rest>.+?)(?: ?[.,;:]+ ?| )(?:find )?(?:its |what is )?"
    rf"(?P<quantity>{_either(_QUANTITIES)})(?: (?:of it|of (?:{_either(_SHAPES)})))?"
)
_ANGLES = re.compile(
    r"(?:find )?(?P<what>sum of (?:all )?(?:interior |inner |internal )?angles|(?:each "
    r"|size of (?:each|1) |measure of each )?(?:interior|inner|internal) angle"
    rf"|(?:how many|number of) diagonals(?: (?:are there|are))?) (?:of|in|does|has)(?: regular)? "
    rf"(?:(?P<name>{_either({key: key for key in POLYGONS})})|polygon with (?P<n>\d+) sides"
    r"|(?P<m>\d+)[- ](?:sided polygon|gon))(?: have| has)?"
)


def recognise(question: Question, history: History) -> Task | None:
    """ "Area of a circle with radius 5", "a right triangle has legs 3 and 4; its hypotenuse?"."""
    text = told(question)
    if match := _ANGLES.fullmatch(text):
        return _angles(match)
    for form in (_OF_SHAPE, _SHAPE_FIRST):
        match = form.fullmatch(text)
        if match and (task := _measured(match)):
            return task
    return None


def _measured(match: re.Match[str]) -> Task | None:
    shape, quantity = _named(match["shape"], _SHAPES), _named(match["quantity"], _QUANTITIES)
    read = _measures(shape, match["by"] or "", match["rest"] or "")
    if read is None:
        return None
    measures, units = read
    if shape == "triangle" and quantity == "area" and set(measures) == {"side1", "side2", "side3"}:
        return _heron(measures, units)
    if quantity == "hypotenuse":
        shape = "right triangle"
    formula = next(
        (
            item
            for item in FORMULAS
            if (item.shape, item.quantity) == (shape, quantity)
            and item.given == tuple(sorted(measures))
        ),
        None,
    )
    return _task(formula, measures, units) if formula else None


def _named(words: str, table: dict[str, str]) -> str:
    return next(name for form, name in table.items() if re.fullmatch(form, words))


def _measures(shape: str, by: str, rest: str) -> tuple[dict[str, str], set[str]] | None:
    """The measurements by name, and their units; None if something is left that is none."""
    found: dict[str, list[str]] = {}
    units: set[str] = set()

    def take(match: re.Match[str]) -> str:
        name = _named(match["name"], _MEASURES)
        found.setdefault(name, []).extend(_numbers(match["values"], units))
        return " "

    left = _AFTER.sub(take, _MEASURE.sub(take, rest))
    left = re.sub(rf"\b(?:{_HAVING}|with)\b|[ ,.:]", " ", left).strip()
    if left and not found and _BY.fullmatch(rest.strip()):
        by, left = rest.strip(), ""
    if left or by and found:
        return None
    if by:
        return _by_place(shape, _numbers(by, units)), units
    numbered = {
        f"{name}{place}" if len(values) > 1 else name: value
        for name, values in found.items()
        for place, value in enumerate(values, start=1)
    }
    return _renamed(shape, numbered), units


_ORDER = {
    "rectangle": ("length", "width"),
    "cuboid": ("length", "width", "height"),
    "square": ("side", "side"),
    "triangle": ("side1", "side2", "side3"),
}


def _by_place(shape: str, values: list[str]) -> dict[str, str]:
    """The measurements in "4 by 7"."""
    names = _ORDER.get(shape, ())
    return dict(zip(names, values, strict=True)) if len(names) == len(values) else {}


_SAME = {
    "rectangle": {"side1": "length", "side2": "width", "base": "length", "height": "width"},
    "right triangle": {"side1": "leg1", "side2": "leg2", "side": "leg"},
    "cuboid": {"side1": "length", "side2": "width", "side3": "height"},
    "square pyramid": {"base": "side"},
    "circle": {"length": "circumference"},
}


def _renamed(shape: str, measures: dict[str, str]) -> dict[str, str]:
    names = _SAME.get(shape, {})
    if shape == "rectangle" and "length" in measures:
        names = {"height": "width"}
    return {names.get(name, name): value for name, value in measures.items()}


def _numbers(values: str, units: set[str]) -> list[str]:
    units |= set(re.findall(rf"{_NUM} ?({_UNIT})\b", values))
    return [number.replace(" ", "") for number in re.findall(_NUM, values)]


def _unit(units: set[str], power: int | None) -> str:
    """The unit of the result as LaTeX."""
    plain = {re.sub(r"square |cubic |\^?[23]$", "", unit) for unit in units}
    if len(plain) > 1:
        raise NotSure("the measurements are given in different units")
    if not plain or power is None:
        return ""
    raised = f"^{power}" if power > 1 else ""
    return rf"\ \text{{{plain.pop()}}}{raised}"


def _task(formula: Formula, measures: dict[str, str], units: set[str]) -> Task:
    lines = [f'{name.replace(" ", "_")} = Rational("{value}")' for name, value in measures.items()]
    body = "\n".join([*lines, f"answer = {formula.code}", _PRINTED])
    check = formula.shape == "right triangle" and formula.quantity == "leg"
    body = body.replace("answer =", "assert hypotenuse > leg\nanswer =", 1) if check else body
    words = f"The {formula.quantity} of the {formula.shape}:"
    unit = _unit(units, formula.power)
    return Fact(body, f"{words}\n\n" + rf"\[{formula.latex} = <answer>{unit}\]")


def _heron(measures: dict[str, str], units: set[str]) -> Task:
    a, b, c = (measures[f"side{place}"] for place in (1, 2, 3))
    body = _HERON.format(a=a, b=b, c=c) + _PRINTED
    unit = _unit(units, 2)
    sentence = "By Heron's formula, with half the perimeter \\(s = <half>\\):\n\n"
    return Fact(body, sentence + rf"\[A = \sqrt{{s(s-a)(s-b)(s-c)}} = <answer>{unit}\]")


def _angles(match: re.Match[str]) -> Task:
    sides = POLYGONS.get(match["name"] or "") or int(match["n"] or match["m"])
    if sides < 3:
        raise NotSure("a polygon has at least three sides")
    if "diagonals" in match["what"]:
        body = f'print("answer =", Integer({sides})*({sides} - 3)/2)\n'
        return Fact(body, r"\[\frac{n(n - 3)}{2} = <answer>\]")
    if match["what"].startswith("sum"):
        body = f'print("answer =", ({sides} - 2)*180)\n'
        return Fact(body, r"\[(n - 2) \cdot 180^\circ = <answer>^\circ\]")
    body = f'print("answer =", Rational(({sides} - 2)*180, {sides}))\n'
    note = ("the polygon was taken as regular",)
    return Fact(body, r"\[\frac{(n - 2) \cdot 180^\circ}{n} = <answer>^\circ\]", notes=note)


_PRINTED = 'print("answer =", answer, "≈", N(answer, 10))\n'
_HERON = """first, second, third = Rational("{a}"), Rational("{b}"), Rational("{c}")
assert first + second > third and second + third > first and third + first > second
half = (first + second + third)/2
answer = sqrt(half*(half - first)*(half - second)*(half - third))
print("half =", half)
"""
