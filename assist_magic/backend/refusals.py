"""Refusals: what a server's refusals and silences are called here, and said in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assist_magic.backend.dialect import wants_api_version
from assist_magic.config import host_of
from assist_magic.errors import AssistantError, BackendUnavailable, ThreadBusy

if TYPE_CHECKING:
    import openai

_LOCKED = re.compile(r"(?:while a run|already has an active run) (run_\w+)")


class Unreachable(BackendUnavailable):
    """No answer; `untouched` when the server cannot have taken the request."""

    def __init__(self, message: str, untouched: bool) -> None:
        super().__init__(message)
        self.untouched = untouched


class WrongKey(BackendUnavailable):
    """The server answers 401."""


class TooManyRequests(BackendUnavailable):
    """The server answers 429; `seconds` is how long it asks to wait, None if it does not say."""

    def __init__(self, message: str, seconds: float | None) -> None:
        super().__init__(message)
        self.seconds = seconds


class Missing(AssistantError):
    """The server does not know something that the request named."""


class Refused(AssistantError):
    """The server will not do what the request asks, in its own words."""


class TooLarge(AssistantError):
    """A file has at least `size` bytes, which is more than was wanted."""

    def __init__(self, size: int) -> None:
        super().__init__(f"It has {size / 2**20:.0f} MB.")
        self.size = size


class LockedThread(ThreadBusy):
    """The run `run_id` holds the thread."""

    def __init__(self, message: str, run_id: str) -> None:
        super().__init__(message)
        self.run_id = run_id


@dataclass(frozen=True)
class Server:
    """What is said of a server where it fails: see Wire for the names. The key is never said."""

    base_url: str
    key: str | None = field(repr=False)
    key_name: str = ""
    url_name: str = ""
    local: bool = False

    @property
    def host(self) -> str:
        """Its name, without user and password."""
        return host_of(self.base_url)

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """Turns the SDK's errors into ours."""
        import openai

        try:
            yield
        except openai.APIStatusError as error:
            raise self._refusal(error) from None
        except openai.APITimeoutError:
            raise Unreachable(f"{self.host} did not answer in time.", untouched=False) from None
        except openai.APIConnectionError as error:
            raise self._unreachable(error) from None
        except openai.APIError as error:
            raise Refused(f"{self.host} broke off: {error.message}") from None

    def _unreachable(self, error: openai.APIConnectionError) -> Unreachable:
        cause = _cause(error)
        if _was_untouched(error):
            return Unreachable(
                f"No server answers at {self.base_url} ({cause}). {self._where_to_look()}", True
            )
        return Unreachable(
            f"The connection to {self.host} broke off ({cause}). Run the cell again.", False
        )

    def _where_to_look(self) -> str:
        if self.url_name:
            return (
                f"{self.url_name} names it: start that server, or correct or remove the variable."
            )
        return "Run the cell again." if self.local else "Check the network, then try again."

    def _wrong_key(self) -> WrongKey:
        name = self.key_name or "the key"
        if self.key is None:
            return WrongKey(f"{self.host} wants a key (401), and {name} is not set. Set it.")
        return WrongKey(f"{self.host} does not accept {name} (401). Check its value.")

    def _version_hint(self, words: str) -> str:
        if not wants_api_version(words):
            return ""
        name = self.url_name or "the address"
        stop = "" if words.endswith(".") else "."
        return f"{stop} Say the version in {name}: {self.base_url}?api-version=…"

    def _refusal(self, error: openai.APIStatusError) -> AssistantError:
        words = _words(error)
        if self.key:
            words = words.replace(self.key, "…")  # some servers repeat the key that they refuse
        code = error.status_code
        if code == 401:
            return self._wrong_key()
        if code == 404:
            return Missing(words)
        if code == 429:
            wait = error.response.headers.get("retry-after", "")
            seconds = float(wait) if re.fullmatch(r"\d+(\.\d+)?", wait) else None
            return TooManyRequests(f"{self.host} has too much to do (429): {words}", seconds)
        if code >= 500:
            return BackendUnavailable(f"{self.host} failed ({code}): {words} Try again.")
        locked = _LOCKED.search(words)
        if locked:
            return LockedThread(words, locked[1])
        return Refused(f"{self.host} refused ({code}): {words}{self._version_hint(words)}")


def _words(error: openai.APIStatusError) -> str:
    body = error.body
    message = body.get("message") if isinstance(body, dict) else None
    return str(message or f"it gave no reason (status {error.status_code})")[:500]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _cause(error: BaseException) -> str:
    deepest = list(_chain(error))[-1]
    return getattr(deepest, "strerror", None) or str(deepest) or type(deepest).__name__


def _was_untouched(error: BaseException) -> bool:
    """Whether no connection came about, so that nothing can have been asked."""
    import socket

    return any(isinstance(each, ConnectionRefusedError | socket.gaierror) for each in _chain(error))
