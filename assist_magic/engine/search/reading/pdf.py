"""PDF, by pypdf."""

from __future__ import annotations

import re
from typing import BinaryIO

from assist_magic.engine.search.reading.document import Kind, Unreadable

_LOCKED = "The PDF is protected by a password. Save a copy without one and upload that."
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def read(source: BinaryIO, _kind: Kind) -> str:
    """The text of all pages, words that a line break has cut joined again."""
    from pypdf import PdfReader

    document = PdfReader(source)
    if document.is_encrypted and not document.decrypt(""):
        raise Unreadable("invalid_file", _LOCKED)
    pages = [page.extract_text() or "" for page in document.pages]
    return _HYPHEN.sub("", "\n\n".join(pages))
