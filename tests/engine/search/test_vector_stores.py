"""Vector stores, their files and batches, through the official SDK and against its own types."""

from __future__ import annotations

from typing import Any

import pytest
from openai import BadRequestError, NotFoundError, OpenAI
from openai.types import VectorStore
from openai.types.vector_stores import VectorStoreFile, VectorStoreFileBatch
from pydantic import BaseModel

from assist_magic.engine.search import drafts
from tests.engine.search.conftest import Here, until

DAY = 24 * 3600


@pytest.fixture
def client(here: Here) -> OpenAI:
    return here.client


def upload(client: OpenAI, name: str = "a.txt", text: str = "The moon is made of rock.") -> str:
    return client.files.create(file=(name, text.encode()), purpose="assistants").id


def raw(client: OpenAI, path: str) -> dict[str, Any]:
    found = client.get(path, cast_to=object)
    assert isinstance(found, dict)
    return found


def fits(shape: type[BaseModel], value: dict[str, Any]) -> None:
    """The answer has every field of the SDK's type, in the type's own terms."""
    shape.model_validate(value, strict=True)
    assert set(shape.model_fields) <= set(value)


def test_stores_live_and_die(client: OpenAI) -> None:
    made = client.vector_stores.create(
        name="Handbook", metadata={"team": "hr"}, extra_body={"description": "for all"}
    )
    assert made.id.startswith("vs_")
    assert (made.status, made.usage_bytes, made.file_counts.total) == ("completed", 0, 0)
    assert made.expires_at is None
    assert made.last_active_at is not None
    fits(VectorStore, raw(client, f"/vector_stores/{made.id}"))
    assert client.vector_stores.retrieve(made.id) == made
    changed = client.vector_stores.update(
        made.id, name="Book", expires_after={"anchor": "last_active_at", "days": 3}
    )
    assert (changed.name, changed.metadata) == ("Book", {"team": "hr"})
    assert changed.expires_at == (changed.last_active_at or 0) + 3 * DAY
    kept = client.vector_stores.update(made.id, metadata={}, name=None)
    assert (kept.name, kept.expires_at) == ("Book", changed.expires_at)
    assert client.vector_stores.update(made.id, expires_after=None).expires_at is None
    assert made.id in {each.id for each in client.vector_stores.list(limit=100)}
    gone = client.vector_stores.delete(made.id)
    assert (gone.id, gone.deleted, gone.object) == (made.id, True, "vector_store.deleted")
    with pytest.raises(NotFoundError, match=f"No vector store found with id '{made.id}'"):
        client.vector_stores.retrieve(made.id)


def test_stores_are_listed_page_by_page(client: OpenAI) -> None:
    ids = [client.vector_stores.create(name=str(number)).id for number in range(4)]
    page = client.vector_stores.list(limit=2)
    assert [each.id for each in page.data] == ids[:1:-1]
    assert page.has_more
    assert [each.id for each in client.vector_stores.list(after=ids[2], limit=2)][:2] == ids[1::-1]
    older = client.vector_stores.list(order="asc", before=ids[1], limit=1).data
    assert [each.id for each in older] == ids[:1]


def test_paths_without_v1_and_without_a_beta_header(client: OpenAI) -> None:
    made = client.vector_stores.create(name="bare")
    bare = client.with_options(base_url=str(client.base_url).replace("/v1", ""))
    assert raw(bare, f"/vector_stores/{made.id}")["name"] == "bare"


