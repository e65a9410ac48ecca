"""The extension in real kernels: what loading it costs, and what a restart keeps."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


class Kernel:
    """A kernel as a notebook server starts it for `path`, or as nobody in particular does."""

    def __init__(self, folder: Path, path: str | None = None) -> None:
        environment = dict(os.environ)
        if path:
            environment["JPY_SESSION_NAME"] = path
        self._manager = KernelManager()
        self._manager.start_kernel(env=environment, cwd=str(folder))
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)

    def run(self, code: str, cell_id: str | None = None) -> str:
        """What a cell prints; fails with what it raised."""
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        metadata = {"cellId": cell_id} if cell_id else {}
        asked = self._client.session.msg("execute_request", content, metadata=metadata)
        self._client.shell_channel.send(asked)
        printed: list[str] = []
        while True:
            message = self._client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != asked["header"]["msg_id"]:
                continue
            said = message["content"]
            if message["msg_type"] == "stream":
                printed.append(said["text"])
            assert message["msg_type"] != "error", said["evalue"]
            if message["msg_type"] == "status" and said["execution_state"] == "idle":
                return "".join(printed).strip()

    def begin(self, code: str) -> None:
        """Runs a cell without waiting for its end."""
        self._client.execute(code)

    def offered(self) -> list[str]:
        """The cells that the last code run would put below itself."""
        replies = [self._client.get_shell_msg(timeout=60)]
        while self._client.shell_channel.msg_ready():
            replies.append(self._client.get_shell_msg(timeout=60))
        return [
            each["text"]
            for each in replies[-1]["content"]["payload"]
            if each["source"] == "set_next_input"
        ]

    def complete(self, code: str) -> list[str]:
        """What the code would be with each completion at its end."""
        asked = self._client.complete(code, len(code))
        while True:
            message = self._client.get_shell_msg(timeout=60)
            if message["parent_header"].get("msg_id") == asked:
                found = message["content"]
                return [code[: found["cursor_start"]] + each for each in found["matches"]]

    def restart(self) -> None:
        self._manager.restart_kernel(now=True)
        self._client.wait_for_ready(timeout=60)

    def close(self) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
        self._manager.cleanup_resources()


@pytest.fixture
def start(front: Path) -> Iterator[Callable[..., Kernel]]:
    kernels: list[Kernel] = []

    def begin(path: str | None = None) -> Kernel:
        kernels.append(Kernel(front, path))
        return kernels[-1]

    yield begin
    for each in kernels:
        each.close()


LOAD = """
import sys, time
before = set(sys.modules)
begun = time.process_time()
get_ipython().run_line_magic('load_ext', 'assist_magic')
spent = time.process_time() - begun
"""


def test_loading_costs_next_to_nothing(start: Callable[..., Kernel], front: Path) -> None:
    kernel = start()
    assert kernel.run(LOAD) == ""
    heavy = "('openai', 'ipywidgets', 'anywidget', 'pandas', 'pydantic', 'sqlalchemy', 'numpy')"
    loaded = kernel.run(f"print([each for each in {heavy} if each in set(sys.modules) - before])")
    spent = float(kernel.run("print(spent)"))

    assert loaded == "[]"
    assert list(front.iterdir()) == []
    # The budget is 15 ms of CPU; three times that leaves room for a busy machine.
    assert spent < 0.045


def test_a_question_in_the_cell_that_loads_is_asked_the_second_time(
    start: Callable[..., Kernel],
) -> None:
    """IPython transforms a whole cell before it runs any of it."""
    kernel = start()
    cell = "%load_ext assist_magic\n%assistant -o reply hello?"
    assert "Run the cell once more." in kernel.run(cell)
    kernel.run(cell)
    assert kernel.run("print(reply.text)") == "Hello there, how are you?"


def test_a_restarted_kernel_goes_on_in_the_notebooks_thread(
    start: Callable[..., Kernel], front: Path
) -> None:
    kernel = start(str(front / "lesson.ipynb"))
    kernel.run("%load_ext assist_magic")
    kernel.run("%%assistant -o reply\nHow much is six times seven?")
    first = kernel.run("print(reply.thread_id)")
    kernel.restart()
    kernel.run("%load_ext assist_magic")
    kernel.run("%%assistant -o reply\nAnd what was x?")

    assert kernel.run("print(reply.text)") == "x was 42."
    assert kernel.run("print(reply.thread_id)") == first
    other = start(str(front / "other.ipynb"))
    other.run("%load_ext assist_magic")
    other.run("%%assistant -o reply\nhello")
    assert other.run("print(reply.thread_id)") != first


def test_code_is_offered_as_a_new_cell(start: Callable[..., Kernel]) -> None:
    kernel = start()
    kernel.run("%load_ext assist_magic")
    kernel.run("%%assistant\nHow much is six times seven?")

    assert kernel.run("%assistant code") == ""
    assert kernel.offered() == ["x = 6 * 7\nprint(x)"]


def test_a_front_end_gets_completions(start: Callable[..., Kernel], front: Path) -> None:
    kernel = start()
    kernel.run("%load_ext assist_magic")
    (front / "cars.csv").write_text("x")

    assert kernel.complete("%assistant hist") == ["%assistant history"]
    assert kernel.complete("%%assistant -m solver --th") == ["%%assistant -m solver --thread"]
    assert kernel.complete("%%assistant -f ca") == ["%%assistant -f cars.csv"]


def test_a_kernel_that_nobody_named_keeps_its_threads_to_itself(
    start: Callable[..., Kernel], front: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for _ in range(2):
        kernel = start()
        kernel.run("%load_ext assist_magic")
        kernel.run("%%assistant -o reply\nhello")
        found.append(kernel.run("print(reply.thread_id)"))
    assert found[0] != found[1]


def test_an_inherited_session_name_is_not_trusted(
    start: Callable[..., Kernel], front: Path
) -> None:
    """A notebook that executes another one hands its own name down."""
    kernel = start()
    kernel.run(f"import os; os.environ['JPY_SESSION_NAME'] = {str(front / 'parent.ipynb')!r}")
    kernel.run("%load_ext assist_magic")

    assert "has no path here" in kernel.run("%assistant status")


def test_a_cell_of_vs_code_names_its_notebook(start: Callable[..., Kernel]) -> None:
    kernel = start()
    kernel.run("%load_ext assist_magic")
    uri = "vscode-notebook-cell:/home/ada/my%20lesson.ipynb#W1"

    assert "/home/ada/my lesson.ipynb" in kernel.run("%assistant status", cell_id=uri)


def test_a_failed_cell_stops_the_notebook(front: Path) -> None:
    cells = ["%load_ext assist_magic", "%%assistant\nbreak down", "print('never')"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    with pytest.raises(CellExecutionError):
        NotebookClient(notebook, kernel_name="python3", timeout=60).execute()

    outputs = notebook.cells[1].outputs
    assert [each.output_type for each in outputs][-1] == "error"
    assert outputs[-1].ename == "RunFailed"
    assert len(outputs[-1].traceback) == 1
    assert len(str(outputs[-1])) < 1024
    assert any("I was" in str(each.get("data")) for each in outputs)
    assert notebook.cells[2].outputs == []


def test_a_tutor_gives_hints_until_the_answer_is_wanted(
    front: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that a cell shows tells the answer: not its text, steps, code or output."""
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", "solver")
    asked = [
        "%%assistant --hint\nSolve 4x + 25 = 81",
        "%%assistant --hint\nSolve 4x + 25 = 81",  # the cell is run again
        "%%assistant -a tutor\nI'm stuck",
        "%%assistant --hint\n4x = 106",
        "%%assistant --hint\n4x = 56",
        "%%assistant\nshow me the answer",
    ]
    cells = [nbformat.v4.new_code_cell(each) for each in ["%load_ext assist_magic", *asked]]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute(cwd=str(front))

    *hints, answer = [str([each.data for each in cell.outputs]) for cell in notebook.cells[1:]]
    for number, hint in enumerate(hints[:3], start=1):
        assert f"hint {number} of 3" in hint
    assert "4x = 81 - 25" in hints[2]
    assert "does not follow" in hints[3]
    assert "What remains" in hints[4]
    assert not any("14" in hint for hint in hints)
    assert "x = 14" in answer


