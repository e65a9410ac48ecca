"""Why a step is taken: sentences, by the words that a step begins with."""

from __future__ import annotations

import re

_REASONS = (
    (
        "With everything on one side, and 1 before",
        "Take the right side away from both sides, and divide both by the number before the "
        "square: the rest is easier then.",
    ),
    (
        "The number goes to the right",
        "On the left only the terms with the unknown are left, so that they can be made a square.",
    ),
    (
        "Half of the number before",
        "(x + h) squared is x squared + 2h times x + h squared. So h is half of the number before "
        "the unknown, and h squared is missing on the left. What is added on the left is added on "
        "the right.",
    ),
    (
        "Take the root",
        "Two numbers have the same square: one positive and one negative. So the root has both "
        "signs. Then take away the number next to the unknown.",
    ),
    (
        "A square is never negative",
        "Positive times positive and negative times negative are positive.",
    ),
    (
        "With everything on one side",
        "Take the right side away from both sides: then 0 stands on the right. Now read off three "
        "numbers: a stands before the square, b before the unknown, c alone.",
    ),
    (
        "Terms with",
        "An equation is like a pair of scales: what is done to one side is done to the other. Take "
        "away on both sides what stands in the way, until the unknown is on the left only and the "
        "numbers on the right only.",
    ),
    (
        "Divide both sides by",
        "The unknown is multiplied by this number. Dividing undoes that, and both sides are divided"
        ", so that they stay equal.",
    ),
    (
        "Multiply the first equation",
        "Both equations then have the same number before this unknown. Subtract one from the "
        "other, and this unknown is gone: one equation in one unknown is left.",
    ),
    (
        "Divide by the number before",
        "One unknown stands alone now, times a number. Divide both sides by that number.",
    ),
    (
        "Put this into the first",
        "One unknown is known now. Write its value in its place: the equation has only the other "
        "unknown, and can be solved.",
    ),
    (
        "Solve the ",
        "One unknown is written by the other: so it can be replaced in the other equation.",
    ),
    (
        "Put it into the",
        "Both unknowns belong to the same solution, so the one may be replaced by what it is equal "
        "to. One equation in one unknown is left; bring it to the form with 0 on the right.",
    ),
    (
        "Its solutions",
        "Each solution for one unknown gives the other one: put it in, and work out.",
    ),
    (
        "Take out the common factor",
        "Every term has this factor, so it can stand once, before a bracket.",
    ),
    (
        "Two numbers with the product",
        "If the expression is a product of two brackets, the numbers in them multiply to the last "
        "number (times the first) and add up to the middle one. Try the pairs of factors.",
    ),
    (
        "Split the middle term",
        "The middle term is written as a sum of two, with the two numbers found. Then each half "
        "has a factor that can be taken out, and the same bracket is left in both.",
    ),
    (
        "Everything on one side, factored",
        "With 0 on one side it is enough to look at the factors: a product is 0 only if a factor "
        "is, and its sign depends on the signs of the factors.",
    ),
    (
        "The sign can change only",
        "Between two zeros the curve does not cross the axis, so it stays above or below it.",
    ),
    (
        "The sign between them",
        "One value in each part is enough: the sign is the same all over that part.",
    ),
    (
        "Square both sides",
        "Squaring undoes the root. It can only be done to both whole sides at once.",
    ),
    ("This has the solutions", "The equation without the root is solved as usual."),
    (
        "Squaring can add solutions",
        "3 and -3 are different, but have the same square. So each value has to be put into the "
        "given equation, and one that does not solve it is left out.",
    ),
    (
        "Over one common denominator",
        "Fractions can be added only over the same denominator; then there is a single fraction.",
    ),
    (
        "A fraction is zero",
        "Nothing divided by something is nothing: only the numerator has to be 0.",
    ),
    (
        "What is inside the bars",
        "The bars give the distance from 0. Two numbers have the same distance: one to the right, "
        "one to the left.",
    ),
    ("The first case", "Without the bars, this is an equation as usual."),
    ("The second case", "The same with the other sign."),
    (
        "Take logarithms",
        "The logarithm brings the power down: it answers the question which power of the base "
        "gives the number.",
    ),
    (
        "Power rule",
        "For each power: the exponent comes to the front as a factor, and is one smaller after "
        "that. A number alone has the derivative 0.",
    ),
    ("Put together", "The derivatives of the parts are put in their places, and simplified."),
    (
        "Factor above and below",
        "Only factors can be cancelled, never single terms of a sum. So both are written as "
        "products first.",
    ),
    (
        "Cancel the common factor",
        "A factor that stands above and below can be divided out of both; the value stays.",
    ),
    (
        "The common denominator",
        "Fractions can be added only if their parts have the same size. So each is expanded to a "
        "number that both denominators divide.",
    ),
    ("Add the numerators", "The parts have the same size now: count them together."),
    ("Percent means", "One percent is one of a hundred equal parts; “of” means times."),
    ("The sum is", "The mean is the value that each would have if all had the same."),
    (
        "In order",
        "The median has as many values below it as above. So the values are sorted first.",
    ),
    (
        "The mean is",
        "How far does each value lie from the mean? The distances are squared, so that those below "
        "and above do not cancel.",
    ),
    (
        "Divide by the smallest prime",
        "Each prime that divides the number is divided out, the smallest first, until 1 is left.",
    ),
    (
        "Take each prime with the largest",
        "A multiple needs every prime as often as each of the numbers has it, and no more often.",
    ),
    (
        "The last divisor",
        "What divides two numbers also divides their difference, and so the remainder. When the "
        "remainder is 0, the last divisor divides them all.",
    ),
    (
        "In prime factors",
        "Every whole number is a product of primes in just one way; that shows what divides it.",
    ),
)


def reason(step: str) -> str:
    """Why a step is taken; empty where that is not known."""
    found = (why for begin, why in _REASONS if re.match(re.escape(begin), step))
    return next(found, "")
