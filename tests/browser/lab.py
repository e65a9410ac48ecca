"""A real JupyterLab on loopback, and a notebook in it that a test can drive."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

TOKEN = "token-of-the-tests"
_FLAGS = [
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port=0",
    f"--IdentityProvider.token={TOKEN}",
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
_OPENED = """(name) => {
  const panel = window.jupyterapp?.shell.currentWidget;
  return panel?.context?.path === name && panel.context.isReady
    && panel.sessionContext.session?.kernel?.connectionStatus === "connected"
    && panel.sessionContext.session.kernel.status === "idle";
}"""
_RUN = """([index, wait]) => {
  const { commands, shell } = window.jupyterapp;
  shell.currentWidget.content.deselectAll();
  shell.currentWidget.content.activeCellIndex = index;
  const done = commands.execute("notebook:run-cell");
  return wait ? done.then(() => null) : null;
}"""
_ON_PANEL = """([name, argument]) => {
  const panel = window.jupyterapp.shell.currentWidget;
  const contents = window.jupyterapp.serviceManager.contents;
  const kinds = {
    restart: () => panel.sessionContext.restartKernel().then(() => null),
    rename: () => contents.rename(panel.context.path, argument).then(() => null),
    copy: () => contents.copy(panel.context.path, "").then((made) => made.path),
    trusted: () => panel.content.widgets.map((cell) => cell.model.trusted),
  };
  return kinds[name]();
}"""
_SHOW_ALL = """() => {
  const { widgets } = window.jupyterapp.shell.currentWidget.content;
  for (const { outputArea } of widgets) if (outputArea) outputArea._maxNumberOutputs = 10_000;
}"""
_IDLE = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const running = panel.content.widgets.some(
    (cell) => cell.model.type === "code" && cell.model.executionState === "running");
  return !running && panel.sessionContext.session.kernel.status === "idle";
}"""


@dataclass(frozen=True)
class Lab:
    """A running server: where it answers, where it opens notebooks, which folder it serves, and
    where kernelspecs lie that only it knows."""

    url: str
    page: str
    root: Path
    kernels: Path


@contextmanager
def running_lab(home: Path, application: str = "lab") -> Iterator[Lab]:
    """Start JupyterLab (or "notebook") with all its folders in `home`; stop it afterwards."""
    root = home / "root"
    root.mkdir(parents=True)
    command = [sys.executable, "-m", "jupyter", application, *_FLAGS]
    command.append(f"--ServerApp.root_dir={root}")
    environment = _environment(home)
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=root, stdout=log, stderr=log)
        try:
            opens = "lab/tree" if application == "lab" else "notebooks"
            yield Lab(_address(server, home), opens, root, home / "data" / "kernels")
        finally:
            server.terminate()
            server.wait(timeout=20)


def _environment(home: Path) -> dict[str, str]:
    """The environment with every folder of Jupyter in `home`, and nothing asked of the user."""
    folders = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "IPYTHONDIR": home / "ipython",
        "PYTHONPATH": Path(__file__).parents[2],  # kernels can import the tests
    }
    news = home / "settings" / "@jupyterlab" / "apputils-extension"
    news.mkdir(parents=True)
    (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    return {**os.environ, **{name: str(path) for name, path in folders.items()}}


def _address(server: subprocess.Popen[bytes], home: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        for record in (home / "runtime").glob("jpserver-*.json"):
            url: str = json.loads(record.read_text())["url"]
            return url
        time.sleep(0.1)
    raise RuntimeError("JupyterLab did not start:\n" + (home / "server.log").read_text()[-3000:])


class Notebook:
    """A notebook that is open in JupyterLab, with the page that shows it."""

    def __init__(self, page: Page, lab: Lab, name: str) -> None:
        self.page, self.lab, self.name = page, lab, name

    @classmethod
    def create(
        cls,
        page: Page,
        lab: Lab,
        *cells: str,
        name: str = "test.ipynb",
        kernel: str = "python3",
    ) -> Notebook:
        """Write a notebook with these code cells into the lab's folder, and open it.

        `kernel` is the name of its kernelspec.
        """
        content = {
            "cells": [_cell(source, number) for number, source in enumerate(cells)],
            "metadata": {"kernelspec": {"name": kernel, "display_name": kernel}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        (lab.root / name).write_text(json.dumps(content))
        return cls(page, lab, name).open()

    def open(self) -> Notebook:
        """Open or reopen it as a user would after closing the tab, kernel ready."""
        self.page.goto(f"{self.lab.url}{self.lab.page}/{self.name}?reset&token={TOKEN}")
        self.page.wait_for_function(_OPENED, arg=self.name, timeout=60_000)
        return self

    def run(self, index: int, wait: bool = True) -> Locator:
        """Run a cell; its outputs. With `wait`, return when the cell has ended."""
        self.page.evaluate(_RUN, [index, wait])
        if wait:
            self.page.wait_for_function(_IDLE, timeout=60_000)
        return self.outputs(index)

    def wait(self, seconds: float = 60) -> None:
        """Wait until no cell is running."""
        self.page.wait_for_function(_IDLE, timeout=seconds * 1000)

    def outputs(self, index: int) -> Locator:
        """The output area of a cell."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(index).locator(".jp-OutputArea")

    def show_all_outputs(self) -> None:
        """Show more than the 50 outputs of a cell that JupyterLab shows."""
        self.page.evaluate(_SHOW_ALL)

    def command(self, name: str) -> None:
        """Execute a command of JupyterLab, like "docmanager:save"."""
        self.page.evaluate(
            "(name) => window.jupyterapp.commands.execute(name).then(() => null)", name
        )

    def restart(self) -> None:
        """Restart the kernel."""
        self._on_panel("restart")
        self.wait()

    def rename(self, name: str) -> None:
        """Give the file another name, as the file browser does, while the notebook is open."""
        self._on_panel("rename", name)
        self.name = name
        self.page.wait_for_function(_OPENED, arg=name)

    def duplicate(self) -> str:
        """Copy the file, as the file browser does; the copy's name."""
        return str(self._on_panel("copy"))

    def trusted(self) -> list[bool]:
        """Which cells the front end trusts."""
        return list(self._on_panel("trusted"))

    def _on_panel(self, action: str, argument: str = "") -> Any:
        return self.page.evaluate(_ON_PANEL, [action, argument])

    def saved(self) -> dict[str, Any]:
        """Save, and read the file back."""
        self.command("docmanager:save")
        content: dict[str, Any] = json.loads((self.lab.root / self.name).read_text())
        return content


def _cell(source: str, number: int) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": f"cell-{number}",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
