"""The oldest ipykernel that the project claims to work with, beside the installed one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

NAME = "older"
"""The name of its kernelspec."""

_ROOT = Path(__file__).parents[1]
_FOLDER = Path(sys.prefix, "share", "assist_magic-tests")


def version() -> str:
    """The lower bound of pyproject.toml."""
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text())["project"]
    (bound,) = (each for each in project["dependencies"] if each.startswith("ipykernel"))
    found = re.fullmatch(r"ipykernel>=([\d.]+)", bound)
    assert found is not None, f"pyproject.toml says {bound!r}, which names no oldest version."
    return found[1] if found[1].count(".") == 2 else f"{found[1]}.0"


def find() -> Path | None:
    """The folder that it was installed into, inside the environment that runs the tests."""
    folder = _FOLDER / f"ipykernel-{version()}"
    return folder if folder.is_dir() else None


def install() -> Path | None:
    """Gets it from the package index, without touching the installed one, and says what is done."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = f"ipykernel=={version()}"
    with tempfile.TemporaryDirectory(dir=_FOLDER) as folder:
        fresh = Path(folder, "packages")
        step = ["pip", "install", "--quiet", "--no-deps", "--target", str(fresh), wanted]
        print("+", *step, flush=True)
        done = subprocess.run(
            [sys.executable, "-m", *step], stdin=subprocess.DEVNULL, timeout=600, check=False
        )
        if done.returncode == 0:
            os.replace(fresh, _FOLDER / f"ipykernel-{version()}")
    return find()


def next_step() -> str:
    """What to do where it could not be installed."""
    return (
        f"ipykernel {version()} is not here and could not be installed. Next step: see that pip "
        "reaches a package index, then run `python -m tests.programs` again."
    )


def add_kernelspec(kernels: Path) -> str:
    """Writes its kernelspec into a folder of such; the name to start it by."""
    folder = find()
    assert folder is not None, "There is no older ipykernel: run `python -m tests.programs` first."
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": f"Python on ipykernel {version()}",
        "language": "python",
        "env": {"PYTHONPATH": os.pathsep.join([str(folder), str(_ROOT)])},
    }
    (kernels / NAME).mkdir(parents=True, exist_ok=True)
    (kernels / NAME / "kernel.json").write_text(json.dumps(spec))
    return NAME
