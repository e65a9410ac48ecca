"""Answers mixed from pieces of formulas, money, code and Markdown, whole and broken."""

from __future__ import annotations

import random

from markdown_it import MarkdownIt

from assist_magic.view.formulas import formulas_plugin

_PIECES = [
    "$x$", "$x^2$", r"\(y\)", r"\[z\]", "$$w$$", "\n\\[\nq\n\\]\n", "\n$$\np\n$$\n", "$5", "$10.50",
    "US$7", "`$c$`", "`a|b`", "\n```\n$f$\n```\n", "word", "and", ", ", ". ", " ", " ", "\n",
    "\n\n", "**", "*", "_", "- ", "\n- ", "\n1. ", "\n> ", "## ", "\n\n| a | b |\n|---|---|\n| ",
    " | ", " |\n", "(", ")", "[", "]", "{", "}", r"\{", r"\$", "\\", r"\\", "%", "&", "<", ">", "~",
    "~~", "#", "|", "$", "$$", r"\(", r"\)", r"\[", r"\]", "'", '"', "a_b", "x_{1}", r"\frac{1}{2}",
    r"\text{if }", "\n\\begin{align}\na&=b\n\\end{align}\n", r"\begin{cases}1\end{cases}",
    "https://a.example/b", "    ", "5", "-", "=", "+", "<br>", "[l](https://a.example)", "!", "é",
    "中文",
]  # fmt: skip


def mixed(seed: int, count: int) -> list[str]:
    """`count` answers, the same for the same seed."""
    dice = random.Random(seed)
    return ["." + "".join(dice.choices(_PIECES, k=dice.randint(1, 14))) for _ in range(count)]


def formulas_in(text: str) -> int:
    """How many formulas the text holds."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(formulas_plugin)
    tokens = parser.parse(text)
    inside = [child for token in tokens for child in token.children or ()]
    return sum(token.type in ("formula", "formula_block") for token in [*tokens, *inside])
