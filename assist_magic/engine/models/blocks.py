"""Reads fenced blocks out of text as it streams: code becomes a call, the rest stays text."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Collection

from assist_magic.engine.models.base import CODE_TOOL, CallDelta, Delta, TextDelta

_OPENING = re.compile(r"```[ \t]*([\w+-]*)[ \t]*\r?\n")
_MAYBE_OPENING = re.compile(r"`{1,2}\Z|```[ \t]*[\w+-]*[ \t]*\r?\Z")
_TAG, _END_TAG = "<tool_call>", re.compile(r"\s*</tool_call>")
_MAYBE_TAG = re.compile(r"<(?:t(?:o(?:o(?:l(?:_(?:c(?:a(?:l(?:l)?)?)?)?)?)?)?)?)?\Z")
_CLOSING = re.compile(r"\n[ \t]*```")
_MAYBE_CLOSING = re.compile(r"\n[ \t]*`{0,2}\Z")
_PYTHON = frozenset({"python", "py", "python3", "ipython"})
_UNSAID = frozenset({"", "json", "tool_call"})
"""Languages of blocks whose content decides what they are."""


class Blocks:
    """Turns streamed text into deltas, up to the end of the first block of code.

    Args:
        begun: the text goes on inside a ```python block, whether or not it repeats its fence.
        tools: what may be called: code_interpreter by a ```python block, and any of them by a
            ```json block {"name": …, "arguments": …} or the same in <tool_call> tags. Other
            blocks are text.
        code: blocks of Python are calls; without it they are text, for models that may show code.
    """

    def __init__(
        self,
        *,
        begun: bool = False,
        tools: Collection[str] = (CODE_TOOL,),
        code: bool = True,
    ) -> None:
        self.called = False
        """A call is complete: whatever comes now is ignored."""
        self._tools = tools
        self._code = code and CODE_TOOL in tools
        self._held = ""
        self._language = ""
        self._lead = ""
        self._written = False
        self._found: list[Delta] = []
        self._state: Callable[[bool], bool] = self._in_prefill if begun else self._in_text

    def feed(self, text: str) -> list[Delta]:
        """The deltas that are certain once `text` has come."""
        return self._read(text, ended=False)

    def end(self) -> list[Delta]:
        """The deltas that were held back; a block of code that is still open is a call."""
        return self._read("", ended=True)

    def _read(self, text: str, ended: bool) -> list[Delta]:
        self._held += text
        self._found = []
        while not self.called and self._state(ended):
            pass
        return self._found

    # Each state takes what it can from the held text, and says whether another goes on from here.
    # A block's own text is held from the newline that ends its opening fence.

    def _in_prefill(self, ended: bool) -> bool:
        self._held = self._held.lstrip("\r\n")
        opening = _OPENING.match(self._held)
        if opening is None and not ended and _could_open(self._held):
            return False
        self._held = "\n" + (self._held[opening.end() :] if opening else self._held)
        self._state = self._in_code
        return True

    def _in_text(self, ended: bool) -> bool:
        opening, tag = _OPENING.search(self._held), self._held.find(_TAG)
        if tag >= 0 and (opening is None or tag < opening.start()):
            self._say(self._take(tag))
            self._state = self._in_tag
            return True
        if opening is None:
            maybes = (
                [] if ended else [_MAYBE_OPENING.search(self._held), _MAYBE_TAG.search(self._held)]
            )
            starts = [maybe.start() for maybe in maybes if maybe]
            self._say(self._take(min(starts, default=len(self._held))))
            return False
        self._say(self._take(opening.start()))
        self._language = opening[1].lower()
        fence = self._take(len(opening[0]) - 1)
        self._state = self._in_code
        if self._language in _UNSAID:
            self._state = self._in_unsaid
        elif not self._code or self._language not in _PYTHON:
            self._say(fence)
            self._state = self._in_other
        return True

    def _in_code(self, ended: bool) -> bool:
        closing = _CLOSING.search(self._held)
        maybe = closing if closing or ended else _MAYBE_CLOSING.search(self._held)
        self._write(self._take(maybe.start() if maybe else len(self._held)))
        if closing:
            self._take(len(closing[0]))
        if closing or ended:
            self._finish()
        return closing is not None and not self.called

    def _in_other(self, ended: bool) -> bool:
        closing = _CLOSING.search(self._held)
        if closing is not None:
            self._say(self._take(closing.end()))
            self._state = self._in_text
            return True
        maybe = None if ended else _MAYBE_CLOSING.search(self._held)
        self._say(self._take(maybe.start() if maybe else len(self._held)))
        return False

    def _in_unsaid(self, ended: bool) -> bool:
        closing = _CLOSING.search(self._held)
        if closing is None and not ended:
            return False
        body = self._take(closing.start() if closing else len(self._held))
        fence = self._take(len(closing[0]) if closing else 0)
        self._state = self._in_text
        if call := _call_in(body, self._tools):
            self._found.append(CallDelta(0, _new_id(), *call))
            self.called = True
        elif self._code and not self._language and _reads_as_code(body):
            self._write(body)
            self._finish()
        else:
            self._say(f"```{self._language}{body}{fence}")
        return True

    def _in_tag(self, ended: bool) -> bool:
        closing = _END_TAG.search(self._held)
        if closing is None and not ended:
            return False
        tagged = self._take(closing.end() if closing else len(self._held))
        body = _END_TAG.sub("", tagged.removeprefix(_TAG))
        self._state = self._in_text
        if call := _call_in(body, self._tools):
            self._found.append(CallDelta(0, _new_id(), *call))
            self.called = True
        else:
            self._say(tagged)
        return True

    def _take(self, length: int) -> str:
        taken, self._held = self._held[:length], self._held[length:]
        return taken

    def _say(self, text: str) -> None:
        if text:
            self._found.append(TextDelta(text))

    def _write(self, code: str) -> None:
        if not self._written:
            self._lead += code
            if not self._lead.strip():
                return
            code = self._lead.lstrip("\r\n")
            self._found.append(CallDelta(0, _new_id(), CODE_TOOL, '{"code": "'))
            self._written = True
        self._found.append(CallDelta(0, arguments=json.dumps(code)[1:-1]))

    def _finish(self) -> None:
        """Ends the call, if the block had any code; an empty block is nothing."""
        self._state = self._in_text
        if self._written:
            self._found.append(CallDelta(0, arguments='"}'))
            self.called = True


def _could_open(text: str) -> bool:
    return not text or _MAYBE_OPENING.match(text) is not None


def _new_id() -> str:
    return f"call_{secrets.token_hex(12)}"


def _call_in(body: str, tools: Collection[str]) -> tuple[str, str] | None:
    """The name and arguments of the call that a JSON body makes to one of `tools`."""
    try:
        call = json.loads(body)
    except ValueError:
        return None
    if not isinstance(call, dict) or call.get("name") not in tools:
        return None
    return call["name"], json.dumps(call.get("arguments") or {})


def _reads_as_code(body: str) -> bool:
    """Whether a block that names no language is a program: it compiles, and it prints."""
    if "print(" not in body and "import " not in body:
        return False
    try:
        compile(body.strip("\r\n"), "block", "exec", flags=0x400)  # only parsed (PyCF_ONLY_AST)
    except (SyntaxError, ValueError):
        return False
    return True
