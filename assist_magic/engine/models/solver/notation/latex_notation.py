"""Turns LaTeX into the notation that the solver reads, working out nothing.

What is no plain formula there (integrals, derivatives, sums, limits) becomes words around
formulas, as a user would have said it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assist_magic.engine.models.solver.notation import latex_commands as vocabulary
from assist_magic.engine.models.solver.notation.tokens import CALLED, FUNCTIONS, GREEK, NotRead

_PIECE = re.compile(
    r"\\left ?(?:\\vert|\|)|\\right ?(?:\\vert|\|)|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[A-Za-z]+|\s+|.",
    re.DOTALL,
)
_THOUSANDS = re.compile(r"(?<=\d)(?:\{,\}|\\,)(?=\d{3}(?!\d))")
_TRAILING = re.compile(r"(?:\s|[.,;?]|\\[,;! ]|=(?=\s*\??\s*$))+$")
_OPERATOR = re.compile(r" ?d(?:\^\(?(?P<order>\d)\)?)? ?(?P<of>[a-z]?) ?")
_BY = re.compile(r" ?d ?(?P<x>[a-z])(?:\^\(?(?P<order>\d)\)?)? ?")
_DIFFERENTIAL = re.compile(r"(?P<before>.*?)d ?(?P<x>[a-z])\s*$", re.DOTALL)
_ORDERS = {1: "first", 2: "second", 3: "third", 4: "fourth"}


@dataclass(frozen=True)
class Piece:
    """A formula in the solver's own notation, or words between formulas."""

    text: str
    is_formula: bool = True


def read_latex(text: str) -> list[Piece]:
    """The formulas and words that LaTeX says.

    Raises:
        NotRead: it has a command that is not known here, or is no correct LaTeX.
    """
    text = _THOUSANDS.sub("", _TRAILING.sub("", text.strip()))
    reader = _Reader([token.replace(r"\left ", r"\left") for token in _PIECE.findall(text)])
    return [piece for piece in reader.whole() if piece.text.strip()]


