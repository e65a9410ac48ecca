"""Model text as safe Markdown: the table of cases, and properties that hold for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist_magic.reply import File
from assist_magic.view.render import escape, growing_blocks, markdown

DOLLAR = "<span>&#36;</span>"

MONEY = [
    ("It costs $5 and $10.", f"It costs {DOLLAR}5 and {DOLLAR}10."),
    ("$5-$10, US$5", f"{DOLLAR}5-{DOLLAR}10, US{DOLLAR}5"),
    ("$HOME and $PATH", f"{DOLLAR}HOME and {DOLLAR}PATH"),
    ("Pay $5 for $x^2$", f"Pay {DOLLAR}5 for $x^2$"),
    (r"\$5 and \$6", f"{DOLLAR}5 and {DOLLAR}6"),
    ("a $ 5 and $ 6", f"a {DOLLAR} 5 and {DOLLAR} 6"),
    ("| a |\n|---|\n| $5 |", f"| a |\n| --- |\n| {DOLLAR}5 |"),
    ("$5 each, or 5$", f"{DOLLAR}5 each, or 5{DOLLAR}"),
    ("$5 cm$, $5 mod 3$, $2x$", "$5 cm$, $5 mod 3$, $2x$"),
]
FORMULAS = [
    (r"Solve \(x^2\).", "Solve $x^2$."),
    (r"Solve \\(x^2\\).", "Solve $x^2$."),
    (r"Then \[ y = 2 \] holds.", "Then $$y = 2$$ holds."),
    ("\\[\ny = 2\n\\]", "$$\ny = 2\n$$"),
    ("\\\\[\ny = 2\n\\\\]", "$$\ny = 2\n$$"),
    ("$$\na\n\n= b\n$$", "$$\na\n= b\n$$"),
    ("text\n\\[\na\n- b\n\\]\nmore", "text\n\n$$\na\n- b\n$$\n\nmore"),
    ("$ \\alpha $ and $x$", "$\\alpha$ and $x$"),
    ("$a < b$", r"$a \lt b$"),
    (r"\begin{align} a &= b \\ c &= d \end{align}",
     "$$\n\\begin{align} a &= b \\\\ c &= d \\end{align}\n$$"),
    ("| a |\n|---|\n| $|x|$ |", "| a |\n| --- |\n| $\\vert x\\vert$ |"),
    ("| a | b |\n|---|:-:|\n| $P(A|B)$ | \\(y\\) |",
     "| a | b |\n| --- | :-: |\n| $P(A\\vert B)$ | $y$ |"),
    ("> quote\n> \\[\n> x\n> \\]", "> quote\n>\n> $$x$$"),
    ("- item\n  \\[\n  x\n  \\]", "- item\n  $$\n  x\n  $$"),
    ("## About $x$", "## About $x$"),
    ("price **$x^2$** here", "price **$x^2$** here"),
    (r"\(5\ \), \(x\\)", "$5$, $x$"),
    (r"a \\\(x\)", "a <span>&#92;</span>$x$"),
    (r"So \begin{cases} a \end{cases} holds.", r"So $$\begin{cases} a \end{cases}$$ holds."),
    ("\\begin{itemize}\n\\item $x$\n\\end{itemize}",
     "```\n\\begin{itemize}\n\\item $x$\n\\end{itemize}\n```"),
    (r"$$\begin{tikzpicture}\end{tikzpicture}$$",
     f"{DOLLAR}{DOLLAR}<span>&#92;</span>begin{{tikzpicture}}"
     f"<span>&#92;</span>end{{tikzpicture}}{DOLLAR}{DOLLAR}"),
    (r"a $\begin{cases} x$", rf"a {DOLLAR}<span>&#92;</span>begin{{cases}} x{DOLLAR}"),
]  # fmt: skip
CODE = [
    ("`$x$ and \\(y\\)`", "<code>&#36;x&#36; and &#92;(y&#92;)</code>"),
    ("`a_b` and `f(x)`", "`a_b` and `f(x)`"),
    ("```python\nprint('$5', '\\(x\\)')  # <b>\n```", None),
    ("```\n![a](http://e)\n```", None),
    ("    indented = '$x$'", "```\nindented = '$x$'\n```"),
    ("~~~py\nx\n~~~", "```py\nx\n```"),
    ("````\n```\n````", "````\n```\n````"),
    ('```x" onmouseover="y\nz\n```', "```x\nz\n```"),
    ("```mermaid\ngraph\n```", "```\ngraph\n```"),
    ("| `a|b` | `c` |\n|---|---|", "| <code>a&#124;b</code> | `c` |\n| --- | --- |"),
    ("- a\n  ```sh\n  echo $HOME\n  ```",
     '- a\n  <pre><code class="language-sh">echo &#36;HOME\n  </code></pre>'),
]  # fmt: skip
HARM = [
    ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
    ("a <img src=x onerror=y> b", "a &lt;img src=x onerror=y> b"),
    ("&lt;b&gt; AT&T", "&lt;b> AT&T"),
    ("![alt](http://evil.example/x.png)", "[alt](http://evil.example/x.png)"),
    ("![](http://evil.example/x.png)", "[image](http://evil.example/x.png)"),
    ("![a][r]\n\n[r]: http://evil.example/x", "[a](http://evil.example/x)"),
    ("[![a](http://e.example/x)](http://f.example)", "[a](http://f.example)"),
    ("[x](javascript:alert(1))", "[x]&#40;javascript:alert(1))"),
    ("[x](vscode://file)", "x (`vscode://file`)"),
    ("[x](command:y)", "x (`command:y`)"),
    ("[x](/api/shutdown)", "x (`/api/shutdown`)"),
    ("<https://a.example/b>", "[https&#58;//a.example/b](https://a.example/b)"),
    ("see https://a.example/b_c(d)?e=1&f.", "see [https&#58;//a.example/b_c(d)?e=1&f]"
     "(https://a.example/b_c%28d%29?e=1&amp;f)."),
    ("(http://a.example/)", "([http&#58;//a.example/](http://a.example/))"),
    # Else the front end's link would go on into the formula, and its quotation mark end the link.
    ('http://a.example/$" onmouseover="y$',
     "[http&#58;//a.example/](http://a.example/)$'' onmouseover=''y$"),
    ("so!http://a.example", "so&#33;[http&#58;//a.example](http://a.example)"),
    ("www.a.example/$x$ ftp://a/$x$ http://$x$",
     "www&#46;a.example/$x$ ftp&#58;//a/$x$ http&#58;//$x$"),
    ("[http&#58;//a.example/]()$x$", "http&#58;//a.example/$x$"),
    ('[x](https://a.example "title")', "[x](https://a.example)"),
    ("[x](https://a.example/$y$)", "[x](https://a.example/%24y%24)"),
    ("! [a] and a![b]", "! [a] and a&#33;[b]"),
    ("a<br>b<br/>c", "a<br>b<br>c"),
]  # fmt: skip
UNFINISHED = [
    ("half **bold", r"half \*\*bold"),
    ("half `code", "half &#96;code"),
    ("half $x^2", f"half {DOLLAR}x^2"),
    ("```python\nprint(", "```python\nprint(\n```"),
    ("$$\nx", f"{DOLLAR}{DOLLAR}\nx"),
    ("$$ {x $$", f"{DOLLAR}{DOLLAR} {{x {DOLLAR}{DOLLAR}"),
    ("[link](http://a", "[link]&#40;http&#58;//a"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "safe"), MONEY + FORMULAS + CODE + HARM + UNFINISHED)
def test_model_text_is_written_safe_and_typesettable(text: str, safe: str | None) -> None:
    assert markdown(text) == (text if safe is None else safe)


HARMLESS = """# Title

