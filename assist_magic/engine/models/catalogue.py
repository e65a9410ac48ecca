"""Which model answers to which name.

default               what the settings call so; of itself the exact solver, then the local model
solver                the exact solver alone
local, local:0.5b     a local language model by the name of its weights; `local` is the 1.5b
local:/path/x.gguf    a local language model from a file
scripted:/path/x.json turns replayed from a file
responses:NAME        the model NAME of the endpoint, asked through its Responses API
hosted:NAME           the same, with the endpoint's own code_interpreter
plain:NAME            a model of the endpoint, told nothing about code but what the user says
any other             a model of the endpoint given with the run, else of the engine's own.
                      An engine without an endpoint answers with its default model, so that
                      programs written for "gpt-4" run; the model's name tells who answered.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assist_magic.engine.models.base import HOSTED, Model, ModelError
from assist_magic.engine.models.chain import Chain
from assist_magic.engine.models.chat import Chat
from assist_magic.engine.models.connection import Connection
from assist_magic.engine.models.embeddings import Embeddings
from assist_magic.engine.models.habits import WithHabits
from assist_magic.engine.models.hosted import Container, Hosted
from assist_magic.engine.models.native import Native
from assist_magic.engine.models.responses import Responses, Thoughts
from assist_magic.engine.models.scripted import Scripted
from assist_magic.engine.models.unsealed import Unsealed
from assist_magic.engine.models.weights import (
    DEFAULT,
    WEIGHTS,
    WeightsSource,
    checked_gguf,
    find,
    pull,
)

if TYPE_CHECKING:
    from openai import DefaultAsyncHttpxClient

logger = logging.getLogger(__name__)

_RESPONSES, _HOSTED, _PLAIN = "responses:", HOSTED, "plain:"


@dataclass(frozen=True)
class Endpoint:
    """An endpoint of models. The key is sent to it alone, and is never shown."""

    base_url: str
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class ModelSettings:
    """What an engine's models are made from.

    Args:
        weights: the folder of local weights.
        default: the model that "default" stands for, and that answers for unknown names.
        endpoint: the engine's own; a run may bring another.
        allow_paths: names may point at files. Only where the engine serves its own user.
        auto_pull: weights that are missing are fetched at first use, before the turn.
    """

    weights: Path
    default: str = "default"
    endpoint: Endpoint | None = None
    allow_paths: bool = False
    auto_pull: bool = False


class UnknownModel(ModelError):
    """No model has this name; the text lists those that exist."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "invalid_prompt")


