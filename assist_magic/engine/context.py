"""What a model is shown of a thread: its messages, the calls and outputs of earlier runs, tools.

Pure: from protocol objects to the messages of `models.base`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from assist_magic.engine.json_answers import JSON_KINDS, told
from assist_magic.engine.models.base import (
    CODE_TOOL,
    IMAGE_SHOWN,
    SEARCH_TOOL,
    ChatMessage,
    Tool,
    ToolCall,
)
from assist_magic.engine.objects import Message, Run, RunStep, dump


class ToldSearch(Protocol):
    """A search as a model has made it, and the text that it was given."""

    @property
    def arguments(self) -> str: ...
    @property
    def text(self) -> str: ...


_CODE_TOOL = Tool(
    CODE_TOOL,
    "Runs Python in a Jupyter kernel that keeps its state between calls in this conversation."
    " numpy, pandas, matplotlib, sympy and scipy are installed; there is no network."
    " The user's files lie in /mnt/data. Print what you need to see; plots are shown to the user."
    " Files saved in /mnt/data can be linked in the answer as [name](sandbox:/mnt/data/name).",
    {
        "type": "object",
        "properties": {"code": {"type": "string", "description": "the Python to run"}},
        "required": ["code"],
    },
)

NEW_SESSION = (
    "Your Python session is a new one: the variables of code that ran earlier in this conversation"
    " are gone, the files in /mnt/data are still there."
)
"""What a model is told before its first turn in a session that has lost its state."""

_SEARCH_TOOL = Tool(
    SEARCH_TOOL,
    "Searches the files that the user has given for reading. Call it whenever the answer may stand"
    " in them, before you answer. Gives the passages that fit best, each under a mark like"
    " 【4:0†name.pdf】; copy that mark after each sentence that rests on the passage.",
    {
        "type": "object",
        "properties": {"query": {"type": "string", "description": "what to look for, in words"}},
        "required": ["query"],
    },
)


def tools_of(run: Run, searches: bool = False) -> list[Tool]:
    """The run's tools as functions for a model; file_search where there is something to search."""
    offered: list[Tool] = []
    for tool in run.tools:
        if tool.type == "code_interpreter":
            offered.append(_CODE_TOOL)
        elif tool.type == "file_search":
            if searches or _is_named(run, "file_search"):
                offered.append(_SEARCH_TOOL)
        elif tool.type == "function":
            function = tool.function
            schema = function.parameters or {"type": "object", "properties": {}}
            offered.append(Tool(function.name, function.description or "", schema))
    return offered


def context_of(
    run: Run,
    messages: Sequence[Message],
    steps: Mapping[str, Sequence[RunStep]],
    names: Mapping[str, str],
    searched: Mapping[str, ToldSearch] | None = None,
    seen: Callable[[str], str | None] = lambda file_id: None,
    told: str = "",
) -> list[ChatMessage]:
    """The thread as a model reads it.

    Args:
        run: the run to be answered; its instructions come first.
        messages: of the thread, oldest first; already cut to what the run's truncation asks.
        steps: the steps of each run whose calls are still worth showing, oldest first.
        names: what code calls each attached file, by file id.
        searched: the searches of this run, by the id of their call. Those of earlier runs are
            left out: their passages stand in the answers, and would fill the context.
        seen: gives the image of a file id as a URL, if it is one.
        told: what the engine itself has to say, below the instructions.
    """
    searched = searched or {}
    found: list[ChatMessage] = []
    instructions = "\n\n".join(filter(None, (run.instructions, _told_format(run), told)))
    if instructions:
        found.append(ChatMessage("system", instructions))
    shown: set[str] = set()
    for message in messages:
        if message.run_id and message.run_id not in shown:
            shown.add(message.run_id)
            found.extend(calls_of(steps.get(message.run_id, ()), searched))
        if message.run_id != run.id:
            found.append(_message(message, names, seen))
    if run.id not in shown:
        found.extend(calls_of(steps.get(run.id, ()), searched))
    return found


