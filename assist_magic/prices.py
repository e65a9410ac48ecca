"""Prices: what tokens and threads cost, as the user has set it; no other price is known here."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from assist_magic.errors import ConfigError
from assist_magic.reply import Cost, Usage

SETTING = "AssistantMagics.prices"
_MILLION = 1_000_000
_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}\Z")
_EXAMPLE = '{"gpt-4o": {"input": 2.5, "output": 10, "thread": 0.03}}'
_LONGEST_CURRENCY = 12


@dataclass(frozen=True)
class Price:
    """What a model costs: a million tokens read, a million written, and each thread once."""

    input: float = 0.0
    output: float = 0.0
    thread: float = 0.0

    def of(self, usage: Usage) -> float:
        """What the tokens of a run cost."""
        read, written = usage.prompt_tokens * self.input, usage.completion_tokens * self.output
        return (read + written) / _MILLION


@dataclass(frozen=True)
class Prices:
    """The prices by model, all in one currency."""

    by_model: Mapping[str, Price]
    currency: str = "USD"

    def of(self, model: str) -> Price | None:
        """The price of a model; a dated one, "gpt-4o-2024-08-06", costs what "gpt-4o" does where
        it has no price of its own."""
        return self.by_model.get(model) or self.by_model.get(_SNAPSHOT.sub("", model))

    def cost(self, model: str, usage: Usage | None, begins_thread: bool = False) -> Cost | None:
        """What a run has cost, with the fee of the thread that it began."""
        price = self.of(model)
        if price is None or usage is None:
            return None
        return Cost(price.of(usage) + (price.thread if begins_thread else 0.0), self.currency)


NO_PRICES = Prices({})


def checked_prices(given: Mapping[Any, object], currency: str = "USD") -> Prices:
    """The prices that a notebook has set.

    Raises:
        ConfigError: something there is no price; names it.
    """
    return Prices({_name(model): _price(model, price) for model, price in given.items()}, currency)


def checked_currency(given: str) -> str:
    """A currency as it is shown behind amounts.

    Raises:
        ConfigError: it is empty, long, or no word.
    """
    word = given.strip()
    if not word.isprintable() or not 0 < len(word) <= _LONGEST_CURRENCY or " " in word:
        raise ConfigError(
            f"AssistantMagics.currency is {given!r:.40}. Set it to a short word, like 'EUR'."
        )
    return word


def _name(model: object) -> str:
    if not isinstance(model, str) or not model.strip():
        raise ConfigError(f"{SETTING} names the model {model!r:.40}. Write {_EXAMPLE}.")
    return model


def _price(model: object, given: object) -> Price:
    known = [each.name for each in fields(Price)]
    if not isinstance(given, Mapping):
        raise ConfigError(f"{SETTING} has {given!r:.40} for {model}. Write {_EXAMPLE}.")
    for name, value in given.items():
        if name not in known:
            raise ConfigError(
                f"{SETTING} has {name!r:.40} for {model}. It can have: {', '.join(known)}, the "
                "first two for a million tokens."
            )
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value < math.inf:
            raise ConfigError(
                f"{SETTING} has {value!r:.40} as {name!r} of {model}. Set it to 0 or more."
            )
    return Price(**{str(name): float(value) for name, value in given.items()})
