"""Threads found again, begun again and waited for; assistants made once, and by name."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import assist_magic
from assist_magic.config import Settings
from assist_magic.conversation import notebook as notebook_room
from assist_magic.conversation import talk as talk_room
from assist_magic.conversation.notebook import Notebook
from assist_magic.conversation.origin import Origin
from assist_magic.conversation.registry import Entry, Key, Registry, Turn
from assist_magic.errors import ThreadBusy, ThreadLost, UsageError
from assist_magic.run import opening
from assist_magic.session import session
from tests.conftest import Door
from tests.proxy import Fault, Proxy


def wire() -> Any:
    return session.backend(Settings.from_environment()).wire


def forget_kernel() -> None:
    """What a restart of the kernel forgets."""
    session._registries.clear()
    opening.at_work.clear()


@pytest.fixture
def saved(front: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path of a notebook that is saved, so that its threads outlive the kernel."""
    path = str(front / "lesson.ipynb")
    monkeypatch.setattr("assist_magic.session.this_notebook", lambda _: Notebook(path, path))
    return path


def test_names_lead_to_threads_of_their_own(front: Path, door: Door) -> None:
    here = door("hello")
    other = door("hello", thread="homework")
    again = door("hello", thread="homework")

    assert other.thread_id != here.thread_id
    assert again.thread_id == other.thread_id
    assert door("hello").thread_id == here.thread_id


def test_new_begins_the_thread_again(front: Path, door: Door) -> None:
    first = door("hello")
    second = door("hello", new=True)

    assert second.thread_id != first.thread_id
    assert door("hello").thread_id == second.thread_id


def test_an_id_reaches_any_thread(front: Path, door: Door) -> None:
    first = door("How much is six times seven?")
    door("hello", new=True)

    assert door("what was x", thread=first.thread_id).text == "x was 42."
    with pytest.raises(UsageError, match="by name"):
        door("hello", thread=first.thread_id, new=True)


def test_a_restarted_kernel_finds_the_thread(saved: str, door: Door) -> None:
    first = door("How much is six times seven?")
    forget_kernel()

    after = door("what was x")
    assert after.text == "x was 42."
    assert after.thread_id == first.thread_id


