"""Links to files that code has written: where in a text they stand, and which file each means.

A link is `sandbox:/mnt/data/` and the name of a file that is there. Names hold spaces and
parentheses, models write them bare or percent-encoded, and text goes on behind a bare link: so
the files decide where a link ends, not its punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

HOME = "/mnt/data/"
_SCHEME = f"sandbox:{HOME}"
_GOES_ON = re.compile(r"[\w%-]|\.\w")
"""What cannot follow a name: then the link means another file, which is not there."""


@dataclass(frozen=True)
class Link:
    """`text[start:end]` is a link to the file `name` below /mnt/data. Counted in code points."""

    start: int
    end: int
    name: str


def has_links(text: str) -> bool:
    """Whether a text may link anything at all."""
    return _SCHEME in text


def links_in(text: str, names: Collection[str]) -> list[Link]:
    """The links of a text to these files, in order."""
    spellings = sorted(
        {(spelling, name) for name in names for spelling in _spellings(name)},
        key=lambda each: -len(each[0]),
    )
    found = []
    for match in re.finditer(re.escape(_SCHEME), text):
        for spelling, name in spellings:
            end = match.end() + len(spelling)
            if text.startswith(spelling, match.end()) and not _GOES_ON.match(text, end):
                found.append(Link(match.start(), end, name))
                break
    return found


def link_to(name: str) -> str:
    """A Markdown link to a file."""
    return f"[{name.rpartition('/')[2]}]({_SCHEME}{name})"


def _spellings(name: str) -> set[str]:
    return {name, name.replace(" ", "%20"), quote(name), quote(name, safe="/()")}
