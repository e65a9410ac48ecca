r"""Words: model text as people read it where no Markdown is drawn.

Control codes go, files show where they lie, and formulas lose the marks around them but keep
their LaTeX: `\(x^2\)` becomes `x^2`, and what stood between `\[` and `\]` a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from textwrap import dedent, indent

from assist_magic.plain import plain, plain_so_far
from assist_magic.reply import File
from assist_magic.view.citations import NUMBER

# None of these spans a blank line, so that what is never closed holds back a paragraph at most.
_CODE = (
    r"(?m:^)[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n"
    r".*?(?:\n[ \t]*(?P=fence)[`~]*[ \t]*(?=\n|\Z)|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=ticks)(?!`)"
)
_FORMULAS = (
    r"(?<!\\)\\\([ \t]*(?P<inline>(?:(?!\n\n|\\\)).)+?)[ \t]*\n?[ \t]*\\\)"
    r"|[ \t]*\n?[ \t]*(?:(?<!\\)\\\[(?P<display>(?:(?!\n\n|\\\]).)+?)\\\]"
    r"|(?<!\$)\$\$(?P<dollars>(?:(?!\n\n|\$\$).)+?)\$\$)[ \t]*\n?"
)
_NAMED = re.compile(r"(?:!?\[[^\[\]\n]*\]\(<?)?(?P<name>sandbox:)")
_OPENED = re.compile(_NAMED.pattern + r"|(?<!\\)\\[(\[]|\$\$|`|~{3}|!?\[[^\[\]\n]*\]\(<?\Z")
_OPENED_LAST = re.compile(_OPENED.pattern + r"|!?\[[^\[\]\n]*(?:\](?:\([^)\n]*)?)?\Z|\S+\Z")
_LAST_WORD = re.compile(r"\S+\Z")


def words(text: str, files: Sequence[File] = ()) -> str:
    """The whole text; a link to one of `files` is followed by where its copy lies."""
    return _read(plain(text), files).strip("\n")


def words_with_marks(text: str, files: Sequence[File] = ()) -> str:
    """The same with its formulas as they stand, for who may draw them later."""
    return _read(plain(text), files, formulas=False)


def words_so_far(text: str, files: Sequence[File] = (), whole: bool = False) -> str:
    """As much of a text that still grows as will not change any more.

    What links a file waits until its copy lies there. `whole`: the text itself has ended.
    """
    clean = plain(text) if whole else plain_so_far(text)
    return _read(clean[: _settled(clean, files, whole)], files).lstrip("\n").rstrip()


def _read(text: str, files: Sequence[File], formulas: bool = True) -> str:
    known = {name: file for file in files for name in _names(file)}

    def shown(found: re.Match[str]) -> str:
        groups = found.groupdict()
        if groups.get("inline"):
            return str(groups["inline"])
        formula = groups.get("display") or groups.get("dollars")
        if formula:
            return "\n" + indent(dedent(formula.strip("\n")).strip(), "    ") + "\n"
        if groups.get("target"):
            return _linked(known[groups["target"]], groups["label"])
        if groups.get("bare"):
            return _linked(known[groups["bare"]])
        return found[0]

    return NUMBER.sub(r"[\1]", _pattern_for(known, formulas).sub(shown, text))


def _linked(file: File, label: str = "") -> str:
    path = plain(file.path or "")
    if label and path and label != path:
        return f"{label} ({path})"
    return label or path or plain(file.name)


def _names(file: File) -> list[str]:
    """The ways in which a text may name a file; a bare path of the sandbox only in a link."""
    return [file.marker, file.marker.removeprefix("sandbox:")] if file.marker else []


def _pattern_for(known: Mapping[str, File], formulas: bool = True) -> re.Pattern[str]:
    return _pattern(tuple(sorted(known, key=len, reverse=True)), formulas)


@cache
def _pattern(names: tuple[str, ...], formulas: bool) -> re.Pattern[str]:
    pieces = [_CODE]
    if names:
        targets = "|".join(re.escape(each) for each in names)
        bare = "|".join(re.escape(each) for each in names if each.startswith("sandbox:")) or "(?!)"
        pieces += [
            rf"!?\[(?P<label>[^\[\]\n]*)\]\(<?(?P<target>{targets})>?\)",
            rf"(?P<bare>{bare})",
        ]
    if formulas:
        pieces.append(_FORMULAS)
    return re.compile("|".join(pieces), re.DOTALL)


def _settled(text: str, files: Sequence[File], whole: bool) -> int:
    """How far a text will not change any more."""
    known = {name: file for file in files for name in _names(file)}
    waits, waits_last = (_NAMED, _NAMED) if whole else (_OPENED, _OPENED_LAST)
    dead = text.rfind("\n\n") + 2 if "\n\n" in text else 0  # nothing open goes past it
    end = 0
    for found in _pattern_for(known).finditer(text):
        if opened := _first(text, waits, end, found.start(), dead):
            return opened.start()
        groups = found.groupdict()
        file = known.get(groups.get("target") or groups.get("bare") or "")
        if file is not None and not file.path:
            return found.start()
        if groups["ticks"] and found.end() == len(text) and not whole:
            word = _LAST_WORD.search(text, end, found.start())
            return word.start() if word else found.start()
        end = found.end()
    opened = _first(text, waits_last, end, len(text), dead)
    return opened.start() if opened else len(text)


def _first(
    text: str, waits: re.Pattern[str], begin: int, end: int, dead: int
) -> re.Match[str] | None:
    """The first thing between two places that something may yet come of."""
    for found in waits.finditer(text, begin, end):
        if found["name"] or found.start() >= dead:
            return found
    return None
