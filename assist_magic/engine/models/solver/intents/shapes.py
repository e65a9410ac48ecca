"""The formulas of plane and solid shapes: each gives a quantity from some measurements."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Formula:
    """How to work a quantity of a shape out.

    `given` names the measurements, in the order of the alphabet; a name that ends in a digit
    stands for one of several under the same word (side1, side2). `power` is that of the unit of
    length in the result; None if it is no length, area or volume.
    """

    shape: str
    quantity: str
    given: tuple[str, ...]
    code: str
    latex: str
    power: int | None = 1


def _formulas() -> tuple[Formula, ...]:
    found: list[Formula] = []
    for line in re.sub(r"\n +", " ", _TABLE).strip().splitlines():
        shape, quantities, given, code, latex, power = (part.strip() for part in line.split("|"))
        for quantity in quantities.split(", "):
            names = tuple(sorted(given.split(", ")))
            found.append(Formula(shape, quantity, names, code, latex, int(power)))
    return tuple(found)


_TABLE = r"""
circle | area | radius | pi*radius**2 | A = \pi r^2 | 2
circle | area | diameter | pi*diameter**2/4 | A = \pi \frac{d^2}{4} | 2
circle | area | circumference | circumference**2/(4*pi) | A = \frac{C^2}{4\pi} | 2
circle | circumference, perimeter | radius | 2*pi*radius | C = 2\pi r | 1
circle | circumference, perimeter | diameter | pi*diameter | C = \pi d | 1
circle | circumference, perimeter | area | 2*sqrt(pi*area) | C = 2\sqrt{\pi A} | 1
circle | radius | area | sqrt(area/pi) | r = \sqrt{\frac{A}{\pi}} | 1
circle | radius | circumference | circumference/(2*pi) | r = \frac{C}{2\pi} | 1
circle | radius | diameter | diameter/2 | r = \frac{d}{2} | 1
circle | diameter | radius | 2*radius | d = 2r | 1
circle | diameter | circumference | circumference/pi | d = \frac{C}{\pi} | 1
circle | diameter | area | 2*sqrt(area/pi) | d = 2\sqrt{\frac{A}{\pi}} | 1
semicircle | area | radius | pi*radius**2/2 | A = \frac{\pi r^2}{2} | 2
square | area | side | side**2 | A = a^2 | 2
square | perimeter | side | 4*side | P = 4a | 1
square | diagonal | side | sqrt(2)*side | d = a\sqrt{2} | 1
square | side | area | sqrt(area) | a = \sqrt{A} | 1
square | side | perimeter | perimeter/4 | a = \frac{P}{4} | 1
square | perimeter | area | 4*sqrt(area) | P = 4\sqrt{A} | 1
square | area | perimeter | (perimeter/4)**2 | A = \left(\frac{P}{4}\right)^2 | 2
square | area | diagonal | diagonal**2/2 | A = \frac{d^2}{2} | 2
square | side | diagonal | diagonal/sqrt(2) | a = \frac{d}{\sqrt{2}} | 1
rectangle | area | length, width | length*width | A = l\,w | 2
rectangle | perimeter | length, width | 2*(length + width) | P = 2(l + w) | 1
rectangle | diagonal | length, width | sqrt(length**2 + width**2) | d = \sqrt{l^2 + w^2} | 1
rectangle | width | area, length | area/length | w = \frac{A}{l} | 1
rectangle | length | area, width | area/width | l = \frac{A}{w} | 1
rectangle | width | length, perimeter | perimeter/2 - length | w = \frac{P}{2} - l | 1
rectangle | length | perimeter, width | perimeter/2 - width | l = \frac{P}{2} - w | 1
triangle | area | base, height | base*height/2 | A = \frac{b\,h}{2} | 2
triangle | height | area, base | 2*area/base | h = \frac{2A}{b} | 1
triangle | base | area, height | 2*area/height | b = \frac{2A}{h} | 1
triangle | perimeter | side1, side2, side3 | side1 + side2 + side3 | P = a + b + c | 1
right triangle | area | leg1, leg2 | leg1*leg2/2 | A = \frac{a\,b}{2} | 2
right triangle | area | base, height | base*height/2 | A = \frac{b\,h}{2} | 2
right triangle | hypotenuse | leg1, leg2 | sqrt(leg1**2 + leg2**2) | c = \sqrt{a^2 + b^2} | 1
right triangle | hypotenuse | base, height | sqrt(base**2 + height**2) | c = \sqrt{a^2 + b^2} | 1
right triangle | perimeter | leg1, leg2
    | leg1 + leg2 + sqrt(leg1**2 + leg2**2) | P = a + b + \sqrt{a^2 + b^2} | 1
