"""The assistant's code on the user's own copies of its files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assist_magic.files.localised import local_copies, localised

COPIES = {"cars.csv": Path("data/cars.csv"), "near.csv": Path("near.csv")}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("open('/mnt/data/cars.csv')", "open('data/cars.csv')"),
        ('open("cars.csv")', 'open("data/cars.csv")'),
        ("open(f'/mnt/data/cars.csv')", "open(f'data/cars.csv')"),
        ("open('/mnt/data/near.csv')", "open('near.csv')"),
        ("open('/mnt/data/other.csv', 'w')", "open('other.csv', 'w')"),
        ("open(f'/mnt/data/{n}.csv')", "open(f'{n}.csv')"),
        ("os.listdir('/mnt/data')", "os.listdir('.')"),
        ("print('my cars.csv')", "print('my cars.csv')"),
    ],
)
def test_literals_that_name_files(code: str, expected: str) -> None:
    assert localised([code], COPIES).splitlines()[-1] == expected


def test_what_has_changed_is_said_on_top() -> None:
    text = localised(["a = open('/mnt/data/cars.csv')", "b = '/mnt/data/out.csv'"], COPIES)
    assert text == (
        "# /mnt/data/cars.csv is data/cars.csv here\n"
        "# other files of /mnt/data are looked for in the working folder\n"
        "# %%\na = open('data/cars.csv')\n\n# %%\nb = 'out.csv'"
    )
    assert localised(["x = 1"], COPIES) == "x = 1"


def test_a_path_with_a_quote_stays_a_literal() -> None:
    path = Path("it's/cars.csv")
    code = localised(["name = '/mnt/data/cars.csv'"], {"cars.csv": path})
    space: dict[str, str] = {}
    exec(code, space)
    assert space["name"] == "it's/cars.csv"


def test_copies_are_what_was_sent_and_what_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "work"
    (folder / "assistant_files").mkdir(parents=True)
    monkeypatch.chdir(folder)
    (folder / "assistant_files" / "made.csv").write_text("x")
    (folder / "a.csv").write_text("x")
    far = tmp_path / "far.csv"
    far.write_text("x")
    stamps = [f"{each}|1|2" for each in (folder / "a.csv", far, folder / "gone.csv")]
    assert local_copies(stamps, Path()) == {
        "made.csv": Path("assistant_files") / "made.csv",
        "a.csv": Path("a.csv"),
        "far.csv": far,
    }
    assert os.listdir(folder / "assistant_files") == ["made.csv"]
