"""The commands of %assistant: status, model, new and show."""

from __future__ import annotations

from collections.abc import Callable

from assist_magic.backend.connect import Backend, chosen_server
from assist_magic.backend.wire import Json, Missing
from assist_magic.config import Settings
from assist_magic.conversation.registry import Key
from assist_magic.conversation.talk import resume
from assist_magic.downloads import fetch_images, fetch_links
from assist_magic.errors import AssistantError, UsageError
from assist_magic.options import Options
from assist_magic.plain import plain
from assist_magic.progress.snapshots import Progress
from assist_magic.reply import Reply, Usage
from assist_magic.session import session
from assist_magic.view import open_view


def run_command(name: str, words: tuple[str, ...], options: Options) -> Reply | None:
    """Does what a command asks; only `show` has a reply to give.

    Raises:
        AssistantError: it cannot be done; says why and what to do.
    """
    return _COMMANDS[name](words, options)


def _status(_words: tuple[str, ...], options: Options) -> None:
    settings = Settings.from_environment()
    try:
        backend = session.backend(settings, options.model)
    except AssistantError as error:
        rows = [("server", chosen_server(settings)), ("failure", str(error))]
    else:
        rows = _backend_rows(backend, settings, options)
    rows += [("notebook", _notebook_words(settings)), ("kept in", str(settings.data_folder))]
    print(plain("\n".join(f"{left:<11}{right}" for left, right in rows)))


def _backend_rows(backend: Backend, settings: Settings, options: Options) -> list[tuple[str, str]]:
    talk = resume(backend, session.registry(settings), session.notebook(settings), options.thread)
    rows = [
        ("server", f"{backend.name} at {backend.base_url} ({backend.why})"),
        ("model", _model_words(backend)),
    ]
    try:
        backend.wire.get("/assistants", limit=1)
        rows += _engine_rows(backend)
        rows.append(("usage", _usage_words(backend, talk.thread_id)))
    except AssistantError as error:
        rows.append(("failure", str(error)))
    rows.append(("thread", talk.thread_id or "none yet; the next question begins one"))
    return rows + [("note", each) for each in talk.notes]


def _model(words: tuple[str, ...], _options: Options) -> None:
    settings = Settings.from_environment()
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


def _new(_words: tuple[str, ...], options: Options) -> None:
    settings = Settings.from_environment()
    backend = session.backend(settings)
    name = options.thread or "default"
    if name.startswith("thread_"):
        raise UsageError(f"{name} is there already; `new` needs the name of a thread.")
    notebook = session.notebook(settings)
    session.registry(settings).forget_thread(Key(notebook.key, backend.server, name))
    print(f"The next question begins the thread {name!r} again.")


def _show(_words: tuple[str, ...], options: Options) -> Reply:
    settings = Settings.from_environment()
    backend = session.backend(settings)
    registry = session.registry(settings)
    talk = resume(backend, registry, session.notebook(settings), options.thread)
    if not talk.thread_id:
        raise UsageError("Nothing was asked in this thread yet.")
    path = f"/threads/{talk.thread_id}"
    try:
        run = _last_run(backend, talk.thread_id, talk.run_id)
        steps = backend.wire.pages(f"{path}/runs/{run['id']}/steps")
        messages = backend.wire.pages(f"{path}/messages", run_id=run["id"])
    except Missing as error:
        raise UsageError(f"The server no longer has the last answer: {error}") from None
    progress = Progress(backend.model, talk.notes)
    progress.load(run, steps, [each for each in messages if each.get("run_id") == run["id"]])
    fetch_images(backend.wire, progress)
    fetch_links(backend.wire, progress)
    reply = progress.reply()
    with open_view(settings.mode) as view:
        view.finish(reply)
    if reply.error:
        print(plain(reply.error))
    return reply


def _last_run(backend: Backend, thread_id: str, run_id: str) -> Json:
    if run_id:
        return backend.wire.run(thread_id, run_id)[0]
    newest = backend.wire.get(f"/threads/{thread_id}/runs", limit=1, order="desc").get("data")
    if not newest:
        raise UsageError(f"Nothing was asked in {thread_id} yet.")
    return dict(newest[0])


def _model_words(backend: Backend) -> str:
    where = ""
    if backend.headers and backend.endpoint is not None:
        where = f" at {backend.endpoint.name}"
    return f"{backend.model}{where} ({backend.model_why})"


def _engine_rows(backend: Backend) -> list[tuple[str, str]]:
    if not backend.own:
        return []
    health = backend.health()
    rows = [("version", str(health.get("version", "unknown")))]
    if backend.model == "default":
        rows.append(("", str((health.get("model") or {}).get("words", ""))))
    rows.append(("sandbox", str((health.get("protection") or {}).get("words", "unknown"))))
    rows += [("note", str(each)) for each in health.get("notes") or []]
    return rows


def _notebook_words(settings: Settings) -> str:
    path = session.notebook(settings).path
    return path or "has no path here; its threads last as long as this kernel"


def _usage_words(backend: Backend, thread_id: str) -> str:
    if not thread_id:
        return "nothing yet"
    try:
        runs = backend.wire.pages(f"/threads/{thread_id}/runs")
    except AssistantError:
        return "the server does not say"
    counted = [each.get("usage") or {} for each in runs]
    usage = Usage(
        sum(each.get("prompt_tokens") or 0 for each in counted),
        sum(each.get("completion_tokens") or 0 for each in counted),
    )
    return (
        f"{usage.total_tokens} tokens in {len(runs)} {'run' if len(runs) == 1 else 'runs'} "
        f"({usage.prompt_tokens} read, {usage.completion_tokens} written)"
    )


_COMMANDS: dict[str, Callable[[tuple[str, ...], Options], Reply | None]] = {
    "status": _status,
    "model": _model,
    "new": _new,
    "show": _show,
}
