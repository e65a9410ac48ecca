"""A conversation with calls, retold in words: what a model that only writes text is given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assist_magic.engine.models.attempts import failed
from assist_magic.engine.models.base import CODE_TOOL, ChatMessage, ToolCall

GUIDE = """\
You answer by running Python. Write ONE short ```python block that computes the answer and prints \
it with a label. It runs at once in a notebook; variables of earlier blocks are still there. Use \
sympy for algebra and calculus, numpy for numbers and statistics, pandas for tables, matplotlib \
(plt.show()) for plots. Import what you use. Never write results that you have not computed.

Example. Question: Solve x^2 - 5x = -6 and give the roots.
```python
from sympy import Eq, solve, symbols
x = symbols("x")
print("roots:", solve(Eq(x**2 - 5*x, -6), x))
```"""

GUIDE_APART = (
    GUIDE
    + """

Example. Question: A shop had 12 boxes of 8 pens. It sold a quarter of the pens at $2 each, and 5 \
more boxes at $10 less than the price of their pens. How much did it earn?
```python
pens = 12 * 8
sold_pens = pens / 4
from_pens = sold_pens * 2
price_of_box = 8 * 2 - 10  # $10 less than its 8 pens
from_boxes = 5 * price_of_box
print("earned in dollars:", from_pens + from_boxes)
```"""
)
"""For a program that another is checked by. An example more makes a small model go another way: of
33 word problems it was right in 20, without it in 21, and where both agreed in 19 of 24."""

GUIDE_WORDS = """\
This question wants words, not code. Answer it in two or three short sentences, unless more is \
asked for: first the textbook definition or rule, then one small example that you are sure of. \
Leave out everything else."""
"""For a question that no code is written for; the longer a small model speaks, the more it errs."""

GUIDE_HINT = """\
You are a tutor. Give the student ONE hint in one or two short sentences: the next idea or step, \
best as a question. Do not calculate, do not write code, and never say the result. Stop after the \
hint."""
"""For a tutor's turn, before the tutor's own instructions."""

_OUTPUT_CHARACTERS = 1500
_EARLIER = 2
"""How many earlier questions are retold: the user waits while a small model reads."""
_SEAL = re.compile(r"^(\*Exact solver: .*\*|Check: .*)$\n*", re.MULTILINE)
"""How an exact answer ends; a language model that sees it would put it under its own answers."""
_HEAD_CHARACTERS = 400
_TEXT_FILES = frozenset({".csv", ".tsv", ".txt", ".json", ".md"})


def retold(
    messages: Sequence[ChatMessage], *, guide: str, coding: bool, files: Mapping[str, Path]
) -> list[ChatMessage]:
    """The last messages without calls and tool outputs.

    Args:
        messages: the conversation as the engine holds it.
        guide: begins the system message, if it is not empty.
        coding: code is written, or was just run: how the files look follows the guide, and
            earlier code stays.
        files: the paths that code sees, and where they are.
    """
    told: list[ChatMessage] = []
    if guide:
        heads = _heads(files) if coding else ()
        told.append(ChatMessage("system", "\n\n".join([guide, *heads])))
    tries = 0
    for message in _recent(messages) if coding else _spoken(_recent(messages)):
        tries = 0 if message.role == "user" else tries + bool(message.tool_calls)
        _append(told, _in_words(message, tries))
    return told


def _recent(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """The system message, and what was said since the last questions but a few."""
    head = [message for message in messages[:1] if message.role == "system"]
    asked = [n for n, message in enumerate(messages) if message.role == "user"]
    start = asked[-1 - _EARLIER] if len(asked) > _EARLIER else len(head)
    return [*head, *messages[start:]]


def _spoken(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """The same without earlier code and its output: code that is shown is soon imitated."""
    asked = max((n for n, message in enumerate(messages) if message.role == "user"), default=0)
    said = [
        replace(message, tool_calls=())
        for message in messages[:asked]
        if message.role != "tool" and (message.content or not message.tool_calls)
    ]
    return [*said, *messages[asked:]]


def tries(messages: Sequence[ChatMessage]) -> int:
    """How often a model has called tools since the last question."""
    asked = max((n for n, message in enumerate(messages) if message.role == "user"), default=-1)
    return sum(bool(message.tool_calls) for message in messages[asked + 1 :])


def _append(told: list[ChatMessage], message: ChatMessage) -> None:
    """Adds a message; two of the same role become one, as many chat templates want it."""
    if told and told[-1].role == message.role:
        both = f"{told[-1].content}\n\n{message.content}".strip()
        told[-1] = replace(told[-1], content=both)
    else:
        told.append(message)


def _in_words(message: ChatMessage, attempt: int) -> ChatMessage:
    if message.role == "tool":
        return ChatMessage("user", _feedback(message.content, attempt))
    if message.tool_calls:
        blocks = [_block(call) for call in message.tool_calls]
        return ChatMessage("assistant", "\n".join([message.content, *blocks]).strip())
    if message.images:
        note = "(An image came with this message; you cannot see it.)"
        return ChatMessage(message.role, f"{message.content}\n\n{note}".strip())
    if message.role == "assistant":
        return replace(message, content=_SEAL.sub("", message.content).strip())
    return message


def _block(call: ToolCall) -> str:
    if call.name != CODE_TOOL:
        return f'```json\n{{"name": "{call.name}", "arguments": {call.arguments}}}\n```'
    try:
        arguments = json.loads(call.arguments)
    except ValueError:
        arguments = None
    code = arguments.get("code") if isinstance(arguments, dict) else call.arguments
    return f"```python\n{str(code).strip()}\n```"


def _feedback(output: str, attempt: int) -> str:
    shown = _shortened(output.strip(), _OUTPUT_CHARACTERS)
    if not failed(output):
        return (
            f"The code printed:\n```\n{shown or '(nothing)'}\n```\n"
            "Answer my question with this result, in one or two sentences. Write no code."
        )
    if attempt < 2:
        return (
            f"The code failed: {_complaint(output)}\n"
            "Solve it in another way that avoids this error. Write the whole block."
        )
    return (
        f"The code failed again: {_complaint(output)}\n"
        "Say in one or two sentences that it could not be computed, and why. Write no code."
    )


def _complaint(output: str) -> str:
    """The last line of a traceback and the line that it points at; a small model copies more."""
    lines = output.strip().splitlines()
    culprit = [line.strip("-> 0123456789") for line in lines if line.startswith("-")][-1:]
    at = [f"(at `{line}`)" for line in culprit if line]
    return " ".join([lines[-1][:300], *at])


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return f"{text[: most // 2]}\n…\n{text[-most // 2 :]}"


def _heads(files: Mapping[str, Path]) -> Iterator[str]:
    """What code finds at the paths of the user's files: the names, and how text files begin."""
    for path, real in files.items():
        head = _head(real) if Path(path).suffix.lower() in _TEXT_FILES else ""
        yield f"File {path}" + (f" begins:\n```\n{head}\n```" if head else "")


def _head(real: Path) -> str:
    try:
        with real.open(encoding="utf-8", errors="replace") as file:
            lines = file.read(_HEAD_CHARACTERS).splitlines()
    except OSError:  # the code will say that the file is gone
        return ""
    return "\n".join(lines[:3])
