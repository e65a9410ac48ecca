"""Documents are read on every rung of the sandbox's ladder, and failures of the reader are told."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from assist_magic.engine.interpreter import landlock, sandbox
from assist_magic.engine.interpreter.base import RuntimeSettings
from assist_magic.engine.search import reader as room
from assist_magic.engine.search.reader import Reader, ReaderFailed, ReadPassage
from assist_magic.engine.search.reading.document import Unreadable
from tests.engine.search import documents

RUNGS = {
    "full": sandbox.FULL,
    "no namespaces": sandbox.NO_NAMESPACES,
    "bubblewrap": sandbox.BUBBLEWRAP,
    "limits alone": sandbox.Rung(("limits",)),
    "nothing": sandbox.NONE,
}


def read(folder: Path, rung: sandbox.Rung, path: Path) -> list[ReadPassage]:
    reader = Reader(RuntimeSettings(folder=folder))
    reader._confined._rung = rung
    return asyncio.run(reader.read(path, path.name, 800, 400))


@pytest.mark.skipif(landlock.abi() == 0, reason="needs Linux with Landlock")
@pytest.mark.parametrize("name", RUNGS)
def test_every_rung_reads(tmp_path: Path, name: str) -> None:
    if name == "bubblewrap" and sandbox.bubblewrap() is None:
        pytest.skip("bubblewrap is not installed")
    path = tmp_path / "log.pdf"
    path.write_bytes(documents.pdf())
    (passage,) = read(tmp_path, RUNGS[name], path)
    assert documents.FACT in " ".join(passage.text.split())
    assert "seal" in passage.words.split()
    assert "log" in passage.title.split()


def test_failures_of_the_reader_itself_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    for command, words in (
        (["/nowhere/python"], "could not be started"),
        (["/bin/sh", "-c", "echo lost >&2; exit 3"], r"could not be confined \(lost\)"),
        (["/bin/sh", "-c", "echo Trace: >&2; sleep 0.2; echo oh >&2; exit 1"], "oh"),
    ):
        monkeypatch.setattr(room, "python", lambda *_, command=command, **__: command)
        with pytest.raises(ReaderFailed, match=words):
            read(tmp_path, sandbox.NONE, path)
    monkeypatch.setattr(room, "python", lambda *_, **__: ["/bin/sh", "-c", "kill -SEGV $$"])
    with pytest.raises(Unreadable, match="damaged, or too large"):
        read(tmp_path, sandbox.NONE, path)


def test_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="has been deleted"):
        read(tmp_path, sandbox.NONE, tmp_path / "gone.txt")
