"""What the environment says, and what is refused of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist_magic.config import (
    Preferences,
    Settings,
    api_version_of,
    code_environment,
    engine_environment,
    host_of,
    image_protocol,
    is_loopback,
    without_query,
)
from assist_magic.errors import ConfigError


def test_an_empty_environment_is_the_default() -> None:
    assert Settings.from_environment({}) == Settings()


def test_every_variable_is_read() -> None:
    found = Settings.from_environment(
        {
            "ASSIST_MAGIC_BASE_URL": "https://class.example/v1/",
            "ASSIST_MAGIC_API_KEY": "k1",
            "ASSIST_MAGIC_MODEL": "m",
            "ASSIST_MAGIC_MODE": "Static",
            "ASSIST_MAGIC_SANDBOX": "none",
            "ASSIST_MAGIC_IDLE_SECONDS": "5",
            "ASSIST_MAGIC_HOME": "/nowhere/yet",
            "OPENAI_BASE_URL": "http://localhost:1234",
            "OPENAI_API_KEY": "k2",
            "JPY_SESSION_NAME": "/a/b.ipynb",
        }
    )
    assert found == Settings(
        base_url="https://class.example/v1",
        api_key="k1",
        model="m",
        mode="static",
        sandbox="none",
        idle_seconds=5.0,
        home=Path("/nowhere/yet"),
        openai_base_url="http://localhost:1234/v1",
        openai_api_key="k2",
        session_name="/a/b.ipynb",
    )


def test_keys_are_in_no_repr() -> None:
    settings = Settings(api_key="secret-1", openai_api_key="secret-2")
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSIST_MAGIC_BASE_URL", "class.example"),
        ("ASSIST_MAGIC_BASE_URL", "ftp://class.example"),
        ("ASSIST_MAGIC_BASE_URL", "http://host:notaport/"),
        ("OPENAI_BASE_URL", "http://"),
        ("ASSIST_MAGIC_MODE", "fancy"),
        ("ASSIST_MAGIC_SANDBOX", "off"),
        ("ASSIST_MAGIC_IDLE_SECONDS", "soon"),
        ("ASSIST_MAGIC_IDLE_SECONDS", "nan"),
        ("ASSIST_MAGIC_HOME", __file__),
    ],
)
def test_a_bad_value_is_named_with_its_variable(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as refused:
        Settings.from_environment({name: value})
    assert name in str(refused.value)
    assert value in str(refused.value)


@pytest.mark.parametrize("key", ["sk-1 2", "sk-\u201cquoted\u201d", "sk-1\nsk-2"])
def test_a_bad_key_is_named_but_not_shown(key: str) -> None:
    with pytest.raises(ConfigError, match="OPENAI_API_KEY") as refused:
        Settings.from_environment({"OPENAI_API_KEY": key})
    assert "sk-" not in str(refused.value)


def test_a_password_in_an_address_is_not_shown() -> None:
    with pytest.raises(ConfigError) as refused:
        Settings.from_environment({"ASSIST_MAGIC_BASE_URL": "ftp://ada:hunter2@host/"})
    assert "hunter2" not in str(refused.value)
    assert host_of("https://ada:hunter2@host:8443/v1") == "host:8443"


def test_home_holds_every_folder(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)

    assert settings.data_folder == tmp_path / "data"
    assert settings.models_folder == tmp_path / "cache" / "models"
    assert settings.runtime_folder == tmp_path / "runtime"
    assert not any(tmp_path.iterdir())


def test_without_home_the_folders_are_the_users_own() -> None:
    settings = Settings()
    folders = {settings.data_folder, settings.cache_folder, settings.runtime_folder}

    assert len(folders) == 3
    assert all("assist_magic" in str(each) for each in folders)


def test_code_sees_only_what_is_allowed() -> None:
    seen = code_environment(
        {
            "OPENAI_API_KEY": "secret",
            "HOME": "/home/ada",
            "PATH": "/home/ada/bin",
            "LC_ALL": "de_DE.UTF-8",
            "OMP_NUM_THREADS": "2",
            "TZ": "Asia/Tokyo",
        }
    )
    assert seen == {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LC_ALL": "de_DE.UTF-8",
        "OMP_NUM_THREADS": "2",
        "TZ": "Asia/Tokyo",
    }


def test_the_shared_engine_gets_no_notebooks_key_or_model(tmp_path: Path) -> None:
    seen = engine_environment(
        Settings(home=tmp_path),
        {
            "OPENAI_API_KEY": "secret",
            "ASSIST_MAGIC_MODEL": "m",
            "PATH": "/bin",
            "HOME": "/home/ada",
        },
    )
    assert seen == {
        "PATH": "/bin",
        "HOME": "/home/ada",
        "ASSIST_MAGIC_HOME": str(tmp_path),
        "ASSIST_MAGIC_SANDBOX": "auto",
    }


def test_loopback_is_known() -> None:
    assert is_loopback("http://127.0.0.1:8000/v1")
    assert is_loopback("http://[::1]:8000/v1")
    assert not is_loopback("https://class.example/v1")


def test_an_address_of_assistants_may_ask_for_a_version() -> None:
    project = "https://me.services.example/api/projects/demo"
    environ = {
        "ASSIST_MAGIC_BASE_URL": f"{project}/?x=1&api-version=2025-05-01#top",
        "OPENAI_BASE_URL": "https://models.example/v1?api-version=2025-05-01",
    }
    settings = Settings.from_environment(environ)

    assert settings.base_url == f"{project}?api-version=2025-05-01"
    assert settings.openai_base_url == "https://models.example/v1"
    assert api_version_of(settings.base_url) == "2025-05-01"
    assert without_query(settings.base_url) == project
    preferred = settings.preferring(Preferences(base_url=f"{project}?api-version=v1"))
    assert preferred.base_url == f"{project}?api-version=v1"


@pytest.mark.parametrize(
    ("environ", "protocol"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm2"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "iterm2"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app", "TMUX": "/tmp/t,1,0"}, None),
        ({"TERM": "screen-256color", "TERM_PROGRAM": "WezTerm"}, None),
        ({"TERM": "xterm-256color"}, None),
        ({}, None),
    ],
)
def test_terminals_that_draw_images_are_known(
    environ: dict[str, str], protocol: str | None
) -> None:
    assert image_protocol(environ) == protocol
