"""file_search in runs: steps, what the model is told, citations, stores of threads, waiting."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from openai import BadRequestError, NotFoundError
from openai.types import VectorStore
from openai.types.beta.threads import Message
from openai.types.beta.threads.runs import RunStep
from starlette.responses import Response

from assist_magic.engine import sources
from assist_magic.engine.inclusion import CONTENT
from assist_magic.engine.search import drafts
from tests.engine.asking import Asked, ask
from tests.engine.models.endpoint import refusal, serving
from tests.engine.models.test_chat import chunks
from tests.engine.search import documents
from tests.engine.search.conftest import Here, until

LOG = ("log.md", documents.markdown())
DAY = 24 * 3600
SEARCHED: Any = [{"type": "file_search"}]


@pytest.fixture(scope="module")
def log(here: Here) -> VectorStore:
    return here.store(LOG)


@pytest.fixture(scope="module")
def reader(here: Here, log: VectorStore) -> str:
    """An assistant that searches the log."""
    return here.assistant(log.id)


def asked(here: Here, way: str, assistant: str, text: str, thread: str = "", **more: Any) -> Asked:
    thread = thread or here.client.beta.threads.create().id
    return ask(here.client, way, assistant, thread, text, **more)


def file_of(store: VectorStore, here: Here) -> str:
    return here.client.vector_stores.files.list(store.id).data[0].id


@pytest.mark.parametrize("way", ["stream", "poll"])
def test_steps_and_citations(here: Here, log: VectorStore, reader: str, way: str) -> None:
    got = asked(here, way, reader, "how many seals are there?")
    assert got.run.status == "completed"
    search, creation = got.steps
    assert creation.type == "message_creation"
    assert search.step_details.type == "tool_calls"
    (call,) = search.step_details.tool_calls
    assert call.type == "file_search"
    assert call.id.startswith("call_")
    assert call.file_search.ranking_options is not None
    assert call.file_search.ranking_options.ranker == "default_2024_08_21"
    assert call.file_search.ranking_options.score_threshold == 0.0
    (result,) = call.file_search.results or []
    file_id = file_of(log, here)
    assert (result.file_id, result.file_name, result.content) == (file_id, "log.md", None)
    assert 0 < result.score <= 1
    part = got.messages[-1].content[0]
    assert part.type == "text"
    found = part.text.annotations
    assert [each.text for each in found] == ["【0:0†log.md】"] * 2  # the third names nothing
    for each in found:
        assert each.type == "file_citation"
        assert each.file_citation.file_id == file_id
        assert part.text.value[each.start_index : each.end_index] == each.text
    assert part.text.value.startswith("🎲🎲")  # two characters, each beyond the first plane
    assert found[0].start_index == len("🎲🎲 It is 41")


def test_answers_fit_the_types_of_the_sdk(here: Here, reader: str) -> None:
    got = asked(here, "poll", reader, "how many seals?")
    base = f"/threads/{got.run.thread_id}"
    steps: Any = here.client.get(
        f"{base}/runs/{got.run.id}/steps?include[]={CONTENT}", cast_to=object
    )
    for step in steps["data"]:
        RunStep.model_validate(step, strict=True)
    messages: Any = here.client.get(f"{base}/messages", cast_to=object)
    for message in messages["data"]:
        Message.model_validate(message, strict=True)


def test_passages_are_shown_to_those_who_ask(here: Here, reader: str) -> None:
    got = asked(here, "poll", reader, "how many seals?")
    steps = here.client.beta.threads.runs.steps
    within: Any = {"thread_id": got.run.thread_id, "include": [CONTENT]}
    listed = steps.list(got.run.id, order="asc", **within).data[0]
    one = steps.retrieve(listed.id, run_id=got.run.id, **within)
    for step in (listed, one):
        call = step.step_details.tool_calls[0]  # type: ignore[union-attr]
        (content,) = call.file_search.results[0].content  # type: ignore[union-attr,index]
        assert content.type == "text"
        assert documents.FACT in (content.text or "")
    wrong: Any = ["everything"]
    with pytest.raises(BadRequestError, match="Invalid value: 'everything'"):
        steps.list(got.run.id, thread_id=got.run.thread_id, include=wrong)


@pytest.mark.parametrize("include", [[CONTENT], []])
def test_streamed_events(here: Here, reader: str, include: Any) -> None:
    thread = here.client.beta.threads.create(
        messages=[{"role": "user", "content": "how many seals?"}]
    )
    with here.client.beta.threads.runs.stream(
        thread_id=thread.id, assistant_id=reader, include=include
    ) as stream:
        events = list(stream)
    names = [event.event for event in events]
    step = [name.removeprefix("thread.run.") for name in names if ".step." in name]
    whole = ["step.created", "step.in_progress", "step.delta", "step.completed"]
    assert step[:4] == whole
    delta: Any = next(event.data for event in events if event.event == "thread.run.step.delta")
    (call,) = delta.delta.step_details.tool_calls
    assert (call.index, call.type, call.file_search) == (0, "file_search", {})
    done: Any = next(event.data for event in events if event.event == "thread.run.step.completed")
    (result,) = done.step_details.tool_calls[0].file_search.results
    assert bool(result.content) == bool(include)
    cited: Any = [event.data for event in events if event.event == "thread.message.delta"][-1]
    annotations = cited.delta.content[0].text.annotations
    assert [each.index for each in annotations] == [0, 1]
    assert names[-1] == "thread.run.completed"


def test_model_is_given_passages_under_marks(here: Here, reader: str) -> None:
    got = asked(here, "poll", reader, "read it back")
    assert "【0:0†log.md】\n# Harbour report" in got.text
    assert documents.FACT in got.text
    assert "copy its mark" in got.text


def test_marks_of_later_searches_differ(here: Here, log: VectorStore, reader: str) -> None:
    first = asked(here, "poll", reader, "how many seals?")
    second = asked(here, "poll", reader, "again", first.run.thread_id)
    part = second.messages[-1].content[0]
    assert part.type == "text"
    (citation,) = part.text.annotations
    assert citation.text == "【2:0†log.md】"


def test_nothing_found_is_told(here: Here, reader: str) -> None:
    got = asked(here, "poll", reader, "nothing there")
    assert "No passage of the files has these words" in got.text
    call = got.steps[0].step_details.tool_calls[0]  # type: ignore[union-attr]
    assert (call.type, call.file_search.results) == ("file_search", [])  # type: ignore[union-attr]


def test_what_could_not_be_searched_is_told(here: Here) -> None:
    store = here.store(LOG, ("torn.pdf", b"%PDF-1.4 torn"))
    got = asked(here, "poll", here.assistant(store.id), "read it back")
    assert "[Not searched: torn.pdf (The file cannot be read as PDF" in got.text


@pytest.mark.parametrize("way", ["stream", "poll"])
def test_search_beside_a_function(here: Here, log: VectorStore, way: str) -> None:
    weather: Any = {"type": "function", "function": {"name": "get_weather"}}
    assistant = here.assistant(log.id, tools=[*SEARCHED, weather])
    got = asked(here, way, assistant, "search and weather")
    assert got.run.status == "requires_action"
    assert got.run.required_action is not None
    (call,) = got.run.required_action.submit_tool_outputs.tool_calls
    assert call.function.name == "get_weather"
    run = here.client.beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=got.run.id,
        thread_id=got.run.thread_id,
        tool_outputs=[{"tool_call_id": call.id, "output": "rain"}],
    )
    assert run.status == "completed"
    part = here.client.beta.threads.messages.list(run.thread_id).data[0].content[0]
    assert part.type == "text"
    assert part.text.value == "Seals【0:0†log.md】 and rain."
    assert part.text.annotations[0].type == "file_citation"
    steps = here.client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id).data
    kinds = [each.type for each in steps[-1].step_details.tool_calls]  # type: ignore[union-attr]
    assert kinds == ["file_search", "function"]


def test_search_and_then_code(here: Here, log: VectorStore) -> None:
    tools: Any = [*SEARCHED, {"type": "code_interpreter"}]
    got = asked(here, "poll", here.assistant(log.id, tools=tools), "search and compute")
    assert got.run.status == "completed"
    assert got.text == "There are 41【0:0†log.md】.\nTwice that is 82."
    part = got.messages[0].content[0]
    assert part.type == "text"
    assert part.text.annotations[0].text == "【0:0†log.md】"  # in a message that is not the last


def test_limits_of_the_tool(here: Here) -> None:
    store = here.store(*((f"{n}.txt", b"Seals on the northern reef.") for n in range(4)))
    options = {"max_num_results": 2, "ranking_options": {"score_threshold": 0.5}}
    tools: Any = [{"type": "file_search", "file_search": options}]
    assistant = here.client.beta.assistants.retrieve(here.assistant(store.id, tools=tools))
    tool = assistant.tools[0]
    assert tool.type == "file_search"
    assert tool.file_search is not None
    assert tool.file_search.max_num_results == 2
    assert tool.file_search.ranking_options is not None
    assert tool.file_search.ranking_options.ranker == "default_2024_08_21"
    got = asked(here, "poll", assistant.id, "how many seals?")
    call = got.steps[0].step_details.tool_calls[0]  # type: ignore[union-attr]
    assert len(call.file_search.results or []) == 2  # type: ignore[union-attr]
    for wrong in ({"max_num_results": 51}, {"ranking_options": {"score_threshold": 2}}):
        bad: Any = [{"type": "file_search", "file_search": wrong}]
        with pytest.raises(BadRequestError, match="Expected a value <="):
            here.client.beta.assistants.create(model="default", tools=bad)


def test_tool_without_options_is_echoed_in_full(here: Here) -> None:
    made = here.client.beta.assistants.create(model="default", tools=SEARCHED)
    tool: Any = made.tools[0]
    assert tool.file_search.ranking_options.score_threshold == 0.0
    assert made.tool_resources is not None
    assert made.tool_resources.file_search is not None
    assert made.tool_resources.file_search.vector_store_ids == []


def attached(here: Here, name: str = "log.md", data: bytes = LOG[1]) -> Any:
    file = here.client.files.create(file=(name, data), purpose="assistants")
    return {"file_id": file.id, "tools": [{"type": "file_search"}]}


def test_attachment_makes_and_extends_the_threads_store(here: Here) -> None:
    threads = here.client.beta.threads
    thread = threads.create(
        messages=[{"role": "user", "content": "see", "attachments": [attached(here)]}]
    )
    assert thread.tool_resources is not None
    assert thread.tool_resources.file_search is not None
    (store_id,) = thread.tool_resources.file_search.vector_store_ids or []
    store = here.client.vector_stores.retrieve(store_id)
    assert store.expires_after is not None
    assert store.expires_after.days == 7
    assert store.expires_at == (store.last_active_at or 0) + 7 * DAY
    threads.messages.create(
        thread.id, role="user", content="and", attachments=[attached(here, "b.txt", b"Whales.")]
    )
    assert threads.retrieve(thread.id).tool_resources == thread.tool_resources
    assert here.client.vector_stores.retrieve(store_id).file_counts.total == 2
    got = asked(here, "poll", here.assistant(), "how many seals?", thread.id)  # waits for both
    assert [each.type for each in got.steps] == ["tool_calls", "message_creation"]
    assert here.client.vector_stores.retrieve(store_id).file_counts.completed == 2


def test_attachments_that_come_at_once_share_one_store(here: Here) -> None:
    thread = here.client.beta.threads.create()
    files = [attached(here, f"{number}.txt", b"Whales.") for number in range(6)]

    def add(file: Any) -> None:
        here.client.beta.threads.messages.create(
            thread.id, role="user", content="see", attachments=[file]
        )

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, files))
    resources = here.client.beta.threads.retrieve(thread.id).tool_resources
    assert resources is not None
    assert resources.file_search is not None
    (store_id,) = resources.file_search.vector_store_ids or []
    assert here.settled(store_id).file_counts.completed == len(files)


def test_attachment_that_comes_with_the_run(here: Here) -> None:
    assistant = here.assistant()
    message: Any = {"role": "user", "content": "how many seals?", "attachments": [attached(here)]}
    run = here.client.beta.threads.create_and_run_poll(
        assistant_id=assistant, thread={"messages": [message]}
    )
    assert run.status == "completed"
    resources = here.client.beta.threads.retrieve(run.thread_id).tool_resources
    assert resources is not None
    assert resources.file_search is not None
    assert len(resources.file_search.vector_store_ids or []) == 1
    thread = here.client.beta.threads.create()
    run = here.client.beta.threads.runs.create_and_poll(
        thread_id=thread.id, assistant_id=assistant, additional_messages=[message]
    )
    text = here.client.beta.threads.messages.list(thread.id).data[0].content[0]
    assert text.text.annotations  # type: ignore[union-attr]


def test_attachment_that_cannot_be_searched_is_refused_whole(here: Here) -> None:
    thread = here.client.beta.threads.create()
    stores = len(list(here.client.vector_stores.list(limit=100)))
    with pytest.raises(BadRequestError, match=r"extensions \[.png\] are not supported for") as no:
        here.client.beta.threads.messages.create(
            thread.id, role="user", content="x", attachments=[attached(here, "x.png", b"png")]
        )
    assert (no.value.param, no.value.code) == ("file_ids", "unsupported_file")
    assert not here.client.beta.threads.messages.list(thread.id).data
    assert len(list(here.client.vector_stores.list(limit=100))) == stores


def test_inline_stores(here: Here) -> None:
    file = here.client.files.create(file=LOG, purpose="assistants")
    inline: Any = {
        "file_search": {"vector_stores": [{"file_ids": [file.id], "metadata": {"made": "inline"}}]}
    }
    assistant = here.client.beta.assistants.create(
        model=here.model, tools=SEARCHED, tool_resources=inline
    )
    thread = here.client.beta.threads.create(tool_resources=inline)
    for holder in (assistant, thread):
        assert holder.tool_resources is not None
        assert holder.tool_resources.file_search is not None
        (store_id,) = holder.tool_resources.file_search.vector_store_ids or []
        store = here.settled(store_id)
        assert (store.metadata, store.file_counts.completed) == ({"made": "inline"}, 1)
    got = asked(here, "poll", assistant.id, "how many seals?")
    assert got.messages[-1].content[0].text.annotations  # type: ignore[union-attr]


def test_resources_that_do_not_fit_are_refused(here: Here, log: VectorStore) -> None:
    cases: list[tuple[Any, str]] = [
        ({"vector_store_ids": ["vs_none"]}, "No vector store found with id 'vs_none'"),
        ({"vector_store_ids": [log.id, log.id]}, "maximum length 1"),
        ({"vector_store_ids": [log.id], "vector_stores": [{}]}, "Only one of"),
        ({"vector_stores": [{"file_ids": ["file-none"]}]}, "No such File object"),
    ]
    for resources, words in cases:
        for create in (
            lambda given: here.client.beta.assistants.create(model="default", tool_resources=given),
            lambda given: here.client.beta.threads.create(tool_resources=given),
        ):
            with pytest.raises((BadRequestError, NotFoundError), match=words):
                create({"file_search": resources})


def test_updating_one_resource_keeps_the_other(here: Here, log: VectorStore) -> None:
    file = here.client.files.create(file=LOG, purpose="assistants")
    code: Any = {"code_interpreter": {"file_ids": [file.id]}}
    search: Any = {"file_search": {"vector_store_ids": [log.id]}}
    assistant = here.client.beta.assistants.create(model="default", tool_resources=code)
    thread = here.client.beta.threads.create(tool_resources=code)
    for holder in (
        here.client.beta.assistants.update(assistant.id, tool_resources=search),
        here.client.beta.threads.update(thread.id, tool_resources=search),
    ):
        assert holder.tool_resources is not None
        assert holder.tool_resources.code_interpreter is not None
        assert holder.tool_resources.code_interpreter.file_ids == [file.id]
        assert holder.tool_resources.file_search is not None
        assert holder.tool_resources.file_search.vector_store_ids == [log.id]


def test_run_fails_when_a_store_has_expired(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    store = here.store(LOG, expires_after={"anchor": "last_active_at", "days": 1})
    assistant = here.assistant(store.id)
    real = drafts.now
    monkeypatch.setattr(drafts, "now", lambda: real() + 2 * DAY)
    got = asked(here, "poll", assistant, "how many seals?")
    assert got.run.status == "failed"
    assert got.run.last_error is not None
    assert f"Vector store '{store.id}' has expired" in got.run.last_error.message
    here.client.beta.threads.messages.create(got.run.thread_id, role="user", content="unlocked")


def test_threads_expired_store_is_replaced_by_the_next_attachment(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = here.client.beta.threads
    thread = threads.create(
        messages=[{"role": "user", "content": "see", "attachments": [attached(here)]}]
    )
    real = drafts.now
    monkeypatch.setattr(drafts, "now", lambda: real() + 8 * DAY)
    threads.messages.create(thread.id, role="user", content="anew", attachments=[attached(here)])
    before, after = thread.tool_resources, threads.retrieve(thread.id).tool_resources
    assert before != after
    assert asked(here, "poll", here.assistant(), "how many seals?", thread.id).run.status == (
        "completed"
    )


def test_run_waits_for_files_of_its_thread(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """But not longer than it should; then it says what was not searched."""
    indexer = here.parts.vector_stores.indexer
    held, read = threading.Event(), indexer._reader.read

    async def slow(*arguments: Any) -> Any:
        while not held.is_set():
            await asyncio.sleep(0.02)
        return await read(*arguments)

    monkeypatch.setattr(indexer._reader, "read", slow)
    runs = here.client.beta.threads.runs
    thread = here.client.beta.threads.create(
        messages=[{"role": "user", "content": "how many seals?", "attachments": [attached(here)]}]
    )
    run = runs.create(thread.id, assistant_id=here.assistant())
    until(lambda: runs.retrieve(run.id, thread_id=thread.id).status == "in_progress")
    assert not runs.steps.list(run.id, thread_id=thread.id).data
    held.set()
    until(lambda: runs.retrieve(run.id, thread_id=thread.id).status == "completed")
    assert here.client.beta.threads.messages.list(thread.id).data[0].content[0].text.annotations  # type: ignore[union-attr]
    held.clear()
    monkeypatch.setattr(sources, "WAIT_SECONDS", 0.2)
    late = here.client.beta.threads.create(
        messages=[{"role": "user", "content": "read it back", "attachments": [attached(here)]}]
    )
    got = runs.create_and_poll(thread_id=late.id, assistant_id=here.assistant())
    held.set()
    assert got.status == "completed"
    told = here.client.beta.threads.messages.list(late.id).data[0].content[0]
    assert "[Not searched: log.md (in_progress)]" in told.text.value  # type: ignore[union-attr]


def test_run_without_anything_to_search_is_offered_nothing(here: Here) -> None:
    got = asked(here, "poll", here.assistant(), "read it back")
    assert "There is no tool named 'file_search'" in got.text


def test_exact_solver_leaves_documents_to_others(here: Here, log: VectorStore) -> None:
    assistant = here.assistant(log.id, model="solver")
    got = asked(here, "poll", assistant, "What is 17% of 2340?")
    assert got.run.status == "failed"
    assert got.run.last_error is not None
    assert "needs code_interpreter" in got.run.last_error.message


def test_model_that_takes_no_tools_has_the_search_done_for_it(here: Here, reader: str) -> None:
    def toolless(body: dict[str, Any]) -> Response:
        if "tools" in body:
            return refusal(400, "this model does not support tools")
        return chunks({"content": "The keeper counted forty-one seals."}, "stop")

    with serving("/chat/completions", toolless) as endpoint:
        got = asked(
            here,
            "poll",
            reader,
            "Who counted the seals?",
            model="tiny",
            extra_headers={"x-assist-model-base-url": endpoint.url},
        )
        assert documents.FACT in endpoint.bodies[-1]["messages"][-1]["content"]
    assert got.text == "The keeper counted forty-one seals.【0:0†log.md】"
    assert got.messages[0].content[0].text.annotations  # type: ignore[union-attr]
    assert [each.type for each in got.steps] == ["tool_calls", "message_creation"]
