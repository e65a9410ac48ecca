"""A project of Foundry (classic) behind the front: its address, its version, its deployments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

import assist_magic
from assist_magic.config import Settings
from assist_magic.errors import AssistantError, BackendUnavailable, RunFailed
from assist_magic.session import session
from tests.backend.conftest import Serve, restart
from tests.conftest import Door, run_cell
from tests.proxy import Fault
from tests.servers import Foundry

PROBE = r"GET .*/assistants\?.*limit=1"


@pytest.fixture
def versioned(foundry: Foundry, monkeypatch: pytest.MonkeyPatch) -> Foundry:
    """Named with its version, as a user would."""
    url = f"{foundry.base_url}?api-version=2025-05-01"
    monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", url)
    return foundry


def test_a_version_in_the_address_goes_with_each_request(versioned: Foundry, door: Door) -> None:
    reply = door("How much is six times seven?")
    restart()

    assert reply.text.endswith("It is 42.")
    assert door("And what was x?").text == "x was 42."
    assert all("api-version=2025-05-01" in each for each in versioned.requests)
    assert not any("/v1/" in each for each in versioned.requests)
    assert [each.split("?")[0] for each in versioned.requests] == [
        "GET /api/projects/demo/assistants",
        "POST /api/projects/demo/assistants",
        "POST /api/projects/demo/threads/runs",
        f"POST /api/projects/demo/threads/{reply.thread_id}/runs",
    ]


def test_a_version_that_the_address_leaves_out_is_found(foundry: Foundry, door: Door) -> None:
    first = door("hello")
    restart()

    assert door("hello").thread_id == first.thread_id
    assert foundry.count(PROBE) == 2
    assert foundry.count("api-version=v1") == foundry.count() - 1


def test_another_version_in_the_address_keeps_the_thread(
    foundry: Foundry, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = assist_magic.ask("hello")
    url = f"{foundry.base_url}/?api-version=2025-05-01"
    monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", url)

    assert assist_magic.ask("hello").thread_id == first.thread_id
    assert foundry.count(PROBE) == 3
    assert "api-version=2025-05-01" in foundry.requests[-1]


def test_a_version_that_it_does_not_have_says_where_to_write_one(
    foundry: Foundry, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", f"{foundry.base_url}?api-version=2020-01-01")
    with pytest.raises(RunFailed) as refused:
        door("hello")
    assert "not supported: 2020-01-01" in str(refused.value)
    assert f"ASSIST_MAGIC_BASE_URL: {foundry.base_url}?api-version=…" in str(refused.value)

    foundry.versions = ("2027-01-01",)
    monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", foundry.base_url)
    with pytest.raises(RunFailed, match=r"not supported: v1. Say the version in ASSIST_MAGIC_BASE"):
        door("hello")
    assert not any(each.startswith("POST") and "threads" in each for each in foundry.requests)


def test_a_version_that_ends_is_replaced(foundry: Foundry) -> None:
    """What was remembered is contradicted by the server itself."""
    assist_magic.ask("hello")
    settings = Settings.from_environment()
    (kept,) = (settings.data_folder / "servers").iterdir()
    kept.write_text(json.dumps({"version": "v2", "api_version": ""}))
    restart()

    assert assist_magic.ask("hello").status == "completed"
    assert json.loads(kept.read_text())["api_version"] == "v1"
    assert foundry.count(PROBE) == 2


def test_the_models_are_its_deployments(
    versioned: Foundry, monkeypatch: pytest.MonkeyPatch, shell: InteractiveShell
) -> None:
    monkeypatch.delenv("ASSIST_MAGIC_MODEL")
    found = session.backend(Settings.from_environment())

    assert (found.model, found.models()) == ("gpt-4o-mini", ["embedder", "gpt-4o-mini"])


def test_documents_and_schemas_are_had(versioned: Foundry, front: Path) -> None:
    (front / "paper.md").write_text("The colony of Cape Felt has forty-one seals. " * 20)
    reply = assist_magic.ask("What does the paper say?", files="paper.md")
    assert "Forty-one" in reply.text
    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    assert assist_magic.ask("Describe Ada as a person", schema=schema).parsed["name"] == "Ada"


def test_a_token_is_named_by_its_variable(
    versioned: Foundry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_API_KEY", "eyJ-old-token")
    with pytest.raises(BackendUnavailable, match="does not accept ASSIST_MAGIC_API_KEY"):
        assist_magic.ask("hello")
    assert {each["authorization"] for each in versioned.headers} == {"Bearer eyJ-old-token"}


def test_an_address_without_its_project_says_so(
    foundry: Foundry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", foundry.base_url.removesuffix(foundry.prefix))
    with pytest.raises(BackendUnavailable, match="does not serve assistants: Resource not found"):
        assist_magic.ask("hello")


def test_a_trait_can_name_it(
    foundry: Foundry, monkeypatch: pytest.MonkeyPatch, shell: InteractiveShell
) -> None:
    monkeypatch.delenv("ASSIST_MAGIC_BASE_URL")
    url = f"{foundry.base_url}?api-version=2025-05-01"
    run_cell(shell, f"%config AssistantMagics.base_url = {url!r}")
    run_cell(shell, "%assistant hello")

    assert foundry.count("api-version=2025-05-01") == foundry.count() == 3


def test_status_tells_the_version(
    versioned: Foundry, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run_cell(shell, "%assistant status")
    shown = capsys.readouterr().out

    assert f"127.0.0.1:{versioned.base_url.split(':')[2].split('/')[0]} at" in shown
    assert "protocol   v2 (api-version 2025-05-01)" in shown


def test_a_list_that_is_not_for_everybody_is_no_obstacle(versioned: Foundry) -> None:
    versioned.faults.append(Fault(PROBE, status=403, message="You may not list."))
    assert assist_magic.ask("hello").status == "completed"


def test_an_unclear_answer_is_no_dialect(versioned: Foundry, serve: Serve[Foundry]) -> None:
    versioned.faults.append(Fault(PROBE, status=503, message="Down for an hour.", times=2))
    for _ in range(2):
        with pytest.raises(AssistantError, match="Down for an hour"):
            assist_magic.ask("hello")
    assert versioned.count() == 2
    assert assist_magic.ask("hello").status == "completed"
