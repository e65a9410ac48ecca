from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from assist_magic.engine.models.base import ChatMessage, ModelError
from assist_magic.engine.models.chain import Chain
from assist_magic.engine.models.scripted import Scripted
from assist_magic.engine.models.solver import Solver
from tests.engine.models.turns import CODE, asking, called, printed, take


def scripted(path: Path, **turn: Any) -> Scripted:
    path.write_text(json.dumps({"turns": [turn]}))
    return Scripted(path)


def test_the_first_that_does_not_decline_takes_the_turn(tmp_path: Path) -> None:
    chain = Chain(
        [
            scripted(tmp_path / "1.json", decline="Not sure."),
            scripted(tmp_path / "2.json", text="I am the second."),
            scripted(tmp_path / "3.json", text="I am the third."),
        ]
    )
    assert asyncio.run(take(chain, asking("?"))).text == "I am the second."


def test_when_all_decline_each_reason_is_told(tmp_path: Path) -> None:
    chain = Chain([scripted(tmp_path / f"{n}.json", decline=f"Reason {n}.") for n in (1, 2)])
    with pytest.raises(ModelError, match=r"question\. Reason 1\. Reason 2\.$"):
        asyncio.run(take(chain, asking("?")))


def test_a_failure_is_not_passed_on(tmp_path: Path) -> None:
    chain = Chain(
        [
            scripted(tmp_path / "1.json", text="So", fail={"message": "Broken."}),
            scripted(tmp_path / "2.json", text="Never."),
        ]
    )
    with pytest.raises(ModelError, match="Broken"):
        asyncio.run(take(chain, asking("?")))


def test_the_solver_leaves_the_outputs_of_others_to_them(tmp_path: Path) -> None:
    chain = Chain([Solver(), scripted(tmp_path / "1.json", then=[{"text": "Mine: {output}"}])])
    for question in ("How many primes are below 100, by a sieve?", "Solve 4x+11=19"):
        outputs = [called("print(25)"), printed("25\n")]
        request = asking([ChatMessage("user", question), *outputs], CODE)
        assert asyncio.run(take(chain, request)).text == "Mine: 25"


def test_a_reason_names_its_model_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        asyncio.run(take(Chain([Solver()]), asking("Solve it")))
    assert str(error.value).count("xact solver") == 1
