from __future__ import annotations

import pytest

from assist_magic.errors import UsageError
from assist_magic.expansion import expand

NAMES = {"x": 3, "data": {"a": "}"}, "name": "Ada"}


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("no value", "no value"),
        (r"\frac{1}{2} costs $5 {x}", r"\frac{1}{2} costs $5 {x}"),
        ("@{x}", "3"),
        ("@{ x + 1 }, @{name}", "4, Ada"),
        ("@{data['a']}", "}"),
        ("@{ {1: 'one'}[1] }", "one"),
        ("@{f'{x}{x}'}", "33"),
        ("@@{x} and @{x}", "@{x} and 3"),
        ("mail me@home.org", "mail me@home.org"),
    ],
)
def test_values_take_the_place_of_expressions(text: str, expanded: str) -> None:
    assert expand(text, NAMES) == expanded


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@{x", "no Python expression"),
        ("@{}", "no Python expression"),
        ("@{unknown}", "NameError"),
        ("@{1/0}", "division by zero"),
    ],
)
def test_an_expression_that_fails_is_told(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        expand(text, NAMES)
