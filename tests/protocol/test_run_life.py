"""The life of a run: its fields at every status, and how it gets from one to the next."""

from __future__ import annotations

import time
from typing import Any

import pytest
from openai import BadRequestError, NotFoundError, OpenAI

from tests.engine.asking import result
from tests.protocol.asked import ask, calls_of, submit
from tests.protocol.script import WEATHER

ENDS = ("completed_at", "failed_at", "cancelled_at")


def wait_for(client: OpenAI, thread_id: str, run_id: str, *statuses: str) -> Any:
    """The run as soon as it has one of these statuses."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        run = client.beta.threads.runs.retrieve(run_id, thread_id=thread_id)
        if run.status in statuses:
            return run
        time.sleep(0.05)
    raise AssertionError(f"{run.status}, not {statuses}")


def begin(client: OpenAI, assistant_id: str, thread_id: str, text: str, **more: Any) -> Any:
    """A run that has been asked for, as it was answered at once."""
    return client.beta.threads.runs.create(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": text}],
        **more,
    )


def test_new_run_has_every_field(
    client: OpenAI, assistant_id: str, thread_id: str, model: str
) -> None:
    run = begin(client, assistant_id, thread_id, "slowly", metadata={"k": "v"})
    assert run.to_dict() == {
        "id": run.id,
        "object": "thread.run",
        "created_at": run.created_at,
        "thread_id": thread_id,
        "assistant_id": assistant_id,
        "status": "queued",
        "required_action": None,
        "last_error": None,
        "expires_at": run.created_at + 600,
        "started_at": None,
        "cancelled_at": None,
        "failed_at": None,
        "completed_at": None,
        "incomplete_details": None,
        "model": model,
        "instructions": "",
        "tools": [{"type": "code_interpreter"}],
        "metadata": {"k": "v"},
        "usage": None,
        "temperature": 1.0,
        "top_p": 1.0,
        "max_prompt_tokens": None,
        "max_completion_tokens": None,
        "truncation_strategy": {"type": "auto", "last_messages": None},
        "tool_choice": "auto",
        "parallel_tool_calls": True,
        "response_format": "auto",
    }
    working = wait_for(client, thread_id, run.id, "in_progress")
    assert working.started_at
    assert (working.usage, working.expires_at) == (None, run.expires_at)
    changed = client.beta.threads.runs.update(run.id, thread_id=thread_id, metadata={"k": "w"})
    assert changed.metadata == {"k": "w"}
    client.beta.threads.runs.cancel(run.id, thread_id=thread_id)
    ended = wait_for(client, thread_id, run.id, "cancelled")
    assert ended.metadata == {"k": "w"}


@pytest.mark.parametrize(
    ("text", "status", "stamp"),
    [
        ("hello", "completed", "completed_at"),
        ("break down", "failed", "failed_at"),
        ("cut short", "incomplete", None),
    ],
)
def test_ended_run(
    client: OpenAI,
    way: str,
    assistant_id: str,
    thread_id: str,
    text: str,
    status: str,
    stamp: str | None,
) -> None:
    run = ask(client, way, assistant_id, thread_id, text).run
    assert run.status == status
    assert run.usage is not None
    assert run.usage.total_tokens == run.usage.prompt_tokens + run.usage.completion_tokens
    assert run.expires_at is None
    assert run.started_at
    for name in ENDS:
        assert bool(getattr(run, name)) == (name == stamp)
    assert (run.last_error is not None) == (status == "failed")
    assert (run.incomplete_details is not None) == (status == "incomplete")
    with pytest.raises(BadRequestError, match=f"Cannot cancel run with status '{status}'."):
        client.beta.threads.runs.cancel(run.id, thread_id=thread_id)
    refused = f'Runs in status "{status}" do not accept tool outputs.'
    with pytest.raises(BadRequestError, match=refused) as refusal:
        submit(client, "poll", run, {"call_x": ""})
    said: Any = refusal.value.body
    assert (said["message"], said["param"], said["code"]) == (refused, None, None)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("break down", "server_error", "The model is gone."),
        ("too much", "rate_limit_exceeded", "Slow down."),
        ("bad prompt", "invalid_prompt", "No images."),
        ("withheld", "invalid_prompt", "content filter"),
    ],
)
def test_failure_has_the_model_s_own_reason(
    client: OpenAI, way: str, assistant_id: str, thread_id: str, text: str, code: str, words: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, text)
    assert asked.run.status == "failed"
    assert asked.run.last_error is not None
    assert asked.run.last_error.code == code
    assert words in asked.run.last_error.message
    for message in asked.messages:
        assert message.status == "incomplete"
        assert message.incomplete_details is not None
        assert message.incomplete_details.reason == "run_failed"
    for step in asked.steps:
        assert (step.status, bool(step.failed_at)) == ("failed", True)
    assert ask(client, way, assistant_id, thread_id, "hello").run.status == "completed"


def test_usage_of_the_run_is_that_of_its_steps(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "save and ask", tools=BOTH)
    assert asked.run.status == "requires_action"
    assert asked.run.usage is None
    call = calls_of(asked.run)[0]
    asked = submit(client, way, asked.run, {call.id: "1 C"})
    used = [step.usage for step in asked.steps if step.usage is not None]
    assert asked.run.usage is not None
    assert len(used) == 2  # the turn that called, and the one that answered
    for name in ("prompt_tokens", "completion_tokens", "total_tokens"):
        assert sum(getattr(each, name) for each in used) == getattr(asked.run.usage, name)


BOTH: Any = [WEATHER, {"type": "code_interpreter"}]


def test_run_s_own_settings_count_more_than_the_assistant_s(
    client: OpenAI, model: str, thread_id: str
) -> None:
    assistant = client.beta.assistants.create(
        model="gpt-4", instructions="Base.", temperature=0.5, top_p=0.5, metadata={"a": "b"}
    )
    run = begin(
        client,
        assistant.id,
        thread_id,
        "hello",
        model=model,
        instructions="Own.",
        additional_instructions="More.",
        tools=[WEATHER],
        temperature=0,
        max_prompt_tokens=1000,
        max_completion_tokens=300,
        truncation_strategy={"type": "last_messages", "last_messages": 3},
        tool_choice={"type": "function", "function": {"name": "get_weather"}},
        parallel_tool_calls=False,
    )
    said = run.to_dict()
    assert said["instructions"] == "Own.\n\nMore."
    assert said["tools"][0]["function"]["name"] == "get_weather"
    assert (said["model"], said["temperature"], said["top_p"]) == (model, 0, 0.5)
    assert (said["max_prompt_tokens"], said["max_completion_tokens"]) == (1000, 300)
    assert said["truncation_strategy"] == {"type": "last_messages", "last_messages": 3}
    assert said["tool_choice"] == {"type": "function", "function": {"name": "get_weather"}}
    assert (said["parallel_tool_calls"], said["metadata"]) == (False, {})
    assert wait_for(client, thread_id, run.id, "completed").to_dict()["tools"] == said["tools"]


def test_null_is_accepted_for_every_optional_field(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    names = (
        "model reasoning_effort instructions additional_instructions tools metadata temperature"
        " top_p stream max_prompt_tokens max_completion_tokens truncation_strategy tool_choice"
        " parallel_tool_calls response_format"
    )
    told = {"role": "user", "content": "hello"}
    body = {"assistant_id": assistant_id, **dict.fromkeys(names.split())}
    run: Any = client.post(
        f"/threads/{thread_id}/runs", body={**body, "additional_messages": [told]}, cast_to=object
    )
    assert wait_for(client, thread_id, run["id"], "completed").tools
    thread = {"messages": [told], "metadata": None, "tool_resources": None}
    run = client.post(
        "/threads/runs", body={**body, "thread": thread, "tool_resources": None}, cast_to=object
    )
    wait_for(client, run["thread_id"], run["id"], "completed")
    run = client.post("/threads/runs", body={**body, "thread": None}, cast_to=object)
    wait_for(client, run["thread_id"], run["id"], "completed", "failed")


REFUSED: list[tuple[dict[str, Any], str, str | None, str]] = [
    ({"assistant_id": None}, "'assistant_id'.", "assistant_id", "missing_required_parameter"),
    (
        {"assistant_id": "wf_1"},
        "Invalid 'assistant_id': 'wf_1'. Expected an ID that begins with 'asst'.",
        "assistant_id",
        "invalid_value",
    ),
    (
        {"max_prompt_tokens": 255},
        "Invalid 'max_prompt_tokens': integer below minimum value. Expected a value >= 256, but"
        " got 255 instead.",
        "max_prompt_tokens",
        "integer_below_min_value",
    ),
    ({"max_completion_tokens": 1}, ">= 256", "max_completion_tokens", "integer_below_min_value"),
    (
        {"truncation_strategy": {"type": "last_messages"}},
        "'truncation_strategy.last_messages'.",
        "truncation_strategy.last_messages",
        "missing_required_parameter",
    ),
    (
        {"truncation_strategy": {"type": "last_messages", "last_messages": 0}},
        ">= 1",
        "truncation_strategy.last_messages",
        "integer_below_min_value",
    ),
    (
        {"truncation_strategy": {"type": "middle"}},
        "Invalid value: 'middle'. Supported values are: 'auto' and 'last_messages'.",
        "truncation_strategy.type",
        "invalid_value",
    ),
    (
        {"tool_choice": "sometimes"},
        "Invalid value: 'sometimes'.",
        "tool_choice",
        "invalid_value",
    ),
    (
        {"tool_choice": {"type": "function"}},
        "'tool_choice.function'.",
        "tool_choice.function",
        "missing_required_parameter",
    ),
    (
        {"tool_choice": {"type": "function", "function": {"name": "fly"}}},
        "no function named 'fly' was specified in the 'tools' parameter",
        "tool_choice",
        "invalid_value",
    ),
    (
        {"tools": [WEATHER], "tool_choice": {"type": "code_interpreter"}},
        "no tool of type 'code_interpreter' was specified",
        "tool_choice",
        "invalid_value",
    ),
    (
        {"response_format": {"type": "json_object"}},
        "Invalid tools: all tools must be of type `function` when `response_format` is of type"
        " `json_object`.",
        "tools",
        "invalid_value",
    ),
    ({"parallel_tool_calls": "no"}, "a boolean", "parallel_tool_calls", "invalid_type"),
    ({"stream": 1}, "a boolean, but got an integer", "stream", "invalid_type"),
    ({"file_ids": []}, "Unknown parameter: 'file_ids'.", "file_ids", "unknown_parameter"),
    (
        {"additional_messages": [{"role": "user"}]},
        "'additional_messages[0].content'.",
        "additional_messages[0].content",
        "missing_required_parameter",
    ),
]


@pytest.mark.parametrize(("fields", "message", "param", "code"), REFUSED)
def test_run_that_cannot_be_leaves_nothing(
    client: OpenAI,
    assistant_id: str,
    thread_id: str,
    fields: dict[str, Any],
    message: str,
    param: str | None,
    code: str,
) -> None:
    told = [{"role": "user", "content": "hello"}]
    body = {"assistant_id": assistant_id, "additional_messages": told, **fields}
    for path in (f"/threads/{thread_id}/runs", "/threads/runs"):
        with pytest.raises(BadRequestError) as refusal:
            client.post(path, body=body, cast_to=object)
        said: Any = refusal.value.body
        assert message in said["message"]
        assert (said["param"], said["code"]) == (param, code)
    assert not client.beta.threads.messages.list(thread_id).data
    assert not client.beta.threads.runs.list(thread_id).data


def test_run_needs_what_it_names(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    runs = client.beta.threads.runs
    with pytest.raises(NotFoundError, match="No assistant found with id 'asst_none'"):
        runs.create(thread_id=thread_id, assistant_id="asst_none")
    with pytest.raises(NotFoundError, match="No thread found with id 'thread_none'"):
        runs.create(thread_id="thread_none", assistant_id=assistant_id)
    with pytest.raises(NotFoundError, match="No run found with id 'run_none'"):
        runs.retrieve("run_none", thread_id=thread_id)
    with pytest.raises(BadRequestError, match="Expected an ID that begins with 'run'"):
        runs.retrieve("thread_x", thread_id=thread_id)
    with pytest.raises(NotFoundError):
        runs.steps.retrieve("step_none", run_id="run_none", thread_id=thread_id)
    other = client.beta.threads.create().id
    run = ask(client, "poll", assistant_id, thread_id, "hello").run
    with pytest.raises(NotFoundError, match=f"No run found with id '{run.id}'"):
        runs.retrieve(run.id, thread_id=other)
    with pytest.raises(NotFoundError, match="No run step found with id 'step_none'"):
        runs.steps.retrieve("step_none", run_id=run.id, thread_id=thread_id)


def test_locks_are_told_in_the_words_that_clients_parse(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    run = begin(client, assistant_id, thread_id, "slowly")
    add, open_run = (f"/threads/{thread_id}/{name}" for name in ("messages", "runs"))
    for path, body, words in (
        (
            add,
            {"role": "user", "content": "x"},
            f"Can't add messages to {thread_id} while a run {run.id} is active.",
        ),
        (
            open_run,
            {"assistant_id": assistant_id},
            f"Thread {thread_id} already has an active run {run.id}.",
        ),
    ):
        with pytest.raises(BadRequestError) as refusal:
            client.post(path, body=body, cast_to=object)
        assert refusal.value.body == {
            "message": words,
            "type": "invalid_request_error",
            "param": None,
            "code": None,
        }
    cancelled = client.beta.threads.runs.cancel(run.id, thread_id=thread_id)
    assert (cancelled.status, cancelled.cancelled_at) == ("cancelling", None)
    wait_for(client, thread_id, run.id, "cancelled")
    client.beta.threads.messages.create(thread_id, role="user", content="x")


@pytest.mark.parametrize("text", ["slowly", "how long", "loop forever", "weather"])
def test_cancel_from_every_active_status(
    client: OpenAI, assistant_id: str, thread_id: str, text: str
) -> None:
    for pause in (0.0, 0.6):
        run = begin(client, assistant_id, thread_id, text, tools=BOTH)
        time.sleep(pause)
        answered = client.beta.threads.runs.cancel(run.id, thread_id=thread_id)
        assert answered.status == "cancelling"
        assert answered.required_action is None
        ended = wait_for(client, thread_id, run.id, "cancelled")
        assert ended.cancelled_at
        assert (ended.expires_at, ended.completed_at) == (None, None)
        asked = result(client, ended)
        assert {step.status for step in asked.steps} <= {"cancelled", "completed"}
        for message in asked.messages:
            assert message.incomplete_details is not None
            assert message.incomplete_details.reason == "run_cancelled"
        refused = "Cannot cancel run with status 'cancelled'."
        with pytest.raises(BadRequestError, match=refused):
            client.beta.threads.runs.cancel(run.id, thread_id=thread_id)


def test_call_that_was_cut_off_is_not_run(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    asked = ask(client, way, assistant_id, thread_id, "half a call")
    assert asked.run.status == "incomplete"
    assert asked.run.incomplete_details is not None
    assert asked.run.incomplete_details.reason == "max_completion_tokens"
    (step,) = asked.steps
    details: Any = step.step_details
    assert details.tool_calls[0].code_interpreter.outputs == []


@pytest.mark.parametrize("limit", ["max_prompt_tokens", "max_completion_tokens"])
def test_limits_count_over_all_turns(
    client: OpenAI, way: str, assistant_id: str, thread_id: str, limit: Any
) -> None:
    text = "think long " + "about it " * 200
    asked = ask(client, way, assistant_id, thread_id, text, **{limit: 256})
    assert asked.run.status == "incomplete"
    assert asked.run.incomplete_details is not None
    assert asked.run.incomplete_details.reason == limit
    assert any(step.usage for step in asked.steps)
    assert ask(client, way, assistant_id, thread_id, "hello").run.status == "completed"


def test_answer_that_was_cut(client: OpenAI, way: str, assistant_id: str, thread_id: str) -> None:
    asked = ask(client, way, assistant_id, thread_id, "cut short")
    (message,) = asked.messages
    assert (message.status, message.completed_at) == ("incomplete", None)
    assert message.incomplete_at
    assert message.incomplete_details is not None
    assert message.incomplete_details.reason == "max_tokens"
    assert asked.text == "It goes on and"


def test_only_the_last_messages_are_read(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    client.beta.threads.messages.create(thread_id, role="user", content="word " * 100)
    strategy = {"type": "last_messages", "last_messages": 1}
    few = ask(client, way, assistant_id, thread_id, "hello", truncation_strategy=strategy).run
    many = ask(client, way, assistant_id, thread_id, "hello").run
    assert few.usage is not None
    assert many.usage is not None
    assert few.usage.prompt_tokens < 20 < many.usage.prompt_tokens


def test_last_message_is_the_question_after_outputs_too(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    strategy = {"type": "last_messages", "last_messages": 1}
    more: Any = {"tools": BOTH, "truncation_strategy": strategy}
    asked = ask(client, way, assistant_id, thread_id, "save and ask", **more)
    asked = submit(client, way, asked.run, {calls_of(asked.run)[0].id: "3 C"})
    assert asked.run.status == "completed"
    assert asked.messages[-1].content[0].text.value.startswith("3 C")  # type: ignore[union-attr]


def test_additional_messages_stay_in_the_thread(
    client: OpenAI, way: str, assistant_id: str, thread_id: str
) -> None:
    more: Any = [
        {"role": "user", "content": "one", "metadata": {"n": "1"}},
        {"role": "assistant", "content": "two"},
        {"role": "user", "content": "hello"},
    ]
    ask(client, way, assistant_id, thread_id, "", additional_messages=more)
    kept = client.beta.threads.messages.list(thread_id, order="asc").data
    assert [each.role for each in kept] == ["user", "assistant", "user", "assistant"]
    assert [bool(each.run_id) for each in kept] == [False, False, False, True]
    assert kept[0].metadata == {"n": "1"}


def test_thread_and_run_at_once(client: OpenAI, assistant_id: str) -> None:
    told: Any = {"messages": [{"role": "user", "content": "hello"}], "metadata": {"k": "v"}}
    run = client.beta.threads.create_and_run_poll(
        assistant_id=assistant_id, thread=told, metadata={"of": "run"}
    )
    assert (run.status, run.metadata) == ("completed", {"of": "run"})
    assert client.beta.threads.retrieve(run.thread_id).metadata == {"k": "v"}


def test_deleting_the_thread_ends_its_run(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    run = begin(client, assistant_id, thread_id, "slowly")
    assert client.beta.threads.delete(thread_id).deleted
    with pytest.raises(NotFoundError, match=f"No thread found with id '{thread_id}'"):
        client.beta.threads.runs.retrieve(run.id, thread_id=thread_id)


def test_assistant_may_go_while_its_run_works(client: OpenAI, model: str, thread_id: str) -> None:
    assistant = client.beta.assistants.create(model=model)
    run = begin(client, assistant.id, thread_id, "how long")
    client.beta.assistants.delete(assistant.id)
    assert wait_for(client, thread_id, run.id, "completed").assistant_id == assistant.id


def test_poll_header_makes_polling_quick(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    runs = client.beta.threads.runs.with_raw_response
    answer = runs.create(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": "how long"}],
    )
    assert answer.headers["openai-poll-after-ms"] == "100"
    run = wait_for(client, thread_id, answer.parse().id, "completed")
    assert "openai-poll-after-ms" not in runs.retrieve(run.id, thread_id=thread_id).headers
