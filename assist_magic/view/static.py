"""The view where nobody watches: the final outputs, once, and nothing before."""

from __future__ import annotations

from assist_magic.reply import Reply
from assist_magic.view import View
from assist_magic.view.cell import publish
from assist_magic.view.outputs import outputs


class StaticView(View):
    """Shows the outputs of a reply when it has ended."""

    def _draw(self, reply: Reply) -> None:
        """Nothing is shown before the end."""

    def _end(self, reply: Reply) -> None:
        for output in outputs(reply):
            publish(output)
