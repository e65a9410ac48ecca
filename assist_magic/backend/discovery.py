"""Discovery: what answers on this machine — the user's own engine, and servers of models."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assist_magic.backend.wire import Wire
from assist_magic.config import Settings, engine_environment
from assist_magic.errors import BackendUnavailable

if TYPE_CHECKING:
    from assist_magic.engine.process import Engine, EnginePlace

MODEL_SERVERS = {11434: "Ollama", 1234: "LM Studio", 8080: "llama.cpp", 8000: "vLLM"}
_PROBE_SECONDS = 0.15
_MOST_BYTES = 1_000_000
_PREFERRED = ("gpt-5-mini", "gpt-4.1-mini", "gpt-4o-mini", "default")


@dataclass(frozen=True)
class Endpoint:
    """An endpoint of chat completions; `models` as far as they are known."""

    base_url: str
    key: str | None = field(repr=False)
    name: str
    key_name: str = ""
    models: tuple[str, ...] = ()
    url_name: str = ""

    def headers(self) -> dict[str, str]:
        """What tells the own engine, over loopback and for one run, to use this endpoint."""
        headers = {"X-Assist-Model-Base-Url": self.base_url}
        return {**headers, "X-Assist-Model-Key": self.key} if self.key else headers

    def wire(self) -> Wire:
        """The endpoint itself, to ask it for its models."""
        return Wire(self.base_url, self.key, self.key_name, url_name=self.url_name)


def engine_place(settings: Settings) -> EnginePlace:
    """Where the user's own engine is kept, whether it runs or not."""
    from assist_magic.engine.process import EnginePlace

    return EnginePlace(settings.runtime_folder, settings.engine_log, engine_environment(settings))


def own_engine(settings: Settings) -> Engine:
    """The user's own engine, started if it does not run.

    Raises:
        BackendUnavailable: it does not start; says what its log says.
    """
    from assist_magic import __version__
    from assist_magic.engine.process import EngineUnavailable, ensure

    try:
        return ensure(engine_place(settings), __version__)
    except EngineUnavailable as error:
        raise BackendUnavailable(str(error)) from None
    except OSError as error:
        raise BackendUnavailable(
            f"Your own engine cannot be started: {error}. Set ASSIST_MAGIC_HOME to a folder that "
            "you can write to."
        ) from None


def health(wire: Wire) -> dict[str, Any]:
    """What an engine says of itself; its page lies beside the protocol's, not under it."""
    return wire.get(wire.base_url.removesuffix("/v1") + "/healthz")


def model_server(model: str | None = None, ports: dict[int, str] | None = None) -> Endpoint | None:
    """A server of models on its usual port of this machine; with `model`, one that has it."""
    named = ports or MODEL_SERVERS
    with ThreadPoolExecutor(len(named)) as pool:
        found = list(pool.map(_models_at, named))
    for (port, name), models in zip(named.items(), found, strict=True):
        if models and (model is None or model in models):
            url = f"http://127.0.0.1:{port}/v1"
            return Endpoint(url, None, f"{name} (port {port})", models=models)
    return None


def preferred(names: list[str]) -> str:
    """The model to begin with where nobody has chosen: a known all-rounder, else the first."""
    for each in _PREFERRED:
        if each in names:
            return each
    return names[0]


def _models_at(port: int) -> tuple[str, ...]:
    """The chat models that a server lists; none if it is no such server."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PROBE_SECONDS)
    try:
        connection.request("GET", "/v1/models")
        answer = connection.getresponse()
        listed = json.loads(answer.read(_MOST_BYTES)) if answer.status == 200 else {}
        data = listed["data"]
        # An engine of ours lists models too, but serves no chat completions.
        return tuple(
            str(each["id"])
            for each in data
            if each.get("owned_by") != "assist_magic" and "embed" not in str(each["id"]).lower()
        )
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError, AttributeError):
        return ()
    finally:
        connection.close()
