"""A language model on this machine: llama.cpp, by the xllamacpp wheel, in this process.

Its server listens on the loopback interface only, on a port of its own, and answers nothing
without a key that is made for the occasion and kept in memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from assist_magic.engine.models.base import Delta, Model, ModelError, ModelRequest
from assist_magic.engine.models.calling import Calling
from assist_magic.engine.models.chat import Chat
from assist_magic.engine.models.fence import Fenced
from assist_magic.engine.models.lookup import Searched

CONTEXT_TOKENS = 8192
_TURN_TOKENS = 4096
"""A small model that writes more in one turn has begun to repeat itself."""
_PROMPT_CACHE_MIB = 512
_MEMORY_PER_WEIGHT = 1.8
"""Bytes of memory for each byte of the file; measured 1.83 and 1.43 for 1.1 and 0.5 GB."""
_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class _Loaded:
    """A running server, and the model that talks to it."""

    server: list[Any]
    """The server alone: it stops and frees its memory with the last reference to it."""
    model: Model


class Local:
    """The language model of a GGUF file; it writes text, so its code is fenced.

    Args:
        weights: finds the file, in a thread, when the first turn needs it.
        name: what answers to "which model?".
        context_tokens: how much it reads and writes at most, question and answer together.
    """

    def __init__(
        self,
        weights: Callable[[], Path],
        name: str,
        *,
        context_tokens: int = CONTEXT_TOKENS,
    ) -> None:
        self.name = name
        self.context_tokens = context_tokens
        self._weights = weights
        self._loading: asyncio.Task[_Loaded] | None = None

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Takes one turn; the first one loads the model."""
        loaded = await self._load()
        request = replace(request, max_tokens=min(request.max_tokens, _TURN_TOKENS))
        async with aclosing(loaded.model.stream(request)) as deltas:
            async for delta in deltas:
                yield delta

    async def close(self) -> None:
        """Stops the server and frees its memory; a later turn would load it again."""
        loading, self._loading = self._loading, None
        if loading is None:
            return
        with contextlib.suppress(ModelError):
            loaded = await loading
            await loaded.model.close()
            await asyncio.to_thread(loaded.server.clear)

    async def _load(self) -> _Loaded:
        if self._loading is None or _failed(self._loading):
            self._loading = asyncio.create_task(asyncio.to_thread(self._start))
        # Shielded: a run that is cancelled while it waits must not stop the load for others.
        return await asyncio.shield(self._loading)

    def _start(self) -> _Loaded:
        llama = _llama()
        path = self._weights()
        needed, free = int(path.stat().st_size * _MEMORY_PER_WEIGHT), _free_memory()
        if needed > free:
            raise ModelError(
                f"The local model needs about {needed / 1e9:.1f} GB of memory, and "
                f"{free / 1e9:.1f} GB are free. Close other programs, or choose a smaller model "
                "(local:0.5b)."
            )
        key = secrets.token_urlsafe(32)
        try:
            server = llama.Server(_parameters(llama, path, key, self.context_tokens))
        except RuntimeError as error:
            raise ModelError(
                f"llama.cpp cannot load {path}: {error} The file may be damaged or too new for "
                "the installed xllamacpp; fetch it again, or choose another model."
            ) from error
        address = f"{server.listening_address}/v1"
        chat = Chat(self.name, address, key, "local", context_tokens=self.context_tokens)
        return _Loaded([server], Searched(Calling(Fenced(chat), chat)))


def _llama() -> Any:
    if importlib.util.find_spec("xllamacpp") is None:
        raise ModelError(
            "The local model needs llama.cpp, which is not installed. "
            "Run `pip install 'assist_magic[local]'`, or choose another model."
        )
    import xllamacpp

    return xllamacpp


def _parameters(llama: Any, weights: Path, key: str, context_tokens: int) -> Any:
    """The server's settings. Its own choices stand where nothing is said."""
    cores = _cores()
    parameters = llama.CommonParams()
    parameters.model.path = str(weights)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [key]
    parameters.use_jinja = True
    parameters.ui = False
    parameters.endpoint_props = False
    parameters.verbosity = -1
    parameters.n_ctx = context_tokens
    # Two turns at once share the context. A thread finds its own prompt again by its beginning,
    # in a slot or among those that the server keeps in memory.
    parameters.n_parallel = 2
    parameters.kv_unified = True
    parameters.cache_prompt = True
    parameters.cache_ram_mib = _PROMPT_CACHE_MIB
    # Writing waits for its slowest thread: with a busy core among them it is three times slower,
    # so one is left to others. Reading the prompt does not suffer. No thread spins while it waits.
    parameters.cpuparams.n_threads = max(1, cores - 1)
    parameters.cpuparams_batch.n_threads = cores
    parameters.cpuparams.poll = parameters.cpuparams_batch.poll = 0
    # The likeliest word: code and numbers are better for it, and the same question gets the
    # same answer. A request may ask otherwise.
    parameters.sampling.temp = 0.0
    return parameters


def _cores() -> int:
    """The physical cores that this process may use."""
    physical = psutil.cpu_count(logical=False) or 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else physical
    return max(1, min(physical, usable))


def _free_memory() -> int:
    """Bytes that this process may still use: of the machine, or of its container."""
    free = int(psutil.virtual_memory().available)
    try:
        limit = int((_CGROUP / "memory.max").read_text())
        statistics = dict(line.split() for line in (_CGROUP / "memory.stat").open())
    except (OSError, ValueError):  # no container, or no limit ("max")
        return free
    return max(0, min(free, limit - int(statistics.get("anon", 0))))


def _failed(loading: asyncio.Task[_Loaded]) -> bool:
    return loading.done() and (loading.cancelled() or loading.exception() is not None)
