"""The way to a model's endpoint through the official client, and what it means by a refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assist_magic.engine.models.base import ModelError

if TYPE_CHECKING:
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient


class Connection:
    """The endpoint at `base_url`.

    Args:
        base_url: the address that `/chat/completions` or `/responses` is added to.
        key: sent to that address alone; it never appears in a message.
        model: the endpoint's name of the model.
        headers: sent with every request.
        http: connections shared with others; without it the endpoint has its own.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        model: str,
        headers: Mapping[str, str] | None = None,
        http: DefaultAsyncHttpxClient | None = None,
    ) -> None:
        self.base_url = base_url
        self.model = model
        self._key = key
        self._headers = headers
        self._http = http
        self._refused: frozenset[str] = frozenset()

    @cached_property
    def client(self) -> AsyncOpenAI:
        """The official client, made when the first turn needs it."""
        from openai import AsyncOpenAI, Timeout

        return AsyncOpenAI(
            base_url=self.base_url,
            api_key=self._key or "none",
            max_retries=2,
            timeout=Timeout(600, connect=10),
            default_headers=self._headers,
            http_client=self._http,
        )

    async def sent(
        self,
        call: Callable[..., Awaitable[Any]],
        body: Callable[[frozenset[str]], dict[str, Any]],
        optional: Sequence[str],
    ) -> Any:
        """What a call of the client answers; again without each field that the endpoint refuses.

        Args:
            call: the client's method.
            body: makes its arguments without the fields given to it.
            optional: the fields that a request can do without.
        """
        from openai import BadRequestError, UnprocessableEntityError

        while True:
            arguments = body(self._refused)
            try:
                return await call(**arguments)
            except (BadRequestError, UnprocessableEntityError) as error:
                refused = _refused_field(str(error), arguments, optional)
                if refused is None:
                    raise
                self._refused |= {refused}

    async def close(self) -> None:
        """Closes the connections, unless they are shared; a later turn would open them again."""
        client = self.__dict__.pop("client", None)
        if client is not None and self._http is None:
            await client.close()

    @property
    def host(self) -> str:
        """The endpoint as a user would name it."""
        parts = urlsplit(self.base_url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    def explained(self, error: Exception, *, began: bool) -> ModelError:
        """What a failure of the client, or of the HTTP library through it, means to a user.

        Args:
            error: what was raised.
            began: the answer had begun.
        """
        import openai

        if isinstance(error, ModelError):
            return error
        where = f"the model's endpoint at {self.host}"
        if isinstance(error, openai.APIStatusError):
            return self._explained_status(error.status_code, _text(error))
        if began and (
            isinstance(error, openai.APIConnectionError)
            or not isinstance(error, openai.OpenAIError)
        ):
            return ModelError(f"The answer of {where} broke off. Ask again.")
        if isinstance(error, openai.APITimeoutError):
            return ModelError(
                f"No answer from {where} in time. Ask again, or choose another model."
            )
        if isinstance(error, openai.APIConnectionError):
            return ModelError(
                f"No connection to {where}. Check that it runs and that its base URL is right."
            )
        return ModelError(f"T{where[1:]} failed: {self.safe(_text(error))}")

    def _explained_status(self, status: int, text: str) -> ModelError:
        where = f"The model's endpoint at {self.host}"
        text = self.safe(text)
        if status in (401, 403):
            return ModelError(f"{where} refused the key ({status}). Set a key that it accepts.")
        if status == 404:
            return ModelError(
                f"{where} does not know the model {self.model!r} (404): {text} "
                "Choose a model that it has, or check its base URL."
            )
        if status == 429:
            return ModelError(
                f"{where} is over its rate limit or quota: {text} Wait, or raise the limit.",
                "rate_limit_exceeded",
            )
        if status in (400, 413, 422):
            return ModelError(f"{where} refused the request ({status}): {text}", "invalid_prompt")
        return ModelError(f"{where} failed ({status}): {text}")

    def safe(self, text: str) -> str:
        """A text of the endpoint's without the key that it may quote."""
        return text.replace(self._key, "***") if self._key else text


def _refused_field(
    complaint: str, body: Mapping[str, object], optional: Sequence[str]
) -> str | None:
    """The field to leave out (or rename) so that an endpoint that complained may accept.

    Args:
        complaint: what the endpoint said.
        body: what it was sent.
        optional: the fields that a request can do without.
    """
    return next((key for key in optional if key in complaint and key in body), None)


def _text(error: Exception) -> str:
    text = getattr(error, "message", None) or str(error)
    body = getattr(error, "body", None)
    if isinstance(body, Mapping) and isinstance(body.get("message"), str):
        text = body["message"]
    text = " ".join(text.split())[:500]
    return text if text.endswith((".", "!", "?")) else f"{text}."
