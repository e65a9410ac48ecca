"""Calls of Python functions, said in the words that the grammar knows: `diff(x**2, x)`."""

from __future__ import annotations

import re
from collections.abc import Callable

from assist_magic.engine.models.solver.notation.spans import parts

_MODULE = re.compile(
    r"\b(?:math|np|numpy|sp|sympy|sym|statistics|stats|cmath|scipy|linalg)\."
    r"(?=[A-Za-z]\w*[.(]|(?:pi|e|oo|I)\b)"
)
_METHOD = re.compile(r"(?:Matrix|array)?\(?(\[\[.+\]\])\)?\.(\w+)(?:\(\))?")
_CALL = re.compile(r"(?P<name>[A-Za-z]\w*) ?\((?P<inside>.*)\)", re.DOTALL)
_ASIDE = re.compile(
    r"^(?:(?:>>>|please|python|in python|what does|what is|what's|whats|evaluate|calculate|compute"
    r"|find|print|run|give me|the value of|the result of|result of|value of)[:,]? +)+"
    r"|(?:;|\.| (?:return|equal|give|evaluate to|print)| in (?:python|sympy|numpy))*[ ?]*$",
    re.IGNORECASE,
)
_MATRIX = re.compile(r"(?:np\.)?(?:Matrix|array)\((\[.*?\])\)(?=[^\]]|$)")
_CAPITAL = re.compile(
    r"\b(?:GCD|LCM|HCF|GCF|MAX|MIN|SQRT|SIN|COS|TAN|LOG|LN|Sqrt|Sin|Cos|Tan)(?=\()"
)
_COMPLEX = re.compile(r"(?<=\d)j\b")
_RANGE = re.compile(r"range\((\d+)(?:, ?(\d+))?\)")


def spoken(text: str) -> str:
    """The text with a call that is all of it said in words; any other text without module names."""
    text = _MATRIX.sub(r"\1", _MODULE.sub("", text))
    text = _COMPLEX.sub("i", _CAPITAL.sub(lambda match: match.group().lower(), text))
    bare = _ASIDE.sub("", text.strip().strip("`$ ")).strip("` ")
    if method := _METHOD.fullmatch(bare):
        bare = f"{method[2]}({method[1]})"
    match = _CALL.fullmatch(bare)
    if not match or not _is_one(bare):
        return text
    wanted = _SAID.get(match["name"])
    arguments = [part.strip() for part in parts(match["inside"])]
    said = wanted(arguments) if wanted else None
    return text if said is None else said


def _is_one(call: str) -> bool:
    """Whether the first bracket closes at the end, so that the call is all there is."""
    depth = 0
    for place, sign in enumerate(call):
        depth += (sign in "([") - (sign in ")]")
        if sign == ")" and depth == 0:
            return place == len(call) - 1
    return False


Said = Callable[[list[str]], str | None]


def _form(*forms: str) -> Said:
    """Words for calls by the number of their arguments: {0} and {1} in the form for two."""
    by_count = {len(set(re.findall(r"\{\d\}", form))): form for form in forms}

    def said(arguments: list[str]) -> str | None:
        form = by_count.get(len(arguments))
        return form.format(*(f"`{argument}`" for argument in arguments)) if form else None

    return said


def _listed(words: str) -> Said:
    """Words before a list, given as one argument or as several."""

    def said(arguments: list[str]) -> str | None:
        if len(arguments) == 1:
            inside = re.fullmatch(r"[\[(](.*)[\])]", arguments[0])
            if not inside or "[" in inside[1]:
                return None
            arguments = parts(inside[1])
        return f"{words} {', '.join(part.strip() for part in arguments)}"

    return said


def _derivative(arguments: list[str]) -> str | None:
    function, *names = arguments
    if len(names) == 2 and names[1].isdigit():
        names = [names[0]] * int(names[1])
    orders = {0: "", 1: "", 2: "second ", 3: "third ", 4: "fourth ", 5: "fifth ", 6: "sixth "}
    if len(set(names)) > 1 or len(names) not in orders:
        return None
    by = f" with respect to `{names[0]}`" if names else ""
    return f"{orders[len(names)]}derivative of `{function}`{by}"


def _spanned(words: str) -> Said:
    """Words about a function and (x, low, high), or about it and x."""

    def said(arguments: list[str]) -> str | None:
        if len(arguments) == 1:
            return f"{words} of `{arguments[0]}`"
        if len(arguments) != 2:
            return None
        function, span = arguments
        ends = parts(span[1:-1]) if span.startswith("(") else [span]
        if len(ends) == 3:
            name, low, high = (end.strip() for end in ends)
            if words == "sum":
                return f"sum of `{function}` from `{name}={low}` to `{high}`"
            return f"{words} of `{function}` with respect to `{name}` from `{low}` to `{high}`"
        return f"{words} of `{function}` with respect to `{span}`" if len(ends) == 1 else None

    return said


def _limit(arguments: list[str]) -> str | None:
    if len(arguments) not in (3, 4):
        return None
    function, name, place = arguments[:3]
    side = {"+": " from the right", "-": " from the left"}.get(arguments[-1].strip("'\" dir="), "")
    return f"limit of `{function}` as `{name}` approaches `{place}`{side}"


