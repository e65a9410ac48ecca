"""What a model is shown of a thread."""

from __future__ import annotations

from typing import Any

from assist_magic.engine.context import context_of, fitting, tools_of
from assist_magic.engine.models.base import ChatMessage, ToolCall
from assist_magic.engine.objects import Message, Run, RunStep


def run(**more: Any) -> Run:
    base = {
        "id": "run_2",
        "assistant_id": "asst_x",
        "created_at": 0,
        "instructions": "Be exact.",
        "model": "m",
        "object": "thread.run",
        "parallel_tool_calls": True,
        "status": "queued",
        "thread_id": "thread_x",
        "tools": [{"type": "code_interpreter"}],
    }
    return Run.model_validate({**base, **more})


def message(text: str, role: str = "user", **more: Any) -> Message:
    base = {
        "id": "msg_x",
        "content": [{"type": "text", "text": {"value": text, "annotations": []}}],
        "created_at": 0,
        "object": "thread.message",
        "role": role,
        "status": "completed",
        "thread_id": "thread_x",
    }
    return Message.model_validate({**base, **more})


def step() -> RunStep:
    call = {
        "id": "call_1",
        "type": "code_interpreter",
        "code_interpreter": {
            "input": "print(2)",
            "outputs": [
                {"type": "logs", "logs": "2\n"},
                {"type": "image", "image": {"file_id": "file-1"}},
            ],
        },
    }
    return RunStep.model_validate(
        {
            "id": "step_1",
            "assistant_id": "asst_x",
            "created_at": 0,
            "object": "thread.run.step",
            "run_id": "run_1",
            "status": "completed",
            "step_details": {"type": "tool_calls", "tool_calls": [call]},
            "thread_id": "thread_x",
            "type": "tool_calls",
        }
    )


def test_earlier_calls_stand_before_their_answer() -> None:
    messages = [message("two?"), message("It is 2.", "assistant", run_id="run_1"), message("ok")]
    found = context_of(run(), messages, {"run_1": [step()]}, {})
    assert [each.role for each in found] == [
        "system",
        "user",
        "assistant",
        "tool",
        "assistant",
        "user",
    ]
    assert found[2].tool_calls == (ToolCall("call_1", "code_interpreter", '{"code": "print(2)"}'),)
    assert found[3].content == "2\n[an image, shown to the user]"


def test_attached_files_are_named_as_code_sees_them() -> None:
    attached = message("look", attachments=[{"file_id": "file-1", "tools": []}])
    found = context_of(run(), [attached], {}, {"file-1": "/mnt/data/cars.csv"})
    assert found[-1].content == "look\n\n[attached: /mnt/data/cars.csv]"


def test_only_offered_tools_are_shown() -> None:
    function = {"type": "function", "function": {"name": "f"}}
    found = tools_of(run(tools=[{"type": "code_interpreter"}, function]))
    assert [tool.name for tool in found] == ["code_interpreter", "f"]
    assert tools_of(run(tools=[])) == []


def test_long_threads_keep_instructions_and_question() -> None:
    old = [ChatMessage("user", "x" * 300), ChatMessage("assistant", "y" * 300)] * 10
    found = fitting([ChatMessage("system", "s"), *old, ChatMessage("user", "now")], 300)
    assert found[0].content == "s"
    assert found[-1].content == "now"
    assert 2 < len(found) < 6
    huge = fitting([ChatMessage("user", "x" * 9000)], 100)
    assert [each.content[:1] for each in huge] == ["x"]
