"""Code that runs at the endpoint: as steps of a run, with its files, through the whole engine."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openai import OpenAI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assist_magic.engine.models.base import ChatMessage, Finish, Made, Ran
from assist_magic.engine.models.hosted import Container, Hosted
from assist_magic.engine.models.responses import Thoughts
from tests.engine.conftest import serving
from tests.engine.models.endpoint import listening, refusal
from tests.engine.models.test_responses import ended, event, events, text
from tests.engine.models.turns import CODE, WEATHER, Taken, asking, called, printed, take

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\nnot much").decode()
LINK = "Here is [it](sandbox:/mnt/data/out.csv)."


def code_call(text: str, outputs: list[dict[str, Any]], identity: str = "ci_1") -> list[Any]:
    head = {"type": "code_interpreter_call", "id": identity, "container_id": "cntr_1"}
    half = len(text) // 2
    return [
        event("output_item.added", item={**head, "code": "", "status": "in_progress"}),
        event("code_interpreter_call_code.delta", item_id=identity, delta=text[:half]),
        event(
            "output_item.done",
            item={**head, "code": text, "outputs": outputs, "status": "completed"},
        ),
    ]


def answer(said: str) -> list[Any]:
    cited = {
        "type": "container_file_citation",
        "container_id": "cntr_1",
        "file_id": "cfile_1",
        "filename": "out.csv",
        "start_index": said.find("sandbox:"),
        "end_index": said.find(")"),
    }
    part = {
        "type": "output_text",
        "text": said,
        "annotations": [cited] if "sandbox" in said else [],
    }
    item = {"type": "message", "id": "msg_1", "role": "assistant", "content": [part]}
    return [*text(said), event("output_item.done", item=item)]


class Provider:
    """Responses and containers on loopback."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: list[dict[str, Any]] = []
        self.uploads: list[bytes] = []
        self.made = 0
        self.gone: set[str] = set()

    async def respond(self, request: Request) -> Response:
        self.bodies.append(await request.json())
        containers = {tool.get("container") for tool in self.bodies[-1]["tools"]}
        if containers & self.gone:
            return refusal(400, "Container is expired.")
        logs = {"type": "logs", "logs": "42\n"}
        image = {"type": "image", "url": f"data:image/png;base64,{PNG}"}
        return events(
            code_call('print("4" + "2")', [logs]),
            code_call("plot()", [image], "ci_2"),
            answer(LINK),
            ended(),
        )

    async def containers(self, request: Request) -> Response:
        self.made += 1
        return JSONResponse({"id": f"cntr_{self.made}", "object": "container"})

    async def files(self, request: Request) -> Response:
        form = await request.form()
        self.uploads.append(await form["file"].read())  # type: ignore[union-attr]
        name = f"/mnt/data/88e12f-{form['file'].filename}"  # type: ignore[union-attr]
        return JSONResponse({"id": "cfile_9", "path": name, "object": "container.file"})

    async def content(self, request: Request) -> Response:
        return Response(b"x\n1\n")


@pytest.fixture
def provider() -> Iterator[Provider]:
    served = Provider()
    files = "/v1/containers/{id}/files"
    routes = [
        Route("/v1/responses", served.respond, methods=["POST"]),
        Route("/v1/containers", served.containers, methods=["POST"]),
        Route(files, served.files, methods=["POST"]),
        Route(files + "/{file}/content", served.content),
    ]
    with listening(*routes) as served.url:
        yield served


def take_all(provider: Provider, containers: dict[str, Container], **given: Any) -> list[Taken]:
    """Every turn of a question, as the run loop takes them."""

    async def turns() -> list[Taken]:
        model = Hosted(containers, "gpt", provider.url, "key", "gpt-test", Thoughts())
        request = asking(given.pop("said", "Draw."), CODE, WEATHER, **given)
        found = [await take(model, request)]
        while found[-1].finish.reason == "tool_calls":
            found.append(await take(model, request))
        await model.close()
        return found

    return asyncio.run(turns())


def test_each_call_ends_a_turn_and_one_request_is_made(provider: Provider) -> None:
    first, second, last = take_all(provider, {})
    assert first.code == 'print("4" + "2")'
    assert [delta for delta in first.deltas if isinstance(delta, Ran)] == [Ran(0, "42\n")]
    assert second.code == "plot()"
    [ran] = [delta for delta in second.deltas if isinstance(delta, Ran)]
    assert ran.images == (base64.b64decode(PNG),)
    assert last.text == LINK
    assert [delta for delta in last.deltas if isinstance(delta, Made)] == [
        Made("/mnt/data/out.csv", b"x\n1\n")
    ]
    assert last.finish == Finish("stop", 11, 7)
    [body] = provider.bodies
    assert body["tools"][0] == {"type": "code_interpreter", "container": "cntr_1"}
    assert body["tools"][1]["name"] == "get_weather"
    assert "code_interpreter_call.outputs" in body["include"]


def test_files_go_into_the_container_once_and_their_place_is_told(
    provider: Provider, tmp_path: Path
) -> None:
    real = tmp_path / "file-1"
    real.write_bytes(b"v\n3\n")
    containers: dict[str, Container] = {}
    for _ in range(2):
        take_all(provider, containers, files={"/mnt/data/data.csv": real})
    assert provider.uploads == [b"v\n3\n"]
    assert provider.made == 1
    there = "/mnt/data/data.csv lies at /mnt/data/88e12f-data.csv."
    assert there in provider.bodies[1]["instructions"]


def test_an_expired_container_is_replaced(provider: Provider) -> None:
    containers: dict[str, Container] = {}
    take_all(provider, containers)
    provider.gone = {"cntr_1"}
    *_, last = take_all(provider, containers)
    assert last.text == LINK
    assert provider.bodies[-1]["tools"][0]["container"] == "cntr_2"


def test_earlier_code_is_told_in_words(provider: Provider) -> None:
    said = [ChatMessage("user", "?"), called("1 + 1"), printed("2"), ChatMessage("user", "Again?")]
    take_all(provider, {}, said=said)
    told = [item["content"] for item in provider.bodies[0]["input"]]
    assert told == [
        "?",
        '(Code that was run: {"code": "1 + 1"})',
        "(The code printed: 2)",
        "Again?",
    ]


def test_a_run_shows_the_steps_and_keeps_the_files(provider: Provider, tmp_path: Path) -> None:
    arguments = ("--model-url", provider.url, "--model", "hosted:gpt-test")
    with serving(tmp_path, *arguments) as address:
        client = OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)
        assistant = client.beta.assistants.create(
            model="default", tools=[{"type": "code_interpreter"}]
        )
        run = client.beta.threads.create_and_run_poll(
            assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Draw."}]}
        )
        assert run.status == "completed", run.last_error
        steps = client.beta.threads.runs.steps.list(
            run.id, thread_id=run.thread_id, order="asc"
        ).data
        [message, *_] = client.beta.threads.messages.list(run.thread_id).data
        kinds = [part.type for part in message.content]
        link = message.content[-1].text.annotations[0]  # type: ignore[union-attr]
        assert link.type == "file_path"
        body = client.files.content(link.file_path.file_id).read()
        client.close()
    assert [step.type for step in steps] == ["tool_calls", "tool_calls", "message_creation"]
    shown = json.loads(steps[0].step_details.to_json())["tool_calls"][0]["code_interpreter"]
    assert shown["input"] == 'print("4" + "2")'
    assert shown["outputs"][0]["logs"] == "42\n"
    assert kinds == ["image_file", "text"]
    assert body == b"x\n1\n"
