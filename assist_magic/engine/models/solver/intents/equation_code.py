"""The code that solves an equation, by the kind of the equation; {x} is the unknown.

Names in it have more than one letter, because a user's unknown may have any one.
"""

from __future__ import annotations

LINEAR = """
# Collect everything on one side: factor*{x} + number = 0
form = expand(left - right)
factor = form.coeff({x}, 1)
number = form.coeff({x}, 0)
print("all on one side =", form)
print("coefficient a =", factor)
print("number on the right =", -number)

if factor != 0:
    solutions = solve(form, {x})
    print("kind of solution = values")
else:
    solutions = []
    print("kind of solution =", "every number" if number == 0 else "none")
for value in solutions:
    print("{x} =", value, "≈", N(value, 10))
"""

QUADRATIC = """
# Collect everything on one side
form = expand(left - right)
square, linear, number = [form.coeff({x}, power) for power in (2, 1, 0)]
print("all on one side =", form)
if square != 0:
    print("coefficient a =", square)
    print("coefficient b =", linear)
    print("coefficient c =", number)
    print("discriminant =", linear**2 - 4*square*number)
    print("minus b =", -linear)
    print("twice a =", 2*square)

found = solve(form, {x}) if form.has({x}) else []
solutions = [value for value in found if value.is_real]
if form == 0:
    print("kind of solution = every number")
else:
    print("kind of solution =", "values" if solutions else "none")
for value in solutions:
    print("{x} =", value, "≈", N(value, 10))
if not solutions:
    for value in found:
        print("complex {x} =", value, "≈", N(value, 10))
"""

POLYNOMIAL = """
# All real roots of left - right
form = expand(left - right)
found = real_roots(form) if form.has({x}) else []
solutions = sorted(set(found))
if form == 0:
    print("kind of solution = every number")
else:
    print("kind of solution =", "values" if solutions else "none")
for value in solutions:
    print("{x} =", value, "≈", N(value, 10))
if form.has({x}):
    print("complex roots =", Poly(form, {x}).degree() - len(found))
"""

OTHER = """
# All real solutions
found = solveset(Eq(left, right), {x}, domain=S.Reals)
if found.has(ConditionSet) and (left - right).has(log):
    # Logarithms joined to one
    whole = fraction(together(left - right))[0]
    found = solveset(logcombine(whole, force=True), {x}, domain=S.Reals)
candidates = list(found) if found.is_FiniteSet else []
# Some solve only a form of the equation in which logarithms or roots were joined
solutions = [
    value for value in candidates if abs(N((left - right).subs({x}, value))) < 1e-6
]
if found == S.EmptySet or candidates and not solutions:
    print("kind of solution = none")
elif found.is_FiniteSet:
    print("kind of solution = values")
else:
    print("kind of solution = unknown")
for value in solutions:
    print("{x} =", value, "≈", N(value, 10))
"""

PERIODIC = """
# All real solutions: they repeat, so each family has an integer {n} in it
{n} = symbols("{n}", integer=True)
found = solveset(Eq(left, right), {x}, domain=S.Reals)
families = found.args if isinstance(found, Union) else [found]
if found == S.EmptySet:
    print("kind of solution = none")
elif all(isinstance(family, ImageSet) for family in families):
    print("kind of solution = values")
    print("any integer = {n}")
    for family in families:
        value = expand(family.lamda({n}))
        print("{x} =", value)
        # Check: put some of them back into the equation
        for count in range(-2, 3):
            print("check =", abs(N((left - right).subs({x}, value.subs({n}, count)))) < 1e-9)
else:
    print("kind of solution = unknown")
"""

PARAMETERS = """
solutions = solve(Eq(left, right), {x})
print("kind of solution =", "values" if solutions else "unknown")
for value in solutions:
    print("{x} =", value)
    # Check: put it back into the equation
    print("check =", simplify((left - right).subs({x}, value)) == 0)
"""

COUNT = """
form = expand(left - right)
found = sorted(set(real_roots(form)))
print("answer =", len(found))
print("list =", r",\\; ".join(latex(value) for value in found) or r"\\text{{none}}")
"""

CHECK = """
# Check: put each solution back into the equation
for value in solutions:
    print("check =", abs(N((left - right).subs({x}, value))) < 1e-9)
"""
