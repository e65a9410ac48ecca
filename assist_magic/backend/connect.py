"""Backend: settings → the server that answers, with the reason why it is that one.

    1. ASSIST_MAGIC_BASE_URL names a server                 → that server
    2. OPENAI_BASE_URL names one that serves assistants     → that server
    3. otherwise the user's own engine on this machine, whose model is the first of: the one that
       is configured; an endpoint with a key; a model server on its usual port; the embedded one

A server that is not the own engine is probed when it is first met: which dialect of the protocol
it speaks, and so what it can do (probe, dialect). Keys go to the host that they belong to, and to
the own engine over loopback, nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assist_magic.backend import discovery, probe
from assist_magic.backend.dialect import V2, Dialect
from assist_magic.backend.discovery import Endpoint
from assist_magic.backend.refusals import Missing, Refused
from assist_magic.backend.wire import Wire
from assist_magic.config import Settings, api_version_of, host_of, without_query
from assist_magic.errors import BackendUnavailable, UsageError

_OPENAI = "https://api.openai.com/v1"
DEFAULT = "default"
_NO_OTHER = "no other server of assistants is named"
# Model names that are the engine's own, whatever endpoint there is (engine/models/catalogue).
_EMBEDDED = frozenset({DEFAULT, "solver", "local"})
_EMBEDDED_PREFIXES = ("local:", "scripted:")


@dataclass(frozen=True)
class Backend:
    """A server that is ready, and the model that answers there.

    `server` names it in the registry: it stays the same when an engine comes back on another
    port. `headers` go with each run; they may hold the key of the model's endpoint.
    """

    wire: Wire
    settings: Settings
    name: str
    why: str
    server: str
    model: str
    model_why: str
    own: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    endpoint: Endpoint | None = None

    @property
    def base_url(self) -> str:
        return self.wire.base_url

    @property
    def dialect(self) -> Dialect:
        """How this server is spoken to, and so what it can do."""
        return self.wire.dialect

    @property
    def assistant_model(self) -> str:
        """The model in the standard assistant; each run names its own beside it."""
        return DEFAULT if self.own else self.model

    def health(self) -> dict[str, Any]:
        """What the own engine says of itself; nothing for other servers."""
        return discovery.health(self.wire) if self.own else {}

    def models(self) -> list[str]:
        """The names that a run's model may have, as far as the servers list them."""
        names = self.wire.models()
        if self.endpoint is not None:
            names += self.endpoint.models or self.endpoint.wire().models()
        return list(dict.fromkeys(names))


@dataclass(frozen=True)
class _Place:
    """Where a kernel's questions go, before a model is chosen.

    `listed` is the model to begin with, once it has been asked for.
    """

    wire: Wire
    name: str
    why: str
    server: str
    own: bool
    endpoint: Endpoint | None = None
    endpoint_why: str = ""
    listed: str = ""


_places: dict[Settings, _Place] = {}


def connect(settings: Settings, model: str | None = None, model_why: str = "") -> Backend:
    """The server that these settings lead to, with `model` or else the configured one.

    The first call of a kernel looks for it (and starts the own engine if need be); later ones
    cost nothing.

    Raises:
        BackendUnavailable: nothing answers, or it refuses the key.
        UsageError: no server here has such a model.
    """
    place = _places.get(settings) or _keep(settings, _find_place(settings))
    if model is None and settings.model:
        model, model_why = settings.model, f"{settings.model_source} names it"
    if place.own:
        return _own_backend(settings, place, model, model_why)
    if model is None:
        model, model_why = _listed(settings, place, place.wire), "the server lists it first"
    return Backend(place.wire, settings, place.name, place.why, place.server, model, model_why)


def is_connected(settings: Settings) -> bool:
    """Whether the server that these settings lead to has been found already."""
    return settings in _places


def chosen_server(settings: Settings) -> str:
    """Which server these settings lead to and why, told without asking it anything."""
    if settings.base_url:
        return f"{settings.base_url} ({settings.base_url_source} names it)"
    if settings.openai_base_url:
        return f"{settings.openai_base_url} (OPENAI_BASE_URL names it)"
    return f"your own engine ({_NO_OTHER})"


def reconnect(backend: Backend) -> Backend:
    """The same once more, found anew: the own engine may have ended and come back elsewhere."""
    _places.pop(backend.settings, None)
    return connect(backend.settings, backend.model, backend.model_why)


def look_again(backend: Backend) -> Backend:
    """The same server, probed as one that is new.

    Raises:
        AssistantError: it does not answer, or tells no assistants.
    """
    if backend.own:
        backend.wire.get("/assistants", limit=1)
        return backend
    newest = replace(backend.dialect, version=V2.version)
    return _speaking(backend, probe.probed(backend.wire.speaking(newest)))


def corrected(backend: Backend, refusal: str) -> Backend | None:
    """The same server in the dialect that a refusal in these words asks for, which is kept; None
    if they are about something else."""
    better = backend.dialect.corrected(refusal)
    return None if backend.own or better == backend.dialect else _speaking(backend, better)


def forget(backend: Backend) -> None:
    """Drops what is known of a server, which has turned out to be none of assistants."""
    _places.pop(backend.settings, None)
    probe.forget(backend.settings.data_folder, backend.server)


