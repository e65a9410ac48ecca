"""The command status: which server, model and thread answer, and why."""

from __future__ import annotations

from assist_magic.backend.connect import Backend, chosen_server, look_again
from assist_magic.backend.wire import Json
from assist_magic.config import Settings
from assist_magic.conversation.talk import resume
from assist_magic.errors import AssistantError
from assist_magic.line.options import Options
from assist_magic.plain import plain
from assist_magic.prices import SETTING, Prices
from assist_magic.reply import Cost, Usage
from assist_magic.session import session


def status(_words: tuple[str, ...], options: Options) -> None:
    """Prints it, one fact a line; a server that does not answer is one of them."""
    settings = session.settings()
    try:
        backend = session.backend(settings, options.model)
    except AssistantError as error:
        rows = [("server", chosen_server(settings)), ("failure", str(error))]
    else:
        rows = _backend_rows(backend, settings, options)
    rows += [("notebook", _notebook_words(settings)), ("kept in", str(settings.data_folder))]
    print(plain("\n".join(f"{left:<11}{right}" for left, right in rows)))


def _backend_rows(backend: Backend, settings: Settings, options: Options) -> list[tuple[str, str]]:
    registry, notebook = session.registry(settings), session.notebook(settings)
    name = options.thread or session.thread
    talk = resume(backend, registry, notebook, name)
    rows = [
        ("server", f"{backend.name} at {backend.base_url} ({backend.why})"),
        ("model", _model_words(backend)),
    ]
    try:
        backend = look_again(backend)
        rows += _engine_rows(backend)
        rows += _usage_rows(backend, talk.thread_id)
    except AssistantError as error:
        rows.append(("failure", str(error)))
    called = f" ({name})" if name and name != talk.thread_id else ""
    rows.append(("thread", (talk.thread_id or "none yet; the next question begins one") + called))
    return rows + [("note", each) for each in talk.notes]


def _model_words(backend: Backend) -> str:
    where = ""
    if backend.headers and backend.endpoint is not None:
        where = f" at {backend.endpoint.name}"
    return f"{backend.model}{where} ({backend.model_why})"


def _engine_rows(backend: Backend) -> list[tuple[str, str]]:
    if not backend.own:
        return [("protocol", backend.dialect.words)]
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


def _usage_rows(backend: Backend, thread_id: str) -> list[tuple[str, str]]:
    if not thread_id:
        return [("usage", "nothing yet")]
    try:
        runs = backend.wire.pages(f"/threads/{thread_id}/runs")
    except AssistantError:
        return [("usage", "the server does not say")]
    counted = [_usage(each) for each in runs]
    usage = Usage(
        sum(each.prompt_tokens for each in counted),
        sum(each.completion_tokens for each in counted),
    )
    words = (
        f"{usage.total_tokens} tokens in {len(runs)} {'run' if len(runs) == 1 else 'runs'} "
        f"({usage.prompt_tokens} read, {usage.completion_tokens} written)"
    )
    cost = _cost_words(backend.settings.prices, runs)
    return [("usage", words), *([("cost", cost)] if cost else [])]


def _usage(run: Json) -> Usage:
    counted = run.get("usage") or {}
    return Usage(counted.get("prompt_tokens") or 0, counted.get("completion_tokens") or 0)


def _cost_words(prices: Prices, runs: list[Json]) -> str:
    """What the runs of a thread have cost together, oldest first; the fee of the thread once."""
    if not (prices.by_model and runs):
        return ""
    models = [str(each.get("model")) for each in runs]
    unknown = sorted({each for each in models if prices.of(each) is None})
    costs = [
        prices.cost(model, _usage(run), begins_thread=number == 0)
        for number, (model, run) in enumerate(zip(models, runs, strict=True))
    ]
    known = [each.amount for each in costs if each]
    missing = f"{', '.join(unknown)} has no price in {SETTING}" if unknown else ""
    if not known:
        return f"not known: {missing}"
    last = prices.cost(models[-1], _usage(runs[-1]))
    first = prices.of(models[0])
    said = [f"{last} for the last run"] if last else []
    if first and first.thread:
        said.append(f"{Cost(first.thread, prices.currency)} for the thread itself")
    said += [missing] if missing else []
    return f"{Cost(sum(known), prices.currency)} ({', '.join(said)})"
