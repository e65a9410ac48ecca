"""python -m tests.notebooks.record [NAME...]: executes the notebooks, keeps what they brought.

The outputs go into the notebooks. Most are answered by the exact solver alone, which says the same
each time. Where a language model speaks, what it wrote goes into a script beside this file, so that
the scripted model can replay it: its code runs again, its calls are made again, only the writing
is kept.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from assist_magic.backend.discovery import own_engine
from assist_magic.config import Settings

HERE = Path(__file__).parent
NOTEBOOKS = HERE.parent.parent / "notebooks"
WORDED = frozenset({"quickstart", "own_functions"})
"""The notebooks in which a language model speaks."""


def main(names: list[str]) -> None:
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if not names or path.stem in names:
            record(path)
            print(path.stem)


def record(path: Path) -> None:
    """Executes a notebook in a folder of its own and writes it back, with its script if it has
    one."""
    notebook = nbformat.read(path, as_version=4)
    model = "default" if path.stem in WORDED else "solver"
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ASSIST_MAGIC_MODEL": model}
        NotebookClient(notebook, timeout=600).execute(cwd=folder, env=environment)
    if path.stem in WORDED:
        turns = [turn_of(cell) for cell in notebook.cells if asks(cell)]
        script = json.dumps({"turns": turns}, indent=1, ensure_ascii=False)
        script_of(path).write_text(f"{script}\n")
    settle(notebook)
    nbformat.write(notebook, path)


def script_of(path: Path) -> Path:
    """Where the script of a notebook in WORDED lies."""
    return HERE / f"{path.stem}.json"


def asks(cell: Any) -> bool:
    return cell.cell_type == "code" and cell.source.startswith("%%assistant")


def turn_of(cell: Any) -> dict[str, Any]:
    """What the model wrote for a cell, as an entry of the script: a turn for each step."""
    about = cell.outputs[0].metadata["assist_magic"]
    question = cell.source.partition("\n")[2]
    first, *rest = written(about["thread"], about["run"])
    return {"when": question, **first, **({"then": rest} if rest else {})}


def written(thread_id: str, run_id: str) -> list[dict[str, Any]]:
    """The turns of a run: the calls of each step, then its final text."""
    from openai import OpenAI

    engine = own_engine(Settings.from_environment())
    threads = OpenAI(base_url=engine.base_url, api_key=engine.token).beta.threads
    turns: list[dict[str, Any]] = [
        {"calls": [call_of(call) for call in step.step_details.tool_calls]}
        for step in threads.runs.steps.list(run_id, thread_id=thread_id, order="asc")
        if step.step_details.type == "tool_calls"
    ]
    messages = threads.messages.list(thread_id, run_id=run_id, order="asc")
    texts = [part.text.value for each in messages for part in each.content if part.type == "text"]
    return [*turns, {"text": "\n\n".join(texts)}]


def call_of(call: Any) -> dict[str, Any]:
    if call.type == "function":
        return {"name": call.function.name, "arguments": call.function.arguments}
    return {"name": "code_interpreter", "arguments": {"code": call.code_interpreter.input}}


def settle(notebook: Any) -> None:
    """Leaves nothing in a notebook that differs from one run to the next."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop("assist_magic", None)
    notebook.metadata.get("language_info", {}).pop("version", None)


if __name__ == "__main__":
    main(sys.argv[1:])
