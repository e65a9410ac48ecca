from __future__ import annotations

import asyncio
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import openai
import pytest

from assist_magic.engine.models import local
from assist_magic.engine.models.base import ChatMessage, ModelError, TextDelta
from assist_magic.engine.models.chat import Chat
from assist_magic.engine.models.local import Local
from tests.engine.models.small import weights
from tests.engine.models.turns import CODE, asking, called, printed, take

pytestmark = pytest.mark.model

SMOLLM2 = weights()


def weights() -> Path:
    return SMOLLM2


class Loads:
    """Counts how often the weights are asked for."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> Path:
        self.count += 1
        time.sleep(0.2)
        return SMOLLM2


def run(test: Callable[[Local], Any], model: Local | None = None) -> None:
    """Runs a test on a local model, and closes it."""

    async def whole() -> None:
        small = model or Local(weights, "small", context_tokens=2048)
        try:
            await test(small)
        finally:
            await small.close()

    asyncio.run(whole())


def test_it_answers_in_words_with_usage() -> None:
    async def words(model: Local) -> None:
        taken = await take(model, asking("Who are you?"))
        assert taken.text
        assert taken.finish.reason in ("stop", "length")
        assert taken.finish.prompt_tokens > 5
        assert 0 < taken.finish.completion_tokens <= 60

    run(words)


def test_a_question_to_compute_becomes_code_and_its_output_an_answer() -> None:
    async def compute(model: Local) -> None:
        question = ChatMessage("user", "What is 6 * 7?")
        taken = await take(model, asking([question], CODE, max_tokens=200))
        assert taken.finish.reason in ("tool_calls", "length")
        assert "```" not in taken.code
        assert taken.finish.prompt_tokens > 100
        answered = await take(
            model, asking([question, called("print(6 * 7)"), printed("42")], CODE)
        )
        assert answered.text
        assert answered.calls == []

    run(compute)


def test_it_loads_once_in_a_thread_and_not_before_it_is_asked() -> None:
    loads = Loads()

    async def together(model: Local) -> None:
        assert loads.count == 0
        beats = 0

        async def beat() -> None:
            nonlocal beats
            while True:
                beats += 1
                await asyncio.sleep(0.02)

        beating = asyncio.create_task(beat())
        one, two = await asyncio.gather(take(model, asking("Hi")), take(model, asking("Ho")))
        beating.cancel()
        assert one.text
        assert two.text
        assert loads.count == 1
        assert beats > 10, "the event loop went on while the model loaded"

    run(together, Local(loads, "small", context_tokens=2048))


def test_its_server_answers_nobody_without_the_key() -> None:
    async def knock(model: Local) -> None:
        await take(model, asking("Hi", max_tokens=1))
        [server] = (await model._load()).server
        address = server.listening_address
        assert address.startswith("http://127.0.0.1:")
        for path in ("/v1/models", "/slots", "/v1/chat/completions"):
            for headers in ({}, {"Authorization": "Bearer none"}):
                refused = urllib.request.Request(address + path, headers=headers)
                with pytest.raises(urllib.error.HTTPError, match="401"):
                    await asyncio.to_thread(urllib.request.urlopen, refused, timeout=5)

    run(knock)


def test_leaving_early_stops_it_at_once() -> None:
    async def leave(model: Local) -> None:
        request = asking("Write a very long story of a fox.", max_tokens=1500)
        async with aclosing(model.stream(request)) as deltas:
            async for delta in deltas:
                if isinstance(delta, TextDelta):
                    break
        began = time.monotonic()
        while await busy(model):
            assert time.monotonic() - began < 2, "the model went on writing"
            await asyncio.sleep(0.02)

    async def busy(model: Local) -> bool:
        chat: Any = (await model._load()).model
        while not isinstance(chat, Chat):
            chat = chat._model
        slots = await chat._line.client.get("/../slots", cast_to=object)
        return any(slot["is_processing"] for slot in slots)

    run(leave)


def test_a_cancelled_task_stops_it_too_and_the_next_turn_works() -> None:
    async def cancel(model: Local) -> None:
        long = asking("Write a very long story of a fox.", max_tokens=1500)
        task = asyncio.create_task(take(model, long))
        await asyncio.sleep(1.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await take(model, asking("Hi", max_tokens=5))).text

    run(cancel)


def test_a_cancelled_first_turn_does_not_lose_the_load() -> None:
    loads = Loads()

    async def cancel(model: Local) -> None:
        task = asyncio.create_task(take(model, asking("Hi")))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await take(model, asking("Hi", max_tokens=5))).text
        assert loads.count == 1

    run(cancel, Local(loads, "small", context_tokens=2048))


def test_threads_keep_their_prompts() -> None:
    async def alternate(model: Local) -> None:
        starts = [
            " ".join(f"{word}{n}" for n in range(60)) for word in ("fox", "owl", "bee", "cat")
        ]
        first = [await reading(model, start) for start in starts]
        again = [await reading(model, start) for start in starts]
        assert sum(again) < sum(first) / 3, "the beginnings were read again"

    async def reading(model: Local, start: str) -> float:
        began = time.monotonic()
        await take(model, asking(start, max_tokens=1))
        return time.monotonic() - began

    run(alternate)


def test_too_long_a_question_is_told() -> None:
    async def ask(model: Local) -> None:
        with pytest.raises(ModelError, match="context") as failed:
            await take(model, asking("word " * 5000))
        assert failed.value.code == "invalid_prompt"
        assert (await take(model, asking("Hi", max_tokens=5))).text

    run(ask)


def test_it_frees_its_memory_and_can_load_again() -> None:
    async def twice(model: Local) -> None:
        for _ in range(2):
            assert (await take(model, asking("Hi", max_tokens=3))).text
            [server] = (await model._load()).server
            address = server.listening_address
            del server
            await model.close()
            async with openai.AsyncOpenAI(base_url=address, api_key="-", max_retries=0) as client:
                with pytest.raises(openai.APIConnectionError):
                    await client.models.list()

    run(twice)


def test_a_file_that_is_no_model_is_told_and_the_next_try_looks_again(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF" + bytes(1000))

    async def mend(model: Local) -> None:
        with pytest.raises(ModelError, match=r"llama.cpp cannot load .*model\.gguf"):
            await take(model, asking("Hi"))
        path.unlink()
        path.symlink_to(SMOLLM2)
        assert (await take(model, asking("Hi", max_tokens=3))).text

    run(mend, Local(lambda: path, "broken", context_tokens=2048))


def test_without_llama_cpp_the_way_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    async def ask(model: Local) -> None:
        with pytest.raises(ModelError, match=r"pip install 'assist_magic\[local\]'"):
            await take(model, asking("Hi"))

    run(ask)


def test_too_little_memory_is_told_before_the_load(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "memory.max").write_text("100000000\n")
    (tmp_path / "memory.stat").write_text("anon 40000000\nfile 50000000\n")
    monkeypatch.setattr(local, "_CGROUP", tmp_path)

    async def ask(model: Local) -> None:
        complaint = r"needs about 0\.2 GB of memory, and 0\.1 GB are free\. Close other"
        with pytest.raises(ModelError, match=complaint):
            await take(model, asking("Hi"))

    run(ask)
