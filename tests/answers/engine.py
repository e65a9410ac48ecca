"""Asks the real engine over HTTP: one of its own, in a temporary folder, with known weights."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assist_magic.backend.discovery import Endpoint, engine_place, own_engine
from assist_magic.backend.wire import Wire
from assist_magic.config import Settings
from assist_magic.engine import process
from assist_magic.presets import STANDARD
from tests.answers.question import Question, Reply

PLAIN = "plain:"
"""Begins the name of a model that is asked without any instructions of ours."""
_EMBEDDED = ("default", "solver", "local", "scripted")


@contextmanager
def running(weights: Path, endpoint: Endpoint | None = None) -> Iterator[Asker]:
    """An engine for the time of an evaluation.

    Args:
        weights: the folder of local models.
        endpoint: what answers for the models that are not the engine's own.
    """
    with TemporaryDirectory(prefix="answers-") as folder:
        settings = Settings(home=Path(folder))
        settings.models_folder.mkdir(parents=True)
        for file in weights.glob("*.gguf") if weights.is_dir() else ():
            (settings.models_folder / file.name).symlink_to(file.resolve())
        engine = own_engine(settings)
        try:
            yield Asker(Wire(engine.base_url, engine.token, local=True), endpoint)
        finally:
            process.stop(engine_place(settings))


class Asker:
    """Asks each question in a thread of its own, as a first question of a notebook is."""

    def __init__(self, wire: Wire, endpoint: Endpoint | None = None) -> None:
        self._wire = wire
        self._headers = endpoint.headers() if endpoint else {}
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
        body: dict[str, Any] = {"assistant_id": self._assistant, "model": model}
        body["thread"] = {"messages": [message]}
        if model.startswith(PLAIN):
            body["instructions"] = ""
        own = model.partition(":")[0] in _EMBEDDED
        began = time.perf_counter()
        events = list(self._wire.stream("/threads/runs", body, {} if own else self._headers))
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
