"""Exchanges: the questions of a thread, each with the run that answered it, as the server has them.

The server keeps messages and runs apart; here they are put together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from assist_magic.backend.connect import Backend
from assist_magic.backend.refusals import Missing
from assist_magic.backend.wire import Json
from assist_magic.files.downloads import fetch_images, fetch_links, fetch_passages
from assist_magic.files.uploads import name_in
from assist_magic.progress.snapshots import Progress
from assist_magic.prompts import Prompt, files_of, joined, prompt_in
from assist_magic.reply import Reply


@dataclass(frozen=True)
class Exchange:
    """One prompt and the messages that answered it.

    `number` counts from 1; `run_id` is empty for an answer that no run of the thread has given.
    """

    number: int
    prompt: Prompt
    run_id: str
    answers: tuple[Json, ...]


@dataclass
class _Group:
    questions: list[Json] = field(default_factory=list)
    answers: list[Json] = field(default_factory=list)
    run_id: str = ""


def exchanges(
    backend: Backend, thread_id: str, uploads: Mapping[str, str] | None = None
) -> list[Exchange]:
    """All of a thread, oldest first; `uploads` are its files as far as they are known here.

    Raises:
        AssistantError: the server does not have the thread, or does not answer.
    """
    messages = backend.wire.pages(f"/threads/{thread_id}/messages")
    runs = backend.wire.pages(f"/threads/{thread_id}/runs")
    answered = {each.get("run_id") for each in messages if each.get("role") == "assistant"}
    silent = [each for each in runs if each["id"] not in answered]
    found = [each for group in _groups(messages) for each in _split(group, silent)]
    names = _names(backend, messages, uploads or {})
    return [
        Exchange(
            number,
            joined(prompt_in(each, names) for each in group.questions),
            group.run_id,
            tuple(group.answers),
        )
        for number, group in enumerate(found, start=1)
    ]


def said(exchange: Exchange, backend: Backend, thread_id: str) -> Reply:
    """The answer of an exchange with its images, but without the steps that led to it."""
    progress = Progress(backend.model)
    ended = {"id": exchange.run_id, "thread_id": thread_id, "status": "completed"}
    progress.load(ended, [], list(exchange.answers))
    fetch_images(backend.wire, progress)
    return progress.reply()


def answer(
    backend: Backend, thread_id: str, run_id: str, folder: Path, notes: tuple[str, ...] = ()
) -> Reply:
    """All that a run has brought: text, steps, images, and copies of the files that it links,
    which are laid into the notebook's `folder`.

    Raises:
        Missing: the server does not have the run.
    """
    path = f"/threads/{thread_id}"
    run, _ = backend.wire.run(thread_id, run_id)
    steps = backend.wire.pages(f"{path}/runs/{run_id}/steps")
    progress = Progress(backend.model, notes, backend.settings.prices)
    progress.begins_thread = _is_first(backend, run)
    progress.load(run, steps, backend.wire.said(thread_id, run_id))
    fetch_images(backend.wire, progress)
    fetch_passages(backend.wire, progress)
    fetch_links(backend.wire, progress, folder)
    return progress.reply()


def _is_first(backend: Backend, run: Json) -> bool:
    """Whether a run has begun its thread; asked only where that costs something."""
    price = backend.settings.prices.of(str(run.get("model")))
    if price is None or not price.thread:
        return False
    path = f"/threads/{run['thread_id']}/runs"
    first = backend.wire.get(path, limit=1, order="asc").get("data") or [{}]
    return bool(first[0].get("id") == run["id"])


def _names(
    backend: Backend, messages: Iterable[Json], uploads: Mapping[str, str]
) -> dict[str, str]:
    """What the files of questions are called, by id."""
    names = {file_id: name_in(stamp) for stamp, file_id in uploads.items()}
    for message in messages:
        for file_id in files_of(message) if message.get("role") == "user" else ():
            if file_id not in names:
                with suppress(Missing):
                    told = backend.wire.get(f"/files/{file_id}").get("filename")
                    names[file_id] = str(told or file_id)
    return names


def text_of(message: Json) -> str:
    """The texts of a message."""
    texts = [each.get("text") or {} for each in message.get("content") or []]
    return "\n\n".join(str(each["value"]) for each in texts if each.get("value"))


def _groups(messages: list[Json]) -> list[_Group]:
    """Questions in a row with the answers in a row that follow them."""
    groups: list[_Group] = []
    for message in messages:
        run_id = str(message.get("run_id") or "")
        is_question = message.get("role") != "assistant"
        last = groups[-1] if groups else None
        if last is None or (last.answers and (is_question or last.run_id != run_id)):
            last = _Group()
            groups.append(last)
        if is_question:
            last.questions.append(message)
        else:
            last.answers.append(message)
            last.run_id = run_id
    return groups


def _split(group: _Group, silent: list[Json]) -> Iterator[_Group]:
    """Parts questions in a row where a run came between them that said nothing."""
    open_group = _Group()
    for number, question in enumerate(group.questions):
        open_group.questions.append(question)
        is_last = number == len(group.questions) - 1
        if is_last and group.answers:
            break
        until = float("inf") if is_last else group.questions[number + 1].get("created_at", 0)
        if silent and question.get("created_at", 0) <= silent[0].get("created_at", 0) <= until:
            open_group.run_id = str(silent.pop(0)["id"])
            yield open_group
            open_group = _Group()
    if group.answers:
        open_group.answers, open_group.run_id = group.answers, group.run_id
    if open_group.questions or open_group.answers:
        yield open_group
