"""The steps of a finished reply as plain semantic HTML, and as text.

No styles and no classes: a notebook that is not trusted loses them, and the page shall look the
same there. No times: they stand in the output's metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from assist_magic.reply import Step

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_ENDINGS = {"failed": "failed", "cancelled": "stopped", "expired": "expired"}


def step_name(step: Step) -> str:
    """What the step is, in words for people."""
    if step.kind == "code_interpreter":
        return "Python"
    return "File search" if step.kind == "file_search" else step.name or "Function"


def plain_log(log: str) -> str:
    """A log without the codes that colour a terminal."""
    return _ANSI.sub("", log).rstrip()


def summary(steps: Sequence[Step]) -> str:
    """One line over the steps that is the same each time they run, like "Worked in 2 steps"."""
    names = ", ".join(dict.fromkeys(step_name(step) for step in steps))
    return f"Worked in {len(steps)} {'step' if len(steps) == 1 else 'steps'}: {names}"


def steps_html(steps: Sequence[Step]) -> str:
    """The steps as one `<details>`, closed until the reader opens it."""
    inside = "\n".join(_html(step, len(steps) > 1) for step in steps)
    return f"<details><summary>{escape(summary(steps))}</summary>\n{inside}\n</details>"


def steps_text(steps: Sequence[Step]) -> str:
    """The steps as text: their code indented, what it printed below."""
    return "\n\n".join([summary(steps), *(block for step in steps for block in _text(step))])


def _html(step: Step, titled: bool) -> str:
    pieces = []
    ending = _ENDINGS.get(step.status)
    if titled or ending:
        title = step_name(step) + (f" ({ending})" if ending else "")
        pieces.append(f"<p><b>{escape(title)}</b></p>")
    if step.input.strip():
        pieces.append(f"<pre><code>{escape(step.input.rstrip())}</code></pre>")
    if step.logs.strip():
        pieces.append(f"<blockquote><pre>{escape(plain_log(step.logs))}</pre></blockquote>")
    return "\n".join(pieces)


def _text(step: Step) -> Iterable[str]:
    if step.input.strip():
        yield "\n".join(f"    {line}".rstrip() for line in step.input.rstrip().splitlines())
    if step.logs.strip():
        yield plain_log(step.logs)
    if step.status in _ENDINGS:
        yield f"({_ENDINGS[step.status]})"
