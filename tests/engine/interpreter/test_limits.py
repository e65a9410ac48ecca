"""How a cell ends that does not end by itself, and that the thread goes on afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from assist_magic.engine.interpreter import landlock
from assist_magic.engine.interpreter.base import CodeOutput, Limits, MiB, Outcome
from tests.engine.interpreter.bench import Bench, bench

pytestmark = pytest.mark.skipif(landlock.abi() == 0, reason="needs Linux with Landlock")

LIMITS = Limits(
    cell_seconds=1.0,
    memory_bytes=700 * MiB,
    disk_bytes=48 * MiB,
    file_bytes=16 * MiB,
    output_characters=2000,
)


@pytest.fixture(scope="module", params=["namespaces", "landlock"])
def tight(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    with bench(tmp_path_factory.mktemp("r"), request.param, LIMITS) as made:
        yield made


def test_endless_loop_is_stopped_and_state_kept(tight: Bench) -> None:
    tight.run("x = 41; open('kept.txt', 'w').write('kept')")
    began = time.monotonic()
    ran = tight.run("while True: pass")
    assert time.monotonic() - began < 2.5
    assert ran.outcome == Outcome(
        "timeout", "The code ran longer than 1 seconds and was stopped. Variables are kept."
    )
    assert ran.outputs == []
    assert tight.run("x + 1").text == "42\n"


def test_loop_that_masks_the_interrupt_loses_its_state(tight: Bench) -> None:
    tight.run("x = 41; open('kept.txt', 'w').write('kept')")
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    began = time.monotonic()
    ran = tight.run(code, seconds=0.3)
    assert time.monotonic() - began < 4.5
    assert (ran.outcome.status, ran.outcome.state_lost) == ("timeout", True)
    assert "variables are lost, files in /mnt/data are kept" in ran.outcome.note
    assert tight.session().fresh
    after = tight.run("print(open('/mnt/data/kept.txt').read(), 'x' in globals())")
    assert after.text == "kept False\n"
    assert not tight.session().fresh


def test_interrupt_cancels_and_keeps_the_state(tight: Bench) -> None:
    tight.run("y = 1")
    session = tight.session()

    async def work() -> Outcome:
        outputs: list[CodeOutput] = []
        cell = asyncio.create_task(session.run("import time; time.sleep(60)", outputs.append, 30))
        await asyncio.sleep(0.3)
        await session.interrupt()
        return await cell

    began = time.monotonic()
    assert tight.do(work()) == Outcome("cancelled", "The code was stopped. Variables are kept.")
    assert time.monotonic() - began < 2
    assert tight.run("y").text == "1\n"


def test_interrupt_does_nothing_when_idle(tight: Bench) -> None:
    session = tight.session()
    tight.do(session.interrupt())
    assert tight.run("1").outcome == Outcome("ok")


def test_task_that_is_cancelled_stops_its_cell(tight: Bench) -> None:
    session = tight.session()
    tight.run("z = 5")

    async def work() -> None:
        cell = asyncio.create_task(session.run("while True: pass", lambda _: None, 30))
        await asyncio.sleep(0.3)
        cell.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cell

    tight.do(work())
    assert tight.run("z").text == "5\n"


def test_too_big_an_array_is_an_error_that_names_the_limit(tight: Bench) -> None:
    ran = tight.run("import numpy; numpy.ones(10 * 2**27)")
    assert ran.outcome == Outcome("error")
    assert "MemoryError" in ran.text
    assert "Code may use 700 MiB of memory here" in ran.text


def test_memory_that_the_system_does_not_limit_ends_the_kernel(tight: Bench) -> None:
    code = """
import mmap, time
area = mmap.mmap(-1, 2 * 2**30)
for at in range(0, 2 * 2**30, 4096): area[at] = 1
time.sleep(60)
"""
    ran = tight.run(code, seconds=20)
    assert (ran.outcome.status, ran.outcome.state_lost) == ("memory", True)
    assert "700 MiB" in ran.outcome.note
    assert tight.run("1 + 1").text == "2\n"


def test_file_may_only_grow_so_far(tight: Bench) -> None:
    ran = tight.run("open('big', 'wb').write(bytes(17 * 2**20))", "thread_file")
    assert ran.outcome == Outcome("error")
    assert "File too large" in ran.text
    tight.do(tight.runtime.release("thread_file"))


FILLERS = {
    "data": "open(f'/mnt/data/{n}', 'wb').write(block)",
    "temporary": "open(f'{tempfile.gettempdir()}/{n}', 'wb').write(block)",
    "unlinked": "f = open('f', 'wb'); os.unlink('f'); f.write(block); f.flush(); kept.append(f)",
    "memory file": "os.write(os.memfd_create('m'), block)",
}


@pytest.mark.parametrize("name", FILLERS)
def test_total_disk_is_limited(tight: Bench, name: str) -> None:
    code = f"""
