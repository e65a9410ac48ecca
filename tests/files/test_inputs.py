"""Values of the notebook that are given with a question: told, sent, refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure
from PIL import Image

import assist_magic
from assist_magic.engine.models.enclosures import paths_in, with_values_first, words_of
from assist_magic.errors import UsageError
from assist_magic.files import inputs as inputs_room
from assist_magic.files.inputs import taken, told
from tests.conftest import Door, run_cell
from tests.proxy import Proxy


@pytest.fixture
def sales() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": ["Jan", "Feb", "Mar", "Apr"],
            "revenue": [3, 5, 4, 8],
            "note": ["", "a, b", "]", "x\ny"],
        }
    )


PREVIEW = """\
[in: sales.csv, 4 rows × 3 columns
month: {text}, revenue: int64, note: {text}
First 3 rows:
month,revenue,note
Jan,3,
Feb,5,"a, b"
Mar,4,]
]"""


def message(proxy: Proxy) -> dict[str, Any]:
    """The question of the last request."""
    body: Any = proxy.bodies[-1]
    return dict((body.get("additional_messages") or body["thread"]["messages"])[-1])


def said(**values: object) -> str:
    with taken(values) as inputs:
        return told(inputs)


def test_a_table_is_a_file_and_its_preview_a_part_of_its_own(
    proxy: Proxy, door: Door, sales: pd.DataFrame
) -> None:
    prompt = "  Look at sales,\n\n$x$ {y}?  "
    reply = door(prompt, inputs={"sales": sales})
    sent = message(proxy)

    assert [each["type"] for each in sent["content"]] == ["text", "text"]
    assert sent["content"][0]["text"] == prompt
    assert sent["content"][1]["text"] == PREVIEW.format(text=sales["month"].dtype)
    assert reply.text == "It holds:\n" + sales.to_csv(index=False).strip()

    proxy.requests.clear()
    door(prompt, inputs={"sales": sales})
    assert proxy.count("POST /v1/files") == 0
    door(prompt, inputs={"sales": sales.head(2)})
    assert proxy.count("POST /v1/files") == 1


def test_the_solver_answers_on_a_table_that_is_given(
    front: Path, monkeypatch: pytest.MonkeyPatch, door: Door, sales: pd.DataFrame
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", "solver")
    sales.to_csv("uploaded.csv", index=False)
    given = door("What is the mean revenue?", inputs={"sales": sales})
    uploaded = door("What is the mean revenue?", files=["uploaded.csv"], new=True)

    assert "5" in given.text
    assert given.text.replace("sales.csv", "uploaded.csv") == uploaded.text
    assert "8" in door("What is the maximum revenue?").text


def test_the_solver_answers_on_numbers_and_matrices_that_are_given(
    front: Path, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", "solver")
    assert "397.8" in door("What is 17% of x?", inputs={"x": 2340}).text
    assert "-6" in door("What is the determinant of A?", inputs={"A": [[1, 2], [5, 4]]}).text
    assert with_values_first("a?\n\nx = 1\ny = -0.5") == "Let x = 1. Let y = -0.5. a?"
    for words in ("a?\n\nx = 1\nb", "x = 1", 'a?\n\nx = "1"', "a?\nx = 1", "a?\n\nx = [1]"):
        assert with_values_first(words) == words


def test_the_engine_tells_the_users_words_from_what_is_given(sales: pd.DataFrame) -> None:
    text = f"Is [in: x] here?\n\n{said(sales=sales, big=sales)}\n\n[attached: /a.csv, /b.csv]"
    assert words_of(text) == "Is [in: x] here?"
    assert paths_in(text) == ["/a.csv", "/b.csv"]
    assert words_of("What is x?\n\nx = [1]") == "What is x?\n\nx = [1]"


def test_plain_values_are_told() -> None:
    values = {
        "a": {"x": [1, 2.5, None], "ü": True},
        "b": [1, "zwei"],
        "c": 'say "hi"\n',
        "d": False,
        "e": None,
        "f": (1, 2),
        "g": {"when": pd.Timestamp("2026-01-02")},
        "h": np.float32(0.5),
        "i": np.int64(7),
        "j": np.array(3),
    }
    assert said(**values).splitlines() == [
        'a = {"x": [1, 2.5, null], "ü": true}',
        'b = [1, "zwei"]',
        r'c = "say \"hi\"\n"',
        "d = false",
        "e = null",
        "f = [1, 2]",
        "g = {'when': Timestamp('2026-01-02 00:00:00')}",
        "h = 0.5",
        "i = 7",
        "j = 3",
    ]


def test_plain_values_reach_the_assistant_before_tables(
    proxy: Proxy, door: Door, sales: pd.DataFrame
) -> None:
    door("hello", inputs={"sales": sales, "rate": 0.2, "names": ["a"]})
    (_, given) = message(proxy)["content"]
    assert given["text"].startswith('rate = 0.2\nnames = ["a"]\n\n[in: sales.csv, 4 rows')


def test_pictures_are_shown(proxy: Proxy, door: Door) -> None:
    figure = Figure(figsize=(2, 1), dpi=100)
    figure.subplots().plot([1, 2])
    photo = Image.new("RGB", (3, 2), "red")
    door("hello", inputs={"chart": figure, "photo": photo})
    sent = message(proxy)

    assert sent["content"][1]["text"] == (
        "[in: chart.png, image of 200 × 100 pixels]\n\n[in: photo.png, image of 3 × 2 pixels]"
    )
    assert [each["type"] for each in sent["content"][2:]] == ["image_file", "image_file"]
    assert "attachments" not in sent
    file_id = sent["content"][3]["image_file"]["file_id"]
    files = [each for each in proxy.requests if each.startswith("POST /v1/files")]
    assert len(files) == 2
    from tests.conversation.test_talk import wire

    assert wire().get(f"/files/{file_id}")["purpose"] == "vision"


def test_a_variable_that_has_changed_is_another_file(
    front: Path, monkeypatch: pytest.MonkeyPatch, door: Door, sales: pd.DataFrame
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", "solver")
    asked = "What is the mean revenue?"
    assert "`sales.csv` is **5**" in door(asked, inputs={"sales": sales}).text
    assert "`sales-2.csv` is **4**" in door(asked, inputs={"sales": sales.head(2)}).text
    assert "`sales.csv` is **5**" in door(asked, inputs={"sales": sales}).text
    assert "`sales-3.csv` is **3**" in door(asked, inputs={"sales": sales.head(1)}).text


def test_a_table_is_named_apart_from_files_too(
    proxy: Proxy, front: Path, sales: pd.DataFrame
) -> None:
    Path("sales.csv").write_text("x\n1\n")
    reply = assist_magic.ask("List the files", files="sales.csv", inputs={"sales": sales})
    assert reply.text == "There are ['sales-2.csv', 'sales.csv']."
    assert message(proxy)["content"][1]["text"].startswith("[in: sales-2.csv, 4 rows")


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (
            pd.Series([1.5, None], name="speed"),
            ["speed: float64", "All rows:", "speed", "1.5", '""'],
        ),
        (np.array([1, 2]), ["t: int64", "All rows:", "t", "1", "2"]),
        (np.eye(2), ["t_0: float64, t_1: float64", "All rows:", "t_0,t_1", "1.0,0.0", "0.0,1.0"]),
        (
            pd.DataFrame({"a": [1]}, index=pd.Index(["p"], name="place")),
            [f"place: {pd.Series(['p']).dtype}, a: int64", "All rows:", "place,a", "p,1"],
        ),
        (
            pd.DataFrame({"a": [1, 2], "b": [3, 4]}).groupby("a").agg({"b": ["sum", "max"]}),
            [
                "a: int64, b sum: int64, b max: int64",
                "All rows:",
                "a,b sum,b max",
                "1,3,3",
                "2,4,4",
            ],
        ),
    ],
)
def test_tables_of_every_kind(value: object, lines: list[str]) -> None:
    assert said(t=value).splitlines()[1:-1] == lines


def test_a_preview_stays_short() -> None:
    wide = pd.DataFrame({f"column{n}": ["long " * 100] * 5 for n in range(200)})
    text = said(wide=wide)

    assert "… and 170 more columns" in text
    assert len(text) < 8000


class Secret:
    def __repr__(self) -> str:
        raise ZeroDivisionError


def deep() -> list[Any]:
    found: list[Any] = []
    for _ in range(100_000):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Secret(), f"-i x: the {__name__}.Secret cannot be given: DataFrames and Series"),
        (b"bytes", "-i x: the bytes cannot be given"),
        ([Secret()], "the list cannot be told: ZeroDivisionError"),
        (print, "the builtin_function_or_method cannot be given"),
        (np.datetime64("2026-01-01"), "the numpy.datetime64 cannot be given"),
        (pd.DataFrame(), r"the pandas.*DataFrame is empty \(0 rows × 0 columns\)"),
        (pd.DataFrame({"a": []}), r"is empty \(0 rows × 1 column\)"),
        (np.zeros((2, 2, 2)), "the numpy.ndarray has 3 dimensions"),
        ("x" * 200_000, "the str has 200,002 characters as text, and at most 100,000"),
        (deep(), "the list is nested too deeply"),
        (Image.new("CMYK", (1, 1)), "the PIL.Image.Image cannot be drawn: OSError"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_refused_before_anything_is_asked(
    proxy: Proxy, value: object, words: str
) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        assist_magic.ask("hello", inputs={"x": value})
    assert len(str(refused.value)) < 400
    assert proxy.requests == []


def test_too_much_is_refused(
    proxy: Proxy, sales: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match=r"\(a, b\) have 160,012 characters"):
        assist_magic.ask("hello", inputs={"a": "x" * 80_000, "b": "x" * 80_000})
    with pytest.raises(UsageError, match="has 11 files and tables and 0 images"):
        assist_magic.ask("hello", inputs={f"t{n}": sales for n in range(11)})
    with pytest.raises(UsageError, match="'a b', which is no name of a variable"):
        assist_magic.ask("hello", inputs={"a b": 1})
    monkeypatch.setattr(inputs_room, "MOST_BYTES", 10)
    with pytest.raises(UsageError, match=r"-i x: .*is too large: .*\(4 rows × 3 columns\)"):
        assist_magic.ask("hello", inputs={"x": sales})
    monkeypatch.setattr(inputs_room, "MOST_IMAGE_BYTES", 10)
    with pytest.raises(UsageError, match=r"-i x: .*is too large: as PNG"):
        assist_magic.ask("hello", inputs={"x": Image.new("RGB", (9, 9))})
    assert proxy.requests == []


def test_an_unknown_variable_is_told_with_the_nearest(
    proxy: Proxy, shell: InteractiveShell
) -> None:
    shell.user_ns["sales"] = 1
    with pytest.raises(UsageError, match="-i salse: there is no variable.*Did you mean sales?"):
        run_cell(shell, "%%assistant -i salse\nhello")
    with pytest.raises(UsageError, match="-i zzz: .* Run the cell that defines it first"):
        run_cell(shell, "%assistant --in zzz hello")
    assert proxy.requests == []


def test_no_library_is_loaded_for_plain_values() -> None:
    code = (
        "import sys\nfrom assist_magic.files.inputs import taken\n"
        "with taken({'x': 1, 'y': [2]}) as found: assert len(found) == 2\n"
        "print({'pandas', 'numpy', 'matplotlib', 'PIL'} & set(sys.modules))"
    )
    seen = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    assert seen.stdout.strip() == "set()"
