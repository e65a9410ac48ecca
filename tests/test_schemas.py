"""Answers by a schema: what is asked for, the value in the answer, and answers that do not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from pydantic import BaseModel, field_validator

import assist_magic
from assist_magic.errors import RunFailed, UsageError
from assist_magic.schemas import Misfit, schema_of
from tests.conftest import Door, run_cell
from tests.proxy import Proxy


class Person(BaseModel):
    name: str
    age: int

    @field_validator("age")
    @classmethod
    def check_age(cls, value: int) -> int:
        if value < 0:
            raise ValueError("nobody is younger than 0")
        return value


DEFINITION = {
    "title": "A person!",
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    "required": ["name", "age"],
}


@pytest.fixture(params=["stream", "poll"])
def poll(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "poll")


def double(x: float) -> float:
    """Twice as much."""
    return 2 * x


def test_a_model_is_asked_for_and_filled(proxy: Proxy, poll: bool) -> None:
    reply = assist_magic.ask("Ada as a person", schema=Person, poll=poll, tools=[double])

    assert reply.parsed == Person(name="Ada", age=36)
    assert reply.text == '{"name": "Ada", "age": 36}'
    (body,) = [each for each in proxy.bodies if each and "assistant_id" in each]
    assert [each["type"] for each in body["tools"]] == ["function"]
    wanted = body["response_format"]["json_schema"]
    assert wanted == {"name": "Person", "schema": Person.model_json_schema()}


def test_the_variable_holds_the_value(proxy: Proxy, shell: InteractiveShell) -> None:
    shell.user_ns.update(Person=Person, wanted=DEFINITION)
    run_cell(shell, "%%assistant --schema Person -o ada\nAda as a person")
    assert shell.user_ns["ada"] == Person(name="Ada", age=36)

    run_cell(shell, "%%assistant --schema wanted -o ada\nAda as a person")
    assert shell.user_ns["ada"] == {"name": "Ada", "age": 36}
    wanted = proxy.bodies[-1]["response_format"]["json_schema"]
    assert (wanted["name"], proxy.bodies[-1]["tools"]) == ("A_person", [])

    with pytest.raises(RunFailed):
        run_cell(shell, "%%assistant --schema Person -o ada\nAda as an old person")
    assert shell.user_ns["ada"].text == '{"name": "Ada", "age": -1}'


def test_an_answer_that_does_not_fit_fails_and_is_kept(front: Path, door: Door) -> None:
    words = "does not fit Person: age: Value error, nobody is younger than 0"
    with pytest.raises(RunFailed, match=words) as failed:
        door("Ada as an old person", schema=Person)
    assert failed.value.reply is not None
    assert failed.value.reply.text == '{"name": "Ada", "age": -1}'
    assert failed.value.reply.parsed is None


def test_an_answer_that_the_engine_finds_not_to_fit_fails_too(front: Path, door: Door) -> None:
    with pytest.raises(RunFailed, match="JSON"):
        door("hello", schema=Person)
    assert door("hello").parsed is None


def test_answers_are_read() -> None:
    assert schema_of(DEFINITION).read('```json\n{"name": "Ada", "age": 36}\n```') == {
        "name": "Ada",
        "age": 36,
    }
    for text, words in {
        "so be it": "it is no JSON",
        '{"name": "Ada"}': r"\$: 'age' is a required property",
        '{"name": 1, "age": 2}': r"\$.name: 1 is not of type 'string'",
    }.items():
        with pytest.raises(Misfit, match=words):
            schema_of(DEFINITION).read(text)
    with pytest.raises(Misfit, match="age: Field required"):
        schema_of(Person).read('{"name": "Ada"}')
    with pytest.raises(Misfit, match="answer: Invalid JSON"):
        schema_of(Person).read("so be it")
    with pytest.raises(Misfit, match="the schema refers to what it does not hold"):
        schema_of({"$ref": "http://127.0.0.1:9/x.json"}).read("{}")


class Odd(BaseModel):
    model_config = {"arbitrary_types_allowed": True}
    thing: Path.__class__  # type: ignore[name-defined]
    door: object.__new__.__class__  # type: ignore[name-defined]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        (3, "--schema is 3, which is no schema"),
        (int, "which is no schema. It takes a pydantic model class"),
        ({"type": "nonsense"}, "--schema is no JSON schema: 'nonsense' is not"),
        (Odd, "--schema Odd: it has no JSON schema"),
    ],
)
def test_what_is_no_schema_is_refused(proxy: Proxy, schema: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        assist_magic.ask("hello", schema=schema)
    assert proxy.requests == []


def test_files_are_not_read_by_a_schema(proxy: Proxy, shell: InteractiveShell) -> None:
    Path("a.csv").write_text("x\n1\n")
    with pytest.raises(UsageError, match=r"a.csv cannot be read .* Ask about the file first"):
        assist_magic.ask("hello", files="a.csv", schema=Person)
    shell.user_ns["Person"] = Person
    with pytest.raises(UsageError, match="--schema Persn: .*Did you mean Person?"):
        run_cell(shell, "%%assistant --schema Persn\nhello")
    assert proxy.requests == []
