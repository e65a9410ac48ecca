"""The HTTP routes, one file a noun: each parses what came, calls, and answers."""

from __future__ import annotations

from starlette.routing import BaseRoute

from assist_magic.engine.routes import (
    assistants,
    files,
    models,
    plain_text,
    runs,
    threads,
    vector_stores,
)


def protocol_routes() -> list[BaseRoute]:
    """Every route of the protocol."""
    return [
        *assistants.ROUTES,
        *plain_text.ROUTES,  # ahead of the routes whose paths they share
        *runs.ROUTES,
        *threads.ROUTES,
        *files.ROUTES,
        *vector_stores.ROUTES,
        *models.ROUTES,
    ]
