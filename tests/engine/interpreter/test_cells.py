"""What a cell gives back: logs, results, pictures, tracebacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assist_magic.engine.interpreter import landlock
from assist_magic.engine.interpreter.base import Limits, Logs, Outcome
from assist_magic.engine.interpreter.outputs import Outputs
from tests.engine.interpreter.bench import Bench, bench

PNG = b"\x89PNG\r\n\x1a\n"
RUNGS = ["namespaces", "landlock"] if landlock.abi() else ["none"]


@pytest.fixture(scope="module", params=RUNGS)
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    limits = replace(Limits(), cell_seconds=60)
    with bench(tmp_path_factory.mktemp("r"), request.param, limits) as made:
        yield made


def test_last_expression_is_its_repr(room: Bench) -> None:
    ran = room.run("'a' + 'b'")
    assert (ran.outcome, ran.outputs) == (Outcome("ok"), [Logs("'ab'\n")])


def test_streams_come_in_order_and_before_the_end(room: Bench) -> None:
    code = (
        "import sys, time\nprint('one', flush=True); time.sleep(0.4)\n"
        "print('two', file=sys.stderr)\n3"
    )
    ran = room.run(code)
    assert ran.text == "one\ntwo\n3\n"
    assert len(ran.outputs) == 3


def test_state_lives_between_cells(room: Bench) -> None:
    room.run("def double(x): return 2 * x\nvalue = 21", "thread_state")
    assert room.run("double(value)", "thread_state").text == "42\n"
    assert "NameError" in room.run("value", "thread_other").text


def test_scientific_stack_works(room: Bench) -> None:
    code = """
