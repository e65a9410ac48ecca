"""Streams: the order of events, what handlers rely on, and readers that leave or dawdle."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from typing import Any

import psutil
import pytest
from openai import AssistantEventHandler, AsyncAssistantEventHandler, OpenAI
from typing_extensions import override

from assist_magic.engine.process import Engine
from tests.engine.asking import result
from tests.protocol.asked import ask, calls_of
from tests.protocol.script import PLOT, WEATHER
from tests.protocol.strict import strict_async_client
from tests.protocol.test_run_life import begin, wait_for

Json = dict[str, Any]

STEP = ["thread.run.step.created", "thread.run.step.in_progress"]
CODE_STEP = [*STEP, "thread.run.step.delta", "thread.run.step.completed"]
MESSAGE = [
    *STEP,
    "thread.message.created",
    "thread.message.in_progress",
    "thread.message.delta",
    "thread.message.completed",
    "thread.run.step.completed",
]
BEGIN = ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]
BOTH: Any = [WEATHER, {"type": "code_interpreter"}]


def frames(client: OpenAI, path: str, body: Json) -> list[tuple[str, Json]]:
    """The events of a stream as they stand on the wire; `done` is checked and left out."""
    with client._client.stream(  # the SDK's own connections, without its parsing
        "POST",
        f"{client.base_url}{path}",
        json={**body, "stream": True},
        headers={"Authorization": f"Bearer {client.api_key}", "OpenAI-Beta": "assistants=v2"},
    ) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        text = answer.read().decode()
    parts = text.split("\n\n")
    assert parts.pop() == ""
    assert parts.pop() == "event: done\ndata: [DONE]"
    found = []
    for part in parts:
        name, data = part.split("\n")
        assert name.startswith("event: ")
        assert data.startswith("data: ")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def order(events: list[tuple[str, Json]]) -> list[str]:
    """The names of events, each once where it comes many times in a row."""
    names = [name for name, _ in events]
    return [name for i, name in enumerate(names) if i == 0 or names[i - 1] != name]


def asking(assistant_id: str, text: str, **more: Any) -> Json:
    told = [{"role": "user", "content": text}]
    return {"assistant_id": assistant_id, "additional_messages": told, **more}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello", [*BEGIN, *MESSAGE, "thread.run.completed"]),
        ("draw", [*BEGIN, *CODE_STEP, *MESSAGE, "thread.run.completed"]),
        ("six times seven", [*BEGIN, *MESSAGE, *CODE_STEP, *MESSAGE, "thread.run.completed"]),
        (
            "break down",
            [*BEGIN, *MESSAGE[:-2], "thread.message.incomplete", "thread.run.step.failed"]
            + ["thread.run.failed"],
        ),
        (
            "cut short",
            [*BEGIN, *MESSAGE[:-2], "thread.message.incomplete", "thread.run.step.completed"]
            + ["thread.run.incomplete"],
        ),
        ("too much", [*BEGIN, "thread.run.failed"]),
        ("weather", [*BEGIN, *CODE_STEP[:-1], "thread.run.requires_action"]),
    ],
)
def test_order_of_events(
    client: OpenAI, assistant_id: str, thread_id: str, text: str, expected: list[str]
) -> None:
    body = asking(assistant_id, text, tools=BOTH)
    events = frames(client, f"threads/{thread_id}/runs", body)
    assert order(events) == expected


def test_thread_is_told_before_its_run(client: OpenAI, assistant_id: str) -> None:
    thread = {"messages": [{"role": "user", "content": "hello"}], "metadata": {"k": "v"}}
    body = {"assistant_id": assistant_id, "thread": thread}
    events = frames(client, "threads/runs", body)
    assert order(events) == ["thread.created", *BEGIN, *MESSAGE, "thread.run.completed"]
    assert events[0][1]["metadata"] == {"k": "v"}
    assert events[1][1]["thread_id"] == events[0][1]["id"]


def test_outputs_go_on_where_the_stream_ended(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    run = ask(client, "poll", assistant_id, thread_id, "weather", tools=BOTH).run
    outputs = [{"tool_call_id": call.id, "output": "1 C"} for call in calls_of(run)]
    path = f"threads/{thread_id}/runs/{run.id}/submit_tool_outputs"
    events = frames(client, path, {"tool_outputs": outputs})
    assert order(events) == [
        "thread.run.step.completed",
        "thread.run.queued",
        "thread.run.in_progress",
        *MESSAGE,
        "thread.run.completed",
    ]
    details = events[0][1]["step_details"]["tool_calls"]
    assert [call["function"]["output"] for call in details] == ["1 C", "1 C"]


def test_cancelled_stream_says_so(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    names = []
    told: Any = [{"role": "user", "content": "slowly"}]
    for event in client.beta.threads.runs.create(
        thread_id=thread_id, assistant_id=assistant_id, additional_messages=told, stream=True
    ):
        names.append(event.event)
        if names.count("thread.message.delta") == 1 and event.event == "thread.message.delta":
            run = client.beta.threads.runs.list(thread_id).data[0]
            client.beta.threads.runs.cancel(run.id, thread_id=thread_id)
    assert names[-4:] == [
        "thread.run.cancelling",
        "thread.message.incomplete",
        "thread.run.step.cancelled",
        "thread.run.cancelled",
    ]


def test_code_s_deltas_add_up(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    body = asking(assistant_id, "two cells")
    events = frames(client, f"threads/{thread_id}/runs", body)
    deltas = [data["delta"]["step_details"] for name, data in events if name.endswith("step.delta")]
    parts = [call for each in deltas for call in each["tool_calls"]]
    first: dict[int, Json] = {}
    inputs = {0: "", 1: ""}
    outputs: list[tuple[int, Json]] = []
    for part in parts:
        index, code = part["index"], part["code_interpreter"]
        if index not in first:
            first[index] = part
        else:
            assert "id" not in part
        inputs[index] += code.get("input", "")
        outputs += [(index, output) for output in code.get("outputs", [])]
    for part in first.values():  # the first tells of the call alone, as handlers need it
        assert part["id"].startswith("call_")
        assert part["code_interpreter"] == {"input": "", "outputs": []}
    assert inputs == {0: "print('first')\nfirst = 1", 1: f"print(first + 1)\n{PLOT}"}
    assert [(n, out["index"], out["type"]) for n, out in outputs] == [
        (0, 0, "logs"),
        (1, 0, "logs"),
        (1, 1, "image"),
    ]


def test_message_s_deltas_add_up(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    events = frames(client, f"threads/{thread_id}/runs", asking(assistant_id, "draw files"))
    deltas = [
        part
        for name, data in events
        if name == "thread.message.delta"
        for part in data["delta"]["content"]
    ]
    final = next(data for name, data in events if name == "thread.message.completed")
    indexes = [part["index"] for part in deltas]
    assert indexes == sorted(indexes)
    texts = [part["text"] for part in deltas if part["type"] == "text"]
    assert texts[0]["annotations"] == []
    assert "".join(text["value"] for text in texts) == final["content"][-1]["text"]["value"]
    images = [part for part in deltas if part["type"] == "image_file"]
    assert [part["image_file"] for part in images] == [
        part["image_file"] for part in final["content"] if part["type"] == "image_file"
    ]
    created = next(data for name, data in events if name == "thread.message.created")
    assert (created["content"], created["status"]) == ([], "in_progress")


class Handler(AssistantEventHandler):
    """Writes down what the SDK's handler was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.text = self.code = self.logs = ""

    @override
    def on_text_created(self, text: Any) -> None:
        self.told.append("text")

    @override
    def on_text_delta(self, delta: Any, snapshot: Any) -> None:
        self.text += delta.value or ""

    @override
    def on_text_done(self, text: Any) -> None:
        self.told.append(f"text done {len(text.annotations)}")

    @override
    def on_image_file_done(self, image_file: Any) -> None:
        self.told.append("image done")

    @override
    def on_tool_call_created(self, tool_call: Any) -> None:
        self.told.append(tool_call.type)

    @override
    def on_tool_call_delta(self, delta: Any, snapshot: Any) -> None:
        if delta.type == "code_interpreter":
            self.code += delta.code_interpreter.input or ""
            for output in delta.code_interpreter.outputs or []:
                self.logs += getattr(output, "logs", None) or ""
        else:
            self.code += delta.function.arguments or ""

    @override
    def on_tool_call_done(self, tool_call: Any) -> None:
        self.told.append(f"{tool_call.type} done")

    @override
    def on_message_done(self, message: Any) -> None:
        self.told.append("message done")

    @override
    def on_end(self) -> None:
        self.told.append("end")