def test_two_notebooks_have_two_threads(front: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for name in ("a.ipynb", "b.ipynb"):
        monkeypatch.setattr(
            "assist_magic.session.this_notebook", lambda _, name=name: Notebook(name, name)
        )
        found.append(assist_magic.ask("hello").thread_id)
    assert found[0] != found[1]


def test_a_lost_thread_is_begun_again_with_what_was_said(front: Path, door: Door) -> None:
    first = door("hello")
    wire()._client.delete(f"/threads/{first.thread_id}", cast_to=object)
    reply = door("hello again")

    assert reply.status == "completed"
    assert reply.thread_id != first.thread_id
    (note,) = reply.notes
    assert "a new one was begun with the last answer of it." in note
    said = wire().pages(f"/threads/{reply.thread_id}/messages")
    assert [(each["role"], each["content"][0]["text"]["value"]) for each in said] == [
        ("user", "hello"),
        ("assistant", "Hello there, how are you?"),
        ("user", "hello again"),
        ("assistant", "Hello there, how are you?"),
    ]
    assert door("hello").notes == ()


def test_what_a_lost_thread_held_is_told_as_gone(front: Path, door: Door) -> None:
    (front / "cars.csv").write_text("x\n1\n")
    first = door("hello", files=["cars.csv"])
    wire()._client.delete(f"/threads/{first.thread_id}", cast_to=object)
    reply = door("What are you told to go by?")

    assert reply.notes[0].endswith("Give it the files that it still needs once more.")
    assert reply.text.count("told from a record of an earlier thread") == 1
    again = door("What are you told to go by?")
    assert "told from a record" not in again.text
    assert again.notes == ()


def test_a_thread_that_is_copied_is_told_as_copied(
    front: Path, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = door("hello")
    fresh = Notebook("kernel:other")
    monkeypatch.setattr("assist_magic.session.this_notebook", lambda _: fresh)
    before = (Turn("hello", first.text),)
    monkeypatch.setattr(talk_room, "origin", lambda *_: Origin(before=before))
    assert "told from a record" in door("What are you told to go by?").text


def test_the_exact_solver_answers_all_the_same_after_a_restart(
    saved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assist_magic.ask("hello", inputs={"rate": 0.5})
    monkeypatch.setattr(notebook_room, "_KERNEL", "kernel:another")
    key = Key(saved, session.backend(Settings.from_environment()).server)
    registry = Registry(Settings.from_environment().data_folder)
    assert registry.thread(key).lent == {"rate": "value"}  # type: ignore[union-attr]
    reply = assist_magic.ask("Solve 4x + 11 = 19", model="solver")

    assert "x = 2" in reply.text
    assert registry.thread(key).lent == {}  # type: ignore[union-attr]


def test_a_lost_thread_that_was_named_by_id_is_an_error(front: Path, door: Door) -> None:
    with pytest.raises(ThreadLost, match="no longer knows thread_nope"):
        door("hello", thread="thread_nope")


def test_a_lost_assistant_is_made_again(front: Path, door: Door) -> None:
    first = door("hello")
    wire()._client.delete(f"/assistants/{first.assistant_id}", cast_to=object)
    reply = door("hello")

    assert reply.status == "completed"
    assert reply.assistant_id != first.assistant_id
    assert reply.thread_id == first.thread_id


def test_an_assistant_by_name_or_id(front: Path, front_model: str, door: Door) -> None:
    made = wire().post("/assistants", {"model": front_model, "name": "Tutor"})

    assert door("hello", assistant="Tutor").assistant_id == made["id"]
    assert door("hello", assistant=made["id"]).assistant_id == made["id"]
    with pytest.raises(UsageError, match=r"no assistant 'Tuto'\. It has: .*Tutor"):
        door("hello", assistant="Tuto")
    with pytest.raises(UsageError, match=r"no assistant 'asst_gone'\. It has: .*Tutor"):
        door("hello", assistant="asst_gone")


def test_the_tutor_is_a_preset(proxy: Proxy) -> None:
    standard = assist_magic.ask("hello")
    first = assist_magic.ask("hello", hint=True)
    again = assist_magic.ask("hello", assistant="tutor")
    made = wire().get(f"/assistants/{first.assistant_id}")

    assert standard.assistant_id != first.assistant_id == again.assistant_id
    assert standard.thread_id == first.thread_id == again.thread_id
    assert made["name"] == "assist_magic tutor"
    assert made["metadata"] == {"preset": "tutor"}
    assert "the next hint only" in made["instructions"]
    assert assist_magic.ask("hello", assistant="default").assistant_id == standard.assistant_id
    assert proxy.count("POST /v1/assistants") == 2


def test_a_lost_tutor_is_made_again(front: Path, door: Door) -> None:
    first = door("hello", hint=True)
    wire()._client.delete(f"/assistants/{first.assistant_id}", cast_to=object)
    second = door("hello", hint=True)

    assert second.assistant_id != first.assistant_id
    assert wire().get(f"/assistants/{second.assistant_id}")["name"] == "assist_magic tutor"


def test_a_tutor_that_the_server_has_takes_the_presets_place(
    front: Path, front_model: str, door: Door
) -> None:
    made = wire().post("/assistants", {"model": front_model, "name": "tutor"})
    try:
        assert door("hello", hint=True).assistant_id == made["id"]
        assert door("hello", assistant="tutor").assistant_id == made["id"]
    finally:
        wire()._client.delete(f"/assistants/{made['id']}", cast_to=object)


def test_a_hint_and_an_assistant_are_two_wishes(front: Path) -> None:
    with pytest.raises(UsageError, match="leave out -a Helper, or --hint"):
        assist_magic.ask("hello", hint=True, assistant="Helper")


def test_the_assistant_is_made_once(proxy: Proxy) -> None:
    assist_magic.ask("hello")
    forget_kernel()
    assist_magic.ask("hello", thread="another")

    assert proxy.count("POST /v1/assistants") == 1


def hold(thread_id: str, front_model: str, assistant_id: str, question: str = "slowly") -> str:
    """Begins a run in the thread that is not ours."""
    body = {
        "assistant_id": assistant_id,
        "model": front_model,
        "additional_messages": [{"role": "user", "content": question}],
    }
    return str(wire().post(f"/threads/{thread_id}/runs", body)["id"])


def test_a_busy_thread_is_waited_for(front: Path, front_model: str, door: Door) -> None:
    first = door("hello")
    run_id = hold(first.thread_id, front_model, first.assistant_id, "long wait")
    reply = door("hello")

    assert reply.status == "completed"
    assert reply.notes == ("Another question held the thread; this one waited for it.",)
    assert wire().run(first.thread_id, run_id)[0]["status"] == "completed"


def test_a_thread_that_stays_busy_says_what_to_do(
    front: Path, front_model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LOCK_SECONDS", 0.5)
    first = assist_magic.ask("hello")
    run_id = hold(first.thread_id, front_model, first.assistant_id)
    with pytest.raises(ThreadBusy, match=f"{run_id} still holds .* `-t NAME`.*`--new`"):
        assist_magic.ask("hello")
    wire().cancel(first.thread_id, run_id)


def test_a_run_that_a_dead_kernel_left_is_ended(saved: str, front_model: str, door: Door) -> None:
    first = door("hello")
    run_id = hold(first.thread_id, front_model, first.assistant_id, "loop forever")
    settings = Settings.from_environment()
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    key = Key(saved, session.backend(settings).server)
    Registry(settings.data_folder).put_thread(
        key, Entry(first.thread_id, first.assistant_id, run_id, gone.pid)
    )
    begun = time.monotonic()
    reply = door("hello")

    assert reply.status == "completed"
    assert time.monotonic() - begun < 5
    assert wire().run(first.thread_id, run_id)[0]["status"] == "cancelled"


def test_a_question_beside_it_in_the_same_kernel_is_not_cancelled(front: Path) -> None:
    assist_magic.ask("hello")
    replies = []
    beside = threading.Thread(target=lambda: replies.append(assist_magic.ask("long wait")))
    beside.start()
    time.sleep(0.5)
    reply = assist_magic.ask("hello")
    beside.join(20)

    assert reply.notes == ("Another question held the thread; this one waited for it.",)
    assert replies[0].text == "At last."


def test_a_corrupt_record_is_set_aside_and_told(saved: str, door: Door) -> None:
    first = door("hello")
    index = Settings.from_environment().data_folder / "threads.json"
    for broken in ("{ not json", '{"threads": [1]}', "[]"):
        index.write_text(broken)
        reply = door("hello")

        assert reply.status == "completed"
        assert reply.thread_id != first.thread_id
        assert any("set aside as" in note for note in reply.notes)
        aside = max(index.parent.glob("threads.broken-*"), key=lambda each: each.stat().st_mtime)
        assert aside.read_text() == broken
        aside.unlink()
    assert json.loads(index.read_text())["threads"]


def test_a_record_that_cannot_be_kept_does_not_stop_the_thread(
    saved: str, front: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = front / "blocked"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setattr(Settings, "data_folder", property(lambda _: blocked / "data"))
    session.backend(Settings.from_environment())
    first = assist_magic.ask("hello")
    second = assist_magic.ask("hello")

    assert any("cannot be kept" in note for note in first.notes)
    assert second.thread_id == first.thread_id
    assert second.notes == ()


def test_a_transcript_is_kept_short(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    for number in range(30):
        registry.add_turn("thread_a", Turn(str(number), "x" * 100))
    assert [each.question for each in registry.turns("thread_a")] == [str(n) for n in range(10, 30)]
    registry.add_turn("thread_a", Turn("long", "y" * 100_000))
    assert [each.question for each in registry.turns("thread_a")] == ["long"]


def test_records_are_for_the_user_alone(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "data")
    registry.put_thread(Key("a.ipynb", "s"), Entry("thread_a"))
    registry.add_turn("thread_a", Turn("q", "a"))

    for path in (tmp_path / "data").rglob("*.json"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_many_kernels_write_one_record(tmp_path: Path) -> None:
    def write(number: int) -> None:
        registry = Registry(tmp_path)
        for each in range(10):
            registry.put_thread(Key(f"{number}-{each}", "s"), Entry(f"thread_{number}_{each}"))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    registry = Registry(tmp_path)
    for number in range(5):
        for each in range(10):
            entry = registry.thread(Key(f"{number}-{each}", "s"))
            assert entry is not None
            assert entry.thread_id == f"thread_{number}_{each}"


def test_a_server_that_serves_no_assistants_says_so(proxy: Proxy) -> None:
    proxy.faults.append(Fault("POST /v1/assistants", status=404, message="Invalid URL", times=9))
    with pytest.raises(assist_magic.BackendUnavailable, match="does not serve assistants"):
        assist_magic.ask("hello")


def test_a_terminal_session_has_no_path() -> None:
    found = notebook_room.this_notebook("/home/ada/lesson.ipynb")

    assert found.path is None
    assert found.key.startswith("kernel:")
