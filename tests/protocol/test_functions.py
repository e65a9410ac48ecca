"""Function calling: several calls at once, beside code, and outputs that do not fit."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from openai import BadRequestError, OpenAI

from tests.protocol.asked import ask, calls_of, submit
from tests.protocol.script import WEATHER

BOTH: Any = [WEATHER, {"type": "code_interpreter"}]


def test_parallel_calls_wait_and_are_answered_together(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "weather", tools=[WEATHER])
    assert asked.run.status == "requires_action"
    assert asked.run.required_action is not None
    assert asked.run.required_action.type == "submit_tool_outputs"
    first, second = calls_of(asked.run)
    assert first.to_dict() == {
        "id": first.id,
        "type": "function",
        "function": {"name": "get_weather", "arguments": '{"city": "Paris"}'},
    }
    assert first.id.startswith("call_")
    (step,) = asked.steps
    assert (step.status, step.usage, step.completed_at) == ("in_progress", None, None)
    details: Any = step.step_details.to_dict()
    assert details["tool_calls"][1] == {
        "id": second.id,
        "type": "function",
        "function": {"name": "get_weather", "arguments": '{"city": "Rome"}', "output": None},
    }
    done = submit(client, way, asked.run, {second.id: "30 C", first.id: "20 C"})
    assert done.run.status == "completed"
    assert done.run.required_action is None
    assert done.text == "It is 30 C in Rome."
    details = done.steps[0].step_details.to_dict()
    assert [call["function"]["output"] for call in details["tool_calls"]] == ["20 C", "30 C"]
    assert done.steps[0].status == "completed"
    assert done.steps[0].usage is not None


def test_code_runs_first_and_its_files_are_linked_after_the_outputs(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "save and ask", tools=BOTH)
    assert [call.function.name for call in calls_of(asked.run)] == ["get_weather"]
    done = submit(client, way, asked.run, {calls_of(asked.run)[0].id: "3 C"})
    assert [message.content[0].text.value for message in done.messages][0] == "Saving first."  # type: ignore[union-attr]
    text = done.messages[1].content[0].text  # type: ignore[union-attr]
    linked = {each.text for each in text.annotations}
    # The one that the answer links, and those that it forgot.
    assert linked == {
        f"sandbox:/mnt/data/{name}" for name in ("a b.csv", "deep.txt", "sum (1).txt")
    }


def test_a_run_may_ask_again_and_again(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "ask twice", tools=[WEATHER])
    for output in ("1 C", "2 C"):
        (call,) = calls_of(asked.run)
        asked = submit(client, way, asked.run, {call.id: output})
    assert asked.run.status == "completed"
    assert asked.text == "Then: 2 C"
    assert [step.type for step in asked.steps] == ["tool_calls", "tool_calls", "message_creation"]


NAMED = {"type": "function", "function": {"name": "get_weather"}}


@pytest.mark.parametrize("choice", ["required", NAMED])
def test_forced_tool_is_forced_once(
    client: OpenAI, way: str, assistant_id: str, thread_id: str, choice: Any
) -> None:
    more: Any = {"tools": [WEATHER], "tool_choice": choice}
    asked = ask(client, way, assistant_id, thread_id, "ask twice", **more)
    asked = submit(client, way, asked.run, {calls_of(asked.run)[0].id: "1 C"})
    assert asked.run.to_dict()["tool_choice"] == choice


def test_no_tool_is_used_where_none_may_be(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    more: Any = {"tools": BOTH, "tool_choice": "none"}
    asked = ask(client, way, assistant_id, thread_id, "no tools here", **more)
    assert asked.run.status == "completed"
    assert [step.type for step in asked.steps] == ["message_creation"]
    assert asked.text == "Told: There is no tool named 'get_weather'. Tools: none."


def test_one_call_at_a_time_where_that_is_asked_for(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(
        client, way, assistant_id, thread_id, "weather", tools=[WEATHER], parallel_tool_calls=False
    )
    (call,) = calls_of(asked.run)
    assert call.function.arguments == '{"city": "Paris"}'
    done = submit(client, way, asked.run, {call.id: "1 C"})
    assert done.run.status == "completed"


def test_outputs_that_do_not_fit_are_refused_and_nothing_is_lost(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    run = ask(client, "poll", assistant_id, thread_id, "weather", tools=[WEATHER]).run
    first, second = (call.id for call in calls_of(run))
    path = f"/threads/{thread_id}/runs/{run.id}/submit_tool_outputs"
    expected = f"Expected tool outputs for call_ids ['{first}', '{second}'], got "
    right = [{"tool_call_id": first, "output": "a"}, {"tool_call_id": second, "output": "b"}]
    for outputs, words in (
        (right[:1], f"{expected}['{first}']"),
        ([], f"{expected}[]"),
        ([right[0], right[0]], f"{expected}['{first}', '{first}']"),
        (
            [*right, {"tool_call_id": "call_x", "output": ""}],
            f"{expected}['{first}', '{second}', 'call_x']",
        ),
    ):
        with pytest.raises(BadRequestError) as refusal:
            client.post(path, body={"tool_outputs": outputs}, cast_to=object)
        assert refusal.value.body == {
            "message": words,
            "type": "invalid_request_error",
            "param": None,
            "code": None,
        }
    for body, message, param in (
        ({}, "Missing required parameter: 'tool_outputs'.", "tool_outputs"),
        ({"tool_outputs": None}, "Missing required parameter: 'tool_outputs'.", "tool_outputs"),
        (
            {"tool_outputs": [{"tool_call_id": first, "output": {"a": 1}}]},
            "Invalid type for 'tool_outputs[0].output': expected a string, but got an object"
            " instead.",
            "tool_outputs[0].output",
        ),
    ):
        with pytest.raises(BadRequestError) as refusal:
            client.post(path, body=body, cast_to=object)
        said: Any = refusal.value.body
        assert (said["message"], said["param"]) == (message, param)
    done = submit(client, "poll", run, {first: "", second: "fine"})
    assert done.text == "It is fine in Rome."


def test_output_may_be_missing(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    run = ask(client, "poll", assistant_id, thread_id, "weather", tools=[WEATHER]).run
    outputs: Any = [{"tool_call_id": call.id, "output": None} for call in calls_of(run)]
    client.beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=run.id, thread_id=thread_id, tool_outputs=outputs
    )
    assert client.beta.threads.runs.retrieve(run.id, thread_id=thread_id).status == "completed"


def test_same_outputs_twice_at_once_are_taken_once(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    run = ask(client, "poll", assistant_id, thread_id, "weather", tools=[WEATHER]).run
    outputs: Any = [{"tool_call_id": call.id, "output": "1 C"} for call in calls_of(run)]
    told: list[str] = []

    def give() -> None:
        try:
            client.beta.threads.runs.submit_tool_outputs(
                run.id, thread_id=thread_id, tool_outputs=outputs
            )
            told.append("taken")
        except BadRequestError as error:
            told.append(str(error))

    threads = [threading.Thread(target=give) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("taken") == 1
    assert all("do not accept tool outputs" in each for each in told if each != "taken")
    done = client.beta.threads.runs.poll(run.id, thread_id=thread_id)
    assert done.status == "completed"
    assert len(client.beta.threads.messages.list(thread_id, run_id=run.id).data) == 1
