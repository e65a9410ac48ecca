"""HTML, by lxml: what a reader sees of a page."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from assist_magic.engine.search.reading.document import Kind
from assist_magic.engine.search.reading.plain import decoded

_UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object"}
_LINES = {
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_CELLS = {"td", "th"}


def read(source: BinaryIO, _kind: Kind) -> str:
    """The text of the page: headings marked, a line for each block and each row of a table."""
    from lxml import etree, html

    data = source.read()
    parser = html.HTMLParser(huge_tree=True, encoding=_declared(data))
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.ParserError:  # nothing in it
        return ""
    title = (root.findtext(".//title") or "").strip()
    text = _tidy("".join(_parts(root)))
    return f"# {title}\n\n{text}" if title and f"# {title}" not in text else text


def _declared(data: bytes) -> str | None:
    """None where the page says its own encoding, else what its bytes look like."""
    if re.search(rb"charset\s*=", data[:2048], re.IGNORECASE):
        return None
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1252" if decoded(data) else None
    return "utf-8"


def _parts(root: Any) -> list[str]:
    """What each element adds, without recursion: pages may be nested without end."""
    parts: list[str] = []
    waiting: list[Any] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        if not isinstance(item.tag, str) or item.tag in _UNSEEN:  # comments have no name
            continue
        before, after = _around(item.tag)
        inner: list[Any] = [before, _spaced(item.text)]
        for child in item:
            inner += [child, _spaced(child.tail)]
        waiting.extend(reversed([*inner, after]))
    return parts


def _around(tag: str) -> tuple[str, str]:
    if re.fullmatch(r"h[1-6]", tag):
        return f"\n\n{'#' * int(tag[1])} ", "\n\n"
    if tag in _LINES:
        return "\n", "\n"
    return ("", " | ") if tag in _CELLS else ("", "")


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _tidy(text: str) -> str:
    lines = [line.strip().removesuffix(" |") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
