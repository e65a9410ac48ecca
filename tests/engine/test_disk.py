"""A disk that takes nothing more: told, nothing half kept, and the thread usable afterwards.

The operating system itself refuses here: the running engine's limit on the size of files is
lowered for a while.
"""

from __future__ import annotations

import contextlib
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openai import InternalServerError, OpenAI

from assist_magic.engine.process import Engine
from tests.engine.asking import ask, result

pytestmark = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux's prlimit")


@contextlib.contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    soft, hard = resource.prlimit(engine.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(engine.pid, resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.prlimit(engine.pid, resource.RLIMIT_FSIZE, (soft, hard))


def test_upload_leaves_nothing_behind(engine: Engine, engine_home: Path, client: OpenAI) -> None:
    bodies = engine_home / "data" / "engine" / "files"
    before = set(bodies.iterdir())
    with full_disk(engine), pytest.raises(InternalServerError, match="could not write to its disk"):
        client.files.create(file=("big.csv", b"x" * 100_000), purpose="assistants")
    assert set(bodies.iterdir()) == before
    assert client.files.create(file=("big.csv", b"x" * 100_000), purpose="assistants").id


def test_message_and_run_are_refused_whole(
    engine: Engine, client: OpenAI, assistant_id: str
) -> None:
    thread = client.beta.threads.create()
    with full_disk(engine):
        with pytest.raises(InternalServerError, match="Free some space there"):
            client.beta.threads.messages.create(thread.id, role="user", content="x" * 9000)
        with pytest.raises(InternalServerError, match="Free some space"):
            client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant_id)
    assert not client.beta.threads.messages.list(thread.id).data
    assert ask(client, "poll", assistant_id, thread.id, "hello").run.status == "completed"


def test_run_that_meets_it_midway_fails_and_frees_the_thread(
    engine: Engine, client: OpenAI, assistant_id: str
) -> None:
    thread = client.beta.threads.create()
    run = client.beta.threads.runs.create(
        thread_id=thread.id,
        assistant_id=assistant_id,
        additional_messages=[{"role": "user", "content": "slowly"}],
    )
    with full_disk(engine):
        time.sleep(4)
        with pytest.raises(InternalServerError, match="disk"):
            client.beta.threads.runs.retrieve(run.id, thread_id=thread.id)
    assert result(client, run).run.status == "failed"
    assert ask(client, "poll", assistant_id, thread.id, "hello").run.status == "completed"
