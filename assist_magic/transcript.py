"""Transcript: the questions and answers of a thread as the text of a file, in three formats.

What a model wrote is made safe on the way, as in a cell: these files are opened and drawn.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assist_magic.plain import plain
from assist_magic.prompts import Prompt
from assist_magic.reply import Image, Reply, Step
from assist_magic.view.outputs import outputs
from assist_magic.view.render import markdown
from assist_magic.view.steps import plain_log, step_name

Said = Sequence[tuple[Prompt, Reply]]
"""Each prompt with its answer, oldest first."""


def as_json(said: Said) -> str:
    """Everything as data; images by the ids of their files."""
    turns = [
        {
            "question": prompt.text,
            "given": list(prompt.given),
            "answer": reply.text,
            "status": reply.status,
            "model": reply.model,
            "run": reply.run_id,
            "steps": [_step_record(each) for each in reply.steps],
            "images": [each.file_id for each in reply.parts if isinstance(each, Image)],
            "files": [{"id": each.file_id, "name": each.name} for each in reply.files],
        }
        for prompt, reply in said
    ]
    thread_id = next((reply.thread_id for _, reply in said), "")
    return json.dumps({"thread": thread_id, "turns": turns}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(said: Said) -> str:
    """A page to read: question, code and what it printed, answer; images stand in it whole."""
    return "\n\n".join(piece for turn in said for piece in _page(*turn)) + "\n"


def as_notebook(said: Said) -> str:
    """A notebook of `%%assistant` cells with their outputs, which can be run again."""
    cells = [_cell(0, "%load_ext assist_magic", [])]
    for number, (prompt, reply) in enumerate(said, start=1):
        shown = [
            {"output_type": "display_data", "data": each.data, "metadata": each.metadata}
            for each in outputs(reply)
        ]
        cells.append(_cell(number, prompt.cell, shown))
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


WRITERS: dict[str, Callable[[Said], str]] = {
    ".md": as_markdown,
    ".json": as_json,
    ".ipynb": as_notebook,
}
"""By the ending of the file."""


def _cell(number: int, source: str, shown: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": f"question-{number}",
        "execution_count": None,
        "metadata": {},
        "outputs": shown,
        "source": source,
    }


def _page(prompt: Prompt, reply: Reply) -> Iterator[str]:
    given = f"\n\n(with {', '.join(prompt.given)})" if prompt.given else ""
    lines = plain(f"{prompt.text}{given}").split("\n")
    yield "\n".join(f"> {line}".rstrip() for line in lines)
    for step in reply.steps:
        yield from _worked(step)
    shown = {part.file_id for part in reply.parts if isinstance(part, Image)}
    for image in (image for step in reply.steps for image in step.images):
        if image.file_id not in shown:
            yield from _picture(image)
    for part in reply.parts:
        if isinstance(part, Image):
            yield from _picture(part)
        else:
            yield markdown(plain(part.value), part.files)
    if reply.error:
        yield f"*{markdown(plain(reply.error))}*"


def _worked(step: Step) -> Iterator[str]:
    if step.input.strip():
        language = "python" if step.kind == "code_interpreter" else "json"
        yield _fenced(plain(step.input), language)
    if step.logs.strip():
        yield _fenced(plain_log(step.logs), "text")


def _picture(image: Image) -> Iterator[str]:
    if image.data is not None:
        encoded = base64.b64encode(image.data).decode("ascii")
        yield f"![image](data:{image.media_type};base64,{encoded})"


def _fenced(text: str, language: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _step_record(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "name": step_name(step),
        "status": step.status,
        "input": step.input,
        "output": step.logs,
        "images": [each.file_id for each in step.images],
    }
