"""Drives the solver as the run loop does: two turns a question, its code run by a real Python."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assist_magic.engine.models.base import (
    CODE_TOOL,
    CallDelta,
    ChatMessage,
    Delta,
    Finish,
    ModelRequest,
    TextDelta,
    Tool,
    ToolCall,
)
from assist_magic.engine.models.solver import Solver

TOOLS = (Tool(CODE_TOOL, "Runs Python.", {"type": "object"}),)

_LOOP = """
import contextlib, io, json, sys, traceback, warnings
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
warnings.simplefilter("ignore")

def picture(figure):
    axes = figure.axes[0]
    return {
        "lines": len(axes.lines), "bars": len(axes.patches), "clouds": len(axes.collections),
        "x": axes.get_xlabel(), "y": axes.get_ylabel(), "limits": list(axes.get_xlim()),
        "labels": [text.get_text() for text in axes.texts],
        "grid": any(line.get_visible() for line in axes.get_xgridlines()),
    }

answers = sys.stdout
for line in sys.stdin:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(json.loads(line), "<cell>", "exec"), {"__name__": "__main__"})
        except Exception:
            out.write(traceback.format_exc())
    pictures = [picture(plt.figure(number)) for number in plt.get_fignums()]
    plt.close("all")
    print(json.dumps([out.getvalue(), pictures]), file=answers, flush=True)
"""


class Python:
    """A Python process that runs one program after the other, each in fresh globals."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LOOP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )

    def run(self, code: str) -> tuple[str, list[dict[str, Any]]]:
        """What the program printed, and what its figures show."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
        printed, pictures = json.loads(self._process.stdout.readline())
        return printed, pictures

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass(frozen=True)
class Answer:
    """An answered question."""

    text: str
    code: str
    printed: str
    pictures: list[dict[str, Any]]

    @property
    def squeezed(self) -> str:
        """The text without spaces and without the sizes of brackets."""
        return squeezed(self.text)


def squeezed(text: str) -> str:
    for part in (r"\left", r"\right", r"\,", r"\quad", " "):
        text = text.replace(part, "")
    return text


class Conversation:
    """A thread with the solver."""

    def __init__(
        self, python: Python, files: Mapping[str, Path] | None = None, *, hints: bool = False
    ) -> None:
        self.python = python
        self.files = files or {}
        self.hints = hints
        self.messages: list[ChatMessage] = []
        self.solver = Solver()

    def ask(self, question: str) -> Answer:
        """The answer to the next question.

        Raises:
            Declined: the solver leaves it to another model; the question stays in the thread.
        """
        self.messages.append(ChatMessage("user", question))
        call, finish = self.turn()
        if isinstance(call, TextDelta) and self.hints:
            assert finish == Finish("stop")
            self.messages.append(ChatMessage("assistant", call.text))
            return Answer(call.text, "", "", [])
        assert isinstance(call, CallDelta)
        assert finish == Finish("tool_calls")
        code = json.loads(call.arguments)["code"]
        printed, pictures = self.python.run(code)
        made = ToolCall(call.id, call.name, call.arguments)
        self.messages.append(ChatMessage("assistant", tool_calls=(made,)))
        self.messages.append(ChatMessage("tool", printed, tool_call_id=call.id))
        text, finish = self.turn()
        assert isinstance(text, TextDelta)
        assert finish == Finish("stop")
        self.messages.append(ChatMessage("assistant", text.text))
        return Answer(text.text, code, printed, pictures)

    def turn(self, **changes: Any) -> list[Delta]:
        """The deltas of one turn of the thread as it stands."""
        settings = {"tools": TOOLS, "files": self.files, "hints": self.hints, **changes}
        request = ModelRequest("thread", tuple(self.messages), **settings)

        async def collect() -> list[Delta]:
            return [delta async for delta in self.solver.stream(request)]

        return asyncio.run(collect())
