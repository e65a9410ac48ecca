"""The families of questions, and the order in which they are tried."""

from __future__ import annotations

from assist_magic.engine.models.solver.intents import (
    algebra,
    arithmetic,
    bases,
    calculus,
    chances,
    clock,
    comparing,
    definitions,
    equations,
    integers,
    parabolas,
    plots,
    polynomials,
    rounding,
    sequences,
    systems,
    table_charts,
    table_facts,
    table_plots,
    table_queries,
    table_relations,
    table_rows,
    units,
    values,
)
from assist_magic.engine.models.solver.task import Intent, TableIntent

INTENTS: tuple[Intent, ...] = (
    definitions.recognise,
    definitions.recognise_values,
    bases.recognise,
    clock.recognise,
    units.recognise,
    chances.recognise,
    integers.recognise,
    rounding.recognise,
    comparing.recognise,
    sequences.recognise,
    arithmetic.recognise,
    parabolas.recognise,
    plots.recognise,
    calculus.recognise_derivative,
    calculus.recognise_integral,
    polynomials.recognise,
    algebra.recognise,
    equations.recognise_roots,
    values.recognise_root,
    values.recognise_share,
    values.recognise_at,
    systems.recognise,
    equations.recognise,
    values.recognise,
)
"""Each is tried on the whole question; the first that knows it takes it."""

TABLE_INTENTS: tuple[TableIntent, ...] = (
    table_charts.recognise,
    table_plots.recognise,
    table_facts.recognise,
    table_queries.recognise,
    table_relations.recognise,
    table_rows.recognise,
)
"""The same for questions on an uploaded table; they come before the others."""
