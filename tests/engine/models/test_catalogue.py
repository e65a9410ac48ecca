from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assist_magic.engine.models import catalogue
from assist_magic.engine.models.base import ModelError
from assist_magic.engine.models.catalogue import Endpoint, Models, ModelSettings, UnknownModel
from assist_magic.engine.models.weights import WeightsSource
from tests.engine.models.endpoint import Endpoint as Server
from tests.engine.models.endpoint import serving
from tests.engine.models.small import weights
from tests.engine.models.test_chat import endpoint
from tests.engine.models.test_responses import ended, events, text
from tests.engine.models.turns import CODE, Taken, asking, take

__all__ = ["endpoint"]

SMOLLM2 = weights()


def ask(
    settings: ModelSettings,
    name: str,
    question: str = "Who was Noether?",
    run: Endpoint | None = None,
) -> Taken:
    async def asked() -> Taken:
        models = Models(settings)
        try:
            return await take(models.resolve(name, run), asking(question, CODE, max_tokens=5))
        finally:
            await models.close()

    return asyncio.run(asked())


@pytest.fixture
def settings(tmp_path: Path) -> ModelSettings:
    return ModelSettings(weights=tmp_path / "models", allow_paths=True)


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "turns.json"
    turns: list[dict[str, Any]] = [
        {"when": "hard", "decline": "Too hard."},
        {"text": "I am a script."},
    ]
    path.write_text(json.dumps({"turns": turns}))
    return f"scripted:{path}"


def test_the_default_is_the_solver_then_the_local_model(settings: ModelSettings) -> None:
    assert ask(settings, "default", "Solve 4x+11=19").calls, "the solver writes code"
    complaint = r"not here yet \(1\.1 GB, Apache-2\.0\)\. Run `assist-magic pull` once"
    with pytest.raises(ModelError, match=complaint):
        ask(settings, "default")


def test_the_solver_alone_says_why_it_cannot(settings: ModelSettings) -> None:
    assert ask(settings, "solver", "Solve 4x+11=19").calls
    with pytest.raises(ModelError, match=r"No model can take this question\. .*solver"):
        ask(settings, "solver")


def test_weights_that_are_missing_name_their_command(settings: ModelSettings) -> None:
    with pytest.raises(ModelError, match=r"491 MB, Apache-2\.0\)\. Run `assist-magic pull 0\.5b`"):
        ask(settings, "local:0.5b")


@pytest.mark.model
def test_missing_weights_are_fetched_where_that_is_allowed(
    settings: ModelSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = SMOLLM2.read_bytes()
    source = WeightsSource(
        name="tiny",
        title="Tiny",
        filename="tiny.gguf",
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        licence="MIT",
        url=SMOLLM2.as_uri(),
    )
    monkeypatch.setitem(catalogue.WEIGHTS, "tiny", source)
    assert ask(replace(settings, auto_pull=True), "local:tiny").text
    assert (settings.weights / "tiny.gguf").exists()
    assert ask(settings, "local:tiny").text, "now it is here"


@pytest.mark.model
def test_a_file_may_be_the_model(settings: ModelSettings, tmp_path: Path) -> None:
    assert ask(settings, f"local:{SMOLLM2}").text
    (tmp_path / "no.gguf").write_text("hello")
    with pytest.raises(ModelError, match="is no GGUF file"):
        ask(settings, f"local:{tmp_path / 'no.gguf'}")


def test_a_script_answers_and_does_not_decline(settings: ModelSettings, script: str) -> None:
    assert ask(settings, script).text == "I am a script."
    with pytest.raises(ModelError, match=r"Too hard\."):
        ask(settings, script, "hard")


def test_whoever_serves_others_takes_no_files(settings: ModelSettings, script: str) -> None:
    for name in (script, f"local:{SMOLLM2}"):
        with pytest.raises(UnknownModel, match="takes no models from files"):
            ask(replace(settings, allow_paths=False), name)


def test_other_names_go_to_the_endpoint_of_the_run_else_of_the_engine(
    settings: ModelSettings, endpoint: Server
) -> None:
    of_engine = replace(settings, endpoint=Endpoint(endpoint.url, "engine-key"))
    assert ask(of_engine, "gpt-4").text == "Hello"
    assert ask(of_engine, "gpt-5", run=Endpoint(endpoint.url, "run-key")).text == "Hello"
    assert ask(settings, "phi:3b", run=Endpoint(endpoint.url)).text == "Hello"
    assert endpoint.keys == ["Bearer engine-key", "Bearer run-key", "Bearer none"]
    assert [body["model"] for body in endpoint.bodies] == ["gpt-4", "gpt-5", "phi:3b"]


def test_a_name_may_ask_for_the_responses_api(settings: ModelSettings) -> None:
    with serving("/responses", lambda body: events(text("Hello"), ended())) as endpoint:
        taken = ask(settings, "responses:gpt-5", run=Endpoint(endpoint.url, "run-key"))
    assert taken.text == "Hello"
    assert [body["model"] for body in endpoint.bodies] == ["gpt-5"]
    with pytest.raises(UnknownModel, match="needs an endpoint"):
        ask(settings, "responses:gpt-5")


def test_without_an_endpoint_the_default_answers_in_its_place(
    settings: ModelSettings, script: str
) -> None:
    models = Models(settings)
    assert models.resolve("gpt-4").name == models.resolve("default").name
    assert ask(replace(settings, default=script), "gpt-4").text == "I am a script."
    assert ask(replace(settings, default=script), "default").text == "I am a script."


def test_a_default_that_needs_an_endpoint_says_so(settings: ModelSettings) -> None:
    for name in ("default", "gpt-4", "other"):
        with pytest.raises(UnknownModel, match="'gpt-4' needs an endpoint"):
            ask(replace(settings, default="gpt-4"), name)


def test_unknown_local_names_are_refused_with_those_there_are(settings: ModelSettings) -> None:
    models = Models(settings)
    with pytest.raises(
        UnknownModel, match=r"no model 'local:7b'\. .* local:1\.5b, local:0\.5b"
    ) as no:
        models.check("local:7b")
    assert no.value.code == "invalid_prompt"


def test_a_local_model_is_kept_and_an_endpoint_of_a_run_is_not(settings: ModelSettings) -> None:
    models = Models(settings)
    assert models.resolve("local") is models.resolve("local:1.5b")
    assert models.resolve("local").name == "local model Qwen2.5-Coder-1.5B-Instruct"
    secret = Endpoint("http://127.0.0.1:9/v1", "sk-1")
    assert models.resolve("gpt", secret) is not models.resolve("gpt", secret)
    assert "sk-1" not in repr(secret)
    assert "sk-1" not in repr(vars(models))
