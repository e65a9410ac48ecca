"""Retrieval: v1's `file_ids` as v2 keeps them, named for code and put into a vector store.

An assistant's `file_ids` are those that it names for code_interpreter; where it may search, they
also lie in its vector store, which v1 clients never see.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from assist_magic.engine.dialect import stores
from assist_magic.engine.drafts import changed_assistant
from assist_magic.engine.objects import Assistant, FileObject, ProtocolError, dump
from assist_magic.engine.requests import AssistantUpdate, check
from assist_magic.engine.routes.exchange import Parts
from assist_magic.engine.search.reading.document import READABLE, UNSUPPORTED, ending
from assist_magic.engine.search.requests import BatchCreate
from assist_magic.engine.sources import WAIT_SECONDS

Json = dict[str, Any]


def file_ids_of(assistant: Json) -> list[str]:
    """The `file_ids` of an assistant on the wire of v2."""
    resources = assistant["tool_resources"] or {}
    return list((resources.get("code_interpreter") or {}).get("file_ids") or [])


def check_files(engine: Parts, file_ids: Sequence[str]) -> None:
    """Refuses files that do not exist.

    Raises:
        ProtocolError: 404 for the first of them.
    """
    for file_id in file_ids:
        engine.store.files.get(file_id)


def searchable(engine: Parts, file_ids: Sequence[str]) -> list[str]:
    """Those of the files whose kind can be searched; files that have been deleted are none."""
    return [file.id for file in _known(engine, file_ids) if _can_be_read(file)]


def resources(engine: Parts, file_ids: Sequence[str], tools: Container[str]) -> Json:
    """The tool resources of an assistant that is new to these files.

    Raises:
        ProtocolError: a file does not exist, or none of the tools can read it.
    """
    check_files(engine, file_ids)
    found: Json = {"code_interpreter": {"file_ids": list(file_ids)}}
    searched = _searched(engine, file_ids, tools)
    if searched:
        found["file_search"] = stores.inline(searched)
    return found


def changed(
    engine: Parts, assistant: Assistant, given: Json, file_ids: Sequence[str] | None
) -> Json:
    """The v2 body that changes an assistant, and its vector store as far as it has one already.

    Args:
        engine: the engine's parts.
        assistant: as it is.
        given: the fields that are to change, in v2's names.
        file_ids: its files, if these are to change.

    Raises:
        ProtocolError: something does not fit; nothing has changed then.
    """
    before = file_ids_of(dump(assistant))
    after = before if file_ids is None else list(dict.fromkeys(file_ids))
    check_files(engine, [each for each in after if each not in before])
    tools = {each["type"] for each in given.get("tools", dump(assistant)["tools"])}
    searched = _searched(engine, after, tools)
    changed_assistant(assistant, check(AssistantUpdate, given).given())  # or refuse it at once
    found: Json = {"code_interpreter": {"file_ids": after}}
    store_id = stores.living(engine, assistant)
    if store_id is not None:
        _fill(engine, store_id, searched, [each for each in before if each not in after])
    elif searched:
        found["file_search"] = stores.inline(searched)
    return given | {"tool_resources": found}


async def until_searchable(engine: Parts, assistant: Json) -> None:
    """Waits until an assistant's files have been read: v1 had no word for that they are not yet."""
    search = (assistant["tool_resources"] or {}).get("file_search") or {}
    if store_ids := search.get("vector_store_ids"):
        await engine.vector_stores.indexer.until_settled(store_ids, WAIT_SECONDS)


def _searched(engine: Parts, file_ids: Sequence[str], tools: Container[str]) -> list[str]:
    """The files that file_search is to look into."""
    if "file_search" not in tools:
        return []
    files = _known(engine, file_ids)
    refused = sorted({ending(file.filename) for file in files if not _can_be_read(file)})
    if refused and "code_interpreter" not in tools:
        endings = ", ".join(refused)
        text = f"Files with extensions [{endings}] are not supported for retrieval. Use {READABLE}."
        raise ProtocolError(400, text, "file_ids", "unsupported_file")
    return [file.id for file in files if _can_be_read(file)]


def _known(engine: Parts, file_ids: Sequence[str]) -> list[FileObject]:
    found = [engine.store.files.find(file_id) for file_id in file_ids]
    return [file for file in found if file is not None]


def _can_be_read(file: FileObject) -> bool:
    return ending(file.filename) not in UNSUPPORTED


def _fill(engine: Parts, store_id: str, wanted: Sequence[str], gone: Sequence[str]) -> None:
    """Puts files into a store that are not in it yet, and takes others out."""
    stored = engine.store.stored_files
    new = [each for each in wanted if stored.find(each, vector_store_id=store_id) is None]
    if new:
        engine.vector_stores.add_batch(store_id, check(BatchCreate, {"file_ids": new}))
    for each in gone:
        if stored.find(each, vector_store_id=store_id) is not None:
            engine.vector_stores.remove_file(store_id, each)
