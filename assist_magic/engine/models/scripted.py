"""A model that replays turns from a JSON file: the stand-in for tests and for documentation.

It decides by what is asked, never by the order of requests, so any number of threads may share
one script. The file:

    {"turns": [
      {"when": "vertex",                      the question holds this text (any case), or matches
                                              this pattern if it is written /like this/;
                                              without "when" the entry answers every question
       "text": "Let me compute it.",          said word by word, before the calls
       "calls": [{"name": "code_interpreter", "arguments": {"code": "print(6 * 7)"}}],
       "after": 0.5, "pace": 0.02,            seconds before the first delta, and between words
       "then": [{"text": "It is {output}."}]  the turns that follow on tool outputs
      },
      {"when": "no luck", "text": "I was", "fail": {"code": "server_error", "message": "Gone."}},
      {"when": "hard one", "decline": "I only know easy ones."},
      {"text": "A reply that was cut", "finish": "length"}
    ]}

The first entry that fits the last user message is taken; the number of turns with calls since
that message picks the entry itself, or one of its `then`. "{output}" in a text stands for the
last tool output, stripped, "{instructions}" for what the model was told to go by. `fail` fails the
turn after its text; `decline` leaves it to the next model.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assist_magic.engine.models.base import (
    CallDelta,
    ChatMessage,
    Declined,
    Delta,
    Finish,
    ModelError,
    ModelRequest,
    TextDelta,
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Call(_Part):
    name: str
    arguments: dict[str, Any] | str = "{}"

    @property
    def json_arguments(self) -> str:
        given = self.arguments
        return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


class _Failure(_Part):
    message: str
    code: Literal["server_error", "rate_limit_exceeded", "invalid_prompt"] = "server_error"


class _Turn(_Part):
    text: str = ""
    calls: tuple[_Call, ...] = ()
    after: float = 0.0
    pace: float = 0.0
    fail: _Failure | None = None
    decline: str | None = None
    finish: Literal["stop", "length", "content_filter"] = "stop"


class _Entry(_Turn):
    when: str = ""
    then: tuple[_Turn, ...] = ()

    def answers(self, question: str) -> bool:
        if len(self.when) > 1 and self.when.startswith("/") and self.when.endswith("/"):
            return re.search(self.when[1:-1], question, re.IGNORECASE) is not None
        return self.when.lower() in question.lower()


class _Script(_Part):
    turns: tuple[_Entry, ...]


class Scripted:
    """Replays the script at `path`; the module says how one is written.

    Raises:
        ModelError: the file cannot be read, or is no script.
    """

    def __init__(self, path: Path) -> None:
        self.name = "scripted"
        self.context_tokens = 100_000
        self._path = path
        try:
            self._script = _Script.model_validate_json(path.read_bytes())
        except OSError as error:
            raise ModelError(f"The script {path} cannot be read: {error.strerror}.") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in first["loc"])
            raise ModelError(f"{path} is no script: {where or 'file'}: {first['msg']}.") from error

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes the turn that the script has for the last question."""
        turn = self._turn(request.messages)
        await asyncio.sleep(turn.after)
        if turn.decline is not None:
            raise Declined(turn.decline)
        words = re.findall(r"\s*\S+|\s+$", _filled(turn.text, request))
        for number, word in enumerate(words):
            if number:
                await asyncio.sleep(turn.pace)
            yield TextDelta(word)
        if turn.fail is not None:
            raise ModelError(turn.fail.message, turn.fail.code)
        for index, call in enumerate(turn.calls):
            yield CallDelta(index, id=f"call_{secrets.token_hex(12)}", name=call.name)
            for piece in re.findall(r"\s*\S+|\s+$", call.json_arguments):
                yield CallDelta(index, arguments=piece)
        read = sum(len(message.content.split()) for message in request.messages)
        called = turn.calls and turn.finish == "stop"
        yield Finish("tool_calls" if called else turn.finish, read, len(words))

    async def close(self) -> None:
        """Holds nothing, frees nothing."""

    def _turn(self, messages: Sequence[ChatMessage]) -> _Turn:
        asked = max((n for n, message in enumerate(messages) if message.role == "user"), default=-1)
        question = messages[asked].content if asked >= 0 else ""
        done = sum(bool(message.tool_calls) for message in messages[asked + 1 :])
        entry = next((entry for entry in self._script.turns if entry.answers(question)), None)
        turns = () if entry is None else (entry, *entry.then)
        if done < len(turns):
            return turns[done]
        missing = f"turn {done + 1} of" if turns else "answer to"
        raise ModelError(f"The script {self._path} has no {missing} the question {question!r}.")


def _filled(text: str, request: ModelRequest) -> str:
    """The text with what its marks stand for."""
    told = "\n".join(each.content for each in request.messages if each.role == "system")
    return text.replace("{instructions}", told).replace("{output}", _output(request))


def _output(request: ModelRequest) -> str:
    outputs = [message.content for message in request.messages if message.role == "tool"]
    return outputs[-1].strip() if outputs else ""
