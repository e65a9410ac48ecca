"""Code in colours: pieces that are the whole code, and HTML that holds nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest

from assist_magic.view.code import code_html, pieces

CODE = "# a note\nfor n in range(3):\n    print('<b>', n + 0x1F)\n"
CODES = [
    CODE,
    "",
    "\n\n x = '",
    "def (:\n\t'''open",
    "x = '😀'  # 😀",
    "</code></pre><script>alert(1)</script>",
    "'</span>' # </em><img src=x onerror=y>",
    "print(1)\n\n\n",
]


@pytest.mark.parametrize("code", CODES)
def test_the_pieces_are_the_whole_code(code: str) -> None:
    assert "".join(text for _, text in pieces(code)) == code


@pytest.mark.parametrize("code", CODES)
def test_the_html_holds_the_code_and_no_tags_but_its_own(code: str) -> None:
    inside = code_html(code)
    inside = inside.removeprefix('<div class="highlight"><pre><code>')
    inside = inside.removesuffix("</code></pre></div>")
    text = re.sub(r'<span class="[kms]">|</span>|</?em>', "", inside)
    assert "<" not in text
    assert unescape(text) == code


def test_comments_keywords_numbers_and_strings_are_told_apart() -> None:
    kinds = {text.strip(): kind for kind, text in pieces(CODE)}
    assert kinds["# a note"] == "c"
    assert kinds["for"] == "k"
    assert kinds["3"] == kinds["0x1F"] == "m"
    assert kinds["'<b>'"] == "s"
    assert kinds["n in range("] == ""
    assert "<em># a note</em>" in code_html(CODE)
