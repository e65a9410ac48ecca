"""One HTTP exchange: what came as checked values, what goes as the protocol's JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pydantic_core
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse

from assist_magic.engine.bodies import Bodies
from assist_magic.engine.fields import Request as Body
from assist_magic.engine.interpreter.base import CodeRuntime
from assist_magic.engine.loop import RunLoop
from assist_magic.engine.models.base import ModelError
from assist_magic.engine.models.catalogue import Endpoint, Models
from assist_magic.engine.objects import ProtocolError, dump
from assist_magic.engine.requests import Page, check
from assist_magic.engine.search.vector_stores import VectorStores
from assist_magic.engine.store import Shelf, Store

B = TypeVar("B", bound=Body)
P = TypeVar("P", bound=Page)
R = TypeVar("R")
T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Parts:
    """What the routes call."""

    store: Store
    bodies: Bodies
    runtime: CodeRuntime
    models: Models
    vector_stores: VectorStores
    loop: RunLoop
    attaching: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while files are attached: two at once would each make a store, or lose a file."""


def parts(request: Request) -> Parts:
    """The engine's parts behind this request."""
    found: Parts = request.app.state.parts
    return found


def check_model(engine: Parts, name: str, endpoint: Endpoint | None = None) -> None:
    """Refuses a model that no run could use.

    Raises:
        ProtocolError: 400 in the hosted API's words, and behind them which models there are.
    """
    try:
        engine.models.check(name, endpoint)
    except ModelError as error:
        text = f"The requested model '{name}' cannot be used with the Assistants API. {error}"
        raise ProtocolError(400, text, "model", "unsupported_model") from error


async def body(request: Request, shape: type[B]) -> B:
    """The request's JSON, checked.

    Raises:
        ProtocolError: it is no JSON object, or does not fit.
    """
    return check(shape, await json_body(request))


async def json_body(request: Request) -> dict[str, Any]:
    """The request's JSON; no body at all counts as {}.

    Raises:
        ProtocolError: it is no JSON object.
    """
    raw = await request.body()
    try:
        value = pydantic_core.from_json(raw, allow_inf_nan=False) if raw.strip() else {}
    except ValueError:  # also half of a surrogate pair, or brackets without end
        value = None
    if not isinstance(value, dict):
        raise ProtocolError(
            400,
            "We could not parse the JSON body of your request. The API expects a JSON object.",
        )
    return value


def page(request: Request, shape: type[P]) -> P:
    """The query of a list, checked; what is left empty counts as not given."""
    given = {name: value for name, value in request.query_params.items() if value}
    return check(shape, given)


async def blocking(call: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    """Calls the store without holding up other requests."""
    return await asyncio.to_thread(call, *args, **kwargs)


def answer(value: BaseModel) -> JSONResponse:
    """An object."""
    return JSONResponse(dump(value))


async def listed(shelf: Shelf[T], wanted: Page, **within: str) -> JSONResponse:
    """A page of the shelf's objects inside those parents."""
    return await shown_list(shelf, wanted, lambda items: items, **within)


async def shown_list(
    shelf: Shelf[T],
    wanted: Page,
    show: Callable[[Sequence[T]], Sequence[BaseModel]],
    **within: str,
) -> JSONResponse:
    """A page of the shelf's objects as `show` gives them to clients."""
    found = await blocking(
        shelf.page, wanted.limit, wanted.order, wanted.after, wanted.before, **within
    )
    items = await blocking(show, found.items)
    return as_list([dump(item) for item in items], found.has_more)


def as_list(data: Sequence[dict[str, Any]], has_more: bool) -> JSONResponse:
    """One page of a list."""
    return JSONResponse(
        {
            "object": "list",
            "data": data,
            "first_id": data[0]["id"] if data else None,
            "last_id": data[-1]["id"] if data else None,
            "has_more": has_more,
        }
    )


def deleted(identity: str, kind: str) -> JSONResponse:
    """The answer to a deletion."""
    return JSONResponse({"id": identity, "object": kind, "deleted": True})
