"""Whole numbers: Euclid's algorithm, factors by dividing, division with remainder, bases."""

from __future__ import annotations

from assist_magic.engine.models.solver.steps import Way

DIVISION = Way(
    "if number < 10**15:\n"
    '    print("division =", f"{number} = {quotient}*{divisor} + {remainder}")\n',
    (r"Divide with remainder: \(<division>\).",),
)
LADDER = Way(
    """
# Divide by the smallest prime again and again
rest, ladder = int(number), []
for prime, power in factors.items():
    for turn in range(power):
        ladder.append(f"{rest} = {prime}*{rest // prime}")
        rest //= prime
print("ladder =", ", ".join(ladder))
""",
    (r"Divide by the smallest prime factor again and again: \(<ladder>\).",),
)
_EUCLID = Way(
    """
# Euclid: divide, then divide the divisor by the remainder
small, large = sorted(map(abs, values))
rows = []
while small:
    rows.append(f"{large} = {large // small}*{small} + {large % small}")
    large, small = small, large % small
print("divisions =", ", ".join(rows))
""",
    (
        r"Euclid's algorithm divides, then divides the divisor by the remainder: \(<divisions>\).",
        r"The last divisor is the greatest common divisor: \(<answer>\).",
    ),
)
_IN_PRIMES = """
# The factors of each number
for value in values:
    pairs = factorint(abs(value)).items()
    powers = [f"{prime}**{power}" if power > 1 else str(prime) for prime, power in pairs]
    print("factored =", f"{value} = " + ("*".join(powers) or "1"))
"""
POWERS = Way(
    """places = enumerate(reversed("{number}".lstrip("-")))
powers = [f"{{int(digit, 36)}}*{start}**{{place}}" for place, digit in places]
print("powers =", " + ".join(reversed(powers)))
print("size =", abs(value))
""",
    (r"Each digit counts a power of the base: \(<powers> = <size>\).",),
)
REMAINDERS = Way(
    """rest, rows = abs(value), []
while rest:
    rows.append(f"{{rest}} = {{rest // {end}}}*{end} + {{rest % {end}}}")
    rest //= {end}
if rows:
    print("rows =", ", ".join(rows))
""",
    (
        r"Divide by the new base again and again: \(<rows>\). The remainders, read backwards, are "
        "the digits.",
    ),
)


def common(function: str, count: int) -> Way:
    """The steps of a greatest common divisor or a least common multiple of `count` numbers."""
    if function == "gcd" and count == 2:
        return _EUCLID
    taken = "smallest" if function == "gcd" else "largest"
    return Way(
        _IN_PRIMES,
        (
            r"In prime factors: \(<factored>\).",
            f"Take each prime with the {taken} power that it has in them.",
        ),
    )
