"""Programs that read what users give: what they may not touch, and what ends them."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assist_magic.engine.interpreter import landlock
from assist_magic.engine.interpreter.base import MiB, RuntimeSettings
from assist_magic.engine.interpreter.confined import Confined, Ended
from assist_magic.engine.interpreter.processes import libraries

PROGRAM = """
import json, sys
from pathlib import Path
folders, terms, code = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
sys.path += folders
from assist_magic.engine.interpreter import confinement
kept = confinement.confine(
    confinement.Confinement.from_json(terms), confinement.readable_folders(folders)
)
confinement.seal(confinement.Confinement.from_json(terms))
exec(code)
"""
NOT_CONFINED = 3
linux = pytest.mark.skipif(landlock.abi() == 0, reason="needs Linux with Landlock")


def run(settings: RuntimeSettings, code: str, source: Path, **limits: Any) -> Ended:
    def command(terms: dict[str, Any]) -> list[str]:
        given = [json.dumps(libraries()), json.dumps(terms), code]
        return [sys.executable, "-P", "-c", PROGRAM, *given]

    async def ran() -> Ended:
        with source.open("rb") as opened:
            return await Confined(settings, **limits).run(command, opened, NOT_CONFINED)

    return asyncio.run(ran())


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("sk-probe-4711")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> RuntimeSettings:
    return RuntimeSettings(folder=tmp_path / "code", environment={"KEPT": "yes"})


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


PROBES = {
    "read": "print(Path('<SECRET>').read_text())",
    "write": "Path('<SECRET>').write_text('gone'); print('sk-probe')",
    "connect": "import socket; socket.create_connection(('127.0.0.1', <PORT>)); print('sk-probe')",
    "begin": "import os; os.kill(os.getppid(), 0); print('sk-probe')",
}


@linux
@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("rung", ["full", "no namespaces", "none"])
def test_what_lies_outside_is_out_of_reach(
    settings: RuntimeSettings, secret: Path, port: int, rung: str, probe: str
) -> None:
    """The same probes succeed without a sandbox: else they would prove nothing."""
    settings = replace(
        settings, namespaces=rung == "full", sandbox="none" if rung == "none" else "auto"
    )
    code = PROBES[probe].replace("<SECRET>", str(secret)).replace("<PORT>", str(port))
    ended = run(settings, code, secret)
    reached = b"sk-probe" in ended.output
    # Signals to others are told apart only where Landlock is new enough; otherwise by seccomp.
    assert reached == (rung == "none"), ended
    assert (ended.code == 0) == reached
    if rung != "none":
        assert secret.read_text() == "sk-probe-4711"


@linux
def test_source_is_there_and_the_environment_is_not(
    settings: RuntimeSettings, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-user")
    code = "import os; print(sys.stdin.read(), sorted(os.environ))"
    said = run(settings, code, secret).output.decode()
    assert said.startswith("sk-probe-4711")
    assert "KEPT" in said
    assert "OPENAI_API_KEY" not in said


@linux
@pytest.mark.parametrize(
    ("code", "limits", "reason"),
    [
        ("while True: pass", {"seconds": 1.0}, "it took longer than 1 s"),
        ("import time; time.sleep(60)", {"seconds": 0.5}, "it took longer than 0.5 s"),
        ("while True: print('x' * 10_000)", {"output_bytes": MiB}, "it wrote too much"),
    ],
)
def test_limits(
    settings: RuntimeSettings, secret: Path, code: str, limits: dict[str, Any], reason: str
) -> None:
    assert run(settings, code, secret, **limits).reason == reason


@linux
def test_memory_is_limited(settings: RuntimeSettings, secret: Path) -> None:
    ended = run(settings, "x = bytearray(500_000_000)", secret, memory_bytes=200 * MiB)
    assert ended.code == 1
    assert "MemoryError" in ended.errors


@linux
def test_crash_is_told(settings: RuntimeSettings, secret: Path) -> None:
    ended = run(settings, "import os; os.abort()", secret)
    assert ended.code < 0
    assert not ended.reason