import numpy as np, pandas as pd, sympy as sp
from scipy import optimize, stats
x = sp.symbols('x')
frame = pd.DataFrame({'k': ['a', 'b', 'a'], 'v': [1, 2, 3]})
frame.to_csv('/mnt/data/frame.csv', index=False)
print(np.linalg.solve(np.array([[2.0, 0], [0, 4]]), np.array([2.0, 4.0])).round(3))
print(pd.read_csv('/mnt/data/frame.csv').groupby('k').v.sum().to_dict())
print(sp.integrate(sp.sin(x), (x, 0, sp.pi)), round(optimize.brentq(lambda t: t**2 - 2, 0, 2), 6))
square = np.random.rand(400, 400)
print(round(float(stats.norm.cdf(0)), 3), (square @ square).shape)
"""
    ran = room.run(code)
    assert ran.outcome == Outcome("ok"), ran.text
    assert ran.text == "[1. 1.]\n{'a': 4, 'b': 2}\n2 1.414214\n0.5 (400, 400)\n"


@pytest.mark.parametrize(
    "code",
    [
        "import matplotlib.pyplot as plt; plt.plot([1, 3, 2])",
        "import matplotlib.pyplot as plt; plt.plot([1, 3, 2]); plt.show()",
        "import matplotlib.pyplot as plt; plt.title('A (b)', loc='left')",
        "import matplotlib.pyplot as plt; fig, ax = plt.subplots(); ax.bar([1], [2])",
        "import matplotlib.pyplot as plt; fig, ax = plt.subplots(); ax.set_title('T'); fig",
        "import matplotlib.pyplot as plt; plt.subplots(1, 2)",
        "import pandas as pd; pd.Series([1, 2]).plot()",
    ],
)
def test_figure_is_one_picture_and_no_text(room: Bench, code: str) -> None:
    ran = room.run(code)
    assert ran.outcome == Outcome("ok"), ran.text
    expected = 2 if code.endswith("fig") else 1
    assert len(ran.pictures) == expected
    assert all(picture.startswith(PNG) for picture in ran.pictures)
    assert ran.text == ""


def test_figure_of_one_cell_does_not_come_back_in_the_next(room: Bench) -> None:
    room.run("import matplotlib.pyplot as plt; plt.plot([1, 2])")
    assert room.run("1").pictures == []


def test_large_picture_arrives(room: Bench) -> None:
    code = (
        "import numpy as np, matplotlib.pyplot as plt\n"
        "plt.figure(figsize=(12, 12)); plt.imshow(np.random.rand(800, 800)); plt.show()"
    )
    assert len(room.run(code).pictures[0]) > 200_000


def test_saved_figure_is_a_file(room: Bench) -> None:
    code = "import matplotlib.pyplot as p; p.plot([1]); p.savefig('/mnt/data/p.png'); p.close()"
    ran = room.run(code, "thread_saved")
    assert (ran.outcome, ran.outputs) == (Outcome("ok"), [])
    assert set(room.session("thread_saved").written()) == {"p.png"}


def test_display_gives_its_plain_text(room: Bench) -> None:
    code = (
        "import pandas as pd\nfrom IPython.display import HTML, Markdown\n"
        "display(pd.DataFrame({'a': [1]})); display(Markdown('**bold**')); display(HTML('<b>'))"
    )
    text = room.run(code).text
    assert text.startswith("   a\n0  1\n**bold**\n")
    assert "<table" not in text


def test_traceback_shows_only_the_frames_of_the_user(room: Bench) -> None:
    ran = room.run("import pandas as pd\n\ndef f(name):\n    return pd.DataFrame()[name]\n\nf('k')")
    assert ran.outcome == Outcome("error")
    lines = ran.text.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1] == "KeyError: 'k'"
    assert "line 6, in <module>" in ran.text
    assert "line 4, in f" in ran.text
    assert "    return pd.DataFrame()[name]" in lines
    assert "site-packages" not in ran.text
    assert "\x1b" not in ran.text
    assert len(ran.text) < 400


def test_cause_in_the_code_of_the_user_is_told(room: Bench) -> None:
    code = (
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ValueError('no') from error"
    )
    text = room.run(code).text
    assert (
        text.index("ZeroDivisionError") < text.index("direct cause") < text.index("ValueError: no")
    )


def test_error_in_a_module_of_the_user_shows_its_line(room: Bench) -> None:
    room.run("open('/mnt/data/helper.py', 'w').write('def g():\\n    raise KeyError(7)\\n')")
    text = room.run("import helper; helper.g()").text
    assert "raise KeyError(7)" in text
    assert 'File "/mnt/data/helper.py", line 2, in g' in text


def test_syntax_error_points_at_the_place(room: Bench) -> None:
    ran = room.run("x = = 1")
    assert ran.outcome == Outcome("error")
    assert "SyntaxError: invalid syntax" in ran.text
    assert "x = = 1" in ran.text


@pytest.mark.parametrize("call", ["input('name? ')", "import getpass; getpass.getpass()"])
def test_question_to_the_user_fails_at_once(room: Bench, call: str) -> None:
    ran = room.run(call, seconds=5)
    assert ran.outcome == Outcome("error")
    assert "does not work here: nobody can answer it." in ran.text


def test_shell_command_works(room: Bench) -> None:
    assert room.run("!echo hello; echo there > made.txt; cat made.txt").text == "hello\nthere\n"


def test_threads_and_coroutines_work(room: Bench) -> None:
    code = (
        "import asyncio\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "await asyncio.sleep(0)\nlist(ThreadPoolExecutor(4).map(abs, [-1, -2]))"
    )
    assert room.run(code).text == "[1, 2]\n"


def test_code_finds_its_files_at_mnt_data(room: Bench) -> None:
    code = (
        "import os\nopen('/mnt/data/here.txt', 'w').write('x')\n"
        "print(os.getcwd(), os.path.exists('here.txt'), os.path.abspath('here.txt'))\n"
        "'/mnt/database'"
    )
    assert room.run(code).text == "/mnt/data True /mnt/data/here.txt\n'/mnt/database'\n"


def test_empty_cell_and_comment_are_fine(room: Bench) -> None:
    assert room.run("").outcome == Outcome("ok")
    assert room.run("# nothing").outcome == Outcome("ok")


ARTISTS = [
    "[<matplotlib.lines.Line2D at 0x7f8>]",
    "[<matplotlib.lines.Line2D at 0x7f8>,\n <matplotlib.lines.Line2D at 0x7f9>]",
    "<Figure size 640x480 with 1 Axes>",
    "<Axes: title={'center': 'T'}, xlabel='x'>",
    "(<Figure size 640x480 with 2 Axes>, array([<Axes: >, <Axes: >], dtype=object))",
    "array([[<Axes: >, <Axes: >],\n       [<Axes: >, <Axes: >]], dtype=object)",
    "Text(0.5, 1.0, 'A (b)')",
    "<BarContainer object of 3 artists>",
    "<matplotlib.collections.PathCollection at 0x7f8>",
]


@pytest.mark.parametrize("text", ARTISTS)
def test_repr_of_artists_is_left_out(text: str) -> None:
    assert _told("execute_result", text) == []
    assert _told("display_data", text) == [Logs(f"{text}\n")]


@pytest.mark.parametrize(
    "text", ["'<Axes: >'", "[1, <Axes: >]", "<function f at 0x7>", "Text", "array([1, 2])", "[]"]
)
def test_other_results_are_kept(text: str) -> None:
    assert _told("execute_result", text) == [Logs(f"{text}\n")]


def test_colours_are_taken_out() -> None:
    told: list[object] = []
    Outputs(told.append, 100, str).take("stream", {"text": "\x1b[1;31mred\x1b[0m \x1b]0;t\x07end"})
    assert told == [Logs("red end")]


def _told(kind: str, text: str) -> list[object]:
    told: list[object] = []
    Outputs(told.append, 1000, str).take(kind, {"data": {"text/plain": text}})
    return told


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("exit()", ""),
        ("quit()", ""),
        ("import sys; sys.exit(3)", " with 3"),
        ("raise SystemExit", ""),
    ],
)
def test_exit_ends_its_cell_alone(room: Bench, code: str, end: str) -> None:
    ran = room.run(f"kept = 1\nprint('before')\n{code}\nprint('after')", "thread_exit")
    assert ran.outcome == Outcome("error")
    line = f"SystemExit: the code ended itself here{end}; variables are kept."
    assert ran.text == f"before\n{line}\n"
    for _ in range(3):
        ran = room.run("kept = kept + 1\nkept", "thread_exit")
        assert ran.outcome == Outcome("ok")
    assert ran.text == "4\n"


def test_kernel_that_is_ending_is_replaced_before_a_cell(room: Bench) -> None:
    ending = (
        "import atexit, time\natexit.register(time.sleep, 4)\n"
        "loop = get_ipython().kernel.io_loop\nloop.call_later(1, loop.stop)"
    )
    assert room.run(ending, "thread_ending").outcome == Outcome("ok")
    room.wait(1.5)  # by now it listens no more, though its process still lives
    ran = room.run("40 + 2", "thread_ending")
    assert (ran.outcome, ran.text) == (Outcome("ok"), "42\n")
