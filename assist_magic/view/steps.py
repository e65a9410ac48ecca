"""The steps of a finished reply as plain semantic HTML, and as text.

No styles: a notebook that is not trusted loses them, and the page shall look the same there. No
times: they stand in the output's metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from assist_magic.plain import plain
from assist_magic.reply import Step
from assist_magic.view.code import code_html

HEAD_CHARACTERS = TAIL_CHARACTERS = 2000
"""How much of a long log a notebook keeps of its two ends; the whole stays in reply.steps."""
_NO_NAME = re.compile(r"[^\w .:/-]+|[^\S ]+")
_NAME_CHARACTERS = 64
_ENDINGS = {"failed": "failed", "cancelled": "stopped", "expired": "expired"}


def step_name(step: Step) -> str:
    """What the step is, in words for people."""
    if step.kind == "code_interpreter":
        return "Python"
    # A server may say anything here; some of it would be drawn as a formula.
    name = _NO_NAME.sub("…", step.name)[:_NAME_CHARACTERS]
    return "File search" if step.kind == "file_search" else name or "Function"


def plain_log(log: str) -> str:
    """A log without control codes, each line as a terminal would show it in the end."""
    if "\r" in log:
        lines = log.replace("\r\n", "\n").split("\n")
        log = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    return plain(log).rstrip()


def short_log(log: str) -> str:
    """The two ends of a plain log, with a line between them that says how much is left out."""
    left_out = len(log) - HEAD_CHARACTERS - TAIL_CHARACTERS
    if left_out <= 0:
        return log
    return (
        f"{log[:HEAD_CHARACTERS]}\n"
        f"… {left_out:,} characters are left out here; reply.steps has them all …\n"
        f"{log[-TAIL_CHARACTERS:]}"
    )


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
        pieces.append(_input_html(step))
    if step.logs.strip():
        pieces.append(
            f"<blockquote><pre>{escape(short_log(plain_log(step.logs)))}</pre></blockquote>"
        )
    return "\n".join(pieces)


def _input_html(step: Step) -> str:
    given = plain(step.input).rstrip()
    if step.kind == "code_interpreter":
        return code_html(given)
    return f"<pre><code>{escape(given)}</code></pre>"


def _text(step: Step) -> Iterable[str]:
    if step.input.strip():
        yield "\n".join(f"    {line}".rstrip() for line in plain(step.input).rstrip().split("\n"))
    if step.logs.strip():
        yield short_log(plain_log(step.logs))
    if step.status in _ENDINGS:
        yield f"({_ENDINGS[step.status]})"
