"""A Jupyter extension that talks to an assistant: `%load_ext assist_magic`, then `%%assistant`.

From Python: `assist_magic.ask("What is the vertex of y = x^2 - 4x?")`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from assist_magic.asking import ask
    from assist_magic.errors import (
        AssistantError,
        BackendUnavailable,
        ConfigError,
        RunCancelled,
        RunFailed,
        ThreadBusy,
        ThreadLost,
        ToolError,
        UsageError,
    )
    from assist_magic.functions import assistant_tool
    from assist_magic.reply import Citation, File, Image, Reply, Step, Text, Usage

__version__ = "0.1.0"
__all__ = [
    "AssistantError",
    "BackendUnavailable",
    "Citation",
    "ConfigError",
    "File",
    "Image",
    "Reply",
    "RunCancelled",
    "RunFailed",
    "Step",
    "Text",
    "ThreadBusy",
    "ThreadLost",
    "ToolError",
    "Usage",
    "UsageError",
    "ask",
    "assistant_tool",
]

_ROOMS = {"ask": "asking", "assistant_tool": "functions"} | dict.fromkeys(
    ("Citation", "File", "Image", "Reply", "Step", "Text", "Usage"), "reply"
)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """`%load_ext assist_magic`: registers the magics, and does nothing else yet."""
    from assist_magic.magic import register

    register(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """`%unload_ext assist_magic`."""
    from assist_magic.magic import unregister

    unregister(shell)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    # Loading the extension must cost next to nothing, so the names come when they are used.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = importlib.import_module(f"{__name__}.{_ROOMS.get(name, 'errors')}")
    return getattr(room, name)
