"""Sources: what one run may search, what it has found there, and the marks that cite it.

A model sees passages under marks such as 【4:0†name.pdf】: the place of the search among the
thread's steps, and of the passage in it. Marks that it writes become citations.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from assist_magic.engine.models.base import ModelError
from assist_magic.engine.objects import Assistant, ProtocolError, Run, Thread
from assist_magic.engine.search.finding import Found, Wish
from assist_magic.engine.search.ranking import excerpt
from assist_magic.engine.search.refining import Embedder
from assist_magic.engine.search.vector_stores import VectorStores
from assist_magic.engine.search.words import question_terms, tokens
from assist_magic.engine.store import Store
from assist_magic.engine.writing import CallsWriter

WAIT_SECONDS = 60.0
"""How long a run waits for files of its thread that are still being indexed."""
RANKER = "default_2024_08_21"
_MOST_RESULTS, _MOST_RESULTS_OF_OLD_MODELS = 20, 5
_MOST_TOKENS = 16_000
_SHARE_OF_CONTEXT = 8
_SHORT_OF_ROOM = 4_000
_CHARACTERS_PER_TOKEN = 4
_MARK = re.compile(r"【(\d+):(\d+)(?:†[^【】\n]*)?】")
_GUIDE = (
    "Passages from the user's files, best first. Answer from them alone as far as they answer the"
    " question; after each sentence that rests on one, copy its mark, brackets included. If none"
    " of them answers the question, say so."
)


@dataclass(frozen=True)
class Told:
    """A search as the model knows it: what it asked for, and the text that it was given."""

    arguments: str
    text: str


class Sources:
    """The vector stores of a run. `told` has its searches by the id of their call."""

    def __init__(
        self,
        run: Run,
        store_ids: Sequence[str],
        vector_stores: VectorStores,
        store: Store,
        context_tokens: int,
        embedder: Embedder | None = None,
    ) -> None:
        self._embedder = embedder
        self.told: dict[str, Told] = {}
        self._run, self._store_ids = run, tuple(store_ids)
        self._vector_stores, self._store = vector_stores, store
        self._most, self._threshold = _options(run)
        self._tokens = min(_MOST_TOKENS, context_tokens // _SHARE_OF_CONTEXT)
        self._cited: dict[tuple[int, int], str] = {}
        self._places: dict[str, int] = {}

    @property
    def are_there(self) -> bool:
        """Whether there is anything to search."""
        return bool(self._store_ids)

    async def find(self, calls: CallsWriter, index: int) -> None:
        """Makes the search of a call and writes down what it finds."""
        arguments = calls.arguments(index)
        queries = queries_in(arguments)
        found = await self._find(queries)
        place = await asyncio.to_thread(self._place, calls.step.id)
        text = self._text(place, found, " ".join(queries))
        if notes := await asyncio.to_thread(self._unread):
            text = f"{text}\n\n{notes}"
        self.told[str(calls.calls[index]["id"])] = Told(arguments, text)
        ranking = {"ranker": RANKER, "score_threshold": self._threshold}
        await calls.set_results(
            index, "; ".join(queries), ranking, [_result(each) for each in found]
        )

    def annotations(self, text: str) -> list[dict[str, Any]]:
        """The citations of a message: for each mark in it that names a passage."""
        found: list[dict[str, Any]] = []
        for match in _MARK.finditer(text):
            file_id = self._cited.get((int(match[1]), int(match[2])))
            if file_id is not None:
                found.append(
                    {
                        "type": "file_citation",
                        "text": match[0],
                        "start_index": match.start(),
                        "end_index": match.end(),
                        "file_citation": {"file_id": file_id},
                    }
                )
        return found

    async def _find(self, queries: tuple[str, ...]) -> list[Found]:
        wish = Wish(queries, self._most, self._threshold)
        room = self._tokens
        chosen: list[Found] = []
        finder = self._vector_stores.finder
        for each in await finder.find(self._store_ids, wish, self._embedder):
            room -= min(tokens(each.text), self._tokens_each)
            if room < 0 and chosen:
                break
            chosen.append(each)
        return chosen

    @property
    def _tokens_each(self) -> int:
        """What a passage may take: where there is little room, only its best part is shown."""
        return self._tokens if self._tokens >= _SHORT_OF_ROOM else self._tokens // 5

    def _text(self, place: int, found: Sequence[Found], query: str) -> str:
        if not self._store_ids:
            return "There are no files to search."
        if not found:
            return "No passage of the files has these words. Try others, or say that it is unknown."
        question, most = question_terms(query), self._tokens_each * _CHARACTERS_PER_TOKEN
        first = sum(each[0] == place for each in self._cited)
        passages = []
        for number, each in enumerate(found, first):
            self._cited[place, number] = each.file_id
            shown = excerpt(each.text, question, most).strip()
            passages.append(f"【{place}:{number}†{_name(each.filename)}】\n{shown}")
        return "\n\n".join([_GUIDE, *passages])

    def _place(self, step_id: str) -> int:
        """Where the step stands among those of the thread; it is the last one."""
        if step_id not in self._places:
            count = self._store.steps.count(thread_id=self._run.thread_id)
            self._places[step_id] = count - 1
        return self._places[step_id]

    def _unread(self) -> str:
        """Which files the search could not look into."""
        names = [
            f"{file.filename} ({file.last_error.message if file.last_error else file.status})"
            for store_id in self._store_ids
            for status in ("failed", "in_progress")
            for file in self._store.stored_files.every(
                limit=5, vector_store_id=store_id, status=status
            )
        ]
        return f"[Not searched: {'; '.join(names)}]" if names else ""


async def open_sources(
    run: Run,
    holders: Sequence[Assistant | Thread | None],
    vector_stores: VectorStores,
    store: Store,
    context_tokens: int,
    embedder: Embedder | None,
) -> Sources:
    """The vector stores of a run's assistant and thread, ready to be searched.

    Files that are still being indexed in the thread's store are waited for.

    Raises:
        ModelError: one of the stores has expired.
    """
    ids: list[str] = []
    if any(tool.type == "file_search" for tool in run.tools):
        for holder in holders:
            for store_id in named_stores(holder):
                try:
                    await asyncio.to_thread(vector_stores.usable, store_id)
                except ProtocolError as error:
                    if error.status == 404:  # deleted this very moment
                        continue
                    raise ModelError(error.message, "invalid_prompt") from error
                ids.append(store_id)
                if isinstance(holder, Thread):
                    await vector_stores.indexer.until_settled([store_id], WAIT_SECONDS)
    return Sources(run, list(dict.fromkeys(ids)), vector_stores, store, context_tokens, embedder)


def named_stores(holder: Assistant | Thread | None) -> list[str]:
    """The vector stores that an assistant or thread names."""
    resources = holder.tool_resources if holder else None
    search = resources.file_search if resources else None
    return list(search.vector_store_ids or ()) if search else []


def queries_in(arguments: str) -> tuple[str, ...]:
    """What is asked for in a call's arguments: {"query": "…"}, {"queries": […]}, or bare words."""
    try:
        value = json.loads(arguments, strict=False)
    except ValueError:
        value = arguments
    if isinstance(value, dict):
        value = next((value[key] for key in ("query", "queries", "q") if value.get(key)), "")
    given = value if isinstance(value, list) else [value]
    return tuple(each for each in given if isinstance(each, str) and each.strip())


def _options(run: Run) -> tuple[int, float]:
    """How many passages the run's tool may find, and the least score."""
    old = run.model.startswith("gpt-3.5")
    most, threshold = (_MOST_RESULTS_OF_OLD_MODELS if old else _MOST_RESULTS), 0.0
    for tool in run.tools:
        if tool.type == "file_search" and tool.file_search is not None:
            most = tool.file_search.max_num_results or most
            ranking = tool.file_search.ranking_options
            threshold = ranking.score_threshold if ranking else threshold
    return most, threshold


def _result(found: Found) -> dict[str, Any]:
    return {
        "file_id": found.file_id,
        "file_name": found.filename,
        "score": found.score,
        "content": [{"type": "text", "text": found.text}],
    }


def _name(filename: str) -> str:
    name = PurePosixPath(filename.replace("\\", "/")).name
    return re.sub(r"[【】†\s]+", " ", name).strip() or "source"
