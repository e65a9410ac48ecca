"""Files on their way to the assistant: found, refused, sent once, and never held in memory."""

from __future__ import annotations

import os
import resource
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import assist_magic
from assist_magic.backend.wire import Wire
from assist_magic.errors import RunCancelled, UsageError
from assist_magic.files.uploads import MOST_BYTES, MOST_FILES, attachments, find_files, send
from assist_magic.stop import Stop, Stopped
from tests.conftest import Door
from tests.proxy import Proxy
from tests.test_stop import interrupt_after


def test_the_assistants_code_sees_the_file(front: Path, door: Door) -> None:
    (front / "a b.csv").write_text("x\n1\n")
    (front / "c.csv").write_text("x\n2\n")
    reply = door("Please list the files.", files=["a b.csv", "c.*"])

    assert reply.text == "There are ['a b.csv', 'c.csv']."


def test_a_file_is_sent_once_to_a_thread(proxy: Proxy, door: Door) -> None:
    Path("a.csv").write_text("x\n1\n")
    door("Please list the files.", files=["a.csv"])
    door("Please list the files.", files=["a.csv"])
    assert proxy.count("POST /v1/files") == 1

    Path("a.csv").write_text("x\n1\n2\n")
    door("Please list the files.", files=["a.csv"])
    assert proxy.count("POST /v1/files") == 2


def test_a_lost_thread_gets_its_file_again(front: Path, door: Door) -> None:
    from tests.conversation.test_talk import wire

    Path("a.csv").write_text("x\n1\n")
    first = door("Please list the files.", files=["a.csv"])
    wire()._client.delete(f"/threads/{first.thread_id}", cast_to=object)

    assert door("Please list the files.", files=["a.csv"]).text == "There are ['a.csv']."


def test_what_cannot_be_sent_is_refused_before_anything_is_asked(proxy: Proxy, door: Door) -> None:
    Path("folder").mkdir()
    Path("empty.csv").touch()
    with Path("huge.bin").open("wb") as huge:
        huge.truncate(600 * 2**20)
    for number in range(MOST_FILES + 1):
        Path(f"many{number}.csv").write_text("x")
    for name, words in {
        "missing.csv": "There is no file missing.csv",
        "*.parquet": r"No file matches '\*.parquet'",
        "folder": "folder is a folder. Name its files",
        "empty.csv": "empty.csv is empty",
        "huge.bin": "huge.bin has 600 MB; a file may have at most 512 MB",
        "many*.csv": "names 11 files",
    }.items():
        with pytest.raises(UsageError, match=words):
            door("Please list the files.", files=[name])
    assert proxy.requests == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_refused() -> None:
    Path("closed.csv").write_text("x")
    Path("closed.csv").chmod(0)
    with pytest.raises(UsageError, match=r"closed.csv cannot be read: Permission denied"):
        find_files(["closed.csv"])


def test_a_pipe_is_refused_and_not_waited_for(bare: Path) -> None:
    os.mkfifo("pipe.csv")
    with pytest.raises(UsageError, match=r"pipe.csv is not a regular file"):
        find_files(["pipe.csv"])


def test_one_file_may_be_named_without_a_list(front: Path) -> None:
    Path("a.csv").write_text("x\n1\n")
    for files in ("a.csv", Path("a.csv")):
        reply = assist_magic.ask("Please list the files.", files=files)
        assert reply.text == "There are ['a.csv']."


def test_a_file_with_a_patterns_name_is_itself(front: Path) -> None:
    Path("a[1].csv").write_text("x")
    assert [each.path for each in find_files(["a[1].csv", "a[1].csv"])] == [Path("a[1].csv")]


class _Sink(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        left = int(self.headers["content-length"])
        while left > 0:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        body = b'{"id": "file-1", "object": "file"}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def test_the_largest_file_costs_little_memory(tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    wire = Wire(f"http://127.0.0.1:{server.server_port}/v1", "k", local=True)
    wire.upload("warm.bin", large.with_name("warm.bin").open("wb+"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    uploads = find_files([str(large)])
    known = send(wire, uploads, {}, Stop())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    server.shutdown()
    server.server_close()

    assert [each["file_id"] for each in attachments(uploads, known, True)] == ["file-1"]
    assert list(known.values()) == ["file-1"]
    assert grown < 64 * 1024  # kilobytes


def test_a_stop_ends_an_upload(tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    wire = Wire(f"http://127.0.0.1:{server.server_port}/v1", "k", local=True)
    stop = Stop()
    threading.Timer(0.1, stop.ask).start()
    with pytest.raises(Stopped):
        send(wire, find_files([str(large)]), {}, stop)
    server.shutdown()
    server.server_close()


def test_an_interrupt_during_an_upload_asks_nothing(proxy: Proxy, door: Door) -> None:
    door("hello")
    with Path("large.bin").open("wb") as file:
        file.truncate(MOST_BYTES)
    proxy.requests.clear()
    interrupt_after(0.3)
    with pytest.raises(RunCancelled):
        door("Please list the files.", files=["large.bin"])
    assert proxy.count(r"/runs$") == 0
    assert door("hello").status == "completed"
