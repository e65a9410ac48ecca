"""The views in real kernels, in a terminal's Python, and their choice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.blocking import BlockingKernelClient

from tests.view.kernels import final_outputs, run, running_kernel

ROOT = Path(__file__).parents[2]
SCENE = "from tests.browser.scenes import play, reply; from assist_magic.view import open_view\n"


@pytest.fixture(scope="module")
def kernel() -> Iterator[BlockingKernelClient]:
    with running_kernel() as client:
        run(client, SCENE)
        yield client


def chosen(kernel: BlockingKernelClient, cell_id: str | None) -> str:
    (output,) = run(kernel, "print(type(open_view()).__name__)", cell_id)
    words: str = output["content"]["text"]
    return words.strip()


def test_a_front_end_that_names_its_cell_gets_the_live_view(kernel: BlockingKernelClient) -> None:
    assert chosen(kernel, "cell-1") == "RichView"
    assert chosen(kernel, None) == "StaticView"


def test_what_is_captured_is_static(kernel: BlockingKernelClient) -> None:
    code = "%%capture caught\nview = open_view(); view.finish(reply())"
    run(kernel, code, "cell-1")
    (output,) = run(kernel, "print(type(view).__name__, len(caught.outputs))", "cell-1")
    assert output["content"]["text"] == "StaticView 3\n"


def test_rich_and_static_leave_the_same_data_and_no_widget(kernel: BlockingKernelClient) -> None:
    rich = final_outputs(run(kernel, "play(pause=0.01)", "cell-1"))
    static_messages = run(kernel, "play(pause=0.01)")
    static = final_outputs(static_messages)
    assert [list(output["data"]) for output in rich] == [
        ["text/html", "text/plain"],
        ["image/png", "text/plain"],
        ["text/markdown", "text/plain"],
    ]
    assert [output["data"] for output in rich] == [output["data"] for output in static]
    assert {message["msg_type"] for message in static_messages} == {"display_data"}
    run(
        kernel, "import ipywidgets; assert not ipywidgets.Widget.widgets, ipywidgets.Widget.widgets"
    )


FAILING = """
from assist_magic.reply import Reply, Text
try:
    with open_view() as view:
        view.show(Reply(status="in_progress", parts=(Text("Half of it"),)))
        raise KeyboardInterrupt
except KeyboardInterrupt:
    pass
"""


@pytest.mark.parametrize("cell_id", ["cell-1", None])
def test_an_exception_leaves_the_partial_text_marked(
    kernel: BlockingKernelClient, cell_id: str | None
) -> None:
    outputs = final_outputs(run(kernel, FAILING, cell_id))
    words = [output["data"]["text/plain"] for output in outputs]
    assert words == ["Half of it", "(stopped)"]
    run(kernel, "import ipywidgets; assert not ipywidgets.Widget.widgets")


def test_a_view_that_was_never_shown_leaves_nothing(kernel: BlockingKernelClient) -> None:
    assert run(kernel, "with open_view() as view: pass", "cell-1") == []


def test_what_was_never_begun_leaves_an_empty_place(kernel: BlockingKernelClient) -> None:
    code = """
from assist_magic.reply import Reply
with open_view() as view:
    view.show(Reply())
    view.finish(Reply(status="failed"))
"""
    (rich,) = final_outputs(run(kernel, code, "cell-1"))
    assert rich["data"] == {"text/html": "", "text/plain": ""}
    assert final_outputs(run(kernel, code)) == []


def test_a_view_finishes_once(kernel: BlockingKernelClient) -> None:
    code = "with open_view() as view:\n    view.finish(reply())\n    view.finish(reply())"
    assert len(final_outputs(run(kernel, code, "cell-1"))) == 3


def python(code: str, folder: Path = ROOT) -> str:
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def test_the_terminal_prints_steps_text_and_images_as_they_come(tmp_path: Path) -> None:
    printed = python("from tests.browser.scenes import play; play(pause=0)", tmp_path)
    assert printed.startswith("[Python]\n  > import numpy as np\n")
    assert "  0.7 91.45\n[image: assistant_files/image.png, " in printed
    assert (tmp_path / "assistant_files" / "image.png").read_bytes().startswith(b"\x89PNG")
    assert "The parabola y=-5x^2+7x+89 opens downwards" in printed
    assert "the data (points.csv)." in printed
    assert "\r" not in printed
    assert printed.count("## The vertex") == 1


def test_the_terminal_ends_a_text_before_the_step_that_follows_it() -> None:
    story = """