Some *emphasis*, **strength**, ~~old~~ and `code`, a_name and 2 * 3.

- one
  - nested
    1. deep
- two

1. first
2. second

> quoted $x$

| a | b |
| :-- | --: |
| $\\vert x\\vert$ | 2 |

```python
def f(x):
    return x  # $5
```

$$
x = 1
$$

[a link](https://docs.python.org/3/)"""


def test_harmless_text_stays_as_it_is() -> None:
    assert markdown(HARMLESS) == HARMLESS


FILES = (
    File("f1", "points.csv", "sandbox:/mnt/data/points.csv", "files/points.csv"),
    File("f2", "my data.csv", "sandbox:/mnt/data/my data.csv", "files/my data.csv"),
    File("f3", "lost.csv", "sandbox:/mnt/data/lost.csv"),
    File("f4", "away.csv", "sandbox:/mnt/data/away.csv", "/home/u/away.csv"),
)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("[p](sandbox:/mnt/data/points.csv)", "[p](files/points.csv)"),
        ("[p](/mnt/data/points.csv)", "[p](files/points.csv)"),
        ("![p](sandbox:/mnt/data/points.csv)", "[p](files/points.csv)"),
        ("[p](sandbox:/mnt/data/my data.csv)", "[p](files/my%20data.csv)"),
        ("see sandbox:/mnt/data/points.csv.", "see [points.csv](files/points.csv)."),
        ("[the lost](sandbox:/mnt/data/lost.csv)", "the lost"),
        ("[away](sandbox:/mnt/data/away.csv)", "away (`/home/u/away.csv`)"),
        ("`sandbox:/mnt/data/points.csv`", "`sandbox:/mnt/data/points.csv`"),
        ("[p](sandbox:/mnt/data/unknown.csv)", "p (`sandbox:/mnt/data/unknown.csv`)"),
    ],
)
def test_files_are_linked_where_their_markers_stand(text: str, safe: str) -> None:
    assert markdown(text, FILES) == safe


