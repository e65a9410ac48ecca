"""The cell in terminals: IPython with both of its prompts, scripts, and a plain program."""

from __future__ import annotations

import base64
import os
import re
import sys
from pathlib import Path

import pytest

from assist_magic.plain import plain
from tests.parity.cell import CELL, ERROR, FAILING, LOAD, PRINTED, write_notebook
from tests.parity.conftest import run

pexpect = pytest.importorskip("pexpect", reason="There are no such terminals on Windows.")

KEPT = "[image: assistant_files/image.png, "
ANSWER = """\
The **largest** y is 91:

    y = -5x^2 + 7x + 89

| x | \\frac{y}{2} |
|--:|:-:|
| 1 | 45.5 |

A copy costs $5 and ten cost $10; see the points (assistant_files/points.csv).

x  y
0  89
1  91
2  83

points.csv: 3 rows × 2 columns, 19 bytes
"""
DRAWN = re.compile(r"\x1b(?:_G[^;]*;|\]1337;[^:]*:)([^\x07\x1b]*)")
DRAWING = re.compile(rf"(?:{DRAWN.pattern}(?:\x07|\x1b\\))+\n")
COLOURS = re.compile(r"\x1b\[[0-?]*[@-~]")
WIPED = re.compile(r"[^\n]*\r +\r")
QUESTION = CELL.partition("\n")[2]


def is_whole(printed: str, folder: Path) -> None:
    """What a terminal has printed holds the steps, the image's place and the answer, in order."""
    text = DRAWING.sub("", printed.replace("\r\n", "\n"))
    text = WIPED.sub("", COLOURS.sub("", text))
    steps, _, rest = text.partition(KEPT)
    assert steps.endswith(PRINTED), printed
    assert rest.partition("]\n\n")[2].startswith(ANSWER), printed
    assert (folder / "assistant_files" / "image.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "assistant_files" / "points.csv").read_text() == "x,y\n0,89\n1,91\n2,83\n"


def test_ipython_runs_the_notebook_as_a_program(tmp_path: Path) -> None:
    captured = ("%%capture caught\n%assistant thanks", "print(repr(caught.stdout))")
    write_notebook(tmp_path / "cell.ipynb", LOAD, CELL, *captured)
    done = run(tmp_path, "IPython", "cell.ipynb")
    assert done.returncode == 0, done.stdout
    is_whole(done.stdout, tmp_path)
    assert done.stdout.endswith("19 bytes\n'I have no words for that.\\n'\n")


def test_a_script_of_ipython_stops_at_an_error_of_one_line(tmp_path: Path) -> None:
    lines = [f"%assistant {QUESTION}", f"%assistant {FAILING.partition(chr(10))[2]}", "print(9)"]
    (tmp_path / "script.ipy").write_text("\n".join(lines))
    done = run(tmp_path, "IPython", "--ext=assist_magic", "script.ipy")
    assert done.returncode == 1
    assert plain(done.stdout).endswith(f"{ANSWER}I was\n(failed)\n{ERROR}\n")


PROGRAM = f"""
import assist_magic
reply = assist_magic.ask({QUESTION!r})
print("and", len(reply.images), reply.tables["points.csv"].y.max())
"""


def test_a_plain_program_prints_the_same(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    done = run(tmp_path, "program")
    assert done.returncode == 0, done.stdout
    is_whole(done.stdout, tmp_path)
    assert done.stdout.endswith("\nand 1 91\n")


@pytest.mark.parametrize(
    ("prompt", "terminal"),
    [
        ("--simple-prompt", {"TERM": "xterm"}),
        ("--no-simple-prompt", {"TERM": "xterm-kitty"}),
        ("--simple-prompt", {"TERM": "xterm", "TERM_PROGRAM": "iTerm.app"}),
    ],
    ids=["simple", "full-kitty", "simple-iterm2"],
)
def test_ipython_prints_the_cell_at_its_prompt(
    tmp_path: Path, prompt: str, terminal: dict[str, str]
) -> None:
    """As a person types it; Ctrl-C stops a run, and the next line is taken."""
    shell = pexpect.spawn(
        sys.executable,
        ["-m", "IPython", prompt, "--colors=nocolor", "--no-autoindent"],
        cwd=tmp_path,
        env={**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", **terminal},
        dimensions=(50, 150),
        encoding="utf-8",
        timeout=60,
    )
    shell.expect_exact("In [1]:")
    shell.sendline(LOAD)
    shell.expect_exact("In [2]:")
    shell.send(f"{CELL}\n\n\n")  # at a prompt, empty lines end a cell
    shell.expect_exact("In [3]:")
    is_whole(shell.before, tmp_path)
    drawn = base64.b64decode("".join(DRAWN.findall(shell.before)))
    kept = (tmp_path / "assistant_files" / "image.png").read_bytes()
    assert drawn == (b"" if terminal == {"TERM": "xterm"} else kept)
    shell.sendline("%assistant slowly")
    shell.expect_exact("word word")
    shell.sendintr()
    shell.expect_exact("In [4]:")
    assert "(stopped)\nRunCancelled: The run was stopped." in plain(shell.before)
    shell.sendline("exit")
    shell.expect(pexpect.EOF)
    assert shell.wait() == 0
