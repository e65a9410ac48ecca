from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from assist_magic.engine.models.base import ChatMessage
from assist_magic.engine.models.catalogue import Endpoint, Models, ModelSettings
from assist_magic.engine.models.solver import Solver
from tests.engine.models.endpoint import KEY, serving
from tests.engine.models.endpoint import Endpoint as Server
from tests.engine.models.test_chat import chunks
from tests.engine.models.turns import CODE, asking, take


@pytest.fixture
def endpoint() -> Iterator[Server]:
    with serving("/chat/completions", lambda body: chunks({"content": "Five"}, "stop")) as served:
        yield served


def said_before(endpoint: Server, answer: str) -> str:
    """What a model of an endpoint reads of an earlier answer."""
    messages = [
        ChatMessage("user", "Solve x + 1 = 3"),
        ChatMessage("assistant", answer),
        ChatMessage("user", "Explain it. *Exact solver: is what I call it.*"),
    ]

    async def asked() -> None:
        models = Models(ModelSettings(weights=__file__, endpoint=Endpoint(endpoint.url, KEY)))  # type: ignore[arg-type]
        try:
            await take(models.resolve("plain:gpt"), asking(messages))
        finally:
            await models.close()

    asyncio.run(asked())
    sent = endpoint.bodies[-1]["messages"]
    assert "*Exact solver: is what I call it.*" in sent[-1]["content"]  # the user's own words stay
    content: str = sent[-2]["content"]
    return content


@pytest.mark.parametrize(
    "seal",
    [
        "*Exact solver: computed with SymPy.*",
        "*Exact solver: hint 1 of 3.*",
        "*Exact solver: no question stands.*",
        "*精确求解器：由 pandas 计算。*",
        "*精确求解器：第 1 个提示，共 3 个。*",
    ],
)
def test_a_language_model_reads_no_seal(endpoint: Server, seal: str) -> None:
    assert said_before(endpoint, f"It is **2**.\n\n{seal}") == "It is **2**."


def test_nothing_else_is_taken_away(endpoint: Server) -> None:
    answer = "The *Exact solver: a name* is told.\n\n*Emphasis.*"
    assert said_before(endpoint, answer) == answer


@pytest.mark.parametrize("question", ["Solve 2x + 3 = 7", "解方程 2x + 3 = 7"])
def test_the_seal_is_the_one_that_the_solver_writes(endpoint: Server, question: str) -> None:
    hint = asyncio.run(take(Solver(), asking(question, CODE, hints=True))).text
    lines = hint.splitlines()
    assert "1" in lines[-1]
    assert said_before(endpoint, hint) == "\n".join(lines[:-2])