class _Reader:
    """Reads LaTeX from left to right; `pieces` is what is done, the rest is the formula so far."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.pieces: list[Piece] = []
        self.is_integral = False
        self.differential = ""

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        if self.at >= len(self.tokens):
            raise NotRead("the LaTeX ends where something is missing")
        self.at += 1
        return self.tokens[self.at - 1]

    def skip_spaces(self) -> None:
        while self.peek().isspace() or self.peek() in vocabulary.SPACES:
            self.at += 1

    def whole(self) -> list[Piece]:
        """Everything: formulas, words, and the signs that stand before a whole formula."""
        formula: list[str] = []
        while self.at < len(self.tokens):
            token = self.peek()
            if token in vocabulary.TEXTS:
                self.next()
                self.pieces += [_formula(formula), Piece(f" {self.raw()} ", False)]
                formula = []
            elif token in _LARGE and not "".join(formula).strip():
                self.next()
                return self.pieces + _LARGE[token](self)
            else:
                formula.append(self.item())
                if derived := self.derived(formula):
                    return self.pieces + derived
        return [*self.pieces, _formula(formula)]

    def derived(self, formula: list[str]) -> list[Piece]:
        """The words for d/dx, if the formula is that so far."""
        match = _D_BY_DX.fullmatch("".join(formula).strip())
        if not match:
            return []
        above, below = _OPERATOR.fullmatch(match[1]), _BY.fullmatch(match[2])
        if not above or not below or (above["order"] or "1") != (below["order"] or "1"):
            return []
        order = int(above["order"] or 1)
        if order not in _ORDERS:
            raise NotRead("the order of the derivative is not one that can be read")
        rest = self.rest()
        words = f" {_ORDERS[order]} derivative "
        if above["of"] and not rest.strip():
            return [Piece(words, False)]
        if above["of"]:
            raise NotRead("it is not clear of what the derivative is taken")
        by = [Piece(f"{words}with respect to ", False), Piece(below["x"])]
        return [*by, Piece(" of ", False), Piece(_alone(rest))] if rest else by

    def rest(self, end: str = "") -> str:
        """The formula up to `end`, or to the end of the LaTeX."""
        found: list[str] = []
        while self.at < len(self.tokens):
            if end and self.peek() == end:
                self.at += 1
                return "".join(found)
            found.append(self.item())
        if end:
            raise NotRead(f"`{end}` is missing in the LaTeX")
        return "".join(found)

    def raw(self) -> str:
        """What stands in the braces that follow, as it is."""
        self.skip_spaces()
        if self.next() != "{":
            raise NotRead("the LaTeX has a command without its braces")
        found = ""
        while (token := self.next()) != "}":
            found += token
        return found.strip()

    def argument(self) -> str:
        """What a command is applied to: a group in braces, or the next sign alone."""
        self.skip_spaces()
        token = self.peek()
        if token == "{":
            self.next()
            return self.rest("}")
        if len(token) > 1 and token.isalnum():
            self.tokens[self.at] = token[1:]
            return token[0]
        return self.item()

    def script(self, sign: str) -> str:
        """The index or exponent that follows; empty if there is none."""
        self.skip_spaces()
        if self.peek() != sign:
            return ""
        self.next()
        self.skip_spaces()
        if sign == "^" and self.peek().isdigit():  # x^10 is meant as it looks in plain text
            return self.next()
        if sign == "^" and self.peek() in ("+", "-"):
            return self.next() + self.argument()
        return self.argument()

    def item(self) -> str:
        """The next sign, letter, number or command with all that belongs to it."""
        token = self.next()
        if token.isspace():
            return " "
        if token in vocabulary.SIGNS:
            return vocabulary.SIGNS[token]
        if token.startswith("\\"):
            return self.command(token)
        if token.isdigit() and self.peek() in vocabulary.FRACTIONS:
            self.next()
            return self.fraction(token)
        if token in vocabulary.STRUCTURE:
            return self.structure(token)
        return token

    def structure(self, token: str) -> str:
        """What a sign of LaTeX itself begins."""
        if token == "{":
            inside = self.rest("}")
            return f"({inside})" if inside.strip() else " "
        if token in "^_":
            return self.raised(token)
        raise NotRead(f"`{token}` stands in the LaTeX where nothing belongs to it")

    def raised(self, sign: str) -> str:
        if sign == "_":
            raise NotRead("names with an index are not known here")
        self.at -= 1
        power = self.script("^")
        if power.strip() in ("°", "'", "''", "'''"):
            return power.strip()
        if power.strip() == "":
            raise NotRead("an exponent is missing in the LaTeX")
        if vocabulary.CIRCLE in power:
            return "°"
        return f"^{power}" if power.isdigit() or len(power) == 1 else f"^({power})"

    def fraction(self, before: str) -> str:
        """A fraction; a number right before one of whole numbers makes a mixed number."""
        above, below = self.argument(), self.argument()
        if _OPERATOR.fullmatch(above) and _BY.fullmatch(below):
            return f"{before}\ue002{above}\ue003{below}\ue004"
        match = _DIFFERENTIAL.fullmatch(above) if self.is_integral else None
        if match:
            self.differential = match["x"]
            above = match["before"].strip() or "1"
        if before and above.isdigit() and below.isdigit():
            return f"({before}+({above})/({below}))"
        return f"{before}(({above})/({below}))"

    def command(self, token: str) -> str:
        if token in vocabulary.BARS:
            return f" abs({self.rest(vocabulary.BARS[token])}) "
        if token in vocabulary.FRACTIONS:
            return self.fraction("")
        if token in vocabulary.BINOMIALS:
            return f" binomial({self.argument()}, {self.argument()}) "
        return self.root() if token == r"\sqrt" else self.named(token)

    def named(self, token: str) -> str:
        """A function or a letter."""
        name = self.raw() if token in vocabulary.SHAPES else token[1:]
        if name in CALLED:
            return f" {name}"
        if name == "log":
            return self.logarithm()
        if name in FUNCTIONS:
            return self.function(name)
        return name if token in vocabulary.SHAPES else self.letter(token)

    def letter(self, token: str) -> str:
        name = vocabulary.LETTERS.get(token, token[1:])
        if name == "pi" or name in GREEK:
            return f" {name} "
        if name == "partial":
            return "d"
        raise NotRead(f"the LaTeX command `{token}` is not known here")

    def function(self, name: str) -> str:
        """A function's name, with its power; sin^{-1} is the inverse."""
        power = self.script("^").strip()
        if power == "-1":
            if name not in vocabulary.INVERSES:
                raise NotRead(f"it is not clear whether `{name}^{{-1}}` is an inverse")
            return f" {vocabulary.INVERSES[name]} "
        if power:
            return f" {name}^({power}) "
        return f" {name} "

    def root(self) -> str:
        self.skip_spaces()
        index = ""
        if self.peek() == "[":
            self.next()
            index = self.rest("]").strip()
        inside = self.argument()
        if index in ("", "2", "3"):
            return f" {'cbrt' if index == '3' else 'sqrt'}({inside}) "
        return f" ({inside})^(1/({index})) "

    def logarithm(self) -> str:
        base = self.script("_").strip()
        if base in ("", "2", "10"):
            return self.function(f"log{base}")
        self.skip_spaces()
        if self.peek() == "^":
            raise NotRead("it is not clear what the power of the logarithm is applied to")
        inside = self.argument() if self.peek() == "{" else self.factors()
        return f" log({inside}, {base}) "

    def factors(self) -> str:
        """An argument in brackets, or one without them up to any sign."""
        found, depth = "", 0
        is_bracketed = self.peek() == "("
        while self.at < len(self.tokens) and (depth or self.peek() not in _ENDS):
            token = self.item()
            depth += (token == "(") - (token == ")")
            found += token
            if is_bracketed and not depth:
                break
        return found

    def limits(self) -> tuple[str, str]:
        """The index and the exponent of a large sign, in either order."""
        low = self.script("_")
        high = self.script("^")
        return low or self.script("_"), high

    def integral(self) -> list[Piece]:
        low, high = self.limits()
        self.is_integral = True
        body = self.rest()
        match = _DIFFERENTIAL.fullmatch(body)
        body, name = (match["before"], match["x"]) if match else (body, self.differential)
        if not name:
            raise NotRead("the integral does not end with its differential, such as dx")
        if _DIFFERENTIAL.fullmatch(body) or bool(low) != bool(high):
            raise NotRead("this kind of integral is not known here")
        found = [Piece(" integral of ", False), Piece(body.strip() or "1")]
        found += [Piece(" with respect to ", False), Piece(name)]
        return found + _between(low, high)

    def sum(self) -> list[Piece]:
        low, high = self.limits()
        if not re.fullmatch(r" ?[a-z] ?=.+", low) or not high:
            raise NotRead("the limits of the sum are not clear")
        body = self.rest()
        if re.search(r"\S\s*[+-]", _outside(body)):
            raise NotRead("it is not clear where the sum ends; put brackets around its terms")
        return [Piece(" sum of ", False), Piece(body), *_between(low, high)]

    def limit(self) -> list[Piece]:
        self.skip_spaces()
        match = _APPROACH.fullmatch(self.index())
        if not match:
            raise NotRead("what the limit goes to is not clear")
        side = {"+": " from right ", "-": " from left ", "": ""}[match["side"] or ""]
        target = "".join(piece.text for piece in read_latex(match["target"]))
        found = [Piece(" limit of ", False), Piece(self.rest()), Piece(" as ", False)]
        found += [Piece(match["x"]), Piece(" approaches ", False), Piece(target)]
        return [*found, Piece(side, False)]

    def determinant(self) -> list[Piece]:
        return [Piece(" determinant of ", False), Piece(self.rest())]

    def index(self) -> str:
        """The LaTeX of the index in braces that follows, as it is."""
        if self.next() != "_" or self.next() != "{":
            raise NotRead("what the limit goes to is not clear")
        found, depth = "", 1
        while depth:
            token = self.next()
            depth += (token == "{") - (token == "}")
            found += token
        return found[:-1].strip()


