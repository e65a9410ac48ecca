"""Puts the code of an answer together: imports of what it uses, symbols, then its body."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from assist_magic.engine.models.solver.source import variable

_NAMES = """
Abs AccumBounds acos And apart arg asin atan binomial cancel cbrt ceiling collect
ConditionSet cos cosh cot csc conjugate diff div divisors E Eq exp expand
factor factor_list factorial factorint ff FiniteSet floor
fraction gcd I im idiff
ImageSet Integer Integral integrate interpolate Interval isprime Lambda lambdify latex lcm limit
log logcombine Matrix Max Min Mod N Ne nextprime nsimplify oo Or pi Poly
powdenest powsimp prevprime prime primerange prod quo radsimp Rational re
real_root real_roots reduce_inequalities S sec series sign simplify sin singularities sinh solve Sum
solveset sqrt sqrtdenest summation Symbol symbols sympify tan tanh together Union
"""
_SYMPY = frozenset(_NAMES.split())
_PLAIN_IMPORTS = {
    "np": "import numpy as np",
    "plt": "import matplotlib.pyplot as plt",
    "Random": "from random import Random",
    "combinations": "from itertools import combinations",
    "product": "from itertools import product",
    "continuous_domain": "from sympy.calculus.util import continuous_domain",
    "integral_steps": "from sympy.integrals.manualintegrate import integral_steps",
    "function_range": "from sympy.calculus.util import function_range",
}


def sympy_script(body: str, names: Iterable[str]) -> str:
    """A whole program for a fresh Python.

    Args:
        body: the statements; whatever they use of SymPy is imported for them.
        names: the variables of the mathematics, made into symbols.
    """
    header = symbols_line(names)
    text = f"{header}\n{body}" if header else body
    tree = ast.parse(text)
    used = {part.id for part in ast.walk(tree) if isinstance(part, ast.Name)}
    given = {
        part.id
        for part in ast.walk(tree)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    imports = [line for name, line in _PLAIN_IMPORTS.items() if name in used]
    wanted = sorted((used & _SYMPY) - given, key=lambda name: (name.lower(), name))
    if wanted:
        imports.append(f"from sympy import {', '.join(wanted)}")
    return re.sub(r"\n{4,}|\n{3}(?=[a-z#])", "\n\n", "\n".join(imports) + f"\n\n{text.strip()}\n")


def joined(first: str, second: str) -> str:
    """One program of two, the second of which uses names of the first; one line of imports."""
    lines = [*first.splitlines(), "", *second.splitlines()]
    imported = {
        name
        for line in lines
        if line.startswith("from sympy import ")
        for name in line.removeprefix("from sympy import ").split(", ")
    }
    plain = [line for line in _PLAIN_IMPORTS.values() if line in lines]
    rest = [line for line in lines if not line.startswith(("from ", "import "))]
    names = sorted(imported, key=lambda name: (name.lower(), name))
    imports = [*plain, f"from sympy import {', '.join(names)}"] if names else plain
    return re.sub(r"\n{3,}", "\n\n", "\n".join([*imports, "", *rest])) + "\n"


def symbols_line(names: Iterable[str]) -> str:
    """`x, y = symbols("x y")`; empty without names."""
    wanted = sorted({variable(name) for name in names})
    if not wanted:
        return ""
    return f'{", ".join(wanted)} = symbols("{" ".join(wanted)}")'
