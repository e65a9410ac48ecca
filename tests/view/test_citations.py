"""Footnotes: numbers for marks, the list of sources, and marks that are never shown."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assist_magic.reply import Citation, Reply, Text
from assist_magic.view.citations import numbered, settled, sources, with_numbers
from assist_magic.view.live import Progress
from assist_magic.view.outputs import outputs
from assist_magic.view.render import markdown
from assist_magic.view.words import words

ONE, TWO = "【4:0†a.pdf】", "【4:1†a.pdf】"
LONG = "A passage of many words, " * 20
BOTH = (
    Citation("file-a", "a.pdf", ONE, "First."),
    Citation("file-a", "a.pdf", TWO, LONG),
)


def reply(value: str, cited: Sequence[Citation] = BOTH) -> Reply:
    return Reply(status="completed", run_id="run_1", parts=(Text(value, (), tuple(cited)),))


def test_passages_are_numbered_in_reading_order_and_listed() -> None:
    said = reply(f"One {ONE}. Two{TWO}{ONE}.")

    assert numbered(said) == {ONE: 1, TWO: 2}
    answer, listed = outputs(said)
    assert answer.data["text/markdown"] == "One <sup>[1]</sup>. Two<sup>[2]</sup><sup>[1]</sup>."
    assert answer.data["text/plain"] == "One [1]. Two[2][1]."
    first, second = listed.data["text/plain"].split("\n")
    assert first == "[1] a.pdf: “First.”"
    assert second.endswith("A passage of many …”")
    assert len(second) < 150
    assert listed.data["text/markdown"].count("  \n") == 1
    assert listed.metadata["assist_magic"]["citations"][0] == {"file_id": "file-a", "name": "a.pdf"}
    assert "file-a" not in str(listed.data)


def test_files_are_numbered_where_no_passage_is_known() -> None:
    cited = [Citation("file-a", "a.pdf", ONE), Citation("file-a", "a.pdf", TWO)]
    assert list(sources(reply(f"{ONE}{TWO}", cited))) == [(1, "a.pdf")]


def test_names_and_passages_are_words_and_no_markup() -> None:
    cited = [Citation("f", "<b>$x$.pdf", ONE, "![a](http://x/y) `c`\n<script>")]
    *_, listed = outputs(reply(f"x{ONE}", cited))
    assert listed.data["text/markdown"] == (
        "[1] &lt;b><span>&#36;</span>x<span>&#36;</span>.pdf: "
        "“&#33;[a]&#40;http&#58;//x/y) &#96;c&#96; &lt;script>”"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Known 【9:9†b.pdf】.", "Known."),
        ("Old 【7†source】.", "Old."),
        ("Begun 【4:0†a.p", "Begun"),
        ("Begun 【", "Begun"),
        ("【注意】 and 【1】 stay", "【注意】 and 【1】 stay"),
        (f"`code {ONE}`", "`code ⸤1⸥`"),
    ],
)
def test_marks_are_never_shown(text: str, shown: str) -> None:
    assert with_numbers(text, {ONE: 1}) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See ⸤1⸥(there) and ⸤2⸥: x", "See <sup>[1]</sup>(there) and <sup>[2]</sup>: x"),
        ("**Bold.**⸤1⸥", "**Bold.**<sup>[1]</sup>"),
        ("`code ⸤1⸥`", "`code [1]`"),
        ("```\ncode ⸤1⸥\n```", "```\ncode [1]\n```"),
        ("$x⸤1⸥$", "$x[1]$"),
        ("| a |\n| --- |\n| b⸤1⸥ |", "| a |\n| --- |\n| b<sup>[1]</sup> |"),
        ("[1]: http://x\n\n⸤1⸥", "<sup>[1]</sup>"),
    ],
)
def test_numbers_are_raised_in_text_and_plain_in_code(text: str, shown: str) -> None:
    assert markdown(text) == shown


def test_words_have_plain_brackets() -> None:
    assert words("One⸤1⸥ and `two ⸤2⸥`.") == "One[1] and `two [2]`."


def test_a_growing_text_waits_for_what_its_mark_stands_for() -> None:
    assert settled(f"One{ONE} two{TWO} three", {ONE: 1}) == f"One{ONE} two"
    assert settled("One【4:", {}) == "One"


def test_the_live_view_never_tells_a_mark() -> None:
    value, now = f"One {ONE}.\n\nTwo {TWO}.\n\nThree.", iter(range(1000))
    progress, told = Progress(clock=lambda: float(next(now))), ""
    texts: dict[str, str] = {}
    for end in [*range(1, len(value) + 1), *[len(value)] * 5]:
        # The annotations come late, as they do where a server sends them with the whole message.
        said = reply(value[:end], BOTH if end == len(value) else ())
        for key, offset, addition in (progress.next(said) or {}).get("edits", ()):
            told += addition
            texts[key] = texts.get(key, "")[:offset] + addition

    assert not set("【】†") & set(told)
    assert "".join(texts.values()).count("<sup>") == 2
