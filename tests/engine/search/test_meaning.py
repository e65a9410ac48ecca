"""Embeddings of the model's endpoint: passages found by what they mean, not by their words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openai.types import VectorStore
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.engine.asking import Asked, ask
from tests.engine.models.endpoint import listening
from tests.engine.models.test_chat import chunks
from tests.engine.search.conftest import Here

MEANINGS = (
    ("salary", "wage", "pay"),
    ("illness", "sick", "ill", "fever"),
    ("car", "vehicle", "parked", "garage"),
)
FILES = (
    ("salary.txt", b"The salary is transferred on the 25th."),
    ("illness.txt", b"In case of illness, stay in bed."),
    ("garage.txt", b"The garage has a low ceiling."),
)


def vector(text: str) -> list[float]:
    """One number for each meaning: how many words of it there are."""
    words = [word.strip(".,?").lower() for word in text.split()]
    return [float(sum(word in meaning for word in words)) for meaning in MEANINGS] + [0.01]


class Provider:
    """An endpoint with a chat model that searches first, and an embedding model."""

    def __init__(self) -> None:
        self.models = ["tiny-chat", "nomic-embed-text"]
        self.embedded: list[list[str]] = []
        self.fails = False
        self.url = ""

    async def list_models(self, _request: Request) -> Response:
        data = [
            {"id": name, "object": "model", "created": 0, "owned_by": "x"} for name in self.models
        ]
        return JSONResponse({"object": "list", "data": data})

    async def embed(self, request: Request) -> Response:
        body = await request.json()
        self.embedded.append(body["input"])
        if self.fails:
            return JSONResponse({"error": {"message": "overloaded"}}, 400)
        data = [
            {"object": "embedding", "index": number, "embedding": vector(text)}
            for number, text in enumerate(body["input"])
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return JSONResponse(
            {"object": "list", "model": body["model"], "data": data, "usage": usage}
        )

    async def chat(self, request: Request) -> Response:
        messages = (await request.json())["messages"]
        if messages[-1]["role"] == "tool":
            return chunks({"content": messages[-1]["content"]}, "stop")
        arguments = json.dumps({"query": messages[-1]["content"]})
        call = {"index": 0, "id": "call_1", "type": "function"}
        function = {"name": "file_search", "arguments": arguments}
        return chunks({"tool_calls": [{**call, "function": function}]}, "tool_calls")


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    routes = [
        Route("/v1/models", made.list_models),
        Route("/v1/embeddings", made.embed, methods=["POST"]),
        Route("/v1/chat/completions", made.chat, methods=["POST"]),
    ]
    with listening(*routes) as made.url:
        yield made


@pytest.fixture
def store(here: Here) -> VectorStore:
    return here.store(*FILES)


def found(here: Here, provider: Provider, store: VectorStore, question: str, **more: Any) -> Asked:
    given: dict[str, Any] = {
        "model": "tiny-chat",
        "extra_headers": {"x-assist-model-base-url": provider.url},
        **more,
    }
    thread = here.client.beta.threads.create()
    return ask(here.client, "poll", here.assistant(store.id), thread.id, question, **given)


def names(got: Asked) -> list[str]:
    (call,) = got.steps[0].step_details.tool_calls  # type: ignore[union-attr]
    results: Any = call.file_search.results  # type: ignore[union-attr]
    return [result.file_name for result in results]


@pytest.mark.parametrize(
    ("question", "file"),
    [("When do I get my wage?", "salary.txt"), ("Where is my vehicle?", "garage.txt")],
)
def test_passage_is_found_by_its_meaning(
    here: Here, provider: Provider, store: VectorStore, question: str, file: str
) -> None:
    assert names(found(here, provider, store, question))[0] == file


def test_vectors_of_passages_are_asked_for_once(
    here: Here, provider: Provider, store: VectorStore
) -> None:
    for question in ("My wage?", "My fever?"):
        found(here, provider, store, question)
    assert [len(texts) for texts in provider.embedded] == [1 + len(FILES), 1]
    file = here.client.vector_stores.files.list(store.id).data[0]
    here.client.vector_stores.files.delete(file.id, vector_store_id=store.id)
    assert len(names(found(here, provider, store, "My wage?"))) == len(FILES) - 1


@pytest.mark.parametrize("trouble", ["no model", "failure"])
def test_without_embeddings_words_are_what_counts(
    here: Here, provider: Provider, store: VectorStore, trouble: str
) -> None:
    if trouble == "no model":
        provider.models = ["tiny-chat"]
    provider.fails = trouble == "failure"
    got = found(here, provider, store, "When is the salary transferred?")
    assert got.run.status == "completed"
    assert names(got)[0] == "salary.txt"
    assert bool(provider.embedded) == provider.fails


def test_nothing_goes_to_an_endpoint_that_does_not_answer_the_question(
    here: Here, provider: Provider, store: VectorStore
) -> None:
    got = found(here, provider, store, "how many seals?", model=here.model)
    assert got.run.status == "completed"
    assert not provider.embedded
