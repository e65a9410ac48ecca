"""The code that checks lines of work; names in braces of one word are put in by `template`."""

from __future__ import annotations


def template(text: str, **parts: str) -> str:
    """Code with parts put in for their names in braces; braces of its own stay."""
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text


LINES = """{x} = symbols("{x}", real=True)
# The lines of the work; of several equations in a line, one holds
lines = [
{lines}]


def solutions(line):
    return Union(*[solveset(relation, {x}, S.Reals) for relation in line])


def is_in(value, numbers):
    if isinstance(numbers, FiniteSet):
        return any(simplify(value - other) == 0 for other in numbers)
    return numbers.contains(value) == True


def only_in(first, second):
    # What solves the first and not the second; of endless lists, what is seen at their beginning
    if first.is_iterable:
        return FiniteSet(*[value for _, value in zip(range(24), first) if not is_in(value, second)])
    return first - second


def example(found):
    # One number of a set
    if isinstance(found, FiniteSet):
        return min(found)
    tried = [*range(50), *range(-1, -50, -1), *[Rational(n, 8) for n in range(-64, 65)]]
    return next((value for value in tried if found.contains(value) == True), None)


found = [solutions(line) for line in lines]
assert not any(each.has(ConditionSet) for each in found), "not solvable exactly"
for number in range(2, len(lines) + 1):
    before, after = found[number - 2], found[number - 1]
    lost, gained = only_in(before, after), only_in(after, before)
    assert None not in (lost.is_empty, gained.is_empty), "not comparable exactly"
    if lost.is_empty:
        print(f"line {number} =", "same" if gained.is_empty else "gained")
    else:
        print(f"line {number} =", "lost" if gained.is_empty else "broken")
    if only_in(found[0], after).is_empty and only_in(after, found[0]).is_empty:
        print(f"first solutions in {number} = True")
    witness = None if gained.is_empty else example(gained)
    if witness is not None:
        print(f"only in {number} =", witness, "≈", N(witness, 6))
        if len(lines[number - 2]) == 1 and isinstance(lines[number - 2][0], Eq):
            left, right = [side.subs({x}, witness) for side in lines[number - 2][0].args]
            if all(side.is_finite and side.is_real for side in (left, right)):
                print(f"left of {number - 1} there =", simplify(left), "≈", N(left, 6))
                print(f"right of {number - 1} there =", simplify(right), "≈", N(right, 6))
"""
LOST = """    witness = None if lost.is_empty else example(lost)
    if witness is not None:
        print(f"lost in {number} =", witness, "≈", N(witness, 6))
"""
CHANGES = """
# How the two sides were changed from line to line
sides = [
{sides}]
for number, (before, after) in enumerate(zip(sides, sides[1:]), start=2):
    if before is None or after is None:
        continue
    pairs = [(sympify(a), sympify(b)) for a, b in zip(before, after)]
    plus = [simplify(b - a) for a, b in pairs]
    times = [simplify(b / a) if a != 0 else S.NaN for a, b in pairs]
    if times[0] != times[1] and all(each.is_finite and each.is_number for each in times):
        print(f"left times in {number} =", times[0])
        print(f"right times in {number} =", times[1])
    elif plus[0] != plus[1] and not any(each.is_Add for each in plus):
        print(f"left plus in {number} =", plus[0])
        print(f"right plus in {number} =", plus[1])
"""
OFTEN_IN_LINES = """
# Does a line come of a rule that is often forgotten?
often = [
{wrong}]
for number, place, side, wrong in often:
    after = sides[number - 1][side]
    if simplify(after - wrong) == 0 and simplify(sides[number - 2][side] - wrong) != 0:
        print(f"slip in {number} =", place)
"""
TURNED = """
# Does a line become right if its sign is turned around?
turned = [
{turned}]
for number, relation in turned:
    other = solutions([relation])
    if only_in(found[number - 2], other).is_empty and only_in(other, found[number - 2]).is_empty:
        print(f"sign in {number} = True")
"""

PAIRS = """# What stands on the left and on the right of each equals sign
pairs = [
{pairs}]
names = [{names}]


def places():
    # Values to try, another one for each letter
    for start in (2, 3, 1, -2, Rational(1, 2), 5, -3, 7):
        yield {name: start + place for place, name in enumerate(names)}


for number, (left, right) in enumerate(pairs, start=1):
    left, right = sympify(left), sympify(right)
    verdict = "holds" if simplify(left - right) == 0 else "unknown"
    for place in places():
        a, b = simplify(left.subs(place)), simplify(right.subs(place))
        if verdict == "unknown" and all(each.is_finite and each.is_real for each in (a, b)):
            verdict = "close" if abs(N(a - b, 30)) < 1e-15 else "fails"
        if verdict == "fails":
{shown}
            break
        verdict = "unknown" if verdict == "close" else verdict
    print(f"equation {number} =", verdict)
"""
VALUES = """            if names:
                where = ", ".join(f"{name}: {value}" for name, value in place.items())
                print(f"at {number} =", where)
            print(f"left {number} =", a if a.is_rational else N(a, 6))
            print(f"right {number} =", b if b.is_rational else N(b, 6))"""
SIZES = """            print(f"size {number} =", "large" if b > a else "small")"""
OFTEN_IN_PAIRS = """
# Does a right side come of a rule that is often forgotten?
often = [
{wrong}]
for number, place, wrong in often:
    left, right = pairs[number - 1]
    if simplify(right - wrong) == 0 and simplify(left - wrong) != 0:
        print(f"slip {number} =", place)
"""
