"""The assistant of the whole-way tests: a real engine, whose model says what stands here."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openai import OpenAI

from assist_magic import __version__
from assist_magic.engine import process
from tests.browser.lab import Notebook
from tests.engine.conftest import place_in

NOTES = "# Notes\n\nThe parabola opens upwards, say the notes.\n"
_PLOT = """import matplotlib.pyplot as plt
import pandas as pd
import time
print('drawing')
squares = pd.DataFrame({'x': range(12), 'y': [x * x for x in range(12)]})
squares.to_csv('/mnt/data/squares.csv', index=False)
plt.plot(squares.x, squares.y)
time.sleep(2)
plt.show()"""
_ANSWER = r"""It opens upwards【0:0†notes.md】: \(y = x^2\), and a copy costs $5.

\[
\int_0^1 x^2\,dx = \frac13
\]

| x | $y$ |
|---|--:|
| 1 | \(\frac12\) |

Take [the squares](sandbox:/mnt/data/squares.csv).
"""


def _python(code: str) -> dict[str, Any]:
    return {"name": "code_interpreter", "arguments": {"code": code}}


_SEARCH = {"name": "file_search", "arguments": {"query": "parabola"}}
_SCRIPT: dict[str, Any] = {
    "turns": [
        {
            "when": "draw",
            "calls": [_SEARCH],
            "then": [{"calls": [_python(_PLOT)]}, {"text": _ANSWER, "pace": 0.02}],
        },
        {"when": "slowly", "text": "word " * 400, "pace": 0.1},
        {
            "when": "set x",
            "calls": [_python("x = 42\nprint(x)")],
            "then": [{"text": "x is {output}."}],
        },
        {
            "when": "what was x",
            "calls": [_python("print(x)")],
            "then": [{"text": "x was {output}."}],
        },
        {"text": "I have nothing to say to that."},
    ]
}


@dataclass(frozen=True)
class Assistant:
    """`load` is the first cell of a notebook that asks it."""

    load: str
    client: OpenAI

    def status(self, record: dict[str, Any]) -> str:
        """How the run of an output's record has ended on the server; waits for a cancelled one."""
        runs, until = self.client.beta.threads.runs, time.monotonic() + 5
        while True:
            found = runs.retrieve(record["run"], thread_id=record["thread"]).status
            if found != "cancelling" or time.monotonic() > until:
                return found
            time.sleep(0.05)

    def said(self, thread_id: str) -> list[str]:
        """The texts of a thread on the server, oldest first."""
        messages = self.client.beta.threads.messages.list(thread_id, order="asc", limit=100)
        blocks = (block for message in messages for block in message.content)
        return [block.text.value for block in blocks if block.type == "text"]


@contextmanager
def running_assistant(home: Path) -> Iterator[Assistant]:
    """Start an engine that keeps everything in `home`; stop it afterwards."""
    script = home / "script.json"
    script.write_text(json.dumps(_SCRIPT))
    place = place_in(home)
    engine = process.ensure(place, __version__)
    variables = {"ASSIST_MAGIC_HOME": str(home), "ASSIST_MAGIC_MODEL": f"scripted:{script}"}
    load = f"import os\nos.environ.update({variables!r})\n%load_ext assist_magic"
    with OpenAI(base_url=engine.base_url, api_key=engine.token) as client:
        yield Assistant(load, client)
    process.stop(place)


def record(notebook: Notebook, index: int) -> dict[str, Any]:
    """What the last output of a cell says of where it came from; saves the notebook."""
    outputs = notebook.saved()["cells"][index]["outputs"]
    kept = [each for each in outputs if "assist_magic" in each.get("metadata", {})]
    made: dict[str, Any] = kept[-1]["metadata"]["assist_magic"]
    return made
