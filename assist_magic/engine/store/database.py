"""The database: a shelf for each kind of object, and the few steps that must be atomic.

Each object is one row: its id, what it is found by, and its protocol JSON. Order is the order of
insertion, so that pages are stable within one second. Methods block; call them in a thread.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
    now,
)
from assist_magic.engine.store import schema
from assist_magic.engine.store.shelf import Shelf


class DatabaseUnusable(Exception):
    """The database cannot be reached, or another engine holds it; the text is for a user."""


class Store:
    """Everything kept: a shelf for each kind, and the few steps that must be atomic."""

    def __init__(self, url: str) -> None:
        """Opens the database, brings its schema up to date.

        Raises:
            sqlalchemy.exc.DatabaseError: it cannot be read or written.
            DatabaseUnusable: another engine holds it.
        """
        self._engine = sql.create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if self._engine.dialect.name == "sqlite":
            sql.event.listen(self._engine, "connect", _tune_sqlite)
            sql.event.listen(self._engine, "begin", _begin_sqlite)
        self._writer = self._engine.execution_options(writes=True)
        self.assistants = Shelf(self._engine, schema.ASSISTANTS, Assistant, "assistant")
        self.threads = Shelf(self._engine, schema.THREADS, Thread, "thread")
        self.messages = Shelf(self._engine, schema.MESSAGES, Message, "message")
        self.runs = Shelf(self._engine, schema.RUNS, Run, "run")
        self.steps = Shelf(self._engine, schema.STEPS, RunStep, "run step")
        self.files = Shelf(self._engine, schema.FILES, FileObject, "file")
        self.vector_stores = Shelf(self._engine, schema.VECTOR_STORES, VectorStore, "vector store")
        self.stored_files = Shelf(
            self._engine, schema.STORED_FILES, StoredFile, "vector store file", "vector_store_id"
        )
        self.file_batches = Shelf(
            self._engine, schema.FILE_BATCHES, VectorStoreFileBatch, "vector store file batch"
        )
        self._held = _hold(self._engine) if self._engine.dialect.name == "postgresql" else None
        with self._writer.begin() as connection:
            schema.migrate(connection)

    def assistant_named(self, name: str, draft: Assistant) -> Assistant:
        """The newest assistant of that name; the draft, kept, where there is none."""
        named = sql.select(schema.ASSISTANTS.c.body).where(
            schema.ASSISTANTS.c.body["name"].as_string() == name
        )
        newest = named.order_by(schema.ASSISTANTS.c.seq.desc()).limit(1)
        with self._writer.begin() as connection:
            body = connection.execute(newest).scalar_one_or_none()
            if body is not None:
                return Assistant.model_validate(body)
            return self.assistants.add(draft, connection)

    def add(self, objects: Sequence[BaseModel]) -> None:
        """Adds new objects of any kind, all or none; files replace those of the same store."""
        with self._writer.begin() as connection:
            self._add(objects, connection)

    def add_message(
        self, message: Message, thread: Thread | None = None, more: Sequence[BaseModel] = ()
    ) -> Message:
        """Adds a client's message, and the thread as it has changed with its attachments.

        `more` are objects that come with it: the vector store that they need.

        Raises:
            ThreadLocked: a run holds the thread.
            ProtocolError: there is no such thread.
        """
        with self._writer.begin() as connection:
            active = self._active(connection, message.thread_id)
            if active is not None:
                text = f"Can't add messages to {message.thread_id} while a run {active} is active."
                raise ThreadLocked(text)
            self._add([message, *more], connection)
            self.threads.get(message.thread_id, connection)  # it may have gone this very moment
            if thread is not None:
                self.threads.put(thread, connection)
        return message

    def open_run(
        self,
        run: Run,
        messages: Sequence[Message],
        thread: Thread | None,
        more: Sequence[BaseModel] = (),
    ) -> Run:
        """Adds a run together with its additional messages, or nothing at all.

        `more` are objects that come with the messages: the vector store that they need.

        Raises:
            ThreadLocked: another run holds the thread.
            ProtocolError: there is no such thread.
        """
        with self._writer.begin() as connection:
            active = self._active(connection, run.thread_id)
            if active is not None:
                text = f"Thread {run.thread_id} already has an active run {active}."
                raise ThreadLocked(text)
            self._add([*messages, *more, run], connection)
            self.threads.get(run.thread_id, connection)  # it may have gone this very moment
            if thread is not None:
                self.threads.put(thread, connection)
        return run

    def settle(self, file: StoredFile, **changes: object) -> bool:
        """Writes down what came of indexing a file.

        False, and nothing is written, when it has been cancelled, removed or begun anew.
        """
        with self._writer.begin() as connection:
            known = self.stored_files.find(
                file.id, connection, vector_store_id=file.vector_store_id
            )
            if known is None or known.ticket != file.ticket or known.status != "in_progress":
                return False
            self.stored_files.put(evolve(known, **changes), connection)
        return True

    def cancel_batch(self, batch: VectorStoreFileBatch) -> VectorStoreFileBatch:
        """Cancels a batch and the files of it that are not indexed yet."""
        cancelled = evolve(batch, status="cancelled")
        with self._writer.begin() as connection:
            waiting = self.stored_files.every(None, connection, batch_id=batch.id)
            for file in waiting:
                if file.status == "in_progress":
                    self.stored_files.put(evolve(file, status="cancelled"), connection)
            self.file_batches.put(cancelled, connection)
        return cancelled

    def drop_vector_store(self, store_id: str) -> None:
        """Forgets a vector store with its files and batches; who had it has none then."""
        with self._writer.begin() as connection:
            holders: list[Assistant | Thread] = [
                *self.assistants.holding(store_id, connection),
                *self.threads.holding(store_id, connection),
            ]
            for shelf in (self.stored_files, self.file_batches):
                shelf.remove(connection, vector_store_id=store_id)
            self.vector_stores.remove(connection, id=store_id)
            for holder in holders:
                self._detach(holder, store_id, connection)

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
            over: dict[str, Any] = {"status": "expired", "expires_at": None}
            with self._writer.begin() as connection:
                ended = evolve(run, **over, required_action=None, last_error=_ORPHANED)
                self.runs.put(ended, connection)
                for step in self.steps.every(run_id=run.id):
                    if step.status == "in_progress":
                        self.steps.put(evolve(step, **over, expired_at=now()), connection)
                for message in self.messages.every(run_id=run.id):
                    if message.status == "in_progress":
                        self.messages.put(_cut_off(message), connection)
        return len(orphans)

    def close(self) -> None:
        """Closes every connection."""
        if self._held is not None:
            self._held.close()
        self._engine.dispose()

    def _add(self, objects: Sequence[BaseModel], connection: sql.Connection) -> None:
        shelves: dict[type[BaseModel], Shelf[Any]] = {
            Assistant: self.assistants,
            Thread: self.threads,
            Message: self.messages,
            Run: self.runs,
            VectorStore: self.vector_stores,
            StoredFile: self.stored_files,
            VectorStoreFileBatch: self.file_batches,
        }
        for each in objects:
            if isinstance(each, StoredFile):
                within = {"id": each.id, "vector_store_id": each.vector_store_id}
                self.stored_files.remove(connection, **within)
            shelves[type(each)].add(each, connection)

    def _detach(
        self, holder: Assistant | Thread, store_id: str, connection: sql.Connection
    ) -> None:
        resources = holder.tool_resources.model_dump() if holder.tool_resources else {}
        named = (resources.get("file_search") or {}).get("vector_store_ids") or []
        if store_id in named:
            kept = [each for each in named if each != store_id]
            resources["file_search"] = {"vector_store_ids": kept}
            changed: Any = evolve(holder, tool_resources=resources)
            shelf: Any = self.assistants if isinstance(holder, Assistant) else self.threads
            shelf.put(changed, connection)

    def _active(self, connection: sql.Connection, thread_id: str) -> str | None:
        # SQLite has one writer at a time; elsewhere the thread's row keeps a second one waiting.
        row = sql.select(schema.THREADS.c.seq).where(schema.THREADS.c.id == thread_id)
        connection.execute(row.with_for_update())
        held = sql.select(schema.RUNS.c.id).where(
            schema.RUNS.c.thread_id == thread_id, schema.RUNS.c.status.in_(sorted(ACTIVE))
        )
        return connection.execute(held).scalars().first()


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


def check_database(url: str) -> None:
    """Makes sure that an engine can keep its objects there.

    Raises:
        DatabaseUnusable: it cannot be reached or written, another engine holds it, or the URL is
            none; says so without the password.
    """
    try:
        Store(url).close()
    except (sql.exc.ArgumentError, sql.exc.NoSuchModuleError) as error:
        raise DatabaseUnusable(
            f"This is no database URL: {error} Write it like postgresql+psycopg://user@host/name."
        ) from error
    except ModuleNotFoundError as error:
        raise DatabaseUnusable(
            f"The database needs the Python package {error.name!r}, which is not installed. "
            "For PostgreSQL, run `pip install 'assist_magic[postgres]'` and write the URL like "
            "postgresql+psycopg://user@host/name."
        ) from error
    except sql.exc.DatabaseError as error:
        shown = sql.make_url(url).render_as_string(hide_password=True)
        raise DatabaseUnusable(f"Cannot use the database {shown}: {error.orig}") from error


_ENGINE_LOCK = 0x61737369737431
"""An application's own number, as PostgreSQL's advisory locks are told apart."""


def _hold(engine: sql.Engine) -> sql.Connection:
    """Holds the database for one engine: a second one would take the first's runs for dead."""
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if not connection.scalar(sql.select(sql.func.pg_try_advisory_lock(_ENGINE_LOCK))):
        connection.close()
        raise DatabaseUnusable(
            "Another engine keeps its data in that database. Stop it, or choose another database."
        )
    return connection


def _is_broken(error: sql.exc.DatabaseError) -> bool:
    text = str(error.orig)
    return "not a database" in text or "malformed" in text


def _cut_off(message: Message) -> Message:
    reason = {"reason": "run_expired"}
    return evolve(message, status="incomplete", incomplete_at=now(), incomplete_details=reason)


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
