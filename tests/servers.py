"""Other servers of the protocol before our engine: a relay of v1, and a project of Foundry."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.proxy import Fault, Proxy

_SPOKEN = re.compile(r"/v1/(assistants|threads)(/|$)")
_KIND = {"asst": "assistant", "thread": "thread", "run": "run", "msg": "message"}


class Relay(Proxy):
    """v1 as relays had it in January 2024: no streams, no retrieval, one text in a message, and ids
    that are forgotten when an account goes.

    What v1 did not have is refused. `words` is how it tells that an id is not there; `takes` which
    dialects it listens to.
    """

    takes = ("v1",)
    words = "No {kind} found with id '{id}'."
    has_steps = True

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.forgotten: set[str] = set()

    def refusal(self, method: str, path: str, headers: dict[str, str], body: Any) -> Fault | None:
        parts = urlsplit(path)
        if not _SPOKEN.match(parts.path):
            return None
        if headers.get("openai-beta") not in {f"assistants={each}" for each in self.takes}:
            return Fault("", 400, f"Set the header 'OpenAI-Beta: assistants={self.takes[-1]}'.")
        if set(parse_qs(parts.query)) - {"limit", "order", "after", "before"}:
            return Fault("", 400, "Unknown query parameter.")
        if not self.has_steps and parts.path.endswith("/steps"):
            return Fault("", 404, f"Invalid URL ({method} {parts.path})")
        named = re.findall(r"(?:asst|thread|run|msg)_\w+", f"{parts.path} {body}")
        if lost := next((each for each in named if each in self.forgotten), ""):
            kind = _KIND[lost.split("_")[0]]
            return Fault("", 404, self.words.format(kind=kind, id=lost))
        return _beyond_v1(parts.path, body or {}) if method == "POST" else None


class Foundry(Proxy):
    """A project of Foundry (classic): a prefix, no /v1, a version in each query, a token."""

    prefix = "/api/projects/demo"
    versions = ("v1", "2025-05-01")
    deployments = ("embedder", "gpt-4o-mini")

    def refusal(self, method: str, path: str, headers: dict[str, str], body: Any) -> Fault | None:
        parts = urlsplit(path)
        version = parse_qs(parts.query).get("api-version", [""])[0]
        if not parts.path.startswith(self.prefix) or parts.path.endswith("/models"):
            return Fault("", 404, "Resource not found")
        if not headers.get("authorization", "").startswith("Bearer "):
            return Fault("", 401, "PermissionDenied")
        if not version:
            return Fault("", 400, "Missing required query parameter: api-version")
        if version not in self.versions:
            return Fault("", 400, f"API version not supported: {version}")
        if parts.path.endswith("/deployments"):
            listed = [{"name": each, "type": "ModelDeployment"} for each in self.deployments]
            return Fault("", 200, content={"value": listed})
        return None


_FIELDS = {
    r"/v1/assistants": {
        "model", "name", "description", "instructions", "tools", "file_ids", "metadata",
    },
    r"/v1/threads": {"messages", "metadata"},
    r"/v1/threads/\w+/messages": {"role", "content", "file_ids", "metadata"},
    r"/v1/threads/\w+/runs": {"assistant_id", "model", "instructions", "tools", "metadata"},
    r"/v1/threads/\w+/runs/\w+/submit_tool_outputs": {"tool_outputs"},
    r"/v1/threads/\w+/runs/\w+/cancel": set(),
}  # fmt: skip


def _beyond_v1(path: str, body: dict[str, Any]) -> Fault | None:
    """What a body has that v1 of the first day did not."""
    fields = next((each for found, each in _FIELDS.items() if re.fullmatch(found, path)), None)
    if fields is None:
        return Fault("", 404, f"Invalid URL (POST {path})")
    for extra in set(body) - fields:
        return Fault("", 400, f"Additional properties are not allowed ('{extra}').")
    if any(each["type"] not in ("code_interpreter", "function") for each in body.get("tools", [])):
        return Fault("", 400, "Knowledge Retrieval is not yet supported.")
    for message in [body, *body.get("messages", [])]:
        if message.get("role", "user") != "user" or not isinstance(message.get("content", ""), str):
            return Fault("", 400, "A message is a text of the user's.")
    return None
