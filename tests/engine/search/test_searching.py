"""How well plain questions find their passages, and how filters, scores and limits narrow them."""

from __future__ import annotations

from typing import Any

import pytest
from openai import OpenAI
from openai.types import VectorStore, VectorStoreSearchResponse

from tests.engine.search.conftest import Here
from tests.engine.search.corpus import PASSAGES, QUESTIONS


@pytest.fixture(scope="module")
def handbook(here: Here) -> VectorStore:
    """A file for each passage of the corpus."""
    store = here.store(*((f"{name}.txt", text.encode()) for name, text in PASSAGES.items()))
    assert store.file_counts.completed == len(PASSAGES)
    return store


def test_right_passage_is_among_the_first_five(here: Here, handbook: VectorStore) -> None:
    assert len(PASSAGES) >= 30
    assert len(QUESTIONS) >= 20
    missed = []
    for question, wanted in QUESTIONS:
        found = here.client.vector_stores.search(handbook.id, query=question, max_num_results=5)
        if f"{wanted}.txt" not in [each.filename for each in found]:
            missed.append(question)
    assert len(missed) <= len(QUESTIONS) // 10, missed


def test_misspelt_words_are_understood(here: Here, handbook: VectorStore) -> None:
    found = here.client.vector_stores.search(handbook.id, query="reimbursment of travell costs")
    assert found.data[0].filename == "expenses.txt"


def test_parts_of_names_in_code_are_found(here: Here, handbook: VectorStore) -> None:
    for query in ("load remote", "loadRemote", "how is config parsed"):
        found = here.client.vector_stores.search(handbook.id, query=query)
        assert found.data[0].filename == "api.txt"


def test_result_page_is_the_protocols(here: Here, handbook: VectorStore) -> None:
    page: Any = here.client.post(
        f"/vector_stores/{handbook.id}/search",
        body={"query": ["castling", "espresso"], "max_num_results": 2, "rewrite_query": True},
        cast_to=object,
    )
    assert page["object"] == "vector_store.search_results.page"
    assert page["search_query"] == ["castling", "espresso"]
    assert (page["has_more"], page["next_page"]) == (False, None)
    assert {each["filename"] for each in page["data"]} == {"chess.txt", "coffee.txt"}
    for each in page["data"]:
        VectorStoreSearchResponse.model_validate(each, strict=True)
        assert 0 < each["score"] <= 1


def test_scores_fall_and_a_threshold_cuts(here: Here, handbook: VectorStore) -> None:
    search = here.client.vector_stores.search
    query = "water at the office"
    scores = [each.score for each in search(handbook.id, query=query, max_num_results=50)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]
    options: Any = {"score_threshold": scores[0] - 0.001}
    assert len(search(handbook.id, query=query, ranking_options=options).data) == 1


@pytest.mark.parametrize("query", ["", "  ", "?!", "the of and", '" OR NEAR( * ^', "zyxgrxq"])
def test_odd_queries_do_no_harm(here: Here, handbook: VectorStore, query: str) -> None:
    here.client.vector_stores.search(handbook.id, query=query)


YEARS: dict[str, dict[str, Any]] = {
    "a": {"year": 2021, "kind": "report", "final": True},
    "b": {"year": 2022, "kind": "report", "final": False},
    "c": {"year": 2023.5, "kind": "draft"},
    "d": {},
}


@pytest.fixture(scope="module")
def years(here: Here) -> VectorStore:
    client: OpenAI = here.client
    store = client.vector_stores.create()
    for name, attributes in YEARS.items():
        file = client.files.create(file=(f"{name}.txt", b"Sales of umbrellas."), purpose="evals")
        client.vector_stores.files.create(store.id, file_id=file.id, attributes=attributes)
    return here.settled(store.id)


def compared(kind: str, key: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "value": value}


NEW = compared("gte", "year", 2022)
FILTERS: list[tuple[dict[str, Any], str]] = [
    (compared("eq", "kind", "report"), "ab"),
    (compared("eq", "year", 2021), "a"),
    (compared("eq", "final", True), "a"),
    (compared("eq", "year", "2021"), ""),
    (compared("ne", "kind", "report"), "cd"),
    (compared("gt", "year", 2022), "c"),
    (NEW, "bc"),
    (compared("lt", "year", 2022), "a"),
    (compared("lte", "year", 2022), "ab"),
    (compared("gt", "kind", "e"), "ab"),
    (compared("in", "year", [2021, 2023.5]), "ac"),
    (compared("nin", "kind", ["report"]), "cd"),
    ({"type": "and", "filters": [NEW, compared("eq", "kind", "draft")]}, "c"),
    ({"type": "or", "filters": [NEW, compared("eq", "final", True)]}, "abc"),
    (
        {"type": "or", "filters": [{"type": "and", "filters": [NEW, NEW]}, NEW]},
        "bc",
    ),
]


@pytest.mark.parametrize(("wanted", "names"), FILTERS)
def test_filters(here: Here, years: VectorStore, wanted: Any, names: str) -> None:
    found = here.client.vector_stores.search(years.id, query="umbrellas", filters=wanted)
    assert sorted(each.filename for each in found) == [f"{name}.txt" for name in names]
    for each in found:
        assert each.attributes == YEARS[each.filename[0]]


def test_changed_attributes_count_at_once(here: Here, years: VectorStore) -> None:
    client = here.client
    file = client.vector_stores.files.list(years.id, order="asc").data[0]
    try:
        client.vector_stores.files.update(
            file.id, vector_store_id=years.id, attributes={"kind": "memo"}
        )
        wanted: Any = compared("eq", "kind", "memo")
        found = client.vector_stores.search(years.id, query="umbrellas", filters=wanted)
        assert [each.filename for each in found] == ["a.txt"]
    finally:
        client.vector_stores.files.update(file.id, vector_store_id=years.id, attributes=YEARS["a"])
