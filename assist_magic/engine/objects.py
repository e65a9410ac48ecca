"""The protocol's objects: ids, errors, the SDK's own types for answers, and time.

Answers have the shapes of the official SDK's pydantic types, so that the protocol's schema is
not written a second time; what a client may send stands in `requests`.
"""

from __future__ import annotations

import secrets
import string
import time
from typing import Any, Literal, TypeVar

from openai.types import FileObject as _FileObject
from openai.types import VectorStore
from openai.types.beta import Assistant, Thread
from openai.types.beta.threads import Message, Run
from openai.types.beta.threads.runs import RunStep
from openai.types.vector_stores import VectorStoreFile, VectorStoreFileBatch
from pydantic import BaseModel

__all__ = [
    "ACTIVE",
    "Assistant",
    "FileObject",
    "Message",
    "ProtocolError",
    "Run",
    "RunStep",
    "StoredFile",
    "Thread",
    "ThreadLocked",
    "VectorStore",
    "VectorStoreFile",
    "VectorStoreFileBatch",
    "dump",
    "evolve",
    "new_id",
    "not_found",
    "now",
]

ACTIVE: frozenset[str] = frozenset({"queued", "in_progress", "requires_action", "cancelling"})
"""The statuses in which a run holds its thread."""

Prefix = Literal["asst", "thread", "msg", "run", "step", "call", "file", "vs", "vsfb"]
T = TypeVar("T", bound=BaseModel)
_PREFIXES: dict[str, Prefix] = {
    "assistant": "asst",
    "thread": "thread",
    "message": "msg",
    "run": "run",
    "run step": "step",
}
_BASE62 = string.ascii_letters + string.digits


class FileObject(_FileObject):
    """A file. Its purpose may be "evals" too, which the SDK's own type leaves out."""

    purpose: str  # type: ignore[assignment]


class StoredFile(VectorStoreFile):
    """A file of a vector store as it is kept: with what the wire does not show.

    `ticket` is new whenever the file is to be indexed anew, so that work begun before is dropped.
    """

    filename: str
    ticket: str
    batch_id: str | None = None

    def shown(self) -> VectorStoreFile:
        """The file as a client sees it."""
        return VectorStoreFile.model_validate(
            self.model_dump(exclude={"filename", "ticket", "batch_id"})
        )


def now() -> int:
    """Unix time in whole seconds, as the protocol counts it."""
    return int(time.time())


def new_id(prefix: Prefix) -> str:
    """A fresh id such as thread_4kZ…: the prefix and 24 base-62 characters (files: file-…)."""
    joint = "-" if prefix == "file" else "_"
    return prefix + joint + "".join(secrets.choice(_BASE62) for _ in range(24))


def dump(value: BaseModel) -> dict[str, Any]:
    """The object as it goes over the wire: every field, null where there is nothing.

    Of the objects inside it, what is not given is left out.
    """
    wire = value.model_dump(mode="json", by_alias=True)
    return {name: _bare(field) for name, field in wire.items()}


_SAID_AS_NULL = {"output", "last_messages"}
_FREE = {"parameters", "schema"}
"""What a client has filled as it likes: there, null means something."""


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: each if name in _FREE else _bare(each)
        for name, each in value.items()
        if each is not None or name in _SAID_AS_NULL
    }


def evolve(value: T, **changes: Any) -> T:
    """A checked copy with some fields changed; fields may be given as wire dicts."""
    return type(value).model_validate({**value.model_dump(by_alias=True), **changes})


class ProtocolError(Exception):
    """A refusal that goes to the client as {"error": {message, type, param, code}}."""

    def __init__(
        self,
        status: int,
        message: str,
        param: str | None = None,
        code: str | None = None,
        kind: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.param, self.code = status, message, param, code
        self.kind = kind

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        error = {
            "message": self.message,
            "type": self.kind,
            "param": self.param,
            "code": self.code,
        }
        return {"error": error}


class ThreadLocked(ProtocolError):
    """A run holds the thread: nothing can be added to it until that has ended."""

    def __init__(self, message: str) -> None:
        # Not 409, which the SDK would repeat.
        super().__init__(400, message)


def not_found(kind: str, identity: str) -> ProtocolError:
    """The hosted API's wording for an id that names nothing, or is of another kind."""
    if kind in _PREFIXES and not identity.startswith(_PREFIXES[kind]):
        name = kind.split()[-1] + "_id"
        prefix = _PREFIXES[kind]
        text = f"Invalid '{name}': '{identity}'. Expected an ID that begins with '{prefix}'."
        return ProtocolError(400, text, name, "invalid_value")
    if kind == "file":
        return ProtocolError(404, f"No such File object: {identity}", param="id")
    if kind == "vector store file":
        return ProtocolError(404, f"No file found with id '{identity}' in this vector store.")
    return ProtocolError(404, f"No {kind} found with id '{identity}'.")
