"""What the cell shows: a live view while the run goes, and the same outputs at its end.

`open_view` chooses how. In a front end with widgets a live widget stands in the cell until the
run ends; where nobody watches (nbclient, nbconvert, nbval, %%capture) outputs come once, at the
end; in a terminal the answer is printed as it grows.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from typing import Any, Literal, Self

from assist_magic.reply import Reply

__all__ = ["Mode", "View", "offer_cell", "open_view"]

Mode = Literal["auto", "rich", "static", "terminal", "quiet"]


class View(ABC):
    """The place of one answer. All of it belongs to the main thread.

    Use it as a context manager: an exception inside marks what has come so far as stopped,
    leaves it in the cell, and never leaves a live widget behind.
    """

    def __init__(self) -> None:
        self._latest: Reply | None = None
        self._finished = False

    @property
    def stop_asked(self) -> bool:
        """Whether a Cancel of the view has reached the kernel as a message.

        Few kernels hear it while a cell runs; the interrupt that comes with it is what counts.
        """
        return False

    def show(self, reply: Reply) -> None:
        """Draw a newer snapshot. Cheap: it decides itself whether it is time to draw.

        Call it at every turn of the loop that waits, changed or not, about ten times a second:
        a change that was held back then appears even if no newer one follows.
        """
        self._latest = reply
        if not self._finished:
            self._draw(reply)

    def finish(self, reply: Reply) -> None:
        """Put the final outputs in the place of whatever was live; later calls do nothing."""
        if not self._finished:
            self._finished = True
            self._end(reply)

    @abstractmethod
    def _draw(self, reply: Reply) -> None: ...

    @abstractmethod
    def _end(self, reply: Reply) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._latest is not None:
            self.finish(self._latest)


class _QuietView(View):
    """Shows nothing: the reply is wanted, not seen."""

    def _draw(self, reply: Reply) -> None: ...

    def _end(self, reply: Reply) -> None: ...


def open_view(mode: Mode = "auto") -> View:
    """Open the view for one answer: `mode`, or with "auto" the one that fits the front end.

    Nothing appears before the first `show` or `finish`.
    """
    chosen = _fitting_mode() if mode == "auto" else mode
    if chosen == "rich":
        from assist_magic.view.rich import RichView

        return RichView()
    if chosen == "static":
        from assist_magic.view.static import StaticView

        return StaticView()
    if chosen == "quiet":
        return _QuietView()
    from assist_magic.view.terminal import TerminalView

    return TerminalView()


def offer_cell(code: str) -> None:
    """Put code into a new cell below the running one, or print it where there are no cells."""
    shell = _shell()
    if getattr(shell, "kernel", None) is None:
        print(code)
    else:
        shell.set_next_input(code)


def _shell() -> Any:
    from IPython.core.getipython import get_ipython

    return get_ipython()  # type: ignore[no-untyped-call, unused-ignore]


def _fitting_mode() -> Mode:
    shell = _shell()
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return "terminal"
    if type(shell.display_pub).__name__ == "CapturingDisplayPublisher":  # %%capture
        return "static"
    parent = kernel.get_parent() or {}
    # Only front ends for people name the cell; what executes notebooks in one go does not.
    names_its_cell = "cellId" in (parent.get("metadata") or {})
    return "rich" if names_its_cell or "google.colab" in sys.modules else "static"
