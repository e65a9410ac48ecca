"""Other servers from a real kernel: asked, found again after a restart, their losses made good."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from assist_magic.backend.wire import Wire
from assist_magic.engine.process import Engine
from tests.backend.conftest import Serve
from tests.engine.conftest import serving
from tests.proxy import Proxy
from tests.servers import Foundry, Relay
from tests.test_kernel import Kernel


def story(folder: Path, server: Wire) -> str:
    """A notebook's questions before and after a restart, and after its thread is gone; gives back
    what status says then."""
    with closing(Kernel(folder, str(folder / "lesson.ipynb"))) as kernel:
        kernel.run("%load_ext assist_magic")
        kernel.run("%%assistant -o reply\nHow much is six times seven?")
        first = kernel.run("print(reply.thread_id)")
        kernel.restart()
        kernel.run("%load_ext assist_magic")
        kernel.run("%%assistant -o reply\nAnd what was x?")
        assert kernel.run("print(reply.text)") == "x was 42."
        assert kernel.run("print(reply.thread_id)") == first

        server.delete(f"/threads/{first}")
        kernel.run("%%assistant -o reply\nhello")
        assert kernel.run("print(reply.text)") == "Hello there, how are you?"
        assert "a new one was begun with the last 2 answers" in kernel.run("print(*reply.notes)")
        return kernel.run("%assistant status")


@pytest.mark.parametrize(
    ("kind", "protocol", "probes"), [(Relay, "v1: polled", 4), (Foundry, "v2 (api-version v1)", 3)]
)
def test_a_notebook_lives_with_a_server_elsewhere(
    kind: type[Proxy],
    protocol: str,
    probes: int,
    serve: Serve[Proxy],
    front: Path,
    front_engine: Engine,
) -> None:
    server = serve(kind)
    status = story(front, Wire(front_engine.base_url, front_engine.token, local=True))

    assert f"protocol   {protocol}" in status
    # Two at the first question, and then none until status looks again.
    assert server.count(r"GET .*/assistants\?.*limit=1") == probes


def test_a_notebook_lives_with_a_server_that_was_started_by_hand(
    front: Path, front_model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "class.key"
    key.write_text("class-key")
    with serving(tmp_path / "class", "--model", front_model, "--key-file", str(key)) as url:
        monkeypatch.setenv("ASSIST_MAGIC_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("ASSIST_MAGIC_BASE_URL", url)
        monkeypatch.setenv("ASSIST_MAGIC_API_KEY", "class-key")
        assert "protocol   v2\n" in story(front, Wire(f"{url}/v1", "class-key", local=True))
