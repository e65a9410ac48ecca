"""The call of a reference page that creates an assistant, run by a shell."""

from __future__ import annotations

import json
import subprocess

from tests.seeds.shapes import assert_like

CREATE_ASSISTANT = r"""curl --location --request POST 'https://api.openai.com/v1/assistants' \
--header 'Authorization: Bearer $OPENAI_API_KEY' \
--header 'OpenAI-Beta: assistants=v1' \
--header 'Content-Type: application/json' \
--data-raw '{
"instructions": "You are a personal math tutor. When asked a question, write and run Python code to answer the question.",
"name": "Math Tutor",
"tools": [{"type": "code_interpreter"}],
"model": "gpt-4-turbo"
}'"""  # noqa: E501 - as the page has it
ASSISTANT = {
    "id": "asst_abc123",
    "object": "assistant",
    "created_at": 1698984975,
    "name": "Math Tutor",
    "description": None,
    "model": "gpt-4-turbo",
    "instructions": "You are a personal math tutor. When asked a question, write and run Python"
    " code to answer the question.",
    "tools": [{"type": "code_interpreter"}],
    "file_ids": [],
    "metadata": {},
    "top_p": 1,
    "temperature": 1,
    "response_format": "auto",
}


def test_creates_the_assistant_of_the_page(url: str) -> None:
    command = CREATE_ASSISTANT.replace("https://api.openai.com", url)
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=60, check=True
    )
    found = json.loads(done.stdout)
    assert_like(ASSISTANT, found)
    assert {**found, "id": "", "created_at": 0} == {**ASSISTANT, "id": "", "created_at": 0}
