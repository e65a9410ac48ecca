"""The plain-text door, by the real curl."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from openai import OpenAI

from tests.engine.conftest import SCRIPT, serving
from tests.engine.curl import Answer, curl

TEXT = ("-H", "Content-Type: text/plain")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose default model is the scripted one; its URL with /v1."""
    home = tmp_path_factory.mktemp("plain")
    script = home / "script.json"
    script.write_text(json.dumps(SCRIPT))
    with serving(home, "--model", f"scripted:{script}") as base:
        yield f"{base}/v1"


@pytest.fixture(scope="module")
def client(url: str) -> OpenAI:
    return OpenAI(base_url=url, api_key="any", max_retries=0)


@pytest.fixture
def thread(url: str) -> str:
    """The URL of a new thread's messages."""
    made = curl("-X", "POST", "-H", "Accept: text/plain", f"{url}/threads")
    assert made.kind.startswith("text/plain")
    assert made.text.startswith("thread_")
    assert made.text.isascii()
    assert "\n" not in made.text
    return f"{url}/threads/{made.text}/messages"


def say(thread: str, text: str, *more: str) -> Answer:
    return curl(*TEXT, *more, "--data-binary", "@-", thread, given=text.encode())


def id_in(thread: str) -> str:
    return thread.split("/")[-2]


def test_says_what_the_assistant_says(thread: str) -> None:
    assert say(thread, "hello") == Answer(
        200, "text/plain; charset=utf-8", "Hello there, how are you?\n"
    )


def test_curl_alone_is_enough(thread: str) -> None:
    answer = curl("--data-binary", "@-", thread, given=b"six times seven\n")
    assert answer.status == 200
    assert answer.text.startswith("Let me compute it.\n\nIt printed 42")
    assert curl("-d", "what was x", thread).text == "x is 42\n"


def test_bare_paths_serve_too(url: str, thread: str) -> None:
    assert say(thread.replace("/v1/", "/"), "hello").status == 200


def test_message_is_kept_byte_for_byte(client: OpenAI, thread: str) -> None:
    text = "  hello {x} $5\r\n\tβ 🎲\n"
    assert say(thread, text).status == 200
    kept = client.beta.threads.messages.list(id_in(thread), order="asc").data
    assert [message.role for message in kept] == ["user", "assistant"]
    assert kept[0].content[0].text.value == text  # type: ignore[union-attr]


def test_other_charsets_are_read(thread: str) -> None:
    latin = ("-H", "Content-Type: text/plain; charset=latin-1")
    answer = curl(*latin, "--data-binary", "@-", thread, given="hello é".encode("latin-1"))
    assert answer.status == 200


def test_default_assistant_is_made_once_and_found_again(client: OpenAI, url: str) -> None:
    threads = [f"{url}/threads/{client.beta.threads.create().id}/messages" for _ in range(4)]
    askers = [threading.Thread(target=say, args=(each, "hello")) for each in threads]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    named = [each for each in client.beta.assistants.list() if each.name == "default"]
    assert len(named) == 1
    used = {client.beta.threads.runs.list(id_in(each)).data[0].assistant_id for each in threads}
    assert used == {named[0].id}


def test_links_can_be_fetched(thread: str) -> None:
    shuffled = say(thread, "shuffle").text
    link = shuffled.split("[the file](")[1].split(")")[0]
    assert curl(link).text == "x\n1\n"
    drawn = say(thread, "draw").text
    assert drawn.endswith("Here is the plot.\n")
    picture = drawn.split("[image: ")[1].split("]")[0]
    fetched = subprocess.run(["curl", "-sS", picture], capture_output=True, check=True)
    assert fetched.stdout.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("text", "status", "line"),
    [
        ("break down", 502, "The run failed: The model is gone.\n"),
        ("too much", 429, "The run failed: Slow down.\n"),
        (" \n", 400, "The message is empty. Send its text as the body.\n"),
    ],
)
def test_failures_are_one_line(thread: str, text: str, status: int, line: str) -> None:
    assert say(thread, text) == Answer(status, "text/plain; charset=utf-8", line)
    assert say(thread, "hello").status == 200


