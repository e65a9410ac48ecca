"""120 questions of mathematics: 24 tasks on five levels, each asked in five phrasings.

Numbers are drawn by a seed; truths are worked out backwards or in plain Python, without SymPy.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.answers.question import Kind, Question

Slots = dict[str, Any]
Drawn = tuple[Slots, Any]


def questions(seed: int) -> list[Question]:
    """Five questions of each task; every phrasing has numbers of its own."""
    drawing = random.Random(seed)
    found = []
    for family, kind, draw, phrasings in _TASKS:
        for phrasing in phrasings:
            slots, truth = draw(drawing)
            text = phrasing.format(**slots)
            found.append(Question(family, text, kind, truth))
    return found


def _signed(number: int) -> str:
    return f"+ {number}" if number >= 0 else f"- {-number}"


def _polynomial(*coefficients: int) -> str:
    """x^2 - 5x + 6 from 1, -5, 6."""
    parts = []
    for power, value in zip(range(len(coefficients) - 1, -1, -1), coefficients, strict=True):
        if not value:
            continue
        size = str(abs(value)) if abs(value) != 1 or power == 0 else ""
        name = {0: "", 1: "x"}.get(power, f"x^{power}")
        parts.append(f"{'-' if value < 0 else '+'} {size}{name}")
    text = " ".join(parts)
    return text[2:] if text.startswith("+") else f"-{text[2:]}"


def _value(coefficients: tuple[int, ...], x: int) -> int:
    result = 0
    for coefficient in coefficients:
        result = result * x + coefficient
    return result


def _nonzero(drawing: random.Random, low: int, high: int) -> int:
    return drawing.choice([number for number in range(low, high + 1) if number])


def _arithmetic(drawing: random.Random) -> Drawn:
    a, b, c = (drawing.randint(3, 99) for _ in range(3))
    return {"a": a, "b": b, "c": c}, a * b + c


def _percent(drawing: random.Random) -> Drawn:
    p, n = drawing.randint(2, 98), drawing.randint(10, 5000)
    return {"p": p, "n": n}, Fraction(p * n, 100)


def _gcd(drawing: random.Random) -> Drawn:
    k = drawing.randint(2, 30)
    a, b = k * drawing.randint(2, 40), k * drawing.randint(2, 40)
    return {"a": a, "b": b}, math.gcd(a, b)


def _remainder(drawing: random.Random) -> Drawn:
    a, b = drawing.randint(100, 9999), drawing.randint(3, 60)
    return {"a": a, "b": b}, a % b


def _prime(drawing: random.Random) -> Drawn:
    n = drawing.choice([drawing.randint(2, 400) * 2 + 1, drawing.choice([101, 307, 401, 997])])
    return {"n": n}, "no" if any(n % d == 0 for d in range(2, math.isqrt(n) + 1)) else "yes"


def _fractions(drawing: random.Random) -> Drawn:
    a, c = drawing.randint(1, 9), drawing.randint(1, 9)
    b, d = drawing.randint(2, 12), drawing.randint(2, 12)
    return {"a": a, "b": b, "c": c, "d": d}, Fraction(a, b) + Fraction(c, d)


def _rounding(drawing: random.Random) -> Drawn:
    number = f"{drawing.randint(1, 999)}.{drawing.randint(1000, 9999)}7"
    return {"n": number}, round(Fraction(number), 2)


def _binary(drawing: random.Random) -> Drawn:
    n = drawing.randint(9, 500)
    return {"n": n}, int(f"{n:b}")


def _choose(drawing: random.Random) -> Drawn:
    n, k = drawing.randint(6, 14), drawing.randint(2, 4)
    return {"n": n, "k": k}, math.comb(n, k)


def _sequence(drawing: random.Random) -> Drawn:
    first, step = drawing.randint(-20, 40), _nonzero(drawing, -9, 12)
    a, b, c, d = (first + i * step for i in range(4))
    return {"a": a, "b": b, "c": c, "d": d}, first + 4 * step


def _linear(drawing: random.Random) -> Drawn:
    a, x, b = drawing.randint(2, 12), _nonzero(drawing, -15, 15), drawing.randint(1, 40)
    return {"a": a, "b": b, "c": a * x + b}, [x]


def _quadratic(drawing: random.Random) -> Drawn:
    p, q = drawing.sample([n for n in range(-9, 10) if n], 2)
    return {"p": _polynomial(1, -(p + q), p * q)}, [p, q]


def _system(drawing: random.Random) -> Drawn:
    x, y = _nonzero(drawing, -9, 9), _nonzero(drawing, -9, 9)
    a, b = drawing.randint(2, 6), drawing.randint(1, 6)
    return {"a": a, "b": b, "c": a * x + b * y, "d": x - y}, {"x": x, "y": y}


def _inequality(drawing: random.Random) -> Drawn:
    a, bound, b = drawing.randint(2, 9), drawing.randint(-9, 12), drawing.randint(1, 30)
    return {"a": a, "b": b, "c": a * bound + b}, bound


def _factor(drawing: random.Random) -> Drawn:
    p, q = drawing.sample([n for n in range(-9, 10) if n], 2)
    return {"p": _polynomial(1, -(p + q), p * q)}, f"(x - ({p}))*(x - ({q}))"


def _expand(drawing: random.Random) -> Drawn:
    a, p, q = drawing.randint(2, 7), _nonzero(drawing, -9, 9), _nonzero(drawing, -9, 9)
    truth = f"{a}*x**2 + {a * q + p}*x + {p * q}"
    return {"f": f"({a}x {_signed(p)})(x {_signed(q)})"}, truth


def _determinant(drawing: random.Random) -> Drawn:
    a, b, c, d = (drawing.randint(-9, 9) for _ in range(4))
    return {"a": a, "b": b, "c": c, "d": d}, a * d - b * c


def _vertex(drawing: random.Random) -> Drawn:
    a, b, c = _nonzero(drawing, -6, 6), drawing.randint(-12, 12), drawing.randint(-50, 90)
    h = Fraction(-b, 2 * a)
    return {"p": _polynomial(a, b, c)}, (h, a * h * h + b * h + c)


def _derivative(drawing: random.Random) -> Drawn:
    a, b, c = _nonzero(drawing, -9, 9), _nonzero(drawing, -9, 9), drawing.randint(-20, 20)
    return {"p": _polynomial(a, 0, b, c)}, f"{3 * a}*x**2 + {b}"


def _integral(drawing: random.Random) -> Drawn:
    a, b, low = _nonzero(drawing, -8, 8), drawing.randint(-9, 9), drawing.randint(-4, 2)
    high = low + drawing.randint(1, 5)
    truth = Fraction(a * (high**3 - low**3), 3) + b * (high - low)
    return {"p": _polynomial(a, 0, b), "low": low, "high": high}, truth


def _limit(drawing: random.Random) -> Drawn:
    p, q = drawing.sample([n for n in range(-9, 10) if n], 2)
    return {"p": _polynomial(1, -(p + q), p * q), "d": f"x {_signed(-p)}", "a": p}, p - q


def _at(drawing: random.Random) -> Drawn:
    coefficients = tuple(_nonzero(drawing, -7, 9) for _ in range(3))
    x = _nonzero(drawing, -6, 6)
    return {"p": _polynomial(*coefficients), "a": x}, _value(coefficients, x)


def _least(drawing: random.Random) -> Drawn:
    a, h, k = drawing.randint(1, 4), _nonzero(drawing, -6, 6), drawing.randint(-20, 20)
    return {"p": _polynomial(a, -2 * a * h, a * h * h + k)}, k


def _composed(drawing: random.Random) -> Drawn:
    f, g = ((_nonzero(drawing, -4, 5), 0, drawing.randint(1, 9)), (2, drawing.randint(-9, 9)))
    x = _nonzero(drawing, -4, 4)
    slots = {"f": _polynomial(*f), "g": _polynomial(*g), "a": x}
    return slots, _value(f, _value(g, x))


_TASKS: list[tuple[str, Kind, Callable[[random.Random], Drawn], tuple[str, ...]]] = [
    (
        "1 arithmetic",
        "number",
        _arithmetic,
        (
            "What is {a} * {b} + {c}?",
            "calculate {a}×{b}+{c}",
            "{a} times {b} plus {c}",
            r"Evaluate $ {a} \cdot {b} + {c} $.",
            "计算 {a}*{b}+{c}",
        ),
    ),
    (
        "1 percent",
        "number",
        _percent,
        (
            "What is {p}% of {n}?",
            "{p} percent of {n}",
            "Calculate {p}% of {n} please.",
            "how much is {p} per cent of {n}",
            "{n} 的 {p}% 是多少？",
        ),
    ),
    (
        "1 divisors",
        "number",
        _gcd,
        (
            "What is the greatest common divisor of {a} and {b}?",
            "gcd({a}, {b})",
            "Find the highest common factor of {a} and {b}.",
            "Calculate the GCD of {a} and {b}",
            "{a} 和 {b} 的最大公约数是多少？",
        ),
    ),
    (
        "1 remainder",
        "number",
        _remainder,
        (
            "What is the remainder when {a} is divided by {b}?",
            "{a} mod {b}",
            "Calculate the remainder of {a} divided by {b}.",
            "remainder of dividing {a} by {b}",
            "{a} 除以 {b} 的余数是多少？",
        ),
    ),
    (
        "1 primes",
        "word",
        _prime,
        (
            "Is {n} a prime number?",
            "Is {n} prime?",
            "is the number {n} prime",
            "Tell me whether {n} is a prime number, yes or no.",
            "check if {n} is prime",
        ),
    ),
    (
        "2 fractions",
        "number",
        _fractions,
        (
            "What is {a}/{b} + {c}/{d}?",
            "add {a}/{b} and {c}/{d}",
            r"Compute $ \frac{{{a}}}{{{b}}} + \frac{{{c}}}{{{d}}} $",
            "Find the sum of {a}/{b} and {c}/{d}.",
            "{a}/{b} plus {c}/{d} as a fraction",
        ),
    ),
    (
        "2 rounding",
        "number",
        _rounding,
        (
            "Round {n} to two decimal places.",
            "What is {n} rounded to 2 decimal places?",
            "round {n} to 2 decimals",
            "Please round {n} to the nearest hundredth.",
            "{n} to 2 d.p.",
        ),
    ),
    (
        "2 bases",
        "number",
        _binary,
        (
            "What is {n} in binary?",
            "Convert {n} to binary.",
            "write {n} in base 2",
            "What is {n} (base 10) in base 2?",
            "Express the decimal number {n} as a binary number.",
        ),
    ),
    (
        "2 combinatorics",
        "number",
        _choose,
        (
            "In how many ways can {k} books be chosen from {n}?",
            "{n} choose {k}",
            "How many ways are there to choose {k} of {n} people?",
            r"Compute $ \binom{{{n}}}{{{k}}} $",
            "How many combinations of {k} items can be made from {n} items?",
        ),
    ),
    (
        "2 sequences",
        "number",
        _sequence,
        (
            "What is the next term of {a}, {b}, {c}, {d}?",
            "What comes next: {a}, {b}, {c}, {d}?",
            "Find the next number in the sequence {a}, {b}, {c}, {d}, ...",
            "next term in {a}, {b}, {c}, {d}",
            "continue the sequence {a}, {b}, {c}, {d} by one term",
        ),
    ),
    (
        "3 linear equations",
        "numbers",
        _linear,
        (
            "Solve {a}x + {b} = {c}",
            "What is x if {a}x + {b} = {c}?",
            r"Find $x$: ${a}x + {b} = {c}$",
            "can you help me solve {a}*x + {b} = {c} for x?",
            "解方程 {a}x + {b} = {c}",
        ),
    ),
    (
        "3 quadratic equations",
        "numbers",
        _quadratic,
        (
            "Solve {p} = 0",
            "What are the roots of {p}?",
            "Find the zeros of f(x) = {p}.",
            "for which x is {p} equal to 0?",
            "求解 {p} = 0",
        ),
    ),
    (
        "3 systems",
        "values",
        _system,
        (
            "Solve the system {a}x + {b}y = {c}, x - y = {d}",
            "Solve {a}x + {b}y = {c} and x - y = {d} for x and y.",
            "Find x and y such that {a}x + {b}y = {c} and x - y = {d}.",
            "{a}x + {b}y = {c}; x - y = {d}",
            "解方程组 {a}x + {b}y = {c}, x - y = {d}",
        ),
    ),
    (
        "3 inequalities",
        "below",
        _inequality,
        (
            "Solve {a}x + {b} < {c}",
            "For which x is {a}x + {b} < {c}?",
            "Solve the inequality {a}x + {b} < {c}.",
            r"find all $x$ with ${a}x + {b} < {c}$",
            "解不等式 {a}x + {b} < {c}",
        ),
    ),
    (
        "3 factoring",
        "factored",
        _factor,
        (
            "Factor {p}",
            "Factorise {p}.",
            "What is the factored form of {p}?",
            "write {p} as a product of factors",
            "因式分解 {p}",
        ),
    ),
    (
        "3 expanding",
        "expanded",
        _expand,
        (
            "Expand {f}",
            "Multiply out {f}.",
            "Expand the brackets in {f}",
            "What is {f} expanded?",
            "展开 {f}",
        ),
    ),
    (
        "4 determinants",
        "number",
        _determinant,
        (
            "What is the determinant of [[{a}, {b}], [{c}, {d}]]?",
            "det([[{a}, {b}], [{c}, {d}]])",
            "Compute the determinant of the matrix [[{a}, {b}], [{c}, {d}]].",
            r"Find $ \det \begin{{pmatrix}} {a} & {b} \\ {c} & {d} \end{{pmatrix}} $",
            "Calculate the determinant of the 2x2 matrix with rows [{a}, {b}] and [{c}, {d}].",
        ),
    ),
    (
        "4 vertices",
        "point",
        _vertex,
        (
            "What is the vertex of y = {p}?",
            "Find the vertex of the parabola y={p}",
            "I don't know how to find the vertex of f(x) = {p}. Can you help?",
            "where is the turning point of {p}",
            "抛物线 y = {p} 的顶点是什么？",
        ),
    ),
    (
        "4 derivatives",
        "expression",
        _derivative,
        (
            "What is the derivative of {p}?",
            "Differentiate {p} with respect to x.",
            r"$\frac{{d}}{{dx}}\left({p}\right)$",
            "Find f'(x) if f(x) = {p}.",
            "求 {p} 的导数",
        ),
    ),
    (
        "4 integrals",
        "number",
        _integral,
        (
            "Integrate {p} from {low} to {high}.",
            "What is the integral of {p} from {low} to {high}?",
            r"$\int_{{{low}}}^{{{high}}} ({p}) \, dx$",
            "definite integral of {p} between x = {low} and x = {high}",
            "求 {p} 从 {low} 到 {high} 的定积分",
        ),
    ),
    (
        "4 values",
        "number",
        _at,
        (
            "What is {p} at x = {a}?",
            "Let f(x) = {p}. What is f({a})?",
            "Evaluate {p} for x = {a}.",
            "f(x) = {p}, find f({a})",
            "substitute x = {a} into {p}",
        ),
    ),
    (
        "5 limits",
        "number",
        _limit,
        (
            "What is the limit of ({p})/({d}) as x approaches {a}?",
            "Find the limit of ({p})/({d}) as x -> {a}.",
            r"$\lim_{{x \to {a}}} \frac{{{p}}}{{{d}}}$",
            "limit of ({p})/({d}) when x goes to {a}",
            "Calculate lim x->{a} ({p})/({d})",
        ),
    ),
    (
        "5 extrema",
        "number",
        _least,
        (
            "What is the minimum value of {p}?",
            "Find the least value of f(x) = {p}.",
            "What is the smallest value that {p} can take?",
            "minimum value of y = {p}",
            "How small can {p} get for real x?",
        ),
    ),
    (
        "5 composition",
        "number",
        _composed,
        (
            "Let f(x) = {f} and g(x) = {g}. What is f(g({a}))?",
            "If f(x) = {f} and g(x) = {g}, find f(g({a})).",
            "Let f(x) = {f}. Suppose g(x) = {g}. Calculate f(g({a})).",
            "Given f(x) = {f}, g(x) = {g}, what is f(g({a}))?",
            "f(x) = {f}; g(x) = {g}. Compute f(g({a})).",
        ),
    ),
]
