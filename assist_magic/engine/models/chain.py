"""Models in a row: the first that does not decline takes the turn."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from assist_magic.engine.models.base import Declined, Delta, Model, ModelError, ModelRequest


class Chain:
    """Asks `models` in order.

    A turn on tool outputs is asked in the same order: a model declines the outputs of calls that
    it did not make and cannot use, so a chain needs no memory of who began.
    """

    def __init__(self, models: Sequence[Model]) -> None:
        self._models = tuple(models)
        self.context_tokens = min(model.context_tokens for model in models)
        self.name = ", then ".join(model.name for model in self._models)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Streams the turn of the first model that takes it.

        Raises:
            ModelError: all models declined, with the reason of each, or the one that took the
                turn failed.
        """
        reasons = []
        for model in self._models:
            try:
                async with aclosing(model.stream(request)) as deltas:
                    async for delta in deltas:
                        yield delta
                return
            except Declined as declined:
                reasons.append(str(declined))
        raise ModelError("No model can take this question. " + " ".join(reasons))

    async def close(self) -> None:
        """Closes every model of the chain."""
        for model in self._models:
            await model.close()
