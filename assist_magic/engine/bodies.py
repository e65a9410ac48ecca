"""The bodies of files, on disk beside the database; streamed, never whole in memory."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from assist_magic.engine.objects import ProtocolError

MAX_BYTES = 512 * 1024 * 1024
"""The largest file that the protocol allows."""
MAX_IMAGE_BYTES = 20 * 1024 * 1024
"""The largest image that a model is shown."""
_CHUNK = 1024 * 1024
_IMAGES = ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"))


class Bodies:
    """One file a body, named by the file's id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, file_id: str) -> Path:
        """Where the body of that file lies."""
        return self._folder / file_id

    def save(self, file_id: str, source: BinaryIO) -> int:
        """Copies a stream to disk and gives back its size in bytes; all of it or nothing.

        Raises:
            ProtocolError: 400 when it is larger than MAX_BYTES, 507 when the disk refuses it.
        """
        target = self.path(file_id)
        try:
            with target.open("xb") as sink:
                size = sum(sink.write(chunk) for chunk in _bounded(source))
                sink.flush()
                os.fsync(sink.fileno())
        except BaseException as error:
            target.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise disk_refused(error) from error
            raise
        return size

    def add(self, file_id: str, source: Path) -> int:
        """Takes over a file that already lies on this machine; gives back its size."""
        target = self.path(file_id)
        shutil.move(source, target)
        return target.stat().st_size

    def remove(self, file_id: str) -> None:
        """Deletes the body, if it is there."""
        self.path(file_id).unlink(missing_ok=True)


def data_url(path: Path) -> str | None:
    """An image as a data URL; None for other files, and for those too large to be sent along."""
    if path.stat().st_size > MAX_IMAGE_BYTES:
        return None
    data = path.read_bytes()
    kind = next((kind for head, kind in _IMAGES if data.startswith(head)), None)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "webp"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}" if kind else None


def disk_refused(error: OSError) -> ProtocolError:
    """What a client is told when the machine's disk takes nothing more."""
    return ProtocolError(
        507,
        f"The engine could not write to its disk ({error.strerror}). Free some space there;"
        " nothing was kept of this request.",
        code="disk_full",
        kind="server_error",
    )


def _bounded(source: BinaryIO) -> Iterator[bytes]:
    total = 0
    while chunk := source.read(_CHUNK):
        total += len(chunk)
        if total > MAX_BYTES:
            raise ProtocolError(
                400, f"File is too large. The maximum is {MAX_BYTES // 2**20} MB.", "file"
            )
        yield chunk
