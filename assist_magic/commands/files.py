"""The commands files, upload and download: what a thread holds beside its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from assist_magic.backend.connect import Backend
from assist_magic.backend.refusals import Missing, Refused
from assist_magic.backend.wire import Json
from assist_magic.commands.here import Here, find, still_there
from assist_magic.conversation.registry import Entry
from assist_magic.errors import UsageError
from assist_magic.files.downloads import fetch_file
from assist_magic.files.localised import local_copies, written
from assist_magic.files.shelf import searchable
from assist_magic.files.uploads import find_files, is_document, send
from assist_magic.line.options import Options
from assist_magic.plain import plain
from assist_magic.reply import File
from assist_magic.stop import Stop

_MOST_IN_A_THREAD = 20  # so many files the protocol lets code_interpreter have


@dataclass(frozen=True)
class _Held:
    """A file of a thread; `size` in bytes, None for one that the server no longer has."""

    file_id: str
    name: str
    is_made: bool
    size: int | None


def files(_words: tuple[str, ...], options: Options) -> None:
    """Lists the files of the thread."""
    here = find(options)
    with still_there("the thread"):
        held = _held(here.backend, here.thread_id)
    if not held:
        print("The thread has no files.")
        return
    copies = local_copies(here.talk.uploads, here.talk.folder)
    width = max(len(each.name) for each in held)
    for each in held:
        size = "gone" if each.size is None else f"{each.size:,} bytes"
        how = "made" if each.is_made else "uploaded"
        path = copies.get(each.name, "")
        print(plain(f"{each.name:<{width}}  {how:<8}  {size:>16}  {each.file_id}  {path}".rstrip()))


def upload(words: tuple[str, ...], options: Options) -> None:
    """Gives files to the thread, which is begun if need be: every later question has them."""
    here = find(options)
    if here.backend.dialect.is_v1:
        raise UsageError(
            f"{here.backend.name} speaks v1 of the protocol, where threads hold no files: give "
            "them with the question, -f FILE."
        )
    uploads = find_files(words)
    wire, talk = here.backend.wire, here.talk
    ids = send(wire, uploads, talk.uploads, Stop())
    path = f"/threads/{talk.thread_id}" if talk.thread_id else "/threads"
    with still_there("the thread"):
        thread = wire.get(path) if talk.thread_id else {}
        wanted = list(dict.fromkeys([*_resources(thread), *(ids[each.stamp] for each in uploads)]))
        if len(wanted) > _MOST_IN_A_THREAD:
            raise UsageError(
                f"The thread would have {len(wanted)} files; it can have {_MOST_IN_A_THREAD}. "
                "Send a file with the question that needs it: -f FILE."
            )
        documents = {ids[each.stamp]: each.name for each in uploads if is_document(each.stamp)}
        shelf = searchable(wire, thread, documents)
        resources = {"code_interpreter": {"file_ids": wanted}, **shelf.resource}
        thread_id = str(wire.post(path, {"tool_resources": resources})["id"])
    _remember(here, thread_id, ids)
    names = ", ".join(each.path.name for each in uploads)
    print(plain(f"The thread has {names} now, in /mnt/data, for every question that follows."))
    if shelf.words:
        print(plain(shelf.words))


def download(words: tuple[str, ...], options: Options) -> None:
    """Copies files of the thread into `assistant_files`: one by name or id, or all made ones."""
    here = find(options)
    with still_there("the thread"):
        held = _held(here.backend, here.thread_id)
    if words:
        # Of several with one name, the newest.
        wanted = [each for each in held if words[0] in (each.name, each.file_id)][-1:]
    else:
        wanted = [each for each in held if each.is_made and each.size is not None]
    if not wanted:
        names = ", ".join(dict.fromkeys(each.name for each in held)) or "none"
        what = f"no file {words[0]!r}" if words else "no file that the assistant made"
        raise UsageError(f"The thread has {what}. Its files: {names}.")
    for each in wanted:
        print(plain(f"{each.name} is in {written(_fetched(here, each)).as_posix()}"))


def _fetched(here: Here, held: _Held) -> Path:
    try:
        with still_there(held.name):
            return fetch_file(here.backend.wire, File(held.file_id, held.name), here.talk.folder)
    except Refused as error:
        if held.is_made:
            raise
        own = local_copies(here.talk.uploads, here.talk.folder).get(held.name)
        copy = f" Your own copy is {own}." if own else ""
        raise UsageError(
            f"{held.name} was uploaded, and the server does not give such files back ({error})."
            f"{copy}"
        ) from None


def _remember(here: Here, thread_id: str, ids: dict[str, str]) -> None:
    """Keeps what was uploaded, but not as the deed of a run: that may be another kernel's."""
    talk = here.talk
    if talk.key is not None:
        entry = here.registry.thread(talk.key) or Entry(thread_id, talk.assistant_id)
        here.registry.put_thread(talk.key, replace(entry, thread_id=thread_id, uploads=ids))


def _held(backend: Backend, thread_id: str) -> list[_Held]:
    wire, path = backend.wire, f"/threads/{thread_id}"
    found = dict.fromkeys(_resources(wire.get(path)), ("", False))
    for message in wire.pages(f"{path}/messages"):
        found.update((file_id, (name, made)) for file_id, name, made in _of_message(message))
    for run in wire.pages(f"{path}/runs"):
        for step in wire.pages(f"{path}/runs/{run['id']}/steps"):
            found.update((file_id, ("", True)) for file_id in _images_of(step))
    return [_described(backend, file_id, *each) for file_id, each in found.items()]


def _described(backend: Backend, file_id: str, name: str, made: bool) -> _Held:
    try:
        told = backend.wire.get(f"/files/{file_id}")
    except Missing:
        return _Held(file_id, name or file_id, made, None)
    title = PurePosixPath(str(told.get("filename") or "")).name
    return _Held(file_id, name or title or file_id, made, int(told.get("bytes") or 0))


def _resources(thread: Json) -> list[str]:
    held = (thread.get("tool_resources") or {}).get("code_interpreter") or {}
    return list(held.get("file_ids") or [])


def _of_message(message: Json) -> Iterator[tuple[str, str, bool]]:
    """Id, name (if the message tells it) and whether the assistant made it."""
    made = message.get("role") == "assistant"
    given = [each.get("file_id") for each in message.get("attachments") or []]
    for file_id in () if made else (*given, *(message.get("file_ids") or [])):  # v2's, and v1's
        if file_id:
            yield str(file_id), "", False
    for content in message.get("content") or []:
        image = (content.get("image_file") or {}).get("file_id")
        if image:
            yield image, "", made
        for annotation in (content.get("text") or {}).get("annotations") or []:
            file_id = (annotation.get("file_path") or {}).get("file_id")
            if file_id:
                yield file_id, PurePosixPath(str(annotation.get("text"))).name, True


def _images_of(step: Json) -> Iterator[str]:
    for call in (step.get("step_details") or {}).get("tool_calls") or []:
        for output in (call.get("code_interpreter") or {}).get("outputs") or []:
            file_id = (output.get("image") or {}).get("file_id")
            if file_id:
                yield file_id