import os, tempfile, time
kept, block = [], bytes(15 * 2**20)
for n in range(8):
    {FILLERS[name]}
time.sleep(60)
"""
    ran = tight.run(code, "thread_disk", seconds=20)
    assert (ran.outcome.status, ran.outcome.state_lost) == ("disk", True)
    assert "48 MiB" in ran.outcome.note
    tight.do(tight.runtime.release("thread_disk"))


def test_full_thread_can_still_tidy_up(tight: Bench) -> None:
    fill = (
        "import time\nfor n in range(5): open(str(n), 'wb').write(bytes(15 * 2**20))\ntime.sleep(9)"
    )
    assert tight.run(fill, "thread_full", seconds=20).outcome.status == "disk"
    tidy = "import os, time\ntime.sleep(0.7)\nfor n in range(5): os.unlink(str(n))\nos.listdir()"
    ran = tight.run(tidy, "thread_full", seconds=20)
    assert (ran.outcome.status, ran.text) == ("ok", "[]\n")
    tight.do(tight.runtime.release("thread_full"))


@pytest.mark.parametrize(
    ("code", "note"),
    [
        ("import os; os._exit(7)", "with exit code 7"),
        ("import ctypes; ctypes.string_at(0)", "by signal SIGSEGV"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "by signal SIGKILL"),
    ],
)
def test_dead_kernel_is_told_and_replaced(tight: Bench, code: str, note: str) -> None:
    tight.run("open('kept.txt', 'w').write('kept')")
    ran = tight.run(f"print('before', flush=True)\n{code}")
    assert (ran.outcome.status, ran.outcome.state_lost) == ("died", True)
    assert note in ran.outcome.note
    assert tight.session().fresh
    assert tight.run("open('kept.txt').read()").text == "'kept'\n"


def test_flood_of_output_is_cut_once(tight: Bench) -> None:
    ran = tight.run("for n in range(20_000): print('line', n)", seconds=20)
    assert ran.outcome == Outcome("ok")
    assert len(ran.text) < 2100
    assert ran.text.count("[The rest of the output was cut.]") == 1


def test_flood_of_displays_does_not_hang(tight: Bench) -> None:
    ran = tight.run("for n in range(5000): display(n)", seconds=20)
    assert ran.outcome == Outcome("ok")
    assert tight.run("'next'").text == "'next'\n"


def test_forged_messages_do_not_hurt(tight: Bench) -> None:
    code = """
kernel = get_ipython().kernel
for kind, content in [('stream', {'text': 5}), ('display_data', {'data': 3}),
                      ('display_data', {'data': {'image/png': '@@@'}}), ('error', {}),
                      ('execute_result', {'data': {'text/plain': {}}}), ('status', {})]:
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent())
kernel.iopub_socket.send_multipart([b'x', b'<IDS|MSG>', b'bad', b'{', b'{', b'{', b'{'])
print('done')
"""
    ran = tight.run(code)
    assert ran.outcome == Outcome("ok")
    assert ran.text.endswith("done\n")
    assert tight.run("'next'").text == "'next'\n"


def test_output_too_big_to_send_is_told_and_harms_nothing_else(tight: Bench) -> None:
    code = "display({'image/png': 'A' * 40_000_000}, raw=True)"
    ran = tight.run(code, seconds=20)
    assert (ran.outcome, ran.pictures) == (Outcome("ok"), [])
    assert ran.text == "[Some output was lost: it was too much to send.]\n"
    assert tight.run("'next'").text == "'next'\n"


def test_too_many_pictures_are_cut(tight: Bench) -> None:
    code = "for _ in range(60): display({'image/png': 'iVBORw0KGgo='}, raw=True)"
    ran = tight.run(code, seconds=20)
    assert len(ran.pictures) == 50
    assert ran.text.count("[The rest of the output was cut.]") == 1