def test_files_in_a_store(here: Here, client: OpenAI) -> None:
    store = client.vector_stores.create(file_ids=[upload(client)])
    assert store.file_counts.total == 1
    two = upload(client, "b.txt", "The sun is a star.")
    made = client.vector_stores.files.create_and_poll(
        two,
        vector_store_id=store.id,
        attributes={"year": 2024, "kind": "astro", "good": True},
        chunking_strategy={
            "type": "static",
            "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 20},
        },
    )
    assert (made.status, made.last_error) == ("completed", None)
    assert made.attributes == {"year": 2024, "kind": "astro", "good": True}
    assert made.usage_bytes == len("The sun is a star.")
    fits(VectorStoreFile, raw(client, f"/vector_stores/{store.id}/files/{two}"))
    assert here.settled(store.id).file_counts.completed == 2
    files = client.vector_stores.files
    assert [each.id for each in files.list(store.id, limit=1).data] == [two]
    assert not files.list(store.id, filter="failed").data
    changed = files.update(two, vector_store_id=store.id, attributes={"year": 2025})
    assert changed.attributes == {"year": 2025}
    gone = files.delete(two, vector_store_id=store.id)
    assert (gone.deleted, gone.object) == (True, "vector_store.file.deleted")
    assert client.files.retrieve(two).filename == "b.txt"
    assert not client.vector_stores.search(store.id, query="sun star").data
    with pytest.raises(NotFoundError, match=f"No file found with id '{two}'"):
        files.retrieve(two, vector_store_id=store.id)


def test_attributes_set_while_a_file_is_indexed(here: Here, client: OpenAI) -> None:
    store = client.vector_stores.create()
    ids = [upload(client, f"{number}.txt") for number in range(4)]
    for file_id in ids:
        client.vector_stores.files.create(store.id, file_id=file_id)
    while client.vector_stores.retrieve(store.id).status == "in_progress":
        for file_id in ids:
            client.vector_stores.files.update(
                file_id, vector_store_id=store.id, attributes={"set": True}
            )
    assert here.settled(store.id).file_counts.completed == 4
    for file in client.vector_stores.files.list(store.id):
        assert file.attributes == {"set": True}


def test_default_chunking_is_told(client: OpenAI) -> None:
    store = client.vector_stores.create()
    file = client.vector_stores.files.create(
        store.id, file_id=upload(client), chunking_strategy={"type": "auto"}
    )
    strategy = file.chunking_strategy
    assert strategy is not None
    assert strategy.type == "static"
    assert strategy.static.max_chunk_size_tokens == 800
    assert strategy.static.chunk_overlap_tokens == 400


def test_batches(here: Here, client: OpenAI) -> None:
    store = client.vector_stores.create()
    ids = [upload(client, f"{n}.txt", f"Number {n}.") for n in range(3)]
    batch = client.vector_stores.file_batches.create_and_poll(
        store.id, file_ids=[*ids[:2], upload(client, "x.png", "no")], attributes={"set": "a"}
    )
    assert batch.status == "completed"
    assert (batch.file_counts.completed, batch.file_counts.failed) == (2, 1)
    path = f"/vector_stores/{store.id}/file_batches/{batch.id}"
    fits(VectorStoreFileBatch, raw(client, path))
    batches = client.vector_stores.file_batches
    done = batches.list_files(batch.id, vector_store_id=store.id, filter="completed", order="asc")
    assert [each.id for each in done.data] == ids[:2]
    assert done.data[0].attributes == {"set": "a"}
    each: Any = [{"file_id": ids[2], "attributes": {"set": "b"}}]
    own = batches.create(store.id, files=each)
    until(lambda: batches.retrieve(own.id, vector_store_id=store.id).status == "completed")
    (file,) = batches.list_files(own.id, vector_store_id=store.id).data
    assert file.attributes == {"set": "b"}
    with pytest.raises(NotFoundError, match="No vector store file batch found"):
        batches.retrieve("vsfb_none", vector_store_id=store.id)


