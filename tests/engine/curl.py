"""The real curl, as people type it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What curl brought home: the status, the content type, the body."""

    status: int
    kind: str
    text: str


def curl(*arguments: str, given: bytes = b"", seconds: float = 60) -> Answer:
    """Runs curl with these arguments; `given` is its standard input."""
    told = "\n%{http_code} %{content_type}"
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--write-out", told, *arguments],
        input=given,
        capture_output=True,
        timeout=seconds,
        check=True,
    )
    text, _, last = done.stdout.decode().rpartition("\n")
    status, _, kind = last.partition(" ")
    return Answer(int(status), kind, text)
