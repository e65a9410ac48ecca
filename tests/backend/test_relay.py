"""A relay of v1 behind the front: found out once, asked step by step, and its losses made good."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import assist_magic
from assist_magic import assistant_tool
from assist_magic.backend import wire
from assist_magic.conversation import notebook
from assist_magic.engine.process import Engine
from assist_magic.errors import (
    AssistantError,
    BackendUnavailable,
    RunCancelled,
    RunFailed,
    ThreadLost,
    UsageError,
)
from assist_magic.presets import STANDARD
from assist_magic.reply import Reply
from tests.backend.conftest import Serve, restart
from tests.conftest import Door, run_cell
from tests.proxy import Fault
from tests.servers import Relay

PROBE = r"GET /v1/assistants\?limit=1$"
MESSAGE = r"POST .*/messages$"
RUN = r"POST .*/runs$"


def sent(relay: Relay, pattern: str) -> list[dict[str, Any]]:
    """The bodies of the requests that match."""
    pairs = zip(relay.requests, relay.bodies, strict=True)
    return [body for line, body in pairs if re.search(pattern, line)]


def kinds(relay: Relay) -> list[str]:
    """The requests but for polls, without ids and queries."""
    told = [re.sub(r"(\w+)_\w{24}", r"\1", each.split("?")[0]) for each in relay.requests]
    return [each for each in told if not each.endswith("/runs/run")]


def forget(relay: Relay, reply: Reply, *kept: str) -> None:
    """The account of an answer goes, and its ids with it."""
    relay.forgotten |= {reply.thread_id, reply.assistant_id, reply.run_id} - set(kept)


def test_a_question_takes_thread_message_and_run(relay: Relay, door: Door) -> None:
    reply = door("How much is six times seven?")

    assert reply.text.endswith("It is 42.")
    assert [(each.kind, each.logs.strip()) for each in reply.steps] == [("code_interpreter", "42")]
    assert relay.count(PROBE) == 2
    assert list(dict.fromkeys(kinds(relay))) == [  # a slow run's steps are looked at as it goes
        "GET /v1/assistants",
        "POST /v1/assistants",
        "POST /v1/threads",
        "POST /v1/threads/thread/messages",
        "POST /v1/threads/thread/runs",
        "GET /v1/threads/thread/runs/run/steps",
        "GET /v1/threads/thread/messages",
    ]
    assert {each["openai-beta"] for each in relay.headers[1:]} == {"assistants=v1"}
    assert door("And what was x?").text == "x was 42."


def test_the_relay_is_met_once(relay: Relay, door: Door, tmp_path: Path) -> None:
    first = door("hello")
    for _ in range(2):
        restart()
        assert door("hello again").thread_id == first.thread_id

    assert relay.count(PROBE) == 2  # the second is in the dialect that the first was told
    assert relay.count("POST /v1/assistants") == 1
    (kept,) = (tmp_path / "home" / "data" / "servers").iterdir()
    assert relay.base_url not in kept.read_text()
    kept.write_text("{ not json")
    restart()
    door("hello")
    assert relay.count(PROBE) == 4


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"temperature": 0.5}, "--temperature is not to be had from 127.0.0.1.*v1.*Leave it out"),
        ({"schema": {"type": "object"}}, "--schema is not to be had .*ask for JSON"),
        (
            {"files": ["cars.csv", "paper.txt"]},
            "-f paper.txt, a document .*, is not to be had .*-i NAME",
        ),
        ({"inputs": "picture"}, "-i picture, an image, is not to be had .*the numbers behind it"),
    ],
)
def test_what_v1_lacks_fails_before_anything_is_sent(
    relay: Relay, front: Path, door: Door, options: dict[str, Any], words: str
) -> None:
    from PIL import Image

    (front / "cars.csv").write_text("x\n1\n")
    (front / "paper.txt").write_text("Seals.")
    if "inputs" in options:
        options = {"inputs": {"picture": Image.new("RGB", (2, 2))}}
    with pytest.raises(UsageError, match=words) as refused:
        door("hello", **options)
    assert str(refused.value).count("\n") == 0
    assert kinds(relay) == ["GET /v1/assistants"] * 2

    restart()
    with pytest.raises(UsageError, match=words):
        door("hello", **options)
    assert relay.count() == 2


def test_what_v1_has_is_used(relay: Relay, front: Path) -> None:
    import pandas as pd

    def convert(degrees: float) -> str:
        return f"{degrees * 9 / 5 + 32:g} °F"

    (front / "more.csv").write_text("y\n2\n")
    sales = pd.DataFrame({"x": [1, 2]})
    given = {"sales": sales, "rate": 0.5}
    reply = assist_magic.ask("Please look at sales.", inputs=given, files="more.csv")
    assert reply.text == "It holds:\nx\n1\n2"
    (message,) = sent(relay, MESSAGE)
    assert message["content"].startswith("Please look at sales.\n\nrate = 0.5\n\n[in: sales.csv,")
    assert len(message["file_ids"]) == 2

    assert assist_magic.ask("Please convert.", tools=[convert]).text == "That is 212 °F."
    assert [each["type"] for each in sent(relay, RUN)[-1]["tools"]] == [
        "code_interpreter",
        "function",
    ]
    assert assist_magic.ask("Please draw it.").images
    assert assist_magic.ask("Please write a table.").files[0].path == "assistant_files/table.csv"


def test_instructions_stand_beside_the_assistants_own(relay: Relay, front_model: str) -> None:
    from assist_magic.config import Settings
    from assist_magic.session import session

    assist_magic.ask("hello")
    assist_magic.ask("hello", instructions="Be brief.")
    made = {"model": front_model, "name": "Bob", "instructions": "You are Bob."}
    session.backend(Settings.from_environment()).wire.post("/assistants", made)
    assist_magic.ask("hello", assistant="Bob", instructions="Be brief.")

    plain, brief, bob = sent(relay, RUN)
    assert "instructions" not in plain
    assert brief["instructions"] == f"{STANDARD.instructions}\n\nBe brief."
    assert bob["instructions"] == "You are Bob.\n\nBe brief."
    assert "model" not in bob


def test_the_tutor_is_one_of_v1_too(relay: Relay) -> None:
    reply = assist_magic.ask("hello", hint=True)

    assert reply.text.startswith("Hello")
    (made,) = sent(relay, "POST /v1/assistants$")
    assert made["name"] == "assist_magic tutor"


@pytest.mark.parametrize("words", ["No {kind} found with id '{id}'.", "Not found."])
def test_a_lost_thread_is_begun_again_with_what_was_said(
    relay: Relay, door: Door, words: str
) -> None:
    relay.words = words
    first = door("hello")
    forget(relay, first, first.assistant_id)
    reply = door("hello again")

    assert reply.text.startswith("Hello")
    assert reply.thread_id != first.thread_id
    (note,) = reply.notes
    assert "no longer knows this notebook's thread; a new one was begun with the last" in note
    (told,) = sent(relay, r"POST /v1/threads$")[-1]["messages"]
    assert told["role"] == "user"
    assert told["content"].endswith("User: hello\n\nAssistant: Hello there, how are you?")
    assert [each["content"] for each in sent(relay, MESSAGE)] == ["hello", "hello again"]


def test_what_was_said_outlives_every_loss(relay: Relay) -> None:
    replies = [assist_magic.ask("hello")]
    for question in ("How much is six times seven?", "long ago: hello"):
        forget(relay, replies[-1])
        restart()
        replies.append(assist_magic.ask(question))

    (told,) = sent(relay, r"POST /v1/threads$")[-1]["messages"]
    assert told["content"].count("User:") == 2
    assert "User: hello" in told["content"]
    assert "It is 42." in told["content"]


@pytest.mark.parametrize("words", ["No {kind} found with id '{id}'.", "Not found."])
def test_a_lost_assistant_is_made_again(relay: Relay, door: Door, words: str) -> None:
    relay.words = words
    first = door("hello")
    forget(relay, first, first.thread_id)
    reply = door("hello again")

    assert reply.text.startswith("Hello")
    assert reply.assistant_id != first.assistant_id
    assert reply.thread_id == first.thread_id
    assert reply.notes == ("The server no longer knows the assistant; it was made again.",)
    assert relay.count(MESSAGE) == 2  # it stood in the thread already
    assert door("hello").notes == ()


@pytest.mark.parametrize("words", ["No {kind} found with id '{id}'.", "Not found."])
def test_all_ids_of_an_account_go_at_once(relay: Relay, door: Door, words: str) -> None:
    relay.words = words
    first = door("hello")
    forget(relay, first)
    reply = door("hello again")

    assert reply.text.startswith("Hello")
    assert [each.split(";")[0] for each in reply.notes] == [
        "The server no longer knows this notebook's thread",
        "The server no longer knows the assistant",
    ]
    assert sent(relay, MESSAGE)[-1]["content"] == "hello again"
    assert relay.count(MESSAGE) == 2


def test_a_lost_thread_that_was_named_by_id_is_an_error(relay: Relay, door: Door) -> None:
    first = door("hello")
    forget(relay, first)
    with pytest.raises(ThreadLost, match=f"no longer knows {first.thread_id}"):
        door("hello", thread=first.thread_id)


def test_a_run_that_vanishes_is_told_and_asked_again(relay: Relay, door: Door) -> None:
    first = door("hello")

    def vanish() -> None:
        runs = [each for each in relay.requests if re.search(r"GET .*/runs/run_\w+$", each)]
        relay.forgotten.add(runs[-1].rpartition("/")[2])

    relay.faults.append(Fault(r"GET .*/runs/run_\w+$", instead=vanish))
    with pytest.raises(RunFailed, match=r"lost run_\w+ in mid-work: .*Run the cell again"):
        door("long wait")
    reply = door("long wait")

    assert reply.text == "At last."
    assert reply.thread_id == first.thread_id
    # The lost run went on unseen, and may have answered meanwhile.
    assert relay.count(MESSAGE) in (2, 3)


def test_an_account_that_goes_in_mid_run_loses_no_prompt(relay: Relay) -> None:
    first = assist_magic.ask("hello")

    def vanish() -> None:
        run = relay.requests[-1].rpartition("/")[2]
        relay.forgotten |= {run, first.thread_id, first.assistant_id}

    relay.faults.append(Fault(r"GET .*/runs/run_\w+$", instead=vanish))
    with pytest.raises(RunFailed, match=r"lost run_\w+ in mid-work"):
        assist_magic.ask("How much is six times seven?")
    reply = assist_magic.ask("How much is six times seven?")

    assert reply.text.endswith("It is 42.")
    assert "a new one was begun with the last" in reply.notes[0]


@pytest.mark.parametrize("fault", [{"status": 403}, {"status": 500}, {"lose": True}])
def test_a_question_without_its_run_is_told_and_used_again(
    relay: Relay, door: Door, fault: dict[str, Any]
) -> None:
    relay.faults.append(Fault(RUN, **fault))
    with pytest.raises(AssistantError, match=r"stands in the thread: run the cell again"):
        door("hello")
    restart()
    reply = door("hello")

    assert reply.text.startswith("Hello")
    assert relay.count("POST /v1/threads$") == 1
    assert relay.count(MESSAGE) == 1
    assert relay.count(RUN) == 2
    door("hello")  # has its answer: this is another one
    assert relay.count(MESSAGE) == 2


def test_a_run_whose_answer_is_lost_is_followed(relay: Relay) -> None:
    assist_magic.ask("hello")
    relay.faults.append(Fault(RUN, drop=True))
    assert assist_magic.ask("How much is six times seven?").text.endswith("It is 42.")
    assert relay.count(RUN) == 2


def test_a_message_whose_answer_is_lost_is_not_sent_twice(relay: Relay) -> None:
    assist_magic.ask("hello")
    relay.faults.append(Fault(MESSAGE, drop=True))
    with pytest.raises(AssistantError, match="broke off"):
        assist_magic.ask("hello again")
    assert assist_magic.ask("hello again").text.startswith("Hello")
    assert relay.count(MESSAGE) == 2


def test_too_many_requests_are_waited_for(relay: Relay) -> None:
    relay.faults.append(Fault(RUN, status=429, headers={"retry-after": "0"}))
    reply = assist_magic.ask("hello")

    assert reply.notes == ("The server had too much to do; tried again after 0 s (1 of 3).",)
    assert relay.count(MESSAGE) == 1


def test_a_stopped_run_frees_the_thread(relay: Relay, door: Door) -> None:
    before = door("hello")
    with pytest.raises(RunCancelled, match="longer than 0.5 s"):
        door("long wait", timeout=0.5)
    assert door("hello").thread_id == before.thread_id
    assert relay.count(r"POST .*/cancel$") >= 1


def test_a_relay_without_steps_still_answers(relay: Relay) -> None:
    relay.has_steps = False
    reply = assist_magic.ask("How much is six times seven?")

    assert reply.text.endswith("It is 42.")
    assert reply.steps == ()


def test_the_commands_know_v1(
    relay: Relay, front: Path, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    (front / "cars.csv").write_text("x\n1\n")
    run_cell(shell, "%assistant -f cars.csv How much is six times seven?")
    capsys.readouterr()

    def shown(line: str) -> str:
        run_cell(shell, line)
        return capsys.readouterr().out

    status = shown("%assistant status")
    assert "protocol   v1: polled, not streamed; Python and functions, but no documents" in status
    assert "1 run" in status
    assert "It is 42." in shown("%assistant show")
    assert "[1] How much is six times seven?" in shown("%assistant history")
    assert re.search(r"cars.csv +uploaded", shown("%assistant files"))
    assert "It is 42." in shown("%assistant show 1")
    with pytest.raises(UsageError, match="threads hold no files: give them with the question"):
        run_cell(shell, "%assistant upload cars.csv")
    assert relay.count("POST /v1/files") == 1


class Deaf(Relay):
    """Takes any header, and answers in v1 whatever was asked for."""

    takes = ("v1", "v2")

    def refusal(self, method: str, path: str, headers: dict[str, str], body: Any) -> Fault | None:
        if headers.get("openai-beta") == "assistants=v2" and method == "GET":
            old = {"id": "asst_other", "object": "assistant", "file_ids": []}
            return Fault("", 200, content={"object": "list", "data": [old]})
        return super().refusal(method, path, headers, body)


def test_v1_is_known_by_its_objects_too(serve: Serve[Deaf]) -> None:
    relay = serve(Deaf)
    assert assist_magic.ask("hello").text.startswith("Hello")
    assert relay.count(PROBE) == 1
    assert {each["openai-beta"] for each in relay.headers[1:]} == {"assistants=v1"}


def test_a_relay_that_moves_to_v2_is_followed(relay: Relay, door: Door) -> None:
    first = door("hello")
    relay.takes = ("v2",)
    restart()
    with pytest.raises(AssistantError, match="Additional properties|Invalid URL"):
        door("hello")  # this stand-in takes v2's header, and nothing of v2
    assert relay.headers[-1]["openai-beta"] == "assistants=v2"
    relay.takes = ("v1",)
    restart()
    with pytest.raises(UsageError, match="--temperature is not to be had"):
        door("hello", temperature=0.5)
    assert door("hello").thread_id == first.thread_id


def test_status_looks_whether_there_is_more_now(
    relay: Relay, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run_cell(shell, "%assistant hello")
    capsys.readouterr()
    relay.takes = ("v1", "v2")
    run_cell(shell, "%assistant status")

    assert "protocol   v2\n" in capsys.readouterr().out


def test_openai_base_url_may_name_a_relay(
    relay: Relay, monkeypatch: pytest.MonkeyPatch, front_engine: Engine
) -> None:
    monkeypatch.delenv("ASSIST_MAGIC_BASE_URL")
    monkeypatch.setenv("OPENAI_BASE_URL", relay.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", front_engine.token)

    assert assist_magic.ask("hello").text.startswith("Hello")
    assert relay.headers[-1]["openai-beta"] == "assistants=v1"


def test_a_server_that_says_nothing_is_not_waited_for_long(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "_LOOK_SECONDS", 0.2)
    relay.faults.append(Fault(PROBE, instead=lambda: time.sleep(1.0)))
    with pytest.raises(BackendUnavailable, match="did not answer in time"):
        assist_magic.ask("hello")


def test_a_relay_that_lists_no_assistants_has_the_tutor(relay: Relay) -> None:
    assist_magic.ask("hello")
    relay.faults.append(Fault(r"GET /v1/assistants\?", status=405))
    assert assist_magic.ask("hello", hint=True).text.startswith("Hello")


def test_functions_of_the_notebook_are_called(relay: Relay, shell: InteractiveShell) -> None:
    @assistant_tool
    def convert(degrees: float) -> str:
        return "hot"

    run_cell(shell, "%%assistant -o reply\nPlease convert.")
    assert shell.user_ns["reply"].text == "That is hot."


def test_after_a_restart_it_is_told_once_what_is_gone(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    assist_magic.ask("hello", inputs={"rate": 0.5})
    restart()
    monkeypatch.setattr(notebook, "_KERNEL", "kernel:another")
    assist_magic.ask("hello")
    assist_magic.ask("hello")
    before, told, after = sent(relay, RUN)
    assert told["instructions"].startswith(STANDARD.instructions)
    assert "its variable rate is gone" in told["instructions"]
    assert "instructions" not in before
    assert "instructions" not in after


def test_the_history_holds_what_was_written(
    relay: Relay, shell: InteractiveShell, front: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pandas as pd

    (front / "cars.csv").write_text("x\n1\n")
    shell.user_ns.update(sales=pd.DataFrame({"x": [1, 2]}), name="world")
    run_cell(shell, "%%assistant -f cars.csv -i sales --expand\nhello @{name}")
    run_cell(shell, "%%assistant -i sales\nhello")
    capsys.readouterr()
    run_cell(shell, "%assistant history")
    shown = capsys.readouterr().out
    assert "[1] hello @{name}\n    (with cars.csv, sales)\n" in shown
    assert "[2] hello\n    (with sales)\n" in shown
    assert "All rows" not in shown
