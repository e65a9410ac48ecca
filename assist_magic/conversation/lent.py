"""Lent: what of a notebook's kernel the assistant was given, and what is said once that is gone.

Values that were given and functions that could be called live in the kernel. A restart ends them,
while the thread goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assist_magic.conversation.notebook import is_another_kernel, this_kernel
from assist_magic.conversation.registry import Entry
from assist_magic.functions import offered

VALUE, FUNCTION, REGISTERED = "value", "function", "registered"
"""A value, a function for one question, and one for every question of the kernel."""

Lent = Mapping[str, str]
"""Which of these three each name is."""


def lent_with(values: Iterable[str], functions: Iterable[str]) -> Lent:
    """What a question lends: its own values and functions, and those that are registered."""
    own = {**dict.fromkeys(values, VALUE), **dict.fromkeys(functions, FUNCTION)}
    return {**own, **{each.name: REGISTERED for each in offered()}}


def is_still_lent(entry: Entry) -> bool:
    """Whether what a thread was lent comes from this very kernel."""
    return entry.kernel == this_kernel()


def is_gone(entry: Entry) -> bool:
    """Whether the kernel that lent it has ended."""
    return bool(entry.lent) and not is_still_lent(entry) and not is_another_kernel(entry.pid)


def told_of(gone: Lent) -> str:
    """What the assistant is told of what is gone, in a sentence."""
    values = [name for name, kind in gone.items() if kind == VALUE]
    functions = [name for name, kind in gone.items() if kind != VALUE]
    facts = []
    if values:
        kept = "what you were given of them stays with you"
        facts.append(f"its {_named('variable', values)} gone ({kept})")
    if functions:
        facts.append(f"its {_named('function', functions)} not there to be called")
    return (
        "Since the last question the kernel of the user's notebook was restarted: until the user "
        f"runs their cells again, {', and '.join(facts)}."
    )


def note_of(gone: Lent) -> str:
    """What the user is told of it; nothing, unless a function that he registered is missing."""
    names = [name for name, kind in gone.items() if kind == REGISTERED]
    if not names:
        return ""
    cells = "its cell has" if len(names) == 1 else "their cells have"
    return (
        f"The kernel was restarted: the assistant can call {_listed(names)} again once {cells} "
        "been run."
    )


def _named(noun: str, names: list[str]) -> str:
    return f"{noun} {names[0]} is" if len(names) == 1 else f"{noun}s {_listed(names)} are"


def _listed(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
