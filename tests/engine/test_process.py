"""The user's engine as a process: started once, found again, replaced, ended."""

from __future__ import annotations

import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from openai import OpenAI

from assist_magic import __version__
from assist_magic.engine import process
from assist_magic.engine.process import Engine, EnginePlace
from tests.engine.conftest import place_in


@pytest.fixture
def place(tmp_path: Path) -> Iterator[EnginePlace]:
    made = place_in(tmp_path)
    yield made
    process.stop(made)


def test_two_notebooks_that_open_at_once_share_one_engine(place: EnginePlace) -> None:
    found: list[Engine] = []
    threads = [
        threading.Thread(target=lambda: found.append(process.ensure(place, __version__)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({engine.pid for engine in found}) == 1
    assert len(found) == 3
    assert process.ensure(place, __version__) == found[0]
    assert stat.S_IMODE(place.file.stat().st_mode) == 0o600
    assert found[0].token not in repr(found[0])


def test_engine_that_was_killed_is_replaced_and_leaves_nothing(place: EnginePlace) -> None:
    first = process.ensure(place, __version__)
    OpenAI(base_url=first.base_url, api_key=first.token).beta.threads.create()
    children = psutil.Process(first.pid).children(recursive=True)
    os.kill(first.pid, signal.SIGKILL)
    assert process.find(place) is None  # the runtime file is stale
    second = process.ensure(place, __version__)
    assert second.pid != first.pid
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive  # no orphaned kernel


def test_runs_of_a_killed_engine_do_not_lock_their_thread(
    place: EnginePlace, tmp_path: Path
) -> None:
    script = tmp_path / "slow.json"
    script.write_text('{"turns": [{"text": "one two three four five six seven", "pace": 1}]}')
    first = process.ensure(place, __version__)
    client = OpenAI(base_url=first.base_url, api_key=first.token)
    assistant = client.beta.assistants.create(model=f"scripted:{script}")
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "go"}])
    run = client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)
    os.kill(first.pid, signal.SIGKILL)
    second = process.ensure(place, __version__)
    client = OpenAI(base_url=second.base_url, api_key=second.token)
    ended = client.beta.threads.runs.retrieve(run.id, thread_id=thread.id)
    assert ended.status == "expired"
    assert ended.last_error is not None
    assert "The engine ended" in ended.last_error.message
    assert client.beta.threads.messages.create(thread.id, role="user", content="still here").id


def test_engine_of_another_version_is_replaced(place: EnginePlace) -> None:
    first = process.ensure(place, __version__)
    process.announce(place, replace(first, version="0.0.0"))
    second = process.ensure(place, __version__)
    assert second.pid != first.pid
    assert not psutil.pid_exists(first.pid)


def test_a_stream_ends_with_its_run_when_the_engine_is_stopped(
    place: EnginePlace, tmp_path: Path
) -> None:
    script = tmp_path / "slow.json"
    script.write_text('{"turns": [{"text": "one two three four five six", "pace": 10}]}')
    engine = process.ensure(place, __version__)
    client = OpenAI(base_url=engine.base_url, api_key=engine.token, max_retries=0)
    assistant = client.beta.assistants.create(model=f"scripted:{script}")
    kinds = []
    for event in client.beta.threads.create_and_run(
        assistant_id=assistant.id,
        thread={"messages": [{"role": "user", "content": "go"}]},
        stream=True,
    ):
        kinds.append(event.event)
        if event.event == "thread.message.delta":
            os.kill(engine.pid, signal.SIGTERM)
    assert kinds[-1] == "thread.run.cancelled"


def test_stop_ends_it(place: EnginePlace) -> None:
    engine = process.ensure(place, __version__)
    assert process.stop(place)
    assert not psutil.pid_exists(engine.pid)
    assert not place.file.exists()
    assert not process.stop(place)


def test_stale_file_never_kills_a_stranger(place: EnginePlace) -> None:
    stranger = Engine(port=1, pid=os.getppid(), version="0", token="t")
    process.announce(place, stranger)
    assert not process.stop(place)
    assert psutil.pid_exists(os.getppid())


def test_start_that_fails_shows_its_log(tmp_path: Path) -> None:
    place = place_in(tmp_path, ASSIST_MAGIC_SANDBOX="perhaps")
    started = time.monotonic()
    with pytest.raises(process.EngineUnavailable, match=r"did not start(.|\n)*perhaps"):
        process.ensure(place, __version__)
    assert time.monotonic() - started < 30


def test_a_start_that_is_interrupted_is_not_in_the_way_of_the_next(place: EnginePlace) -> None:
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        process.ensure(place, __version__)
    assert process.ensure(place, __version__).health() is not None


def test_silence_ends_it(tmp_path: Path) -> None:
    place = place_in(tmp_path, ASSIST_MAGIC_IDLE_SECONDS="1")
    engine = process.ensure(place, __version__)
    psutil.Process(engine.pid).wait(15)
    assert not place.file.exists()
