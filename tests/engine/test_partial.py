"""Code in calls that are still being written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_magic.engine.partial import growing_code, whole_code


@given(st.text())
def test_grows_into_the_whole_code(code: str) -> None:
    arguments = json.dumps({"code": code})
    assert whole_code(arguments) == code
    for end in range(len(arguments)):
        known = growing_code(arguments[:end])
        # Half of a surrogate pair cannot be shown yet; all else is certain.
        assert code.startswith(known) or "\\ud" in arguments


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ('{"code": "print(1)"}', "print(1)"),
        ('{"input": "print(1)"}', "print(1)"),
        ('"print(1)"', "print(1)"),
        ("print(1)", "print(1)"),
        ('{"code": "print(1)\nprint(2)"}', "print(1)\nprint(2)"),  # a raw line end, as some send
        ('{"code": "print(1)', "print(1)"),
        ("", ""),
    ],
)
def test_forms_that_models_send(arguments: str, code: str) -> None:
    assert whole_code(arguments) == code
