"""Copies beside the notebook: how they are called, and that nothing is ever replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist_magic.files.copies import FOLDER, lay, safe_name


def lay_text(name: str, text: str) -> str:
    return lay(name, lambda part: part.write_text(text) and None).as_posix()


def test_each_content_has_one_name_and_replaces_nothing(bare: Path) -> None:
    assert lay_text("a.csv", "one") == f"{FOLDER}/a.csv"
    assert lay_text("a.csv", "two") == f"{FOLDER}/a-2.csv"
    assert lay_text("a.csv", "one") == f"{FOLDER}/a.csv"
    assert lay_text("a.csv", "two") == f"{FOLDER}/a-2.csv"
    assert sorted(each.name for each in Path(FOLDER).iterdir()) == ["a-2.csv", "a.csv"]
    assert Path(FOLDER, "a.csv").read_text() == "one"


def test_what_cannot_be_filled_leaves_nothing(bare: Path) -> None:
    def fill(part: Path) -> None:
        part.write_text("half")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        lay("a.csv", fill)
    assert list(Path(FOLDER).iterdir()) == []


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("con.csv", "_con.csv"),
        ("a\x00b?.png", "a_b_.png"),
        (" . ", "file"),
        ("x" * 200 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_names_are_names_on_every_system(given: str, safe: str) -> None:
    assert safe_name(given) == safe