def _speaking(backend: Backend, dialect: Dialect) -> Backend:
    settings = backend.settings
    probe.remember(settings.data_folder, backend.server, dialect)
    wire = backend.wire.speaking(dialect)
    if settings in _places:
        _keep(settings, replace(_places[settings], wire=wire))
    return replace(backend, wire=wire)


def _keep(settings: Settings, place: _Place) -> _Place:
    _places[settings] = place
    return place


def _find_place(settings: Settings) -> _Place:
    if settings.base_url:
        key, key_name = _key_for(settings, settings.base_url)
        wire = Wire(
            without_query(settings.base_url),
            key,
            key_name,
            url_name=settings.base_url_source,
            dialect=Dialect(api_version=api_version_of(settings.base_url)),
        )
        why = f"{settings.base_url_source} names it"
        # Who will not tell its assistants may still make one.
        return _remote(settings, wire, why) or _place_of(wire, why)
    if settings.openai_base_url:
        wire = Wire(
            settings.openai_base_url,
            settings.openai_api_key,
            "OPENAI_API_KEY",
            url_name="OPENAI_BASE_URL",
        )
        place = _remote(settings, wire, "OPENAI_BASE_URL names it, and it serves assistants")
        if place is not None:
            return place
        endpoint = Endpoint(
            settings.openai_base_url,
            settings.openai_api_key,
            wire.host,
            "OPENAI_API_KEY",
            url_name="OPENAI_BASE_URL",
        )
        return _own_place(settings, endpoint, "OPENAI_BASE_URL names it")
    if settings.openai_api_key:
        endpoint = Endpoint(_OPENAI, settings.openai_api_key, host_of(_OPENAI), "OPENAI_API_KEY")
        return _own_place(settings, endpoint, "OPENAI_API_KEY is set")
    if settings.model and _is_embedded(settings.model):
        return _own_place(settings, None, "")
    found = discovery.model_server(settings.model)
    return _own_place(settings, found, f"{found.name} runs on this machine" if found else "")


def _own_place(settings: Settings, endpoint: Endpoint | None, why: str) -> _Place:
    engine = discovery.own_engine(settings)
    wire = Wire(engine.base_url, engine.token, "the token of your own engine", local=True)
    return _Place(
        wire,
        "your own engine",
        _NO_OTHER,
        f"own:{settings.data_folder}",
        own=True,
        endpoint=endpoint,
        endpoint_why=why,
    )


def _remote(settings: Settings, wire: Wire, why: str) -> _Place | None:
    """A server in the dialect that it is known to speak, or is found to; None if it tells no
    assistants."""
    place, folder = _place_of(wire, why), settings.data_folder
    dialect = probe.remembered(folder, place.server)
    if dialect is None or wire.dialect.api_version not in ("", dialect.api_version):
        try:
            dialect = probe.probed(wire)
        except (Missing, Refused):
            return None
        probe.remember(folder, place.server, dialect)
    return replace(place, wire=wire.speaking(dialect))


def _place_of(wire: Wire, why: str) -> _Place:
    identity = hashlib.sha256(wire.base_url.encode()).hexdigest()[:16]
    return _Place(wire, wire.host, why, identity, own=False)


def _own_backend(settings: Settings, place: _Place, model: str | None, model_why: str) -> Backend:
    endpoint = place.endpoint
    if model is None and endpoint is not None:
        listed = _listed(settings, place, endpoint.wire(), endpoint.models)
        model, model_why = listed, place.endpoint_why
    if model is None:
        model, model_why = DEFAULT, "nothing else is configured"
    if _is_embedded(model):
        endpoint = None
    elif endpoint is None:
        raise UsageError(
            f"There is no model {model!r} here: no endpoint is configured (OPENAI_API_KEY or "
            f"OPENAI_BASE_URL), and no model server on this machine has it. "
            f"There are: {', '.join(place.wire.models())}."
        )
    return Backend(
        place.wire,
        settings,
        place.name,
        place.why,
        place.server,
        model,
        model_why,
        own=True,
        headers=endpoint.headers() if endpoint else {},
        endpoint=place.endpoint,
    )


def _listed(settings: Settings, place: _Place, wire: Wire, models: tuple[str, ...] = ()) -> str:
    """The model to begin with; a server is asked for it once."""
    if not place.listed:
        place = _keep(settings, replace(place, listed=_model_of(wire, models)))
    return place.listed


def _model_of(wire: Wire, models: tuple[str, ...]) -> str:
    try:
        names = list(models) or wire.models()
    except (Missing, Refused):
        names = []
    if not names:
        raise BackendUnavailable(
            f"{wire.host} does not say which models it has. Name one: set ASSIST_MAGIC_MODEL."
        )
    return discovery.preferred(names)


def _is_embedded(model: str) -> bool:
    return model in _EMBEDDED or model.startswith(_EMBEDDED_PREFIXES)


def _key_for(settings: Settings, base_url: str) -> tuple[str | None, str]:
    """The key that belongs to a host, and the variable that it comes from or would come from."""
    if settings.api_key:
        return settings.api_key, "ASSIST_MAGIC_API_KEY"
    openai_host = host_of(settings.openai_base_url or _OPENAI)
    if settings.openai_api_key and host_of(base_url) == openai_host:
        return settings.openai_api_key, "OPENAI_API_KEY"
    return None, "ASSIST_MAGIC_API_KEY"