right triangle | leg | hypotenuse, leg | sqrt(hypotenuse**2 - leg**2) | b = \sqrt{c^2 - a^2} | 1
equilateral triangle | area | side | sqrt(3)/4*side**2 | A = \frac{\sqrt{3}}{4} a^2 | 2
equilateral triangle | height | side | sqrt(3)/2*side | h = \frac{\sqrt{3}}{2} a | 1
equilateral triangle | perimeter | side | 3*side | P = 3a | 1
parallelogram | area | base, height | base*height | A = b\,h | 2
parallelogram | perimeter | side1, side2 | 2*(side1 + side2) | P = 2(a + b) | 1
rhombus | area | diagonal1, diagonal2 | diagonal1*diagonal2/2 | A = \frac{d_1 d_2}{2} | 2
rhombus | perimeter | side | 4*side | P = 4a | 1
kite | area | diagonal1, diagonal2 | diagonal1*diagonal2/2 | A = \frac{d_1 d_2}{2} | 2
trapezoid | area | base1, base2, height | (base1 + base2)/2*height | A = \frac{a + c}{2}\,h | 2
trapezoid | area | height, side1, side2 | (side1 + side2)/2*height | A = \frac{a + c}{2}\,h | 2
ellipse | area | axis1, axis2 | pi*axis1*axis2 | A = \pi a b | 2
regular hexagon | area | side | 3*sqrt(3)/2*side**2 | A = \frac{3\sqrt{3}}{2} a^2 | 2
regular hexagon | perimeter | side | 6*side | P = 6a | 1
regular pentagon | perimeter | side | 5*side | P = 5a | 1
regular octagon | perimeter | side | 8*side | P = 8a | 1
cube | volume | side | side**3 | V = a^3 | 3
cube | surface area | side | 6*side**2 | S = 6a^2 | 2
cube | diagonal | side | sqrt(3)*side | d = a\sqrt{3} | 1
cube | side | volume | real_root(volume, 3) | a = \sqrt[3]{V} | 1
cube | side | surface area | sqrt(surface_area/6) | a = \sqrt{\frac{S}{6}} | 1
cuboid | volume | height, length, width | length*width*height | V = l\,w\,h | 3
cuboid | surface area | height, length, width
    | 2*(length*width + length*height + width*height) | S = 2(lw + lh + wh) | 2
cuboid | diagonal | height, length, width
    | sqrt(length**2 + width**2 + height**2) | d = \sqrt{l^2 + w^2 + h^2} | 1
sphere | volume | radius | Rational(4, 3)*pi*radius**3 | V = \frac{4}{3}\pi r^3 | 3
sphere | volume | diameter | pi*diameter**3/6 | V = \frac{\pi d^3}{6} | 3
sphere | surface area | radius | 4*pi*radius**2 | S = 4\pi r^2 | 2
sphere | surface area | diameter | pi*diameter**2 | S = \pi d^2 | 2
sphere | radius | volume | real_root(3*volume/(4*pi), 3) | r = \sqrt[3]{\frac{3V}{4\pi}} | 1
sphere | radius | surface area | sqrt(surface_area/(4*pi)) | r = \sqrt{\frac{S}{4\pi}} | 1
hemisphere | volume | radius | Rational(2, 3)*pi*radius**3 | V = \frac{2}{3}\pi r^3 | 3
cylinder | volume | height, radius | pi*radius**2*height | V = \pi r^2 h | 3
cylinder | volume | diameter, height | pi*diameter**2/4*height | V = \pi \frac{d^2}{4} h | 3
cylinder | surface area | height, radius | 2*pi*radius*(radius + height) | S = 2\pi r (r + h) | 2
cylinder | lateral area | height, radius | 2*pi*radius*height | M = 2\pi r h | 2
cylinder | height | radius, volume | volume/(pi*radius**2) | h = \frac{V}{\pi r^2} | 1
cone | volume | height, radius | pi*radius**2*height/3 | V = \frac{1}{3}\pi r^2 h | 3
cone | volume | diameter, height | pi*diameter**2/12*height | V = \frac{1}{12}\pi d^2 h | 3
cone | slant height | height, radius | sqrt(radius**2 + height**2) | s = \sqrt{r^2 + h^2} | 1
cone | surface area | height, radius
    | pi*radius*(radius + sqrt(radius**2 + height**2)) | S = \pi r (r + \sqrt{r^2 + h^2}) | 2
cone | lateral area | height, radius
    | pi*radius*sqrt(radius**2 + height**2) | M = \pi r \sqrt{r^2 + h^2} | 2
square pyramid | volume | height, side | side**2*height/3 | V = \frac{1}{3} a^2 h | 3
"""
FORMULAS = _formulas()
POLYGONS = {
    "triangle": 3,
    "quadrilateral": 4,
    "pentagon": 5,
    "hexagon": 6,
    "heptagon": 7,
    "octagon": 8,
    "nonagon": 9,
    "decagon": 10,
    "hendecagon": 11,
    "dodecagon": 12,
}
"""The number of sides of polygons with a name."""
