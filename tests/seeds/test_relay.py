"""The six curl calls of a relay's page, from the first assistant to its answer, run by a shell."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.seeds.conftest import ended
from tests.seeds.shapes import assert_like

CREATE_ASSISTANT = r"""curl "https://api.openai-hk.com/v1/assistants" \
-H "Content-Type: application/json" \
-H "Authorization: Bearer hk-your-key" \
-H "OpenAI-Beta: assistants=v1" \
-d '{
"instructions": "You are a personal math tutor. Write and run code to answer math questions.",
"name": "Math Tutor",
"tools": [{"type": "code_interpreter"}],
"model": "gpt-4"
}'"""
CREATE_THREAD = r"""curl https://api.openai-hk.com/v1/threads \
-H "Content-Type: application/json" \
-H "Authorization: Bearer hk-your-key" \
-H "OpenAI-Beta: assistants=v1" \
-d ''"""
ADD_MESSAGE = (
    "curl https://api.openai-hk.com/v1/threads/thread_PRhqIIzk5g2IKjTdo7jsLd5f/messages"
    r""" \
-H "Content-Type: application/json" \
-H "Authorization: Bearer hk-your-key" \
-H "OpenAI-Beta: assistants=v1" \
-d '{
"role": "user",
"content": "What is the vertex of y=-5x^2+7x+89?"
}'"""
)
CREATE_RUN = r"""curl https://api.openai-hk.com/v1/threads/thread_PRhqIIzk5g2IKjTdo7jsLd5f/runs \
-H "Authorization: Bearer hk-your-key" \
-H "Content-Type: application/json" \
-H "OpenAI-Beta: assistants=v1" \
-d '{
"assistant_id": "asst_AXBqN2YyydsTQcdhxNN22Sy5",
"instructions": "Please address the user as Jane Doe. The user has a premium account."
}'"""
CHECK_STATUS = (
    "curl https://api.openai-hk.com/v1/threads/thread_PRhqIIzk5g2IKjTdo7jsLd5f"
    r"""/runs/run_8eBTGBWCmUEZICJyu7wEtUCt \
-H "Authorization: Bearer hk-your-key" \
-H "OpenAI-Beta: assistants=v1" """
)
RETRIEVE_RESULTS = (
    "curl https://api.openai-hk.com/v1/threads/thread_PRhqIIzk5g2IKjTdo7jsLd5f/messages"
    r""" \
-H "Content-Type: application/json" \
-H "Authorization: Bearer hk-your-key" \
-H "OpenAI-Beta: assistants=v1" """
)

ASSISTANT = {
    "id": "asst_AXBqN2YyydsTQcdhxNN22Sy5",
    "object": "assistant",
    "created_at": 1704298806,
    "name": "Math Tutor",
    "description": None,
    "model": "gpt-4",
    "instructions": "You are a personal math tutor. Write and run code to answer math questions.",
    "tools": [{"type": "code_interpreter"}],
    "file_ids": [],
    "metadata": {},
}
THREAD = {
    "id": "thread_PRhqIIzk5g2IKjTdo7jsLd5f",
    "object": "thread",
    "created_at": 1704298816,
    "metadata": {},
}
ASKED = {
    "id": "msg_baXqZT49fuB7nSp2uDaDcxay",
    "object": "thread.message",
    "created_at": 1704301942,
    "thread_id": "thread_PRhqIIzk5g2IKjTdo7jsLd5f",
    "role": "user",
    "content": [{"type": "text", "text": {"value": "y=-5x^2+7x+89 …", "annotations": []}}],
    "file_ids": [],
    "assistant_id": None,
    "run_id": None,
    "metadata": {},
}
ANSWERED = ASKED | {
    "role": "assistant",
    "assistant_id": "asst_AXBqN2YyydsTQcdhxNN22Sy5",
    "run_id": "run_lIpFnVSVSWmlBmdtL0I2p3Mx",
}
RUN = {
    "id": "run_8eBTGBWCmUEZICJyu7wEtUCt",
    "object": "thread.run",
    "created_at": 1704301949,
    "assistant_id": "asst_AXBqN2YyydsTQcdhxNN22Sy5",
    "thread_id": "thread_PRhqIIzk5g2IKjTdo7jsLd5f",
    "status": "queued",
    "started_at": None,
    "expires_at": 1704302549,
    "cancelled_at": None,
    "failed_at": None,
    "completed_at": None,
    "last_error": None,
    "model": "gpt-4",
    "instructions": "Please address the user as Jane Doe. The user has a premium account.",
    "tools": [{"type": "code_interpreter"}],
    "file_ids": [],
    "metadata": {},
}
MESSAGES = {
    "object": "list",
    "data": [ANSWERED, ASKED],
    "first_id": "msg_oNRxXuvkaMpbkcEIpOmgvpVO",
    "last_id": "msg_j0c12LisQjAIDjZYQGTrgqtu",
    "has_more": False,
}


def shell(command: str, url: str, **ids: str) -> Any:
    """What the call prints, sent as it stands but to this host and with these ids."""
    command = command.replace("https://api.openai-hk.com", url)
    for known in (ASSISTANT, THREAD, RUN):
        command = command.replace(str(known["id"]), ids.get(str(known["object"]), ""))
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout)


def test_six_calls_lead_to_an_answer(url: str) -> None:
    assistant = shell(CREATE_ASSISTANT, url)
    assert_like(ASSISTANT, assistant)
    for key in ("name", "description", "model", "instructions", "tools", "file_ids", "metadata"):
        assert assistant[key] == ASSISTANT[key]

    thread = shell(CREATE_THREAD, url)
    assert_like(THREAD, thread)

    ids = {"assistant": assistant["id"], "thread": thread["id"]}
    message = shell(ADD_MESSAGE, url, **ids)
    assert_like(ASKED, message)
    assert message["content"][0]["text"]["value"] == "What is the vertex of y=-5x^2+7x+89?"

    run = shell(CREATE_RUN, url, **ids)
    assert_like(RUN, run)
    assert run["status"] == "queued"
    assert run["expires_at"] == run["created_at"] + 600
    assert run["instructions"] == RUN["instructions"]

    ids["thread.run"] = run["id"]
    done = ended(lambda: shell(CHECK_STATUS, url, **ids))
    assert_like(RUN | {"expires_at": None}, done)
    assert done["status"] == "completed"

    messages = shell(RETRIEVE_RESULTS, url, **ids)
    assert_like(MESSAGES, messages)
    answer, question = messages["data"]
    assert answer["content"][0]["text"]["value"] == "x and y of the vertex are 7/10 1829/20."
    assert (answer["assistant_id"], answer["run_id"]) == (assistant["id"], run["id"])
    assert question == message
    assert (messages["first_id"], messages["last_id"]) == (answer["id"], question["id"])
