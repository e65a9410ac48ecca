"""A lesson's notebook: the same conversation by the SDK, and once more by bare requests."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
import requests
from openai import OpenAI

from tests.seeds.conftest import ended
from tests.seeds.shapes import assert_like

QUEUED = {
    "id": "run_VoVaZC6nQENwCx607tzkN1iG",
    "object": "thread.run",
    "created_at": 1708764767,
    "assistant_id": "asst_st7Volq8b5JH0RgDHc53O60B",
    "thread_id": "thread_d5jTAISLo7dGxTDo22zBYrnu",
    "status": "queued",
    "started_at": None,
    "expires_at": 1708765367,
    "cancelled_at": None,
    "failed_at": None,
    "completed_at": None,
    "required_action": None,
    "last_error": None,
    "model": "gpt-4",
    "instructions": "Hello, how are you?",
    "tools": [{"type": "code_interpreter"}],
    "file_ids": [],
    "metadata": {},
    "usage": None,
}
COMPLETED = QUEUED | {
    "status": "completed",
    "started_at": 1708764767,
    "expires_at": None,
    "completed_at": 1708764769,
    "usage": {"prompt_tokens": 102, "completion_tokens": 27, "total_tokens": 129},
}


@pytest.fixture
def _environment(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"{url}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-any")


@pytest.mark.usefixtures("_environment")
def test_conversation_by_the_sdk() -> None:
    client = OpenAI()
    assistant = client.beta.assistants.create(
        name="Math Teacher",
        model="gpt-4-1106-preview",
        instructions="You are a personal math teacher."
        " Write and run code to answer math questions.",
        tools=[{"type": "code_interpreter"}],
    )
    thread = client.beta.threads.create()
    client.beta.threads.messages.create(
        thread_id=thread.id,
        role="user",
        content="I need to solve the equation `4x + 11 = 19`. Can you help me?",
    )
    assert len(client.beta.threads.messages.list(thread.id).data) == 1

    def run() -> str:
        run = client.beta.threads.runs.create(
            thread_id=thread.id,
            assistant_id=assistant.id,
            instructions="Please address the user as Monaj. The user has a premium account.",
        )
        assert run.status == "queued"

        def again() -> dict[str, Any]:
            return client.beta.threads.runs.retrieve(
                thread_id=thread.id, run_id=run.id
            ).model_dump()

        assert ended(again)["status"] == "completed"
        messages = client.beta.threads.messages.list(thread_id=thread.id)
        return str(messages.data[0].content[0].text.value)  # type: ignore[union-attr]

    assert run() == "The solution is \\( x = 2 \\)."
    client.beta.threads.messages.create(
        thread_id=thread.id,
        role="user",
        content="Now what is the squared root of `x`?",
    )
    assert run() == "It is approximately \\( 1.414 \\)."
    roles = [message.role for message in client.beta.threads.messages.list(thread_id=thread.id)]
    assert roles == ["assistant", "user", "assistant", "user"]


@pytest.mark.usefixtures("_environment")
def test_conversation_by_requests(url: str) -> None:
    headers = {
        "Authorization": f"Bearer {os.environ['OPENAI_API_KEY']}",
        "Content-Type": "application/json",
        "OpenAI-Beta": "assistants=v1",
    }
    assistant_data = {
        "instructions": "You are a personal math tutor. When asked a question, write and run"
        " Python code to answer the question.",
        "name": "Math Tutor",
        "tools": [{"type": "code_interpreter"}],
        "model": "gpt-4",
    }
    assistant_response = requests.post(
        f"{url}/v1/assistants", headers=headers, data=json.dumps(assistant_data)
    )
    assistant_id = assistant_response.json()["id"]

    thread_response = requests.post(f"{url}/v1/threads", headers=headers)
    thread_id = thread_response.json()["id"]

    run_data = {
        "assistant_id": assistant_id,
        "instructions": "Hello, how are you?",
    }
    run_response = requests.post(
        f"{url}/v1/threads/{thread_id}/runs", headers=headers, data=json.dumps(run_data)
    )
    run_id = run_response.json()["id"]
    assert_like(QUEUED, json.loads(run_response.content))
    assert run_response.json()["status"] == "queued"

    def retrieve_run() -> dict[str, Any]:
        found: dict[str, Any] = requests.get(
            f"{url}/v1/threads/{thread_id}/runs/{run_id}", headers=headers
        ).json()
        return found

    completed = ended(retrieve_run)
    assert_like(COMPLETED, completed)
    assert completed["status"] == "completed"
    assert completed["instructions"] == "Hello, how are you?"
