"""One Python process for all tests of the solver."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine.models.solver.conversation import Conversation, Python
from tests.engine.models.solver.shop import customers, sales

__all__ = ["customers", "sales"]


@pytest.fixture(scope="session")
def python() -> Iterator[Python]:
    process = Python()
    yield process
    process.close()


@pytest.fixture
def talk(python: Python) -> Conversation:
    return Conversation(python)
