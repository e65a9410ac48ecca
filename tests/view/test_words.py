"""Model text as words, whole and while it grows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist_magic.plain import plain, plain_so_far
from assist_magic.reply import File
from assist_magic.view.words import words, words_so_far

TABLE = File("file-1", "t.csv", "sandbox:/mnt/data/t.csv", "assistant_files/t.csv")
LOST = File("file-2", "lost.csv", "sandbox:/mnt/data/lost.csv")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m and \x1b[2Jgone\x07", "red and gone"),
        ("a\x1b]0;title\x07b\x1b]8;;http://x\x1b\\c\x9b31md\x9d0;t\x9ce", "abcde"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("größer ∑ 🎲 \u2028", "größer ∑ 🎲 \u2028"),
    ],
)
def test_no_control_reaches_who_reads(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert words(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[result](sandbox:/mnt/data/t.csv).", "result (assistant_files/t.csv)."),
        ("![result](/mnt/data/t.csv)", "result (assistant_files/t.csv)"),
        ("see sandbox:/mnt/data/t.csv.", "see assistant_files/t.csv."),
        ("`sandbox:/mnt/data/t.csv`", "`sandbox:/mnt/data/t.csv`"),
        ("[lost](sandbox:/mnt/data/lost.csv)", "lost"),
        ("[other](https://a.example)", "[other](https://a.example)"),
    ],
)
def test_a_linked_file_shows_where_it_lies(text: str, shown: str) -> None:
    assert words(text, (TABLE, LOST)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Solve \(x^2 = 4\) now", "Solve x^2 = 4 now"),
        (r"Then \[ y = 2 \] holds.", "Then\n    y = 2\nholds."),
        ("Then\n\\[\n  a\n  b\n\\]\nmore", "Then\n    a\n    b\nmore"),
        ("Then\n\n$$\ny\n$$\n\nmore", "Then\n\n    y\n\nmore"),
        ("It costs $5 and $10", "It costs $5 and $10"),
        (r"`\(x\)` and", r"`\(x\)` and"),
        ("```\n\\(x\\)\n```\n\\(y\\)", "```\n\\(x\\)\n```\ny"),
        (r"$$a \\[2pt] b$$", r"    a \\[2pt] b"),
    ],
)
def test_formulas_lose_their_marks(text: str, shown: str) -> None:
    assert words(text) == shown


def test_what_is_open_waits() -> None:
    assert words_so_far("See [the tab") == "See"
    assert words_so_far("See [the table](sandbox:/mnt/data/lost.csv) and", (LOST,)) == "See"
    assert words_so_far("See\n[t](sandbox:/mnt/data/t.csv) and", (TABLE,)) == (
        "See\nt (assistant_files/t.csv)"
    )
    assert words_so_far(r"Solve \(x^") == "Solve"
    assert words_so_far("A lone ` here\n\nand on") == "A lone ` here\n\nand"
    assert words_so_far("```python\nprint(1)\npri") == "```python\nprint(1)\npri"
    assert words_so_far("a \x1b[3") == "a"


PIECES = st.sampled_from(
    ["\\(", "\\)", "\\[", "\\]", "$$", "$", "`", "```", "~~~", "\n", "\n\n", " ", "x", "5", "!",
     "[", "](", ")", "]", "sandbox:/mnt/data/t.csv", "[t](sandbox:/mnt/data/t.csv)", "\x1b[31m",
     "\x1b", "[3", "m", "\r", "\x07", "\x1b]0;", "é"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_what_was_printed_never_has_to_be_taken_back(text: str) -> None:
    shown = words(text, (TABLE,))
    for end in range(len(text) + 1):
        assert shown.startswith(words_so_far(text[:end], (TABLE,)))
    assert plain(text).startswith(plain_so_far(text))
