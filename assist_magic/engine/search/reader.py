"""The reader: a document in, its passages out, by way of a confined process."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assist_magic.engine.interpreter.base import RuntimeSettings
from assist_magic.engine.interpreter.confined import Confined, Ended
from assist_magic.engine.interpreter.processes import python
from assist_magic.engine.search.reading.child import NOT_CONFINED
from assist_magic.engine.search.reading.document import Unreadable

_ROOM = "engine.search.reading"


@dataclass(frozen=True)
class ReadPassage:
    """A passage as it is indexed.

    `start` counts characters of the document's text; `words` are its terms and `title` those of
    the file's name and of the heading above it, both joined by spaces.
    """

    start: int
    text: str
    heading: str
    words: str
    title: str


class ReaderFailed(Exception):
    """The reading process itself did not work; the text says what it said."""


class Reader:
    """Reads documents, each in a process that can harm nothing and is ended when it takes long."""

    def __init__(self, settings: RuntimeSettings, seconds: float = 300.0) -> None:
        self._confined = Confined(settings, seconds=seconds)

    async def read(self, path: Path, filename: str, size: int, overlap: int) -> list[ReadPassage]:
        """The passages of a document, each of `size` tokens at most.

        Raises:
            Unreadable: the document gives no text; the reason is fit for a user.
            ReaderFailed: the process could not be started or confined.
        """

        def command(confinement: dict[str, Any]) -> list[str]:
            job = {
                "confinement": confinement,
                "filename": filename,
                "size": size,
                "overlap": overlap,
            }
            return python("child", "main", json.dumps(job), room=_ROOM)

        try:
            source = path.open("rb")
        except FileNotFoundError as error:
            raise Unreadable("invalid_file", "The file has been deleted.") from error
        with source:
            try:
                ended = await self._confined.run(command, source, NOT_CONFINED)
            except OSError as error:
                raise ReaderFailed(f"its reader could not be started ({error})") from error
        return await asyncio.to_thread(_understood, ended)


def _understood(ended: Ended) -> list[ReadPassage]:
    if ended.reason:
        raise Unreadable("invalid_file", f"The file was not read to its end: {ended.reason}.")
    if ended.code == NOT_CONFINED:
        raise ReaderFailed(f"its reader could not be confined ({ended.errors.strip()[-300:]})")
    if ended.code > 0 and "MemoryError" not in ended.errors:
        raise ReaderFailed(
            ended.errors.strip()[-300:] or f"its reader ended with code {ended.code}"
        )
    if ended.code:
        raise Unreadable("invalid_file", "The file is damaged, or too large to be read.")
    found = []
    for line in ended.output.splitlines():
        said = json.loads(line)
        if "code" in said:
            raise Unreadable(said["code"], said["message"])
        found.append(ReadPassage(**said))
    return found
