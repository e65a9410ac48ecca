"""Tops of table files under the answer that links them."""

from __future__ import annotations

from pathlib import Path

import pytest

import assist_magic
from assist_magic.reply import File, Reply, Text
from assist_magic.tables import top_of
from assist_magic.view.outputs import outputs
from assist_magic.view.previews import previews


def preview(path: Path) -> tuple[str, str]:
    ((markdown, words),) = previews([File("file-1", path.name, path=str(path))])
    return markdown, words


def test_a_linked_table_is_previewed_from_its_copy(front: Path) -> None:
    _, answer, table = outputs(assist_magic.ask("Please write a table."))

    assert answer.data["text/markdown"] == "Take [the table](assistant_files/table.csv)."
    assert table.data == {
        "text/markdown": "| x |\n| --- |\n| 1 |\n\n*table.csv: 1 row × 1 column, 4 bytes*",
        "text/plain": "x\n1\n\ntable.csv: 1 row × 1 column, 4 bytes",
    }


def test_long_and_wide_tables_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [",".join(f"{row}-{column}" for column in range(12)) for row in range(1200)]
    path.write_text("\n".join([",".join(f"c{column}" for column in range(12)), *rows]))
    markdown, words = preview(path)

    lines = markdown.split("\n")
    assert lines[0] == "| c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7 | … |"
    assert lines[2].startswith("| 0-0 | 0-1 |")
    assert lines[7] == "|" + " … |" * 9
    assert lines[-1] == "*a.csv: 1,200 rows × 12 columns, 89.9 KB*"
    assert words.split("\n")[0] == "c0   c1   c2   c3   c4   c5   c6   c7   …"


def test_cells_are_words_and_no_markup(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('name,"a|b"\n"<img src=x onerror=y>","![p](http://x)\n$5"\n' + "x" * 300)
    markdown, _ = preview(path)

    assert markdown.split("\n")[:4] == [
        "| name | a&#124;b |",
        "| --- | --- |",
        "| &lt;img src=x onerror=y> | &#33;[p]&#40;http&#58;//x) <span>&#36;</span>5 |",
        f"| {'x' * 39}… |  |",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tsv", "x\ty,z\n1\t2,5\n"),
        ("a.csv", "x;y,z\n1;2,5\n"),
        ("a.csv", '\ufeffx,"y,z"\n1,"2,5"\n'),
    ],
)
def test_separators_are_told_apart(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    top = top_of(tmp_path / name)
    assert top is not None
    assert (top.columns, top.rows) == (("x", "y,z"), (("1", "2,5"),))


@pytest.mark.parametrize("content", [b"", b"only,a,header\n", b"\x00" * 300_000])
def test_what_has_no_rows_has_no_preview(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert top_of(tmp_path / "a.csv") is None


def test_what_cannot_be_read_leaves_the_link(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    files = [File("1", "gone.csv", path="gone.csv"), File("2", "b.csv")]
    files += [
        File("3", "a.parquet", path=str(tmp_path / "a.parquet")),
        File("4", "a.png", path="a"),
    ]
    assert list(previews(files)) == []


def test_a_few_files_are_enough(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.csv").write_text("x\n1\n")
    files = [
        File(str(n), f"{n}.csv", f"sandbox:/{n}", str(tmp_path / f"{n}.csv")) for n in range(6)
    ]
    reply = Reply(status="completed", parts=(Text("All.", tuple(files)),))
    assert len(outputs(reply)) == 1 + 3


def test_parquet_where_pyarrow_is_there(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table

    path = tmp_path / "a.parquet"
    write_table(pyarrow.table({"x": list(range(9)), "y": [None] + ["a"] * 8}), path)
    top = top_of(path)
    assert top is not None
    assert (top.columns, top.rows[:2], top.count) == (("x", "y"), (("0", ""), ("1", "a")), 9)
