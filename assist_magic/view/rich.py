"""The view in a front end with widgets: a live widget that becomes plain outputs at the end."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from assist_magic.reply import Reply
from assist_magic.view import View
from assist_magic.view.cell import place, publish, replace
from assist_magic.view.live import Progress
from assist_magic.view.outputs import Output, outputs

if TYPE_CHECKING:
    from assist_magic.view.widget import RunWidget


class RichView(View):
    """Shows a live widget, and puts the final outputs in its place."""

    def __init__(self) -> None:
        super().__init__()
        self._progress = Progress()
        self._display_id = uuid.uuid4().hex
        self._widget: RunWidget | None = None

    @property
    def stop_asked(self) -> bool:
        return self._widget is not None and self._widget.stop_asked.is_set()

    def _draw(self, reply: Reply) -> None:
        if self._widget is None:
            self._widget = self._open()
        change = self._progress.next(reply)
        if change is not None:
            self._widget.tell(change)

    def _end(self, reply: Reply) -> None:
        try:
            self._publish(reply)
        finally:
            if self._widget is not None:
                self._widget.close()

    def _open(self) -> RunWidget:
        # The first widget of a kernel costs its imports, so they wait for the first view.
        from assist_magic.view.widget import RunWidget

        widget = RunWidget()
        place(widget, self._display_id)
        return widget

    def _publish(self, reply: Reply) -> None:
        first, *rest = outputs(reply) or [Output({"text/html": "", "text/plain": ""}, {})]
        if self._widget is None:
            publish(first)
        else:
            self._widget.tell({"end": True})
            replace(first, self._display_id)
        for output in rest:
            publish(output)
