"""The traits of the magics: what they change, and what counts more than they."""

from __future__ import annotations

from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from assist_magic.config import Preferences, Settings
from assist_magic.errors import RunFailed
from assist_magic.magic import register, unregister
from assist_magic.session import session
from tests.conftest import run_cell
from tests.proxy import Proxy


def test_the_model_option_command_trait_environment(
    front: Path, front_model: str, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    def model() -> str:
        run_cell(shell, "%%assistant -o reply --quiet\nSolve 4x + 11 = 19")
        return str(shell.user_ns["reply"].model)

    assert model() == front_model
    first = shell.user_ns["reply"].thread_id
    run_cell(shell, '%config AssistantMagics.model = "solver"')
    assert model() == "solver"
    assert shell.user_ns["reply"].thread_id == first
    capsys.readouterr()
    run_cell(shell, "%assistant status")
    assert "solver (AssistantMagics.model names it)" in capsys.readouterr().out
    run_cell(shell, f"%assistant model {front_model}")
    assert model() == front_model
    run_cell(shell, "%%assistant -o reply --quiet -m solver\nSolve 4x + 11 = 19")
    assert shell.user_ns["reply"].model == "solver"


def test_traits_may_come_from_a_configuration_file(bare: Path) -> None:
    config = Config()
    config.HistoryManager.enabled = False
    config.AssistantMagics.model = "solver"
    config.AssistantMagics.mode = "terminal"
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=config)
    try:
        register(shell)
        assert session.settings().model == "solver"
        assert session.settings().mode == "terminal"
        unregister(shell)
        assert session.preferences == Preferences()
    finally:
        InteractiveShell.clear_instance()


def test_a_reloaded_extension_is_still_configured(
    bare: Path, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_line_magic("reload_ext", "assist_magic")
    run_cell(shell, "%config AssistantMagics.mode = 'terminal'")
    assert session.settings().mode == "terminal"
    run_cell(shell, "%config AssistantMagics")
    assert "AssistantMagics.timeout" in capsys.readouterr().out


def test_poll_timeout_and_assistant(proxy: Proxy, shell: InteractiveShell) -> None:
    run_cell(shell, "%config AssistantMagics.poll = True")
    run_cell(shell, "%%assistant\nhello")
    assert not [body for body in proxy.bodies if "stream" in (body or {})]
    run_cell(shell, "%config AssistantMagics.assistant = 'tutor'")
    run_cell(shell, "%%assistant -o reply\nhello")
    tutor = shell.user_ns["reply"].assistant_id
    run_cell(shell, "%%assistant -o reply -a default\nhello")
    assert shell.user_ns["reply"].assistant_id != tutor
    run_cell(shell, "%%assistant -o reply --hint\nhello")
    assert shell.user_ns["reply"].assistant_id == tutor
    run_cell(shell, "%config AssistantMagics.timeout = 0.5")
    with pytest.raises(RunFailed, match=r"longer than 0\.5 s"):
        run_cell(shell, "%%assistant -a default\nlong wait")


def test_an_address_that_is_preferred_is_used(
    proxy: Proxy,
    shell: InteractiveShell,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("ASSIST_MAGIC_BASE_URL")
    run_cell(shell, f"%config AssistantMagics.base_url = {proxy.base_url!r}")
    run_cell(shell, "%assistant status")
    assert f"{proxy.base_url} (AssistantMagics.base_url names it)" in capsys.readouterr().out


def test_a_key_stays_with_the_host_that_it_is_for() -> None:
    settings = Settings(base_url="https://one.example/v1", api_key="sk-1")
    other = settings.preferring(Preferences(base_url="https://two.example"))
    assert (other.base_url, other.api_key) == ("https://two.example/v1", None)
    same = settings.preferring(Preferences(base_url="https://one.example/other"))
    assert same.api_key == "sk-1"


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("mode = 'loud'", "'loud'"),
        ("base_url = 'nowhere'", "AssistantMagics.base_url is 'nowhere'"),
        ("timeout = 'long'", "'long'"),
    ],
)
def test_a_value_that_cannot_work_is_refused(
    bare: Path,
    shell: InteractiveShell,
    caplog: pytest.LogCaptureFixture,
    setting: str,
    words: str,
) -> None:
    run_cell(shell, f"%config AssistantMagics.{setting}")
    assert words in caplog.text
    assert session.preferences == Preferences()
