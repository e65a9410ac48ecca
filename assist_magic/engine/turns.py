"""Turns: the model and its tools, back and forth, until the run has its answer.

The model sees one way to use tools, native calls; models that write fenced code are adapted
before they come here. Nothing here moves the run: it says how it went, and the loop decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from assist_magic.engine.desk import Desk
from assist_magic.engine.models.base import (
    CODE_TOOL,
    SEARCH_TOOL,
    Finish,
    Model,
    ModelError,
    ModelRequest,
    Ran,
)
from assist_magic.engine.partial import whole_code
from assist_magic.engine.recorder import Recorder, usage_of
from assist_magic.engine.turn import Turn, in_order
from assist_magic.engine.writing import CallsWriter, MessageWriter

Json = dict[str, Any]

MAX_REFUSALS = 2
"""How often an answer that is not in the format asked for is given back to the model."""
MAX_TURNS = 24
"""A run that calls tools more often than this without an answer has gone astray."""
TURN_TOKENS = 16_384
"""The most that one turn may write, thoughts included: no endless generation."""


@dataclass(frozen=True)
class Verdict:
    """How the turns ended: with an answer, short of one, or waiting for the client's functions."""

    status: Literal["completed", "incomplete", "requires_action"]
    reason: Literal["max_completion_tokens", "max_prompt_tokens"] | None = None
    calls: tuple[Json, ...] = ()


async def take_turns(
    model: Model, request: ModelRequest, recorder: Recorder, desk: Desk
) -> Verdict:
    """Goes back and forth until there is a verdict.

    Raises:
        ModelError: the model failed, or would not come to an end.
    """
    refusals = 0
    for _ in range(MAX_TURNS):
        budget = _budget(recorder)
        if budget.exhausted:
            return Verdict("incomplete", budget.exhausted)
        request = replace(request, max_tokens=min(budget.tokens, TURN_TOKENS))
        turn = await Turn(recorder, request, desk).take(model)
        for made in turn.made:
            await desk.take(made)
        refused = turn.misfit()
        if refused:
            refusals += 1
            if refusals > MAX_REFUSALS:
                raise ModelError(f"The model did not keep to the response format. {refused}")
            request = turn.again(refused)
            continue
        verdict = await _settle(turn, recorder, desk)
        if verdict is not None:
            return verdict
        request = turn.following()
    raise ModelError(f"The model called tools {MAX_TURNS} times in a row without an answer.")


async def _settle(turn: Turn, recorder: Recorder, desk: Desk) -> Verdict | None:
    """Ends a turn: runs its calls, or closes its message; None if the model is to go on.

    Raises:
        ModelError: the answer was withheld.
    """
    if turn.finish.reason == "content_filter":
        text = "The model's provider withheld the rest of this answer (content filter)."
        raise ModelError(text, "invalid_prompt")
    if not turn.calls:
        await _close(turn.message, recorder, desk, turn.finish)
    if turn.finish.reason == "length":  # a call that was cut off is none to be run
        return Verdict("incomplete", "max_completion_tokens")
    if not turn.calls:
        return Verdict("completed")
    if turn.step is not None:
        await _run_tools(turn.step, desk, turn.ran)
        functions = [call for call in turn.step.calls if call["type"] == "function"]
        if functions:
            await turn.step.save()  # who has to answer the calls can read them there too
            return Verdict("requires_action", calls=tuple(functions))
        await turn.step.finish()
    return None


@dataclass(frozen=True)
class _Budget:
    tokens: int
    exhausted: Literal["max_completion_tokens", "max_prompt_tokens"] | None


def _budget(recorder: Recorder) -> _Budget:
    """What the run may still spend; limits count over all of its turns."""
    run, (read, spent) = recorder.run, recorder.used
    left = TURN_TOKENS if run.max_completion_tokens is None else run.max_completion_tokens - spent
    if left <= 0:
        return _Budget(0, "max_completion_tokens")
    if run.max_prompt_tokens is not None and read >= run.max_prompt_tokens:
        return _Budget(left, "max_prompt_tokens")
    return _Budget(left, None)


async def _run_tools(step: CallsWriter, desk: Desk, ran: Mapping[int, Ran]) -> None:
    """Runs the code and makes the searches of a step; functions are the client's."""
    for index, call in enumerate(step.calls):
        if call["type"] == SEARCH_TOOL:
            await desk.sources.find(step, index)
        elif call["type"] == CODE_TOOL:
            await _run_code(step, index, desk, ran.get(index))
        else:
            continue
        step.settle(index)


async def _run_code(step: CallsWriter, index: int, desk: Desk, ran: Ran | None) -> None:
    code = whole_code(step.arguments(index))
    if ran is not None:
        await desk.bring(code, ran, step, index)
    elif code.strip():
        await desk.run(code, step, index)
    else:
        text = 'No code was run: the arguments must be JSON like {"code": "print(1)"}.'
        await step.add_logs(index, text)


async def _close(
    message: MessageWriter | None, recorder: Recorder, desk: Desk, finish: Finish
) -> None:
    """Ends the last message; images and files that no text came with get one of their own."""
    text, links = await desk.exports(message.text if message else "")
    annotations = in_order(links, desk.sources, text)
    if message is None and (recorder.pictures or text):
        message = await recorder.open_message()
    if message is None:
        return
    if len(text) > len(message.text):
        await message.add(text[len(message.text) :])
    usage = usage_of(finish.prompt_tokens, finish.completion_tokens)
    if finish.reason == "length":
        await message.abandon("incomplete", None)
    else:
        await message.finish(annotations, usage)
