"""The program that reads one document: it gives up its rights, then reads its standard input.

Its last argument is a JSON job; it answers on its standard output with a line of JSON for each
passage, or with one that says what is wrong.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from typing import Any

from assist_magic.engine.interpreter import confinement
from assist_magic.engine.search.chunks import passages
from assist_magic.engine.search.reading.document import Unreadable, text_of
from assist_magic.engine.search.words import terms, tokens

MAX_TOKENS = 5_000_000
NOT_CONFINED = 3
"""The exit code that says that the sandbox could not be entered."""


def main() -> None:
    """Reads the document on standard input and ends."""
    job: dict[str, Any] = json.loads(sys.argv[-1])
    terms_of_confinement = confinement.Confinement.from_json(json.dumps(job["confinement"]))
    try:
        libraries = confinement.readable_folders(sys.argv[1:-1])
        kept = confinement.confine(terms_of_confinement, libraries)
        confinement.seal(terms_of_confinement)
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(NOT_CONFINED)
    logging.disable()
    warnings.simplefilter("ignore")
    try:
        _read(job)
    except Unreadable as error:
        _say({"code": error.code, "message": str(error)})
    except (MemoryError, RecursionError):
        _say({"code": "invalid_file", "message": "The file is too large or too deep to be read."})
    del kept


def _read(job: dict[str, Any]) -> None:
    with os.fdopen(0, "rb") as source:
        text = text_of(source, job["filename"])
    size = tokens(text)
    if size > MAX_TOKENS:
        words = f"The file has about {size} tokens; at most {MAX_TOKENS} can be searched."
        raise Unreadable("invalid_file", words)
    name = " ".join(terms(job["filename"]))
    for each in passages(text, job["size"], job["overlap"]):
        _say(
            {
                "start": each.start,
                "text": each.text,
                "heading": each.heading,
                "words": " ".join(terms(each.text)),
                "title": f"{name} {' '.join(terms(each.heading))}".strip(),
            }
        )


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
