"""What a tutor says to questions on functions and matrices: words that tell the kind, and hints."""

from __future__ import annotations

_MATRIX = "A matrix: what is asked is a rule on its rows and columns."

FUNCTIONS: tuple[tuple[str, ...], ...] = (
    (
        r"determinant\D*{a}",
        "A determinant tells how a matrix scales areas; for two rows it is one product minus "
        "another.",
        r"With two rows, \(\det = ad - bc\). With more, expand along a row that has "
        "zeros.",
        r"Take the diagonal from the top left to the bottom right first: the product \(a \cdot "
        r"d\). The other product is taken away; mind double minus signs.",
        "determinant",
    ),
    (
        r"inverse.*?matrix|invert.*\[|inverse (?:matrix )?of {a}",
        "An inverse undoes: applied after the other, everything is as before.",
        "For a function <a>: write y for it, swap the two letters, and solve for y. For a matrix "
        "with two rows: is its determinant different from 0?",
        r"For a matrix \(\begin{pmatrix} a & b \\ c & d \end{pmatrix}\): swap \(a\) and \(d\), "
        r"turn the signs of \(b\) and \(c\), divide by \(ad - bc\). For a function, solve step by "
        "step, undoing the last operation first.",
    ),
    (
        r"eigen ?values?",
        r"An eigenvalue \(\lambda\) makes \(A - \lambda I\) lose its inverse.",
        r"Write down \(A - \lambda I\): subtract \(\lambda\) on the diagonal. Its determinant must "
        "be 0.",
        r"For two rows: \(\lambda^2 - (a + d)\,\lambda + (ad - bc) = 0\). Put the numbers in, and "
        "solve.",
    ),
    (
        r"transpose|\brank\b|\btrace\b",
        _MATRIX,
        "Transpose: rows become columns. Trace: the sum of the diagonal. Rank: the rows that stay "
        "when elimination is done.",
        "Write the matrix down with its rows, and do the first row.",
    ),
    (
        r"dot product|scalar product|inner product",
        "The dot product is one number: multiply what stands in the same place, and add.",
        "Pair the first with the first, the second with the second, and so on.",
        "Write the sum of the products down before you work it out.",
    ),
    (
        r"cross product|vector product",
        "The cross product is a vector at right angles to both.",
        r"Its parts are \((a_2 b_3 - a_3 b_2,\; a_3 b_1 - a_1 b_3,\; a_1 b_2 - a_2 b_1)\).",
        "Begin with the first part: leave out the first numbers, and multiply crosswise.",
    ),
    (
        r"angle between",
        "The dot product knows the angle.",
        r"\(\cos \alpha = \frac{a \cdot b}{|a|\,|b|}\).",
        "Work out the dot product above, and both lengths below; then take the arc cosine.",
    ),
    (
        r"distance|magnitude|length|\bnorm\b|modulus of",
        "Think of a right triangle: Pythagoras.",
        "Take the differences of the coordinates; their squares add up to the square of the "
        "distance.",
        "Write the squares under one root before you work anything out.",
    ),
    (
        r"mid ?point",
        "The middle is the mean, for each coordinate by itself.",
        "Add the first coordinates and halve; then the second ones.",
        "Begin with the first coordinate: their sum over 2.",
    ),
    (
        r"\b(?:slope|gradient) of line|\bline (?:that|through|between|passing|going|joining)",
        "A line has one slope: how far up for one step to the right.",
        r"\(m = \frac{y_2 - y_1}{x_2 - x_1}\), from the two points.",
        r"Put the differences in, in the same order above and below. For the equation, put one "
        r"point into \(y = mx + b\).",
    ),
    (
        r"(?:limit|lim)\b.*?{f} (?:as|when|for|if) {x} (?:\S+ )?(?:\S+ )?{p}"
        r"|(?:limit|lim) (?:as |when |for )?{y} (?:\S+ )?(?:\S+ )?{q} ?,? ?(?:of )?{g}",
        "What happens near that place? Put it in first: if a number comes out, that is all. If it "
        "is 0/0, something has to be cancelled before.",
        "Put the place into top and bottom by themselves. If both are 0, both have a factor that "
        "becomes 0 there.",
        "Factor the top so that this factor stands there, and cancel it. (Going to infinity: "
        "divide everything by the highest power.) Then put the place in again.",
        "limit",
    ),
    (
        r"\b(?:taylor|maclaurin|power)? ?series|taylor",
        "A Taylor polynomial agrees with the function and its derivatives at one point.",
        r"Its terms are \(\frac{f^{(n)}(a)}{n!}\,(x - a)^n\). Which derivatives do you need?",
        "Begin with the value of the function at the point, and the first derivative there.",
    ),
    (
        r"\bsum of\b.* from {a}",
        "A sum over an index: is there a formula for it, or do most terms cancel?",
        "Write down the first three terms. Is each the one before times a number (geometric), or "
        "plus a number (arithmetic)?",
        "For an arithmetic sum, pair the first with the last. For a geometric one, multiply the "
        "sum by the quotient and subtract.",
    ),
    (
        r"\b(?:domain|defined)\b.*?{a}|{a} domain|where is {b} defined",
        "Where could it go wrong? A denominator of 0, an even root of something negative, a "
        "logarithm of something not positive.",
        "In <a>, which of these are there? Write a condition for each.",
        "Solve the first condition for the variable; all conditions must hold together.",
    ),
    (
        r"\b(?:range|image)\b.*?{a}|{a} range",
        "Which values can come out? Think of the graph: how low and how high does it go?",
        "For <a>: is there a lowest or a highest point, and what happens far out?",
        "A square is never negative, an exponential always positive: see what is added to it and "
        "what it is multiplied by.",
    ),
    (
        r"(?:extrem\w+|maxim\w+|minim\w+|critical|stationary|max|min|least|smallest|greatest)\b"
        r".*?{a}",
        "At a highest or lowest point the slope is 0.",
        "Differentiate <a>, and set the derivative to 0. (For a parabola, complete the square or "
        r"take \(h = -\frac{b}{2a}\).)",
        "Solve that equation for the place. The second derivative, or a value on each side, tells "
        "which kind it is; put the place into the function for its value.",
    ),
    (
        r"inflection.*?{a}",
        "At an inflection point the curve changes from bending one way to the other.",
        "Differentiate <a> twice, and set that to 0.",
        "Solve that equation; the second derivative must change its sign there.",
    ),
    (
        r"(?:increasing|decreasing|monoton\w+).*?{a}|{a} (?:is )?(?:increasing|decreasing|monoton)",
        "The sign of the derivative tells where it rises and where it falls.",
        "Differentiate <a>. Where is the derivative 0?",
        "Those places cut the line into pieces: try one number of each in the derivative.",
    ),
    (
        r"asymptotes?.*?{a}|{a} asymptotes",
        "Where does the graph run off along a line? Near zeros of a denominator, and far out.",
        "In <a>: where is the denominator 0 while the top is not? And what is left far out?",
        "For far out, divide top and bottom by the highest power of the variable.",
    ),
    (
        r"(?:tangent|normal)\b.*?{a} .*?{b}|(?:tangent|normal)",
        "A tangent touches: it has the point and the slope of the curve there.",
        "Find the point first (put the place into the function), then the slope (put it into the "
        "derivative).",
        r"The line is \(y = f(a) + f'(a)\,(x - a)\). Begin with the derivative of the function.",
    ),
    (
        r"intercepts?\b.*?{a}|yintercept.*?{a}",
        r"On the \(y\)-axis \(x\) is 0, on the \(x\)-axis \(y\) is 0.",
        "Put 0 for the variable into <a>; for the other axis, set <a> equal to 0.",
        "Begin with the first: every term with the variable falls away.",
    ),
    (
        r"complet\w+ (?:the )?square|vertex form",
        r"Completing the square: \(x^2 + bx\) is the beginning of \(\left(x + "
        r"\frac{b}{2}\right)^2\).",
        "If a number stands before the square, take it out of the two terms with the variable "
        "first.",
        r"Add and take away \(\left(\frac{b}{2}\right)^2\), so that nothing changes. Which number "
        r"is \(\frac{b}{2}\) here?",
    ),
    (
        r"discriminant",
        r"The discriminant is what stands under the root of the quadratic formula.",
        r"Read off \(a\), \(b\) and \(c\): it is \(b^2 - 4ac\).",
        "Put the three numbers in, with brackets around negative ones.",
    ),
    (
        r"axis of symmetry",
        "A parabola is the same left and right of its vertex.",
        r"The axis is at \(-\frac{b}{2a}\).",
        r"Read off \(a\) and \(b\), and put them in, with brackets around negative ones.",
    ),
    (
        r"coefficient of {a} in",
        "Only the products that give that power count.",
        "Which terms of the brackets multiply to <a>?",
        "Write down each such product; then add their numbers.",
    ),
    (
        r"assuming|is positive",
        "Powers of one base: bring them all together into a single power.",
        r"Multiplying adds the exponents, dividing subtracts them, a power of a power multiplies "
        "them; a root is a fraction as exponent.",
        "Begin with the innermost brackets: write the sum of the exponents that stand there.",
    ),
    (
        r"derivative|differentiate",
        "Which rules does its form need: sum, product, quotient, chain?",
        "Name the pieces, and write the rule down with them before you work anything out.",
        "Differentiate the first piece alone; then the others.",
    ),
    (
        r"^(?:find )?(?:value of )?{a}$|\bfind {b}$",
        "Work from the inside out.",
        "Find the inner function first: its value is what goes into the outer one.",
        "Put the inner expression in place of the letter of the outer function, in brackets.",
    ),
)
INEQUALITY = (
    "An inequality is solved like an equation, with one difference: multiplying or dividing by a "
    "negative number turns its sign around.",
    "In <a>, bring the terms with <x> to one side and the plain numbers to the other. (With "
    "squares or fractions: bring all to one side, and ask where it changes its sign.)",
    "Undo what is added or subtracted first. Then divide by the number before <x>; before you do, "
    "look at its sign.",
)
