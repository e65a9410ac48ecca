"""What a model is told once the variables that its code has left are gone."""

from __future__ import annotations

from typing import Any

import pytest
from openai import OpenAI

from assist_magic.engine.context import NEW_SESSION
from tests.engine.asking import ask

TOLD = "What are you told to go by?"


@pytest.fixture
def thread_id(client: OpenAI) -> str:
    return client.beta.threads.create().id


def test_nothing_is_said_while_the_state_lives(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    assert ask(client, "stream", assistant_id, thread_id, "hello").text.startswith("Hello")
    assert NEW_SESSION not in ask(client, "stream", assistant_id, thread_id, TOLD).text
    ask(client, "stream", assistant_id, thread_id, "six times seven")
    assert NEW_SESSION not in ask(client, "stream", assistant_id, thread_id, TOLD).text


def test_a_new_session_is_told_of_until_code_has_run_in_it(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    ask(client, "stream", assistant_id, thread_id, "six times seven")
    ask(client, "stream", assistant_id, thread_id, "die")
    told: dict[str, Any] = {"additional_instructions": "Be brief."}
    answer = ask(client, "stream", assistant_id, thread_id, TOLD, **told).text

    assert answer.count(NEW_SESSION) == 1
    assert answer.startswith("Be brief.")
    assert "NameError" in ask(client, "stream", assistant_id, thread_id, "what was x").text
    assert NEW_SESSION not in ask(client, "stream", assistant_id, thread_id, TOLD).text
    asked = client.beta.threads.messages.list(thread_id).to_json()
    assert asked.count(NEW_SESSION) == 1  # where the model was asked for it


def test_who_can_run_no_code_is_told_nothing(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    ask(client, "stream", assistant_id, thread_id, "die")
    assert (
        NEW_SESSION
        not in ask(
            client, "stream", assistant_id, thread_id, TOLD, tools=[], additional_instructions="Go."
        ).text
    )


def test_words_alone_leave_no_state_to_lose(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    ask(client, "stream", assistant_id, thread_id, "hello")
    assert (
        "new Python session"
        not in ask(client, "stream", assistant_id, thread_id, "what was x").text
    )


def test_the_exact_solver_goes_on(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    first = "Solve x^2 - 5x + 6 = 0"
    assert "x = 2" in ask(client, "stream", assistant_id, thread_id, first, model="solver").text
    ask(client, "stream", assistant_id, thread_id, "die")
    asked = ask(client, "stream", assistant_id, thread_id, "Solve 2x + 3 = 7", model="solver")

    assert asked.run.status == "completed"
    assert "2" in asked.text
