"""Tool resources: what requests name for tools, and the vector stores that are made along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from assist_magic.engine.drafts import files_for, with_attachments
from assist_magic.engine.objects import Message, ProtocolError, Thread, evolve
from assist_magic.engine.requests import ToolResources
from assist_magic.engine.routes.exchange import Parts
from assist_magic.engine.search.reading.document import UNSUPPORTED, ending
from assist_magic.engine.sources import named_stores


def named_resources(
    engine: Parts, wanted: ToolResources | None
) -> tuple[dict[str, Any], list[BaseModel]]:
    """The resources that a request names, and the objects to be kept along with their holder.

    Raises:
        ProtocolError: a vector store or file does not exist.
    """
    given: dict[str, Any] = wanted.given() if wanted else {}
    if wanted is None or wanted.file_search is None:
        return given, []
    given["file_search"], made = engine.vector_stores.resources(wanted.file_search)
    return given, made


def with_attached(
    engine: Parts, thread: Thread, messages: Sequence[Message]
) -> tuple[Thread | None, list[BaseModel]]:
    """The thread with the files that messages attach, and what is to be kept along with it.

    The thread is None where it stays as it is.

    Raises:
        ProtocolError: too many files, or one that cannot be searched.
    """
    changed = with_attachments(thread, messages)
    file_ids = files_for("file_search", messages)
    if not file_ids:
        return changed, []
    _check_kinds(engine, file_ids)
    known = named_stores(thread)
    store_id, made = engine.vector_stores.attached(known[0] if known else None, file_ids)
    if [store_id] == known:
        return changed, made
    changed = changed or thread
    resources = changed.tool_resources.model_dump() if changed.tool_resources else {}
    resources["file_search"] = {"vector_store_ids": [store_id]}
    return evolve(changed, tool_resources=resources), made


def with_attached_files(
    engine: Parts, thread_id: str, messages: Sequence[Message]
) -> tuple[Thread | None, list[BaseModel]]:
    """What `with_attached` gives for a thread as it is kept now; `attaching` must be held.

    Raises:
        ProtocolError: too many files, or one that cannot be searched; or the thread is gone.
    """
    return with_attached(engine, engine.store.threads.get(thread_id), messages)


def _check_kinds(engine: Parts, file_ids: Sequence[str]) -> None:
    endings = [ending(engine.store.files.get(file_id).filename) for file_id in file_ids]
    if refused := sorted(UNSUPPORTED.intersection(endings)):
        text = (
            f"Files with extensions [{', '.join(refused)}] are not supported for retrieval. See"
            " https://platform.openai.com/docs/assistants/tools/file-search/supported-files"
        )
        raise ProtocolError(400, text, "file_ids", "unsupported_file")
