"""The command model: which model answers, and which others could."""

from __future__ import annotations

from assist_magic.backend.connect import Backend
from assist_magic.errors import AssistantError, UsageError
from assist_magic.line.options import Options
from assist_magic.plain import plain
from assist_magic.session import session


def model(words: tuple[str, ...], _options: Options) -> None:
    """Lists the models, or lets one answer from now on."""
    settings = session.settings()
    if not words:
        backend = session.backend(settings)
        print(plain(f"{backend.model} answers ({backend.model_why}). {_listed(backend)}"))
        return
    name = words[0]
    backend = session.backend(settings, name)
    if ":" not in name and name not in backend.models():
        known = ", ".join(backend.models()[:30])
        raise UsageError(f"{backend.name} has no model {name!r}. It has: {known}.")
    session.model = name
    print(f"{name} answers from now on, in this kernel.")


def _listed(backend: Backend) -> str:
    try:
        names = backend.models()
    except AssistantError as error:
        return f"Which others there are is not known: {error}"
    if not names:
        return f"{backend.name} does not list its models."
    return "There are:" + "".join(f"\n    {each}" for each in names)
