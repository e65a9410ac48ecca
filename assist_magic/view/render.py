r"""Model text made safe and typesettable: Markdown parsed, and written again as plain Markdown.

A running cell's Markdown is trusted HTML to a front end: scripts in it would run and images in it
would be fetched. So the text is parsed by markdown-it-py and each node is written out anew by
mdformat, with the nodes that could do harm written by the functions here. Formulas come out as
$…$ and $$…$$, and every other dollar as an entity, which is what front ends typeset or leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from mdformat.renderer import MDRenderer, RenderContext, RenderTreeNode
from mdformat.renderer.typing import Render

from assist_magic.plain import plain
from assist_magic.reply import File
from assist_magic.view.citations import NUMBER
from assist_magic.view.formulas import PIPE, formulas_plugin

_SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_INFO = re.compile(r"[\w+#.-]{1,30}")
_DRAWN_BY_THE_FRONT_END = frozenset({"mermaid"})  # a fence that would be a program, not code
_DELICATE = re.compile(r"[`$|<>&]|!\[|\\\\[\[\]()]|\\begin|\\end|@@\d")
_MEANINGFUL = re.compile(r"[^\w\s.,;:/=+%'\"()?-]|_|\n{2,}|:(?=//)|(?<=[wW]{3})\.")
_SPECIAL = re.compile(
    r"(?P<edge>\\(?=(?:begin|end)\{|$))|&(?=#?\w+;)|[<`$|]|\\(?=[!-/:-@\[-`{-~])|!(?=\[)|(?<=\])[(:\[]"
    r"|(?<=[pPsS]):(?=//)|(?<=[wW]{3})\.|(?<!\s)[*~]|[*~](?!\s)|(?<![^\W_])_|_(?![^\W_])"
)
# A front end would make a link of a bare address, and would not end it where a formula begins.
_ADDRESS = re.compile(
    r"\bhttps?://\w[^\s<>`$|\"\\\[\]{}^*]*[^\s<>`$|\"\\\[\]{}^*?!.,:;_~']", re.IGNORECASE
)
_LINE_BREAK = re.compile(r"&lt;br\s*/?>")
# Only a dollar that is written by its number, alone in an element, is left alone by front ends;
# and so is the backslash of a \\begin, or one that a formula may follow.
_ENTITIES = {"&": "&amp;", "<": "&lt;", "$": "<span>&#36;</span>"}
_EDGE = "<span>&#92;</span>"
_ALIGN = {"text-align:left": ":--", "text-align:right": "--:", "text-align:center": ":-:"}


def markdown(text: str, files: Sequence[File] = ()) -> str:
    r"""Write model Markdown again so that it is safe and its formulas typeset.

    Raw HTML is shown as text, images and doubtful links as words, `\(…\)` and `\[…\]` become
    `$…$` and `$$…$$`, amounts of money stay money, code stays as it is. `files` are linked where
    their markers stand; ⸤1⸥, the mark of a footnote, is raised.
    """
    return _rewrite(text, files, growing=False)


def growing_blocks(text: str, files: Sequence[File] = ()) -> list[tuple[str, str]]:
    """The top-level blocks of a text that still grows, each as it came and as safe Markdown.

    Only the last can still change. A formula there that has no end yet is shown as its source.
    """
    # Only these end a line of Markdown; str.splitlines knows more.
    lines = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
    tokens = _parser().parse(text, {"files": {}, "growing": True})
    begins = [lines[token.map[0]] for token in tokens if token.map and token.level == 0]
    ends = [0, *begins[1:], len(text)]
    pieces = [text[begin:end] for begin, end in zip(ends, ends[1:], strict=False)]
    return [(piece, _rewrite(piece, files, growing=True)) for piece in pieces]


def _rewrite(text: str, files: Sequence[File], growing: bool) -> str:
    source = text.replace(PIPE, "\ufffd")
    for file in files:
        source = source.replace(f"]({file.marker})", f"](<{file.marker}>)")
    known = {_place(file.marker): file for file in files if file.marker}
    rendered: str = _parser().render(source, {"files": known, "growing": growing})
    return NUMBER.sub(r"<sup>[\1]</sup>", rendered.rstrip("\n"))


def escape(text: str) -> str:
    """Plain words as inline Markdown that shows just these words, on one line."""
    return _SPECIAL.sub(_escaped, text.replace("\n", " "))


@cache
def _parser() -> MarkdownIt:
    writer: Any = MDRenderer
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=writer)
    parser.enable(["table", "strikethrough"]).use(formulas_plugin)
    parser.options["mdformat"] = {"number": True}
    parser.options["parser_extension"] = [_Writers]
    return parser


def _place(marker: str) -> str:
    return unquote(marker).removeprefix("sandbox:")


def _within(node: RenderTreeNode, *kinds: str) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.type in kinds:
            return True
        parent = parent.parent
    return False


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character in "*_~":
        return "\\" + character
    return _EDGE if found["edge"] else _ENTITIES.get(character) or f"&#{ord(character)};"


def _words(text: str, label: bool = False) -> str:
    """Text of a node; a `label` of a link must not close its bracket."""
    words = _LINE_BREAK.sub("<br>", _SPECIAL.sub(_escaped, text.replace(PIPE, "|")))
    return words.replace("[", "&#91;").replace("]", "&#93;") if label else words


def _text(node: RenderTreeNode, context: RenderContext) -> str:
    files: Mapping[str, File] = context.env["files"]
    words = re.sub(r"\s+", " ", node.content)
    if _within(node, "link"):
        return _words(words, label=True)
    pieces = [words]
    for file in files.values():
        pieces = [part for piece in pieces for part in _split(piece, file.marker)]
    marked = {file.marker: file for file in files.values()}
    written = _joined(
        _file_link(marked[piece], "") if piece in marked else _words_and_addresses(piece)
        for piece in pieces
    )
    follower = node.next_sibling
    if written.endswith("!") and follower is not None and follower.type in ("link", "image"):
        return written[:-1] + "&#33;"
    return written


def _words_and_addresses(text: str) -> str:
    pieces = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0]
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1]
        link = f"[{_words(address, label=True)}]({_address(address)})"
        pieces += [_words(text[end : found.start()]), link]
        end = found.start() + len(address)
    return _joined([*pieces, _words(text[end:])])


def _joined(pieces: Iterable[str]) -> str:
    """The pieces in a row, without an image where a link comes behind an exclamation mark."""
    written = ""
    for piece in pieces:
        is_image = piece.startswith("[") and written.endswith("!")
        written = f"{written[:-1]}&#33;{piece}" if is_image else written + piece
    return written


def _split(text: str, marker: str) -> list[str]:
    before, found, after = text.partition(marker)
    return [before, found, *_split(after, marker)] if found else [text]


def _link(node: RenderTreeNode, context: RenderContext) -> str:
    label = "".join(child.render(context) for child in node.children)
    return _linked(label, str(node.attrs.get("href", "")), context)


def _image(node: RenderTreeNode, context: RenderContext) -> str:
    label = _words(node.content, label=True) or "image"
    if _within(node, "link"):
        return label
    return _linked(label, str(node.attrs.get("src", "")), context)


def _linked(label: str, target: str, context: RenderContext) -> str:
    file = context.env["files"].get(_place(target))
    if file is not None:
        return _file_link(file, label)
    scheme = _SCHEME.match(target)
    if scheme is not None and scheme[1].lower() in _SAFE_SCHEMES:
        return f"[{label}]({_address(target)})"
    # Anything else could run in the front end or reach into its server: shown, not linked.
    return f"{label} ({_code(unquote(target))})" if target else label


def _file_link(file: File, label: str) -> str:
    label = label or _words(plain(file.name), label=True)
    if file.path is None:
        return label
    path = file.path.replace("\\", "/")
    if path.startswith("/") or _SCHEME.match(path):
        # A front end's links start at its own root, so a place elsewhere is told in words.
        return f"{label} ({_code(plain(file.path))})"
    return f"[{label}]({quote(path)})"


def _address(target: str) -> str:
    return quote(target, safe="%:/?#@!;,=+-.~&'").replace("&", "&amp;").replace("'", "%27")


def _code_inline(node: RenderTreeNode, context: RenderContext) -> str:
    return _code(node.content.replace(PIPE, "|"))


def _code(code: str) -> str:
    """Code within a line; as an element where a backtick would not hold for every parser."""
    if not _DELICATE.search(code) and code.strip() == code and code:
        return f"`{_bracketed(code)}`"
    return f"<code>{_entities(code)}</code>"


def _entities(code: str) -> str:
    """Characters that mean something to Markdown, HTML or LaTeX, each by its number."""
    return _MEANINGFUL.sub(_numbers, _bracketed(code))


def _bracketed(source: str) -> str:
    """Code or LaTeX with its footnotes in plain brackets."""
    return NUMBER.sub(r"[\1]", source)


def _numbers(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in found[0])


def _fence(node: RenderTreeNode, context: RenderContext) -> str:
    found = _INFO.match(node.info.strip())
    info = found[0] if found and found[0].lower() not in _DRAWN_BY_THE_FRONT_END else ""
    return _code_block(node, info)


def _code_block(node: RenderTreeNode, info: str = "") -> str:
    code = _bracketed(node.content.removesuffix("\n") + "\n")
    if _within(node, "list_item", "blockquote") and _DELICATE.search(code.replace("<", "")):
        # Front ends look for formulas before they look for fences that are not at a line's start.
        language = f' class="language-{info}"' if info else ""
        return f"<pre><code{language}>{_entities(code)}</code></pre>"
    marks = "`" * max(3, _longest_run(code) + 1)
    return f"{marks}{info}\n{code}{marks}"


def _longest_run(code: str) -> int:
    return max((len(run) for run in re.findall(r"`+", code)), default=0)


def _formula(node: RenderTreeNode, context: RenderContext) -> str:
    tex = _bracketed(node.content.replace(PIPE, "|"))
    if _within(node, "td", "th"):
        tex = tex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        tex = tex.replace(entity, sign)
    tex = re.sub(r"[<>] ?", lambda sign: r"\lt " if sign[0][0] == "<" else r"\gt ", tex)
    # A quotation mark could end the attribute of an element that the formula came to stand in.
    tex = tex.replace('"', "''")
    # For renderers without formulas, to which these would be an image and a link.
    tex = tex.replace("![", "! [").replace("](", "] (")
    # A backslash at the end would take the dollar behind it.
    tex = re.sub(r"\s*\n\s*", "\n", tex.lstrip().rstrip(" \t\r\n\\"))
    if _within(node, "heading", "blockquote"):
        tex = re.sub(r"(?<!\\)%[^\n]*", "", tex).replace("\n", " ")
    return f"{node.markup}{tex}{node.markup}"


def _formula_source(node: RenderTreeNode, context: RenderContext) -> str:
    return _code_block(node)


def _formula_block(node: RenderTreeNode, context: RenderContext) -> str:
    formula = _formula(node, context)
    return formula if _within(node, "blockquote") else f"$$\n{formula[2:-2]}\n$$"


def _rule(node: RenderTreeNode, context: RenderContext) -> str:
    return "***"


def _struck(node: RenderTreeNode, context: RenderContext) -> str:
    return f"~~{''.join(child.render(context) for child in node.children)}~~"


def _cell(node: RenderTreeNode, context: RenderContext) -> str:
    return "".join(child.render(context) for child in node.children)


def _table(node: RenderTreeNode, context: RenderContext) -> str:
    rows = [row for row in node.walk() if row.type == "tr"]
    lines = [[cell.render(context) for cell in row.children] for row in rows]
    lines.insert(1, [_ALIGN.get(str(cell.attrs.get("style")), "---") for cell in rows[0].children])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class _Writers:
    """How each kind of node is written, where mdformat's own way would not do."""

    RENDERERS: Mapping[str, Render] = {
        "text": _text,
        "link": _link,
        "image": _image,
        "code_inline": _code_inline,
        "fence": _fence,
        "code_block": _fence,
        "formula": _formula,
        "formula_block": _formula_block,
        "formula_source": _formula_source,
        "hr": _rule,
        "s": _struck,
        "table": _table,
        "th": _cell,
        "td": _cell,
    }
