"""The calls of the guide that stands before the playground's log, with the bodies that it names."""

from __future__ import annotations

import pytest
from fpdf import FPDF

from tests.engine.dialect.conftest import V1, Json

TUTOR = "You are a personal math tutor. Write and run code to answer math questions."
CODE = {"type": "code_interpreter"}
FUNCTIONS = [
    {
        "type": "function",
        "function": {
            "name": "getCurrentWeather",
            "description": "Get the weather in location",
            "parameters": {
                "type": "object",
                "properties": {
                    "location": {
                        "type": "string",
                        "description": "The city and state e.g. San Francisco, CA",
                    },
                    "unit": {"type": "string", "enum": ["c", "f"]},
                },
                "required": ["location"],
            },
        },
    },
    {
        "type": "function",
        "function": {
            "name": "getNickname",
            "description": "Get the nickname of a city",
            "parameters": {
                "type": "object",
                "properties": {
                    "location": {
                        "type": "string",
                        "description": "The city and state e.g. San Francisco, CA",
                    },
                },
                "required": ["location"],
            },
        },
    },
]


@pytest.fixture
def v1(url: str) -> V1:
    return V1(f"{url}/v1", "any")


@pytest.fixture
def table(v1: V1) -> str:
    return v1.upload("mydata.csv", b"x,y\n1,2\n2,4\n3,9\n")


@pytest.fixture
def manual(v1: V1) -> str:
    """The guide's knowledge.pdf."""
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=12)
    for line in (
        "The lamp glows when it works.",
        "To turn off the device, hold the power button for three seconds.",
        "Then it may be unplugged.",
    ):
        page.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    return v1.upload("knowledge.pdf", bytes(page.output()))


def answered(v1: V1, thread_id: str) -> Json:
    """The newest message of a thread."""
    message: Json = v1.get(f"/threads/{thread_id}/messages")["data"][0]
    assert message["role"] == "assistant"
    return message


def test_quickstart(v1: V1) -> None:
    assistant = v1.post(
        "/assistants",
        {
            "name": "Math Tutor",
            "instructions": TUTOR,
            "tools": [CODE],
            "model": "gpt-4-1106-preview",
        },
    )
    thread = v1.post("/threads")
    v1.post(
        f"/threads/{thread['id']}/messages",
        {
            "role": "user",
            "content": "I need to solve the equation 3x + 11 = 14. Can you help me?",
        },
    )
    run = v1.run(
        thread["id"],
        assistant["id"],
        instructions="Please address the user as Jane Doe. The user has a premium account.",
    )
    assert run["status"] == "completed"
    assert "Jane Doe" in answered(v1, thread["id"])["content"][0]["text"]["value"]


def test_data_visualizer(v1: V1, table: str) -> None:
    assistant = v1.post(
        "/assistants",
        {
            "name": "Data visualizer",
            "description": "You are great at creating beautiful data visualizations. You analyze"
            " data present in .csv files, understand trends, and come up with data visualizations"
            " relevant to those trends. You also share a brief text summary of the trends"
            " observed.",
            "model": "gpt-4-1106-preview",
            "tools": [{"type": "code_interpreter"}],
            "file_ids": [table],
        },
    )
    thread = v1.post(
        "/threads",
        {
            "messages": [
                {
                    "role": "user",
                    "content": "Create 3 data visualizations based on the trends in this file.",
                    "file_ids": [table],
                }
            ]
        },
    )
    assert v1.run(thread["id"], assistant["id"])["status"] == "completed"
    message = answered(v1, thread["id"])
    image = next(part for part in message["content"] if part["type"] == "image_file")
    assert v1.content(image["image_file"]["file_id"]).startswith(b"\x89PNG")
    text = message["content"][-1]["text"]
    annotation = text["annotations"][0]
    assert annotation["type"] == "file_path"
    assert annotation["text"] == "sandbox:/mnt/data/shuffled_file.csv"
    assert text["value"][annotation["start_index"] : annotation["end_index"]] == annotation["text"]
    assert message["file_ids"] == [annotation["file_path"]["file_id"]]
    assert v1.content(message["file_ids"][0]) == b"x,y\n3,9\n2,4\n1,2\n"


