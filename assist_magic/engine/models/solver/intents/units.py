"""Converting units of length, mass, volume, time, speed, area, data and temperature."""

from __future__ import annotations

import re
from fractions import Fraction

from assist_magic.engine.models.solver.counting import CARDINAL, cardinal
from assist_magic.engine.models.solver.fact import Fact
from assist_magic.engine.models.solver.history import History
from assist_magic.engine.models.solver.latex import latex
from assist_magic.engine.models.solver.notation import expressions, tree
from assist_magic.engine.models.solver.question import Question
from assist_magic.engine.models.solver.source import python
from assist_magic.engine.models.solver.task import NotSure, Task

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PREFIXES = {
    "pico": -12,
    "nano": -9,
    "micro": -6,
    "milli": -3,
    "centi": -2,
    "deci": -1,
    "kilo": 3,
    "mega": 6,
    "giga": 9,
}
_SHORT = {"p": -12, "n": -9, "u": -6, "µ": -6, "μ": -6, "m": -3, "c": -2, "d": -1, "k": 3}
_METRIC = {
    "length": (("metre", "meter"), "m"),
    "mass": (("gram", "gramme"), "g"),
    "volume": (("litre", "liter"), "l"),
    "time": (("second",), "s"),
}
_OTHER = {
    "length": "inch inches in 127/5000; foot feet ft 381/1250; yard yards yd 1143/1250; "
    "mile miles mi 201168/125",
    "mass": "tonne tonnes t 1000000; pound pounds lb lbs 45359237/100000; ounce ounces oz "
    "45359237/1600000",
    "time": "minute minutes min mins 60; hour hours h hr hrs 3600; day days 86400; "
    "week weeks 604800; fortnight fortnights 1209600",
    "years": "month months 1/12; year years 1; decade decades 10; century centuries 100; "
    "millennium millennia millenniums 1000",
    "angle": "degree degrees 1; turn turns 360",
    "speed": "m/s mps 1; km/h kmh kph km/hr 5/18; mph mi/h 1397/3125; knot knots 463/900",
    "capacity": "gallon gallons gal 473176473/125000000; quart quarts 473176473/500000000; "
    "pint pints 473176473/1000000000; cup cups 473176473/2000000000",
}


def _table() -> dict[str, tuple[str, Fraction]]:
    """Every name of a unit, with its kind and its size in the kind's base unit."""
    found: dict[str, tuple[str, Fraction]] = {}
    for kind, (names, letter) in _METRIC.items():
        for name in names:
            for plural in (name, f"{name}s"):
                found[plural] = (kind, Fraction(1))
                for prefix, power in _PREFIXES.items():
                    found[prefix + plural] = (kind, Fraction(10) ** power)
        found[letter] = (kind, Fraction(1))
        found |= {short + letter: (kind, Fraction(10) ** n) for short, n in _SHORT.items()}
    for kind, listed in _OTHER.items():
        for entry in listed.split("; "):
            *called, size = entry.split()
            base = {"capacity": "volume"}.get(kind, kind)
            found |= {name: (base, Fraction(size)) for name in called}
    return found | _areas(found)


def _areas(lengths: dict[str, tuple[str, Fraction]]) -> dict[str, tuple[str, Fraction]]:
    """The squares of the units of length: "square feet", "cm^2", and hectares."""
    found = {name: ("area", Fraction(10_000)) for name in ("hectare", "hectares", "ha")}
    for name, (kind, size) in lengths.items():
        if kind == "length":
            forms = (f"square {name}", f"sq {name}", f"{name}^2", f"{name}2")
            found |= {
                form: ("area", size**2)
                for form in forms
                if len(name) > 2 or "^" in form or form.startswith("sq")
            }
            found |= {f"{name}2": ("area", size**2)} if name in ("m", "cm", "km", "mm") else {}
    return found


_UNITS = _table()
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_AMOUNT = (
    r"(?P<number>-?[\d,]*\.?\d+(?: ?/ ?\d+)?)|(?P<words>half|"
    rf"{CARDINAL}[ -](?:halves|(?:{'|'.join(part for part in _PARTS if part != 'halves')})s?)"
    rf"|{CARDINAL}|an?)"
)
_FROM = rf"(?P<amount>{_AMOUNT}) ?(?:of )?(?:an? )?(?P<from>{_UNIT})"
_TO = rf"(?P<to>{_UNIT})"
_ASKED = (
    re.compile(rf"how many {_TO} (?:are there |are |is |make |do )?(?:in|are|is|make)? ?{_FROM}"),
    re.compile(
        rf"(?:what is|what's|convert|express|change|write|find|how much is|calculate)? ?{_FROM} "
        rf"(?:in|to|into|as) {_TO}"
    ),
)
_TEMPERATURE = re.compile(
    r"(?:what is|convert|express|change|)? ?(?P<number>-?\d+\.?\d*) ?(?:°|degrees?)? ?"
    r"(?P<from>celsius|fahrenheit|kelvin|c|f|k)(?: degrees)? (?:in|to|into) (?:°|degrees? )?"
    r"(?P<to>celsius|fahrenheit|kelvin|c|f|k)"
)


