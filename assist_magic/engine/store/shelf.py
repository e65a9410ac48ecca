"""Shelves: the rows of one kind of object each, added, found, listed and removed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import sqlalchemy as sql
from pydantic import BaseModel

from assist_magic.engine.objects import not_found

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class PageOf(Generic[T]):
    """One page of a list, in the order asked for."""

    items: Sequence[T]
    has_more: bool


@dataclass(frozen=True)
class Tally:
    """How many files are in each status, and how many bytes their text takes."""

    statuses: dict[str, int]
    usage_bytes: int


class Shelf(Generic[T]):
    """The rows of one kind of object; `keys` are the fields that they are found by.

    Where ids are unique only within a parent, `parent` names the field that holds it.
    """

    def __init__(
        self,
        engine: sql.Engine,
        table: sql.Table,
        shape: type[T],
        kind: str,
        parent: str | None = None,
    ) -> None:
        self._engine, self._table, self._shape, self._kind = engine, table, shape, kind
        self._parent = parent
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
        if self._parent:
            statement = statement.where(self._table.c[self._parent] == row[self._parent])
        with self._writing(connection) as open_connection:
            open_connection.execute(statement)
        return value

    def alter(self, identity: str, change: Callable[[T], T], **within: str) -> T:
        """Replaces an object by what `change` makes of it, with nobody else writing in between.

        Raises:
            ProtocolError: 404 in the protocol's words.
        """
        with self._writer.begin() as connection:
            return self.put(change(self.get(identity, connection, **within)), connection)

    def get(self, identity: str, connection: sql.Connection | None = None, **within: str) -> T:
        """The object of that id, inside the parents named by `within`.

        Raises:
            ProtocolError: 404 in the protocol's words.
        """
        found = self.find(identity, connection, **within)
        if found is None:
            raise not_found(self._kind, identity)
        return found

    def find(
        self, identity: str, connection: sql.Connection | None = None, **within: str
    ) -> T | None:
        """The object of that id inside those parents, if there is one."""
        statement = sql.select(self._table.c.body).where(self._table.c.id == identity)
        bodies = self._bodies(self._within(statement, within), connection)
        return self._shape.model_validate(bodies[0]) if bodies else None

    def every(
        self, limit: int | None = None, connection: sql.Connection | None = None, **within: str
    ) -> list[T]:
        """All objects inside those parents, oldest first; with a limit, the newest ones."""
        newest = self._within(sql.select(self._table.c.body), within)
        bodies = self._bodies(newest.order_by(self._table.c.seq.desc()).limit(limit), connection)
        return [self._shape.model_validate(body) for body in reversed(bodies)]

    def holding(self, text: str, connection: sql.Connection | None = None) -> list[T]:
        """The objects whose JSON holds this text anywhere: ids that are named in a list."""
        body = sql.cast(self._table.c.body, sql.Text)
        statement = sql.select(self._table.c.body).where(body.contains(text))
        bodies = self._bodies(statement, connection)
        return [self._shape.model_validate(each) for each in bodies]

    def expired(self, moment: int) -> list[T]:
        """The objects whose `expires_at` has come."""
        ends = self._table.c.body["expires_at"].as_integer()
        bodies = self._bodies(sql.select(self._table.c.body).where(ends <= moment))
        return [self._shape.model_validate(each) for each in bodies]

    def count(self, **within: str) -> int:
        """How many objects there are inside those parents."""
        statement = self._within(sql.select(sql.func.count()).select_from(self._table), within)
        with self._engine.connect() as connection:
            return int(connection.execute(statement).scalar_one())

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
                mark = self._seq_of(cursor, within)
                statement = statement.where(seq > mark if rising else seq < mark)
        statement = statement.order_by(seq.asc() if ascending else seq.desc()).limit(limit + 1)
        bodies = self._bodies(statement)
        kept = bodies[:limit][::-1] if backwards else bodies[:limit]
        return PageOf([self._shape.model_validate(body) for body in kept], len(bodies) > limit)

    def remove(self, connection: sql.Connection | None = None, **where: str) -> None:
        """Forgets the objects with these fields (`id` or keys)."""
        with self._writing(connection) as open_connection:
            open_connection.execute(self._within(self._table.delete(), where))

    def tallies(self, key: str, values: Sequence[str]) -> dict[str, Tally]:
        """For files of vector stores: their statuses and sizes, by the value of `key`."""
        table, found = self._table, {value: Tally({}, 0) for value in values}
        grouped = (
            sql.select(
                table.c[key],
                table.c.status,
                sql.func.count(),
                sql.func.sum(table.c.body["usage_bytes"].as_integer()),
            )
            .where(table.c[key].in_(values))
            .group_by(table.c[key], table.c.status)
        )
        with self._engine.connect() as connection:
            for value, status, count, size in connection.execute(grouped):
                known = found[value]
                statuses = {**known.statuses, status: count}
                found[value] = Tally(statuses, known.usage_bytes + int(size or 0))
        return found

    def _bodies(self, statement: Any, connection: sql.Connection | None = None) -> Sequence[Any]:
        if connection is not None:
            return connection.execute(statement).scalars().all()
        with self._engine.connect() as fresh:
            return fresh.execute(statement).scalars().all()

    def _row(self, value: T) -> dict[str, Any]:
        body = value.model_dump(mode="json", by_alias=True)
        return {"id": body["id"], "body": body, **{key: body.get(key) for key in self._keys}}

    def _seq_of(self, identity: str, within: dict[str, str]) -> int:
        statement = sql.select(self._table.c.seq).where(self._table.c.id == identity)
        if self._parent and self._parent in within:
            statement = statement.where(self._table.c[self._parent] == within[self._parent])
        with self._engine.connect() as connection:
            found = connection.execute(statement).scalars().first()
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