def test_event_handler_is_told_everything(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    told: Any = [{"role": "user", "content": "two cells"}]
    handler = Handler()
    with client.beta.threads.runs.stream(
        thread_id=thread_id,
        assistant_id=assistant_id,
        additional_messages=told,
        event_handler=handler,
    ) as stream:
        stream.until_done()
    # The SDK tells of the last call's end again when steps and the run end.
    assert handler.told[:8] == [
        "code_interpreter",
        "code_interpreter done",
        "code_interpreter",
        "code_interpreter done",
        "text",
        "image done",
        "text done 0",
        "message done",
    ]
    assert handler.told[-1] == "end"
    assert handler.code == f"print('first')\nfirst = 1print(first + 1)\n{PLOT}"
    assert handler.logs == "first\n2\n"
    (message,) = handler.get_final_messages()
    assert [part.type for part in message.content] == ["image_file", "text"]
    kept = result(client, handler.current_run)  # type: ignore[arg-type]
    assert message.to_dict() == kept.messages[0].to_dict()
    steps = handler.get_final_run_steps()
    assert [step.id for step in steps] == [step.id for step in kept.steps]
    added: Any = steps[0].step_details
    whole: Any = kept.steps[0].step_details
    for one, other in zip(added.tool_calls, whole.tool_calls, strict=True):
        assert one.code_interpreter.input == other.code_interpreter.input


def test_function_call_through_handlers(client: OpenAI, assistant_id: str, thread_id: str) -> None:
    told: Any = [{"role": "user", "content": "weather"}]
    handler = Handler()
    with client.beta.threads.runs.stream(
        thread_id=thread_id,
        assistant_id=assistant_id,
        tools=[WEATHER],  # type: ignore[list-item]
        additional_messages=told,
        event_handler=handler,
    ) as stream:
        stream.until_done()
        run = stream.current_run
    assert run is not None
    assert run.status == "requires_action"
    assert handler.code == '{"city": "Paris"}{"city": "Rome"}'
    outputs: Any = [{"tool_call_id": call.id, "output": "1 C"} for call in calls_of(run)]
    answer = Handler()
    with client.beta.threads.runs.submit_tool_outputs_stream(
        run_id=run.id, thread_id=thread_id, tool_outputs=outputs, event_handler=answer
    ) as stream:
        stream.until_done()
    assert answer.text == "It is 1 C in Rome."


def test_programs_that_await(engine: Engine, assistant_id: str, thread_id: str) -> None:
    class AsyncHandler(AsyncAssistantEventHandler):
        text = ""

        @override
        async def on_text_delta(self, delta: Any, snapshot: Any) -> None:
            self.text += delta.value or ""

    async def story() -> str:
        async with strict_async_client(engine.base_url, engine.token) as client:
            told: Any = [{"role": "user", "content": "six times seven"}]
            handler = AsyncHandler()
            async with client.beta.threads.runs.stream(
                thread_id=thread_id,
                assistant_id=assistant_id,
                additional_messages=told,
                event_handler=handler,
            ) as stream:
                await stream.until_done()
            run = await client.beta.threads.runs.create_and_poll(
                thread_id=thread_id, assistant_id=assistant_id, additional_messages=told
            )
            assert run.status == "completed"
            return handler.text

    assert asyncio.run(story()) == "Let me compute it.It printed 42\n43."


def test_refusal_before_the_stream_is_a_plain_answer(
    client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    run = begin(client, assistant_id, thread_id, "slowly")
    with pytest.raises(Exception, match="already has an active run"):
        client.beta.threads.runs.create(thread_id=thread_id, assistant_id=assistant_id, stream=True)
    client.beta.threads.runs.cancel(run.id, thread_id=thread_id)


def connected(engine: Engine, thread_id: str, assistant_id: str, text: str) -> socket.socket:
    """A connection that has asked for a stream and has read nothing of it."""
    body = json.dumps({**asking(assistant_id, text), "stream": True})
    made = socket.create_connection(("127.0.0.1", engine.port))
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.sendall(
        f"POST /v1/threads/{thread_id}/runs HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {engine.token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    return made


def test_reader_that_leaves_does_not_stop_the_run(
    engine: Engine, client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    connection = connected(engine, thread_id, assistant_id, "slowly")
    connection.recv(200)
    connection.close()
    (run,) = client.beta.threads.runs.list(thread_id).data
    assert wait_for(client, thread_id, run.id, "completed", "failed").status == "completed"


def test_reader_that_never_reads_hinders_nobody(
    engine: Engine, client: OpenAI, assistant_id: str, thread_id: str
) -> None:
    memory = psutil.Process(engine.pid).memory_info().rss
    began = time.monotonic()
    connection = connected(engine, thread_id, assistant_id, "print a lot")
    try:
        while not client.beta.threads.runs.list(thread_id).data:
            time.sleep(0.05)
        (run,) = client.beta.threads.runs.list(thread_id).data
        assert wait_for(client, thread_id, run.id, "completed").usage
        assert time.monotonic() - began < 20
        grown = psutil.Process(engine.pid).memory_info().rss - memory
        assert grown < 64 * 2**20
    finally:
        connection.close()
