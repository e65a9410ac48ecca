"""The code that makes one exercise and its solution, by topic: Markdown, worked out by SymPy.

Each defines make(), which draws from `pick`, a random number generator with a fixed start.
"""

from __future__ import annotations

LINEAR = r"""
def make():
    root, shift, less = (pick.randint(-9, 9) for _ in range(3))
    factor = pick.randint(2, 9)
    other = pick.choice([0, 0, 1, -1, -2])
    left, right = factor*x + shift, other*x + (factor - other)*root + shift
    (found,) = solve(left - right, x)
    return rf"\({latex(left)} = {latex(right)}\)", rf"\(x = {latex(found)}\)"
"""
QUADRATIC = r"""
def make():
    first, second = pick.randint(-9, 9), pick.randint(-9, 9)
    form = expand(pick.choice([1, 1, 1, 2, 3])*(x - first)*(x - second))
    found = sorted(solve(form, x))
    return rf"\({latex(form)} = 0\)", " or ".join(rf"\(x = {latex(root)}\)" for root in found)
"""
QUADRATIC_FORMULA = r"""
def make():
    while True:
        factor, middle, last = pick.choice([1, 1, 2]), pick.randint(-9, 9), pick.randint(-9, 9)
        D = middle**2 - 4*factor*last
        if D > 0 and not sqrt(D).is_integer:
            break
    form = factor*x**2 + middle*x + last
    found = sorted(solve(form, x))
    assert all(expand(form.subs(x, root)) == 0 for root in found)
    return rf"\({latex(form)} = 0\)", " or ".join(
        rf"\(x = {latex(root)} \approx {N(root, 4)}\)" for root in found
    )
"""
SYSTEM = r"""
def make():
    values = {x: pick.randint(-6, 6), y: pick.randint(-6, 6)}
    while True:
        sides = [pick.choice([-3, -2, -1, 1, 2, 3, 4, 5])*x
                 + pick.choice([-3, -2, -1, 1, 2, 3, 4])*y for _ in range(2)]
        found = solve([side - side.subs(values) for side in sides], [x, y])
        if found == values:
            break
    asked = r",\quad ".join(f"{latex(side)} = {side.subs(values)}" for side in sides)
    return rf"\({asked}\)", rf"\(x = {found[x]},\; y = {found[y]}\)"
"""
INEQUALITY = r"""
def make():
    edge, shift = pick.randint(-9, 9), pick.randint(-9, 9)
    factor = pick.choice([-5, -4, -3, -2, 2, 3, 4, 5])
    sign = pick.choice(["<", ">"])
    turned = {"<": ">", ">": "<"}[sign] if factor < 0 else sign
    inside = edge + (1 if turned == ">" else -1)
    number, bound = factor*inside + shift, factor*edge + shift
    assert number < bound if sign == "<" else number > bound
    names = {"<": r"\lt", ">": r"\gt"}
    asked = rf"{latex(factor*x + shift)} {names[sign]} {bound}"
    return rf"\({asked}\)", rf"\(x {names[turned]} {edge}\)"
"""
EXPAND = r"""
def make():
    one = pick.choice([1, 1, 2, 3])*x + pick.choice([-7, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 7])
    two = pick.choice([1, 2, -1])*x + pick.choice([-6, -5, -3, -2, -1, 1, 2, 3, 4, 6])
    product = one*pick.choice([one, two, two])
    return rf"\({latex(product)}\)", rf"\({latex(expand(product))}\)"
"""
FACTOR = r"""
def make():
    one = pick.choice([1, 1, 1, 2, 3])*x + pick.randint(-9, 9)
    form = expand(one*(x + pick.randint(-9, 9)))
    found = factor(form)
    assert expand(found) == form
    return rf"\({latex(form)}\)", rf"\({latex(found)}\)"
"""
_FRACTION = r"""
def fraction(largest):
    while True:
        above, below = pick.randint(1, largest), pick.randint(2, largest)
        if above != below and gcd(above, below) == 1:
            return Rational(above, below)
"""
FRACTION_SUM = (
    _FRACTION
    + r"""
def make():
    one, two = fraction(12), fraction(12)
    if pick.random() < 0.5:
        return rf"\({latex(one)} + {latex(two)}\)", rf"\({latex(one + two)}\)"
    one, two = max(one, two), min(one, two)
    return rf"\({latex(one)} - {latex(two)}\)", rf"\({latex(one - two)}\)"
"""
)
FRACTION_PRODUCT = (
    _FRACTION
    + r"""
def make():
    one, two = fraction(12), fraction(12)
    if pick.random() < 0.5:
        return rf"\({latex(one)} \cdot {latex(two)}\)", rf"\({latex(one*two)}\)"
    return rf"\({latex(one)} \div {latex(two)}\)", rf"\({latex(one/two)}\)"
"""
)
FRACTION = (
    _FRACTION
    + r"""
def make():
    one, two = fraction(12), fraction(12)
    sign = pick.choice(["+", "-", r"\cdot", r"\div"])
    if sign == "-":
        one, two = max(one, two), min(one, two)
    found = {"+": one + two, "-": one - two, r"\cdot": one*two, r"\div": one/two}[sign]
    return rf"\({latex(one)} {sign} {latex(two)}\)", rf"\({latex(found)}\)"
"""
)
PERCENT = r"""
def make():
    rate, whole = pick.choice([5, 10, 15, 20, 25, 30, 40, 60, 75, 80]), 20*pick.randint(2, 40)
    part = Rational(rate*whole, 100)
    if pick.random() < 0.5:
        return rf"\({rate}\,\%\) of \({whole}\)", rf"\({part}\)"
    return rf"\({part}\) is what percentage of \({whole}\)?", rf"\({rate}\,\%\)"
"""
DERIVATIVE = r"""
def make():
    powers = sorted(pick.sample([1, 2, 3, 4, 5], 3), reverse=True)
    form = sum(pick.choice([-6, -4, -3, -2, -1, 1, 2, 3, 4, 5])*x**power for power in powers)
    form += pick.randint(-9, 9)
    return rf"\(f(x) = {latex(form)}\)", rf"\(f'(x) = {latex(diff(form, x))}\)"
"""
INTEGRAL = r"""
def make():
    powers = sorted(pick.sample([0, 1, 2, 3, 4], 3), reverse=True)
    form = sum(pick.choice([-6, -4, -3, -2, 2, 3, 4, 5])*x**power for power in powers)
    found = integrate(form, x)
    assert expand(diff(found, x) - form) == 0
    return rf"\(\int \left({latex(form)}\right)\,dx\)", rf"\({latex(found)} + C\)"
"""
ROOT = r"""
def make():
    outside, inside = pick.randint(2, 12), pick.choice([2, 3, 5, 6, 7, 10, 11, 13, 15])
    whole = outside**2*inside
    return rf"\(\sqrt{{{whole}}}\)", rf"\({latex(sqrt(whole))}\)"
"""
VERTEX = r"""
def make():
    place, height = pick.randint(-6, 6), pick.randint(-9, 9)
    form = expand(pick.choice([-2, -1, 1, 1, 2, 3])*(x - place)**2 + height)
    (found,) = solve(diff(form, x), x)
    return rf"\(y = {latex(form)}\)", rf"\(({found},\; {form.subs(x, found)})\)"
"""
PYTHAGORAS = r"""
def make():
    a, b, c = pick.choice([(3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29)])
    times = pick.randint(1, 12)
    a, b, c = a*times, b*times, c*times
    assert a**2 + b**2 == c**2
    if pick.random() < 0.5:
        return rf"Legs \({a}\) and \({b}\): the hypotenuse?", rf"\({c}\)"
    return rf"Hypotenuse \({c}\) and leg \({a}\): the other leg?", rf"\({b}\)"
"""
MEAN = r"""
def make():
    while True:
        values = [pick.randint(1, 30) for _ in range(pick.choice([5, 6, 7, 8]))]
        if sum(values) % len(values) == 0:
            break
    ordered, half = sorted(values), len(values) // 2
    mean = Rational(sum(values), len(values))
    median = Rational(ordered[half] + ordered[-half - 1], 2)
    asked = r",\; ".join(map(str, values))
    return rf"\({asked}\)", rf"mean \({latex(mean)}\), median \({latex(median)}\)"
"""
DIVISOR = r"""
def make():
    common = pick.randint(2, 24)
    one, two = (common*factor for factor in pick.sample(range(2, 16), 2))
    return rf"\({one}\) and \({two}\)", rf"\({gcd(one, two)}\)"
"""
MULTIPLE = r"""
def make():
    one, two = pick.sample(range(4, 41), 2)
    return rf"\({one}\) and \({two}\)", rf"\({lcm(one, two)}\)"
"""
SHEET = """pick = Random({start})
{maker}
# Different exercises; those of earlier sheets are left out
sheet = []
while len(sheet) < {before} + {count}:
    made = make()
    if made[0] not in [asked for asked, _ in sheet]:
        sheet.append(made)
for asked, found in sheet[{before}:]:
    print("exercise =", asked)
"""
SOLUTIONS = """    print("solution =", found)
"""