def _apart(arguments: list[str]) -> str:
    return f"partial fractions of `{arguments[0]}`"


def _plot(arguments: list[str]) -> str | None:
    *functions, last = arguments
    span = parts(last[1:-1]) if last.startswith("(") else []
    if len(span) != 3:
        return f"plot {', '.join(f'`{part}`' for part in arguments)}"
    listed = ", ".join(f"`{part}`" for part in functions)
    return f"plot {listed} from `{span[1].strip()}` to `{span[2].strip()}`"


def _equation(text: str) -> str:
    """An equation of SymPy: Eq(a, b), or an expression that is to be zero."""
    match = re.fullmatch(r"Eq\((.*)\)", text)
    sides = parts(match[1]) if match else []
    if len(sides) == 2:
        return f"`{sides[0].strip()} = {sides[1].strip()}`"
    return f"`{text}`" if re.search(r"[=<>]", text) else f"`{text} = 0`"


def _solve(arguments: list[str]) -> str | None:
    first, *names = arguments
    if len(names) > 1:
        return None
    several = parts(first[1:-1]) if first[0] in "[(" and first[-1] in "])" else [first]
    unknowns = re.findall(r"\b[a-z]\b", names[0]) if names else []
    by = f" for {' and '.join(f'`{name}`' for name in unknowns)}" if unknowns else ""
    return f"solve {', '.join(_equation(part.strip()) for part in several)}{by}"


def _sum(arguments: list[str]) -> str | None:
    span = _RANGE.fullmatch(arguments[0]) if len(arguments) == 1 else None
    if not span:
        return _listed("sum of")(arguments)
    low, end = (span[1], span[2]) if span[2] else ("0", span[1])
    return f"sum of `k` from `k={low}` to `{int(end) - 1}`"


def _sorted(arguments: list[str]) -> str | None:
    down = len(arguments) == 2 and re.fullmatch(r"reverse ?= ?True", arguments[1])
    said = _listed("sort")(arguments[:1])
    if said is None or len(arguments) == 2 and not down:
        return None
    return f"{said} in {'descending' if down else 'ascending'} order"


def _integer(arguments: list[str]) -> str | None:
    if len(arguments) != 2 or not arguments[1].isdigit():
        return None
    digits = arguments[0].strip("'\"")
    return f"convert {digits} (base {arguments[1]}) to base 10"


def _remainder(arguments: list[str]) -> str | None:
    if len(arguments) == 2:
        return f"`({arguments[0]})^({arguments[1]})`"
    base, power, divisor = arguments
    return f"remainder when `({base})^({power})` is divided by `{divisor}`"


_SAID: dict[str, Said] = {
    "diff": _derivative,
    "Derivative": _derivative,
    "integrate": _spanned("integral"),
    "Integral": _spanned("integral"),
    "summation": _spanned("sum"),
    "Sum": _spanned("sum"),
    "limit": _limit,
    "Limit": _limit,
    "series": _form("taylor series of {0}"),
    "plot": _plot,
    "solve": _solve,
    "solveset": _solve,
    "roots": _form("roots of {0}"),
    "simplify": _form("simplify {0}"),
    "expand": _form("expand {0}"),
    "factor": _form("factor {0}"),
    "together": _form("simplify {0}"),
    "cancel": _form("simplify {0}"),
    "apart": _apart,
    "factorint": _form("prime factorization of {0}"),
    "primefactors": _form("prime factors of {0}"),
    "divisors": _form("list all divisors of {0}"),
    "isprime": _form("is {0} prime"),
    "is_prime": _form("is {0} prime"),
    "nextprime": _form("next prime after {0}"),
    "det": _form("determinant of {0}"),
    "inv": _form("inverse of {0}"),
    "transpose": _form("transpose of {0}"),
    "T": _form("transpose of {0}"),
    "rank": _form("rank of {0}"),
    "matrix_rank": _form("rank of {0}"),
    "trace": _form("trace of {0}"),
    "eigvals": _form("eigenvalues of {0}"),
    "eigenvals": _form("eigenvalues of {0}"),
    "norm": _form("length of {0}"),
    "dot": _form("dot product of {0} and {1}"),
    "cross": _form("cross product of {0} and {1}"),
    "mean": _listed("mean of"),
    "fmean": _listed("mean of"),
    "average": _listed("mean of"),
    "median": _listed("median of"),
    "mode": _listed("mode of"),
    "stdev": _listed("sample standard deviation of"),
    "pstdev": _listed("population standard deviation of"),
    "std": _listed("population standard deviation of"),
    "pvariance": _listed("population variance of"),
    "var": _listed("population variance of"),
    "variance": _listed("variance of"),
    "max": _listed("biggest of"),
    "min": _listed("smallest of"),
    "sum": _sum,
    "fibonacci": _form("fibonacci number {0}"),
    "prod": _listed("product of"),
    "sorted": _sorted,
    "bin": _form("convert {0} to binary"),
    "oct": _form("convert {0} to octal"),
    "hex": _form("convert {0} to hexadecimal"),
    "int": _integer,
    "round": _form("round {0} to the nearest integer", "round {0} to {1} decimal places"),
    "divmod": _form("quotient and remainder when {0} is divided by {1}"),
    "pow": _remainder,
    "hypot": _form("sqrt({0}^2 + {1}^2)"),
}
