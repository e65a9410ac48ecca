"""The tables of a reply."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

import assist_magic
from assist_magic.reply import File, Reply, Text
from assist_magic.tables import Tables
from tests.conftest import Door


def test_a_written_table_is_a_dataframe(front: Path, door: Door) -> None:
    reply = door("Please write a table.")

    assert list(reply.tables) == ["table.csv"]
    assert reply.tables["table.csv"].equals(pd.DataFrame({"x": [1]}))
    assert list(assist_magic.ask("hello").tables) == []


def test_tables_are_read_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("x,y\n1,2\n")
    Path("a-2.csv").write_text("x\n3\n")
    Path("b.TSV").write_text("x\ty\n1\t2\n")
    files = [("a.csv", "a.csv"), ("a.csv", "a-2.csv"), ("b.TSV", "b.TSV"), ("c.png", "c.png")]
    tables = Tables([*files, ("gone.csv", "gone.csv")])

    assert repr(tables) == "<Tables a.csv, a-2.csv, b.TSV, gone.csv>"
    assert len(tables) == 4
    assert tables["a-2.csv"]["x"].tolist() == [3]
    assert tables["b.TSV"].shape == (1, 2)
    Path("a.csv").write_text("x\n9\n")
    assert tables["a.csv"]["x"].tolist() == [9]
    with pytest.raises(FileNotFoundError):
        tables["gone.csv"]
    with pytest.raises(KeyError):
        tables["c.png"]


def test_parquet_is_read_as_pandas_can(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    tables = Tables([("a.parquet", str(tmp_path / "a.parquet"))])
    # No file of Parquet where pyarrow is there to see it; the advice to install it elsewhere.
    with pytest.raises((ImportError, ValueError), match="(?i)parquet"):
        tables["a.parquet"]


def test_a_file_that_was_not_copied_is_no_table() -> None:
    files = (File("file_1", "a.csv"), File("file_2", "b.csv", path="b.csv"))
    assert list(Reply(parts=(Text("", files),)).tables) == ["b.csv"]


def test_pandas_is_not_imported_for_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    tables = Tables([("a.csv", "a.csv")])
    assert "a.csv" in list(tables)
    with pytest.raises(ImportError):
        tables["a.csv"]
