"""The families of questions on tables, and the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable

from assist_magic.engine.models.solver.tables import (
    charts,
    cleaning,
    facts,
    plots,
    queries,
    relations,
    rows,
)
from assist_magic.engine.models.solver.tables.words import TableQuestion
from assist_magic.engine.models.solver.task import Task

TableIntent = Callable[[TableQuestion], Task | None]

TABLE_INTENTS: tuple[TableIntent, ...] = (
    charts.recognise,
    plots.recognise,
    cleaning.recognise,
    facts.recognise,
    queries.recognise,
    relations.recognise,
    rows.recognise,
)
"""In this order; each declines what it cannot do with the result of a question."""
