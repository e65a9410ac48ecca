"""Reads expressions as people type them, in plain, Python or calculator notation, into trees.

SymPy's own `parse_expr` evaluates what it reads as Python code, so it must not see a user's text
outside the sandbox; it also hides what is ambiguous. This parser builds trees and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assist_magic.engine.models.solver.notation import tree
from assist_magic.engine.models.solver.notation.tokens import (
    ARGUMENTS,
    CALLED,
    CONSTANTS,
    FUNCTIONS,
    GREEK,
    SPECIAL,
    SPOKEN,
    USUAL,
    Letters,
    NotRead,
    Token,
    tidy,
    tokens,
)
from assist_magic.engine.models.solver.notation.tree import (
    Binary,
    Call,
    Constant,
    Known,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
)

DIGITS = 2000
"""Numbers with more decimal digits than this are not worked out."""

LENGTH = 400
DEPTH = 60

_RELATIONS = ("=", "==", "<", "<=", ">", ">=", "!=")


@dataclass(frozen=True)
class Read:
    """An expression that was read, and in `notes` the conventions that were applied."""

    node: Node
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def read(text: str, letters: Letters = USUAL) -> Read:
    """Reads one expression, equation, inequality or bracketed list.

    Raises:
        NotRead: it cannot be read, or it would make numbers too large to write down.
    """
    if len(text) > LENGTH:
        raise NotRead(f"the expression is longer than {LENGTH} characters")
    parser = _Parser(tokens(text), letters=letters)
    node = parser.statement()
    if tree.size(node) > DIGITS:
        raise NotRead(f"`{text.strip()}` makes numbers of more than {DIGITS} digits")
    return Read(node, tuple(dict.fromkeys(parser.notes)))


def read_printed(text: str) -> Node:
    """Reads a value that SymPy printed: its own notation, with E, I and the natural log.

    Raises:
        NotRead: the value is none that this parser knows.
    """
    if len(text) > 4 * LENGTH:
        raise NotRead("the value is too long to set as a formula")
    return _Parser(tokens(text, printed=True), printed=True).statement()


class _Parser:
    """Precedence climbing: sums, products (written or not), minus, powers, postfix signs."""

    def __init__(self, read: list[Token], printed: bool = False, letters: Letters = USUAL) -> None:
        self.tokens = read
        self.letters = letters
        self.printed = printed
        self.at = 0
        self.depth = 0
        self.notes: list[str] = []
        self.bars = 0

    def peek(self, offset: int = 0) -> Token | None:
        place = self.at + offset
        return self.tokens[place] if place < len(self.tokens) else None

    def sees(self, *texts: str) -> bool:
        token = self.peek()
        return token is not None and token.kind == "operator" and token.text in texts

    def take(self, *texts: str) -> str:
        token = self.peek()
        if token is None or not self.sees(*texts):
            there = "it ends" if token is None else f"`{token.text}` stands"
            raise NotRead(f"`{texts[0]}` is missing where {there}")
        self.at += 1
        return token.text

    def statement(self) -> Node:
        listing = self.listing()
        if listing is not None:
            return listing
        sides, operators = [self.sum()], []
        while self.sees(*_RELATIONS):
            operators.append(self.take(*_RELATIONS).replace("==", "="))
            sides.append(self.sum())
        self.expect_end()
        return Relation(tuple(sides), tuple(operators)) if operators else sides[0]

    def expect_end(self) -> None:
        token = self.peek()
        if token is not None:
            raise NotRead(f"`{token.text}` is not expected where it stands")

    def listing(self) -> Node | None:
        """`[1, 2]` or `(1, 2)` as a whole; None (and nothing taken) if it is not that."""
        if not self.sees("[", "("):
            return None
        bracket = self.take("[", "(")
        items = [self.item()]
        while self.sees(","):
            self.take(",")
            items.append(self.item())
        if isinstance(items[0], Listing) and bracket == "(":
            raise NotRead("rows stand in round brackets")
        if len(items) == 1 and bracket == "(":
            self.at = 0
            return None
        self.take("]" if bracket == "[" else ")")
        self.expect_end()
        return Listing(tuple(items))

    def item(self) -> Node:
        """A value, or a row of a matrix."""
        if not self.sees("["):
            return self.sum()
        self.take("[")
        row = [self.sum()]
        while self.sees(","):
            self.take(",")
            row.append(self.sum())
        self.take("]")
        return Listing(tuple(row))

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > DEPTH:
            raise NotRead("the expression is nested too deeply")
        node = self.product()
        while self.sees("+", "-"):
            operator = self.take("+", "-")
            node = Binary(operator, node, self.product())
            if self.tokens[self.at - 1].text == "%":
                raise NotRead("it is not clear of what the percentage is taken")
        self.depth -= 1
        return node

    def product(self) -> Node:
        node = self.signed()
        divided = False
        while True:
            if self.sees("*", "/"):
                operator = self.take("*", "/")
                divided = operator == "/"
                node = Binary(operator, node, self.signed())
            elif self.sees("//", "%"):
                node = self.divided_down(node)
            elif self.starts_factor():
                node = self.implicit(node, divided)
                divided = False
            else:
                return node

    def divided_down(self, left: Node) -> Node:
        """Python's `//` and `%`."""
        if self.take("//", "%") == "//":
            return Call("floor", (Binary("/", left, self.signed()),))
        self.notes.append("% between two numbers was read as the remainder of a division")
        return Call("Mod", (left, self.signed()))

    def implicit(self, left: Node, divided: bool) -> Node:
        right = self.power()
        if divided:
            self.notes.append(
                "a division before a factor without a sign was read from left to right, "
                "so that 1/2x is (1/2)·x"
            )
        return Binary("*", left, right)

    def starts_factor(self) -> bool:
        """Whether a factor follows without a sign; a number only does after a function's name."""
        token = self.peek()
        if token is None:
            return False
        if token.kind == "number":
            return self.at > 0 and self.tokens[self.at - 1].text == "!"
        if token.text == "|":
            return self.bars == 0
        return token.kind == "word" or token.text in ("(", "{")

    def signed(self) -> Node:
        if self.sees("-", "+"):
            self.depth += 1
            if self.depth > DEPTH:
                raise NotRead("the expression is nested too deeply")
            operator = self.take("-", "+")
            operand = self.signed()
            self.depth -= 1
            return Negative(operand) if operator == "-" else operand
        return self.power()

    def power(self) -> Node:
        base = self.postfix(self.primary())
        if not self.sees("^", "**"):
            return base
        self.take("^", "**")
        return Binary("**", base, self.exponent())

    def exponent(self) -> Node:
        if self.sees("-", "+"):
            operator = self.take("-", "+")
            operand = self.exponent()
            return Negative(operand) if operator == "-" else operand
        return self.power()

    def postfix(self, node: Node) -> Node:
        while self.sees("!", "°") or self.sees("%") and not self.is_remainder():
            sign = self.take("!", "%", "°")
            if sign == "!":
                node = Call("factorial", (node,))
            elif sign == "%":
                node = Binary("/", node, Number("100"))
            else:
                node = Binary("/", Binary("*", node, Constant("pi")), Number("180"))
        return node

    def is_remainder(self) -> bool:
        """Whether a % stands between two numbers, and is no percent sign."""
        after = self.peek(1)
        return after is not None and (after.kind == "number" or after.text == "(")

    def primary(self) -> Node:
        token = self.peek()
        if token is None:
            raise NotRead("the expression ends where something is missing")
        if token.kind == "number":
            self.at += 1
            return self.mixed(Number(tidy(token.text)))
        if token.kind == "word":
            self.at += 1
            return self.word(token.text)
        if token.text == "|":
            return self.absolute()
        return self.bracketed()

    def mixed(self, number: Number) -> Node:
        """The number, or the mixed number that it begins: 2 1/3."""
        above, stroke, below = (self.peek(offset) for offset in range(3))
        if above is None or stroke is None or below is None or above.glued or stroke.text != "/":
            return number
        if not all(part.isdigit() for part in (number.text, above.text, below.text)):
            return number
        self.at += 3
        written = f"{number.text} {above.text}/{below.text}"
        self.notes.append(f"{written} was read as a mixed number, {number.text} and a fraction")
        return Binary("+", number, Binary("/", Number(tidy(above.text)), Number(tidy(below.text))))

    def bracketed(self) -> Node:
        opening = self.take("(", "{", "[")
        node = self.sum()
        self.take({"(": ")", "{": "}", "[": "]"}[opening])
        return node

    def absolute(self) -> Node:
        self.take("|")
        self.bars += 1
        node = self.sum()
        self.take("|")
        self.bars -= 1
        return Call("Abs", (node,))

    def word(self, word: str) -> Node:
        if found := self.letter(word):
            return found
        if word in SPOKEN:
            return self.spoken(SPOKEN[word])
        if word in FUNCTIONS:
            return self.applied("ln" if self.printed and word == "log" else FUNCTIONS[word])
        if word in CONSTANTS:
            return Constant(CONSTANTS[word])
        if word in CALLED and self.calls_at_once():
            return _call(CALLED[word], self.arguments())
        return self.name_printed(word) if self.printed else self.name(word)

    def name_printed(self, word: str) -> Node:
        if word in SPECIAL and self.calls_at_once():
            return Call(word, self.arguments())
        return Name(word[:-1]) if word.endswith("_") else self.name(word)

    def name(self, word: str) -> Node:
        if word in ("i", "I") and not self.printed or len(word) > 1 and word not in GREEK:
            raise NotRead(f"`{word}` is not a name that is known here")
        return Name(word)

    def letter(self, word: str) -> Node | None:
        """What a letter stands for, where the question or the notation says so."""
        if self.printed and word in ("E", "I"):
            return Constant(word)
        if word in self.letters.functions and self.calls_at_once():
            return Call(word, self.arguments())
        if word in self.letters.known:
            return Known(word)
        if word in ("i", "I") and self.letters.imaginary:
            self.notes.append("i was read as the imaginary unit")
            return Constant("I")
        return Name(word) if word in self.letters.variables else None

    def calls_at_once(self) -> bool:
        token = self.peek()
        return token is not None and token.text == "(" and token.glued

    def arguments(self) -> tuple[Node, ...]:
        self.take("(")
        found = [self.sum()]
        while self.sees(","):
            self.take(",")
            found.append(self.sum())
        self.take(")")
        return tuple(found)

    def applied(self, function: str) -> Node:
        """The call of a known function: sin(x), sin x, sin 2x, sin^2(x)."""
        power: Node | None = None
        if self.sees("^", "**"):
            self.take("^", "**")
            power = self.postfix(self.primary())
            if tree.whole(power) is None:
                raise NotRead(
                    f"the power of `{function}` is not clear; write it after the brackets"
                )
        argument = self.arguments() if self.sees("(") else (self.bare(),)
        node = _call(function, argument)
        return node if power is None else Binary("**", node, power)

    def spoken(self, function: str) -> Node:
        bracketed = self.sees("(")
        node = self.applied(function)
        if not bracketed and self.sees("+", "-", "*", "/", "^", "**"):
            raise NotRead("it is not clear where the root ends; put brackets around its argument")
        return node

    def bare(self) -> Node:
        """An argument without brackets: a product of numbers and names, up to any sign."""
        self.depth += 1
        if self.depth > DEPTH:
            raise NotRead("the expression is nested too deeply")
        node = self.power()
        while (token := self.peek()) and token.kind == "word" and token.text not in FUNCTIONS:
            node = Binary("*", node, self.power())
        self.depth -= 1
        return node


def _call(function: str, arguments: tuple[Node, ...]) -> Node:
    """A call as the writers know it, with the right number of arguments."""
    least, most = ARGUMENTS.get(function, (1, 1))
    if not least <= len(arguments) <= most:
        raise NotRead(f"`{function}` does not take {len(arguments)} values")
    return Call(function, arguments)
