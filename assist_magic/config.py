"""Settings: what the environment says, read and checked here and nowhere else.

What a notebook has set by the traits of its magics (Preferences) counts more than the environment.

ASSIST_MAGIC_BASE_URL   a server of the Assistants protocol, instead of one's own engine; a project
                        of Foundry with its version: https://…/api/projects/NAME?api-version=v1
ASSIST_MAGIC_API_KEY    the key, or token, of that server
ASSIST_MAGIC_MODEL      the model that answers
ASSIST_MAGIC_MODE       how cells are drawn: auto, rich, static or terminal
ASSIST_MAGIC_SANDBOX    auto, or none: the assistant's code then runs unprotected
ASSIST_MAGIC_IDLE_SECONDS   after how long without a request one's own engine ends
ASSIST_MAGIC_HOME       one folder for everything that is otherwise kept in the user's own
OPENAI_BASE_URL, OPENAI_API_KEY   an endpoint that models, or assistants, answer at
"""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, cast
from urllib.parse import parse_qs, urlencode, urlsplit

from assist_magic.errors import ConfigError
from assist_magic.prices import NO_PRICES, Prices

Mode = Literal["auto", "rich", "static", "terminal"]
Sandbox = Literal["auto", "none"]
ImageProtocol = Literal["iterm2", "kitty"]

APP = "assist_magic"
# What code of code_interpreter may see of the environment: how to count threads and read time
# and text, nothing that could hold a secret or a path of the user's.
_CODE_NAMES = frozenset({"LANG", "LANGUAGE", "TZ", "SYSTEMROOT", "WINDIR", "NUMEXPR_MAX_THREADS"})
_CODE_PREFIXES = ("LC_", "OPENBLAS_", "OMP_", "MKL_", "VECLIB_", "BLIS_")
_NOTEBOOKS_OWN = frozenset(
    {
        "ASSIST_MAGIC_BASE_URL",
        "ASSIST_MAGIC_API_KEY",
        "ASSIST_MAGIC_MODEL",
        "ASSIST_MAGIC_MODE",
        "OPENAI_BASE_URL",
        "OPENAI_API_KEY",
        "JPY_SESSION_NAME",
        "JPY_PARENT_PID",
    }
)
_TRAIT_OF_URL = "AssistantMagics.base_url"
_API_VERSION = "api-version"
_KITTY_TERMS = frozenset({"xterm-kitty", "xterm-ghostty"})
_ITERM2_PROGRAMS = frozenset({"iTerm.app", "WezTerm"})
_CODE_PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Preferences:
    """What the traits of the magics say; None where they say nothing. No key is among them."""

    base_url: str | None = None
    model: str | None = None
    mode: Mode | None = None
    prices: Prices = NO_PRICES


