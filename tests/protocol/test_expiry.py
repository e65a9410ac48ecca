"""What ends by itself: runs that take too long, runs of a dead engine, files kept for a while."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from openai import BadRequestError, NotFoundError, OpenAI

from assist_magic import __version__
from assist_magic.engine import expiry, process
from assist_magic.engine.routes import runs as runs_room
from tests.engine.asking import result
from tests.engine.conftest import place_in
from tests.protocol.asked import ask
from tests.protocol.script import WEATHER
from tests.protocol.served import in_process
from tests.protocol.strict import strict_client
from tests.protocol.test_run_life import begin, wait_for


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory, model: str) -> Iterator[OpenAI]:
    """A client of an engine whose runs and files last for two seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs_room, "RUN_SECONDS", 2)
        patch.setattr(expiry, "_EVERY_SECONDS", 0.2)
        patch.setattr(expiry, "now", lambda: int(time.time()) + 3600 - 2)
        with in_process(tmp_path_factory.mktemp("hasty"), model) as client:
            yield client


@pytest.mark.parametrize("text", ["slowly", "loop forever", "weather"])
def test_run_that_takes_too_long_expires(hasty: OpenAI, way: str, text: str) -> None:
    tools: Any = [{"type": "code_interpreter"}, WEATHER]
    assistant = hasty.beta.assistants.create(model="gpt-4", tools=tools)
    thread_id = hasty.beta.threads.create().id
    began = time.time()
    run = ask(hasty, way, assistant.id, thread_id, text).run
    if text == "weather":
        assert run.status == "requires_action"
        assert run.expires_at == run.created_at + 2
        run = wait_for(hasty, thread_id, run.id, "expired")
        with pytest.raises(BadRequestError, match='Runs in status "expired" do not accept tool'):
            hasty.beta.threads.runs.submit_tool_outputs(
                run.id, thread_id=thread_id, tool_outputs=[]
            )
    assert time.time() - began < 20
    assert (run.status, run.expires_at, run.required_action) == ("expired", None, None)
    assert run.usage is not None
    ended = result(hasty, run)
    assert {step.status for step in ended.steps} == {"expired"}
    assert all(step.expired_at for step in ended.steps)
    for message in ended.messages:
        assert message.status == "incomplete"
        assert message.incomplete_details is not None
        assert message.incomplete_details.reason == "run_expired"
    with pytest.raises(BadRequestError, match="Cannot cancel run with status 'expired'"):
        hasty.beta.threads.runs.cancel(run.id, thread_id=thread_id)
    assert ask(hasty, way, assistant.id, thread_id, "hello").run.status == "completed"


def test_file_is_gone_when_its_time_is_over(hasty: OpenAI) -> None:
    made = hasty.files.create(
        file=("a.txt", b"x"),
        purpose="vision",
        expires_after={"anchor": "created_at", "seconds": 3600},
    )
    kept = hasty.files.create(file=("b.txt", b"x"), purpose="vision")
    assert hasty.files.content(made.id).read() == b"x"
    time.sleep(3)
    for call in (hasty.files.retrieve, hasty.files.content, hasty.files.delete):
        with pytest.raises(NotFoundError, match=f"No such File object: {made.id}"):
            call(made.id)
    assert [each.id for each in hasty.files.list()] == [kept.id]


def test_runs_of_an_engine_that_died_are_ended(tmp_path: Path, model: str) -> None:
    place = place_in(tmp_path)
    engine = process.ensure(place, __version__)
    try:
        with strict_client(engine.base_url, engine.token) as client:
            tools: Any = [{"type": "code_interpreter"}, WEATHER]
            assistant = client.beta.assistants.create(model=model, tools=tools)
            threads = [client.beta.threads.create().id for _ in range(2)]
            writing = begin(client, assistant.id, threads[0], "slowly")
            waiting = ask(client, "poll", assistant.id, threads[1], "weather").run
            wait_for(client, threads[0], writing.id, "in_progress")
            time.sleep(1)
        os.kill(engine.pid, signal.SIGKILL)
        psutil.Process(engine.pid).wait(10) if psutil.pid_exists(engine.pid) else None
        engine = process.ensure(place, __version__)
        with strict_client(engine.base_url, engine.token) as client:
            for thread_id, run_id in ((threads[0], writing.id), (threads[1], waiting.id)):
                run = client.beta.threads.runs.retrieve(run_id, thread_id=thread_id)
                assert (run.status, run.expires_at) == ("expired", None)
                assert run.required_action is None
                ended = result(client, run)
                assert {step.status for step in ended.steps} == {"expired"}
                assert {message.status for message in ended.messages} <= {"incomplete"}
                asked = ask(client, "poll", assistant.id, thread_id, "hello")
                assert asked.run.status == "completed"
    finally:
        process.stop(place)
