"""What every model is to the engine: messages and tools in, a stream of deltas out.

A model either answers or raises: `Declined` when another model should take the turn,
`ModelError` when the turn has failed. Nothing here knows threads, runs or HTTP.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

CODE_TOOL = "code_interpreter"
"""The name under which code_interpreter is offered to models: one argument, `code`."""
HOSTED = "hosted:"
"""How the names of models begin whose endpoint runs their code itself."""
IMAGE_SHOWN = "[an image, shown to the user]"
"""The line that stands for an image in what code has brought."""
SEARCH_TOOL = "file_search"
"""The name under which file_search is offered to models: one argument, `query`."""


@dataclass(frozen=True)
class ToolCall:
    """A call that a model has made; `arguments` is JSON as the model wrote it."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True)
class ChatMessage:
    """One message of a model's context.

    role "tool" carries the output of the call `tool_call_id`. `images` are data URLs or
    http(s) URLs that the user gave, for models that see.
    """

    role: Literal["system", "user", "assistant", "tool"]
    content: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    images: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tool:
    """A function offered to a model; `parameters` is its JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class ModelRequest:
    """One turn. `files` maps the paths that code sees (/mnt/data/x.csv) to real ones on disk.

    `messages` begins with at most one system message and ends with the user message or the
    tool outputs that the model is to answer; calls of earlier turns stand among them with their
    outputs. `thread_id` is a cache key, nothing more. `max_tokens` is always set. `hints`: the
    run is a tutor's, so that the answer stays untold until the student asks for it.
    """

    thread_id: str
    messages: Sequence[ChatMessage]
    tools: Sequence[Tool] = ()
    tool_choice: str | Mapping[str, Any] = "auto"
    parallel_tool_calls: bool = True
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int = 2048
    response_format: Mapping[str, Any] | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    reasoning_effort: str | None = None
    hints: bool = False
    stop: tuple[str, ...] = ()
    """Texts at which the model stops, itself left out: for a model that wraps another."""


@dataclass(frozen=True)
class TextDelta:
    """More text of the answer."""

    text: str


@dataclass(frozen=True)
class CallDelta:
    """More of the call number `index` of this turn; `id` and `name` come with its first delta."""

    index: int
    id: str = ""
    name: str = ""
    arguments: str = ""


@dataclass(frozen=True)
class Ran:
    """What came of the call number `index`, which ran where the model lives.

    It comes after the call; `images` are the bytes of pictures that the code showed.
    """

    index: int
    logs: str = ""
    images: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Made:
    """A file that code has made where the model lives, under the path that the text links."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Finish:
    """The last delta of a turn: why it ended and what it cost; exactly one, always last."""

    reason: Literal["stop", "tool_calls", "length", "content_filter"] = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0


Delta = TextDelta | CallDelta | Ran | Made | Finish


class Model(Protocol):
    """A model that can take turns.

    `name` is what answers to "which model?"; `context_tokens` is how much it can read, roughly;
    `close` frees what it holds. Closing the generator of `stream` early (aclose, or cancelling
    its task) stops the model at once.
    """

    name: str
    context_tokens: int

    def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn: text and call deltas, then one Finish.

        Raises:
            Declined: before the first delta; another model should take this turn.
            ModelError: the turn has failed.
        """
        ...

    async def close(self) -> None: ...


class Declined(Exception):
    """The model leaves this turn to another.

    The text says who declines and precisely why, in a sentence for a user.
    """


class ModelError(Exception):
    """A turn has failed; the text is fit for a user, `code` is a run's last_error code."""

    def __init__(
        self,
        message: str,
        code: Literal["server_error", "rate_limit_exceeded", "invalid_prompt"] = "server_error",
    ) -> None:
        super().__init__(message)
        self.code = code
