"""The view in a front end with widgets: a live widget that becomes plain outputs at the end."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from assist_magic.reply import Reply
from assist_magic.view.cell import place, publish, replace
from assist_magic.view.live import Progress
from assist_magic.view.outputs import outputs

if TYPE_CHECKING:
    from assist_magic.view.widget import RunWidget


class RichView:
    """Shows a live widget, and puts the final outputs in its place."""

    def __init__(self) -> None:
        self._progress = Progress()
        self._display_id = uuid.uuid4().hex
        self._widget: RunWidget | None = None
        self._latest: Reply | None = None
        self._finished = False

    @property
    def stop_asked(self) -> bool:
        """Whether the widget's Cancel has reached the kernel as a message."""
        return self._widget is not None and self._widget.stop_asked.is_set()

    def show(self, reply: Reply) -> None:
        self._latest = reply
        if self._finished:
            return
        if self._widget is None:
            self._open()
        change = self._progress.next(reply)
        if change is not None and self._widget is not None:
            self._widget.tell(change)

    def finish(self, reply: Reply) -> None:
        if self._finished:
            return
        self._finished = True
        try:
            self._publish(reply)
        finally:
            if self._widget is not None:
                self._widget.close()

    def _open(self) -> None:
        # The first widget of a kernel costs its imports, so they wait for the first view.
        from assist_magic.view.widget import RunWidget

        self._widget = RunWidget()
        place(self._widget, self._display_id)

    def _publish(self, reply: Reply) -> None:
        first, *rest = outputs(reply)
        if self._widget is None:
            publish(first)
        else:
            self._widget.tell({"end": True})
            replace(first, self._display_id)
        for output in rest:
            publish(output)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._latest is not None:
            self.finish(self._latest)
