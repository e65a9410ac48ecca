"""What a kernel publishes while a cell runs, turned into logs and pictures and kept in bounds."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Any

from assist_magic.engine.interpreter.base import CodeOutput, Logs, Picture

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
# What the last expression of a plotting cell leaves behind: artists, alone or in lists and tuples.
_ARTIST = (
    r"(?:<(?:Figure|Axes|\w+Container|matplotlib\.|mpl_toolkits\.)[^<>]*>"
    r"|Text\([^()]*(?:\([^()]*\)[^()]*)*\))"
)
_BETWEEN = r"(?:array\(|dtype=object|[\s,\[\]()])*"
_ARTISTS = re.compile(rf"{_BETWEEN}{_ARTIST}(?:{_BETWEEN}{_ARTIST})*{_BETWEEN}")
_MAX_PICTURES = 50
_MAX_PICTURE_BYTES = 64 * 1024 * 1024


class Outputs:
    """Hands over a cell's outputs until their limits are reached, then says so once.

    Messages come from code that may forge them, so nothing in them is taken on trust.
    """

    def __init__(
        self,
        on_output: Callable[[CodeOutput], None],
        characters: int,
        restore: Callable[[str], str],
    ) -> None:
        """`restore` puts back the names that code knows, where it ran under others."""
        self._on_output = on_output
        self._left = characters
        self._restore = restore
        self._pictures = 0
        self._picture_bytes = 0
        self._is_cut = False
        self.is_interrupted = False
        self.ran_out_of_memory = False

    def take(self, kind: str, content: Mapping[str, Any]) -> None:
        """Handles one message of the kernel."""
        if kind == "stream":
            self.tell(_text(content.get("text")))
        elif kind == "error":
            self._take_error(content)
        elif kind in ("display_data", "execute_result"):
            data = content.get("data")
            if isinstance(data, dict):
                self._take_data(data, is_result=kind == "execute_result")

    def tell(self, text: str) -> None:
        """Hands over text, cut to what is still allowed."""
        text = self._restore(_ESCAPES.sub("", text))
        if not text:
            return
        if len(text) > self._left:
            self._cut(text[: self._left])
            return
        self._left -= len(text)
        self._on_output(Logs(text))

    def _cut(self, text: str) -> None:
        self._left = 0
        if self._is_cut:
            return
        self._is_cut = True
        self._on_output(Logs(f"{text}\n[The rest of the output was cut.]\n"))

    def _take_error(self, content: Mapping[str, Any]) -> None:
        name = _text(content.get("ename"))
        if name == "KeyboardInterrupt" and self.is_interrupted:
            return
        self.ran_out_of_memory = name in ("MemoryError", "_ArrayMemoryError")
        lines = content.get("traceback")
        if isinstance(lines, list):
            self.tell("\n".join(_text(line) for line in lines) + "\n")

    def _take_data(self, data: Mapping[str, Any], *, is_result: bool) -> None:
        picture = _decoded(data.get("image/png"))
        if picture is not None:
            self._show(picture)
            return
        text = _text(data.get("text/plain"))
        if text.startswith("<IPython.core.display."):
            text = _text(data.get("text/markdown") or data.get("text/latex")) or text
        if text and not (is_result and _ARTISTS.fullmatch(text)):
            self.tell(f"{text}\n")

    def _show(self, picture: bytes) -> None:
        self._pictures += 1
        self._picture_bytes += len(picture)
        if self._pictures > _MAX_PICTURES or self._picture_bytes > _MAX_PICTURE_BYTES:
            self._cut("")
        else:
            self._on_output(Picture(picture))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _decoded(value: object) -> bytes | None:
    try:
        return base64.b64decode(value) if isinstance(value, str) and value else None
    except binascii.Error:
        return None
