"""Plain: words from elsewhere made fit for a terminal; nothing else here decides what is shown."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85]")
# Sequences never span lines, so that an unfinished one cannot swallow what follows.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor, erasing
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"  # strings
    r"|\x1b[ -/]*[0-~]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_UNFINISHED = re.compile(r"(?:\r|(?:\x1b|[\x90\x98\x9b\x9d-\x9f])[^\n]{0,200})\Z")


def plain(text: str) -> str:
    """The text without control characters, line ends and tabs apart, and without their codes."""
    return _CONTROLS.sub("", _SEQUENCES.sub("", _LINE_ENDS.sub("\n", text)))


def plain_so_far(text: str) -> str:
    """The same of a text that still grows: what may be the beginning of a code waits."""
    return plain(_UNFINISHED.sub("", text))