_D_BY_DX = re.compile("\ue002(.*)\ue003(.*)\ue004", re.DOTALL)
_APPROACH = re.compile(
    r"(?P<x>[a-z]) *\\(?:to|rightarrow|longrightarrow) *(?P<target>.+?)"
    r"(?: *\^ *\{?(?P<side>[+-])\}?)?",
    re.DOTALL,
)
_ENDS = frozenset("+-=<>,;)]}|") | {
    r"\le",
    r"\leq",
    r"\ge",
    r"\geq",
    r"\cdot",
    r"\times",
    r"\right",
}
_LARGE: dict[str, Callable[[_Reader], list[Piece]]] = {
    r"\int": _Reader.integral,
    r"\sum": _Reader.sum,
    r"\lim": _Reader.limit,
    r"\det": _Reader.determinant,
}


def _formula(signs: list[str]) -> Piece:
    """What was read so far; f'(x) is left to those who know words."""
    text = "".join(signs)
    return Piece(text, "'" not in text)


def _between(low: str, high: str) -> list[Piece]:
    if not low:
        return []
    return [Piece(" from ", False), Piece(low), Piece(" to ", False), Piece(high)]


def _alone(text: str) -> str:
    """The formula behind a sign that belongs to the whole of it."""
    text = text.strip()
    if not text.startswith("("):
        return text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and re.match(r"\s*[-+]", text[place + 1 :]):
            raise NotRead("it is not clear where the derivative ends; put brackets around it")
    return text


def _outside(text: str) -> str:
    """The formula without what stands in brackets."""
    while (shorter := re.sub(r"\([^()]*\)", "#", text)) != text:
        text = shorter
    return text
