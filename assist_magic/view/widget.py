"""The widget of one run: Python's side of assets/run.js."""

from __future__ import annotations

import threading
from functools import cache
from importlib.resources import files
from typing import Any

import anywidget


@cache
def _asset(name: str) -> str:
    """A file of assets/, without the comments and indents that each widget would send along."""
    source = files("assist_magic.view").joinpath("assets", name).read_text(encoding="utf-8")
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


class RunWidget(anywidget.AnyWidget):
    """Shows a run while it goes; it is told changes and keeps them in its model.

    A change is an update of a new key (c0, c1, …) of the model's state. So none is lost that
    comes before the front end has loaded the script, or while the widget is out of sight.
    """

    _esm = _asset("run.js")
    _css = _asset("run.css")

    def __init__(self) -> None:
        super().__init__()
        self.stop_asked = threading.Event()
        self._changes = 0
        self.on_msg(self._receive)

    def tell(self, change: dict[str, Any]) -> None:
        """Send one change to the front end."""
        state = {f"c{self._changes}": change}
        self._changes += 1
        self.comm.send(data={"method": "update", "state": state})

    def close(self) -> None:
        """Take the widget and its layout out of the kernel and the front end."""
        self.layout.close()
        super().close()

    def _receive(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        # Some kernels call this on a thread of their own: nothing here but the event.
        if content.get("cmd") == "cancel":
            self.stop_asked.set()
