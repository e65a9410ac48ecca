"""Uploads: paths that the user names → files of the thread, sent piece by piece.

What is wrong with a path is said before anything is sent.
"""

from __future__ import annotations

import glob
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assist_magic.backend.wire import Wire
from assist_magic.errors import BackendUnavailable, UsageError
from assist_magic.stop import Stop

SEARCH = {"type": "file_search"}
"""The tool that reads documents."""
MOST_BYTES = 512 * 1024 * 1024
MOST_FILES = 10
_DIGEST = 64  # characters of the SHA-256 in the stamp of a value; no time has as many digits
_DOCUMENTS = frozenset({".pdf", ".docx", ".pptx", ".html", ".htm", ".md", ".txt"})


@dataclass(frozen=True)
class Upload:
    """A readable file; `stamp` begins with its path or name and "|", and changes whenever its
    content may have.

    `purpose` is what the server is told of it: "vision" for an image that is to be looked at.
    """

    path: Path
    stamp: str
    purpose: Literal["assistants", "vision"] = "assistants"

    @property
    def name(self) -> str:
        """What the file is called in the thread."""
        return name_in(self.stamp)


def find_files(patterns: Iterable[str]) -> tuple[Upload, ...]:
    """The files that paths and patterns name, each once, in order.

    Raises:
        UsageError: one of them is missing, unreadable, a folder or too large; names it.
    """
    paths = list(dict.fromkeys(path for each in patterns for path in _expand(each)))
    if len(paths) > MOST_FILES:
        raise UsageError(
            f"-f names {len(paths)} files; one question takes at most {MOST_FILES}. "
            "Upload the rest with further questions of the thread."
        )
    return tuple(_checked(path) for path in paths)


def send(
    wire: Wire, uploads: Iterable[Upload], known: Mapping[str, str], stop: Stop
) -> dict[str, str]:
    """Sends what the thread does not have yet; gives back all known file ids.

    `known` and the result map stamps to file ids.

    Raises:
        Stopped: the user stopped it while a file was on its way.
    """
    ids = dict(known)
    for upload in uploads:
        if upload.stamp not in ids:
            ids[upload.stamp] = _send(wire, upload, stop)
    return ids


def attachments(
    uploads: Iterable[Upload], ids: Mapping[str, str], search: bool
) -> list[dict[str, Any]]:
    """The files as a message attaches them: all for the assistant's code, and documents, where
    `search` holds, for its file_search too. `ids` are by stamp."""
    code, both = [{"type": "code_interpreter"}], [{"type": "code_interpreter"}, dict(SEARCH)]
    return [
        {"file_id": ids[each.stamp], "tools": both if search and is_document(each.stamp) else code}
        for each in uploads
    ]


def is_document(stamp: str) -> bool:
    """Whether the file of a stamp is one to be read and searched, rather than data."""
    return Path(name_in(stamp)).suffix.lower() in _DOCUMENTS


def is_value(stamp: str) -> bool:
    """Whether the file of a stamp was made of a variable, so that it lies nowhere here."""
    return len(stamp.rpartition("|")[2]) == _DIGEST


def name_in(stamp: str) -> str:
    """The name of the file that a stamp stands for."""
    return Path(stamp.rsplit("|", 2)[0]).name


class _Stoppable(io.FileIO):
    """A file that ends with Stopped instead of its next piece once the user wants that."""

    def __init__(self, path: Path, stop: Stop) -> None:
        super().__init__(path, "rb")
        self._stop = stop

    def read(self, size: int | None = -1, /) -> bytes:
        self._stop.check()
        return super().read(-1 if size is None else size) or b""


def _send(wire: Wire, upload: Upload, stop: Stop) -> str:
    try:
        with _Stoppable(upload.path, stop) as body:
            return wire.upload(upload.name, body, upload.purpose)
    except BackendUnavailable:
        stop.check()  # SDKs may take what a file raises for a connection that broke off
        raise
    except OSError as error:
        raise UsageError(f"{upload.path} cannot be read: {error.strerror or error}.") from None


def _expand(pattern: str) -> list[Path]:
    plain = Path(pattern).expanduser()
    # A file may be called "a[1].csv": what lies there under its own name is no pattern.
    if plain.exists() or not glob.has_magic(pattern):
        return [plain]
    found = sorted(Path(each) for each in glob.glob(str(plain), recursive=True))
    files = [each for each in found if each.is_file()]
    if not files:
        raise UsageError(f"No file matches {pattern!r} in {Path.cwd()}.")
    return files


def _checked(path: Path) -> Upload:
    if path.is_dir():
        raise UsageError(f"{path} is a folder. Name its files, for example {path / '*.csv'}.")
    if path.exists() and not path.is_file():  # to open a pipe would wait for who writes to it
        raise UsageError(f"{path} is not a regular file.")
    try:
        with path.open("rb"):
            status = os.stat(path)
    except FileNotFoundError:
        raise UsageError(f"There is no file {path} in {Path.cwd()}.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    if status.st_size > MOST_BYTES:
        raise UsageError(
            f"{path} has {status.st_size / 2**20:.0f} MB; a file may have at most "
            f"{MOST_BYTES >> 20} MB. Send a part of it."
        )
    if status.st_size == 0:
        raise UsageError(f"{path} is empty.")
    return Upload(path, f"{path.resolve()}|{status.st_size}|{status.st_mtime_ns}")
