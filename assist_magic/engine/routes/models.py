"""/models: what a run's `model` may name."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assist_magic.engine.objects import ProtocolError
from assist_magic.engine.routes.exchange import parts


async def list_all(request: Request) -> Response:
    return JSONResponse({"object": "list", "data": _models(request)})


async def retrieve(request: Request) -> Response:
    name = request.path_params["name"]
    for model in _models(request):
        if model["id"] == name:
            return JSONResponse(model)
    raise ProtocolError(404, f"The model '{name}' does not exist", "model", "model_not_found")


def _models(request: Request) -> list[dict[str, Any]]:
    return [
        {"id": name, "object": "model", "created": 0, "owned_by": "assist_magic"}
        for name in parts(request).models.names()
    ]


ROUTES = [
    Route("/models", list_all, methods=["GET"]),
    Route("/models/{name:path}", retrieve, methods=["GET"]),
]
