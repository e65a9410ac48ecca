"""Runs through the official SDK: each followed by stream and by poll."""

from __future__ import annotations

import time
from typing import Any

import pytest
from openai import BadRequestError, OpenAI

from tests.engine.asking import ask, result

WEATHER: Any = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


@pytest.fixture(params=["stream", "poll"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def thread_id(client: OpenAI) -> str:
    return client.beta.threads.create().id


def test_answers_in_words(client: OpenAI, way: str, assistant_id: str, thread_id: str) -> None:
    asked = ask(client, way, assistant_id, thread_id, "hello")
    assert asked.text == "Hello there, how are you?"
    assert asked.run.status == "completed"
    assert asked.run.expires_at is None
    assert asked.run.completed_at
    assert asked.run.usage is not None
    assert [step.type for step in asked.steps] == ["message_creation"]
    assert asked.steps[0].status == "completed"


def test_runs_code_and_answers_from_it(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "six times seven")
    assert [step.type for step in asked.steps] == [
        "message_creation",
        "tool_calls",
        "message_creation",
    ]
    details = asked.steps[1].step_details
    assert details.type == "tool_calls"
    call = details.tool_calls[0]
    assert call.type == "code_interpreter"
    assert call.code_interpreter.input == "x = 6 * 7\nprint(x)\nx + 1"
    assert "42" in call.code_interpreter.outputs[0].logs  # type: ignore[union-attr]
    assert "43" in "".join(each.logs for each in call.code_interpreter.outputs)  # type: ignore[union-attr]
    assert asked.messages[0].content[0].text.value == "Let me compute it."  # type: ignore[union-attr]
    assert "42" in asked.messages[1].content[0].text.value  # type: ignore[union-attr]


def test_state_lives_between_runs(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    ask(client, way, assistant_id, thread_id, "six times seven")
    assert ask(client, way, assistant_id, thread_id, "what was x").text == "x is 42"


def test_threads_do_not_share_state(client: OpenAI, way: str, assistant_id: str) -> None:
    first, second = (client.beta.threads.create().id for _ in range(2))
    ask(client, way, assistant_id, first, "six times seven")
    assert "NameError" in ask(client, way, assistant_id, second, "what was x").text


def test_plot_is_an_image_before_the_text(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "draw")
    image, text = asked.messages[0].content
    assert image.type == "image_file"
    assert text.type == "text"
    body = client.files.content(image.image_file.file_id).read()
    assert body.startswith(b"\x89PNG")
    assert client.files.retrieve(image.image_file.file_id).purpose == "assistants_output"


def test_plot_without_words_still_reaches_the_user(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "silent plot")
    assert [part.type for part in asked.messages[0].content] == ["image_file"]


def test_written_files_are_linked_exactly(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "shuffle")
    text = asked.messages[0].content[0].text  # type: ignore[union-attr]
    assert [text.value[each.start_index : each.end_index] for each in text.annotations] == [
        "sandbox:/mnt/data/a b.csv",
        "sandbox:/mnt/data/other.txt",  # written, and forgotten by the model's text
    ]
    bodies = [client.files.content(each.file_path.file_id).read() for each in text.annotations]  # type: ignore[union-attr]
    assert bodies == [b"x\n1\n", b"more"]


def test_name_with_parentheses_is_linked_whole(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    text = ask(client, way, assistant_id, thread_id, "odd name").messages[0].content[0].text  # type: ignore[union-attr]
    assert [each.text for each in text.annotations] == ["sandbox:/mnt/data/it (1).txt"]


def test_call_that_cannot_be_read_is_told_to_the_model(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    text = ask(client, way, assistant_id, thread_id, "broken call").text
    assert text.startswith("Told: No code was run: the arguments must be JSON")


def test_withheld_answer_is_no_whole_answer(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "withheld")
    assert asked.run.status == "failed"
    assert asked.run.last_error is not None
    assert "content filter" in asked.run.last_error.message
    assert asked.messages[0].status == "incomplete"


def test_attached_file_is_read_by_code(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    file = client.files.create(file=("data.csv", b"v\n1\n2\n39\n"), purpose="assistants")
    message: Any = {
        "role": "user",
        "content": "read data.csv",
        "attachments": [{"file_id": file.id, "tools": [{"type": "code_interpreter"}]}],
    }
    asked = ask(client, way, assistant_id, thread_id, "", additional_messages=[message])
    assert asked.text == "The sum is 42."
    resources = client.beta.threads.retrieve(thread_id).tool_resources
    assert resources is not None
    assert resources.code_interpreter is not None
    assert resources.code_interpreter.file_ids == [file.id]


def test_functions_wait_for_the_client(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "weather", tools=[WEATHER])
    assert asked.run.status == "requires_action"
    assert asked.run.required_action is not None
    calls = asked.run.required_action.submit_tool_outputs.tool_calls
    assert [call.function.arguments for call in calls] == ['{"city": "Paris"}', '{"city": "Rome"}']
    outputs: Any = [{"tool_call_id": call.id, "output": f"{i} C"} for i, call in enumerate(calls)]
    runs = client.beta.threads.runs
    with pytest.raises(BadRequestError, match=r"Expected tool outputs for call_ids \['call_"):
        runs.submit_tool_outputs(asked.run.id, thread_id=thread_id, tool_outputs=outputs[:1])
    if way == "stream":
        with runs.submit_tool_outputs_stream(
            run_id=asked.run.id, thread_id=thread_id, tool_outputs=outputs
        ) as stream:
            names = [event.event for event in stream]
        assert names[:3] == [
            "thread.run.step.completed",
            "thread.run.queued",
            "thread.run.in_progress",
        ]
    else:
        runs.submit_tool_outputs_and_poll(
            run_id=asked.run.id, thread_id=thread_id, tool_outputs=outputs
        )
    done = result(client, asked.run)
    assert done.run.status == "completed"
    assert done.text == "It is 1 C in Rome."
    with pytest.raises(BadRequestError, match='Runs in status "completed" do not accept'):
        runs.submit_tool_outputs(asked.run.id, thread_id=thread_id, tool_outputs=outputs)


def test_code_runs_before_functions_of_the_same_turn(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    tools: Any = [WEATHER, {"type": "code_interpreter"}]
    asked = ask(client, way, assistant_id, thread_id, "both kinds", tools=tools)
    assert asked.run.required_action is not None
    calls = asked.run.required_action.submit_tool_outputs.tool_calls
    assert [call.function.name for call in calls] == ["get_weather"]
    details = asked.steps[0].step_details
    assert details.type == "tool_calls"
    assert details.tool_calls[0].code_interpreter.outputs[0].logs == "from code\n"  # type: ignore[union-attr]


def test_unknown_tool_is_told_to_the_model(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    text = ask(client, way, assistant_id, thread_id, "no such tool").text
    assert text == "Told: There is no tool named 'teleport'. Tools: code_interpreter."


def test_failure_of_the_model_fails_the_run(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "break down")
    assert asked.run.status == "failed"
    assert asked.run.last_error is not None
    assert asked.run.last_error.message == "The model is gone."
    assert asked.messages[0].status == "incomplete"
    assert asked.text.strip() == "I was"
    assert ask(client, way, assistant_id, thread_id, "hello").run.status == "completed"


def test_rate_limit_has_its_code(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    error = ask(client, way, assistant_id, thread_id, "too much").run.last_error
    assert error is not None
    assert error.code == "rate_limit_exceeded"


def test_cut_answer_is_incomplete(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "cut short")
    assert asked.run.status == "incomplete"
    assert asked.run.incomplete_details is not None
    assert asked.run.incomplete_details.reason == "max_completion_tokens"
    assert asked.messages[0].status == "incomplete"


def test_dead_kernel_is_told_and_the_thread_goes_on(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    assert "It said: " in ask(client, way, assistant_id, thread_id, "die").text
    assert "42" in ask(client, way, assistant_id, thread_id, "six times seven").text


@pytest.mark.parametrize("question", ["slowly", "loop forever"])
def test_cancel_stops_at_once_and_frees_the_thread(
    client: OpenAI, assistant_id: str, thread_id: str, question: str
) -> None:
    runs = client.beta.threads.runs
    run = runs.create(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": question}],
    )
    time.sleep(1.2)
    with pytest.raises(BadRequestError, match=rf"Can't add messages to {thread_id} while a run"):
        client.beta.threads.messages.create(thread_id, role="user", content="hi")
    with pytest.raises(BadRequestError, match="already has an active run"):
        runs.create(thread_id=thread_id, assistant_id=assistant_id)
    assert runs.cancel(run.id, thread_id=thread_id).status == "cancelling"
    ended = runs.poll(run.id, thread_id=thread_id)
    assert ended.status == "cancelled"
    assert ended.cancelled_at
    asked = result(client, ended)
    assert {step.status for step in asked.steps} == {"cancelled"}
    assert all(message.status == "incomplete" for message in asked.messages)
    with pytest.raises(BadRequestError, match="Cannot cancel run with status 'cancelled'"):
        runs.cancel(run.id, thread_id=thread_id)
    assert ask(client, "poll", assistant_id, thread_id, "hello").run.status == "completed"


def test_interrupted_code_keeps_its_state(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    ask(client, "poll", assistant_id, thread_id, "six times seven")
    runs = client.beta.threads.runs
    run = runs.create(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": "loop forever"}],
    )
    time.sleep(0.7)
    runs.cancel(run.id, thread_id=thread_id)
    runs.poll(run.id, thread_id=thread_id)
    assert ask(client, "poll", assistant_id, thread_id, "what was x").text == "x is 42"


def test_cancel_while_waiting_for_functions(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, "poll", assistant_id, thread_id, "weather", tools=[WEATHER])
    runs = client.beta.threads.runs
    assert runs.cancel(asked.run.id, thread_id=thread_id).status == "cancelling"
    assert runs.poll(asked.run.id, thread_id=thread_id).status == "cancelled"


def test_events_come_in_the_protocol_s_order(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    names = [
        event.event
        for event in client.beta.threads.runs.create(
            thread_id=thread_id,
            assistant_id=assistant_id,
            additional_messages=[{"role": "user", "content": "draw"}],
            stream=True,
        )
    ]
    told = [name for i, name in enumerate(names) if i == 0 or names[i - 1] != name]
    assert told == [
        "thread.run.created",
        "thread.run.queued",
        "thread.run.in_progress",
        "thread.run.step.created",
        "thread.run.step.in_progress",
        "thread.run.step.delta",
        "thread.run.step.completed",
        "thread.run.step.created",
        "thread.run.step.in_progress",
        "thread.message.created",
        "thread.message.in_progress",
        "thread.message.delta",
        "thread.message.completed",
        "thread.run.step.completed",
        "thread.run.completed",
    ]


def test_stream_helper_sees_code_logs_and_image(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    with client.beta.threads.runs.stream(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": "draw"}],
    ) as stream:
        stream.until_done()
        (message,) = stream.get_final_messages()
        steps = stream.get_final_run_steps()
    assert [part.type for part in message.content] == ["image_file", "text"]
    details = steps[0].step_details
    assert details.type == "tool_calls"
    assert "plt.plot" in details.tool_calls[0].code_interpreter.input  # type: ignore[union-attr]


def test_every_text_delta_can_be_printed(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    events = list(
        client.beta.threads.runs.create(
            thread_id=thread_id,
            assistant_id=assistant_id,
            additional_messages=[{"role": "user", "content": "shuffle"}],
            stream=True,
        )
    )
    deltas = [each.data.delta for each in events if each.event == "thread.message.delta"]
    texts = [part.text for delta in deltas for part in delta.content or ()]  # type: ignore[union-attr]
    assert texts[-1].annotations
    (whole,) = [each.data for each in events if each.event == "thread.message.completed"]
    assert "".join(text.value for text in texts) == whole.content[0].text.value  # type: ignore[union-attr]


def test_reader_that_leaves_does_not_stop_the_run(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    stream = client.beta.threads.runs.create(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": "slowly"}],
        stream=True,
    )
    run_id = next(iter(stream)).data.id  # type: ignore[union-attr]
    stream.close()
    assert run_id
    assert client.beta.threads.runs.poll(run_id, thread_id=thread_id).status == "completed"


def test_growing_answer_is_seen_by_those_who_poll(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    run = client.beta.threads.runs.create(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": "slowly"}],
    )
    seen: set[str] = set()
    while client.beta.threads.runs.retrieve(run.id, thread_id=thread_id).status != "completed":
        seen.add(result(client, run).text)
        time.sleep(0.1)
    assert len(seen) >= 3


def test_thread_and_run_in_one_request(client: OpenAI, assistant_id: str) -> None:
    events = list(
        client.beta.threads.create_and_run(
            assistant_id=assistant_id,
            thread={"messages": [{"role": "user", "content": "hello"}]},
            stream=True,
        )
    )
    assert [event.event for event in events[:2]] == ["thread.created", "thread.run.created"]
    assert events[-1].event == "thread.run.completed"


def test_deleting_a_thread_ends_its_run(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    run = client.beta.threads.runs.create(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": "slowly"}],
    )
    assert client.beta.threads.delete(thread_id).deleted
    with pytest.raises(Exception, match="No thread found"):
        client.beta.threads.runs.retrieve(run.id, thread_id=thread_id)


def test_limit_of_tokens_counts_over_all_turns(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, "poll", assistant_id, thread_id, "hello", max_completion_tokens=256)
    assert asked.run.max_completion_tokens == 256
    assert asked.run.status == "completed"


def test_run_cancelled_before_it_could_begin_still_ends(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    """Cancelled in the same breath, again and again: none stays in "cancelling"."""
    runs = client.beta.threads.runs
    for _ in range(10):
        run = runs.create(
            thread_id=thread_id,
            assistant_id=assistant_id,
            additional_messages=[{"role": "user", "content": "slowly"}],
        )
        runs.cancel(run.id, thread_id=thread_id)
        assert runs.poll(run.id, thread_id=thread_id).status == "cancelled"


def test_a_chart_stands_beside_its_table_and_not_in_it(client: OpenAI, thread_id: str) -> None:
    table = client.files.create(
        file=("s.csv", b"place,cost\nN,3\nN,5\nS,10\n"), purpose="assistants"
    )
    assistant = client.beta.assistants.create(
        model="solver",
        tools=[{"type": "code_interpreter"}],
        tool_resources={"code_interpreter": {"file_ids": [table.id]}},
    )
    question = "What is the mean of cost by place? Plot it."
    asked = ask(client, "poll", assistant.id, thread_id, question)
    kinds = [part.type for message in asked.messages for part in message.content]
    assert kinds == ["image_file", "text"]
    assert "| S | 10 |" in asked.text
    assert "image" not in asked.text
