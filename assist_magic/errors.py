"""Every error of the front, drawn as a tree; each says what happened and what to do next.

    AssistantError
    ├── UsageError           the cell's options, files or prompt are not usable
    ├── ConfigError          a setting has a value that cannot work
    ├── BackendUnavailable   no server answers, or it refuses us
    ├── ThreadLost           the server no longer knows the thread
    ├── ThreadBusy           another run holds the thread
    ├── RunFailed            the run ended without an answer
    │   └── RunCancelled     ... because the user stopped it
    └── ToolError            a function of the notebook could not be called

An AssistantError shows as one line in a notebook and still fails the cell, so that Run All stops.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assist_magic.plain import plain

if TYPE_CHECKING:
    from assist_magic.reply import Reply


_MOST_BYTES = 400
"""A notebook keeps the message of an error twice, and all of its output in less than 1 KB."""
_LEFT_OUT = " … "


class AssistantError(Exception):
    """What happened, with its value, and the next step; never a key.

    As text, a long message has only its two ends, and no control codes; `args` has all of it.
    """

    def __str__(self) -> str:
        return plain(_short(super().__str__()))

    def _render_traceback_(self) -> list[str]:
        """IPython shows these lines in place of a traceback."""
        return [f"\x1b[1m{type(self).__name__}\x1b[0m: {self}"]


class UsageError(AssistantError):
    """The cell's options, files or prompt cannot be used as they are."""


class ConfigError(AssistantError):
    """A setting has a value that cannot work."""


class BackendUnavailable(AssistantError):
    """No server answers, or the one that does refuses us."""


class ThreadLost(AssistantError):
    """The server no longer knows the thread."""


class ThreadBusy(AssistantError):
    """Another run holds the thread."""


class RunFailed(AssistantError):
    """The run ended without an answer; `reply` is what had come of it, if anything had."""

    def __init__(self, message: str, reply: Reply | None = None) -> None:
        super().__init__(message)
        self.reply = reply


class RunCancelled(RunFailed):
    """The user stopped the run."""


class ToolError(AssistantError):
    """A function of the notebook could not be called."""


def _short(message: str) -> str:
    whole = message.encode("utf-8", "replace")
    if len(whole) <= _MOST_BYTES:
        return message
    room = _MOST_BYTES - len(_LEFT_OUT.encode())
    head, tail = whole[: room * 2 // 3], whole[-(room // 3) :]
    return head.decode("utf-8", "ignore") + _LEFT_OUT + tail.decode("utf-8", "ignore")
