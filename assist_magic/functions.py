"""Functions: what of the notebook the assistant may call, as it is told of them, and the call.

Nothing is called but what the user has registered or named. Who calls, and in which thread, is
run's.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import inspect
import re
import threading
from collections.abc import Callable, Coroutine, Iterable, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from assist_magic.errors import UsageError

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

_Registered = TypeVar("_Registered", bound=Callable[..., object])

MOST_CHARACTERS = 100_000
"""How much of what a function returns the assistant is told."""
_MOST_DESCRIBED = 1024  # what hosted servers take
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TICK_SECONDS = 0.05


@dataclass(frozen=True)
class Function:
    """A function of the notebook; `tool` is what a run is told of it."""

    name: str
    tool: Mapping[str, Any]
    body: Callable[..., object]
    arguments: TypeAdapter[Any]

    def call(self, arguments: str) -> str:
        """What the assistant is told of a call: the result, or which error it ended with.

        Plain results are told as JSON, texts as they are. A coroutine runs to its end in an
        event loop and a thread of its own, because the notebook's loop is held by the cell.
        """
        from pydantic import ValidationError

        try:
            positional, named = self.arguments.validate_json(arguments or "{}")
        except ValidationError as error:
            return f"Error: the arguments do not fit: {_problems(error)}"
        try:
            result = self.body(*positional, **named)
            return _told(_awaited(result) if inspect.iscoroutine(result) else result)
        except (Exception, SystemExit, asyncio.CancelledError) as error:
            return f"Error: {type(error).__name__}: {error}"


_registered: dict[str, Function] = {}


def assistant_tool(function: _Registered) -> _Registered:
    """Registers a function, so that the assistant may call it in every question of this kernel.

    The assistant reads the name, the docstring and the type hints. Use it as a decorator; a
    function of the same name takes the place of the older one.

    Raises:
        UsageError: no schema can be made of its signature, or its name cannot be sent.
    """
    made = function_of(function)
    _registered[made.name] = made
    return function


def offered(more: Iterable[object] = ()) -> tuple[Function, ...]:
    """The registered functions, and those given for one question.

    Raises:
        UsageError: one of those is no function that can be offered; says why.
    """
    given = {each.name: each for each in map(function_of, more)}
    return tuple({**_registered, **given}.values())


def function_of(thing: object) -> Function:
    """A callable as the assistant may call it.

    Raises:
        UsageError: it is none, or its name or signature cannot be sent.
    """
    if not callable(thing) or isinstance(thing, type):
        raise UsageError(f"{thing!r:.60} is no function, so the assistant cannot call it.")
    name = getattr(thing, "__name__", type(thing).__name__)
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"The assistant cannot be offered {name}: a name has 1 to 64 letters (a-z), digits, "
            "_ or -. Write the function with def."
        )
    arguments, schema = _signature(name, thing)
    description = (inspect.getdoc(thing) or "")[:_MOST_DESCRIBED]
    about = {"name": name, "description": description, "parameters": schema}
    return Function(name, {"type": "function", "function": about}, thing, arguments)


def _signature(name: str, function: Callable[..., object]) -> tuple[TypeAdapter[Any], Any]:
    """What reads JSON into arguments, and the JSON schema of these."""
    from pydantic import TypeAdapter

    @functools.wraps(function)
    def given(*positional: object, **named: object) -> tuple[object, object]:
        return positional, named

    # Else what comes back would be held against the function's own type of result.
    given.__annotations__ = {
        key: kind
        for key, kind in getattr(function, "__annotations__", {}).items()
        if key != "return"
    }
    try:
        arguments: TypeAdapter[Any] = TypeAdapter(cast(Any, given))
        schema = arguments.json_schema()
    except Exception as error:  # from deep inside, where hints are read
        words = str(error).split("\n")[0]
        raise UsageError(
            f"The assistant cannot be offered {name}: no JSON schema can be made of its "
            f"signature ({type(error).__name__}: {words}). Hint its arguments with types of JSON."
        ) from None
    if schema.get("type") != "object":
        raise UsageError(
            f"The assistant cannot be offered {name}: it calls with named arguments, and some of "
            "these have no name or are positional only."
        )
    return arguments, schema


def _problems(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(
        f"{'.'.join(map(str, each['loc']))}: {each['msg']}" if each["loc"] else each["msg"]
        for each in found[:10]
    )


def _told(result: object) -> str:
    from pydantic_core import to_json

    text = result if isinstance(result, str) else to_json(result, fallback=str).decode()
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[:MOST_CHARACTERS]}\n[{len(text) - MOST_CHARACTERS:,} characters were left out]"


def _awaited(coroutine: Coroutine[Any, Any, object]) -> object:
    """Runs a coroutine to its end elsewhere; an interrupt of this thread cancels it."""
    begun: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[object]]] = Future()
    ended: Future[object] = Future()

    async def whole() -> object:
        task = asyncio.current_task()
        assert task is not None
        begun.set_result((asyncio.get_running_loop(), task))
        return await coroutine

    def work() -> None:
        try:
            ended.set_result(asyncio.run(whole()))
        except BaseException as error:
            ended.set_exception(error)

    # What it prints belongs to this cell.
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(work,), daemon=True).start()
    try:
        # In short waits: on Windows a long one would hold an interrupt back.
        while not wait([ended], _TICK_SECONDS).done:
            pass
    except KeyboardInterrupt:
        loop, task = begun.result(timeout=1)
        loop.call_soon_threadsafe(task.cancel)
        raise
    return ended.result()