def test_escaped_words_are_just_words() -> None:
    assert escape("a *b* $5\n<i>") == rf"a \*b\* {DOLLAR}5 &lt;i>"


PIECES = st.sampled_from(
    ["$", "$$", "`", "```", "\n", "\n\n", "|", "|---|\n", "<", ">", "&", "\\", "\\(", "\\)", "\\[",
     "\\]", "![", "[", "](", ")", "*", "**", "_", "~", "~~~", "#", "- ", "1. ", "    ", "{", "}",
     "x", "5", " ", "http://e.example", "www.", "javascript:", "<script>", "\\begin{align}",
     "\\end{align}", "@@0@@", "é", "\x00", "\ue000", "\t", ":", "!", "<img src=x onerror=y>",
     "&#36;", "\r\n"]
)  # fmt: skip
ANY_TEXT = st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_no_text_breaks_the_rendering_or_leaves_a_tag(text: str) -> None:
    safe = markdown(text)
    outside_code = re.sub(r"(?ms)^\s*[> ]*(`{3,})[^`]*?\n.*?^[> ]*\s*\1$", "", safe)
    tags = set(re.findall(r"<\s*/?[a-zA-Z!?][^>]*>?", outside_code))
    allowed = r"</?(span|code|pre)>|<br\s*/?>|<br /> ?|<code class=\"language-[\w+#.-]+\">"
    assert all(re.fullmatch(allowed, tag) for tag in tags), tags
    assert "![" not in outside_code


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_growing_text_is_cut_into_blocks_that_make_it_whole(text: str) -> None:
    blocks = growing_blocks(text)
    assert "".join(source for source, _ in blocks) == text


def test_a_formula_that_has_begun_is_shown_as_its_source() -> None:
    (_, before), (source, begun) = growing_blocks("Then\n\n\\[\nx = 1\n\n+ 2")
    assert before == "Then"
    assert source == "\\[\nx = 1\n\n+ 2"
    assert begun == "```\n\\[\nx = 1\n\n+ 2\n```"


def test_blocks_are_cut_where_markdown_ends_its_lines() -> None:
    text = "a\u2028b\x0bc\r\n\r\n# Title\r\rEnd"
    assert [source.strip() for source, _ in growing_blocks(text)] == [
        "a\u2028b\x0bc",
        "# Title",
        "End",
    ]
