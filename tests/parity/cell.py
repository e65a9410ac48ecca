"""The cell that every front end runs, what the model says to it, and what has to be seen of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

CODE = """\
import matplotlib.pyplot as plt
import pandas as pd
points = pd.DataFrame({"x": [0, 1, 2], "y": [89, 91, 83]})
points.to_csv("/mnt/data/points.csv", index=False)
plt.plot(points.x, points.y)
plt.show()
print(points.y.max())"""
WATCHED = "import time\nprint('begun', flush=True)\ntime.sleep(3)"
ANSWER = r"""The **largest** \(y\) is 91:

\[
y = -5x^2 + 7x + 89
\]

| x | \(\frac{y}{2}\) |
|--:|:-:|
| 1 | 45.5 |

A copy costs $5 and ten cost $10; see [the points](sandbox:/mnt/data/points.csv)."""
LOAD = "%load_ext assist_magic"
CELL = "%%assistant\nWhich of my points lies highest?"
FAILING = "%%assistant\nbreak down"
ERROR = (
    "RunFailed: The model is gone. Run the cell again; `%assistant status` shows which model "
    "answers."
)
SCRIPT: dict[str, Any] = {
    "turns": [
        {
            "when": "my points",
            "calls": [{"name": "code_interpreter", "arguments": {"code": CODE}}],
            "then": [{"text": ANSWER}],
        },
        {
            "when": "convert",
            "calls": [{"name": "convert", "arguments": {"degrees": 100}}],
            "then": [{"text": "That is {output}."}],
        },
        {
            "when": "watch",
            "calls": [{"name": "code_interpreter", "arguments": {"code": WATCHED}}],
            "then": [{"text": "It is over."}],
        },
        {"when": "slowly", "text": "word " * 400, "pace": 0.1},
        {"when": "break down", "text": "I was", "fail": {"message": "The model is gone."}},
        {"text": "I have no words for that."},
    ]
}
PRINTED = """\
[Python]
  > import matplotlib.pyplot as plt
  > import pandas as pd
  > points = pd.DataFrame({"x": [0, 1, 2], "y": [89, 91, 83]})
  > points.to_csv("/mnt/data/points.csv", index=False)
  > plt.plot(points.x, points.y)
  > plt.show()
  > print(points.y.max())
  91
"""
KINDS = [
    ["text/html", "text/plain"],  # the steps
    ["image/png", "text/plain"],
    ["text/markdown", "text/plain"],  # the answer
    ["text/markdown", "text/plain"],  # the table that it links
]

Bundle = dict[str, Any]


@dataclass(frozen=True)
class Ran:
    """A notebook that was run: the file, and how the program that ran it ended."""

    path: Path
    exit_code: int = 0

    def outputs(self, source: str) -> list[Bundle]:
        """The outputs of the code cell with this source."""
        cells = nbformat.read(self.path, as_version=4).cells
        (found,) = (each for each in cells if each.source == source)
        return list(found.outputs)

    def bundles(self, source: str = CELL) -> list[Bundle]:
        """The `data` of each output of the cell; of one that has none, the output itself."""
        return [dict(each.get("data", each)) for each in self.outputs(source)]


def write_notebook(path: Path, *cells: str) -> Path:
    """A notebook of these code cells; the ids are those of their places."""
    made = [nbformat.v4.new_code_cell(each, id=f"cell-{n}") for n, each in enumerate(cells)]
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata=about), path)
    return path
