"""What is kept, in which order, and what must be atomic."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assist_magic.engine.objects import Message, ProtocolError, Run, Thread, new_id, now
from assist_magic.engine.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made, _ = open_store(None, tmp_path)
    yield made
    made.close()


def thread() -> Thread:
    return Thread(id=new_id("thread"), created_at=now(), object="thread")


def message(thread_id: str, name: str) -> Message:
    return Message(
        id=name,
        content=[],
        created_at=now(),
        object="thread.message",
        role="user",
        status="completed",
        thread_id=thread_id,
    )


def run(thread_id: str) -> Run:
    return Run(
        id=new_id("run"),
        assistant_id="asst_x",
        created_at=now(),
        instructions="",
        model="m",
        object="thread.run",
        parallel_tool_calls=True,
        status="queued",
        thread_id=thread_id,
        tools=[],
    )


def test_pages_follow_insertion_within_one_second(store: Store) -> None:
    here = store.threads.add(thread())
    for number in range(5):
        store.add_message(message(here.id, f"msg_{number}"))

    def ids(**query: object) -> str:
        asked = {"limit": 2, "order": "desc", **query}
        found = store.messages.page(thread_id=here.id, **asked)  # type: ignore[arg-type]
        return "".join(item.id[-1] for item in found.items) + ("+" if found.has_more else "")

    assert ids() == "43+"
    assert ids(after="msg_3") == "21+"
    assert ids(after="msg_1") == "0"
    assert ids(order="asc", after="msg_1") == "23+"
    assert ids(before="msg_4") == ""
    assert ids(before="msg_1") == "32+"  # the nearest ones
    assert ids(before="msg_0", limit=9) == "4321"
    with pytest.raises(ProtocolError, match="No message found with id 'msg_9'"):
        ids(after="msg_9")


def test_two_runs_at_once_get_one_thread(store: Store) -> None:
    here = store.threads.add(thread())

    def attempt(_: int) -> bool:
        try:
            store.open_run(run(here.id), [message(here.id, new_id("msg"))], None)
        except ProtocolError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
    # A run that was refused leaves none of its messages behind.
    assert len(store.messages.every(thread_id=here.id)) == 1


def test_runs_of_a_dead_process_are_ended(store: Store) -> None:
    here = store.threads.add(thread())
    left = store.open_run(run(here.id), [], None)
    assert store.expire_orphans() == 1
    assert store.runs.get(left.id).status == "expired"
    store.add_message(message(here.id, "msg_after"))


def test_broken_database_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "engine.db").write_bytes(b"this is no database" * 500)
    store, note = open_store(None, tmp_path)
    assert note is not None
    assert "begun" in note
    store.threads.add(thread())
    store.close()
    (aside,) = tmp_path.glob("engine.db.broken-*")
    assert aside.read_bytes().startswith(b"this is no database")


def test_what_is_kept_is_there_after_reopening(tmp_path: Path) -> None:
    store, _ = open_store(None, tmp_path)
    here = store.threads.add(thread())
    store.close()
    again, note = open_store(None, tmp_path)
    assert note is None
    assert again.threads.get(here.id) == here
    again.close()
