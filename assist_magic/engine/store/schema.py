"""The tables of the engine's database, and how an older one is brought up to date."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sql

from assist_magic.engine.objects import ACTIVE

TABLES = sql.MetaData()
_Seq = sql.BigInteger().with_variant(sql.Integer, "sqlite")


def _table(name: str, *keys: str, parent: str | None = None) -> sql.Table:
    """A table of objects found by `keys`; their ids are unique, or so within their `parent`."""
    unique = sql.UniqueConstraint("id", parent) if parent else sql.UniqueConstraint("id")
    return sql.Table(
        name,
        TABLES,
        sql.Column("seq", _Seq, primary_key=True, autoincrement=True),
        sql.Column("id", sql.String(64), nullable=False),
        *(sql.Column(key, sql.String(64), index=True) for key in keys),
        sql.Column("body", sql.JSON, nullable=False),
        unique,
        sqlite_autoincrement=True,
    )


ASSISTANTS = _table("assistants")
THREADS = _table("threads")
MESSAGES = _table("messages", "thread_id", "run_id")
STEPS = _table("steps", "thread_id", "run_id")
FILES = _table("files", "purpose")
RUNS = _table("runs", "thread_id", "status")
VECTOR_STORES = _table("vector_stores")
STORED_FILES = _table(
    "vector_store_files", "vector_store_id", "status", "batch_id", parent="vector_store_id"
)
FILE_BATCHES = _table("vector_store_file_batches", "vector_store_id")
sql.Index(
    "one_active_run_per_thread",
    RUNS.c.thread_id,
    unique=True,
    sqlite_where=RUNS.c.status.in_(sorted(ACTIVE)),
    postgresql_where=RUNS.c.status.in_(sorted(ACTIVE)),
)

_VERSION = sql.Table("schema_version", sql.MetaData(), sql.Column("version", sql.Integer))
# Tables that are there already are left alone: the second step adds those of vector stores.
_MIGRATIONS: tuple[Callable[[sql.Connection], None], ...] = (TABLES.create_all, TABLES.create_all)


def migrate(connection: sql.Connection) -> None:
    """Brings the database up to date, from nothing or from an earlier version."""
    _VERSION.create(connection, checkfirst=True)
    done = connection.execute(sql.select(_VERSION.c.version)).scalar_one_or_none()
    for step in _MIGRATIONS[done or 0 :]:
        step(connection)
    if done is None:
        connection.execute(_VERSION.insert().values(version=len(_MIGRATIONS)))
    elif done < len(_MIGRATIONS):
        connection.execute(_VERSION.update().values(version=len(_MIGRATIONS)))
