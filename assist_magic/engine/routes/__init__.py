"""The HTTP routes, one file a noun: each parses what came, calls, and answers.

Paths are served under /v1 and bare, as clients with either kind of base URL ask.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount

from assist_magic.engine.routes import assistants, files, models, plain_text, runs, threads


def protocol_routes() -> list[BaseRoute]:
    """Every route of the protocol."""
    found: list[BaseRoute] = [
        *assistants.ROUTES,
        *plain_text.ROUTES,  # ahead of the routes whose paths they share
        *runs.ROUTES,
        *threads.ROUTES,
        *files.ROUTES,
        *models.ROUTES,
    ]
    return [Mount("/v1", routes=found), *found]
