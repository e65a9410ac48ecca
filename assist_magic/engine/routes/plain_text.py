"""The plain-text door: a thread's id, and a reply for a message, for clients as simple as curl.

It shares its paths with the protocol's routes and takes what comes as text. Whoever leaves before
the reply is there takes the run along; what goes wrong is one line.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from assist_magic.engine.drafts import new_assistant, new_message
from assist_magic.engine.events import RunEvents
from assist_magic.engine.objects import Assistant, ProtocolError, ThreadLocked
from assist_magic.engine.requests import AssistantCreate, MessageCreate, RunCreate, check
from assist_magic.engine.routes.exchange import blocking, parts
from assist_magic.engine.routes.runs import open_run
from assist_magic.engine.routes.threads import add_message, begin_thread, find_thread

Json = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]

NAME = "default"
"""The assistant that answers here: the newest one of this name, made when there is none."""
INSTRUCTIONS = """\
You are a careful assistant. Whatever can be computed, compute by writing and running Python with \
code_interpreter; print what you need to see, and answer from what was printed, never from memory. \
Answer briefly, as plain text for a terminal, without Markdown or LaTeX, in the language of the \
question. Say so when you are not sure."""
_FORM = "application/x-www-form-urlencoded"
_LEFT = 499  # what nginx logs for a client that went away; nobody is there to read it
_FAILURES = {"rate_limit_exceeded": 429, "invalid_prompt": 422}


def in_one_line(endpoint: Endpoint) -> Endpoint:
    """The endpoint, whose refusals are one line of text."""

    @functools.wraps(endpoint)
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ThreadLocked as error:
            return _line(409, error.message)
        except ProtocolError as error:
            return _line(error.status, error.message)

    return answered


@in_one_line
async def create_thread(request: Request) -> Response:
    return PlainTextResponse((await begin_thread(request)).id)


async def talk(request: Request) -> Response:
    # curl --data-binary calls everything a form; a JSON object in it is meant for the protocol.
    if _is_form(request.headers) and (await request.body()).lstrip().startswith(b"{"):
        return await add_message(request)
    return await reply(request)


@in_one_line
async def reply(request: Request) -> Response:
    text = await _text(request)
    thread = await find_thread(request)
    message = new_message(check(MessageCreate, {"role": "user", "content": text}), thread.id)
    assistant = await _assistant(request)
    wanted = check(RunCreate, {"assistant_id": assistant.id})
    run, events = await open_run(request, wanted, thread, [message])
    heard = await _while_there(request, _hear(events))
    if heard is None or heard[0]["status"] == "requires_action":
        with contextlib.suppress(ProtocolError):  # it may have ended this very moment
            await parts(request).loop.cancel(run)
        await _hear(events)  # the thread is free when this is answered
    if heard is None:
        return _line(_LEFT, f"The client left; run {run.id} was cancelled.")
    return _answer(request, *heard)


async def _text(request: Request) -> str:
    charset = "utf-8"
    for part in request.headers["content-type"].split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.lower() == "charset":
            charset = value.strip('"')
    try:
        text = (await request.body()).decode(charset)
    except (LookupError, ValueError) as error:
        raise ProtocolError(400, f"The message is no text in {charset}: {error}.") from error
    if not text.strip():
        raise ProtocolError(400, "The message is empty. Send its text as the body.")
    return text


async def _assistant(request: Request) -> Assistant:
    tools = [{"type": "code_interpreter"}]
    standard = {"name": NAME, "model": "default", "instructions": INSTRUCTIONS, "tools": tools}
    draft = new_assistant(check(AssistantCreate, standard))
    return await blocking(parts(request).store.assistant_named, NAME, draft)


async def _hear(events: RunEvents) -> tuple[Json, list[Json]]:
    """The run as it stands when it has ended or waits for outputs, and the messages it wrote."""
    run: Json = {}
    messages: list[Json] = []
    async for event in events.read():
        if event.data.get("object") == "thread.run":
            run = event.data
        elif event.name in ("thread.message.completed", "thread.message.incomplete"):
            messages.append(event.data)
    return run, messages


async def _while_there(
    request: Request, hearing: Awaitable[tuple[Json, list[Json]]]
) -> tuple[Json, list[Json]] | None:
    """What is heard, or None when the client leaves before that."""
    heard = asyncio.ensure_future(hearing)
    left = asyncio.ensure_future(_departure(request))
    try:
        await asyncio.wait((heard, left), return_when=asyncio.FIRST_COMPLETED)
        return heard.result() if heard.done() else None
    finally:
        heard.cancel()
        left.cancel()


async def _departure(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _answer(request: Request, run: Json, messages: list[Json]) -> Response:
    status = run["status"]
    if status in ("completed", "incomplete"):
        said = [_words(request, part) for each in messages for part in each["content"]]
        if status == "incomplete":
            said.append(f"[The answer was cut short: {run['incomplete_details']['reason']}.]")
        return PlainTextResponse("\n\n".join(said) + "\n")
    if status == "requires_action":
        calls = run["required_action"]["submit_tool_outputs"]["tool_calls"]
        names = ", ".join(call["function"]["name"] for call in calls)
        return _line(501, f"The assistant {NAME!r} asked for what nobody here can run: {names}.")
    if status == "failed":
        error = run["last_error"]
        return _line(_FAILURES.get(error["code"], 502), f"The run failed: {error['message']}")
    if status == "expired":
        return _line(504, f"The run {run['id']} took too long and has expired. Ask again.")
    return _line(409, f"The run {run['id']} was cancelled. Ask again.")


def _words(request: Request, part: Json) -> str:
    """A part of a message as text: files and images as links that can be fetched."""
    if part["type"] != "text":
        return f"[image: {_link(request, part['image_file']['file_id'])}]"
    text = str(part["text"]["value"])
    for annotation in part["text"]["annotations"]:
        if annotation["type"] == "file_path":
            text = text.replace(
                annotation["text"], _link(request, annotation["file_path"]["file_id"])
            )
    return text


def _link(request: Request, file_id: str) -> str:
    return f"{request.base_url}v1/files/{file_id}/content"


def _line(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(" ".join(text.split()) + "\n", status)


def _is_form(headers: Headers) -> bool:
    return headers.get("content-type", "").lower().startswith(_FORM)


def _takes_text(headers: Headers) -> bool:
    accepted = headers.get("accept", "").lower()
    return "text/plain" in accepted and "json" not in accepted


def _brings_text(headers: Headers) -> bool:
    return headers.get("content-type", "").lower().startswith("text/plain") or _is_form(headers)


class _TextRoute(Route):
    """A route that is there only for requests whose headers speak of text."""

    def __init__(self, path: str, endpoint: Endpoint, speaks: Callable[[Headers], bool]) -> None:
        super().__init__(path, endpoint, methods=["POST"])
        self._speaks = speaks

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        if match is Match.FULL and not self._speaks(Headers(scope=scope)):
            return Match.NONE, {}
        return match, found


ROUTES = [
    _TextRoute("/threads", create_thread, _takes_text),
    _TextRoute("/threads/{thread_id}/messages", talk, _brings_text),
]
