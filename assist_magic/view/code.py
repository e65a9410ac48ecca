"""Code in colours: the Python of a step cut into pieces, each with the class of its kind.

The classes are those of Pygments. JupyterLab, Notebook 7 and nbconvert's pages have colours for
them, which follow the theme; where there are none, the code is plain.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from itertools import groupby

Piece = tuple[str, str]  # the class, "" for plain text, and the text

COMMENT = "c"
_KEPT = frozenset({COMMENT, "k", "m", "s"})
"""Comments, keywords, numbers and strings; finer classes have the same colours."""


@lru_cache(maxsize=64)
def pieces(code: str) -> tuple[Piece, ...]:
    """The code in order and whole, neighbours of one class joined."""
    # Pygments costs an import that need not happen before there is code.
    from pygments.lexers.python import PythonLexer

    lexer = PythonLexer(stripnl=False, ensurenl=False)
    found = ((_class(kind), text) for kind, text in lexer.get_tokens(code))
    joined = groupby(found, key=lambda piece: piece[0])
    return tuple((kind, "".join(text for _, text in same)) for kind, same in joined)


def code_html(code: str) -> str:
    """The code as a block of safe HTML."""
    return f'<div class="highlight"><pre><code>{"".join(_spans(code))}</code></pre></div>'


def _spans(code: str) -> Iterator[str]:
    for kind, text in pieces(code):
        safe = escape(text)
        if kind == COMMENT:
            yield f"<em>{safe}</em>"  # the colour that themes have for comments is hard to read
        else:
            yield f'<span class="{kind}">{safe}</span>' if kind else safe


def _class(kind: object) -> str:
    from pygments.token import STANDARD_TYPES

    first = STANDARD_TYPES.get(kind, "")[:1]
    return first if first in _KEPT else ""
