"""What is kept, in which order, and what must be atomic."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sql

from assist_magic.engine.objects import Assistant, Message, ProtocolError, Run, Thread, new_id, now
from assist_magic.engine.store import DatabaseUnusable, Store, check_database, open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind that a store may be kept in."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'engine.db'}"
    found = str(request.getfixturevalue("postgresql_url"))
    engine = sql.create_engine(found)
    with engine.begin() as connection:
        connection.execute(sql.text("DROP SCHEMA public CASCADE"))
        connection.execute(sql.text("CREATE SCHEMA public"))
    engine.dispose()
    return found


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = Store(url)
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


def test_what_is_kept_is_there_after_reopening(url: str) -> None:
    store = Store(url)
    here = store.threads.add(thread())
    store.close()
    again = Store(url)
    assert again.threads.get(here.id) == here
    again.close()


def test_an_assistant_is_found_by_name_or_made_once(store: Store) -> None:
    def draft() -> Assistant:
        return Assistant(
            id=new_id("asst"),
            created_at=now(),
            object="assistant",
            model="m",
            name="Tutor",
            tools=[],
        )

    made = store.assistant_named("Tutor", draft())
    assert store.assistant_named("Tutor", draft()).id == made.id
    assert store.assistants.count() == 1


def test_one_engine_at_a_time_holds_a_shared_database(postgresql_url: str) -> None:
    store = Store(postgresql_url)
    with pytest.raises(DatabaseUnusable, match="Another engine"):
        check_database(postgresql_url)
    store.close()
    check_database(postgresql_url)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("not a url", "no database URL"),
        ("postgresql+nothing://localhost/x", "no database URL"),
        ("postgresql+psycopg://me:hunter2@127.0.0.1:9/x", "Cannot use the database"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(url: str, told: str) -> None:
    with pytest.raises(DatabaseUnusable, match=told) as refused:
        check_database(url)
    assert "hunter2" not in str(refused.value)


def test_database_of_an_earlier_version_gets_the_new_tables(tmp_path: Path) -> None:
    store, _ = open_store(None, tmp_path)
    kept = store.threads.add(thread())
    store.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "engine.db")) as database:
        for table in ("vector_stores", "vector_store_files", "vector_store_file_batches"):
            database.execute(f"DROP TABLE {table}")
        database.execute("UPDATE schema_version SET version = 1")
        database.commit()
    again, note = open_store(None, tmp_path)
    assert note is None
    assert again.threads.get(kept.id) == kept
    assert again.vector_stores.every() == []
    assert again.stored_files.count() == 0
    again.close()
