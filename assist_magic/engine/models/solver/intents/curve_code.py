"""The code that finds what a graph does; {x} is the variable, `function` is set before it."""

from __future__ import annotations

CRITICAL = """slope = diff(function, {x})
zeros = solveset(slope, {x}, S.Reals)
assert zeros == S.EmptySet or zeros.is_FiniteSet
places = sorted(zeros) if zeros else []
print("derivative =", slope)
if places:
    print("zeros =", ", ".join(map(str, places)))
"""
KINDS = """
# The sign of the slope on both sides tells the kind
found = {{"local maximum": 0, "local minimum": 0}}
edges = sorted({{*places, *singularities(function, {x}, S.Reals)}})
for place in places:
    lower = [edge for edge in edges if edge < place]
    upper = [edge for edge in edges if edge > place]
    before = slope.subs({x}, (lower[-1] + place)/2 if lower else place - 1)
    after = slope.subs({x}, (place + upper[0])/2 if upper else place + 1)
    if before > 0 > after or before < 0 < after:
        kind = "local maximum" if before > 0 else "local minimum"
        found[kind] += 1
        print(f"{{kind}} =", (place, simplify(function.subs({x}, place))))
"""
POINTS = """for place in places:
    print("{label} =", (place, simplify(function.subs({x}, place))))
print("found =", "some" if places else "none")
"""
INFLECTION = """bend = diff(function, {x}, 2)
zeros = solveset(bend, {x}, S.Reals)
assert zeros == S.EmptySet or zeros.is_FiniteSet
places = [place for place in sorted(zeros) if diff(function, {x}, 3).subs({x}, place) != 0]
assert len(places) == len(zeros)
"""
MONOTONE = """
found = solveset(diff(function, {x}) {sign} 0, {x}, S.Reals)
assert not found.has(ConditionSet)
print("{way} =", latex(found))
"""
ASYMPTOTE = """count = 0
for place in sorted(singularities(function, {x}, S.Reals)):
    if limit(function, {x}, place, "+").is_infinite or limit(function, {x}, place, "-").is_infinite:
        print("vertical =", place)
        count += 1
"""
LEVEL = """lines = set()
for end in (oo, -oo):
    slope = limit(function/{x}, {x}, end)
    if slope.is_finite:
        height = limit(function - slope*{x}, {x}, end)
        if height.is_finite:
            lines.add(slope*{x} + height)
for line in lines:
    if simplify(line - function) != 0:
        print("level =", line)
        count += 1
"""
X_INTERCEPTS = """zeros = solveset(function, {x}, S.Reals)
assert zeros == S.EmptySet or zeros.is_FiniteSet
for place in sorted(zeros):
    print("x intercept =", (place, 0))
"""
SQUARE = """square, linear, number = Poly(function, {x}).all_coeffs()
place = -linear/(2*square)
height = function.subs({x}, place)
print("answer =", latex(square) .replace("1", "", square == 1) + latex(({x} - place)**2)
      + ("" if height == 0 else f" {{'+' if height > 0 else '-'}} {{latex(abs(height))}}"))
print("number before =", square)
print("half =", linear/(2*square))
print("half squared =", (linear/(2*square))**2)
print("check =", expand(square*({x} - place)**2 + height - function) == 0)
"""
DISCRIMINANT = """square, linear, number = Poly(function, {x}).all_coeffs()
print("answer =", linear**2 - 4*square*number)
"""
PARITY = """mirrored = simplify(function.subs({x}, -{x}))
is_even = simplify(mirrored - function) == 0
is_odd = simplify(mirrored + function) == 0
print("mirrored =", mirrored)
print("answer =", "even" if is_even else "odd" if is_odd else "neither even nor odd")
"""
AXIS = """square, linear, number = Poly(function, {x}).all_coeffs()
print("answer =", -linear/(2*square))
"""
INVERSE = """value = symbols("value", real=True)
found = solve(Eq(function, value), {x})
assert len(found) == 1, "there is not one inverse"
answer = simplify(found[0].subs(value, {x}))
print("answer =", answer)
print("check =", simplify(function.subs({x}, answer) - {x}) == 0)
"""
TANGENT = """slope = diff(function, {x}).subs({x}, place)
print("derivative =", diff(function, {x}))
print("slope =", slope)
print("height =", height)
answer = expand(slope*({x} - place) + height)
print("answer =", answer)
print("check =", simplify(answer.subs({x}, place) - height) == 0)
"""
NORMAL = """slope = diff(function, {x}).subs({x}, place)
assert slope != 0, "the normal is vertical"
answer = expand(-({x} - place)/slope + height)
print("answer =", answer)
print("check =", simplify(answer.subs({x}, place) - height) == 0)
"""