class Models:
    """Makes models by name and keeps those that are worth keeping: each local one loads once.

    Models of an endpoint are made for each run, and their key is forgotten afterwards.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._kept: dict[str, Model] = {}
        self._http: DefaultAsyncHttpxClient | None = None
        self._thoughts = Thoughts()
        self._containers: dict[str, dict[str, Container]] = {}
        """Where hosted code of threads runs, by the address of the endpoint."""
        self._refusing: dict[str, set[str]] = {}
        """Models that take no tools, by the address of their endpoint."""
        self._embedding: dict[str, str] = {}
        """Embedding models, by the address of their endpoint."""
        self._closed = threading.Event()

    def check(self, name: str, endpoint: Endpoint | None = None) -> None:
        """Whether a run with this model can begin.

        Raises:
            UnknownModel: no model has this name.
        """
        self.resolve(name, endpoint)

    def resolve(self, name: str, endpoint: Endpoint | None = None) -> Model:
        """The model that answers to `name`; `endpoint` came with the run and is forgotten with it.

        It never declines a turn: what it cannot answer, it fails with a reason. Its `close`
        belongs to `Models.close`; a run leaves it alone.

        Raises:
            UnknownModel: no model has this name.
        """
        name = name.strip()
        if name == "default" and self._settings.default != name:
            name = self._settings.default
        kind, _, argument = name.partition(":")
        if kind == "scripted" and argument:
            return Chain([Scripted(self._path(name, argument))])
        if kind == "local":
            return self._local(argument or DEFAULT)
        if name in ("default", "solver"):
            return self._exact(name)
        endpoint = endpoint or self._settings.endpoint
        if endpoint is not None:
            return Unsealed(self._at(endpoint, name))
        if name == self._settings.default or name.startswith((_RESPONSES, _HOSTED, _PLAIN)):
            raise UnknownModel(
                f"The model {name!r} needs an endpoint, and this engine has none. "
                f"Give it one, or choose one of: {self._names()}."
            )
        return self.resolve("default")

    def embeddings(self, name: str, endpoint: Endpoint | None = None) -> Embeddings | None:
        """What embeds texts where the model of that name answers; None where that is here.

        So no text goes to an endpoint that does not get the question too.
        """
        name = name.strip()
        name = self._settings.default if name == "default" else name
        here = ("default", "solver", "local", "scripted")
        endpoint = endpoint or self._settings.endpoint
        if endpoint is None or name.partition(":")[0] in here:
            return None
        place = (endpoint.base_url, endpoint.key or "")
        connection = Connection(*place, "embeddings", http=self._connections())
        return Embeddings(connection, self._embedding)

    async def close(self) -> None:
        """Frees the local models and the connections."""
        self._closed.set()  # ends a download that is under way
        for model in self._kept.values():
            await model.close()
        self._kept.clear()
        if self._http is not None:
            await self._http.aclose()
        self._http = None

    def _at(self, endpoint: Endpoint, name: str) -> Model:
        """A model of an endpoint, by the API that its name asks for."""
        model, told = name.removeprefix(_PLAIN), not name.startswith(_PLAIN)
        place, http = (endpoint.base_url, endpoint.key or ""), self._connections()
        if model.startswith(_RESPONSES):
            model = model.removeprefix(_RESPONSES)
            responding = Responses(name, *place, model, self._thoughts, http=http)
            return WithHabits(responding) if told else responding
        if model.startswith(_HOSTED):
            model = model.removeprefix(_HOSTED)
            containers = self._containers.setdefault(endpoint.base_url, {})
            hosted = Hosted(containers, name, *place, model, self._thoughts, http=http)
            return WithHabits(hosted) if told else hosted
        refusing = self._refusing.setdefault(endpoint.base_url, set())
        chat = Chat(name, *place, model, http=http)
        return Native(WithHabits(chat) if told else chat, refusing)

    def _exact(self, name: str) -> Model:
        from assist_magic.engine.models.solver import Solver

        if name == "solver":
            return Chain([Solver()])
        return Chain([Solver(), self._local(DEFAULT)])

    def _local(self, weights: str) -> Model:
        """The local model with these weights, by their name or file; one for each, ever."""
        if weights not in self._kept:
            self._kept[weights] = Unsealed(self._loading(weights))
        return self._kept[weights]

    def _loading(self, weights: str) -> Model:
        from assist_magic.engine.models.local import Local

        if weights.endswith(".gguf"):
            path = self._path(f"local:{weights}", weights)
            return Local(partial(checked_gguf, path), f"local model {path.stem}")
        source = WEIGHTS.get(weights)
        if source is None:
            raise UnknownModel(
                f"There is no model 'local:{weights}'. Choose one of: {self._names()}."
            )
        return Local(partial(self._weights, source), f"local model {source.title}")

    def _weights(self, source: WeightsSource) -> Path:
        """The file of the weights, fetched if that is allowed."""
        here = find(source, self._settings.weights)
        if here is not None:
            return here
        if not self._settings.auto_pull:
            name = "" if source.name == DEFAULT else f" {source.name}"
            raise ModelError(
                f"The local model is not here yet ({source.cost}). "
                f"Run `assist-magic pull{name}` once, or choose another model."
            )
        return pull(source, self._settings.weights, logger.info, self._closed.is_set)

    def _path(self, name: str, argument: str) -> Path:
        # What the engine's own settings name was chosen by whoever runs it, not by a client.
        if not self._settings.allow_paths and name != self._settings.default:
            raise UnknownModel(
                "This engine takes no models from files, as it serves others. "
                f"Choose one of: {self._names()}."
            )
        return Path(argument).expanduser()

    def names(self) -> list[str]:
        """The names that need no endpoint and no file."""
        return ["default", "solver", "local", *(f"local:{name}" for name in WEIGHTS)]

    def words(self) -> str:
        """What answers where a run names no model, in words for a status line."""
        name = self._settings.default
        try:
            return f"{name}: {self.resolve(name).name}" if name == "default" else name
        except ModelError as error:
            return f"{name}: {error}"

    def _names(self) -> str:
        files = (
            ["local:/path/x.gguf", "scripted:/path/x.json"] if self._settings.allow_paths else []
        )
        return ", ".join([*self.names(), *files])

    def _connections(self) -> DefaultAsyncHttpxClient:
        from openai import DefaultAsyncHttpxClient

        if self._http is None:
            self._http = DefaultAsyncHttpxClient()
        return self._http
