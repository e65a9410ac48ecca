"""Clients of the hosted API, as they come from the package indexes, with another base URL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.environment import programs, serving, tried

EVERY_TIME = (
    "openai_v1",
    "openai_node_v1",
    "openai_node",
    "langchain_runnable",
    "autogen_agent",
    "azure_agents",
)
"""The others bring hundreds of megabytes: `python -m tests.clients` runs them all."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served")) as base_url:
        yield base_url


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", EVERY_TIME)
def test_a_client_runs_unmodified(name: str, address: str, tmp_path: Path) -> None:
    done = tried(programs()[name], address, tmp_path / "environment")
    assert done.returncode == 0, done.stderr[-3000:]
