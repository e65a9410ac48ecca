"""The commands of %assistant against a real engine: what they print, draw, write and change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from assist_magic.config import Settings
from assist_magic.errors import RunFailed, UsageError
from assist_magic.session import session
from tests.conftest import run_cell
from tests.proxy import Proxy

Says = Callable[..., str]


@pytest.fixture
def says(front: Path, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> Says:
    """Runs cells, and gives back what the last of them prints."""

    def run(*cells: str) -> str:
        for cell in cells:
            capsys.readouterr()
            run_cell(shell, cell)
        return capsys.readouterr().out

    return run


ASK = "%%assistant -o reply\nHow much is six times seven?"


def test_threads_lists_the_notebooks_threads(says: Says, shell: InteractiveShell) -> None:
    assert "no thread yet" in says("%assistant threads")
    shown = says(
        "%%assistant\nhello", "%%assistant -t physics -o reply\nhello", "%assistant threads"
    )
    default, physics = shown.splitlines()
    assert default.startswith("* default  20")
    assert physics.startswith("  physics  20")
    assert physics.endswith(f"{shell.user_ns['reply'].thread_id}  hello")


def test_use_sends_questions_elsewhere_until_default(says: Says, shell: InteractiveShell) -> None:
    says("%%assistant -o first\nhello")
    assert "'physics' from now on" in says("%assistant use physics")
    assert "'physics'" in says("%assistant use")
    says("%%assistant -o second\nhello", "%%assistant -t default -o third\nhello")
    assert f"{shell.user_ns['second'].thread_id} (physics)" in says("%assistant status")
    says("%assistant use default", "%%assistant -o fourth\nhello")
    first, second, third, fourth = (
        shell.user_ns[each].thread_id for each in ("first", "second", "third", "fourth")
    )
    assert first == third == fourth != second

    says(f"%assistant use {second}", "%%assistant -o fifth\nhello")
    assert shell.user_ns["fifth"].thread_id == second
    with pytest.raises(UsageError, match="no longer has thread_nowhere"):
        run_cell(shell, "%assistant use thread_nowhere")
    assert session.thread == second


def test_new_begins_the_thread_that_is_used(says: Says, shell: InteractiveShell) -> None:
    says("%assistant use physics", "%%assistant -o first\nhello")
    assert "'physics'" in says("%assistant new")
    says("%%assistant -o second\nhello")
    assert shell.user_ns["first"].thread_id != shell.user_ns["second"].thread_id


def test_history_numbers_questions_and_shows_their_answers(
    says: Says, shell: InteractiveShell
) -> None:
    says("%%assistant\nhello", ASK)
    with pytest.raises(RunFailed):
        run_cell(shell, "%%assistant\nbreak down before a word")
    shown = says("%assistant history")
    assert "[1] hello" in shown
    assert "[2] How much is six times seven?" in shown
    assert "[3] break down" in shown
    assert shown.index("[1]") < shown.index("[2]") < shown.index("[3]")
    last = says("%assistant history 1")
    assert "[3]" in last
    assert "[2]" not in last
    assert "The thread has 3 questions" in last


def test_questions_without_an_answer_are_told_apart(says: Says, shell: InteractiveShell) -> None:
    for question in ("too fast", "too fast again"):
        with pytest.raises(RunFailed):
            run_cell(shell, f"%%assistant\n{question}")
    shown = says("%%assistant\nhello", "%assistant history")
    assert "[1] too fast\n(no answer)" in shown
    assert "[2] too fast again\n(no answer)" in shown
    assert "[3] hello\n" in shown


def test_show_reaches_every_answer(says: Says, shell: InteractiveShell) -> None:
    with pytest.raises(UsageError, match="Nothing was asked"):
        run_cell(shell, "%assistant show")
    first = says(ASK)
    run_id = shell.user_ns["reply"].run_id
    says("%%assistant\nhello")
    assert says("%assistant show 1") == first
    assert says(f"%assistant -o again show {run_id}") == first
    assert shell.user_ns["again"].text == shell.user_ns["reply"].text
    with pytest.raises(UsageError, match="no question 3; the thread has 2"):
        run_cell(shell, "%assistant show 3")
    with pytest.raises(UsageError, match="no longer has the answer run_nowhere"):
        run_cell(shell, "%assistant show run_nowhere")


def test_steps_stand_open_with_their_code_and_output(says: Says) -> None:
    shown = says(ASK, "%assistant steps")
    assert "    x = 6 * 7\n    print(x)\n\n42" in shown
    assert "took no steps" in says("%%assistant\nhello", "%assistant steps")


def test_steps_draw_their_images(says: Says) -> None:
    assert "<assistant image>" in says("%%assistant\ndraw", "%assistant steps")


def test_code_without_a_kernel_is_printed(says: Says, shell: InteractiveShell) -> None:
    assert says(ASK, "%assistant code") == "x = 6 * 7\nprint(x)\n"
    with pytest.raises(UsageError, match="ran no code"):
        says("%%assistant\nhello", "%assistant code")


def test_code_runs_here_on_the_copies_of_its_files(
    says: Says, shell: InteractiveShell, front: Path
) -> None:
    (front / "data").mkdir()
    (front / "data" / "cars.csv").write_text("a\n1\n")
    says("%%assistant -f data/cars.csv\ncount the cars")
    shown = says("%assistant code")
    assert "# /mnt/data/cars.csv is data/cars.csv here" in shown
    made = front / "assistant_files" / "rows.txt"
    made.write_text("")
    run_cell(shell, shown)
    assert shell.user_ns["rows"] == 2
    assert made.read_text() == "2"


def test_files_are_listed_and_fetched(says: Says, shell: InteractiveShell, front: Path) -> None:
    (front / "a.csv").write_text("a\n1\n")
    says("%%assistant -f a.csv\nhello")
    says("%%assistant --quiet\nwrite a table")
    shown = says("%assistant files")
    uploaded = next(line for line in shown.splitlines() if line.startswith("a.csv"))
    made = next(line for line in shown.splitlines() if line.startswith("table.csv"))
    assert " uploaded " in uploaded
    assert " 4 bytes " in uploaded
    assert " made " in made
    assert made.endswith("assistant_files/table.csv")

    (front / "assistant_files" / "table.csv").unlink()
    assert "assistant_files/table.csv" in says("%assistant download")
    assert (front / "assistant_files" / "table.csv").read_text() == "x\n1\n"
    with pytest.raises(UsageError, match=r"no file 'b\.csv'. Its files: a\.csv, table\.csv"):
        run_cell(shell, "%assistant download b.csv")
    with pytest.raises(UsageError, match=r"a\.csv was uploaded.* Your own copy is a\.csv"):
        run_cell(shell, "%assistant download a.csv")


def test_a_plot_of_the_code_is_a_file_too(says: Says, front: Path) -> None:
    says("%%assistant\ndraw")
    says("%assistant download")
    (made,) = (front / "assistant_files").iterdir()
    assert made.read_bytes().startswith(b"\x89PNG")


def test_an_upload_is_there_for_every_later_question(
    says: Says, shell: InteractiveShell, front: Path
) -> None:
    (front / "my cars.csv").write_text("a\n1\n")
    (front / "b.csv").write_text("b\n1\n")
    assert "my cars.csv" in says("%assistant upload 'my cars.csv'")
    assert "['my cars.csv']" in says("%%assistant\nlist the files")
    says("%assistant upload b.csv")
    assert "['b.csv', 'my cars.csv']" in says("%%assistant\nlist the files")
    assert "uploaded" in says("%assistant files")
    with pytest.raises(UsageError, match="There is no file nowhere"):
        run_cell(shell, "%assistant upload nowhere")
    with pytest.raises(UsageError, match=r"Write FILE\.\.\. behind `%assistant upload`"):
        run_cell(shell, "%assistant upload")


def test_a_file_that_was_uploaded_is_not_sent_again(
    proxy: Proxy, shell: InteractiveShell, front: Path
) -> None:
    (front / "a.csv").write_text("a\n1\n")
    run_cell(shell, "%assistant upload a.csv")
    run_cell(shell, "%%assistant -f a.csv\nlist the files")
    assert proxy.count("POST .*/files") == 1


def test_cancel_frees_the_thread(says: Says, shell: InteractiveShell) -> None:
    with pytest.raises(UsageError, match="Nothing was asked"):
        run_cell(shell, "%assistant cancel")
    assert "No run holds the thread" in says(ASK, "%assistant cancel")
    reply = shell.user_ns["reply"]
    wire = session.backend(Settings.from_environment()).wire
    body: dict[str, Any] = {
        "assistant_id": reply.assistant_id,
        "model": reply.model,
        "additional_messages": [{"role": "user", "content": "loop forever"}],
    }
    run_id = wire.post(f"/threads/{reply.thread_id}/runs", body)["id"]
    assert f"{run_id} was stopped" in says("%assistant cancel")
    assert wire.run(reply.thread_id, run_id)[0]["status"] == "cancelled"


def test_instructions_are_told_with_each_question(
    proxy: Proxy, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run_cell(shell, "%assistant instructions")
    assert "nothing beside" in capsys.readouterr().out
    run_cell(shell, "%assistant instructions Answer in rhymes, and don't stop.")
    run_cell(shell, "%%assistant --instructions 'Be short.'\nhello")
    told: Any = proxy.bodies[-1]
    assert told["additional_instructions"] == "Answer in rhymes, and don't stop.\n\nBe short."
    run_cell(shell, "%assistant instructions none")
    run_cell(shell, "%%assistant\nhello")
    assert "additional_instructions" not in proxy.bodies[-1]


def test_tools_names_what_the_assistant_can_use(says: Says, shell: InteractiveShell) -> None:
    before = says("%assistant tools")
    assert "code_interpreter  runs Python in the sandbox" in before
    assert says("%%assistant\nhello", "%assistant tools") == before
    function = {"name": "get_weather", "description": "The weather of\na city"}
    wire = session.backend(Settings.from_environment()).wire
    tools = [{"type": "function", "function": function}]
    wire.post("/assistants", {"name": "Sky", "model": "default", "tools": tools})
    assert says("%assistant -a Sky tools") == "get_weather  The weather of a city\n"


def test_an_exported_notebook_holds_questions_and_outputs(
    says: Says, shell: InteractiveShell, front: Path
) -> None:
    says(ASK, "%%assistant\ndraw")
    assert "lesson.ipynb holds the thread: 2 questions" in says("%assistant export lesson.ipynb")
    notebook = nbformat.read(front / "lesson.ipynb", as_version=4)
    nbformat.validate(notebook)
    first, second, third = notebook.cells
    assert first.source == "%load_ext assist_magic"
    assert second.source == "%%assistant\nHow much is six times seven?"
    assert "It is 42." in str(second.outputs)
    assert any("image/png" in each.data for each in third.outputs)
    with pytest.raises(UsageError, match=r"lesson\.ipynb is there already"):
        run_cell(shell, "%assistant export lesson.ipynb")


def test_code_on_a_variable_says_what_is_not_as_it_was(
    says: Says, shell: InteractiveShell, front: Path
) -> None:
    import pandas as pd

    shell.user_ns["sales"] = pd.DataFrame({"x": [1, 2]}, index=pd.Index(["a", "b"], name="who"))
    says("%%assistant -i sales\nPlease look at sales.")
    sales = shell.user_ns.pop("sales")
    assert says("%assistant code").startswith("# sales is not here: make it, and get this cell")
    shell.user_ns["sales"] = 5
    assert "# sales is not here" in says("%assistant code")
    shell.user_ns["sales"] = sales[:1]
    shown = says("%assistant code")
    assert shown.startswith("# sales is not as it was: sales.csv is as it is now\n")
    (front / "assistant_files" / "sales.csv").unlink()
    shell.user_ns["sales"] = sales
    code = says("%assistant code")
    assert code.startswith("# /mnt/data/sales.csv is assistant_files/sales.csv here\n")
    assert "who,x\na,1\nb,2" in says(code)


def test_history_and_export_hold_what_was_written(
    says: Says, shell: InteractiveShell, front: Path
) -> None:
    import pandas as pd

    (front / "cars.csv").write_text("x\n1\n")
    shell.user_ns.update(sales=pd.DataFrame({"x": [1, 2]}), rate=0.5, name="world")
    ask = "%%assistant -f cars.csv -i sales -i rate --expand\nhello @{name}"
    shown = says(ask, "%%assistant\nhello", "%assistant history")
    assert "[1] hello @{name}\n    (with cars.csv, rate, sales)\n" in shown
    assert "[2] hello\nHello there" in shown
    assert "All rows" not in shown

    says("%assistant export a.md", "%assistant export a.json", "%assistant export a.ipynb")
    page = (front / "a.md").read_text()
    assert page.startswith("> hello @{name}\n>\n> (with cars.csv, rate, sales)\n")
    turn = json.loads((front / "a.json").read_text())["turns"][0]
    assert (turn["question"], turn["given"]) == ("hello @{name}", ["cars.csv", "rate", "sales"])
    cell = nbformat.read(front / "a.ipynb", as_version=4).cells[1]
    assert cell.source == "%%assistant -f cars.csv -i rate -i sales --expand\nhello @{name}"
    says(cell.source, "%%assistant -o reply\nhello")
    shown = says(f"%assistant -t {shell.user_ns['reply'].thread_id} history")
    assert shown.count("(with cars.csv, rate, sales)") == 2  # as the server tells it


def test_a_thread_can_be_read_as_markdown_and_as_data(
    says: Says, shell: InteractiveShell, front: Path
) -> None:
    says(ASK, "%%assistant\ndraw", "%assistant export a.md", "%assistant export 'a b.json'")
    page = (front / "a.md").read_text()
    assert page.startswith("> How much is six times seven?\n\n```python\nx = 6 * 7\nprint(x)\n```")
    assert "```text\n42\n```" in page
    assert "It is 42." in page
    assert page.count("](data:image/png;base64,") == 1
    data = json.loads((front / "a b.json").read_text())
    assert data["thread"] == shell.user_ns["reply"].thread_id
    first = data["turns"][0]
    assert first["question"] == "How much is six times seven?"
    assert first["answer"] == "Let me compute it.\n\nIt is 42."
    assert first["steps"][0]["output"].strip() == "42"
    with pytest.raises(UsageError, match=r"a\.pdf ends in none of \.md, \.json, \.ipynb"):
        run_cell(shell, "%assistant export a.pdf")
    with pytest.raises(UsageError, match=r"cannot be written"):
        run_cell(shell, "%assistant export nowhere/a.md")


def test_forgetting_here_leaves_the_server_alone(says: Says, shell: InteractiveShell) -> None:
    assert "nothing to forget" in says("%assistant forget")
    says(ASK, "%%assistant -t physics -o other\nhello")
    reply, other = shell.user_ns["reply"], shell.user_ns["other"]
    wire = session.backend(Settings.from_environment()).wire
    registry = session.registry(Settings.from_environment())
    assert registry.turns(reply.thread_id)
    assert "Forgotten here: 'physics'; on the server" in says("%assistant -t physics forget")
    assert "* default" in says("%assistant threads")
    assert "Forgotten here: 'default'" in says("%assistant forget")
    assert "no thread yet" in says("%assistant threads")
    assert registry.turns(reply.thread_id) == []
    assert wire.get(f"/threads/{reply.thread_id}")["id"] == reply.thread_id
    assert wire.get(f"/threads/{other.thread_id}")["id"] == other.thread_id


def test_forgetting_on_the_server_deletes_the_thread(says: Says, shell: InteractiveShell) -> None:
    says(ASK)
    thread_id = shell.user_ns["reply"].thread_id
    assert "and on your own engine: 'default'." in says("%assistant forget --server")
    with pytest.raises(UsageError, match="no longer has the thread"):
        run_cell(shell, f"%assistant -t {thread_id} history")


def test_help_shows_the_reference(says: Says) -> None:
    page = says("%assistant help")
    assert "%assistant export FILE" in page
    assert "Examples" in page
    assert page == says("%assistant --help")


def test_both_question_marks_show_the_reference(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    for cell in ("%%assistant?", "%assistant?", "?%%assistant"):
        run_cell(shell, cell)
        page = capsys.readouterr().out
        assert "--poll" in page
        assert "Examples" in page
        assert "%assistant history [N]" in page
