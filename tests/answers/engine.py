"""Asks the real engine over HTTP: one of its own, in a temporary folder, with known weights."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assist_magic.backend.discovery import engine_place, own_engine
from assist_magic.backend.wire import Wire
from assist_magic.config import Settings
from assist_magic.presets import STANDARD
from assist_magic.engine import process
from tests.answers.question import Question, Reply


@contextmanager
def running(weights: Path) -> Iterator[Asker]:
    """An engine for the time of an evaluation; `weights` is the folder of local models."""
    with TemporaryDirectory(prefix="answers-") as folder:
        settings = Settings(home=Path(folder))
        settings.models_folder.mkdir(parents=True)
        for file in weights.glob("*.gguf") if weights.is_dir() else ():
            (settings.models_folder / file.name).symlink_to(file.resolve())
        engine = own_engine(settings)
        try:
            yield Asker(Wire(engine.base_url, engine.token, local=True))
        finally:
            process.stop(engine_place(settings))


class Asker:
    """Asks each question in a thread of its own, as a first question of a notebook is."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        assistant = {"model": "default", "instructions": STANDARD.instructions}
        tools = [{"type": "code_interpreter"}]
        self._assistant = wire.post("/assistants", {**assistant, "tools": tools})["id"]
        self._files: dict[Path, str] = {}

    def ask(self, question: Question, model: str) -> Reply:
        """The whole reply; its seconds run from the question sent to the last event."""
        message: dict[str, Any] = {"role": "user", "content": question.text}
        if question.files:
            tool = [{"type": "code_interpreter"}]
            ids = [self._uploaded(path) for path in question.files]
            message["attachments"] = [{"file_id": each, "tools": tool} for each in ids]
        body = {"assistant_id": self._assistant, "model": model, "thread": {"messages": [message]}}
        began = time.perf_counter()
        events = list(self._wire.stream("/threads/runs", body))
        return _reply(events, time.perf_counter() - began)

    def _uploaded(self, path: Path) -> str:
        if path not in self._files:
            with path.open("rb") as file:
                self._files[path] = self._wire.upload(path.name, file)
        return self._files[path]


def _reply(events: list[tuple[str, Any]], seconds: float) -> Reply:
    texts: list[str] = []
    code: list[str] = []
    images = 0
    error = ""
    for event, data in events:
        if event == "thread.message.completed":
            texts += [part["text"]["value"] for part in data["content"] if part["type"] == "text"]
        elif event == "thread.run.step.completed" and "tool_calls" in data["step_details"]:
            calls = [call["code_interpreter"] for call in data["step_details"]["tool_calls"]]
            code += [call["input"] for call in calls]
            images += sum(out["type"] == "image" for call in calls for out in call["outputs"])
        elif event == "thread.run.failed":
            error = data["last_error"]["message"]
    declined = error if error.startswith("No model can take") else ""
    return Reply("\n\n".join(texts), tuple(code), images, seconds, declined, error)
