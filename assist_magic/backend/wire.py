"""Wire: the Assistants protocol as far as the front speaks it: paths, bodies, and plain errors.

The calls go through the official SDK's client, but by its general verbs: touching the typed
`client.beta` costs 0.35 s of CPU in the first cell and warns that it is deprecated. Answers are
the protocol's own JSON. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from assist_magic.backend.dialect import V2, Dialect
from assist_magic.backend.refusals import Missing, Refused, Server, TooLarge
from assist_magic.errors import BackendUnavailable

if TYPE_CHECKING:
    import openai

Json = dict[str, Any]
Event = tuple[str, Json]

_CONNECT_SECONDS = 5.0
_READ_SECONDS = 600.0
_LOOK_SECONDS = 60.0
"""How long to wait for what is there already, and only has to be told."""


class Wire:
    """One server and one key. `key_name` and `url_name` are the variables that key and address
    come from, or would come from, for error messages.

    `local` is for the user's own engine: no proxy, no redirect, and so no TLS to prepare.
    """

    def __init__(
        self,
        base_url: str,
        key: str | None,
        key_name: str = "",
        local: bool = False,
        url_name: str = "",
        dialect: Dialect = V2,
    ) -> None:
        self._server = Server(base_url.rstrip("/"), key, key_name, url_name, local)
        self.base_url = self._server.base_url
        self.host = self._server.host
        self.dialect = dialect

    def speaking(self, dialect: Dialect) -> Wire:
        """The same server and key, spoken to in a dialect."""
        to = self._server
        return Wire(to.base_url, to.key, to.key_name, to.local, to.url_name, dialect)

    @cached_property
    def _client(self) -> openai.OpenAI:
        import openai

        transport = (
            openai.DefaultHttpxClient(trust_env=False, verify=False, follow_redirects=False)
            if self._server.local
            else None
        )
        return openai.OpenAI(
            api_key=self._server.key or "none",
            base_url=self.base_url,
            default_headers=self.dialect.headers,
            default_query=self.dialect.query,
            # A retried POST could ask the same question twice; run.opening retries what is safe.
            max_retries=0,
            timeout=openai.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS),
            http_client=transport,
        )

    @property
    def _patience(self) -> openai.Timeout:
        import openai

        return openai.Timeout(_LOOK_SECONDS, connect=_CONNECT_SECONDS)

    def get(self, path: str, **query: str | int) -> Json:
        """One object."""
        with self._server.plainly():
            return self._checked(
                self._client.get(
                    path,
                    cast_to=object,
                    options={"params": dict(query), "timeout": self._patience},
                )
            )

    def post(self, path: str, body: Json, headers: Mapping[str, str] | None = None) -> Json:
        """Makes or changes one object."""
        with self._server.plainly():
            return self._checked(
                self._client.post(
                    path, cast_to=object, body=body, options={"headers": dict(headers or {})}
                )
            )

    def delete(self, path: str) -> None:
        """Deletes one object."""
        with self._server.plainly():
            self._client.delete(path, cast_to=object)

    def stream(
        self, path: str, body: Json, headers: Mapping[str, str] | None = None
    ) -> Iterator[Event]:
        """The events that a request brings; the request is sent before this returns."""
        import openai

        with self._server.plainly():
            events = self._client.post(
                path,
                cast_to=object,
                body={**body, "stream": True},
                options={"headers": dict(headers or {})},
                stream=True,
                stream_cls=openai.Stream[object],
            )
        return self._events(events)

    def _events(self, stream: openai.Stream[object]) -> Iterator[Event]:
        with self._server.plainly(), stream:
            for each in stream:
                if isinstance(each, dict) and "event" in each:
                    yield each["event"], each["data"]

    def pages(self, path: str, **query: str | int) -> list[Json]:
        """Every object of a list, oldest first."""
        found: list[Json] = []
        after: dict[str, str | int] = {}
        while True:
            page = self.get(path, limit=100, order="asc", **query, **after)
            found += page.get("data") or []
            if not page.get("has_more") or not page.get("data"):
                return found
            after = {"after": page["data"][-1]["id"]}

    def said(self, thread_id: str, run_id: str) -> list[Json]:
        """The messages of a run, oldest first; v1 picks none out, so the newest are asked for."""
        path = f"/threads/{thread_id}/messages"
        if not self.dialect.is_v1:
            found = self.pages(path, run_id=run_id)
            return [each for each in found if each.get("run_id") == run_id]
        newest: list[Json] = []
        after: dict[str, str | int] = {}
        while True:
            page = self.get(path, limit=100, order="desc", **after)
            messages = page.get("data") or []
            newest += [each for each in messages if each.get("run_id") == run_id]
            is_past = bool(newest) and messages[-1].get("run_id") != run_id
            if is_past or not page.get("has_more") or not messages:
                return newest[::-1]
            after = {"after": messages[-1]["id"]}

    def run(self, thread_id: str, run_id: str) -> tuple[Json, float | None]:
        """A run, and after how many seconds the server would like to be asked again."""
        import json

        import openai

        with self._server.plainly():
            answer = self._client.get(
                f"/threads/{thread_id}/runs/{run_id}",
                cast_to=openai.HttpxBinaryResponseContent,
                options={"timeout": self._patience},
            )
            wait = answer.response.headers.get("openai-poll-after-ms", "")
            try:
                found = json.loads(answer.content)
            except ValueError:
                found = None
            return self._checked(found), int(wait) / 1000 if wait.isdigit() else None

    def cancel(self, thread_id: str, run_id: str) -> None:
        """Asks for the end of a run; that it has ended already is no error."""
        try:
            self.post(f"/threads/{thread_id}/runs/{run_id}/cancel", {})
        except (Refused, Missing):
            return

    def upload(
        self, name: str, body: IO[bytes], purpose: Literal["assistants", "vision"] = "assistants"
    ) -> str:
        """Sends a file for the assistant's tools or eyes, piece by piece, and gives back its id."""
        with self._server.plainly():
            return self._client.files.create(file=(name, body), purpose=purpose).id

    def content(self, file_id: str) -> bytes:
        """The bytes of a file."""
        with self._server.plainly():
            return self._client.files.content(file_id).content

    def save(self, file_id: str, target: Path, most: int) -> None:
        """Copies a file of the server to `target`, piece by piece.

        Raises:
            TooLarge: it has more than `most` bytes.
        """
        with (
            self._server.plainly(),
            self._client.files.with_streaming_response.content(file_id) as answer,
            target.open("wb") as file,
        ):
            told = answer.headers.get("content-length", "")
            size = int(told) if told.isdigit() else 0
            for piece in answer.iter_bytes():
                if max(size, file.tell() + len(piece)) > most:
                    raise TooLarge(max(size, file.tell() + len(piece)))
                file.write(piece)

    def models(self) -> list[str]:
        """The names of the server's models; a project of Foundry has deployments of them."""
        try:
            return [str(each["id"]) for each in self.get("/models").get("data") or []]
        except Missing:
            if not self.dialect.api_version:
                raise
        return [str(each["name"]) for each in self.get("/deployments").get("value") or []]

    def _checked(self, answer: object) -> Json:
        if not isinstance(answer, dict):
            raise BackendUnavailable(
                f"{self.host} answers, but does not speak the Assistants protocol. "
                f"Check the address {self.base_url}."
            )
        return answer
