"""The families of questions, and the order in which they are tried."""

from __future__ import annotations

from assist_magic.engine.models.solver.intents import equations, parabolas, plots, values
from assist_magic.engine.models.solver.task import Intent

INTENTS: tuple[Intent, ...] = (
    parabolas.recognise,
    plots.recognise,
    equations.recognise_roots,
    values.recognise_root,
    values.recognise_share,
    values.recognise_at,
    equations.recognise,
    values.recognise,
)
"""Each is tried on the whole question; the first that knows it takes it."""
