"""python -m tests.notebooks.record: executes the notebooks for real and keeps what they brought.

The outputs go into the notebooks; what the models wrote goes into script.json, so that the same
notebooks can be replayed by the scripted model: its code runs again, only the writing is kept.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from assist_magic.backend.discovery import own_engine
from assist_magic.config import Settings

HERE = Path(__file__).parent
NOTEBOOKS = HERE.parent.parent / "notebooks"
SCRIPT = HERE / "script.json"


def main() -> None:
    turns: list[dict[str, Any]] = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=600).execute(cwd=str(NOTEBOOKS))
        turns += [turn_of(cell) for cell in notebook.cells if asks(cell)]
        settle(notebook)
        nbformat.write(notebook, path)
    SCRIPT.write_text(json.dumps({"turns": turns}, indent=1, ensure_ascii=False) + "\n")


def asks(cell: Any) -> bool:
    return cell.cell_type == "code" and cell.source.startswith("%%assistant")


def turn_of(cell: Any) -> dict[str, Any]:
    """What the model wrote for a cell, as a turn of the scripted model."""
    about = cell.outputs[0].metadata["assist_magic"]
    question = cell.source.partition("\n")[2]
    calls, text = written(about["thread"], about["run"])
    if not calls:
        return {"when": question, "text": text}
    return {"when": question, "calls": calls, "then": [{"text": text}]}


def written(thread_id: str, run_id: str) -> tuple[list[dict[str, Any]], str]:
    """The code that a run called, and its final text."""
    from openai import OpenAI

    engine = own_engine(Settings.from_environment())
    threads = OpenAI(base_url=engine.base_url, api_key=engine.token).beta.threads
    calls = [
        {"name": "code_interpreter", "arguments": {"code": call.code_interpreter.input}}
        for step in threads.runs.steps.list(run_id, thread_id=thread_id, order="asc")
        if step.step_details.type == "tool_calls"
        for call in step.step_details.tool_calls
        if call.type == "code_interpreter"
    ]
    messages = threads.messages.list(thread_id, run_id=run_id, order="asc")
    texts = [part.text.value for each in messages for part in each.content if part.type == "text"]
    return calls, "\n\n".join(texts)


def settle(notebook: Any) -> None:
    """Leaves nothing in a notebook that differs from one run to the next."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop("assist_magic", None)
    notebook.metadata.get("language_info", {}).pop("version", None)


if __name__ == "__main__":
    main()