def test_logs_of_code_interpreter(v1: V1) -> None:
    assistant = v1.post(
        "/assistants",
        {
            "instructions": "You are a personal math tutor. When asked a math question, write and"
            " run code to answer the question.",
            "model": "gpt-4-1106-preview",
            "tools": [{"type": "code_interpreter"}],
        },
    )
    thread = v1.post("/threads", {"messages": [{"role": "user", "content": "What is 2 + 2?"}]})
    run = v1.run(thread["id"], assistant["id"])
    steps = v1.get(f"/threads/{thread['id']}/runs/{run['id']}/steps", order="asc")
    call = steps["data"][0]["step_details"]["tool_calls"][0]
    # The guide prints "code" here and there; the wire always said "code_interpreter".
    assert call["code_interpreter"]["input"] == "# Calculating 2 + 2\nresult = 2 + 2\nresult"
    assert [each["type"] for each in call["code_interpreter"]["outputs"]] == ["logs"]
    assert call["code_interpreter"]["outputs"][0]["logs"].strip() == "4"


def test_retrieval(v1: V1, manual: str) -> None:
    assistant = v1.post(
        "/assistants",
        {
            "instructions": "You are a customer support chatbot. Use your knowledge base to best"
            " respond to customer queries.",
            "model": "gpt-4-1106-preview",
            "tools": [{"type": "retrieval"}],
            "file_ids": [manual],
        },
    )
    assert assistant["tools"] == [{"type": "retrieval"}]
    assert assistant["file_ids"] == [manual]
    thread = v1.post("/threads")
    v1.post(
        f"/threads/{thread['id']}/messages",
        {
            "role": "user",
            "content": "I can't find in the PDF manual how to turn off this device.",
            "file_ids": [manual],
        },
    )
    run = v1.run(thread["id"], assistant["id"])
    assert run["status"] == "completed"
    assert run["file_ids"] == [manual]
    steps = v1.get(f"/threads/{thread['id']}/runs/{run['id']}/steps", order="asc")
    call = steps["data"][0]["step_details"]["tool_calls"][0]
    assert call == {"id": call["id"], "type": "retrieval", "retrieval": {}}
    shown = with_footnotes(v1, answered(v1, thread["id"]))
    assert shown == (
        "Hold the power button [0].\n"
        "[0] To turn off the device, hold the power button for three seconds. from knowledge.pdf"
    )
    gone = v1.delete(f"/assistants/{assistant['id']}/files/{manual}")
    assert gone == {"id": manual, "object": "assistant.file.deleted", "deleted": True}


def with_footnotes(v1: V1, message: Json) -> str:
    """The message as the guide's snippet shows it to a user."""
    text = message["content"][0]["text"]
    value, citations = text["value"], []
    for index, annotation in enumerate(text["annotations"]):
        value = value.replace(annotation["text"], f" [{index}]")
        if file_citation := annotation.get("file_citation"):
            cited_file = v1.get(f"/files/{file_citation['file_id']}")
            citations.append(f"[{index}] {file_citation['quote']} from {cited_file['filename']}")
    return str(value + "\n" + "\n".join(citations))


def test_run_overrides_model_instructions_and_tools(v1: V1) -> None:
    assistant = v1.post("/assistants", {"model": "gpt-4-1106-preview"})
    thread = v1.post("/threads", {"messages": [{"role": "user", "content": "hello"}]})
    run = v1.run(
        thread["id"],
        assistant["id"],
        model="gpt-4-1106-preview",
        instructions="additional instructions",
        tools=[{"type": "code_interpreter"}, {"type": "retrieval"}],
    )
    assert run["status"] == "completed"
    assert run["instructions"] == "additional instructions"
    assert run["tools"] == [{"type": "code_interpreter"}, {"type": "retrieval"}]


def test_functions(v1: V1) -> None:
    assistant = v1.post(
        "/assistants",
        {
            "instructions": "You are a weather bot. Use the provided functions to answer"
            " questions.",
            "model": "gpt-4-1106-preview",
            "tools": FUNCTIONS,
        },
    )
    assert assistant["tools"] == FUNCTIONS
    asked = {"role": "user", "content": "weather and nickname"}
    thread = v1.post("/threads", {"messages": [asked]})
    run = v1.run(thread["id"], assistant["id"])
    assert run["status"] == "requires_action"
    assert run["required_action"]["type"] == "submit_tool_outputs"
    calls = run["required_action"]["submit_tool_outputs"]["tool_calls"]
    assert [call["function"] for call in calls] == [
        {"name": "getCurrentWeather", "arguments": '{"location":"San Francisco"}'},
        {"name": "getNickname", "arguments": '{"location":"Los Angeles"}'},
    ]
    submitted = v1.post(
        f"/threads/{thread['id']}/runs/{run['id']}/submit_tool_outputs",
        {
            "tool_outputs": [
                {"tool_call_id": calls[0]["id"], "output": "22C"},
                {"tool_call_id": calls[1]["id"], "output": "LA"},
            ],
        },
    )
    assert submitted["status"] == "queued"
    assert v1.ended(submitted)["status"] == "completed"
    assert answered(v1, thread["id"])["content"][0]["text"]["value"] == "Done: LA"