def test_the_hints_go_on_in_a_restarted_kernel(
    start: Callable[..., Kernel], front: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSIST_MAGIC_MODEL", "solver")
    kernel = start(str(front / "lesson.ipynb"))
    kernel.run("%load_ext assist_magic")
    kernel.run("%%assistant --hint -o reply\nFactor x^2 - 5x + 6")
    assert "hint 1 of 3" in kernel.run("print(reply.text)")
    kernel.restart()
    kernel.run("%load_ext assist_magic")
    kernel.run("%assistant --hint -o reply another hint")
    assert "hint 2 of 3" in kernel.run("print(reply.text)")


LEND = """
import pandas as pd
from assist_magic import assistant_tool
sales, rate = pd.DataFrame({'x': [1, 2]}), 0.5

@assistant_tool
def convert(degrees: float) -> str:
    return "212 °F"

def price_of(item: str) -> float:
    return 1.0
"""
TOLD = "%%assistant -o reply\nWhat are you told to go by?"
RESTARTED = (
    "Since the last question the kernel of the user's notebook was restarted: until the user runs "
    "their cells again, its variables sales and rate are gone (what you were given of them stays "
    "with you), and its functions convert and price_of are not there to be called."
)


def test_after_a_restart_the_assistant_is_told_once_what_is_gone(
    start: Callable[..., Kernel], front: Path
) -> None:
    kernel = start(str(front / "lesson.ipynb"))
    kernel.run("%load_ext assist_magic")
    kernel.run(LEND)
    kernel.run("%%assistant -i sales -i rate --tool price_of\nhello")
    kernel.run(TOLD)
    assert "restarted" not in kernel.run("print(reply.text, reply.notes)")

    kernel.restart()
    kernel.run("%load_ext assist_magic")
    kernel.run(TOLD)
    assert kernel.run("print(reply.text.split('\\n\\n')[-1])") == RESTARTED
    note = "The kernel was restarted: the assistant can call convert again once its cell has been"
    assert kernel.run("print(*reply.notes)") == f"{note} run."
    kernel.run(TOLD)
    assert "restarted" not in kernel.run("print(reply.text, reply.notes)")
    assert "restarted" not in kernel.run("%assistant history")


def test_what_is_lent_again_is_not_gone(start: Callable[..., Kernel], front: Path) -> None:
    kernel = start(str(front / "lesson.ipynb"))
    kernel.run("%load_ext assist_magic")
    kernel.run(LEND)
    kernel.run("%%assistant -i sales -i rate\nhello")
    kernel.restart()
    kernel.run("%load_ext assist_magic")
    kernel.run(LEND)
    kernel.run("%%assistant -i sales -o reply\nWhat are you told to go by?")
    told = kernel.run("print(reply.text.split('\\n\\n')[-1], reply.notes)")
    assert told.endswith(
        "its variable rate is gone (what you were given of them stays with you). ()"
    )

    kernel.restart()
    kernel.run("%load_ext assist_magic")
    kernel.run(LEND)
    kernel.run("%%assistant -i sales -o reply\nWhat are you told to go by?")
    assert "restarted" not in kernel.run("print(reply.text, reply.notes)")


def test_another_kernel_of_the_notebook_is_no_restart(
    start: Callable[..., Kernel], front: Path
) -> None:
    first, second = (start(str(front / "lesson.ipynb")) for _ in range(2))
    for kernel in (first, second):
        kernel.run("%load_ext assist_magic")
    first.run(LEND)
    first.run("%%assistant -i sales -o reply\nhello")
    second.run(TOLD)
    assert "restarted" not in second.run("print(reply.text, reply.notes)")
    assert second.run("print(reply.thread_id)") == first.run("print(reply.thread_id)")


def test_code_on_variables_runs_here(
    start: Callable[..., Kernel], front: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    kernel = start(str(front / "lesson.ipynb"))
    kernel.run("%load_ext assist_magic")
    kernel.run(LEND)
    kernel.run("%%assistant -i sales\nPlease look at sales.")
    for before in ("", f"import os; os.chdir({str(tmp_path / 'elsewhere')!r})", "del sales"):
        kernel.run(before)
        kernel.run("%assistant code")
        (cell,) = kernel.offered()
        assert kernel.run(cell).split() == ["x", "1", "2"]
    assert (front / "assistant_files" / "sales.csv").read_text() == "x\n1\n2\n"


@pytest.mark.parametrize("is_saved", [True, False])
def test_files_of_answers_lie_beside_the_notebook_wherever_one_works(
    start: Callable[..., Kernel], front: Path, tmp_path: Path, is_saved: bool
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    kernel = start(str(front / "lesson.ipynb") if is_saved else None)
    kernel.run(f"import os; os.chdir({str(elsewhere)!r})")
    kernel.run("%load_ext assist_magic")
    kernel.run("%%capture shown\n%assistant -o reply Please write a table.")
    links = kernel.run("print(*[each.data.get('text/markdown') for each in shown.outputs])")
    assert "Take [the table](assistant_files/table.csv)." in links
    assert "| x |" in links
    assert (front / "assistant_files" / "table.csv").read_text() == "x\n1\n"
    assert kernel.run("print(reply.tables['table.csv'].x[0], reply.files[0].copy.is_file())") == (
        "1 True"
    )
    assert str(front) not in kernel.run("print(*[each.metadata for each in shown.outputs])")
    assert kernel.run("%assistant download table.csv").endswith(
        str(front / "assistant_files" / "table.csv")
    )
    assert list(elsewhere.iterdir()) == []


FIRST_CELL = """
import time
begun = time.process_time()
get_ipython().run_cell_magic('assistant', '-o reply', 'hello')
print('took', time.process_time() - begun)
"""


def test_the_first_cell_is_quick_when_the_engine_is_up(start: Callable[..., Kernel]) -> None:
    kernel = start()
    kernel.run("%load_ext assist_magic")
    took = float(kernel.run(FIRST_CELL).split("took")[-1])
    assert "openai.resources.beta" not in kernel.run("import sys; print(*sorted(sys.modules))")
    # Of the processor, as these machines are shared; the import of the SDK is most of it.
    assert took < 2.0


TOOLS = """
import asyncio, os, signal, threading, time
from assist_magic import RunCancelled, assistant_tool
seen = []

@assistant_tool
def convert(degrees: float) -> str:
    seen.append(threading.current_thread() is threading.main_thread())
    print("converting", degrees)
    return "212 °F"
"""
ASYNC_TOOL = """
@assistant_tool
async def convert(degrees: float) -> str:
    assert asyncio.get_running_loop()
    await asyncio.sleep(0.01)
    print("awaited")
    return "awaited"
"""
SLOW_TOOL = """
@assistant_tool
def convert(degrees: float) -> str:
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        time.sleep(60)
    finally:
        seen.append("interrupted")

begun = time.monotonic()
try:
    get_ipython().run_cell_magic('assistant', '', 'Please convert.')
except RunCancelled as stopped:
    print(stopped.reply.status, seen, time.monotonic() - begun < 20)
"""


def test_functions_are_called_in_the_kernels_main_thread(start: Callable[..., Kernel]) -> None:
    kernel = start()
    kernel.run("%load_ext assist_magic")
    kernel.run(TOOLS)
    shown = kernel.run("%%assistant -o reply\nPlease convert.", cell_id="cell-1")
    assert shown == "converting 100.0"
    assert kernel.run("print(reply.text, seen)") == "That is 212 °F. [True]"

    kernel.run(ASYNC_TOOL)
    assert kernel.run("%%assistant -o reply\nPlease convert.") == "awaited"
    assert kernel.run("print(reply.text)") == "That is awaited."


def test_an_interrupt_reaches_a_function_in_a_kernel(start: Callable[..., Kernel]) -> None:
    kernel = start()
    kernel.run("%load_ext assist_magic")
    kernel.run(f"{TOOLS}seen.clear()")

    assert kernel.run(SLOW_TOOL) == "cancelled ['interrupted'] True"
    kernel.run("%assistant -o reply hello")
    assert kernel.run("print(reply.status)") == "completed"


def test_tables_of_the_kernel_are_given(start: Callable[..., Kernel]) -> None:
    kernel = start()
    kernel.run("%load_ext assist_magic")
    kernel.run("import pandas as pd; sales = pd.DataFrame({'x': [1, 2]}); rate = 0.5")
    kernel.run("%%assistant -i sales --in rate -o reply\nPlease look at sales.")
    assert kernel.run("print(reply.text)") == "It holds:\nx\n1\n2"
