"""code_interpreter over the protocol: input, logs, images, files, and the session of a thread."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openai import OpenAI

from tests.protocol.asked import ask
from tests.protocol.script import FILES, LINKS

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


def code_of(step: Any) -> list[dict[str, Any]]:
    """What the code calls of a step hold, as it goes over the wire."""
    return [call["code_interpreter"] for call in step.step_details.to_dict()["tool_calls"]]


def test_input_and_logs(client: OpenAI, way: str, assistant_id: str, thread_id: str) -> None:
    asked = ask(client, way, assistant_id, thread_id, "six times seven")
    assert [step.type for step in asked.steps] == [
        "message_creation",
        "tool_calls",
        "message_creation",
    ]
    (call,) = code_of(asked.steps[1])
    assert call["input"] == "x = 6 * 7\nprint(x)\nx + 1"
    # The repr of a last expression is told, which a print would have told too.
    assert "".join(output["logs"] for output in call["outputs"]).split() == ["42", "43"]
    first, second = asked.messages
    assert first.content[0].text.value == "Let me compute it."  # type: ignore[union-attr]
    assert second.content[0].text.value == "It printed 42\n43."  # type: ignore[union-attr]
    for message, step in zip(asked.messages, asked.steps[::2], strict=True):
        assert step.step_details.to_dict() == {
            "type": "message_creation",
            "message_creation": {"message_id": message.id},
        }


def test_session_lives_on_between_runs(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    ask(client, way, assistant_id, thread_id, "six times seven")
    assert ask(client, way, assistant_id, thread_id, "what was x").text == "x is 42"
    other = client.beta.threads.create().id
    assert "NameError" in ask(client, way, assistant_id, other, "what was x").text


def test_image_comes_before_the_text(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "draw")
    image, text = asked.messages[0].content
    assert image.type == "image_file"
    assert text.type == "text"
    (call,) = code_of(asked.steps[0])
    assert call["outputs"][-1] == {"type": "image", "image": {"file_id": image.image_file.file_id}}
    file = client.files.retrieve(image.image_file.file_id)
    assert file.purpose == "assistants_output"
    assert client.files.content(file.id).read().startswith(b"\x89PNG")


def test_two_cells_in_one_turn_are_one_step(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "two cells")
    first, second = code_of(asked.steps[0])
    assert first["outputs"] == [{"type": "logs", "logs": "first\n"}]
    assert second["outputs"][0] == {"type": "logs", "logs": "2\n"}
    assert [output["type"] for output in second["outputs"]] == ["logs", "image"]
    assert [part.type for part in asked.messages[0].content] == ["image_file", "text"]


def test_links_are_annotated_exactly(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "files")
    (call,) = code_of(asked.steps[0])
    assert call["input"] == FILES
    text = asked.messages[0].content[0].text  # type: ignore[union-attr]
    assert text.value == LINKS
    links = [each.to_dict() for each in text.annotations]
    assert [each["text"] for each in links] == [
        "sandbox:/mnt/data/a b.csv",
        "sandbox:/mnt/data/a%20b.csv",
        "sandbox:/mnt/data/sum (1).txt",
        "sandbox:/mnt/data/deep.txt",
    ]
    for each in links:
        assert each["type"] == "file_path"
        assert text.value[each["start_index"] : each["end_index"]] == each["text"]
    files = [each["file_path"]["file_id"] for each in links]
    assert files[0] == files[1]  # one file, linked twice
    assert [client.files.content(file).read() for file in files[1:]] == [b"x\n1\n", b"odd", b"deep"]
    kept = client.files.retrieve(files[0])
    assert (Path(kept.filename).name, kept.purpose) == ("a b.csv", "assistants_output")


def test_file_of_an_earlier_run_can_be_linked_again(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    ask(client, way, assistant_id, thread_id, "files")
    again = ask(client, way, assistant_id, thread_id, "the same again")
    (link,) = again.messages[0].content[0].text.annotations  # type: ignore[union-attr]
    assert client.files.content(link.file_path.file_id).read() == b"x\n1\n"  # type: ignore[union-attr]


@pytest.mark.parametrize("through", ["attachment", "image", "thread", "assistant"])
def test_code_sees_what_the_user_gave(
    client: OpenAI, way: str, model: str, assistant_id: str, through: str
) -> None:
    file = client.files.create(file=("dot.png", PNG), purpose="vision").id
    message: dict[str, Any] = {"role": "user", "content": "what lies here"}
    resources: Any = {"code_interpreter": {"file_ids": [file]}}
    thread = client.beta.threads.create(tool_resources=resources if through == "thread" else {})
    if through == "attachment":
        message["attachments"] = [{"file_id": file, "tools": [{"type": "code_interpreter"}]}]
    if through == "image":
        image = {"type": "image_file", "image_file": {"file_id": file}}
        message["content"] = [{"type": "text", "text": "what lies here"}, image]
    if through == "assistant":
        assistant_id = client.beta.assistants.create(
            model=model, tools=[{"type": "code_interpreter"}], tool_resources=resources
        ).id
    asked = ask(client, way, assistant_id, thread.id, "", additional_messages=[message])
    assert asked.text == "['dot.png']"


def test_files_of_one_name_are_told_apart(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    files = [client.files.create(file=("d.csv", b"x"), purpose="assistants").id for _ in range(2)]
    tools = [{"type": "code_interpreter"}]
    message = {
        "role": "user",
        "content": "what lies here",
        "attachments": [{"file_id": file, "tools": tools} for file in files],
    }
    asked = ask(client, "poll", assistant_id, thread_id, "", additional_messages=[message])
    assert asked.text == str(sorted(["d.csv", f"{files[1]}-d.csv"]))


def test_deleted_file_is_no_hindrance(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    file = client.files.create(file=("gone.csv", b"x"), purpose="assistants").id
    resources: Any = {"code_interpreter": {"file_ids": [file]}}
    client.beta.threads.update(thread_id, tool_resources=resources)
    client.files.delete(file)
    assert ask(client, "poll", assistant_id, thread_id, "what lies here").text == "[]"
