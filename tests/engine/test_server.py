"""Who may come in: the key, the machine itself, and no web page from elsewhere."""

from __future__ import annotations

import http.client
import json
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from openai import AuthenticationError, OpenAI

from assist_magic.engine.process import Engine
from tests.engine.conftest import place_in, serving


def get(url: str, **headers: str) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_wrong_key_is_refused_and_not_repeated(engine: Engine) -> None:
    client = OpenAI(base_url=engine.base_url, api_key="sk-secret-of-mine", max_retries=0)
    with pytest.raises(AuthenticationError) as refusal:
        client.beta.assistants.list()
    assert refusal.value.code == "invalid_api_key"
    assert "sk-secret" not in str(refusal.value)


def test_health_says_more_to_those_with_the_key(engine: Engine) -> None:
    url = f"http://127.0.0.1:{engine.port}/healthz"
    assert get(url) == (200, {"status": "ok"})
    _, said = get(url, Authorization=f"Bearer {engine.token}")
    protection = said["protection"]
    assert isinstance(protection, dict)
    assert protection["words"]


@pytest.fixture(scope="module")
def keyless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A hand-started server on loopback, without a key."""
    with serving(tmp_path_factory.mktemp("served")) as url:
        yield url


def test_keyless_server_answers_programs_here(keyless: str) -> None:
    assert get(f"{keyless}/v1/assistants")[0] == 200
    assert OpenAI(base_url=f"{keyless}/v1", api_key="any").beta.threads.create().id


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example:8765"}]
)
def test_keyless_server_refuses_web_pages(keyless: str, headers: dict[str, str]) -> None:
    status, body = get(f"{keyless}/v1/assistants", **headers)
    assert status == 403
    assert "only programs on its own machine" in json.dumps(body)


def test_served_model_may_not_be_a_file(keyless: str) -> None:
    client = OpenAI(base_url=f"{keyless}/v1", api_key="any", max_retries=0)
    with pytest.raises(Exception, match="takes no models from files"):
        client.beta.assistants.create(model="scripted:/etc/passwd")


def run_serve(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assist_magic", "serve", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env=dict(place_in(home).environment),
    )


def test_beyond_loopback_a_key_is_demanded(tmp_path: Path) -> None:
    refused = run_serve(tmp_path, "--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 1
    assert "--key-file" in refused.stderr


def test_taken_port_is_told(tmp_path: Path, engine: Engine) -> None:
    refused = run_serve(tmp_path, "--port", str(engine.port))
    assert refused.returncode == 1
    assert f"port {engine.port}: Address already in use" in refused.stderr
    assert "--port 0" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--port", "99999"), "port must be 0-65535. Choose another with --port"),
        (("--data", "/proc/nowhere"), "Cannot use the folder /proc/nowhere"),
        (("--model", "nonsense"), "'nonsense' needs an endpoint"),
        (("--model", "scripted:/nope.json"), "/nope.json cannot be read"),
        (("--key-file", "/nope.key"), "/nope.key cannot be read"),
        (("--model-url", "gpu:8000"), "--model-url is 'gpu:8000', which is no web address"),
    ],
)
def test_what_cannot_be_served_is_told_at_once(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    refused = run_serve(tmp_path, "--port", "0", *arguments)
    assert refused.returncode == 1
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_folder_is_for_one_engine_alone(tmp_path: Path, engine: Engine, engine_home: Path) -> None:
    taken = str(engine_home / "data" / "engine")
    refused = run_serve(tmp_path, "--port", "0", "--data", taken)
    assert refused.returncode == 1
    assert f"Another engine keeps its data in {taken}" in refused.stderr


def test_model_that_the_operator_names_may_be_a_file(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text('{"turns": [{"text": "At your service."}]}')
    with serving(tmp_path, "--model", f"scripted:{script}") as url:
        client = OpenAI(base_url=f"{url}/v1", api_key="any", max_retries=0)
        assistant = client.beta.assistants.create(model="gpt-4")
        thread = client.beta.threads.create(messages=[{"role": "user", "content": "hi"}])
        run = client.beta.threads.runs.create_and_poll(
            thread_id=thread.id, assistant_id=assistant.id
        )
        assert run.status == "completed"


def test_answers_on_an_open_connection_come_at_once(engine: Engine) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", engine.port)
    times = []
    for _ in range(12):
        began = time.perf_counter()
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        times.append(time.perf_counter() - began)
    connection.close()
    # Nagle's algorithm and a delayed acknowledgement would make each wait for 40 ms.
    assert sorted(times)[len(times) // 2] < 0.03


def test_database_is_for_its_owner_alone(engine: Engine, engine_home: Path) -> None:
    assert stat.S_IMODE((engine_home / "data" / "engine").stat().st_mode) == 0o700


def test_objects_live_in_postgresql_and_files_where_it_is_said(
    tmp_path: Path, scripted: str, postgresql_url: str
) -> None:
    files = tmp_path / "bodies"
    places = ("--database", postgresql_url, "--files", str(files), "--model", scripted)
    with serving(tmp_path, *places) as url:
        client = OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0)
        uploaded = client.files.create(file=("data.csv", b"v\n3\n4\n"), purpose="assistants")
        assistant = client.beta.assistants.create(
            model="gpt-4o",
            tools=[{"type": "code_interpreter"}],
            tool_resources={"code_interpreter": {"file_ids": [uploaded.id]}},
        )
        thread = client.beta.threads.create(
            messages=[{"role": "user", "content": "Please read data.csv"}]
        )
        run = client.beta.threads.runs.create_and_poll(
            thread_id=thread.id, assistant_id=assistant.id
        )
        assert run.status == "completed"
        client.close()
    assert (files / uploaded.id).read_bytes() == b"v\n3\n4\n"
    assert not list(tmp_path.rglob("engine.db"))
    with serving(tmp_path, *places) as url:
        client = OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0)
        [answer, _] = client.beta.threads.messages.list(thread.id)
        client.close()
    assert answer.content[0].type == "text"
    assert answer.content[0].text.value == "The sum is 7."


def test_a_database_that_is_not_there_is_told_before_serving(tmp_path: Path) -> None:
    database = "postgresql+psycopg://me:hunter2@127.0.0.1:9/x"
    words = [sys.executable, "-m", "assist_magic", "serve", "--port", "0", "--database", database]
    environment = dict(place_in(tmp_path).environment)
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "Cannot use the database" in done.stderr
    assert "hunter2" not in done.stderr


def test_the_log_has_a_line_for_each_request_and_nothing_of_what_was_said(tmp_path: Path) -> None:
    secret = tmp_path / "key.txt"
    secret.write_text("the-key-of-the-class")
    log = tmp_path / "log.txt"
    with serving(tmp_path, "--key-file", str(secret), log=log) as url:
        client = OpenAI(base_url=f"{url}/v1", api_key="the-key-of-the-class", max_retries=0)
        raw = client.beta.threads.with_raw_response.create(
            messages=[{"role": "user", "content": "my private question"}],
            extra_query={"note": "private too"},
        )
        client.close()
        with pytest.raises(AuthenticationError):
            OpenAI(base_url=f"{url}/v1", api_key="a-guess", max_retries=0).models.list()
    told = log.read_text()
    made = next(line for line in told.splitlines() if "path=/v1/threads" in line)
    assert "method=POST" in made
    assert "status=200" in made
    assert f"request={raw.headers['x-request-id']}" in made
    assert "status=401" in told
    for hidden in ("private", "the-key-of-the-class", "a-guess"):
        assert hidden not in told
