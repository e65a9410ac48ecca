"""A thread's files: placed, listed and fetched by the engine, in a folder that code may rewrite."""

from __future__ import annotations

import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from assist_magic.engine.interpreter import folder, landlock
from tests.engine.interpreter.bench import bench


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("data.csv", "data.csv"),
        ("../../etc/passwd", "passwd"),
        ("a/b.txt", "b.txt"),
        ("C:\\Users\\me\\t.xlsx", "t.xlsx"),
        ("..", "file"),
        ("", "file"),
        ("/", "file"),
        ("nul\0l.txt", "null.txt"),
        ("Grüße 1.csv", "Grüße 1.csv"),
    ],
)
def test_name_is_made_safe(given: str, safe: str) -> None:
    assert folder.safe_name(given) == safe


def test_put_replaces_a_link_instead_of_writing_through_it(tmp_path: Path) -> None:
    data, outside, source = tmp_path / "data", tmp_path / "outside.txt", tmp_path / "source"
    data.mkdir()
    outside.write_text("mine")
    source.write_text("new")
    (data / "a.txt").symlink_to(outside)
    folder.put(data, "a.txt", source)
    assert outside.read_text() == "mine"
    assert (data / "a.txt").read_text() == "new"
    assert not (data / "a.txt").is_symlink()
    assert os.listdir(data) == ["a.txt"]


def test_put_that_fails_leaves_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with pytest.raises(FileNotFoundError):
        folder.put(data, "a.txt", tmp_path / "missing")
    assert os.listdir(data) == []


def test_large_file_goes_through_in_parts(tmp_path: Path) -> None:
    data, source, target = tmp_path / "data", tmp_path / "source", tmp_path / "target"
    data.mkdir()
    with source.open("wb") as made:
        made.write(b"begin")
        made.seek(150 * 2**20)
        made.write(b"end")
    tracemalloc.start()
    try:
        folder.put(data, "big", source)
        assert folder.fetch(data, "big", target) == 150 * 2**20 + 3
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()
    with target.open("rb") as copy:
        assert copy.read(5) == b"begin"
        copy.seek(-3, os.SEEK_END)
        assert copy.read() == b"end"


def test_version_changes_on_write_even_when_times_are_forged(tmp_path: Path) -> None:
    file = tmp_path / "sub" / "a.txt"
    file.parent.mkdir()
    file.write_text("a")
    before = folder.written(tmp_path)
    assert set(before) == {"sub/a.txt"}
    facts = file.stat()
    file.write_text("b")
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert folder.written(tmp_path)["sub/a.txt"] != before["sub/a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")
def test_only_regular_files_are_listed_and_fetched(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "outside").write_text("secret")
    os.link(tmp_path / "outside", data / "hard")
    (data / "soft").symlink_to(tmp_path / "outside")
    os.mkfifo(data / "pipe")
    (data / "real").write_text("ok")
    assert set(folder.written(data)) == {"real"}
    for name in ("hard", "soft", "pipe", "missing", "real/x", "a\0b"):
        with pytest.raises(FileNotFoundError):
            folder.fetch(data, name, tmp_path / "got")
    assert folder.fetch(data, "real", tmp_path / "got") == 2


def test_awkward_tree_is_measured_and_removed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    deep = data
    deep.mkdir()
    here = os.getcwd()
    try:
        os.chdir(data)
        for _ in range(1500):
            os.mkdir("d")
            os.chdir("d")
        Path("bottom").write_bytes(bytes(2**20))
    finally:
        os.chdir(here)
    (data / "closed").mkdir()
    (data / "closed" / "x").write_text("x")
    os.chmod(data / "closed", 0)
    assert folder.usage(data) > 2**20
    folder.remove(data)
    assert not data.exists()


def test_tree_too_deep_to_name_is_too_big(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    here, name = os.getcwd(), "d" * 200
    try:
        os.chdir(data)
        for _ in range(25):
            os.mkdir(name)
            os.chdir(name)
    finally:
        os.chdir(here)
    assert folder.usage(data) == folder.TOO_DEEP


@pytest.mark.skipif(landlock.abi() == 0, reason="needs Linux with Landlock")
@pytest.mark.parametrize("rung", ["namespaces", "landlock"])
def test_files_go_in_and_out(tmp_path: Path, rung: str) -> None:
    source = tmp_path / "given.csv"
    source.write_text("a,b\n1,2\n")
    with bench(tmp_path / "r", rung) as made:  # type: ignore[arg-type]
        session = made.session()
        path = made.do(session.put("../x/sales 2026.csv", source))
        assert path == "/mnt/data/sales 2026.csv"
        before = session.written()
        code = (
            f"import pandas as pd\nframe = pd.read_csv({path!r})\n"
            "frame.to_csv('/mnt/data/out.csv', index=False)\nframe.shape"
        )
        assert made.run(code).text == "(1, 2)\n"
        changed = {
            name for name, version in session.written().items() if before.get(name) != version
        }
        assert changed == {"out.csv"}
        assert session.fetch("out.csv", tmp_path / "out") == 8
        assert (tmp_path / "out").read_text() == "a,b\n1,2\n"
        assert made.run(f"open({path!r}, 'a').write('3,4\\n')").text == "4\n"
        assert source.read_text() == "a,b\n1,2\n"
