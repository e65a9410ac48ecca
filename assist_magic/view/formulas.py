r"""Finding LaTeX in Markdown: parser rules for $ $, $$ $$, \( \), \[ \] and \begin \end.

The rules are for markdown-it-py. They keep code apart from formulas by their place in the parser,
and money apart by the rule of pandoc. How a formula is written out again is render's.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

PIPE = "\ue000"  # stands for a | inside a formula or code while a table is cut into its cells

_PAIRS = {"$$": "$$", r"\\[": r"\\]", r"\[": r"\]", r"\\(": r"\\)", r"\(": r"\)"}
_DISPLAY = frozenset({"$$", r"\\[", r"\["})
_OPENER = re.compile(r"\$\$|\\\\?[\[(]|\\begin\{([a-zA-Z]+\*?)\}")
_BLOCK_OPENER = re.compile(r"\$\$|\\\\?\[|\\begin\{([a-zA-Z]+\*?)\}")
_DOLLARS = re.compile(r"\$((?:\\.|[^\\$`])+)\$(?!\d)", re.DOTALL)
_LONGEST_UNFINISHED = 30  # lines; more than that is no formula whose end is still to come
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_EDGE = re.compile(r"\\(begin|end)\{([^{}]*)\}")
# What every typesetter of a notebook knows; others would show an error in the formula's place.
_ENVIRONMENTS = re.compile(
    r"(?:align|alignat|eqnarray|equation|gather|multline)\*?|aligned|alignedat|array|[bBpvV]?matrix"
    r"|cases|gathered|smallmatrix|split|subarray"
)
# What only an error would come of: a bare #, a formula within one, a & where there are no columns.
_MISPLACED = re.compile(r"(?<!\\)(?:\\\\)*(?:#|\\[()\[\]])")
_PLACED = re.compile(r"\\(?:text|mbox|hbox|def|newcommand)")
_AMPERSAND = re.compile(r"(?<!\\)(?:\\\\)*&(?!(?:lt|gt|amp);)")
_FENCE = re.compile(r"\\(left|right)(?![a-zA-Z])")
_COLUMNS = re.compile(r"\\begin|\\(?:[a-zA-Z]*matrix|cases|eqalign\w*)\s*\{")
# An amount and then words: "$5 each, or 5$" is money at both ends, "$5 cm$" is not.
_AMOUNT = re.compile(
    r"[\d.,]+\b.*?\b(?:(?!mod)[a-z]{3,}|or|to|at|of|in|is)\b,? \S", re.IGNORECASE | re.DOTALL
)
_MATHEMATICAL = re.compile(r"[\\^_={}]")
_BARE_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*\$")
_DELIMITER_ROW = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$")
_CELL_FORMULA = re.compile(
    r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)"  # and code
    r"|\$(?![\s$])((?:\\.|[^\\$`\n])+)(?<!\s)\$(?!\d)|\\\((.+?)\\\)"
)


def formulas_plugin(md: MarkdownIt) -> None:
    """Make `md` give `formula` and `formula_block` tokens, with the TeX as their `content` and
    "$" or "$$" as `markup`, and `formula_source` for what cannot be typeset (yet)."""
    md.inline.ruler.before("escape", "formula", _inline)
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "formula_block", _block, {"alt": interrupts})
    md.block.ruler.before("table", "formula_cells", _hide_pipes)


def _is_formula(tex: str) -> bool:
    """Whether `tex` can stand between dollars and be read back as one formula."""
    if not tex.strip(" \t\r\n\\") or "`" in tex or _BARE_DOLLAR.search(tex):
        return False
    if _MISPLACED.search(tex) and not _PLACED.search(tex):
        return False
    if _AMPERSAND.search(tex) and not _COLUMNS.search(tex):
        return False
    fences = _FENCE.findall(tex)
    if fences.count("left") != fences.count("right"):
        return False
    return _has_matching_braces(tex) and _has_known_environments(tex)


def _in_columns(tex: str) -> str:
    """A displayed formula with the columns that its & ask for, where it has forgotten them."""
    if not _AMPERSAND.search(tex) or _COLUMNS.search(tex):
        return tex
    return rf"\begin{{aligned}}{tex.strip()}\end{{aligned}}"


def _has_matching_braces(tex: str) -> bool:
    depth = 0
    for brace in _BRACE.findall(tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


def _has_known_environments(tex: str) -> bool:
    """Whether each \\begin has its \\end, and both name an environment of mathematics."""
    opened: list[str] = []
    for edge, name in _EDGE.findall(tex):
        if edge == "begin" and _ENVIRONMENTS.fullmatch(name):
            opened.append(name)
        elif edge == "begin" or not opened or opened.pop() != name:
            return False
    return not opened


def _inline(state: StateInline, silent: bool) -> bool:
    found = _bracketed(state) or _between_dollars(state)
    if found is None:
        return False
    tex, markup, end = found
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.markup = tex, markup
    state.pos = end
    return True


def _bracketed(state: StateInline) -> tuple[str, str, int] | None:
    opener = _OPENER.match(state.src, state.pos, state.posMax)
    if opener is None:
        return None
    close = rf"\end{{{opener[1]}}}" if opener[1] else _PAIRS[opener[0]]
    end = state.src.find(close, opener.end(), state.posMax)
    after = end + len(close)
    if end < 0:
        return None
    displayed = opener[1] is not None or opener[0] in _DISPLAY
    tex = state.src[opener.start() : after] if opener[1] else state.src[opener.end() : end]
    tex = _in_columns(tex) if displayed else tex
    return (tex, "$$" if displayed else "$", after) if _is_formula(tex) else None


def _between_dollars(state: StateInline) -> tuple[str, str, int] | None:
    found = _DOLLARS.match(state.src, state.pos, state.posMax)
    if found is None or not _is_formula(found[1]):
        return None
    tex = found[1]
    if _AMOUNT.match(tex) and not _MATHEMATICAL.search(tex):
        return None
    tight = not (tex[0].isspace() or tex[-1].isspace())
    roomy = tex[0] == tex[-1] == " " and re.search(r"[\\^_=]", tex) is not None
    return (tex, "$", found.end()) if tight or roomy else None


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    begin = state.bMarks[start] + state.tShift[start]
    opener = _BLOCK_OPENER.match(state.src, begin, state.eMarks[start])
    if opener is None:
        return False
    environment = opener[1]
    close = rf"\end{{{environment}}}" if environment else _PAIRS[opener[0]]
    last = _closing_line(state, start, end, close, opener.end())
    if last is None:
        return _unfinished(state, start, end, silent)
    source = state.getLines(start, last + 1, state.blkIndent, False).strip()
    tex = source if environment else _in_columns(source[len(opener[0]) : -len(close)])
    is_formula = _is_formula(tex)
    if not is_formula and not environment:
        return False
    if not silent:
        token = state.push("formula_block" if is_formula else "formula_source", "", 0)
        token.content, token.markup, token.map = tex, "$$", [start, last + 1]
        state.line = last + 1
    return True


def _unfinished(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """While text still comes, take a formula without its end up to where the text stops."""
    if not state.env.get("growing") or end - start > _LONGEST_UNFINISHED or end < state.lineMax:
        return False
    if not silent:
        token = state.push("formula_source", "", 0)
        token.content = state.getLines(start, end, state.blkIndent, False).strip()
        token.map = [start, end]
        state.line = end
    return True


def _closing_line(state: StateBlock, start: int, end: int, close: str, after: int) -> int | None:
    """The line that ends with `close`, if nothing but the formula stands before it."""
    for line in range(start, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return None
        begin = max(state.bMarks[line], after)
        text = state.src[begin : state.eMarks[line]].rstrip()
        if close in text:
            return line if text.find(close) == len(text) - len(close) else None
    return None


def _hide_pipes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Put PIPE for each | inside a formula or code of a table's rows; never itself a match."""
    if silent or start + 1 >= end or state.is_code_block(start):
        return False
    row = state.src[state.bMarks[start + 1] + state.tShift[start + 1] : state.eMarks[start + 1]]
    if "|" not in row or not _DELIMITER_ROW.match(row):
        return False
    last = next((line for line in range(start, end) if state.isEmpty(line)), end) - 1
    begin, stop = state.bMarks[start], state.eMarks[last]
    rows = _CELL_FORMULA.sub(_without_pipes, state.src[begin:stop])
    state.src = state.src[:begin] + rows + state.src[stop:]
    return False


def _without_pipes(found: re.Match[str]) -> str:
    if found[1]:
        return re.sub(r"(?<!\\)\|", PIPE, found[0])
    tex = found[2] or found[3]
    mathematical = re.search(r"[\\^_=(){}]", tex) or (tex[0] == tex[-1] == "|" and len(tex) > 2)
    return found[0].replace("|", PIPE) if mathematical else found[0]