def test_batch_is_cancelled(here: Here, client: OpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    store = client.vector_stores.create()
    monkeypatch.setattr(here.parts.vector_stores.indexer, "_waiting", _Nothing())
    batch = client.vector_stores.file_batches.create(store.id, file_ids=[upload(client)])
    assert (batch.status, batch.file_counts.in_progress) == ("in_progress", 1)
    assert client.vector_stores.retrieve(store.id).status == "in_progress"
    cancelled = client.vector_stores.file_batches.cancel(batch.id, vector_store_id=store.id)
    assert (cancelled.status, cancelled.file_counts.cancelled) == ("cancelled", 1)
    assert client.vector_stores.retrieve(store.id).status == "completed"


class _Nothing:
    """A queue that takes files and gives none."""

    def put_nowait(self, _file: object) -> None:
        pass


def test_deleted_file_leaves_every_store(here: Here, client: OpenAI) -> None:
    file_id = upload(client, "gone.txt", "Unicorns graze at dawn.")
    stores = [client.vector_stores.create(file_ids=[file_id]).id for _ in range(2)]
    for store_id in stores:
        here.settled(store_id)
        assert client.vector_stores.search(store_id, query="unicorns").data
    client.files.delete(file_id)
    for store_id in stores:
        assert client.vector_stores.retrieve(store_id).file_counts.total == 0
        assert not client.vector_stores.search(store_id, query="unicorns").data


def test_deleting_a_store_empties_who_had_it(client: OpenAI) -> None:
    store = client.vector_stores.create()
    resources: Any = {
        "file_search": {"vector_store_ids": [store.id]},
        "code_interpreter": {"file_ids": []},
    }
    assistant = client.beta.assistants.create(model="default", tool_resources=resources)
    thread = client.beta.threads.create(tool_resources=resources)
    client.vector_stores.delete(store.id)
    for holder in (
        client.beta.assistants.retrieve(assistant.id),
        client.beta.threads.retrieve(thread.id),
    ):
        assert holder.tool_resources is not None
        assert holder.tool_resources.file_search is not None
        assert holder.tool_resources.file_search.vector_store_ids == []
        assert holder.tool_resources.code_interpreter is not None


def test_expired_store(here: Here, client: OpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    store = here.store(
        ("a.txt", b"The moon is made of rock."),
        expires_after={"anchor": "last_active_at", "days": 2},
    )
    real = drafts.now
    monkeypatch.setattr(drafts, "now", lambda: real() + DAY)
    assert client.vector_stores.search(store.id, query="moon").data  # which keeps it alive
    monkeypatch.setattr(drafts, "now", lambda: real() + 5 * DAY // 2)
    assert client.vector_stores.retrieve(store.id).status == "completed"
    monkeypatch.setattr(drafts, "now", lambda: real() + 4 * DAY)
    shown = client.vector_stores.retrieve(store.id)
    assert shown.status == "expired"
    monkeypatch.setattr(drafts, "now", real)  # what has expired stays so
    with pytest.raises(BadRequestError, match=f"Vector store '{store.id}' has expired"):
        client.vector_stores.search(store.id, query="moon")
    with pytest.raises(BadRequestError, match="has expired"):
        client.vector_stores.files.create(store.id, file_id=upload(client))
    assert len(client.vector_stores.files.list(store.id).data) == 1  # to make a new one from


def test_index_of_a_store_that_expired_unseen_is_given_up(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = here.store(
        ("a.txt", b"The moon is made of rock."),
        expires_after={"anchor": "last_active_at", "days": 1},
    )
    (index,) = here.folder.glob(f"index/{store.id}*")
    real = drafts.now
    monkeypatch.setattr(drafts, "now", lambda: real() + 2 * DAY)
    here.restart()
    assert not index.exists()
    assert here.client.vector_stores.retrieve(store.id).status == "expired"


def test_restart_keeps_the_index_and_goes_on(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    store = here.store(("a.txt", b"The moon is made of rock."))
    monkeypatch.setattr(here.parts.vector_stores.indexer, "_waiting", _Nothing())
    late = here.client.vector_stores.files.create(
        store.id, file_id=upload(here.client, "late.txt", "Comets are made of ice.")
    )
    assert late.status == "in_progress"
    here.restart()
    assert here.client.vector_stores.search(store.id, query="moon rock").data
    assert here.settled(store.id).file_counts.completed == 2
    assert here.client.vector_stores.search(store.id, query="comets").data


REFUSED: list[tuple[str, Any, str]] = [
    ("", {"metadata": {str(n): "v" for n in range(17)}}, "too many properties"),
    ("", {"file_ids": ["file-none"]}, "No such File object: file-none"),
    ("", {"expires_after": {"anchor": "created_at", "days": 1}}, "Supported values are"),
    ("", {"expires_after": {"anchor": "last_active_at", "days": 366}}, "<= 365"),
    ("", {"colour": "red"}, "Unknown parameter: 'colour'"),
    ("/{id}/files", {}, "Missing required parameter: 'file_id'"),
    ("/{id}/files", {"file_id": "file-none"}, "No such File object"),
    ("/{id}/files", {"file_id": "f", "attributes": {"k": "v" * 513}}, "maximum length 512"),
    ("/{id}/files", {"file_id": "f", "attributes": {"k" * 65: 1}}, "at most 64"),
    (
        "/{id}/files",
        {"file_id": "f", "attributes": {str(n): 1 for n in range(17)}},
        "at most 16 properties",
    ),
    ("/{id}/files", {"file_id": "f", "chunking_strategy": {"type": "static"}}, "static'"),
    (
        "/{id}/files",
        {
            "file_id": "f",
            "chunking_strategy": {
                "type": "static",
                "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 51},
            },
        },
        "must not exceed half",
    ),
    (
        "/{id}/files",
        {
            "file_id": "f",
            "chunking_strategy": {
                "type": "static",
                "static": {"max_chunk_size_tokens": 99, "chunk_overlap_tokens": 5},
            },
        },
        ">= 100",
    ),
    ("/{id}/file_batches", {}, "Missing required parameter: 'file_ids'"),
    ("/{id}/file_batches", {"file_ids": ["a"], "files": [{"file_id": "a"}]}, "Only one of"),
    ("/{id}/search", {}, "Missing required parameter: 'query'"),
    ("/{id}/search", {"query": "x", "max_num_results": 51}, "<= 50"),
    ("/{id}/search", {"query": "x", "filters": {"type": "like", "key": "a", "value": 1}}, "like"),
]


@pytest.mark.parametrize(("path", "body", "words"), REFUSED)
def test_refusals(client: OpenAI, path: str, body: Any, words: str) -> None:
    store = client.vector_stores.create()
    with pytest.raises((BadRequestError, NotFoundError)) as refusal:
        client.post(f"/vector_stores{path.format(id=store.id)}", body=body, cast_to=object)
    assert words in refusal.value.message
    assert client.vector_stores.retrieve(store.id).file_counts.total == 0


def test_filters_may_be_nested_but_not_without_end(here: Here) -> None:
    store = here.store(("a.txt", b"The moon."))

    def nested(depth: int) -> Any:
        wanted: Any = {"type": "ne", "key": "a", "value": 1}
        for _ in range(depth):
            wanted = {"type": "and", "filters": [wanted]}
        return wanted

    search = here.client.vector_stores.search
    assert search(store.id, query="moon", filters=nested(20)).data
    with pytest.raises(BadRequestError):
        search(store.id, query="moon", filters=nested(200))


def test_ids_of_another_kind(client: OpenAI) -> None:
    with pytest.raises(BadRequestError, match="Expected an ID that begins with 'vs'"):
        client.vector_stores.retrieve("thread_1")


def test_null_stands_for_what_is_left_out(client: OpenAI) -> None:
    names = ("name", "file_ids", "expires_after", "chunking_strategy", "metadata", "description")
    made = client.post("/vector_stores", body=dict.fromkeys(names), cast_to=VectorStore)
    assert (made.metadata, made.expires_after) == ({}, None)
