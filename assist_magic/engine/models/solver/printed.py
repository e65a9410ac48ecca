"""Reads what the solver's code printed: lines "label = exact value ≈ decimal"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assist_magic.engine.models.solver import latex

_LINE = re.compile(r"^(?P<label>[^=≈]+?) = (?P<exact>.+?)(?: ≈ (?P<decimal>.+))?$")
_LONGEST_EXACT = 90


class Unexpected(Exception):
    """The code failed, or printed something that its answer cannot be made of."""


@dataclass(frozen=True)
class Value:
    """A value as the code printed it: exactly, and perhaps as a decimal."""

    exact: str
    decimal: str = ""

    @property
    def is_true(self) -> bool:
        return self.exact == "True"

    @property
    def is_real(self) -> bool:
        """Whether the value has no imaginary unit in it."""
        return re.search(r"\bI\b", f"{self.exact} {self.decimal}") is None

    def rounded(self) -> str:
        """The decimal without closing zeros, ready for LaTeX; empty if none was printed."""
        text = re.sub(r"(\.\d*?)0+(?=$|\D)", r"\1", self.decimal)
        text = re.sub(r"\.(?=$|\D)", "", text).replace("*I", r"\,i").replace("oo", r"\infty")
        text = re.sub(r"(?<![\d.])1\\,i", "i", text)
        return re.sub(r"e([+-]?)0*(\d+)", _power_of_ten, text)

    def latex(self) -> str:
        r"""The value as "7/10 = 0.7", "\sqrt{2} \approx 1.414", "2" or only its decimal."""
        decimal = self.rounded()
        if decimal and not self.is_short:
            return rf"\approx {decimal}"
        exact = latex.printed(self.exact)
        if not decimal or decimal.replace(r"\,", "") == exact:
            return exact
        sign = "=" if self.is_decimal else r"\approx"
        return rf"{exact} {sign} {decimal}"

    def percent(self) -> str:
        r"""A percentage: "87.5\,\%", "\frac{100}{3}\,\% \approx 33.33333333\,\%"."""
        decimal = self.rounded()
        if self.is_decimal:
            return rf"{decimal}\,\%"
        exact = rf"{latex.printed(self.exact)}\,\%"
        return rf"{exact} \approx {decimal}\,\%" if decimal else exact

    @property
    def is_short(self) -> bool:
        """Whether the exact value is worth showing."""
        return len(self.exact) <= _LONGEST_EXACT and "CRootOf" not in self.exact

    def statement(self, name: str) -> str:
        """`name` = this value."""
        text = self.latex()
        return f"{name} {text}" if text.startswith(r"\approx") else f"{name} = {text}"

    @property
    def is_decimal(self) -> bool:
        """Whether the decimal is the exact value itself."""
        try:
            return Fraction(self.exact) == Fraction(self.rounded())
        except (ValueError, ZeroDivisionError):
            return False


def point(values: Sequence[Value]) -> str:
    r"""A point as "(7/10, 1829/20) = (0.7, 91.45)"."""
    decimals = ", ".join(value.rounded() for value in values)
    if not all(value.is_short for value in values):
        return rf"\approx \left({decimals}\right)"
    exact = ", ".join(latex.printed(value.exact) for value in values)
    if exact == decimals:
        return rf"\left({exact}\right)"
    sign = "=" if all(value.is_decimal for value in values) else r"\approx"
    return rf"\left({exact}\right) {sign} \left({decimals}\right)"


def _power_of_ten(match: re.Match[str]) -> str:
    sign = "-" if match[1] == "-" else ""
    return rf" \cdot 10^{{{sign}{match[2]}}}"


class Printed:
    """The lines that a run printed, by label. Lines of another form are no concern of ours."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._values: dict[str, list[Value]] = {}
        for line in text.splitlines():
            if match := _LINE.match(line.strip()):
                value = Value(match["exact"], match["decimal"] or "")
                self._values.setdefault(match["label"], []).append(value)

    def values(self, label: str) -> list[Value]:
        """All values under a label, in the order of printing; none is no error."""
        return self._values.get(label, [])

    def value(self, label: str) -> Value:
        """The one value under a label.

        Raises:
            Unexpected: there is none, or more than one, or it is no value.
        """
        found = self.values(label)
        if len(found) != 1 or found[0].exact in ("nan", "zoo"):
            raise Unexpected(f"the code did not print one value for “{label}”")
        return found[0]