_TWO = re.compile(
    r"(?:what is|what's|convert|express|change|write|how much is)? ?(?P<many>\d+"
    rf"(?:\.\d+)?) ?(?P<big>{_UNIT})"
    rf"(?: and| ,|,)? (?P<few>\d+(?:\.\d+)?) ?(?P<small>{_UNIT}) (?:in|to|into|as) {_TO}"
)
_ANGLE = re.compile(
    r"(?:what is|what's|convert|express|change|write|find)? ?(?:an angle of )?"
    r"(?P<value>[-\d./* pi()]+?) ?"
    r"(?P<from>°|degrees?|deg|radians?|rad) (?:in|to|into|as) (?P<to>degrees?|deg|radians?|rad|°)"
)


def _angle(match: re.Match[str]) -> Task | None:
    """Degrees in radians, and back."""
    start, end = match["from"][0].replace("°", "d"), match["to"][0].replace("°", "d")
    if start == end:
        return None
    node = expressions.read(match["value"]).node
    if tree.names(node):
        return None
    factor = "pi/180" if start == "d" else "180/pi"
    body = f"answer = simplify({python(node)}*{factor})\n"
    body += 'print("answer =", answer, "≈", N(answer, 10))\n'
    signs = {"d": r"^\circ", "r": r"\ \text{rad}"}
    return Fact(body, rf"\[{latex(node)}{signs[start]} = <answer>{signs[end]}\]")


def _two(match: re.Match[str]) -> Task | None:
    """ "5 feet 6 inches in cm"."""
    (kind, big), (same, small), (other, wanted) = (
        _UNITS[match[name]] for name in ("big", "small", "to")
    )
    if not kind == same == other or big <= small:
        return None
    amount = Fraction(match["many"]) * big + Fraction(match["few"]) * small
    body = _CODE.format(amount=_exact(amount), ratio=_exact(1 / wanted))
    given = f"{match['many']} {match['big']} {match['few']} {match['small']}"
    return Fact(body, f"{given}:\n\n" + rf"\[<answer>\ \text{{{match['to']}}}\]")


_AMERICAN = re.compile(r"\b(?:gal|gallons?|quarts?|pints?|cups?)\b")
_US = "gallons, quarts, pints and cups were read as those of the United States"


def recognise(question: Question, history: History) -> Task | None:
    """ "Convert 3.5 km to m", "how many seconds are there in half an hour"."""
    text = re.sub(r"[\s`$]+", " ", question.text).strip(" .?!")
    for form, make in ((_ANGLE, _angle), (_TWO, _two)):
        if match := form.fullmatch(text):
            return make(match)
    if match := _TEMPERATURE.fullmatch(text):
        return _temperature(match)
    match = next((found for form in _ASKED if (found := form.fullmatch(text))), None)
    if not match:
        return None
    amount = _amount(match)
    (kind, size), (other, wanted) = _UNITS[match["from"]], _UNITS[match["to"]]
    if amount is None or kind != other:
        return None
    ratio = size / wanted
    body = _CODE.format(amount=_exact(amount), ratio=_exact(ratio))
    given = f"{amount} {match['from']}"
    return Fact(
        body,
        f"{given} in {match['to']}, at <ratio> {match['to']} each:\n\n"
        rf"\[<answer>\ \text{{{match['to']}}}\]".replace("<ratio>", r"\(<ratio>\)"),
        notes=(_US,) if _AMERICAN.search(text) else (),
    )


def _exact(value: Fraction) -> str:
    if value.denominator == 1:
        return f"Integer({value.numerator})"
    return f"Rational({value.numerator}, {value.denominator})"


def _amount(match: re.Match[str]) -> Fraction | None:
    """The number before a unit: 3.5, 3/4, "fifteen halves", "half", "a"."""
    if match["number"]:
        number = _THOUSANDS.sub("", match["number"]).replace(" ", "")
        if "," in number:
            raise NotSure("a comma in a number may part decimals or numbers; write a point")
        return Fraction(number)
    words = match["words"]
    if words in ("a", "an"):
        return Fraction(1)
    if words == "half":
        return Fraction(1, 2)
    count, _, part = words.rpartition(" ")
    below = _PARTS.get(part) or _PARTS.get(part.removesuffix("s"))
    above = cardinal(count if below else words)
    return None if above is None else Fraction(above, below or 1)


def _temperature(match: re.Match[str]) -> Task:
    start, end = match["from"][0], match["to"][0]
    inward = {"c": "value", "f": "(value - 32)*Rational(5, 9)", "k": "value - Rational(27315, 100)"}
    outward = {
        "c": "celsius",
        "f": "celsius*Rational(9, 5) + 32",
        "k": "celsius + Rational(27315, 100)",
    }
    body = f'value = Rational("{match["number"]}")\ncelsius = {inward[start]}\n'
    body += f'answer = {outward[end]}\nprint("answer =", answer, "≈", N(answer, 10))\n'
    unit = {"c": r"^\circ\mathrm{C}", "f": r"^\circ\mathrm{F}", "k": r"\ \mathrm{K}"}
    return Fact(body, rf"\[{match['number']}{unit[start]} = <answer>{unit[end]}\]")


_CODE = """amount = {amount}
ratio = {ratio}
print("ratio =", ratio)
print("answer =", amount*ratio, "≈", N(amount*ratio, 10))
"""
