"""Passages of documents, on disk: one full-text index for each vector store, as SQLite has it.

The terms of passages come in as words joined by spaces, and questions as such words: what a word
is, others decide. Methods block; call them in a thread.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_TABLES = """
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, file_id TEXT NOT NULL, start INTEGER NOT NULL, text TEXT NOT NULL,
    heading TEXT NOT NULL, length INTEGER NOT NULL
);
CREATE INDEX passages_of_file ON passages (file_id, start);
CREATE VIRTUAL TABLE terms USING fts5 (
    words, title, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*' tokenchars '.'"
);
CREATE TABLE vectors (
    file_id TEXT NOT NULL, start INTEGER NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (file_id, start, model)
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (terms, row);
"""
_TITLE_WEIGHT = 2.0


class NewPassage(Protocol):
    """What is indexed of a passage; `words` and `title` are terms joined by spaces."""

    @property
    def start(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Candidate:
    """A passage that has some of the terms asked for."""

    file_id: str
    start: int
    text: str
    words: tuple[str, ...]
    title: tuple[str, ...]


@dataclass(frozen=True)
class Statistics:
    """What is known of all passages of a store: their number and mean length in terms.

    `holders` says how many of them have each of the terms asked for.
    """

    passages: int
    mean_length: float
    holders: dict[str, int]


class PassageIndex:
    """The indexes of all vector stores, a file each in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._making = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def replace(self, store_id: str, file_id: str, passages: Sequence[NewPassage]) -> int:
        """Sets the passages of a file; gives back how many bytes their text takes."""
        with self._open(store_id, make=True) as connection:
            _forget(connection, file_id)
            for each in passages:
                length = each.words.count(" ") + 1 if each.words else 0
                cursor = connection.execute(
                    "INSERT INTO passages (file_id, start, text, heading, length)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (file_id, each.start, each.text, each.heading, length),
                )
                connection.execute(
                    "INSERT INTO terms (rowid, words, title) VALUES (?, ?, ?)",
                    (cursor.lastrowid, each.words, each.title),
                )
        return sum(len(each.text.encode()) for each in passages)

    def remove(self, store_id: str, file_id: str) -> None:
        """Forgets the passages of a file."""
        if self._path(store_id).exists():
            with self._open(store_id) as connection:
                _forget(connection, file_id)

    def drop(self, store_id: str) -> None:
        """Deletes the index of a store."""
        self._path(store_id).unlink(missing_ok=True)

    def pieces(self, store_id: str, file_id: str) -> list[str]:
        """The text of a file in pieces that do not overlap."""
        if not self._path(store_id).exists():
            return []
        with self._open(store_id) as connection:
            rows = connection.execute(
                "SELECT start, text FROM passages WHERE file_id = ? ORDER BY start", (file_id,)
            ).fetchall()
        ends = [start for start, _ in rows[1:]]
        cut = [text[: end - start] for (start, text), end in zip(rows, ends, strict=False)]
        return [*cut, *(text for _, text in rows[-1:])]

    def statistics(self, store_id: str, terms: Sequence[str]) -> Statistics:
        """How common the terms are in the store."""
        if not self._path(store_id).exists():
            return Statistics(0, 1.0, {})
        with self._open(store_id) as connection:
            count, mean = connection.execute(
                "SELECT count(*), avg(length) FROM passages"
            ).fetchone()
            held = connection.execute(
                "SELECT term, doc FROM vocabulary WHERE term IN (SELECT value FROM json_each(?))",
                (json.dumps(list(terms)),),
            ).fetchall()
        return Statistics(count, mean or 1.0, dict(held))

    def vocabulary(self, store_id: str, beginning: str, most: int = 500) -> list[str]:
        """Terms of the store that begin so."""
        if not self._path(store_id).exists():
            return []
        with self._open(store_id) as connection:
            rows = connection.execute(
                "SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT ?",
                (beginning, beginning + "\U0010ffff", most),
            ).fetchall()
        return [term for (term,) in rows]

    def candidates(
        self, store_id: str, terms: Sequence[str], file_ids: Sequence[str] | None, most: int
    ) -> list[Candidate]:
        """The passages that fit best at first sight, of these files alone if they are named."""
        if not terms or not self._path(store_id).exists():
            return []
        quoted = " OR ".join('"{}"'.format(term.replace('"', "")) for term in terms)
        with self._open(store_id) as connection:
            rows = connection.execute(
                "SELECT file_id, start, text, words, title"
                " FROM terms JOIN passages ON passages.id = terms.rowid"
                " WHERE terms MATCH ?"
                " AND (? IS NULL OR file_id IN (SELECT value FROM json_each(?)))"
                f" ORDER BY bm25(terms, 1.0, {_TITLE_WEIGHT}) LIMIT ?",
                (quoted, *[None if file_ids is None else json.dumps(list(file_ids))] * 2, most),
            ).fetchall()
        return [
            Candidate(file_id, start, text, tuple(words.split()), tuple(title.split()))
            for file_id, start, text, words, title in rows
        ]

    def every(self, store_id: str, file_ids: Sequence[str] | None, most: int) -> list[Candidate]:
        """All passages of these files, or of all, if there are not more than `most`; else none."""
        if not self._path(store_id).exists():
            return []
        with self._open(store_id) as connection:
            rows = connection.execute(
                "SELECT file_id, start, text FROM passages"
                " WHERE (? IS NULL OR file_id IN (SELECT value FROM json_each(?))) LIMIT ?",
                (*[None if file_ids is None else json.dumps(list(file_ids))] * 2, most + 1),
            ).fetchall()
        found = [Candidate(file_id, start, text, (), ()) for file_id, start, text in rows]
        return found if len(found) <= most else []

    def vectors(
        self, store_id: str, model: str, places: Sequence[tuple[str, int]]
    ) -> dict[tuple[str, int], list[float]]:
        """The vectors that are kept of passages, by file and start."""
        if not self._path(store_id).exists():
            return {}
        wanted = set(places)
        with self._open(store_id) as connection:
            rows = connection.execute(
                "SELECT file_id, start, vector FROM vectors WHERE model = ?"
                " AND file_id IN (SELECT value FROM json_each(?))",
                (model, json.dumps(sorted({file_id for file_id, _ in places}))),
            ).fetchall()
        return {
            (file_id, start): list(array("f", vector))
            for file_id, start, vector in rows
            if (file_id, start) in wanted
        }

    def keep_vectors(
        self, store_id: str, model: str, vectors: Mapping[tuple[str, int], Sequence[float]]
    ) -> None:
        """Keeps the vectors of passages that are still there."""
        rows = [
            (file_id, start, model, array("f", vector).tobytes(), file_id, start)
            for (file_id, start), vector in vectors.items()
        ]
        if not self._path(store_id).exists():
            return
        with self._open(store_id) as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO vectors SELECT ?, ?, ?, ?"
                " WHERE EXISTS (SELECT 1 FROM passages WHERE file_id = ? AND start = ?)",
                rows,
            )

    def _path(self, store_id: str) -> Path:
        return self._folder / f"{store_id}.db"

    @contextlib.contextmanager
    def _open(self, store_id: str, make: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection within one transaction, which is undone when something fails."""
        path = self._path(store_id)
        if make and not path.exists():
            self._make(path)
        with (
            contextlib.closing(
                sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=30)
            ) as connection,
            connection,
        ):
            yield connection

    def _make(self, path: Path) -> None:
        """Makes an empty index; whoever sees its file sees all of its tables."""
        draft = path.with_suffix(".new")
        with self._making:
            if path.exists():
                return
            draft.unlink(missing_ok=True)
            with contextlib.closing(sqlite3.connect(draft)) as connection:
                connection.executescript(_TABLES)
            draft.rename(path)


def _forget(connection: sqlite3.Connection, file_id: str) -> None:
    chosen = "(SELECT id FROM passages WHERE file_id = ?)"
    connection.execute(f"DELETE FROM terms WHERE rowid IN {chosen}", (file_id,))
    for table in ("passages", "vectors"):
        connection.execute(f"DELETE FROM {table} WHERE file_id = ?", (file_id,))
