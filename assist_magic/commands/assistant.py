"""The commands instructions and tools: what the assistant is told, and what it can use."""

from __future__ import annotations

from assist_magic.commands.here import find, still_there
from assist_magic.functions import offered
from assist_magic.line.options import Options
from assist_magic.plain import plain
from assist_magic.session import session

_NONE = "none"
_HOSTED = {
    "code_interpreter": "runs Python in the sandbox",
    "file_search": "searches the files of its vector stores",
}


def instructions(words: tuple[str, ...], _options: Options) -> None:
    """Shows or sets what the assistant is told beside its own instructions, in this kernel."""
    if words:
        session.instructions = None if words[0].lower() == _NONE else words[0]
    if session.instructions is None:
        print("The assistant is told nothing beside its own instructions.")
        return
    print(plain(f"The assistant is told beside its own instructions:\n{session.instructions}"))


def tools(_words: tuple[str, ...], options: Options) -> None:
    """Lists the tools of the assistant that answers, and the notebook's own functions."""
    talk, wire = (here := find(options)).talk, here.backend.wire
    held = list(talk.preset.tools)
    if talk.assistant_id:
        with still_there("the assistant"):
            held = wire.get(f"/assistants/{talk.assistant_id}").get("tools") or []
    own = [each.tool for each in offered()]
    rows = []
    for tool in [*held, *own]:
        function = tool.get("function") or {}
        kind = str(tool.get("type"))
        words = function.get("description") or _HOSTED.get(kind, "")
        rows.append((str(function.get("name") or kind), " ".join(str(words).split())))
    if not rows:
        print("The assistant has no tools.")
        return
    width = max(len(name) for name, _ in rows)
    print(plain("\n".join(f"{name:<{width}}  {words}".rstrip() for name, words in rows)))
