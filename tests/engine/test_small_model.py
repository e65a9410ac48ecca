"""The whole way on a real language model: llama.cpp, a sandboxed kernel, the SDK over HTTP."""

from __future__ import annotations

import pytest
from openai import OpenAI

from tests.engine.asking import ask
from tests.engine.models.small import weights

pytestmark = pytest.mark.model


@pytest.mark.parametrize("way", ["stream", "poll"])
def test_a_run_completes_with_its_steps(client: OpenAI, way: str) -> None:
    assistant = client.beta.assistants.create(
        model=f"local:{weights()}", tools=[{"type": "code_interpreter"}]
    )
    thread = client.beta.threads.create()
    asked = ask(client, way, assistant.id, thread.id, "Compute 17 * 23 with Python.")
    assert asked.run.status in ("completed", "incomplete")
    assert asked.run.usage is not None
    assert asked.run.usage.completion_tokens > 0
    kinds = [step.type for step in asked.steps]
    assert kinds[0] == "tool_calls"
    details = asked.steps[0].step_details
    assert details.type == "tool_calls"
    call = details.tool_calls[0]
    assert call.type == "code_interpreter"
    assert call.code_interpreter.input.strip()
