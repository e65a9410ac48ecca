"""What a refusal says of the dialect that a server wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist_magic.backend import probe
from assist_magic.backend.dialect import V2, Dialect

V1 = Dialect("v1")
DATED = Dialect(api_version="2025-05-01")


@pytest.mark.parametrize(
    ("spoken", "refusal", "wanted"),
    [
        (V2, "Please try again by setting the header 'OpenAI-Beta: assistants=v1'.", V1),
        (V1, "v1 has been deprecated. Please set the header 'OpenAI-Beta: assistants=v2'.", V2),
        (V2, "Please try again by setting the header 'OpenAI-Beta: assistants=v2'.", V2),
        (V2, "Unknown beta header.", V1),
        (V1, "Invalid openai-beta.", V2),
        (V2, "Missing required query parameter: api-version", Dialect(api_version="v1")),
        (V2, "The api-version query parameter (?api-version=) is required", Dialect("v2", "v1")),
        (DATED, "API version not supported", DATED),
        (V2, "The model 'x' cannot be used with the Assistants API in v1.", V2),
        (V2, "You are not allowed to list assistants.", V2),
    ],
)
def test_a_refusal_names_the_dialect(spoken: Dialect, refusal: str, wanted: Dialect) -> None:
    assert spoken.corrected(refusal) == wanted


def test_a_correction_keeps_the_version_in_the_query() -> None:
    assert DATED.corrected("assistants=v1") == Dialect("v1", "2025-05-01")


def test_dialects_are_kept_and_dropped(tmp_path: Path) -> None:
    probe.remember(tmp_path, "a", V1)
    probe.remember(tmp_path, "b", DATED)
    assert probe.remembered(tmp_path, "a") == V1
    assert probe.remembered(tmp_path, "b") == DATED
    probe.forget(tmp_path, "a")
    probe.forget(tmp_path, "a")
    assert probe.remembered(tmp_path, "a") is None


@pytest.mark.parametrize("content", ["", "[]", '{"version": "v3", "api_version": ""}', '{"a": 1}'])
def test_what_cannot_be_read_is_not_known(tmp_path: Path, content: str) -> None:
    (tmp_path / "servers").mkdir()
    (tmp_path / "servers" / "a.json").write_text(content)
    assert probe.remembered(tmp_path, "a") is None


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    probe.remember(tmp_path / "file", "a", V1)
    assert probe.remembered(tmp_path / "file", "a") is None
