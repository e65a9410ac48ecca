"""The only SQL: what the engine keeps of assistants, threads, messages, runs, steps and files.

Each object is one row: its id, what it is found by, and its protocol JSON. Order is the order of
insertion, so that pages are stable within one second. Methods block; call them in a thread.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import sqlalchemy as sql
from pydantic import BaseModel

from assist_magic.engine.objects import (
    ACTIVE,
    Assistant,
    FileObject,
    Message,
    Run,
    RunStep,
    StoredFile,
    Thread,
    ThreadLocked,
    VectorStore,
    VectorStoreFileBatch,
    evolve,
    not_found,
    now,
)

T = TypeVar("T", bound=BaseModel)
_tables = sql.MetaData()
_Seq = sql.BigInteger().with_variant(sql.Integer, "sqlite")


def _table(name: str, *keys: str) -> sql.Table:
    return sql.Table(
        name,
        _tables,
        sql.Column("seq", _Seq, primary_key=True, autoincrement=True),
        sql.Column("id", sql.String(64), unique=True, nullable=False),
        *(sql.Column(key, sql.String(64), index=True) for key in keys),
        sql.Column("body", sql.JSON, nullable=False),
        sqlite_autoincrement=True,
    )


_ASSISTANTS = _table("assistants")
_THREADS = _table("threads")
_MESSAGES = _table("messages", "thread_id", "run_id")
_STEPS = _table("steps", "thread_id", "run_id")
_FILES = _table("files", "purpose")
_RUNS = _table("runs", "thread_id", "status")
sql.Index(
    "one_active_run_per_thread",
    _RUNS.c.thread_id,
    unique=True,
    sqlite_where=_RUNS.c.status.in_(sorted(ACTIVE)),
    postgresql_where=_RUNS.c.status.in_(sorted(ACTIVE)),
)
_MIGRATIONS: tuple[Callable[[sql.Connection], None], ...] = (_tables.create_all,)
_VERSION = sql.Table("schema_version", sql.MetaData(), sql.Column("version", sql.Integer))


@dataclass(frozen=True)
class PageOf(Generic[T]):
    """One page of a list, in the order asked for."""

    items: Sequence[T]
    has_more: bool


class Shelf(Generic[T]):
    """The rows of one kind of object; `keys` are the fields that they are found by."""

    def __init__(self, engine: sql.Engine, table: sql.Table, shape: type[T], kind: str) -> None:
        self._engine, self._table, self._shape, self._kind = engine, table, shape, kind
        self._writer = engine.execution_options(writes=True)
        self._keys = [
            column.name for column in table.columns if column.name not in ("seq", "id", "body")
        ]

    def add(self, value: T, connection: sql.Connection | None = None) -> T:
        """Keeps a new object."""
        with self._writing(connection) as open_connection:
            open_connection.execute(self._table.insert().values(self._row(value)))
        return value

    def put(self, value: T, connection: sql.Connection | None = None) -> T:
        """Replaces the object of the same id; does nothing when it has been deleted."""
        row = self._row(value)
        statement = self._table.update().where(self._table.c.id == row["id"]).values(row)
        with self._writing(connection) as open_connection:
            open_connection.execute(statement)
        return value

    def get(self, identity: str, **within: str) -> T:
        """The object of that id, inside the parents named by `within`.

        Raises:
            ProtocolError: 404 in the protocol's words.
        """
        statement = sql.select(self._table.c.body).where(self._table.c.id == identity)
        statement = self._within(statement, within)
        with self._engine.connect() as connection:
            body = connection.execute(statement).scalar_one_or_none()
        if body is None:
            raise not_found(self._kind, identity)
        return self._shape.model_validate(body)

    def every(self, limit: int | None = None, **within: str) -> list[T]:
        """All objects inside those parents, oldest first; with a limit, the newest ones."""
        newest = self._within(sql.select(self._table.c.body), within)
        newest = newest.order_by(self._table.c.seq.desc()).limit(limit)
        with self._engine.connect() as connection:
            bodies = connection.execute(newest).scalars().all()
        return [self._shape.model_validate(body) for body in reversed(bodies)]

    def page(
        self,
        limit: int,
        order: Literal["asc", "desc"],
        after: str | None = None,
        before: str | None = None,
        **within: str,
    ) -> PageOf[T]:
        """A page: the items behind `after` and ahead of `before`, in that order.

        With `before` alone and more items than fit, the nearest ones to it.
        """
        seq = self._table.c.seq
        backwards = before is not None and after is None
        ascending = (order == "asc") != backwards
        statement = self._within(sql.select(self._table.c.body), within)
        for cursor, behind in ((after, True), (before, False)):
            if cursor is not None:
                rising = behind == (order == "asc")
                mark = self._seq_of(cursor)
                statement = statement.where(seq > mark if rising else seq < mark)
        statement = statement.order_by(seq.asc() if ascending else seq.desc()).limit(limit + 1)
        with self._engine.connect() as connection:
            bodies = connection.execute(statement).scalars().all()
        kept = bodies[:limit][::-1] if backwards else bodies[:limit]
        return PageOf([self._shape.model_validate(body) for body in kept], len(bodies) > limit)

    def remove(self, connection: sql.Connection | None = None, **where: str) -> None:
        """Forgets the objects with these fields (`id` or keys)."""
        with self._writing(connection) as open_connection:
            open_connection.execute(self._within(self._table.delete(), where))

    def _row(self, value: T) -> dict[str, Any]:
        body = value.model_dump(mode="json")
        return {"id": body["id"], "body": body, **{key: body.get(key) for key in self._keys}}

    def _seq_of(self, identity: str) -> int:
        statement = sql.select(self._table.c.seq).where(self._table.c.id == identity)
        with self._engine.connect() as connection:
            found = connection.execute(statement).scalar_one_or_none()
        if found is None:
            raise not_found(self._kind, identity)
        return int(found)

    def _within(self, statement: Any, fields: dict[str, str]) -> Any:
        for name, value in fields.items():
            statement = statement.where(self._table.c[name] == value)
        return statement

    @contextlib.contextmanager
    def _writing(self, connection: sql.Connection | None) -> Iterator[sql.Connection]:
        if connection is not None:
            yield connection
        else:
            with self._writer.begin() as fresh:
                yield fresh


class Store:
    """Everything kept: a shelf for each kind, and the few steps that must be atomic."""

    def __init__(self, url: str) -> None:
        """Opens the database, brings its schema up to date.

        Raises:
            sqlalchemy.exc.DatabaseError: it cannot be read or written.
        """
        self._engine = sql.create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if self._engine.dialect.name == "sqlite":
            sql.event.listen(self._engine, "connect", _tune_sqlite)
            sql.event.listen(self._engine, "begin", _begin_sqlite)
        self._writer = self._engine.execution_options(writes=True)
        self.assistants = Shelf(self._engine, _ASSISTANTS, Assistant, "assistant")
        self.threads = Shelf(self._engine, _THREADS, Thread, "thread")
        self.messages = Shelf(self._engine, _MESSAGES, Message, "message")
        self.runs = Shelf(self._engine, _RUNS, Run, "run")
        self.steps = Shelf(self._engine, _STEPS, RunStep, "run step")
        self.files = Shelf(self._engine, _FILES, FileObject, "file")
        self._migrate()

    def assistant_named(self, name: str, draft: Assistant) -> Assistant:
        """The newest assistant of that name; the draft, kept, where there is none."""
        named = sql.select(_ASSISTANTS.c.body).where(_ASSISTANTS.c.body["name"].as_string() == name)
        newest = named.order_by(_ASSISTANTS.c.seq.desc()).limit(1)
        with self._writer.begin() as connection:
            body = connection.execute(newest).scalar_one_or_none()
            if body is not None:
                return Assistant.model_validate(body)
            return self.assistants.add(draft, connection)

    def add_message(self, message: Message, thread: Thread | None = None) -> Message:
        """Adds a client's message, and the thread as it has changed with its attachments.

        Raises:
            ThreadLocked: a run holds the thread.
        """
        with self._writer.begin() as connection:
            active = self._active(connection, message.thread_id)
            if active is not None:
                text = f"Can't add messages to {message.thread_id} while a run {active} is active."
                raise ThreadLocked(text)
            self.messages.add(message, connection)
            if thread is not None:
                self.threads.put(thread, connection)
        return message

    def open_run(self, run: Run, messages: Sequence[Message], thread: Thread | None) -> Run:
        """Adds a run together with its additional messages, or nothing at all.

        Raises:
            ThreadLocked: another run holds the thread.
        """
        with self._writer.begin() as connection:
            active = self._active(connection, run.thread_id)
            if active is not None:
                text = f"Thread {run.thread_id} already has an active run {active}."
                raise ThreadLocked(text)
            for message in messages:
                self.messages.add(message, connection)
            if thread is not None:
                self.threads.put(thread, connection)
            self.runs.add(run, connection)
        return run

    def drop_thread(self, thread_id: str) -> None:
        """Forgets a thread with all its messages, runs and steps."""
        with self._writer.begin() as connection:
            for shelf in (self.messages, self.runs, self.steps):
                shelf.remove(connection, thread_id=thread_id)
            self.threads.remove(connection, id=thread_id)

    def expire_orphans(self) -> int:
        """Ends the runs that a dead process left active, so that no thread stays locked."""
        orphans = [run for status in ACTIVE for run in self.runs.every(status=status)]
        for run in orphans:
            ended = evolve(run, status="expired", required_action=None, last_error=_ORPHANED)
            with self._writer.begin() as connection:
                self.runs.put(ended, connection)
                for step in self.steps.every(run_id=run.id):
                    if step.status == "in_progress":
                        over = evolve(step, status="expired", expired_at=now())
                        self.steps.put(over, connection)
        return len(orphans)

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    def _active(self, connection: sql.Connection, thread_id: str) -> str | None:
        held = sql.select(_RUNS.c.id).where(
            _RUNS.c.thread_id == thread_id, _RUNS.c.status.in_(sorted(ACTIVE))
        )
        return connection.execute(held).scalars().first()

    def _migrate(self) -> None:
        with self._writer.begin() as connection:
            _VERSION.create(connection, checkfirst=True)
            done = connection.execute(sql.select(_VERSION.c.version)).scalar_one_or_none()
            for step in _MIGRATIONS[done or 0 :]:
                step(connection)
            if done is None:
                connection.execute(_VERSION.insert().values(version=len(_MIGRATIONS)))
            elif done < len(_MIGRATIONS):
                connection.execute(_VERSION.update().values(version=len(_MIGRATIONS)))


def open_store(url: str | None, folder: Path) -> tuple[Store, str | None]:
    """The store at `url`, or the SQLite one in `folder`; and a note if a broken one was set aside.

    A file that is no longer a database is renamed, never deleted, and a new one is begun.
    """
    if url is not None:
        return Store(url), None
    path = folder / "engine.db"
    try:
        return Store(f"sqlite:///{path}"), None
    except sql.exc.DatabaseError as error:
        if not _is_broken(error):
            raise
        aside = path.with_name(f"engine.db.broken-{time.strftime('%Y%m%d-%H%M%S')}")
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
        note = f"The database could not be read; it was kept as {aside} and a new one begun."
        return Store(f"sqlite:///{path}"), note


def _is_broken(error: sql.exc.DatabaseError) -> bool:
    text = str(error.orig)
    return "not a database" in text or "malformed" in text


_ORPHANED = {"code": "server_error", "message": "The engine ended while this run was at work."}


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    # WAL needs shared memory, which network file systems do not give; SQLite then says so by
    # answering with the mode it kept, and the default (DELETE) is right there.
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def _begin_sqlite(connection: sql.Connection) -> None:
    # A writer that upgrades a read lock can fail at once; taking the write lock first waits.
    # A reader runs single statements and needs no transaction at all.
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
