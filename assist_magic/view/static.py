"""The view where nobody watches: the final outputs, once, and nothing before."""

from __future__ import annotations

from typing import Self

from assist_magic.reply import Reply
from assist_magic.view.cell import publish
from assist_magic.view.outputs import outputs


class StaticView:
    """Shows the outputs of a reply when it has ended."""

    def __init__(self) -> None:
        self._latest: Reply | None = None
        self._finished = False

    def show(self, reply: Reply) -> None:
        self._latest = reply

    def finish(self, reply: Reply) -> None:
        if self._finished:
            return
        self._finished = True
        for output in outputs(reply):
            publish(output)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._latest is not None:
            self.finish(self._latest)
