"""Outputs into the running cell: the one place that calls IPython's display machinery."""

from __future__ import annotations

from typing import Any

import IPython.display

from assist_magic.view.outputs import Output

_ipython: Any = IPython.display  # its functions are not annotated in every version


def publish(output: Output) -> None:
    """Add an output to the cell."""
    _ipython.display(output.data, raw=True, metadata=output.metadata)


def place(thing: object, display_id: str) -> None:
    """Show something that is to be replaced later."""
    _ipython.display(thing, display_id=display_id)


def replace(output: Output, display_id: str) -> None:
    """Put an output where `place` has shown something."""
    _ipython.update_display(output.data, raw=True, metadata=output.metadata, display_id=display_id)
