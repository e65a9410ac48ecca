"""The Chromium that Playwright drives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NEXT_STEP = f"""\
There is no Chromium and it could not be installed. Next step: install Chromium or Google Chrome
with your system's package manager, so that one of these is on PATH: {", ".join(NAMES)}."""


def find() -> str | None:
    """The Chromium to start: one on PATH, else the one that Playwright has downloaded."""
    found = (path for name in NAMES if (path := shutil.which(name)))
    return next(found, None) or _downloaded()


def install() -> str | None:
    """Get a Chromium, by Playwright's own download or by apt, and say what is done."""
    steps = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        steps.append(["apt-get", "update"])
        steps.append(["apt-get", "install", "-y", "--no-install-recommends", "chromium"])
    for step in steps:
        print("+", " ".join(step), flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(step, env=environment, stdin=subprocess.DEVNULL, check=False)
        if done.returncode == 0 and find():
            break
    return find()


def _downloaded() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None