def test_cut_answer_says_so(thread: str) -> None:
    answer = say(thread, "cut short")
    assert answer.status == 200
    assert answer.text == ("It goes on and\n\n[The answer was cut short: max_completion_tokens.]\n")


def test_refusals_are_one_line(url: str, thread: str) -> None:
    nobody = f"{url}/threads/thread_nobody/messages"
    assert say(nobody, "hello") == Answer(
        404, "text/plain; charset=utf-8", "No thread found with id 'thread_nobody'.\n"
    )
    assert say(f"{url}/threads/7/messages", "hello").status == 400
    broken = curl(*TEXT, "--data-binary", "@-", thread, given=b"hello \xff")
    assert broken.status == 400
    assert broken.text.startswith("The message is no text in utf-8:")
    assert broken.text.count("\n") == 1
    unknown = curl("-H", "Content-Type: text/plain; charset=klingon", "-d", "hello", thread)
    assert unknown.text == "The message is no text in klingon: unknown encoding: klingon.\n"
    no_json = curl("-H", "Accept: text/plain", "-d", "hello", f"{url}/threads")
    assert no_json.status == 400
    assert no_json.text.startswith("We could not parse the JSON body")
    assert no_json.text.count("\n") == 1


def test_locked_thread_is_told_and_stays_as_it_is(client: OpenAI, thread: str) -> None:
    first = threading.Thread(target=say, args=(thread, "slowly"))
    first.start()
    run = wait_for_run(client, id_in(thread))
    locked = say(thread, "hello")
    assert locked.status == 409
    assert locked.text == f"Thread {id_in(thread)} already has an active run {run}.\n"
    first.join()
    kept = client.beta.threads.messages.list(id_in(thread)).data
    assert [message.role for message in kept] == ["assistant", "user"]


def test_client_that_leaves_takes_the_run_along(client: OpenAI, thread: str) -> None:
    leaving = subprocess.Popen(["curl", "-sS", *TEXT, "-d", "loop forever", thread])
    wait_for_run(client, id_in(thread))
    leaving.terminate()
    leaving.wait(10)
    left = time.monotonic()
    answer = say(thread, "hello")
    while answer.status == 409 and time.monotonic() - left < 20:
        time.sleep(0.1)
        answer = say(thread, "hello")
    assert answer.status == 200
    runs = client.beta.threads.runs.list(id_in(thread), order="asc").data
    assert [run.status for run in runs] == ["cancelled", "completed"]


def test_run_cancelled_by_another_is_told(client: OpenAI, thread: str) -> None:
    heard: list[Answer] = []
    asker = threading.Thread(target=lambda: heard.append(say(thread, "slowly")))
    asker.start()
    run = wait_for_run(client, id_in(thread))
    client.beta.threads.runs.cancel(run, thread_id=id_in(thread))
    asker.join()
    assert heard[0].status == 409
    assert heard[0].text == f"The run {run} was cancelled. Ask again.\n"


def test_functions_that_nobody_can_run_do_not_lock_the_thread(client: OpenAI, thread: str) -> None:
    weather: Any = {"type": "function", "function": {"name": "get_weather"}}
    made = client.beta.assistants.create(model="default", name="default", tools=[weather])
    try:
        answer = say(thread, "weather")
    finally:
        client.beta.assistants.delete(made.id)
    assert answer.status == 501
    assert answer.text.endswith("asked for what nobody here can run: get_weather, get_weather.\n")
    assert say(thread, "hello").status == 200


def test_json_is_still_the_protocol(url: str, thread: str) -> None:
    form = curl("-d", '{"role": "user", "content": "hello"}', thread)
    assert json.loads(form.text)["object"] == "thread.message"
    broken = curl("-d", '{"role": "user", content', thread)
    assert json.loads(broken.text)["error"]["type"] == "invalid_request_error"
    made = curl("-X", "POST", f"{url}/threads")
    assert json.loads(made.text)["object"] == "thread"
    both = curl("-X", "POST", "-H", "Accept: application/json, text/plain", f"{url}/threads")
    assert json.loads(both.text)["object"] == "thread"


def wait_for_run(client: OpenAI, thread_id: str) -> str:
    for _ in range(100):
        found = client.beta.threads.runs.list(thread_id).data
        if found:
            return found[0].id
        time.sleep(0.05)
    raise AssertionError("no run began")
