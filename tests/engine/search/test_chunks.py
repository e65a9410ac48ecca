"""Where a text is cut, what counts as its words, and how many tokens it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_magic.engine.search.chunks import passages
from assist_magic.engine.search.words import question_terms, terms, tokens
from tests.engine.search.corpus import PASSAGES

PROSE = " ".join(f"Sentence number {n} says that seals like the northern reef." for n in range(400))


def joined(text: str, size: int, overlap: int) -> str:
    """The text put together again from its passages."""
    found = passages(text, size, overlap)
    ends = [each.start for each in found[1:]] + [len(text)]
    return "".join(each.text[: end - each.start] for each, end in zip(found, ends, strict=True))


@pytest.mark.parametrize(("size", "overlap"), [(800, 400), (100, 0), (100, 50), (2000, 100)])
def test_size_and_overlap_are_kept(size: int, overlap: int) -> None:
    found = passages(PROSE, size, overlap)
    assert joined(PROSE, size, overlap) == PROSE
    sizes = [tokens(each.text) for each in found]
    assert max(sizes) <= size
    assert min(sizes[:-1], default=size) > size * 0.8
    for one, next_one in zip(found, found[1:], strict=False):
        shared = tokens(PROSE[next_one.start : one.start + len(one.text)])
        assert overlap * 0.6 <= shared <= overlap
        assert next_one.text.startswith("Sentence")  # no sentence is cut


@given(st.text(max_size=2000), st.integers(100, 300), st.integers(0, 50))
def test_any_text_is_cut_without_loss(text: str, size: int, overlap: int) -> None:
    found = passages(text, size, overlap)
    assert all(text[each.start :].startswith(each.text) for each in found)
    covered = {place for each in found for place in range(each.start, each.start + len(each.text))}
    assert all(text[place].isspace() for place in range(len(text)) if place not in covered)


def test_one_endless_line_is_cut() -> None:
    line = "word" * 5000
    assert len(passages(line, 100, 50)) > 20
    assert joined(line, 100, 0) == line


def test_heading_of_a_passage() -> None:
    text = "# One\n\n" + "Alpha beta. " * 60 + "\n\n## Two ##\n\n" + "Gamma delta. " * 60
    found = passages(text, 100, 0)
    assert found[0].heading == "One"
    assert found[-1].heading == "Two"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The employees' vacations", ["employe", "vacat"]),
        ("Café NAÏVE Straße", ["cafe", "naiv", "strass"]),
        ("parse_config loadRemote HTTPServer", ["pars", "config", "loadremot", "load", "remot"]),
        ("1,200 euros and 3.14", ["1200", "euro", "3.14"]),
        ("申请退款", ["申请", "请退", "退款"]),
        ("don't", []),
    ],
)
def test_terms(text: str, wanted: list[str]) -> None:
    assert terms(text)[: len(wanted)] == wanted


def test_question_of_common_words_alone_keeps_them() -> None:
    assert question_terms("What is it?") == ["what", "is", "it"]


CODE = '''def area(radius: float) -> float:
    """The area of a circle."""
    return math.pi * radius**2
'''


@pytest.mark.parametrize(
    ("text", "counted"),  # by the vocabulary cl100k_base
    [
        ("The quick brown fox jumps over the lazy dog.", 10),
        (PASSAGES["expenses"], 36),
        (PASSAGES["退款"], 35),
        (CODE, 26),
    ],
)
def test_tokens_are_near_those_of_a_tokenizer(text: str, counted: int) -> None:
    assert tokens(text) == pytest.approx(counted, rel=0.25)