def _told_format(run: Run) -> str:
    """What the model is told of a response format in JSON."""
    wanted = run.response_format
    if wanted is None or isinstance(wanted, str) or wanted.type not in JSON_KINDS:
        return ""
    return told(dump(wanted))


def calls_of(steps: Sequence[RunStep], searched: Mapping[str, ToldSearch]) -> Iterator[ChatMessage]:
    """The calls of finished steps, each step as one assistant message and its outputs."""
    for step in steps:
        if step.step_details.type != "tool_calls" or step.status != "completed":
            continue
        made = [
            _call(call, searched)
            for call in step.step_details.tool_calls
            if call.type != "file_search" or call.id in searched
        ]
        if made:
            yield ChatMessage("assistant", tool_calls=tuple(call for call, _ in made))
        for call, output in made:
            yield ChatMessage("tool", output, tool_call_id=call.id)


def _call(call: Any, searched: Mapping[str, ToldSearch]) -> tuple[ToolCall, str]:
    if call.type == "code_interpreter":
        arguments = json.dumps({"code": call.code_interpreter.input}, ensure_ascii=False)
        return ToolCall(call.id, CODE_TOOL, arguments), code_output(call.code_interpreter.outputs)
    if call.type == "function":
        made = ToolCall(call.id, call.function.name, call.function.arguments)
        return made, call.function.output or ""
    told = searched[call.id]
    return ToolCall(call.id, SEARCH_TOOL, told.arguments), told.text


def _is_named(run: Run, tool: str) -> bool:
    return getattr(run.tool_choice, "type", None) == tool


def ran_code(steps: Sequence[RunStep]) -> bool:
    """Whether code has run in these steps."""
    return any(
        call.type == CODE_TOOL
        for step in steps
        if step.step_details.type == "tool_calls"
        for call in step.step_details.tool_calls
    )


def code_output(outputs: Sequence[Any]) -> str:
    """What a model is told that its code has brought."""
    texts = [output.logs if output.type == "logs" else IMAGE_SHOWN for output in outputs]
    return "\n".join(text.rstrip("\n") for text in texts) or "[no output]"


def fitting(context: list[ChatMessage], tokens: int) -> list[ChatMessage]:
    """Drops the oldest exchanges until the rest fits; instructions and the question stay.

    A token is taken as three characters, which errs on the safe side for English and code.
    """
    room = tokens * 3
    head = context[:1] if context and context[0].role == "system" else []
    kept: list[ChatMessage] = []
    for message in reversed(context[len(head) :]):
        size = len(message.content) + sum(len(call.arguments) for call in message.tool_calls)
        room -= size
        if room < 0 and any(each.role == "user" for each in kept):
            break
        kept.append(message)
    while kept and kept[-1].role == "tool":  # an output whose call has been dropped
        kept.pop()
    return [*head, *reversed(kept)]


def pictures_of(messages: Sequence[Message]) -> list[str]:
    """The file ids of the images that users have shown."""
    return [
        part.image_file.file_id
        for message in messages
        if message.role == "user"
        for part in message.content
        if part.type == "image_file"
    ]


def _message(
    message: Message, names: Mapping[str, str], seen: Callable[[str], str | None]
) -> ChatMessage:
    texts: list[str] = []
    images: list[str] = []
    for part in message.content:
        if part.type == "text":
            texts.append(part.text.value)
        elif part.type == "image_url":
            images.append(part.image_url.url)
        elif part.type == "image_file" and part.image_file.file_id in names:
            texts.append(f"[image: {names[part.image_file.file_id]}]")
            if message.role == "user" and (url := seen(part.image_file.file_id)):
                images.append(url)
    attached = [attachment.file_id or "" for attachment in message.attachments or ()]
    paths = [names[file_id] for file_id in attached if file_id in names]
    if paths:
        texts.append("[attached: " + ", ".join(paths) + "]")
    return ChatMessage(message.role, "\n\n".join(texts), images=tuple(images))
