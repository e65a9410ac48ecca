"""A client of November 2023: bare HTTP with the header of v1."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from assist_magic.engine.process import Engine

Json = dict[str, Any]


class V1:
    """Speaks v1 with the engine, and v2 where a test looks from the other side."""

    def __init__(self, base_url: str, key: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key}"

    def __call__(
        self, method: str, path: str, body: Any = None, version: str = "v1", **query: Any
    ) -> requests.Response:
        headers = {"OpenAI-Beta": f"assistants={version}"} if version else {}
        return self.session.request(
            method, self.base_url + path, json=body, headers=headers, params=query, timeout=60
        )

    def get(self, path: str, **query: Any) -> Json:
        return self._told("GET", path, **query)

    def post(self, path: str, body: Any = None, **query: Any) -> Json:
        return self._told("POST", path, body, **query)

    def delete(self, path: str) -> Json:
        return self._told("DELETE", path)

    def v2(self, path: str) -> Json:
        return self._told("GET", path, version="v2")

    def refused(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, Json]:
        answer = self(method, path, body, **query)
        assert answer.status_code >= 400, answer.text
        error: Json = answer.json()["error"]
        return answer.status_code, error

    def upload(self, name: str, content: bytes) -> str:
        sent = {"file": (name, content)}
        answer = self.session.post(
            f"{self.base_url}/files", files=sent, data={"purpose": "assistants"}, timeout=60
        )
        return str(answer.json()["id"])

    def content(self, file_id: str) -> bytes:
        return self("GET", f"/files/{file_id}/content").content

    def run(self, thread_id: str, assistant_id: str, **more: Any) -> Json:
        """A run, when it has ended or waits for tool outputs."""
        path = f"/threads/{thread_id}/runs"
        run = self.post(path, {"assistant_id": assistant_id, **more})
        return self.ended(run)

    def ended(self, run: Json) -> Json:
        for _ in range(1000):
            if run["status"] not in ("queued", "in_progress"):
                return run
            time.sleep(0.05)
            run = self.get(f"/threads/{run['thread_id']}/runs/{run['id']}")
        raise AssertionError(f"the run is still {run['status']}")

    def events(self, path: str, body: Any) -> list[tuple[str, Json]]:
        """The events of a stream, without the last one, which says that it is done."""
        text = self("POST", path, {**body, "stream": True}).content.decode()
        frames = [frame.split("\n", 1) for frame in text.split("\n\n") if frame]
        assert frames[-1] == ["event: done", "data: [DONE]"]
        return [
            (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
            for name, data in frames[:-1]
        ]

    def _told(self, method: str, path: str, body: Any = None, **more: Any) -> Json:
        answer = self(method, path, body, **more)
        assert answer.ok, answer.text
        found: Json = answer.json()
        return found


@pytest.fixture(scope="session")
def v1(engine: Engine) -> Iterator[V1]:
    made = V1(engine.base_url, engine.token)
    yield made
    made.session.close()
