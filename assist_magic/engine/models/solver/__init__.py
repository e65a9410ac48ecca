"""The exact solver: a model that answers what it is sure to understand, by code that it writes.

It is no language model. It reads the question by a grammar, writes SymPy or pandas code, has
code_interpreter run it, and answers from what was printed. Everything else it declines. It keeps
nothing between turns: a thread's earlier questions are read again from its messages.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from uuid import uuid4

from assist_magic.engine.models.base import (
    CODE_TOOL,
    IMAGE_SHOWN,
    CallDelta,
    ChatMessage,
    Declined,
    Delta,
    Finish,
    ModelRequest,
    TextDelta,
)
from assist_magic.engine.models.enclosures import words_of
from assist_magic.engine.models.solver.chinese.answers import chinese
from assist_magic.engine.models.solver.chinese.questions import IS_CHINESE
from assist_magic.engine.models.solver.printed import Printed, Unexpected
from assist_magic.engine.models.solver.tables.hints import hint
from assist_magic.engine.models.solver.tables.table import tables_in
from assist_magic.engine.models.solver.task import NotSure, Task, noted, said
from assist_magic.engine.models.solver.tutor.tutoring import task_of

__all__ = ["Solver"]


class Solver:
    """Takes the turns that it can take exactly; see Model for the contract."""

    name = "exact solver"
    context_tokens = 1_000_000

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Calls code_interpreter for a question, or answers from its output.

        Raises:
            Declined: the question is not one that it is sure of, or its code did not print
                what it should have.
        """
        _check_request(request)
        task = await asyncio.to_thread(_task, request)
        last = request.messages[-1]
        if last.role == "user" and not task.code():
            yield TextDelta(_told(_finished(task.answer(Printed("")), task), request))
            yield Finish("stop")
            return
        if last.role == "user":
            arguments = json.dumps({"code": task.code()}, ensure_ascii=False)
            yield CallDelta(0, f"call_{uuid4().hex[:24]}", CODE_TOOL, arguments)
            yield Finish("tool_calls")
            return
        _check_own_call(request.messages, task)
        try:
            text = task.answer(Printed(_printed(last.content)))
        except Unexpected as error:
            raise Declined(f"The exact solver's code did not give an answer: {error}.") from error
        yield TextDelta(_told(_finished(text, task), request))
        yield Finish("stop")

    async def close(self) -> None:
        """There is nothing to free."""


def _printed(output: str) -> str:
    """What the code printed, without the lines that stand for its images."""
    lines = output.splitlines(keepends=True)
    return "".join(line for line in lines if line.strip() != IMAGE_SHOWN)


def _check_request(request: ModelRequest) -> None:
    if not any(tool.name == CODE_TOOL for tool in request.tools):
        raise Declined("The exact solver needs code_interpreter, which this run does not offer.")
    if request.tool_choice not in ("auto", "required") and not _names_code(request.tool_choice):
        raise Declined("This run asks for another tool than code_interpreter.")
    kind = (request.response_format or {}).get("type", "text")
    if kind not in ("text", "auto"):
        raise Declined("The exact solver answers in Markdown, and this run asks for JSON.")


def _names_code(choice: object) -> bool:
    if not isinstance(choice, dict):
        return False
    return CODE_TOOL in (choice.get("type"), (choice.get("function") or {}).get("name"))


def _task(request: ModelRequest) -> Task:
    """The task of the last user message, read with the earlier ones in mind."""
    asked = [message for message in request.messages if message.role == "user"]
    if not asked:
        raise Declined("There is no question.")
    if asked[-1].images:
        raise Declined("The exact solver cannot see images.")
    tables = tables_in(request.files)
    try:
        return task_of(request.messages, request.hints, tables)
    except NotSure as error:
        reason = f"{error}{hint(request.files, tables)}"
        raise Declined(f"The exact solver is not sure: {reason}.") from error


def _check_own_call(messages: Sequence[ChatMessage], task: Task) -> None:
    """Makes sure that the last output is that of the solver's own code, and of nothing else."""
    last, before = messages[-1], messages[-2] if len(messages) > 1 else None
    calls = before.tool_calls if before and before.role == "assistant" else ()
    if last.role != "tool" or len(calls) != 1 or calls[0].id != last.tool_call_id:
        raise Declined("The exact solver takes no turn that another model has begun.")
    try:
        code = json.loads(calls[0].arguments)["code"]
    except (ValueError, KeyError, TypeError):
        code = None
    if code != task.code():
        raise Declined("The exact solver takes no turn that another model has begun.")


def _told(text: str, request: ModelRequest) -> str:
    """The answer in the language of its question."""
    asked = [message.content for message in request.messages if message.role == "user"][-1]
    return chinese(text) if IS_CHINESE.search(words_of(asked)) else text


def _finished(text: str, task: Task) -> str:
    return said(text, noted(task), task.seal)