@dataclass(frozen=True)
class Settings:
    """One reading of the environment. Keys are kept out of its repr.

    `base_url_source` and `model_source` name what has set these, for messages. `prices` have no
    part in which server answers.
    """

    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    model: str | None = None
    mode: Mode = "auto"
    sandbox: Sandbox = "auto"
    home: Path | None = None
    idle_seconds: float = 3600.0
    openai_base_url: str | None = None
    openai_api_key: str | None = field(default=None, repr=False)
    session_name: str | None = None
    base_url_source: str = "ASSIST_MAGIC_BASE_URL"
    model_source: str = "ASSIST_MAGIC_MODEL"
    prices: Prices = field(default=NO_PRICES, compare=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Reads and checks the environment.

        Raises:
            ConfigError: a variable has a value that cannot work; names both.
        """
        home = _text(environ, "ASSIST_MAGIC_HOME")
        return cls(
            base_url=_server_url(environ, "ASSIST_MAGIC_BASE_URL"),
            api_key=_key(environ, "ASSIST_MAGIC_API_KEY"),
            model=_text(environ, "ASSIST_MAGIC_MODEL"),
            mode=cast(
                Mode,
                _choice(environ, "ASSIST_MAGIC_MODE", ("auto", "rich", "static", "terminal")),
            ),
            sandbox=cast(Sandbox, _choice(environ, "ASSIST_MAGIC_SANDBOX", ("auto", "none"))),
            home=_folder("ASSIST_MAGIC_HOME", home) if home else None,
            idle_seconds=_seconds(environ, "ASSIST_MAGIC_IDLE_SECONDS", 3600.0),
            openai_base_url=_url(environ, "OPENAI_BASE_URL"),
            openai_api_key=_key(environ, "OPENAI_API_KEY"),
            session_name=_text(environ, "JPY_SESSION_NAME"),
        )

    def preferring(self, preferences: Preferences) -> Settings:
        """The same, but for what the user prefers in this kernel.

        A key that the environment holds for another host than the preferred one stays behind.
        """
        changed = replace(self, prices=preferences.prices)
        if preferences.model:
            source = "AssistantMagics.model"
            changed = replace(changed, model=preferences.model, model_source=source)
        if preferences.mode:
            changed = replace(changed, mode=preferences.mode)
        if preferences.base_url:
            url = checked_url(preferences.base_url)
            is_other = self.base_url is not None and host_of(self.base_url) != host_of(url)
            changed = replace(
                changed,
                base_url=url,
                base_url_source=_TRAIT_OF_URL,
                api_key=None if is_other else self.api_key,
            )
        return changed

    @property
    def data_folder(self) -> Path:
        """What must not be lost: threads, files, the engine's database."""
        return self._folder("data")

    @property
    def cache_folder(self) -> Path:
        """What can be fetched again."""
        return self._folder("cache")

    @property
    def models_folder(self) -> Path:
        """Weights of local models."""
        return self.cache_folder / "models"

    @property
    def runtime_folder(self) -> Path:
        """What lives as long as the user's engine: its address and its token.

        Not the system's own folder for such things: where no session manager makes one (servers,
        containers) it falls back to a guessable name in /tmp. Homes may be shared by machines,
        so each has its own.
        """
        if self.home is not None:
            return self.home / "runtime"
        return self.data_folder / f"runtime-{platform.node() or 'here'}"

    @property
    def engine_log(self) -> Path:
        """Where the user's engine writes down what happens to it."""
        return self.data_folder / "engine.log"

    def _folder(self, kind: Literal["data", "cache"]) -> Path:
        if self.home is not None:
            return self.home / kind
        import platformdirs  # 4 ms, and only when a folder is asked for

        if kind == "data":
            return platformdirs.user_data_path(APP, appauthor=False)
        return platformdirs.user_cache_path(APP, appauthor=False)


def image_protocol(environ: Mapping[str, str] = os.environ) -> ImageProtocol | None:
    """How the terminal of this process draws images, as far as it says who it is.

    None within tmux and screen, which keep such codes to themselves.
    """
    terminal = environ.get("TERM", "")
    if "TMUX" in environ or terminal.startswith(("screen", "tmux")):
        return None
    if terminal in _KITTY_TERMS:
        return "kitty"
    return "iterm2" if environ.get("TERM_PROGRAM") in _ITERM2_PROGRAMS else None


def code_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The whole environment for code that an assistant writes: an allow-list, never a copy."""
    allowed = {
        name: value
        for name, value in environ.items()
        if name in _CODE_NAMES or name.startswith(_CODE_PREFIXES)
    }
    return {"PATH": _CODE_PATH, **allowed}


def engine_environment(
    settings: Settings, environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The environment of the user's own engine.

    All of the user's notebooks share it, so it must not take its model or a key from the one that
    happened to start it: those come with each run.
    """
    kept = {name: value for name, value in environ.items() if name not in _NOTEBOOKS_OWN}
    if settings.home is not None:
        kept["ASSIST_MAGIC_HOME"] = str(settings.home)
    return {**kept, "ASSIST_MAGIC_SANDBOX": settings.sandbox}


def checked_endpoint(url: str, name: str) -> str:
    """An address of models as it is used; `name` says where the user wrote it.

    Raises:
        ConfigError: it is no web address.
    """
    return _url({name: url}, name) or ""


def checked_url(url: str) -> str:
    """An address of assistants that a notebook has set, as it is used.

    Raises:
        ConfigError: it is no web address.
    """
    return _server_url({_TRAIT_OF_URL: url}, _TRAIT_OF_URL) or ""


def api_version_of(url: str) -> str:
    """The version that an address asks for in its query; empty where it asks for none."""
    return parse_qs(urlsplit(url).query).get(_API_VERSION, [""])[-1]


def without_query(url: str) -> str:
    """An address to which paths can be added."""
    return urlsplit(url)._replace(query="").geturl()


def host_of(url: str) -> str:
    """The host of a URL, with its port where it names one; never a user or a password."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return f"{host}:{parts.port}" if parts.port else host


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine itself."""
    return (urlsplit(url).hostname or "") in {"127.0.0.1", "localhost", "::1"}


def _text(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(name, "").strip() or None


def _key(environ: Mapping[str, str], name: str) -> str | None:
    key = _text(environ, name)
    # A header cannot carry anything else; a key pasted with a newline or quotes ends here.
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise ConfigError(
            f"{name} holds characters that no key has (spaces, line ends or letters beyond "
            "ASCII). Copy the key again."
        )
    return key


def _seconds(environ: Mapping[str, str], name: str, usual: float) -> float:
    value = _text(environ, name)
    try:
        seconds = usual if value is None else float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ConfigError(f"{name} is {value!r}. Set it to a number of seconds above zero.")
    return seconds


def _choice(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = (_text(environ, name) or allowed[0]).lower()
    if value not in allowed:
        raise ConfigError(f"{name} is {value!r}. Set it to one of: {', '.join(allowed)}.")
    return value


def _url(environ: Mapping[str, str], name: str) -> str | None:
    value = _text(environ, name)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        shown = value.rpartition("@")[2]
        raise ConfigError(
            f"{name} is {shown!r}, which is no web address. Set it to something like "
            "https://server.example/v1."
        )
    path = parts.path.rstrip("/") or "/v1"
    return parts._replace(path=path, query="", fragment="").geturl()


def _server_url(environ: Mapping[str, str], name: str) -> str | None:
    """An address of assistants: unlike one of models, it may ask for a version."""
    url = _url(environ, name)
    version = api_version_of(environ[name].strip()) if url else ""
    return f"{url}?{urlencode({_API_VERSION: version})}" if version else url


def _folder(name: str, value: str) -> Path:
    folder = Path(value).expanduser()
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{name} is {value!r}, which is no folder. Set it to a folder.")
    return folder.absolute()
