"""Functions of the notebook as the assistant is told of them, and what it is told of a call."""

from __future__ import annotations

import asyncio
import datetime
import functools
import json
import sys
import threading
from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from assist_magic import assistant_tool, functions
from assist_magic.errors import UsageError
from assist_magic.functions import MOST_CHARACTERS, function_of, offered


class Place(BaseModel):
    city: str
    height: int = 0


def forecast(
    place: Place,
    days: Annotated[int, Field(description="how many", ge=1)] = 3,
    since: datetime.date | None = None,
    *,
    unit: Literal["C", "F"] = "C",
) -> dict[str, Any]:
    """Tells the weather of a place.

    Args:
        place: where.
    """
    return {"place": place, "days": days, "since": since, "unit": unit}


def test_the_assistant_reads_name_docstring_and_hints() -> None:
    tool = function_of(forecast).tool
    about = tool["function"]
    schema = about["parameters"]

    assert (tool["type"], about["name"]) == ("function", "forecast")
    assert about["description"].startswith("Tells the weather of a place.\n\nArgs:\n    place")
    assert schema["required"] == ["place"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["days"]["description"] == "how many"
    assert schema["properties"]["unit"]["enum"] == ["C", "F"]
    assert schema["$defs"]["Place"]["properties"]["city"]["type"] == "string"
    json.dumps(tool)


def test_arguments_come_as_their_hints_say() -> None:
    told = function_of(forecast).call('{"place": {"city": "Paris"}, "since": "2026-01-02"}')
    assert json.loads(told) == {
        "place": {"city": "Paris", "height": 0},
        "days": 3,
        "since": "2026-01-02",
        "unit": "C",
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("{}", "Error: the arguments do not fit: place: Missing required argument"),
        ('{"place": {"city": 1}, "days": 0}', "place.city: Input should be a valid string; days: "),
        ('{"place": {"city": "x"}, "more": 1}', "more: Unexpected keyword argument"),
        ('{"place"', "Error: the arguments do not fit: Invalid JSON"),
    ],
)
def test_arguments_that_do_not_fit_are_told(arguments: str, words: str) -> None:
    told = function_of(forecast).call(arguments)
    assert words in told
    assert "http" not in told


def failing(kind: str) -> object:
    if kind == "exit":
        sys.exit("bye")
    if kind == "cancelled":
        raise asyncio.CancelledError("gone")
    return forecast(**{kind: 1})


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("exit", "Error: SystemExit: bye"),
        ("cancelled", "Error: CancelledError: gone"),
        ("x", "Error: TypeError: forecast() got an unexpected keyword argument 'x'"),
    ],
)
def test_an_exception_is_told_by_type_and_message_alone(kind: str, told: str) -> None:
    assert function_of(failing).call(json.dumps({"kind": kind})) == told


def given(value: Any) -> Any:
    return VALUES[value]


VALUES: dict[str, object] = {
    "text": "as it is",
    "none": None,
    "list": [1, "ü", {2.5: True}],
    "date": datetime.date(2026, 1, 2),
    "object": range(3),
    "long": "x" * (MOST_CHARACTERS + 5),
}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("text", "as it is"),
        ("none", "null"),
        ("list", '[1,"ü",{"2.5":true}]'),
        ("date", '"2026-01-02"'),
        ("object", '"range(0, 3)"'),
        ("long", "x" * MOST_CHARACTERS + "\n[5 characters were left out]"),
    ],
)
def test_results_are_told(value: str, told: str) -> None:
    assert function_of(given).call(json.dumps({"value": value})) == told


async def later(n: int) -> tuple[int, bool]:
    await asyncio.sleep(0.01)
    if n < 0:
        raise TimeoutError("too late")
    return n, threading.current_thread() is threading.main_thread()


def test_a_coroutine_is_run_to_its_end_though_a_loop_runs_here() -> None:
    async def cell() -> list[str]:
        return [function_of(later).call(f'{{"n": {n}}}') for n in (1, -1)]

    assert asyncio.run(cell()) == ["[1,false]", "Error: TimeoutError: too late"]


class Counter:
    def __init__(self) -> None:
        self.count = 0

    def add(self, n: int) -> int:
        """Adds."""
        self.count += n
        return self.count


def test_methods_and_functions_without_hints_can_be_offered() -> None:
    counter = Counter()
    assert function_of(counter.add).call('{"n": 2}') == "2"
    assert counter.count == 2

    def plain(a, b=2):  # type: ignore[no-untyped-def]
        return [a, b]

    assert function_of(plain).call('{"a": {"x": 1}}') == '[{"x":1},2]'


def unhinted(x: Nowhere) -> None:  # type: ignore[name-defined] # noqa: F821
    """Names a type that is not there."""


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (3, "3 is no function"),
        (Place, "Place'> is no function"),
        (lambda x: x, "offered <lambda>: a name has 1 to 64"),
        (len, "offered len: it calls with named arguments"),
        (lambda *a: a, "offered <lambda>"),
        (unhinted, r"offered unhinted: no JSON schema .*NameError"),
        (functools.partial(forecast, days=2), "offered partial: no JSON schema"),
    ],
)
def test_what_cannot_be_offered_is_refused(thing: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        function_of(thing)


def test_decorated_functions_stay_and_newer_ones_take_their_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(functions, "_registered", {})

    def defined(result: str) -> Callable[[], str]:
        @assistant_tool
        def one() -> str:
            return result

        return one

    assert [defined(each)() for each in ("first", "second")] == ["first", "second"]
    assert [each.call("") for each in offered()] == ["second"]
    assert [each.name for each in offered([forecast])] == ["one", "forecast"]
    assert [each.name for each in offered()] == ["one"]