from assist_magic.reply import Reply, Step, Text
from assist_magic.view import open_view
step = Step("s", "code_interpreter", "completed", input="print(1)", logs="1")
with open_view("terminal") as view:
    view.show(Reply(status="in_progress", parts=(Text("Let"),)))
    view.finish(Reply(status="completed", parts=(Text("Let me see."), Text("One.")), steps=(step,)))
"""
    assert python(story) == "Let me see.\n[Python]\n  > print(1)\n  1\n\nOne.\n"


PICTURES = """
from assist_magic.reply import Image, Reply, Step, Text
from assist_magic.view import open_view
plot, other = Image("file-1", b"PNG"), Image("file-2", b"JPEG", "image/jpeg")
late = Image("file-3", None)
step = Step("s", "code_interpreter", "completed", input="draw()", images=(plot, late))
with open_view("terminal") as view:
    view.show(Reply(status="in_progress", steps=(step,)))
    view.show(Reply(status="in_progress", steps=(step,), parts=(plot, Text("Here it "))))
    step = Step("s", "code_interpreter", "completed", input="draw()", images=(plot, other))
    view.show(Reply(status="in_progress", steps=(step,), parts=(plot, Text("Here it is, a "))))
    view.finish(Reply(status="completed", steps=(step,), parts=(plot, Text("Here it is, a plot"))))
"""


def test_the_terminal_keeps_each_image_as_a_file_once(tmp_path: Path) -> None:
    (tmp_path / "assistant_files").mkdir()
    (tmp_path / "assistant_files" / "image.png").write_text("mine")
    assert python(PICTURES, tmp_path) == (
        "[Python]\n  > draw()\n[image: assistant_files/image-2.png, 1 KB]\n\n"
        "Here it is, a plot\n[image: assistant_files/image.jpeg, 1 KB]\n"
    )
    assert (tmp_path / "assistant_files" / "image.png").read_text() == "mine"
    assert (tmp_path / "assistant_files" / "image-2.png").read_bytes() == b"PNG"


def test_the_terminal_says_so_where_images_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "assistant_files").write_text("no folder")
    assert "[image: 1 KB, which cannot be kept here (" in python(PICTURES, tmp_path)


GOING = """
import time
from assist_magic.reply import Reply, Step, Text
from assist_magic.view import open_view
code = "import time\\ntime.sleep(9)"
step = Step("s", "code_interpreter", "in_progress", input=code, logs="1\\n2")
with open_view("terminal") as view:
    view.show(Reply(run_id="run_1", status="in_progress"))
    view.show(Reply(run_id="run_1", status="in_progress", steps=(step,)))
    print(end="|", flush=True)
    from dataclasses import replace
    done = replace(step, status="completed", logs="1\\n2\\n")
    view.show(Reply(run_id="run_1", status="in_progress", steps=(done,)))
    view.finish(Reply(run_id="r", status="completed", steps=(done,), parts=(Text("Done \x1b[2J"),)))
"""


def test_the_terminal_prints_a_step_while_it_works() -> None:
    printed = python(GOING)
    assert printed == "[Python]\n  > import time\n  > time.sleep(9)\n  1|\n  2\n\nDone \n"


@pytest.mark.skipif(sys.platform == "win32", reason="has no such terminals")
def test_a_terminal_that_is_watched_says_what_is_going_on() -> None:
    import pty

    def read(handle: int) -> str:
        pieces = []
        while True:
            try:
                piece = os.read(handle, 4096)
            except OSError:
                piece = b""
            if not piece:
                return b"".join(pieces).decode().replace("\r\n", "\n")
            pieces.append(piece)

    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", GOING], cwd=ROOT, stdout=theirs, timeout=60, check=True)
    os.close(theirs)
    printed = read(ours)
    os.close(ours)
    wiped = f"\r{' ' * len('… thinking')}\r"
    assert printed == (
        f"… thinking{wiped}[Python]\n  > import time\n  > time.sleep(9)\n  1|\n  2\n"
        f"… thinking{wiped}\nDone \n"
    )


def test_the_terminal_marks_what_was_stopped() -> None:
    assert python(SCENE + FAILING) == "Half of it\n(stopped)\n"


def test_the_package_is_light_until_it_shows_something() -> None:
    heavy = ["anywidget", "ipywidgets", "markdown_it", "mdformat", "IPython.display"]
    code = f"import sys, assist_magic.view; print([n for n in {heavy} if n in sys.modules])"
    assert python(code) == "[]\n"
